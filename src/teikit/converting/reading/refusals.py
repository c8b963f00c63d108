"""What was taken for notes, and turns out to be text of a letter when the page has been cut."""

import re
from collections.abc import Iterator, Sequence

from teikit.converting.raw_rules import NOTE_REFUSED
from teikit.converting.reading.findings import finding
from teikit.converting.reading.labels import LISTING, LOOSE
from teikit.converting.reading.page import Draft
from teikit.converting.reading.shares import owners_of
from teikit.converting.reading.taken import NoteRun, TakenNote, TakenNotes
from teikit.converting.source import Source, Span
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import NotePlace

_CLOSED = re.compile(r"(?<=[^\s*])\*{1,2}[.,;:!?\"”»’]*$")
_LONGEST_OPENING = 20
"""Words of a dateline, an address and a salutation, before which a text begins."""
_FEWEST_WORDS = 7
"""Words of a line that is text; a date line, a salutation and a signature have fewer."""


def refused(
    source: Source, taken: TakenNotes, drafts: Sequence[Draft], place: NotePlace
) -> dict[Span, Diagnostic]:
    """The labels of what is no note, each with the finding that tells of it.

    Only notes that nothing announces are doubted: no title, no rule, no square bracket, and not the
    file's format.
    """
    found: dict[Span, Diagnostic] = {}
    starts = [draft.span.start for draft in drafts]
    for run in taken.runs:
        if run.given or run.grouped or run.title or run.rules:
            continue
        home, owners = owners_of(run, starts)
        for note, why in _unfit(source, run, owners, home, drafts[home], place):
            if note.label:
                words = " ".join(source[note.span].split()[:6])
                message = f"“{words} …” is kept as text, and is no note: {why}"
                found[note.label.span] = finding(source, NOTE_REFUSED, note.span, message)
    return found


def _unfit(
    source: Source,
    run: NoteRun,
    owners: Sequence[int | None],
    home: int,
    draft: Draft,
    place: NotePlace,
) -> Iterator[tuple[TakenNote, str]]:
    shapes = {_shape(note) for note in run.notes}
    if not shapes <= LISTING | LOOSE | {"sign"} or any(note.inline for note in run.notes):
        return
    if place is not NotePlace.BOOK and not any(note.link.marks for note in run.notes):
        yield from ((note, "nothing in the text leads to it") for note in run.notes)
        return
    if place is NotePlace.LETTER and "sign" not in shapes and home not in owners:
        why = "the letter that it stands in has no mark for it"
        yield from ((note, why) for note in run.notes)
        return
    if draft.is_essay:
        return
    size = sum(len(source[line]) for line in draft.text)
    bare = not any(len(source[line].split()) >= _FEWEST_WORDS for line in draft.text)
    last = _last_closing_star(source, draft)
    for note, own in zip(run.notes, owners, strict=True):
        length = sum(len(source[piece]) for piece in note.pieces)
        if own != home and _opens(source, note, draft) and note.span.start < last:
            yield note, "it begins what stands between stars"
        elif own != home and length > size:
            yield note, "it is longer than the letter that it stands in"
        elif bare and length > size:
            yield note, "without it the letter has no text"


def _opens(source: Source, note: TakenNote, draft: Draft) -> bool:
    """Whether a star at a word stands where the text of a letter begins."""
    label = note.label
    if label is None or label.value[:1] != "*" or source.text[label.span.end].isspace():
        return False
    before = sum(len(source[line].split()) for line in draft.text if line < label.span)
    return before < _LONGEST_OPENING


def _last_closing_star(source: Source, draft: Draft) -> int:
    """Where the last star stands that is glued to the end of a paragraph; -1 where none is."""
    ends = [line.end for line in draft.text if _CLOSED.search(source[line][-8:])]
    return max(ends, default=-1)


def _shape(note: TakenNote) -> str:
    return note.label.shape if note.label else ""
