"""Which labels are surely such: those that something announces, or that have marks in the text.

Writers number their points as editors do their notes. What a label must have to be taken for one
depends on its shape: "[1]" needs less than "(1)", and "1." the most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from teikit.converting.reading.apparatus.candidate import NoteCandidate, is_next
from teikit.converting.reading.apparatus.marks import has_mark
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.labels import LISTING, LOOSE, WORD
from teikit.converting.reading.links import Marks

_LONG_LIST = 12
"""Numbers from which on paragraphs are notes rather than points of a list."""
_SHORT_LIST = 4
"""Points of a list; of notes that are as few each must have its mark."""
_FIRST = 3
"""Labels of a run of which some must have a mark."""


@dataclass(frozen=True)
class Acceptance:
    """Judges the runs of a page by the marks outside of labels."""

    page: NotePage
    marks: Mapping[str, Marks]

    def accepted(self, run: Sequence[NoteCandidate], after: int) -> list[NoteCandidate]:
        """The candidates of a run that are notes.

        `after` is the offset from which on the text before is that of these notes.
        """
        first = run[0]
        loose = first.label.shape in LOOSE
        if loose and self._is_counted(run, after):
            return [*run]
        titled = self.page.title_above(first.first) is not None
        if loose and not titled and not any(map(self._is_marked, run[:_FIRST])):
            return []
        if titled or self.page.rule_above(first.first) is not None:
            return [each for each in run if self._is_marked(each) or not _is_ornament(each)]
        if first.label.shape in LISTING and not (self._ends_text(run) and self._are_marked(run)):
            return []
        return self._sure(run)

    def _sure(self, run: Sequence[NoteCandidate]) -> list[NoteCandidate]:
        """The candidates of a run that nothing announces, by their shapes and marks."""
        marked = [self._is_marked(each) for each in run]
        explicit = bool(self.page.profile.notes.labels)
        safe = {
            shape
            for shape in {each.label.shape for each in run} - {"sign"} - LOOSE
            if _are_mostly_marked(run, marked, shape) or _are_counted(run, shape)
        }
        return [
            each
            for each, has_own in zip(run, marked, strict=True)
            if each.label.shape == WORD
            or each.label.shape in safe
            or (has_own and (explicit or each.label.shape not in LOOSE))
        ]

    def _is_marked(self, candidate: NoteCandidate) -> bool:
        """Whether the text before a label has a mark for it."""
        label = candidate.label
        return has_mark(label, self.marks, self.page.shapes, 0, label.span.start)

    def _are_marked(self, run: Sequence[NoteCandidate]) -> bool:
        """Whether the labels of a run have marks; of a long run some may be misprinted."""
        own = [each for each in run if each.label.shape in LISTING]
        found = sum(map(self._is_marked, own))
        return found == len(own) or (len(own) > _SHORT_LIST and 4 * found >= 3 * len(own))

    def _is_counted(self, run: Sequence[NoteCandidate], after: int) -> bool:
        """Whether plain numbers count from 1 on, and each is glued or raised in the text before."""
        if run[0].label.value != "1":
            return False
        if any(not is_next(a.label, b.label) for a, b in pairwise(run)):
            return False
        start = run[0].label.span.start
        marks = [self.marks[name] for name in ("raised", "glued") if name in self.marks]
        return all(any(each.has(c.label.value, after, start) for each in marks) for c in run)

    def _ends_text(self, run: Sequence[NoteCandidate]) -> bool:
        """Whether no text goes on behind a run, or the page has such notes again and again.

        Paragraphs that a writer counts begin in the same way, and he speaks of their numbers, too.
        """
        rows, end = self.page.rows, run[-1].end
        if end == len(rows) or rows[end].rule or rows[end].gap > 1:
            return True
        return self.page.is_heading(rows[end].span) or self._has_long_list

    @cached_property
    def _has_long_list(self) -> bool:
        """Whether numbers in parentheses begin lines on this page that are more than a list."""
        numbers = [
            int(label.value)
            for row in self.page.rows
            if (label := self.page.label(row.span))
            and label.shape in LISTING
            and label.value.isdecimal()
        ]
        return bool(numbers) and max(numbers) >= _LONG_LIST


def _is_ornament(candidate: NoteCandidate) -> bool:
    """Whether a label is rather an ornament."""
    return candidate.label.shape == "sign" and len(candidate.label.value) > 2


def _are_mostly_marked(run: Sequence[NoteCandidate], marked: Sequence[bool], shape: str) -> bool:
    """Whether most labels of a shape in a run have marks."""
    own = [has for each, has in zip(run, marked, strict=True) if each.label.shape == shape]
    return 2 * sum(own) > len(own)


def _are_counted(run: Sequence[NoteCandidate], shape: str) -> bool:
    """Whether labels of a shape that nothing else has count from 1 on."""
    values = [each.label.value for each in run if each.label.shape == shape]
    unusual = shape in {"square", "brace", "raised"}
    return unusual and len(values) > 1 and values[:2] == ["1", "2"]
