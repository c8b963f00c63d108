"""Labels with which rows begin: the first of a block, and those that follow in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from teikit.converting.reading.apparatus.candidate import CoveredSpans, NoteCandidate, follows
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.labels import Label
from teikit.converting.reading.rows import RawRow
from teikit.converting.source import Span


@dataclass(frozen=True)
class LeadingLabels:
    """Finds them in a page."""

    page: NotePage
    refused: frozenset[Span]
    """What looks like a label and is known to be none."""
    known: CoveredSpans
    """Notes that are known by other means: they end a row of labels."""
    bracketed: CoveredSpans
    """Notes in brackets, which are passed by."""

    def candidates(self) -> Iterator[NoteCandidate]:
        """The labels with their rows, in order."""
        rows = self.page.rows
        index = 0
        while index < len(rows):
            first = index
            while index < len(rows) and rows[index].block == rows[first].block:
                index += 1
            heads = self._heads(first, index)
            ends = [place for place, _ in heads[1:]] + [index]
            for (place, label), end in zip(heads, ends, strict=False):
                yield NoteCandidate(label, place, end, rows[end - 1].span.end)

    def _heads(self, first: int, end: int) -> list[tuple[int, Label]]:
        """The rows of a block that begin with labels, if its first row does."""
        heads: list[tuple[int, Label]] = []
        only_notes = True
        for index in range(first, end):
            row = self.page.rows[index]
            if row.rule or row.span.start in self.known:
                return heads
            if row.span.start in self.bracketed:
                continue
            label = self._label(row)
            if label and (only_notes or follows(heads[-1][1], label)):
                heads.append((index, label))
            elif not heads:
                return heads
            only_notes = False
        return heads

    def _label(self, row: RawRow) -> Label | None:
        """The label of a row, if nothing tells that it is none."""
        label = self.page.label(row.span)
        if label is None or not label.value or label.span in self.refused:
            return None
        if self.page.heads_letter(row, label) or self.page.stars.stress(label):
            return None
        return label
