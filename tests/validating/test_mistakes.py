"""docs/mistakes.md is what the programs say; teikit's words need no Java to be compared."""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import mistakes  # noqa: E402
from relaxng_jing import missing  # noqa: E402

PAGE = mistakes.PAGE.read_text(encoding="utf-8")
LETTER = mistakes.LETTER.read_text(encoding="utf-8")
FOUND = mistakes.mistakes()
DOCUMENTS = [mistake.made(LETTER) for mistake in FOUND]
SECTIONS = dict(re.findall(r"^### (.*)\n\n((?:(?!#|---\n).*\n)*)", PAGE, re.MULTILINE))
TITLES = mistakes.headings(FOUND)

Rows = Mapping[str, Sequence[str]]


def rows(text: str) -> dict[str, list[str]]:
    """The rows of a section's table, by program."""
    found: dict[str, list[str]] = {}
    program = ""
    for row in re.findall(r"^\|.*\n", text, re.MULTILINE)[2:]:
        program = row.split("|")[1].strip() or program
        found.setdefault(program, []).append(row)
    return found


@pytest.fixture(scope="module")
def teikits() -> list[list[mistakes.Remark]]:
    """What teikit says of each mistake now."""
    return mistakes.of_teikit(DOCUMENTS)


@pytest.fixture(scope="module")
def shown() -> Mapping[str, Rows]:
    """The rows of each mistake's table, by its heading and the program."""
    return {title: rows(text) for title, text in SECTIONS.items()}


def differences(
    program: str, shown: Mapping[str, Rows], results: Sequence[Sequence[mistakes.Remark]]
) -> list[str]:
    """The headings of the mistakes of which a program says something else than the page shows."""
    return [
        title
        for title, remarks in zip(TITLES, results, strict=True)
        if mistakes.table_rows(program, remarks) != shown[title][program]
    ]


def test_the_letter_is_valid() -> None:
    assert mistakes.of_teikit([LETTER]) == [[]]
    assert mistakes.of_libxml2([LETTER]) == [[]]


def test_the_page_lists_each_mistake() -> None:
    assert len(FOUND) >= 30
    assert list(SECTIONS) == TITLES
    assert len({mistake.title for mistake in FOUND}) == len(FOUND)
    for mistake, title in zip(FOUND, TITLES, strict=True):
        assert f"[{title}](#" in PAGE
        assert f"\n## {mistake.group}\n" in PAGE


@pytest.mark.parametrize("number", range(len(FOUND)), ids=lambda number: FOUND[number].title)
def test_teikit_says_what_the_page_says(
    number: int, shown: Mapping[str, Rows], teikits: list[list[mistakes.Remark]]
) -> None:
    assert teikits[number]
    expected = mistakes.table_rows(mistakes.TEIKIT, teikits[number])
    assert shown[TITLES[number]][mistakes.TEIKIT] == expected


def test_libxml2_says_what_the_page_says(shown: Mapping[str, Rows]) -> None:
    if mistakes.versions() not in PAGE:
        pytest.skip(f"the page was not made with {mistakes.versions()}")
    assert not differences(mistakes.LIBXML2, shown, mistakes.of_libxml2(DOCUMENTS))


def test_jing_says_what_the_page_says(shown: Mapping[str, Rows]) -> None:
    if reason := missing():
        pytest.skip(reason)
    letter, *remarks = mistakes.of_jing([LETTER, *DOCUMENTS])
    assert letter == []
    assert not differences(mistakes.JING, shown, remarks)


def test_the_page_is_made_of_its_sections(shown: Mapping[str, Rows]) -> None:
    """What is not said by a program is as bench/mistakes.py writes it."""
    nothing: list[list[mistakes.Remark]] = [[] for _ in FOUND]
    made = mistakes.page(FOUND, dict.fromkeys(mistakes.PROGRAMS, nothing))
    assert _frame(made) == _frame(PAGE)


def _frame(page: str) -> str:
    """A page without the rows of its tables, and without the versions at its end."""
    return re.sub(r"^\|.*\n", "", page, flags=re.MULTILINE).partition("\n---\n")[0]
