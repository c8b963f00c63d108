"""Labels that stand together: right behind each other, or behind the paragraphs of their notes."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from teikit.converting.reading.apparatus.candidate import NoteCandidate, follows, is_next, rises
from teikit.converting.reading.apparatus.marks import has_mark
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.labels import LOOSE, WORD
from teikit.converting.reading.links import Marks
from teikit.converting.reading.rows import RawRow

WIDE_GAP = 3
"""Empty lines from which something else begins."""
MOST_BETWEEN = 60
"""Rows of a note behind its first paragraph, before the next note or a rule."""


def standing_together(
    page: NotePage, candidates: Sequence[NoteCandidate], marks: Mapping[str, Marks]
) -> list[list[NoteCandidate]]:
    """The candidates in runs, without those within paragraphs; `marks` are outside of labels."""
    runs: list[list[NoteCandidate]] = []
    for candidate in candidates:
        if candidate.inline:
            continue
        if runs and _goes_on(page, runs[-1], candidate, marks):
            runs[-1].append(candidate)
        else:
            runs.append([candidate])
    return runs


def _goes_on(
    page: NotePage,
    run: Sequence[NoteCandidate],
    candidate: NoteCandidate,
    marks: Mapping[str, Marks],
) -> bool:
    """Whether a candidate stands with those before."""
    last = run[-1]
    loose = {last.label.shape, candidate.label.shape} & LOOSE
    if loose and not follows(last.label, candidate.label):
        return False
    between = page.rows[last.end : candidate.first]
    if not between:
        near = page.rows[candidate.first].gap < WIDE_GAP
        return near or page.title_above(run[0].first) is not None
    if last.label.shape != candidate.label.shape or not rises(last.label, candidate.label):
        return False
    if not _may_be_of_note(page, between) or page.rows[candidate.first].gap >= WIDE_GAP:
        return False
    label, shapes = candidate.label, page.shapes
    start, end = between[0].span.start, between[-1].span.end
    if has_mark(label, marks, shapes, start, end):
        return False
    announced = label.shape == WORD or page.is_announced(run[0].first)
    known = has_mark(label, marks, shapes, 0, start)
    return (known or (announced and is_next(last.label, label))) and not page.has_heading(between)


def _may_be_of_note(page: NotePage, rows: Sequence[RawRow]) -> bool:
    """Whether rows may be the further paragraphs of a note: few, and nothing parts them."""
    if len(rows) > MOST_BETWEEN or any(row.rule or row.gap >= WIDE_GAP for row in rows):
        return False
    place = bisect_left(page.headings, rows[0].span.start)
    return place == len(page.headings) or page.headings[place] >= rows[-1].span.end
