"""What stands above the headings of letters, on a line of its own: an argument, a place and date.

"THE KING'S SPEECH--A WEDDING" is no signature below the letter before: above most headings stands
such a line, each is another one, and many are longer than names.
"""

import re
from dataclasses import replace

from teikit.converting.reading.beginnings.start import Start
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.reading.signs import plain

_FEWEST = 3
"""Letters with such a line, in a page where it belongs to the letters below."""
_LONGEST_SIGNATURE = 4
"""Words in capitals that may be a signature."""
_DASHES = re.compile(r"--|[–—]")


def with_arguments(page: LinedPage, starts: list[Start]) -> list[Start]:
    """The beginnings, with what the editors put above most headings."""
    enough = max(_FEWEST, len(starts) * 2 // 3)
    argued = [start for start in starts if _is_argued(page, start)]
    if not _are_arguments([page.texts[start.line - 1] for start in argued]):
        argued = []
    dated = [start for start in starts if _is_dated_above(page, start)]
    below = {start.line for found in (argued, dated) if len(found) >= enough for start in found}
    return [_with_line_above(page, start) if start.line in below else start for start in starts]


def _are_arguments(texts: list[str]) -> bool:
    """Whether many of these are longer than signatures, and most stand there only once."""
    long = sum(
        len(text.split()) > _LONGEST_SIGNATURE or bool(_DASHES.search(text)) for text in texts
    )
    return long * 3 >= len(texts) and len(set(texts)) * 4 >= len(texts) * 3


def _is_argued(page: LinedPage, start: Start) -> bool:
    """Whether a line in capitals stands alone above a heading."""
    if start.is_essay or not start.line:
        return False
    above = start.line - 1
    alone = page.lines[start.line].gap and (page.lines[above].gap or not above)
    return bool(alone) and plain(page.texts[above]).isupper() and not page.is_furniture(above)


def _is_dated_above(page: LinedPage, start: Start) -> bool:
    """Whether a dateline stands nearer to a heading below it than to the letter before."""
    if start.is_essay or not start.line:
        return False
    above = start.line - 1
    near = page.lines[above].gap > page.lines[start.line].gap or not above
    return near and bool(page.signs.dateline(page.texts[above]))


def _with_line_above(page: LinedPage, start: Start) -> Start:
    """A beginning with the line above it, and the date that stands there."""
    above = start.line - 1
    head = start.heading
    if head is not None and head.date is None and page.signs.dateline(page.texts[above]):
        head = replace(head, date=page.lines[above].span)
    return replace(start, line=above, between=(above, *start.between), heading=head)
