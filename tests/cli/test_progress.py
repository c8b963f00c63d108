"""Commands that can take long show how far they are, on a terminal and nowhere else."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from teikit.cli.progress import WORTH_A_BAR

LETTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l{number}"><teiHeader><fileDesc><titleStmt>
<title>Letter {number}</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/>
</sourceDesc></fileDesc><profileDesc><correspDesc><correspAction type="sent">
<persName>Ann Roe</persName></correspAction></correspDesc></profileDesc></teiHeader>
<text><body><p>Good day.</p></body></text></TEI>
"""
PAGE = "Paris, May {day}, 1851\n\nDear Beth,\n\nI came at noon, and it rained.\n\nYours, Ann Roe\n"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "tei").mkdir()
    for number in range(WORTH_A_BAR):
        page, letter = PAGE.format(day=number % 28 + 1), LETTER.format(number=number)
        (tmp_path / "raw" / f"{number:02}.txt").write_text(page, encoding="utf-8")
        (tmp_path / "tei" / f"{number:02}.xml").write_text(letter, encoding="utf-8")
    return tmp_path


def shown(folder: Path, arguments: Sequence[str]) -> bytes:
    """What a command writes on a terminal that is its standard error."""
    terminal, seen_by_teikit = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "teikit", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=seen_by_teikit,
        env={**os.environ, "TERM": "xterm"},
        check=False,
    )
    os.close(seen_by_teikit)
    written = os.read(terminal, 1_000_000)
    os.close(terminal)
    return written


@pytest.mark.parametrize(
    ("command", "steps"),
    [
        ("convert raw -o out --profile letters-files --jobs 1", ("Reading", "Converting")),
        ("profile try letters-files raw", ("Reading", "Trying")),
        ("profile suggest raw -o my.toml", ("Reading", "Trying")),
        ("authority suggest tei", ("Reading",)),
        ("site tei -o pages", ("Reading", "Writing")),
    ],
)
def test_each_step_is_shown(edition: Path, command: str, steps: Sequence[str]) -> None:
    written = shown(edition, command.split())
    assert [step for step in steps if step.encode() not in written] == []


def test_nothing_is_shown_in_a_file(edition: Path) -> None:
    command = [sys.executable, "-m", "teikit", "authority", "suggest", "tei"]
    result = subprocess.run(command, cwd=edition, capture_output=True, check=True)
    assert result.stderr == b""
