"""Python takes docstrings and assertions away when it is told to; nothing else goes with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LETTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>
<p>Note 1.<ref target="#nowhere"/></p><p/></body></text></TEI>"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "T002"),
        ("explain", "--markdown"),
        ("validate", "a.xml", "--format", "sarif"),
        ("validate", "--help"),
        ("export", "csv", "--help"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_the_same_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text(LETTER, encoding="utf-8")

    def output(level: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "teikit", *arguments],
            env={**os.environ, "PYTHONOPTIMIZE": level},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    plain = output("")
    assert plain[1]
    assert output("2") == plain
