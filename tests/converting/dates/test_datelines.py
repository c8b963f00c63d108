"""Datelines of real editions in seven languages, and what each of them means."""

from functools import cache
from pathlib import Path

import pytest

from teikit.converting import dates
from teikit.profiles.profile import DateWords, parse

TABLE = Path(__file__).with_name("datelines.tsv")
YEARS = dates.Years(1400, 1950, near=1850)
LATER = dates.Years(1850, 1970, near=1910)
"""For years of two figures in the letters of that time."""
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@cache
def words(language: str) -> DateWords:
    text = f'extends = "plain-letters"\n[edition]\nlanguage = "{language}"\n'
    return parse(text, "own.toml").dates


def test_the_table_is_large() -> None:
    assert len(ROWS) >= 250
    assert {language for language, _, _ in ROWS} == {"de", "en", "es", "fr", "it", "la", "ru"}


@pytest.mark.parametrize(("language", "printed", "attributes"), ROWS)
def test_a_dateline(language: str, printed: str, attributes: str) -> None:
    years = LATER if attributes.startswith("when=19") else YEARS
    found = list(dates.find(printed, words(language), years, line=True))
    shown = [" ".join(f"{name}={text}" for name, text in date.attributes.items()) for date in found]
    assert shown == [attributes]
