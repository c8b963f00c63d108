"""The steps by which notes are known by their labels, each by itself."""

import pytest

from pages import plain
from teikit.converting.reading.apparatus.acceptance import Acceptance
from teikit.converting.reading.apparatus.bracketed import bracketed
from teikit.converting.reading.apparatus.candidate import CoveredSpans, NoteCandidate
from teikit.converting.reading.apparatus.extents import extents
from teikit.converting.reading.apparatus.leading import LeadingLabels
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.apparatus.standing_together import standing_together
from teikit.converting.reading.labels import Label
from teikit.converting.source import Source, Span

NOTHING = CoveredSpans(())


def noted(text: str) -> NotePage:
    return NotePage(Source("page.txt", text), plain(""))


def leading(page: NotePage) -> list[NoteCandidate]:
    return [*LeadingLabels(page, frozenset(), NOTHING, NOTHING).candidates()]


def runs(page: NotePage) -> list[list[NoteCandidate]]:
    found = leading(page)
    marks = page.marks.outside(each.label.span for each in found)
    return standing_together(page, found, marks)


def accepted(page: NotePage) -> list[str]:
    marks = page.marks.outside(each.label.span for each in leading(page))
    acceptance = Acceptance(page, marks)
    return [each.label.value for run in runs(page) for each in acceptance.accepted(run, 0)]


def test_spans_cover_what_is_in_them() -> None:
    covered = CoveredSpans([Span(2, 4), Span(6, 7)])
    assert [offset for offset in range(9) if offset in covered] == [2, 3, 6]


@pytest.mark.parametrize(
    ("text", "around", "stresses"),
    [
        ("*A paragraph.*\n\nMore.\n", {0: 13}, [True]),
        ("*A note\n\nMore.\n", {}, [False]),
        ("*A note\n\nA *word and a *word.\n", {}, [True]),
        ("* A note\n\nA *word and a *word.\n", {}, [False]),
    ],
)
def test_stars_that_stress(text: str, around: dict[int, int], stresses: list[bool]) -> None:
    page = noted(text)
    assert page.stars.around == around
    assert [page.stars.stress(Label("sign", "*", Span(0, 1)))] == stresses


def test_brackets_that_close_are_notes() -> None:
    page = noted("Text [Footnote 1: A town.] goes on.\n\n[Footnote 2: A [big] river.]\n")
    notes, findings = bracketed(page, NOTHING)
    assert [(each.label.value, each.inline) for each in notes] == [("1", True), ("2", False)]
    assert not findings


def test_brackets_that_do_not_close_are_found() -> None:
    page = noted("Text [Footnote 1: A town.\n\nMore.\n")
    notes, findings = bracketed(page, NOTHING)
    assert not notes
    assert [each.location.column for each in findings] == [6]


def test_known_notes_hold_no_others() -> None:
    page = noted("[Footnote 1: A town.]\n")
    assert bracketed(page, CoveredSpans([Span(0, 21)])) == ([], [])


def test_labels_begin_rows() -> None:
    page = noted("Text[1].\n\n[1] A town.\nOn a river.\n[2] A ford.\n\nNot [3] here.\n")
    assert [(each.label.value, each.first, each.end) for each in leading(page)] == [
        ("1", 1, 2),
        ("2", 3, 4),
    ]


def test_labels_that_stand_together() -> None:
    page = noted(
        "Text[1], text[2].\n\n[1] A town.\n\nOn a river.\n\n[2] A ford.\n\n\n\n[1] Other.\n"
    )
    assert [[each.label.value for each in run] for run in runs(page)] == [["1", "2"], ["1"]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Text[1].\n\n[1] A town.\n", ["1"]),
        ("Text.\n\n[1] A town.\n", []),
        ("Text.\n\nFootnotes\n\n[1] A town.\n", ["1"]),
        ("Text.\n\n-----\n\n[1] A town.\n", ["1"]),
        ("I ask:\n\n(1) A town.\n\n(2) A ford.\n\nYours, A. R.\n", []),
        ("I ask:\n\n1. A town.\n\n2. A ford.\n\nYours, A. R.\n", []),
        ("Text1, and more2.\n\n1. A town.\n\n2. A ford.\n", ["1", "2"]),
    ],
)
def test_labels_that_are_surely_such(text: str, values: list[str]) -> None:
    assert accepted(noted(text)) == values


def test_notes_reach_up_to_the_rule_below() -> None:
    page = noted("Text[1].\n\n-----\n\n[1] A town.\n\nOn a river.\n\n-----\n\nMore.\n")
    (run,) = extents(page, runs(page))
    assert [page.source[piece] for piece in run.notes[0].pieces] == ["[1] A town.", "On a river."]
    assert [page.source[rule] for rule in run.rules] == ["-----", "-----"]
