"""Findings on marks that lead to no note, and on notes to which nothing leads."""

import re
from collections.abc import Mapping, Sequence

from teikit.converting.raw_rules import MARK_WITHOUT_NOTE, NOTES_WITHOUT_MARKS
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.findings import finding
from teikit.converting.reading.labels import SURE_MARKS, FoundMark, Label
from teikit.converting.reading.links import Marks, best_shapes
from teikit.converting.reading.taken import NoteRun
from teikit.diagnostic import Diagnostic

_MOST_FINDINGS = 20
"""Marks that each have a finding; more are something else, numbers of pages say."""


def marks_without_note(
    page: NotePage, runs: Sequence[NoteRun], labels: Sequence[Label], marks: Mapping[str, Marks]
) -> list[Diagnostic]:
    """The marks, of the shapes that this page has, which lead to no note."""
    used = {span for run in runs for note in run.notes for span in note.link.marks}
    left = [mark for mark in _alike(page, labels, marks) if mark.span not in used]
    source = page.source
    if len(left) > max(_MOST_FINDINGS, len(used)):
        message = (
            f"“{source[left[0].span]}” and {len(left) - 1} others look like marks, and"
            " there are no such notes"
        )
        return [finding(source, MARK_WITHOUT_NOTE, left[0].span, message)]
    return [
        finding(
            source,
            MARK_WITHOUT_NOTE,
            mark.span,
            f"“{source[mark.span]}” looks like a mark, and there is no such note",
        )
        for mark in left
    ]


def _alike(page: NotePage, labels: Sequence[Label], marks: Mapping[str, Marks]) -> list[FoundMark]:
    """The marks of the shapes that fit these labels best, and of the same kinds of values."""
    kinds = {_kind(label.value) for label in labels}
    names = dict.fromkeys(
        name
        for shape in dict.fromkeys(label.shape for label in labels)
        for name in best_shapes(labels, shape, marks, page.shapes)[:1]
        if name in SURE_MARKS | {"sign"}
    )
    return [mark for name in names for mark in marks[name].all if _kind(mark.value) in kinds]


def notes_without_marks(page: NotePage, runs: Sequence[NoteRun]) -> list[Diagnostic]:
    """Titled notes of which none has a mark."""
    found = []
    for run in runs:
        if run.title and not any(note.link.marks for note in run.notes):
            first = run.notes[0].span
            words = " ".join(page.source[first].split()[:6])
            message = f"none of the notes from “{words} …” on has a mark in the text"
            found.append(finding(page.source, NOTES_WITHOUT_MARKS, first, message))
    return found


def _kind(value: str) -> str:
    """What a number, letter or sign is like: those of another kind are no marks."""
    if value.isdecimal():
        return f"{len(value)} figures" if len(value) > 3 else "number"
    return value if value[:1] in "*†‡§" else re.sub(r"\w", "x", value)
