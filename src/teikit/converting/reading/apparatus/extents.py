"""How far notes reach: their paragraphs, and the titles and rules around them."""

from collections.abc import Sequence

from teikit.converting.reading.apparatus.candidate import NoteCandidate
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.apparatus.standing_together import MOST_BETWEEN, WIDE_GAP
from teikit.converting.reading.rows import RawRow
from teikit.converting.reading.taken import NoteRun, TakenNote
from teikit.converting.source import Span
from teikit.profiles.profile import NotePlace

_FULL_ROW = 45
"""Characters of a row that the width of the page ends."""
_FURTHER_IN = 4
"""Spaces by which a row may be set in further than the label of its note."""


def extents(page: NotePage, runs: Sequence[Sequence[NoteCandidate]]) -> list[NoteRun]:
    """The notes of the runs, with the rules and titles around them."""
    result: list[NoteRun] = []
    for place, run in enumerate(runs):
        limit = runs[place + 1][0].first if place + 1 < len(runs) else len(page.rows)
        ends = [each.first for each in run[1:]] + [_end(page, run, limit)]
        notes = tuple(
            TakenNote(_pieces(page, each, end), each.label)
            for each, end in zip(run, ends, strict=True)
        )
        result.append(NoteRun(notes, *page.around(notes[0].span, notes[-1].span)))
    return result


def _pieces(page: NotePage, candidate: NoteCandidate, end: int) -> tuple[Span, ...]:
    """The paragraphs of a note up to a row."""
    pieces: list[Span] = []
    block = -1
    for row in page.rows[candidate.first : max(end, candidate.end)]:
        if row.rule:
            continue
        if row.block == block:
            pieces[-1] = Span(pieces[-1].start, row.span.end)
        else:
            pieces.append(row.span)
        block = row.block
    return tuple(pieces)


def _end(page: NotePage, run: Sequence[NoteCandidate], limit: int) -> int:
    """The index behind the last row of the notes of a run."""
    first, last = run[0].first, run[-1]
    end = last.end
    if last.label.closed:
        return end
    ruled = page.rule_above(first) is not None
    if ruled and (closing := _closing_rule(page, end, limit)) is not None:
        return closing
    while end < limit and _is_set_in(page, page.rows[last.first], end):
        end += 1
    if page.profile.notes.place is NotePlace.BOOK and page.title_above(first) is not None:
        while end < limit and not page.rows[end].rule and page.rows[end].gap < WIDE_GAP:
            end += 1
    return end


def _closing_rule(page: NotePage, start: int, limit: int) -> int | None:
    """The rule that ends notes, if only a few paragraphs of theirs stand before it."""
    for index in range(start, min(limit, start + MOST_BETWEEN)):
        if page.rows[index].rule:
            return index
        if page.rows[index].gap >= 2 or index - start > MOST_BETWEEN // 3:
            return None
    return None


def _is_set_in(page: NotePage, label: RawRow, index: int) -> bool:
    """Whether a row is prose that is set in as the note before it, where the text is not."""
    row = page.rows[index]
    if label.indent <= page.base_indent or row.indent < label.indent or row.rule or row.gap > 1:
        return False
    if row.indent > label.indent + _FURTHER_IN:
        return False
    if row.block == page.rows[index - 1].block:
        return True
    same = [r for r in page.rows[index : index + 3] if r.block == row.block]
    return len(same) > 1 and same[0].span.end - same[0].span.start >= _FULL_ROW
