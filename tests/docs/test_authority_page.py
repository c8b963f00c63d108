"""The page of authority files: what it shows is what is said and written."""

import re
from pathlib import Path

from teikit.cli.authority.check import CODES
from teikit.suggesting.authorities.entries import COLUMNS
from teikit.suggesting.authorities.rules import RULES
from teikit.validating.engine.catalogue import RULES as CHECKED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authority.md").read_text(encoding="utf-8")


def rows(code: str) -> list[str]:
    return re.findall(rf"^\| \[?`{code}`.*$", PAGE, re.MULTILINE)


def test_every_finding_of_the_check_is_there() -> None:
    codes = [rule.code for rule in CHECKED if rule.code.startswith(tuple(CODES[1:]))]
    assert [code for code in codes if f"[`{code}`](rules.md#{code.lower()}-" not in PAGE] == []


def test_every_finding_of_an_import_is_there_with_its_severity() -> None:
    for rule in RULES:
        (row,) = rows(rule.code)
        assert row.split(" | ")[1] == rule.severity


def test_every_column_is_there() -> None:
    table = PAGE[PAGE.index("| column |") : PAGE.index("`import` compares")]
    firsts = [row.split(" | ")[0] for row in table.splitlines()]
    assert re.findall(r"`(\w+)`", " ".join(firsts)) == list(COLUMNS)
