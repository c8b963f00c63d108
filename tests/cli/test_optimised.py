"""Python takes docstrings and assertions away when it is told to; nothing else goes with them."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

LETTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>
<p>Note 1.<ref target="#nowhere"/></p><p/></body></text></TEI>"""


COMMANDS = (
    ("explain", "T002"),
    ("explain", "--markdown"),
    ("validate", "a.xml", "--format", "sarif"),
    ("validate", "--help"),
    ("export", "csv", "--help"),
    ("--help",),
)
SCRIPT = """
import json, sys
from click.testing import CliRunner
from teikit.cli import main
done = [CliRunner().invoke(main, words, prog_name="teikit") for words in json.load(sys.stdin)]
json.dump([[each.exit_code, each.stdout, each.stderr] for each in done], sys.stdout)
"""


@cache
def outputs(level: str) -> list[list[object]]:
    """Status, standard output and standard error of each command, in a process of that level."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.xml").write_text(LETTER, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONOPTIMIZE": level},
            input=json.dumps(COMMANDS),
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("place", range(len(COMMANDS)), ids=lambda place: " ".join(COMMANDS[place]))
def test_the_same_is_said(place: int) -> None:
    plain = outputs("")[place]
    assert plain[1]
    assert outputs("2")[place] == plain
