"""From marks to a tree of them: inside each other, side by side, and those that cross."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.converting.source import Mark, Span
from teikit.converting.writing.nesting import IMPORTANCE, NestedMark, nest


def mark(kind: str, start: int, end: int) -> Mark:
    return Mark(Span(start, end), kind)


def shape(nodes: Iterable[NestedMark]) -> str:
    return " ".join(
        f"{node.mark.kind}({shape(node.children)})" if node.children else node.mark.kind
        for node in nodes
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], ""),
        ([mark("date", 0, 3), mark("ref", 5, 6)], "date ref"),
        ([mark("date", 0, 3), mark("ref", 3, 4)], "date ref"),
        ([mark("quote", 0, 9), mark("ref", 2, 3)], "quote(ref)"),
        ([mark("quote", 0, 9), mark("supplied", 2, 6), mark("ref", 3, 4)], "quote(supplied(ref))"),
        ([mark("quote", 0, 9), mark("ref", 9, 9)], "quote ref"),
        ([mark("quote", 1, 9), mark("ref", 1, 1)], "ref quote"),
        ([mark("quote", 0, 9), mark("ref", 4, 4)], "quote(ref)"),
        ([mark("bibl", 0, 9), mark("surplus", 0, 9)], "surplus(bibl)"),
        ([mark("orgName", 0, 9), mark("placeName", 0, 4)], "orgName"),
        ([mark("bibl", 0, 9), mark("persName", 2, 4)], "bibl"),
        ([mark("quote", 0, 5), mark("ref", 4, 6)], "ref"),
        ([mark("quote", 0, 5), mark("seg", 4, 9), mark("ref", 1, 2)], "ref seg"),
        ([mark("ref", 0, 1), mark("ref", 0, 1)], "ref"),
    ],
)
def test_nesting(marks: list[Mark], expected: str) -> None:
    for order in itertools.permutations(marks):
        assert shape(nest(order)[0]) == expected


def test_what_crosses_is_told() -> None:
    quote, ref = mark("quote", 0, 5), mark("ref", 4, 6)
    assert nest([quote, ref])[1] == [(quote, ref)]
    assert nest([ref, quote])[1] == [(quote, ref)]


def test_a_mark_that_a_note_leads_to_does_not_go_silently() -> None:
    idno, label = mark("idno", 0, 9), mark("label", 0, 9)
    ref = Mark(Span(4, 5), "ref", {"type": "noteMark", "id": "r1", "target": "#n1"})
    name = mark("persName", 2, 4)
    for outer in (label, mark("expan", 0, 9)):
        tree, left_out = nest([outer, ref, name])
        assert shape(tree) == outer.kind
        assert left_out == [(ref, outer)]
    bibl = mark("bibl", 0, 9)
    assert nest([bibl, idno, ref])[1] == [(ref, idno)]


def test_the_parts_of_what_was_left_out_go_too() -> None:
    marks = [mark("expan", 0, 5), mark("bibl", 3, 9), mark("idno", 6, 9)]
    assert shape(nest(marks)[0]) == "expan"


marks_of_any_kind = st.lists(
    st.builds(
        lambda kind, start, length: mark(kind, start, start + length),
        st.sampled_from(sorted(IMPORTANCE)),
        st.integers(0, 12),
        st.integers(0, 6),
    ),
    max_size=7,
    unique_by=lambda each: each.span,
)


def flat(nodes: Iterable[NestedMark]) -> list[NestedMark]:
    return [each for node in nodes for each in (node, *flat(node.children))]


def test_marks_at_one_place_stand_in_one_order() -> None:
    marks = [mark("supplied", 1, 1), mark("choice", 1, 1)]
    assert shape(nest(marks)[0]) == shape(nest(marks[::-1])[0])


@settings(derandomize=True, deadline=None, database=None, max_examples=200)
@given(marks=marks_of_any_kind, seed=st.randoms(use_true_random=False))
def test_a_tree_of_any_marks_in_any_order(marks: list[Mark], seed: object) -> None:
    tree, crossing = nest(marks)
    again, _ = nest(sorted(marks, key=lambda _: seed.random()))  # type: ignore[attr-defined]
    assert shape(again) == shape(tree)
    for node in flat(tree):
        for child in node.children:
            assert child.span in node.span
        for first, second in itertools.pairwise(node.children):
            assert first.span.end <= second.span.start
    for first, second in itertools.pairwise(tree):
        assert first.span.end <= second.span.start
    for lost, other in crossing:
        assert lost.span.overlaps(other.span)
        assert IMPORTANCE[lost.kind] >= IMPORTANCE[other.kind]


def test_a_note_mark_where_none_may_stand_is_told() -> None:
    expansion, filled = mark("expan", 0, 9), mark("ex", 2, 8)
    note = Mark(Span(8, 9), "ref", {"type": "noteMark", "id": "r1", "target": "#n1"})
    forest, crossing = nest([expansion, filled, note])
    assert shape(forest) == "expan(ex)"
    assert [(left.kind, because.kind) for left, because in crossing] == [("ref", "expan")]
