"""The editors' notes of a page, taken out before the page is cut into letters.

Notes stand behind each letter, at the foot of a printed page in the middle of one, at the end of
the book, or in brackets in the running text. They are known by their labels, by a title above them
or a rule, and by the marks in the text that lead to them. What is taken out cannot begin a letter,
and is never read as its dateline or signature.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, islice, pairwise

from teikit.converting.raw_rules import MARK_WITHOUT_NOTE, NOTE_UNCLOSED, NOTES_WITHOUT_MARKS
from teikit.converting.reading import heading
from teikit.converting.reading.group_notes import GroupedNotes
from teikit.converting.reading.groups import LetterHead, NoteSection, NoteSections
from teikit.converting.reading.labels import (
    LISTING,
    LOOSE,
    SURE_MARKS,
    WORD,
    FoundMark,
    Label,
    Shapes,
    closings,
    order_of,
    shapes,
    value_of,
)
from teikit.converting.reading.links import NO_LINK, Marks, NoteLink, best_shapes, link
from teikit.converting.reading.rows import RawRow
from teikit.converting.reading.signs import LineSigns
from teikit.converting.reading.taken import NoteRun, TakenNote, TakenNotes
from teikit.converting.source import Region, Source, Span, collapse
from teikit.diagnostic import Diagnostic, Location, Rule
from teikit.profiles.profile import NotePlace, Profile
from teikit.profiles.template import LONGEST_LINE, match

_DOTS = re.compile(r"\[[\s.…]*\]")
_STOPS = re.compile(r"[ .]*")
_STRESS = re.compile(r"(?<=[^\s*][ \t])\*{1,2}(?=[^\W\d_])")
_STRESSED = re.compile(
    r"(?P<stars>\*{1,2})(?=[^\s*])[^*]*(?<=[^\s*])(?P<close>(?P=stars))[.,;:!?\"”»’]*"
)
_OFTEN = 2
_LONG_LIST = 12
"""Numbers from which on paragraphs are notes rather than points of a list."""
_SHORT_LIST = 4
"""Points of a list; of notes that are as few each must have its mark."""
_WIDE_GAP = 3
"""Empty lines from which something else begins."""
_LONGEST_BETWEEN = 60
"""Rows of a note behind its first paragraph, before the next note or a rule."""
_LONGEST_NOTE = 20_000
"""Characters in which the bracket of a note must close."""
_FULL_ROW = 45
_LONGEST_TITLE = 60
"""Characters of a title of notes."""
_MOST_FINDINGS = 20
"""Marks without notes that are told one by one; more are something else, numbers of pages say."""


def take_notes(
    source: Source,
    profile: Profile,
    rows: Sequence[RawRow],
    refused: frozenset[Span] = frozenset(),
    sections: Sequence[NoteSection] = (),
) -> TakenNotes:
    """Find the notes of a page, of which these are the rows, and link them to their marks.

    `refused` are spans that look like labels and are known to be none; `sections` are the notes
    that stand behind all letters in groups.
    """
    page = _Page(source, profile, rows, refused)
    grouped = page.grouped(sections)
    known = sorted((*page.given(), *grouped.runs), key=lambda run: run.start)
    taken = TakenNotes(tuple(known))
    if not numbered_behind_title(profile):
        taken = page.taken(known)
    editorial = tuple(start for section in sections for start in section.editorial)
    return TakenNotes(taken.runs, (*taken.findings, *grouped.findings()), editorial)


def note_sections(
    source: Source, profile: Profile, rows: Sequence[RawRow], heads: Sequence[LetterHead]
) -> list[NoteSection]:
    """The notes behind all letters in groups that are headed like these."""
    page = _Page(source, profile, rows)
    return NoteSections(
        source, LineSigns(profile), page.rows, heads, page.heads_section, page.is_furniture
    ).found()


def numbered_behind_title(profile: Profile) -> bool:
    """Whether the profile says that notes are plain numbers under a title behind each letter.

    Then a letter's notes are read when the page has been cut: its title tells where they begin, and
    numbers that the page lost can be supplied.
    """
    notes = profile.notes
    plain = not notes.bracketed and not notes.labels and notes.place is NotePlace.LETTER
    return bool(profile.page.notes) and plain


@dataclass(frozen=True, slots=True)
class _Unit:
    """A label with the rows that it surely has, from `first` up to, and without, `end`."""

    label: Label
    first: int
    end: int
    stop: int
    """The offset behind its last character."""
    inline: bool = False


@dataclass(frozen=True)
class _Page:
    """The work on one page."""

    source: Source
    profile: Profile
    rows: Sequence[RawRow]
    """The lines of the file."""
    refused: frozenset[Span] = frozenset()

    @cached_property
    def shapes(self) -> Shapes:
        """What labels and marks look like."""
        return shapes(self.profile.notes)

    @cached_property
    def text(self) -> str:
        """The page."""
        return self.source.text

    @cached_property
    def starts(self) -> list[int]:
        """Where the rows begin."""
        return [row.span.start for row in self.rows]

    @cached_property
    def headings(self) -> list[int]:
        """Where what the format calls headings begins."""
        return sorted(r.span.start for r in self.source.regions if r.kind == "heading")

    def row_at(self, offset: int) -> int:
        """The index of the row that an offset is in."""
        return bisect_right(self.starts, offset) - 1

    def finding(self, rule: Rule, span: Span, message: str) -> Diagnostic:
        """A finding at a place of the page."""
        place = Location(self.source.path, *self.source.position(span.start))
        return Diagnostic(rule, place, collapse(message))

    # What the format says

    def given(self) -> list[NoteRun]:
        """The notes that the file's format tells of, with their marks."""
        marks: dict[str, list[Span]] = {}
        for mark in self.source.marks:
            if mark.attributes.get("type") == "noteMark":
                marks.setdefault(mark.attributes.get("target", ""), []).append(mark.span)
        notes = []
        for region in self.source.regions:
            pieces = tuple(self.source.lines(region.span)) if region.kind == "note" else ()
            if pieces:
                spans = tuple(marks.get(region.attributes.get("id", ""), ()))
                label = self._given_label(region, pieces[0], spans)
                notes.append(TakenNote(pieces, label, NoteLink(spans)))
        notes.sort(key=lambda note: note.span)
        runs: list[list[TakenNote]] = []
        for note in notes:
            if runs and not self.text[runs[-1][-1].span.end : note.span.start].strip():
                runs[-1].append(note)
            else:
                runs.append([note])
        return [
            NoteRun(tuple(run), *self._around(run[0].span, run[-1].span), given=True)
            for run in runs
        ]

    def _around(self, first: Span, last: Span) -> tuple[Span | None, tuple[Span, ...]]:
        """The title and the rules around notes, from the first to the last."""
        above, below = self.row_at(first.start) - 1, self.row_at(last.end - 1) + 1
        title, rules = None, []
        if above >= 0 and self._is_title(self.rows[above]):
            title = self.rows[above].span
            above -= 1
        if above >= 0 and self.rows[above].rule:
            rules.append(self.rows[above].span)
            if below < len(self.rows) and self.rows[below].rule:
                rules.append(self.rows[below].span)
        return title, tuple(rules)

    def _given_label(self, region: Region, line: Span, marks: Sequence[Span]) -> Label | None:
        """The label that a note begins with; the number of its mark where it has none."""
        label = self.shapes.label(self.text, line.start, line.end)
        printed = self.source[marks[0]].strip("[](){}.: \u00a0") if marks else ""
        if label and (not printed or label.value == printed or label.shape == WORD):
            return label
        if label and label.shape in LOOSE and label.value == printed:
            return label
        return Label("given", printed, Span(line.start, line.start)) if printed else None

    # What the headings of letters say, where they stand again

    def grouped(self, sections: Sequence[NoteSection]) -> GroupedNotes:
        """The notes behind all letters in groups that are headed like these."""
        marks = {name: Marks(found) for name, found in self.every_mark.items()} if sections else {}
        return GroupedNotes(
            self.source, self.rows, sections, self.shapes, marks, self.label, self._is_taken
        )

    def heads_section(self, row: RawRow) -> bool:
        """Whether a row is a title of notes, or begins with one: "Notes to the letters"."""
        if self._is_title(row):
            return True
        text = collapse(self.source[row.span]).strip(" .:;_*=-–—[]()").casefold()
        if len(text) > _LONGEST_TITLE or not text:
            return False
        return any(text.startswith(f"{title} ") for title in self._titles)

    def is_furniture(self, row: RawRow) -> bool:
        """Whether the profile, or the file's format, knows a row as furniture."""
        text = collapse(self.source[row.span])
        return bool(match(self.profile.page.furniture, text)) or row.span.start in self.furniture

    @cached_property
    def furniture(self) -> frozenset[int]:
        """Where what the format calls furniture begins."""
        regions = [region for region in self.source.regions if region.kind == "furniture"]
        return frozenset(self.source.trim(region.span).start for region in regions)

    def _is_taken(self, row: RawRow) -> bool:
        """Whether a row is no note of a group: furniture, or a note that the format knows."""
        return row.span.start in self._given_starts or self.is_furniture(row)

    @cached_property
    def _given_starts(self) -> frozenset[int]:
        notes = (note for run in self.given() for note in run.notes)
        return frozenset(piece.start for note in notes for piece in note.pieces)

    def label(self, span: Span) -> Label | None:
        """The label that a row begins with."""
        return self.shapes.label(self.text, *_bounds(span))

    # What labels say

    def taken(self, given: Sequence[NoteRun]) -> TakenNotes:
        """The notes by their labels, beside those that are given."""
        known = sorted(span for run in given for span in _spans(run))
        units, findings = self._units(known)
        loose = self._marks(units, known, ())
        accepted: list[list[_Unit]] = []
        for run in self._runs(units, loose):
            after = accepted[-1][-1].stop if accepted else 0
            if surely := self._accepted(run, loose, after):
                accepted.append(surely)
        runs = self._extents(accepted)
        runs += [NoteRun((_inline(unit),)) for unit in units if unit.inline]
        runs.sort(key=lambda run: run.start)
        extents = sorted(note.span for run in runs for note in run.notes)
        marks = self._marks(units, known, extents)
        labelled = [[note.label for note in run.notes if note.label] for run in runs]
        links = link(labelled, marks, loose, self.shapes)
        linked = [
            replace(run, notes=tuple(_with_link(note, links) for note in run.notes)) for run in runs
        ]
        findings += self._without_note(linked, labelled, marks)
        findings += self._without_marks(linked)
        every = sorted((*given, *linked), key=lambda run: run.start)
        return TakenNotes(tuple(every), tuple(findings))

    def _marks(
        self, units: Sequence[_Unit], known: Sequence[Span], notes: Sequence[Span]
    ) -> dict[str, Marks]:
        """The marks outside of labels, of given notes, and of notes."""
        barred = sorted((*(unit.label.span for unit in units), *known, *notes))
        starts = [span.start for span in barred]
        reach: list[int] = []
        for span in barred:
            reach.append(max(span.end, reach[-1] if reach else 0))

        def is_free(mark: FoundMark) -> bool:
            place = bisect_right(starts, mark.span.start)
            return not place or reach[place - 1] <= mark.span.start

        return {
            shape: Marks([mark for mark in marks if is_free(mark)])
            for shape, marks in self.every_mark.items()
        }

    @cached_property
    def every_mark(self) -> Mapping[str, Sequence[FoundMark]]:
        """All that has the form of a mark, by its shape."""
        found = self.shapes.found(self.text)
        if closing := {close for _, close in self.between_stars}:
            signs = [mark for mark in found.get("sign", ()) if mark.span.start not in closing]
            return {**found, "sign": signs}
        return found

    @cached_property
    def between_stars(self) -> frozenset[tuple[int, int]]:
        """Where stars open and close that have a paragraph between them: they stress it."""
        found = set()
        for _, rows in groupby(self.rows, key=lambda row: row.block):
            first, last = _ends(rows)
            if self.text[first.span.start] != "*":
                continue
            text = self.source[Span(first.span.start, last.span.end)]
            pair = _STRESSED.fullmatch(text)
            if pair and text.count("*") == 2 * len(pair["stars"]):
                close = first.span.start + pair.start("close")
                found.add((first.span.start, close))
        return frozenset(found)

    def _units(self, known: Sequence[Span]) -> tuple[list[_Unit], list[Diagnostic]]:
        """The labels of the page, with the rows that belong to each."""
        findings: list[Diagnostic] = []
        openings = self.shapes.openings
        found = [each for opening in openings for each in opening.finditer(self.text)]
        found.sort(key=lambda each: each.start())
        closed = closings(self.text, (each.start() for each in found))
        known_starts = [span.start for span in known]

        def is_known(offset: int) -> bool:
            place = bisect_right(known_starts, offset)
            return bool(place) and offset < known[place - 1].end

        units: list[_Unit] = []
        reached = 0
        for each in found:
            start = each.start()
            if start < reached or is_known(start):
                continue
            stop = closed.get(start, 0)
            if not stop or stop - start > _LONGEST_NOTE:
                words = " ".join(self.text[start : start + 60].split()[:6])
                span = Span(start, each.end())
                findings.append(
                    self.finding(NOTE_UNCLOSED, span, f"the bracket of “{words} …” is not closed")
                )
                continue
            if self._is_heading(self.rows[self.row_at(start)].span) or (
                not each.group().strip(" [") and _DOTS.match(self.text, start)
            ):
                continue
            label = Label(WORD, value_of(each), Span(start, self._trimmed(each)), closed=True)
            units.append(self._closed(label, stop))
            reached = stop
        closed_spans = [Span(unit.label.span.start, unit.stop) for unit in units]
        units += self._open_units(closed_spans, is_known)
        units.sort(key=lambda unit: unit.label.span)
        return units, findings

    def _trimmed(self, found: re.Match[str]) -> int:
        return found.start() + len(found.group().rstrip())

    def _closed(self, label: Label, stop: int) -> _Unit:
        """A note in brackets: within a paragraph, or on rows of its own."""
        first, last = self.row_at(label.span.start), self.row_at(stop - 1)
        rows = self.rows
        end = rows[last].span.end
        is_last = _STOPS.match(self.text, stop, end).end() == end  # type: ignore[union-attr]
        begins = rows[first].span.start == label.span.start
        same_behind = last + 1 < len(rows) and rows[last + 1].block == rows[last].block
        inline = not begins or not is_last
        if not inline and same_behind:
            # Text that goes on around it is one paragraph; so is text that it leads in.
            label_behind = self.shapes.label(self.text, *_bounds(rows[last + 1].span))
            inline = label_behind is None
        stop = stop if inline else end
        return _Unit(label, first, last + 1, stop, inline)

    def _open_units(
        self, closed: Sequence[Span], is_known: Callable[[int], bool]
    ) -> Iterator[_Unit]:
        """The labels that begin a block, and those that follow in it."""
        rows = self.rows
        index = 0
        while index < len(rows):
            first = index
            while index < len(rows) and rows[index].block == rows[first].block:
                index += 1
            heads = self._heads(first, index, closed, is_known)
            ends = [place for place, _ in heads[1:]] + [index]
            for (place, label), end in zip(heads, ends, strict=False):
                yield _Unit(label, place, end, rows[end - 1].span.end)

    def _heads(
        self, first: int, end: int, closed: Sequence[Span], is_known: Callable[[int], bool]
    ) -> list[tuple[int, Label]]:
        """The rows of a block that begin with labels, if its first row does."""
        heads: list[tuple[int, Label]] = []
        only_notes = True
        for index in range(first, end):
            row = self.rows[index]
            if row.rule or is_known(row.span.start):
                return heads
            at = bisect_right(closed, row.span.start, key=lambda span: span.start)
            if at and row.span.start < closed[at - 1].end:
                continue
            label = self.shapes.label(self.text, *_bounds(row.span))
            if label and (
                label.span in self.refused
                or self._heads_letter(row.span, label)
                or self._is_emphasis(label)
            ):
                label = None
            if label and label.value and (only_notes or _follows(heads[-1][1], label)):
                heads.append((index, label))
            elif not heads:
                return heads
            only_notes = False
        return heads

    def _is_emphasis(self, label: Label) -> bool:
        """Whether a star at a word begins what is stressed, as others do in this page."""
        glued = label.shape == "sign" and self.text[label.span.end : label.span.end + 1].strip()
        if label.span.start in self.stressed:
            return True
        return bool(glued) and label.value[0] == "*" and self.stars_stress

    @cached_property
    def stressed(self) -> frozenset[int]:
        """Where paragraphs between stars begin."""
        return frozenset(start for start, _ in self.between_stars)

    @cached_property
    def stars_stress(self) -> bool:
        """Whether stars stand before words, in the middle of lines: they stress these."""
        return len(list(islice(_STRESS.finditer(self.text), _OFTEN))) == _OFTEN

    # Runs

    def _runs(self, units: Sequence[_Unit], marks: Mapping[str, Marks]) -> list[list[_Unit]]:
        """The labels that stand together."""
        runs: list[list[_Unit]] = []
        for unit in units:
            if unit.inline:
                continue
            if runs and self._goes_on(runs[-1], unit, marks):
                runs[-1].append(unit)
            else:
                runs.append([unit])
        return runs

    def _goes_on(self, run: Sequence[_Unit], unit: _Unit, marks: Mapping[str, Marks]) -> bool:
        """Whether a label stands with those before: right behind, or behind their paragraphs."""
        last = run[-1]
        between = self.rows[last.end : unit.first]
        loose = {last.label.shape, unit.label.shape} & LOOSE
        if loose and not _follows(last.label, unit.label):
            return False
        if not between:
            return self.rows[unit.first].gap < _WIDE_GAP or self._title_above(run[0]) is not None
        if len(between) > _LONGEST_BETWEEN or any(row.rule for row in between):
            return False
        if any(row.gap >= _WIDE_GAP for row in (*between, self.rows[unit.first])):
            return False
        if last.label.shape != unit.label.shape or not _rises(last.label, unit.label):
            return False
        start, end = between[0].span.start, between[-1].span.end
        place = bisect_left(self.headings, start)
        if place < len(self.headings) and self.headings[place] < end:
            return False
        announced = unit.label.shape == WORD or self._is_announced(run[0])
        names = self.shapes.goes_with(unit.label.shape)
        value = unit.label.value
        known = any(marks[n].has(value, 0, start) for n in names if n in marks)
        here = any(marks[n].has(value, start, end) for n in names if n in marks)
        near = _is_next(last.label, unit.label)
        return not here and (known or (announced and near)) and not self._looks_like_letter(between)

    def _looks_like_letter(self, rows: Sequence[RawRow]) -> bool:
        """Whether rows hold what heads a document."""
        return any(self._is_heading(row.span) for row in rows)

    def _is_heading(self, line: Span) -> bool:
        """Whether the profile knows a line as the number or heading of a document."""
        page = self.profile.page
        if line.end - line.start > LONGEST_LINE:
            return False
        text = collapse(self.source[line])
        if match(page.number, text) is not None:
            return True
        if not any(template.fits(text) for template in page.headings):
            return False
        found = heading.find(self.source, [line], self.profile)
        return found is not None and bool(found.heading.template)

    def _heads_letter(self, line: Span, label: Label) -> bool:
        """Whether a row that begins like a note is the heading of a letter.

        "[12] Sent to Anna" fits "{sender} to {receiver}": it is a note if a mark leads to it,
        unless the profile's headings begin with brackets, too.
        """
        page = self.profile.page
        opening = self.text[label.span.start]
        starts = [template.text for template in page.headings]
        starts += [re.sub(r"\\(.)", r"\1", pattern.pattern) for pattern in page.number]
        bracketed = any(start.startswith(opening) for start in starts)
        unlike = label.shape not in LOOSE | {"sign"} and not bracketed
        if unlike and self._marked_before(label):
            return False
        return self._is_heading(line)

    def _marked_before(self, label: Label) -> bool:
        """Whether the text before a label has a mark for it."""
        start = label.span.start
        return any(
            self._first_marks.get((name, label.value), start) < start
            for name in self.shapes.goes_with(label.shape)
        )

    @cached_property
    def _first_marks(self) -> dict[tuple[str, str], int]:
        """Where the first mark of each shape and value begins."""
        found: dict[tuple[str, str], int] = {}
        for name, marks in self.every_mark.items():
            for mark in marks:
                found.setdefault((name, mark.value), mark.span.start)
        return found

    def _title_above(self, unit: _Unit) -> int | None:
        """The row with the title of the notes that a label is the first of."""
        index = unit.first - 1
        if index < 0:
            return None
        return index if self._is_title(self.rows[index]) else None

    def _is_title(self, row: RawRow) -> bool:
        text = collapse(self.source[row.span])
        if len(text) > _LONGEST_TITLE:
            return False
        bare = text.strip(" .:;_*=-–—[]()").casefold()
        return bare in self._titles or match(self.profile.page.notes, text) is not None

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """Titles of notes as the profile has them, folded."""
        return tuple(title.casefold() for title in self.profile.notes.titles)

    def _rule_above(self, unit: _Unit) -> int | None:
        index = unit.first - 1
        return index if index >= 0 and self.rows[index].rule else None

    def _is_announced(self, unit: _Unit) -> bool:
        return self._title_above(unit) is not None or self._rule_above(unit) is not None

    def _accepted(
        self, run: Sequence[_Unit], marks: Mapping[str, Marks], after: int
    ) -> list[_Unit]:
        """The labels of a run that are surely such: announced, or with marks in the text."""
        loose = run[0].label.shape in LOOSE
        if loose and self._is_counted(run, marks, after):
            return list(run)
        if loose and self._title_above(run[0]) is None and not self._first_marked(run, marks):
            return []
        if self._is_announced(run[0]):
            return [unit for unit in run if self._has_mark(unit, marks) or not _is_ornate(unit)]
        if run[0].label.shape in LISTING and not (
            self._ends_text(run) and self._are_marked(run, marks)
        ):
            return []
        marked = {unit.label.span: self._has_mark(unit, marks) for unit in run}
        explicit = bool(self.profile.notes.labels)
        safe = {
            shape
            for shape in {unit.label.shape for unit in run} - {"sign"} - LOOSE
            if _most(marked, run, shape) or _counted(run, shape)
        }
        return [
            unit
            for unit in run
            if unit.label.shape == WORD
            or unit.label.shape in safe
            or (marked[unit.label.span] and (explicit or unit.label.shape not in LOOSE))
        ]

    def _ends_text(self, run: Sequence[_Unit]) -> bool:
        """Whether no text goes on behind a run, or the page has such notes again and again.

        Paragraphs that a writer counts begin in the same way, and he speaks of their numbers, too.
        """
        end = run[-1].end
        if end == len(self.rows) or self.rows[end].rule or self.rows[end].gap > 1:
            return True
        return self._is_heading(self.rows[end].span) or self.counts_notes

    @cached_property
    def counts_notes(self) -> bool:
        """Whether numbers in parentheses begin lines on this page that are more than a list."""
        numbers = [
            int(label.value)
            for row in self.rows
            if (label := self.shapes.label(self.text, *_bounds(row.span)))
            and label.shape in LISTING
            and label.value.isdecimal()
        ]
        return bool(numbers) and max(numbers) >= _LONG_LIST

    def _first_marked(self, run: Sequence[_Unit], marks: Mapping[str, Marks]) -> bool:
        """Whether one of the first labels of a run has a mark."""
        return any(self._has_mark(unit, marks) for unit in run[:3])

    def _is_counted(self, run: Sequence[_Unit], marks: Mapping[str, Marks], after: int) -> bool:
        """Whether plain numbers count from 1 on, and each is glued or raised in the text before.

        `after` is the offset from which on the text before is that of these notes.
        """
        if run[0].label.value != "1":
            return False
        if any(not _is_next(a.label, b.label) for a, b in pairwise(run)):
            return False
        start = run[0].label.span.start
        names = [name for name in ("raised", "glued") if name in marks]
        return all(
            any(marks[name].has(unit.label.value, after, start) for name in names) for unit in run
        )

    def _are_marked(self, run: Sequence[_Unit], marks: Mapping[str, Marks]) -> bool:
        """Whether the labels of a run have marks; of a long run some may be misprinted."""
        own = [unit for unit in run if unit.label.shape in LISTING]
        found = sum(self._has_mark(unit, marks) for unit in own)
        return found == len(own) or (len(own) > _SHORT_LIST and 4 * found >= 3 * len(own))

    def _has_mark(self, unit: _Unit, marks: Mapping[str, Marks]) -> bool:
        names = self.shapes.goes_with(unit.label.shape)
        start = unit.label.span.start
        return any(marks[n].has(unit.label.value, 0, start) for n in names if n in marks)

    # Extents

    def _extents(self, runs: Sequence[Sequence[_Unit]]) -> list[NoteRun]:
        """The notes of the runs, with the rules and titles around them."""
        result: list[NoteRun] = []
        for place, run in enumerate(runs):
            limit = runs[place + 1][0].first if place + 1 < len(runs) else len(self.rows)
            end = self._end_of_run(run, limit)
            following = [unit.first for unit in run[1:]] + [end]
            notes = tuple(
                TakenNote(self._pieces(unit, upto), unit.label)
                for unit, upto in zip(run, following, strict=True)
            )
            around = self._around(notes[0].span, notes[-1].span)
            result.append(NoteRun(notes, *around))
        return result

    def _pieces(self, unit: _Unit, end: int) -> tuple[Span, ...]:
        """The paragraphs of a note up to a row."""
        pieces: list[Span] = []
        block = -1
        for row in self.rows[unit.first : max(end, unit.end)]:
            if row.rule:
                continue
            if row.block == block:
                pieces[-1] = Span(pieces[-1].start, row.span.end)
            else:
                pieces.append(row.span)
            block = row.block
        return tuple(pieces)

    def _end_of_run(self, run: Sequence[_Unit], limit: int) -> int:
        """The index behind the last row of the notes of a run."""
        last = run[-1]
        end = last.end
        if last.label.closed:
            return end
        ruled = self._rule_above(run[0]) is not None
        if ruled and (closing := self._closing_rule(end, limit)) is not None:
            return closing
        first = self.rows[last.first]
        while end < limit and self._is_set_in(first, end):
            end += 1
        if self.profile.notes.place is NotePlace.BOOK and self._title_above(run[0]) is not None:
            while end < limit and not self.rows[end].rule and self.rows[end].gap < _WIDE_GAP:
                end += 1
        return end

    def _closing_rule(self, start: int, limit: int) -> int | None:
        """The rule that ends notes, if only a few paragraphs of theirs stand before it."""
        for index in range(start, min(limit, start + _LONGEST_BETWEEN)):
            if self.rows[index].rule:
                return index
            if self.rows[index].gap >= 2 or index - start > _LONGEST_BETWEEN // 3:
                return None
        return None

    def _is_set_in(self, label: RawRow, index: int) -> bool:
        """Whether a row is prose that is set in as the note before it, where the text is not."""
        row = self.rows[index]
        base = self.base_indent
        if label.indent <= base or row.indent < label.indent or row.rule or row.gap > 1:
            return False
        if row.indent > label.indent + 4:
            return False
        before = self.rows[index - 1]
        if row.block == before.block:
            return True
        same = [r for r in self.rows[index : index + 3] if r.block == row.block]
        return len(same) > 1 and same[0].span.end - same[0].span.start >= _FULL_ROW

    @cached_property
    def base_indent(self) -> int:
        """The indentation of most rows."""
        indents = sorted(row.indent for row in self.rows)
        return indents[len(indents) // 2] if indents else 0

    # Findings

    def _without_note(
        self,
        runs: Sequence[NoteRun],
        labels: Sequence[Sequence[Label]],
        marks: Mapping[str, Marks],
    ) -> list[Diagnostic]:
        """The marks, of the shapes that this page has, which lead to no note."""
        used = {span for run in runs for note in run.notes for span in note.link.marks}
        every = [label for run in labels for label in run]
        kinds = {_kind(label.value) for label in every}
        names = dict.fromkeys(
            name
            for shape in dict.fromkeys(label.shape for label in every)
            for name in best_shapes(every, shape, marks, self.shapes)[:1]
            if name in SURE_MARKS | {"sign"}
        )
        left = [
            mark
            for name in names
            for mark in marks[name].all
            if mark.span not in used and _kind(mark.value) in kinds
        ]
        if len(left) > max(_MOST_FINDINGS, len(used)):
            message = (
                f"“{self.source[left[0].span]}” and {len(left) - 1} others look like marks, and"
                " there are no such notes"
            )
            return [self.finding(MARK_WITHOUT_NOTE, left[0].span, message)]
        return [
            self.finding(
                MARK_WITHOUT_NOTE,
                mark.span,
                f"“{self.source[mark.span]}” looks like a mark, and there is no such note",
            )
            for mark in left
        ]

    def _without_marks(self, runs: Sequence[NoteRun]) -> list[Diagnostic]:
        """Titled notes of which none has a mark."""
        found = []
        for run in runs:
            if run.title and not any(note.link.marks for note in run.notes):
                words = " ".join(self.source[run.notes[0].span].split()[:6])
                message = f"none of the notes from “{words} …” on has a mark in the text"
                found.append(self.finding(NOTES_WITHOUT_MARKS, run.notes[0].span, message))
        return found


def _with_link(note: TakenNote, links: Mapping[Span, NoteLink]) -> TakenNote:
    return replace(note, link=links.get(note.label.span, NO_LINK)) if note.label else note


def _ends(rows: Iterator[RawRow]) -> tuple[RawRow, RawRow]:
    """The first and the last of some rows."""
    first = last = next(rows)
    for last in rows:  # noqa: B007
        pass
    return first, last


def _spans(run: NoteRun) -> list[Span]:
    """What of a page the notes of a run take: in a group also its heading, and their marks."""
    spans = [piece for note in run.notes for piece in note.pieces]
    if run.grouped:
        spans += [*run.rules, *filter(None, (run.title,))]
        spans += [mark for note in run.notes for mark in note.link.marks]
    return spans


def _inline(unit: _Unit) -> TakenNote:
    return TakenNote((Span(unit.label.span.start, unit.stop),), unit.label, inline=True)


def _bounds(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _rises(before: Label, label: Label) -> bool:
    """Whether a label comes later in a row."""
    return order_of(label.value) > order_of(before.value)


def _is_next(before: Label, label: Label) -> bool:
    """Whether a label is the next one in a row."""
    return 0 < order_of(label.value) - order_of(before.value) <= 1


def _follows(before: Label, label: Label) -> bool:
    """Whether a label in a block goes on with the row of the one before."""
    if before.shape != label.shape:
        return False
    if label.shape == "sign":
        return True
    return 0 < order_of(label.value) - order_of(before.value) <= 3


def _is_ornate(unit: _Unit) -> bool:
    """Whether a label is rather an ornament."""
    return unit.label.shape == "sign" and len(unit.label.value) > 2


def _kind(value: str) -> str:
    """What a number, letter or sign is like: those of another kind are no marks."""
    if value.isdecimal():
        return f"{len(value)} figures" if len(value) > 3 else "number"
    return value if value[:1] in "*†‡§" else re.sub(r"\w", "x", value)


def _most(marked: Mapping[Span, bool], run: Sequence[_Unit], shape: str) -> bool:
    """Whether most labels of a shape in a run have marks."""
    own = [marked[unit.label.span] for unit in run if unit.label.shape == shape]
    return 2 * sum(own) > len(own)


def _counted(run: Sequence[_Unit], shape: str) -> bool:
    """Whether labels of a shape that nothing else has count from 1 on."""
    values = [unit.label.value for unit in run if unit.label.shape == shape]
    unusual = shape in {"square", "brace", "raised"}
    return unusual and len(values) > 1 and values[:2] == ["1", "2"]
