"""What the editors say of a letter: before it, or in brackets behind its signature.

In square brackets it may take several paragraphs, and is longer than what editors supply in a text.
Without brackets it is seen only below a heading, by the dateline that opens the letter behind it.
It belongs to no letter's text.
"""

from collections.abc import Sequence

from teikit.converting.reading.layout import Line
from teikit.converting.reading.signs import LineSigns
from teikit.converting.source import Source

_FEWEST = 12
"""Words: what is shorter is a direction, or supplied."""
_MOST = 60
"""Paragraphs."""
_FEW_LINES = 8
"""Lines below a heading in which a letter opens, with what the editors say before it."""
_MOST_BARE = 3
"""Paragraphs without brackets."""
_OPENING = 4
"""Lines in which place, date and salutation stand."""


def bracketed_end(texts: Sequence[str], first: int, end: int) -> int:
    """The index behind a comment that begins at a paragraph; `first` where none does."""
    if not texts[first].lstrip("_").startswith("["):
        return first
    depth = words = 0
    for index in range(first, min(end, first + _MOST)):
        text = texts[index]
        depth += text.count("[") - text.count("]")
        words += len(text.split())
        if depth <= 0:
            closed = text.rstrip("_. ").endswith("]")
            return index + 1 if closed and words >= _FEWEST else first
    return first


def comment_before(texts: Sequence[str], end: int) -> int:
    """The index of the comment that ends just before `end`; `end` where none does."""
    if not end or not texts[end - 1].rstrip("_. ").endswith("]"):
        return end
    depth = 0
    for index in range(end - 1, max(-1, end - 1 - _MOST), -1):
        depth += texts[index].count("]") - texts[index].count("[")
        if depth <= 0:
            return index if bracketed_end(texts, index, end) == end else end
    return end


def comments_behind(texts: Sequence[str], first: int, end: int) -> int:
    """The index from which on nothing but comments stand, up to `end`; `end` where none do."""
    start = end
    while start > first and (before := comment_before(texts, start)) < start:
        if before < first:
            break
        start = before
    return start


def preface_end(
    source: Source,
    lines: Sequence[Line],
    texts: Sequence[str],
    signs: LineSigns,
    first: int,
    end: int,
) -> int:
    """The index behind the editors' paragraphs without brackets; `first` where there are none.

    `first` is the line behind the heading, `end` the one behind the document. A letter that is
    written on from day to day has datelines behind its text, too; so the dateline must be set off
    to the right, as openings are, or have a salutation behind it.
    """
    stop = min(end, len(texts), first + _FEW_LINES)
    opening = first
    while opening < min(stop, first + _MOST_BARE) and _may_preface(texts[opening], signs):
        opening += 1
    if opening == first:
        return first
    for index in range(opening, min(stop, opening + _OPENING)):
        text, line = texts[index], lines[index]
        if signs.dateline(text):
            greeted = any(map(signs.short_salutation, texts[index + 1 : min(stop, index + 3)]))
            return opening if greeted or source.is_right(line.span) else first
        if not (source.is_right(line.span) or line.last_gap == 0 or text.endswith(",")):
            return first  # what stands apart before a dateline may sign the prose
    return first


def _may_preface(text: str, signs: LineSigns) -> bool:
    """Whether a paragraph is prose, and opens no letter."""
    opens = signs.dateline(text) or signs.salutation(text) or signs.run_in_dateline(text)
    return len(text.split()) >= _FEWEST and not opens
