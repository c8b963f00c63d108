"""Marks that may stand in pieces, divided where others cross them.

Italics may begin in a name and end behind it. The name stays as it is; the italics become two.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from teikit.converting.source import Mark, Source, Span

_MAY_NOT_HOLD: Mapping[str, frozenset[str]] = {"foreign": frozenset({"bibl", "quote"})}
"""What TEI does not allow in a divisible mark: it stands in these instead."""


def divide(marks: Iterable[Mark], source: Source) -> list[Mark]:
    """The marks, of which none that is divisible crosses another; pieces hold more than space."""
    settled: list[Mark] = []
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.divisible:
            groups[mark.kind, tuple(mark.attributes.items())].append(mark)
        else:
            settled.append(mark)
    for key in sorted(groups):
        borders = _Borders(settled)
        for mark in groups[key]:
            barred = _MAY_NOT_HOLD.get(mark.kind, ())
            pieces = (source.trim(span) for span in borders.pieces(mark.span, barred))
            settled += [
                Mark(span, mark.kind, mark.attributes, divisible=True) for span in pieces if span
            ]
    return settled


class _Borders:
    """Where marks begin and end, and where what is written of them does."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        found = []
        for mark in marks:
            for span in filter(None, (mark.span, mark.inner)):
                found += [(span.start, mark), (span.end, mark)]
        found.sort(key=lambda border: border[0])
        self._places = [place for place, _ in found]
        self._marks = [mark for _, mark in found]

    def pieces(self, span: Span, barred: Collection[str]) -> Iterator[Span]:
        """The pieces of a span: none crosses a mark, or has a bracket that a mark stands for.

        `barred` are kinds of marks that may not stand in it.
        """
        near = slice(bisect_left(self._places, span.start), bisect_right(self._places, span.end))
        cuts = {span.start, span.end}
        unwritten: list[Span] = []
        for place, mark in zip(self._places[near], self._marks[near], strict=True):
            if mark.span in span and mark.kind not in barred:
                continue
            if span.start < place < span.end:
                cuts.add(place)
            if mark.inner is not None:
                unwritten.append(Span(mark.span.start, mark.inner.start))
                unwritten.append(Span(mark.inner.end, mark.span.end))
        ordered = sorted(cuts)
        for start, end in pairwise(ordered):
            piece = Span(start, end)
            if not any(piece in gap for gap in unwritten):
                yield piece
