"""What may be a note: a label, and the rows that surely belong to it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.reading.labels import Label, order_of
from teikit.converting.source import Span

_LARGEST_STEP = 3
"""How far a number in a row may be from the one before it."""


@dataclass(frozen=True, slots=True)
class NoteCandidate:
    """A label with the rows that it surely has, from `first` up to, and without, `end`."""

    label: Label
    first: int
    end: int
    stop: int
    """The offset behind its last character."""
    inline: bool = False
    """Whether it stands within a paragraph of the text."""


@dataclass(frozen=True)
class CoveredSpans:
    """What of a page is covered by spans, in order, none of which lies in another."""

    spans: Sequence[Span]

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    def __contains__(self, offset: int) -> bool:
        place = bisect_right(self._starts, offset)
        return bool(place) and offset < self.spans[place - 1].end


def rises(before: Label, label: Label) -> bool:
    """Whether a label comes later in a row."""
    return order_of(label.value) > order_of(before.value)


def is_next(before: Label, label: Label) -> bool:
    """Whether a label is the next one in a row."""
    return 0 < order_of(label.value) - order_of(before.value) <= 1


def follows(before: Label, label: Label) -> bool:
    """Whether a label in a block goes on with the row of the one before."""
    if before.shape != label.shape:
        return False
    if label.shape == "sign":
        return True
    return 0 < order_of(label.value) - order_of(before.value) <= _LARGEST_STEP
