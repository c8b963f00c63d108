"""The notes that the file's format tells of, with their marks."""

from collections.abc import Sequence

from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.labels import LOOSE, WORD, Label
from teikit.converting.reading.links import NoteLink
from teikit.converting.reading.taken import NoteRun, TakenNote
from teikit.converting.source import Region, Span


def given_notes(page: NotePage) -> list[NoteRun]:
    """The notes of the format; those with nothing between them are a run."""
    runs: list[list[TakenNote]] = []
    for note in _notes(page):
        if runs and not page.source.text[runs[-1][-1].span.end : note.span.start].strip():
            runs[-1].append(note)
        else:
            runs.append([note])
    return [
        NoteRun(tuple(run), *page.around(run[0].span, run[-1].span), given=True) for run in runs
    ]


def _notes(page: NotePage) -> list[TakenNote]:
    source = page.source
    marks: dict[str, list[Span]] = {}
    for mark in source.marks:
        if mark.attributes.get("type") == "noteMark":
            marks.setdefault(mark.attributes.get("target", ""), []).append(mark.span)
    notes = []
    for region in source.regions:
        pieces = tuple(source.lines(region.span)) if region.kind == "note" else ()
        if pieces:
            spans = _marks_of(region, marks)
            notes.append(TakenNote(pieces, _label(page, pieces[0], spans), NoteLink(spans)))
    return sorted(notes, key=lambda note: note.span)


def _marks_of(region: Region, marks: dict[str, list[Span]]) -> tuple[Span, ...]:
    return tuple(marks.get(region.attributes.get("id", ""), ()))


def _label(page: NotePage, line: Span, marks: Sequence[Span]) -> Label | None:
    """The label that a note begins with; the number of its mark where it has none."""
    label = page.label(line)
    printed = page.source[marks[0]].strip("[](){}.: \u00a0") if marks else ""
    if label and (not printed or label.value == printed or label.shape == WORD):
        return label
    if label and label.shape in LOOSE and label.value == printed:
        return label
    return Label("given", printed, Span(line.start, line.start)) if printed else None
