"""Signs by which plain text shows what it cannot: `_italics_`, `=bold=`, `~spaced~`.

They are taken for such where a page uses them: in pairs around words, and at least twice. What
stands alone, in a blank to fill in (`____`) or in a name (`snake_case`) stays as it is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from teikit.converting.readers.assembly import BOLD, ITALIC, SPACED, Extent, Style, told_apart
from teikit.converting.source import Mark, Region, Source, Span

SIGNS: Mapping[str, Style] = MappingProxyType({"_": ITALIC, "=": BOLD, "~": SPACED})
"""For each sign what the words between two of it are."""

_FEWEST_PAIRS = 2
_MOST_ASTRAY = 0.1
"""The part of a sign that may stand without another, where it is taken for one of a pair."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


def signs_as_marks(source: Source) -> Source:
    """The page without the signs that are marks, and with these."""
    text = source.text
    pairs = [(style, pair) for sign, style in SIGNS.items() for pair in _pairs(text, sign)]
    if not pairs:
        return source
    removed = sorted(place for _, pair in pairs for place in (pair.start, pair.end))
    pieces = []
    position = 0
    for place in removed:
        pieces.append(text[position:place])
        position = place + 1
    plain = "".join((*pieces, text[position:]))

    def moved(place: int) -> int:
        return place - bisect_left(removed, place)

    extents = [
        Extent(style[0], dict(style[1]), moved(pair.start + 1), moved(pair.end))
        for style, pair in sorted(pairs, key=lambda found: found[1])
    ]
    words, paragraphs = told_apart(plain, extents)
    return Source(
        source.path,
        plain,
        tuple(Mark(each.span, each.kind, each.attributes) for each in words),
        tuple(Region(each.span, each.kind, each.attributes) for each in paragraphs),
        encoding=source.encoding,
        removed=tuple(map(moved, removed)),
    )


def _pairs(text: str, sign: str) -> list[Span]:
    """The places of signs that belong together: of the first, and of the last."""
    if sign not in text:
        return []
    found: list[Span] = []
    astray = 0
    start = 0
    for border in (*_PARAGRAPH.finditer(text), None):
        end = border.start() if border else len(text)
        if text.find(sign, start, end) >= 0:
            pairs, alone = _in_paragraph(text, sign, start, end)
            found += pairs
            astray += alone
        start = end
    if len(found) < _FEWEST_PAIRS or astray > _MOST_ASTRAY * 2 * len(found):
        return []
    return found


def _in_paragraph(text: str, sign: str, start: int, end: int) -> tuple[list[Span], int]:
    """The pairs of a paragraph, and how many signs are left."""
    pairs: list[Span] = []
    opened = -1
    alone = 0
    for place, opens, closes in _candidates(text, sign, start, end):
        if opened >= 0 and closes:
            pairs.append(Span(opened, place))
            opened = -1
        elif opens:
            alone += opened >= 0
            opened = place
        else:
            alone += 1
    return pairs, alone + (opened >= 0)


def _candidates(text: str, sign: str, start: int, end: int) -> Iterator[tuple[int, bool, bool]]:
    """The signs that stand at the beginning or the end of words, and which of the two."""
    place = text.find(sign, start, end)
    while place >= 0:
        before = text[place - 1] if place > start else " "
        behind = text[place + 1] if place + 1 < end else " "
        opens = not before.isalnum() and before != sign and not behind.isspace() and behind != sign
        closes = not before.isspace() and before != sign and not behind.isalnum() and behind != sign
        if opens or closes:
            yield place, opens, closes
        place = text.find(sign, place + 1, end)
