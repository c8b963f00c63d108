"""The notes of groups that are headed like letters, each linked to its mark in this letter."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting.raw_rules import (
    GROUP_UNCLAIMED,
    MARK_WITHOUT_NOTE,
    NOTES_SUPPOSED,
    UNKNOWN_FURNITURE,
)
from teikit.converting.reading.findings import finding
from teikit.converting.reading.groups import NoteGroup, NoteSection
from teikit.converting.reading.labels import LOOSE, SURE_MARKS, Label, Shapes, order_of
from teikit.converting.reading.links import Marks, NoteLink, link_row
from teikit.converting.reading.rows import RawRow
from teikit.converting.reading.taken import NoteRun, TakenNote
from teikit.converting.source import Source, Span, collapse
from teikit.diagnostic import Diagnostic

_SENTENCE_END = re.compile(r"[.!?…:;)\]][\"'”’»)\]]*$")
_LARGEST_STEP = 3
_GLUED_BEYOND = 3
"""How much larger than the numbers of the notes a number at a word may be, to look like a mark."""


@dataclass(frozen=True)
class GroupedNotes:
    """The work on the sections of one page."""

    source: Source
    rows: Sequence[RawRow]
    sections: Sequence[NoteSection]
    shapes: Shapes
    marks: Mapping[str, Marks]
    label: Callable[[Span], Label | None]
    is_furniture: Callable[[RawRow], bool]

    @cached_property
    def runs(self) -> list[NoteRun]:
        """The notes of each group."""
        return [run for section in self.sections for run in self._of_section(section)]

    def _of_section(self, section: NoteSection) -> list[NoteRun]:
        runs: list[NoteRun] = []
        rules: list[Span] = [*section.around, *section.foot]
        last: Label | None = None
        for group in section.groups:
            rows = self.rows[group.first : group.end]
            rules += [row.span for row in rows if row.rule]
            left = [row for row in rows if not row.rule and not self.is_furniture(row)]
            notes = self._notes(group, left, last)
            if not notes:
                rules.append(group.heading)
                continue
            last = next((note.label for note in reversed(notes) if note.label), last)
            run = NoteRun(
                tuple(notes), group.heading, grouped=True, letter=group.letter, rules=tuple(rules)
            )
            rules = []
            runs.append(run)
        if runs and rules:
            runs[-1] = replace(runs[-1], rules=(*runs[-1].rules, *rules))
        return self._linked(runs)

    # Notes

    def _notes(
        self, group: NoteGroup, rows: Sequence[RawRow], before: Label | None
    ) -> list[TakenNote]:
        """The notes in some rows: what stands before the first label has none."""
        notes: list[TakenNote] = []
        last: Label | None = None
        for place, row in enumerate(rows):
            above = rows[place - 1] if place else None
            within = above is not None and above.block == row.block
            label = self.label(row.span)
            if label and self._is_label(label, row, above if within else None, last, before, group):
                notes.append(TakenNote((row.span,), label))
                last = label
            elif within and notes:
                pieces = notes[-1].pieces
                joined = Span(pieces[-1].start, row.span.end)
                notes[-1] = replace(notes[-1], pieces=(*pieces[:-1], joined))
            elif last and notes:
                notes[-1] = replace(notes[-1], pieces=(*notes[-1].pieces, row.span))
            else:
                notes.append(TakenNote((row.span,)))
        return notes

    def _is_label(
        self,
        label: Label,
        row: RawRow,
        above: RawRow | None,
        last: Label | None,
        before: Label | None,
        group: NoteGroup,
    ) -> bool:
        """Whether a row begins with the label of a note: in its turn, and where one may begin.

        `above` is the row above it in the same block, `last` the label before it in its group,
        `before` the last one of the groups before.
        """
        if not label.value:
            return False
        loose, marked = label.shape in LOOSE, self._is_marked(label, group)
        if last is None:
            fresh = order_of(label.value) in {1, 97}
            goes_on = before is not None and order_of(label.value) == order_of(before.value) + 1
            if loose and not (fresh or goes_on or marked):
                return False
        elif loose or last.shape in LOOSE:
            step = order_of(label.value) - order_of(last.value)
            if last.shape != label.shape or not 0 < step <= _LARGEST_STEP:
                return False
            if step > 1 and above is not None and not marked:
                return False
        if above is None or not loose or row.indent > above.indent:
            return True
        return bool(_SENTENCE_END.search(self.source[above.span][-4:]))

    def _is_marked(self, label: Label, group: NoteGroup) -> bool:
        if group.letter is None:
            return False
        return any(
            self.marks[name].has(label.value, group.letter.start, group.letter.end)
            for name in self.shapes.goes_with(label.shape)
            if name in self.marks
        )

    # Links

    def _linked(self, runs: Sequence[NoteRun]) -> list[NoteRun]:
        found: dict[Span, NoteLink] = {}
        used: set[Span] = set()
        for run in runs:
            if run.letter is None:
                continue
            labels = [note.label for note in run.notes if note.label]
            for shape in dict.fromkeys(label.shape for label in labels):
                own = [label for label in labels if label.shape == shape]
                for name in self._preferred(runs, shape):
                    left = [label for label in own if label.span not in found]
                    link_row(left, self.marks[name], run.letter, found, used)
        return [
            replace(
                run,
                notes=tuple(
                    replace(note, link=found[note.label.span])
                    if note.label and note.label.span in found
                    else note
                    for note in run.notes
                ),
            )
            for run in runs
        ]

    def _preferred(self, runs: Sequence[NoteRun], shape: str) -> list[str]:
        """The shapes of marks for labels of a shape, the one that fits most of them first."""
        if shape not in self._fitting:
            names = [name for name in self.shapes.goes_with(shape) if name in self.marks]
            fits = dict.fromkeys(names, 0)
            for run in runs:
                for note in run.notes if run.letter else ():
                    if note.label is None or note.label.shape != shape or run.letter is None:
                        continue
                    for name in names:
                        fits[name] += self.marks[name].has(
                            note.value, run.letter.start, run.letter.end
                        )
            ordered = sorted(names, key=lambda name: (-fits[name], names.index(name)))
            self._fitting[shape] = [name for name in ordered if fits[name]]
        return self._fitting[shape]

    @cached_property
    def _fitting(self) -> dict[str, list[str]]:
        """What was found of shapes: each is asked for by every group."""
        return {}

    # Findings

    def findings(self) -> Iterator[Diagnostic]:
        """Groups of no letter, marks without notes, and what is supposed of a section."""
        for section in self.sections:
            first = section.groups[0].heading
            if section.supposed:
                message = (
                    f"from “{self._words(first)}” on the headings of the letters are repeated:"
                    " what stands below them is taken for notes on these"
                )
                yield finding(self.source, NOTES_SUPPOSED, first, message)
            for group in section.groups:
                if group.letter is None:
                    message = f"“{self._words(group.heading)}” is the heading of no letter"
                    yield finding(self.source, GROUP_UNCLAIMED, group.heading, message)
            for line in section.foot:
                message = f"“{self._words(line)}” stands behind the notes"
                yield finding(self.source, UNKNOWN_FURNITURE, line, message)
        yield from self._without_note()

    def _without_note(self) -> Iterator[Diagnostic]:
        """The marks, in letters that have notes, which lead to none."""
        used = {mark for run in self.runs for note in run.notes for mark in note.link.marks}
        names = dict.fromkeys(name for shape in self._fitting for name in self._fitting[shape][:1])
        values = [int(n.value) for run in self.runs for n in run.notes if n.value.isdecimal()]
        largest = max(values, default=0) + _GLUED_BEYOND
        seen: set[Span] = set()
        for letter in dict.fromkeys(run.letter for run in self.runs if run.letter):
            for name in names:
                for mark in self.marks[name].within(letter):
                    number = int(mark.value) if mark.value.isdecimal() else 0
                    likely = name in SURE_MARKS or 0 < number <= largest
                    if mark.span in used or mark.span in seen or not likely:
                        continue
                    seen.add(mark.span)
                    message = (
                        f"“{self.source[mark.span]}” looks like a mark, and the notes on this"
                        " letter have no such number"
                    )
                    yield finding(self.source, MARK_WITHOUT_NOTE, mark.span, message)

    def _words(self, span: Span) -> str:
        return collapse(self.source[span])[:60]
