"""Notes that end with the bracket that they open: "[Footnote 1: …]", wherever they stand."""

import re

from teikit.converting.raw_rules import NOTE_UNCLOSED
from teikit.converting.reading.apparatus.candidate import CoveredSpans, NoteCandidate
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.findings import finding
from teikit.converting.reading.labels import WORD, Label, closings, value_of
from teikit.converting.source import Span
from teikit.diagnostic import Diagnostic

_ELLIPSIS = re.compile(r"\[[\s.…]*\]")
_STOPS = re.compile(r"[ .]*")
_LONGEST = 20_000
"""Characters in which the bracket of a note must close."""


def bracketed(page: NotePage, known: CoveredSpans) -> tuple[list[NoteCandidate], list[Diagnostic]]:
    """The notes in brackets, in order, and findings on those that do not close.

    What begins in a note that is `known` is none.
    """
    openings = sorted(
        (found for opening in page.shapes.openings for found in opening.finditer(page.source.text)),
        key=lambda found: found.start(),
    )
    closed = closings(page.source.text, (opening.start() for opening in openings))
    notes: list[NoteCandidate] = []
    findings: list[Diagnostic] = []
    reached = 0
    for opening in openings:
        start = opening.start()
        if start < reached or start in known:
            continue
        stop = closed.get(start, 0)
        if not stop or stop - start > _LONGEST:
            findings.append(_unclosed(page, opening))
        elif not _is_none(page, opening):
            notes.append(_note(page, opening, stop))
            reached = stop
    return notes, findings


def _unclosed(page: NotePage, opening: re.Match[str]) -> Diagnostic:
    start = opening.start()
    words = " ".join(page.source.text[start : start + 60].split()[:6])
    message = f"the bracket of “{words} …” is not closed"
    return finding(page.source, NOTE_UNCLOSED, Span(*opening.span()), message)


def _is_none(page: NotePage, opening: re.Match[str]) -> bool:
    """Whether a bracket opens the heading of a letter, or nothing but dots."""
    if page.is_heading(page.rows[page.row_at(opening.start())].span):
        return True
    bare = not opening.group().strip(" [")
    return bare and _ELLIPSIS.match(page.source.text, opening.start()) is not None


def _note(page: NotePage, opening: re.Match[str], stop: int) -> NoteCandidate:
    """A note in brackets, up to an offset: within a paragraph, or on rows of its own."""
    start, rows = opening.start(), page.rows
    first, last = page.row_at(start), page.row_at(stop - 1)
    end = rows[last].span.end
    is_last = _STOPS.match(page.source.text, stop, end).end() == end  # type: ignore[union-attr]
    begins = rows[first].span.start == start
    same_behind = last + 1 < len(rows) and rows[last + 1].block == rows[last].block
    inline = not begins or not is_last
    if not inline and same_behind:
        # Text that goes on around it is one paragraph; so is text that it leads in.
        inline = page.label(rows[last + 1].span) is None
    words = Span(start, start + len(opening.group().rstrip()))
    label = Label(WORD, value_of(opening), words, closed=True)
    return NoteCandidate(label, first, last + 1, stop if inline else end, inline)
