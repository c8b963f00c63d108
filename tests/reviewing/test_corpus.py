"""`review` of the edition's own files: every row, and its place in the raw page."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from teikit.reviewing import Row, review
from teikit.tei.elements import TEI
from teikit.tei.header import elements
from teikit.xml.files import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(review([ROOT / "corpus" / "tei"]))


@cache
def raw(page: str) -> list[str]:
    return (ROOT / "corpus" / "raw" / page).read_text(encoding="utf-8-sig").split("\n")


def solid(text: str) -> str:
    """The text without white space and signs of what was left out."""
    return re.sub(r"[\s…]", "", text)


def test_every_row_has_its_place(rows: list[Row]) -> None:
    assert rows
    assert [row for row in rows if not (row.line and row.column)] == []


def test_the_page_has_the_words_at_the_place(rows: list[Row]) -> None:
    for row in rows:
        assert row.words
        lines = raw(row.page)
        line, column = row.line or 0, row.column or 0
        before = solid("".join(lines[: line - 1]) + lines[line - 1][: column - 1])
        after = solid(lines[line - 1][column - 1 :] + "".join(lines[line : line + 9]))
        words = solid(row.words)
        assert after.startswith(words) or before.endswith(words), row
        if not row.where.startswith("note mark"):
            assert after.startswith(words), row


def test_every_inference_and_every_question_is_told(rows: list[Row]) -> None:
    inferences: Counter[str] = Counter()
    for row in rows:
        inferences[row.document] += row.certainty != "open"
    reasons = " ".join(row.why + row.where for row in rows)
    for path in sorted((ROOT / "corpus" / "tei").glob("bl-*.xml")):
        root = load(path).getroot()
        uncertain = [
            found
            for found in root.iter("*")
            if found.get("cert") in {"low", "medium", "unknown"}
            or found.get("evidence") == "conjecture"
        ]
        assert inferences[path.stem] == len(uncertain)
        for change in elements(root, f".//{TEI}change[@type='open']"):
            assert change.text
            assert change.text in reasons


def test_questions_and_inferences_of_one_place_are_one_row(rows: list[Row]) -> None:
    seen = Counter((row.page, row.line, row.column, row.where, row.decided) for row in rows)
    assert seen.most_common(1)[0][1] == 1
    alone = {row.where for row in rows if row.certainty == "open"}
    assert not {where for where in alone if re.search("R014|R016|R021|R024|R033|R037", where)}


def test_order(rows: list[Row]) -> None:
    documents = list(dict.fromkeys(row.document for row in rows))
    assert documents == sorted(documents)
    section = list(review([ROOT / "corpus" / "tei" / "bl.xml"]))
    assert section[0].document == "bl-section-1"
    assert sorted(map(repr, section)) == sorted(map(repr, rows))


def test_letters_by_other_hands(shared: Path) -> None:
    found = list(review([shared / "letters"], report=lambda _: None))
    assert found
    assert all(row.line is None and row.where and row.decided and row.why for row in found)
