"""What in the text of a page has the form of a note's mark."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.reading.apparatus.stars import Stars
from teikit.converting.reading.labels import FoundMark, Label, Shapes
from teikit.converting.reading.links import Marks
from teikit.converting.source import Span


@dataclass(frozen=True)
class PageMarks:
    """The marks of a page, wherever they stand, by their shape."""

    text: str
    shapes: Shapes
    stars: Stars

    @cached_property
    def every(self) -> Mapping[str, Sequence[FoundMark]]:
        """All of them: stars that close what is stressed are none."""
        found = self.shapes.found(self.text)
        if closing := {*self.stars.around.values()}:
            signs = [mark for mark in found.get("sign", ()) if mark.span.start not in closing]
            return {**found, "sign": signs}
        return found

    def outside(self, spans: Iterable[Span]) -> dict[str, Marks]:
        """The marks that begin in none of these spans, which may lie in each other."""
        barred = sorted(spans)
        starts = [span.start for span in barred]
        reach: list[int] = []
        for span in barred:
            reach.append(max(span.end, reach[-1] if reach else 0))

        def is_free(mark: FoundMark) -> bool:
            place = bisect_right(starts, mark.span.start)
            return not place or reach[place - 1] <= mark.span.start

        return {
            shape: Marks([mark for mark in marks if is_free(mark)])
            for shape, marks in self.every.items()
        }

    def stand_before(self, label: Label) -> bool:
        """Whether the text before a label has a mark for it."""
        start = label.span.start
        return any(
            self._first.get((name, label.value), start) < start
            for name in self.shapes.goes_with(label.shape)
        )

    @cached_property
    def _first(self) -> dict[tuple[str, str], int]:
        """Where the first mark of each shape and value begins."""
        found: dict[tuple[str, str], int] = {}
        for name, marks in self.every.items():
            for mark in marks:
                found.setdefault((name, mark.value), mark.span.start)
        return found


def has_mark(
    label: Label, marks: Mapping[str, Marks], shapes: Shapes, start: int, end: int
) -> bool:
    """Whether there is a mark for a label between two offsets."""
    names = shapes.goes_with(label.shape)
    return any(marks[name].has(label.value, start, end) for name in names if name in marks)
