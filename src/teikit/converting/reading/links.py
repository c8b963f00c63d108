"""Which mark belongs to which note, over a page.

Notes come in runs: those at the foot of a page, behind a letter, at the end of the book. The marks
of a run stand before it, behind the run before. In a run the numbers may begin again, as they do at
the end of a book whose letters count their notes each for itself.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from teikit.converting.reading.labels import SURE_MARKS, FoundMark, Label, Shapes, order_of
from teikit.converting.source import Span

_NEAR = 50
"""Marks of one number that are looked at when the nearest that is free is looked for."""
_AHEAD = 6
"""Rows of marks that are looked at for a row of notes."""


@dataclass(frozen=True, slots=True)
class NoteLink:
    """The marks of a note; the first is its own, others repeat it."""

    marks: tuple[Span, ...] = ()
    doubtful: bool = False
    """Whether others may be its own as well."""


NO_LINK = NoteLink()


@dataclass(frozen=True)
class Marks:
    """The marks of one shape, in the order of the text."""

    all: Sequence[FoundMark]
    by_value: Mapping[str, list[FoundMark]] = field(init=False)
    starts: Mapping[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        by_value: dict[str, list[FoundMark]] = defaultdict(list)
        for mark in self.all:
            by_value[mark.value].append(mark)
        object.__setattr__(self, "by_value", by_value)
        starts = {value: [mark.span.start for mark in marks] for value, marks in by_value.items()}
        object.__setattr__(self, "starts", starts)

    def between(self, value: str, start: int, end: int) -> Sequence[FoundMark]:
        """The marks of a value that begin between two offsets."""
        starts = self.starts.get(value)
        if not starts:
            return ()
        return self.by_value[value][bisect_left(starts, start) : bisect_left(starts, end)]

    def free(self, value: str, end: int, used: set[Span]) -> Sequence[FoundMark]:
        """The marks of a value before an offset that lead to no note, the nearest two."""
        starts = self.starts.get(value)
        if not starts:
            return ()
        upto = bisect_left(starts, end)
        near = self.by_value[value][max(0, upto - _NEAR) : upto]
        return [mark for mark in reversed(near) if mark.span not in used][:2]

    def within(self, span: Span) -> Sequence[FoundMark]:
        """The marks that begin in a span."""
        first = bisect_left(self.all, span.start, key=lambda mark: mark.span.start)
        return self.all[first : bisect_left(self.all, span.end, key=lambda mark: mark.span.start)]

    def any_between(self, start: int, end: int) -> bool:
        """Whether there is a mark of any value."""
        place = bisect_left(self.all, start, key=lambda mark: mark.span.start)
        return place < len(self.all) and self.all[place].span.start < end

    def has(self, value: str, start: int, end: int) -> bool:
        """Whether there is such a mark."""
        starts = self.starts.get(value)
        if not starts:
            return False
        place = bisect_left(starts, start)
        return place < len(starts) and starts[place] < end


def best_shapes(
    labels: Sequence[Label], shape: str, marks: Mapping[str, Marks], shapes: Shapes
) -> list[str]:
    """The shapes of marks for labels of a shape, the one that fits most of them first."""
    fitting = {name: 0 for name in shapes.goes_with(shape) if name in marks}
    last: dict[str, int] = {}
    for label in labels:
        if label.shape != shape or not label.value:
            continue
        for name in fitting:
            fitting[name] += marks[name].has(
                label.value, last.get(label.value, 0), label.span.start
            )
        last[label.value] = label.span.start
    used = [name for name in fitting if fitting[name]]
    return sorted(used, key=lambda name: (-fitting[name], used.index(name)))


def link(
    runs: Sequence[Sequence[Label]],
    marks: Mapping[str, Marks],
    in_notes: Mapping[str, Marks],
    shapes: Shapes,
) -> dict[Span, NoteLink]:
    """For each label, by its span, the marks of its note.

    Args:
        runs: the labels of the notes, those of notes that stand together in one run.
        marks: the marks of each shape in the text.
        in_notes: those in the text and in notes, which may have notes of their own.
        shapes: which marks go with which labels.
    """
    every = [label for run in runs for label in run]
    preferred = {
        shape: best_shapes(every, shape, marks, shapes)
        for shape in dict.fromkeys(label.shape for label in every)
    }
    found: dict[Span, NoteLink] = {}
    used: set[Span] = set()
    lower: dict[str, int] = defaultdict(int)
    ended: dict[str, int] = defaultdict(int)
    for run in runs:
        for shape in dict.fromkeys(label.shape for label in run):
            own = [label for label in run if label.shape == shape and label.value]
            if not own:
                continue
            start = own[0].span.start
            if any(marks[name].any_between(ended[shape], start) for name in preferred[shape][:1]):
                lower[shape] = ended[shape]  # else the run goes on with the one before
            for name in preferred[shape]:
                left = [label for label in own if label.span not in found]
                _run(left, marks[name], lower[shape], found, used)
            ended[shape] = own[-1].span.end
    for label in every:
        for name in preferred[label.shape]:
            if label.value and label.span not in found and name in SURE_MARKS:
                _in_note(label, in_notes[name], found, used)
    unique = Counter(label.value for label in every)
    for label in every:
        names = preferred[label.shape]
        if label.value and unique[label.value] == 1 and names and names[0] in SURE_MARKS:
            _repeated(label, marks[names[0]], found, used)
    return found


def _run(
    labels: Sequence[Label], marks: Marks, lower: int, found: dict[Span, NoteLink], used: set[Span]
) -> None:
    """Link the labels of a run, row by row."""
    if not labels:
        return
    rows = _rows(labels)
    first = labels[0].span.start
    values = dict.fromkeys(label.value for label in labels)
    pool = sorted(
        (
            mark
            for value in values
            for mark in marks.between(value, lower, first)
            if mark.span not in used
        ),
        key=lambda mark: mark.span,
    )
    if len(rows) == 1:
        _row(labels, pool, found, used)
    else:
        for row, own in _paired(rows, _rows(pool)):
            _row(row, own, found, used)
    _signs(labels, marks, lower, found, used)
    for label in labels:
        if label.span in found:
            continue
        # The note may stand further down than those of the text around its mark.
        earlier = marks.free(label.value, label.span.start, used)
        unique = len(rows) == 1 and len(values) == len(labels) and not lower
        if earlier and (unique or (len(earlier) == 1 and earlier[0].shape in SURE_MARKS)):
            _take(label, earlier[0], found, used, doubtful=True)


def link_row(
    labels: Sequence[Label],
    marks: Marks,
    letter: Span,
    found: dict[Span, NoteLink],
    used: set[Span],
) -> None:
    """Link labels to the marks of one letter; a sure mark that stands again is theirs as well."""
    values = dict.fromkeys(label.value for label in labels if label.value)
    pool = sorted(
        (
            mark
            for value in values
            for mark in marks.between(value, letter.start, letter.end)
            if mark.span not in used
        ),
        key=lambda mark: mark.span,
    )
    _row(labels, pool, found, used)
    free: dict[str, list[FoundMark]] = defaultdict(list)
    for mark in pool:
        if mark.span not in used and mark.shape in SURE_MARKS:
            free[mark.value].append(mark)
    for label in labels:
        own, more = found.get(label.span), free.pop(label.value, [])
        if own and more:
            used.update(mark.span for mark in more)
            found[label.span] = NoteLink((*own.marks, *(mark.span for mark in more)))


def _signs(
    labels: Sequence[Label], marks: Marks, lower: int, found: dict[Span, NoteLink], used: set[Span]
) -> None:
    """Link signs that are misprinted: where as many marks as labels are left, of whatever sign."""
    left = [label for label in labels if label.span not in found and label.value[0] in "*†‡§"]
    if not left:
        return
    first = bisect_left(marks.all, lower, key=lambda mark: mark.span.start)
    last = bisect_left(marks.all, left[0].span.start, key=lambda mark: mark.span.start)
    free = [m for m in marks.all[first:last] if m.span not in used and m.value[0] in "*†‡§"]
    if len(free) == len(left):
        for label, mark in zip(left, free, strict=True):
            _take(label, mark, found, used, doubtful=True)


def _in_note(label: Label, marks: Marks, found: dict[Span, NoteLink], used: set[Span]) -> None:
    """Link a label to the nearest mark before it, in another note."""
    if earlier := marks.free(label.value, label.span.start, used):
        _take(label, earlier[0], found, used)


_Item = TypeVar("_Item", Label, FoundMark)


def _rows(items: Sequence[_Item]) -> list[list[_Item]]:
    """Cut where the numbers begin again; a mark that only repeats the one before begins no row."""
    rows: list[list[_Item]] = []
    last = float("inf")
    for item in items:
        order = order_of(item.value)
        if not rows or order < last or (order == last and isinstance(item, Label)):
            rows.append([])
        rows[-1].append(item)
        last = order
    return rows


def _paired(
    rows: Sequence[Sequence[Label]], pools: Sequence[Sequence[FoundMark]]
) -> Iterable[tuple[Sequence[Label], Sequence[FoundMark]]]:
    """Each row of labels with the row of marks that has most of its values, in order."""
    at = 0
    spare = max(0, len(pools) - len(rows))
    for row in rows:
        values = {label.value for label in row}
        best, most = -1, 0
        for place in range(at, min(len(pools), at + _AHEAD + min(spare, _AHEAD))):
            common = len(values & {mark.value for mark in pools[place]})
            if common > most:
                best, most = place, common
            if common == len(values):
                break
        if best >= 0:
            yield row, pools[best]
            at = best + 1


def _row(
    labels: Sequence[Label], pool: Sequence[FoundMark], found: dict[Span, NoteLink], used: set[Span]
) -> None:
    """Link labels of which no two are the same: the only mark, or the one in its turn."""
    by_value: dict[str, list[FoundMark]] = defaultdict(list)
    for mark in pool:
        by_value[mark.value].append(mark)
    chosen: dict[str, int] = {
        value: marks[0].span.start for value, marks in by_value.items() if len(marks) == 1
    }
    position = -1
    following = _next_chosen(labels, chosen)
    for place, label in enumerate(labels):
        options = by_value.get(label.value, [])
        if not options:
            continue
        if len(options) == 1:
            _take(label, options[0], found, used)
            position = max(position, options[0].span.start)
            continue
        starts = [mark.span.start for mark in options]
        low = bisect_right(starts, position)
        high = bisect_left(starts, following[place])
        fitting = options[low:high] or options
        # A sign may stand for other things further up; a number that comes again repeats the mark.
        mark = fitting[-1] if label.value[:1] in "*†‡§" else fitting[0]
        _take(label, mark, found, used, doubtful=len(fitting) > 1)
        position = max(position, mark.span.start)


def _next_chosen(labels: Sequence[Label], chosen: Mapping[str, int]) -> list[int]:
    """For each label where the next sure mark of a later one stands."""
    result = [1 << 60] * len(labels)
    following = 1 << 60
    for place in range(len(labels) - 1, -1, -1):
        result[place] = following
        following = chosen.get(labels[place].value, following)
    return result


def _take(
    label: Label,
    mark: FoundMark,
    found: dict[Span, NoteLink],
    used: set[Span],
    *,
    doubtful: bool = False,
) -> None:
    found[label.span] = NoteLink((mark.span,), doubtful)
    used.add(mark.span)


def _repeated(label: Label, marks: Marks, found: dict[Span, NoteLink], used: set[Span]) -> None:
    """Add the marks that stand in the text again for a note whose number no other has."""
    own = found.get(label.span)
    if own is None:
        return
    more = [m.span for m in marks.between(label.value, 0, label.span.start) if m.span not in used]
    if more:
        used.update(more)
        found[label.span] = NoteLink((*own.marks, *more), own.doubtful and not more)
