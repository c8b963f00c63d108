"""From marks on a text to a tree of them.

Marks come from recognisers that do not know of each other. Here they are put into each other by
their places. Two that cross cannot both stand: the less important one is left out, and said so. So
is one that may not stand inside another, if anything may lead to it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from teikit.converting.letter import Letter
from teikit.converting.source import Mark, Span
from teikit.converting.writing.dividing import divide

IMPORTANCE: Mapping[str, int] = {
    kind: rank
    for rank, kind in enumerate(
        (
            "note",
            "label",
            "label-repaired",
            "label-lost",
            "ref",
            "gap",
            "metamark",
            "handShift",
            "choice",
            "del",
            "add",
            "hi",
            "surplus",
            "seg",
            "supplied",
            "ex",
            "expan",
            "ellipsis",
            "bibl",
            "idno",
            "quote",
            "date",
            "orgName",
            "persName",
            "placeName",
        )
    )
}
"""Which of two crossing marks stays: the one that comes first here."""

OUTERMOST: Mapping[str, int] = {
    kind: rank
    for rank, kind in enumerate(
        (
            "note",
            "surplus",
            "seg",
            "del",
            "add",
            "quote",
            "bibl",
            "idno",
            "ref",
            "date",
            "orgName",
            "persName",
            "placeName",
        )
    )
}
"""Of two marks on the same span, the one that comes first here holds the other."""

NOT_INSIDE: Mapping[str, frozenset[str]] = {
    "persName": frozenset({"bibl", "orgName", "persName", "placeName", "date"}),
    "placeName": frozenset({"bibl", "orgName", "persName", "placeName", "date"}),
    "orgName": frozenset({"bibl", "orgName", "persName", "placeName", "date"}),
    "date": frozenset({"bibl", "date"}),
    "quote": frozenset({"bibl"}),
    "supplied": frozenset({"fw"}),
}
"""Where a mark adds nothing: a name inside a longer name, or in the title of a cited work; brackets
around the number of a page."""


ONLY_INSIDE: Mapping[str, frozenset[str]] = {
    "idno": frozenset({"idno"}),
    "expan": frozenset({"ex"}),
    "ex": frozenset(),
    "ellipsis": frozenset(),
    "label": frozenset(),
}
"""What alone may stand in some marks: a shelfmark holds its parts, and no names or notes."""


PART_OF: Mapping[str, frozenset[str]] = {
    "idno": frozenset({"bibl"}),
    "archive": frozenset({"bibl"}),
    "ex": frozenset({"expan"}),
}
"""Marks that are nothing without another around them: when that is left out, they are too."""


@dataclass(slots=True)
class NestedMark:
    """A mark with the marks inside it."""

    mark: Mark
    children: list["NestedMark"] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The mark's span."""
        return self.mark.span


@dataclass(frozen=True, slots=True)
class Nested:
    """The marks of a letter as forests: one for each of its blocks, in order."""

    forests: tuple[tuple[NestedMark, ...], ...]
    left_out: tuple[tuple[Mark, Mark], ...]
    """Pairs of marks of which the first was left out because of the second."""


def nest_letter(letter: Letter, marks: Iterable[Mark]) -> Nested:
    """Nest the marks of each block, those that reading the page found among them."""
    ordered = sorted((mark for mark in marks if mark.kind != "gap"), key=lambda mark: mark.span)
    starts = [mark.span.start for mark in ordered]
    forests: list[tuple[NestedMark, ...]] = []
    left_out: list[tuple[Mark, Mark]] = []
    for block in letter.blocks:
        near = ordered[bisect_left(starts, block.span.start) : bisect_right(starts, block.span.end)]
        own = [mark for mark in (*block.marks, *near) if mark.span in block.span]
        forest, pairs = nest(divide(own, letter.source))
        forests.append(tuple(forest))
        left_out += pairs
    return Nested(tuple(forests), tuple(left_out))


def nest(marks: Iterable[Mark]) -> tuple[list[NestedMark], list[tuple[Mark, Mark]]]:
    """The marks as a forest in text order, and pairs of (left out, because of)."""
    roots: list[NestedMark] = []
    stack: list[NestedMark] = []
    left_out: list[tuple[Mark, Mark]] = []

    def siblings(depth: int) -> list[NestedMark]:
        return stack[depth - 1].children if depth else roots

    for mark in sorted(_distinct(marks), key=_order):
        node = NestedMark(mark)
        span = mark.span
        while stack and stack[-1].span.end <= span.start:
            stack.pop()
        stands = True
        while stack and stack[-1].span.end < span.end:
            outer = stack[-1]
            if _importance(outer.mark) <= _importance(mark):
                left_out.append((mark, outer.mark))
                stands = False
                break
            left_out.append((outer.mark, mark))
            stack.pop()
            independent = [child for child in outer.children if child.mark.kind not in PART_OF]
            siblings(len(stack))[-1:] = independent
        if stands and _useless(mark, stack):
            stands = False
            if stack and mark.attributes.get("id"):
                left_out.append((mark, stack[-1].mark))
        if not stands:
            continue
        siblings(len(stack)).append(node)
        if span:
            stack.append(node)
    return roots, left_out


def _distinct(marks: Iterable[Mark]) -> Iterable[Mark]:
    """The marks, of those that say the same of the same words the first."""
    found: dict[tuple[object, ...], Mark] = {}
    for mark in marks:
        attributes = mark.attributes.items()
        found.setdefault((mark.span.start, mark.span.end, mark.kind, *attributes), mark)
    return found.values()


def _order(mark: Mark) -> tuple[int, bool, int, int, bool, int, str, bool]:
    start, end = mark.span.start, mark.span.end
    return (
        start,
        end > start,
        -end,
        OUTERMOST.get(mark.kind, len(OUTERMOST)),
        mark.inner is not None,  # what stands for brackets holds no mark that has them
        _importance(mark),
        mark.kind,
        not mark.attributes.get("ref"),  # of two alike, the one that knows who it is
    )


def _importance(mark: Mark) -> int:
    if mark.divisible:
        return len(IMPORTANCE) + 1
    return IMPORTANCE.get(mark.kind, len(IMPORTANCE))


def _same(mark: Mark, other: Mark) -> bool:
    """Whether two marks say the same of their words."""
    return mark.kind == other.kind and mark.attributes.get("rend") == other.attributes.get("rend")


def _useless(mark: Mark, outer: list[NestedMark]) -> bool:
    """Whether a mark may not stand, or says nothing, inside those around it."""
    if not outer:
        return mark.kind in PART_OF
    if mark.divisible and any(_same(mark, node.mark) for node in outer):
        return True
    kinds = {node.mark.kind for node in outer}
    if not PART_OF.get(mark.kind, kinds) <= kinds:
        return True
    barred = NOT_INSIDE.get(mark.kind, frozenset())
    if barred & kinds:
        return True
    return mark.kind not in ONLY_INSIDE.get(outer[-1].mark.kind, {mark.kind})
