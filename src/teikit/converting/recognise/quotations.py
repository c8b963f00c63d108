"""Quotations and titles: what stands between quotation marks, with the marks.

Curved marks are a pair of their own. A straight mark opens and closes alike, and often only keeps a
word at a distance ("fifth column"); so what is between straight marks is a quotation where it has
the length of a saying.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from teikit.converting.forms.prose import any_of
from teikit.converting.letter import Letter
from teikit.converting.recognise.context import NOTE_KINDS, Context
from teikit.converting.source import Mark, Span
from teikit.profiles.profile import Words

_PAIR = re.compile(
    r"“[^“”]*”|«[^«»]*»|„[^„“]*“"
    # Opened by a curved mark and closed by a straight one, as keyboards do.
    r"|“[^“”\"]*\"(?!\w)"
)
_STRAIGHT = re.compile(r"(?<![^\s(\[—–-])\"(?=[^\s\"])[^\"“”]*(?<=[^\s\"(])\"(?!\w)")
_SAYING = 3
"""Words: what is shorter between straight marks is a name, or a word kept at a distance."""
_LONGEST_LEAD = 40
"""Characters, more than a word that leads to a title has."""


def quotations(letter: Letter, context: Context) -> Iterator[Mark]:
    """Mark quotations that begin and end in one paragraph, and those that run over several."""
    open_at: Span | None = None
    pieces = 0
    titled = context.profile.letter.titled
    for block in letter.blocks:
        if block.kind not in NOTE_KINDS | {"p"}:
            continue
        text = letter.text(block)
        start = block.span.start
        if block.kind == "note":
            open_at = None
        pairs = [Span(*match.span()) for match in _PAIR.finditer(text)]
        loose_open, loose_close = _loose("“", text, pairs), _loose("”", text, pairs)
        if (
            open_at
            and loose_close
            and loose_close[0] < min([p.start for p in pairs], default=len(text))
        ):
            pieces += 1
            yield Mark(open_at, "quote", {"id": f"q{pieces}a", "next": f"#q{pieces}b"})
            closing = Span(start, start + loose_close[0] + 1)
            yield Mark(closing, "quote", {"id": f"q{pieces}b", "prev": f"#q{pieces}a"})
        open_at = None
        for each in pairs:
            kind = "title" if _is_title(text, each, titled) else "quote"
            yield Mark(Span(start + each.start, start + each.end), kind)
        for each in _straight(text, pairs):
            place = Span(start + each.start, start + each.end)
            if _is_title(text, each, titled):
                yield Mark(place, "title")
            elif len(text[each.start : each.end].split()) >= _SAYING:
                yield Mark(place, "quote")
        if loose_open and loose_open[-1] > max([p.end for p in pairs], default=-1):
            open_at = Span(start + loose_open[-1], block.span.end)


def _straight(text: str, pairs: Sequence[Span]) -> Iterator[Span]:
    """What stands between straight marks, where no pair of curved ones holds or cuts it."""
    if '"' not in text:
        return
    ends = [pair.end for pair in pairs]
    for match in _STRAIGHT.finditer(text):
        place = Span(*match.span())
        index = bisect_right(ends, place.start)  # the first pair that ends behind its beginning
        if index == len(pairs) or not place.overlaps(pairs[index]):
            yield place


def _is_title(text: str, place: Span, titled: Words) -> bool:
    """Whether a word for a work leads to the quoted words, and they begin as a title does."""
    if not titled or not text[place.start + 1 : place.start + 2].isupper():
        return False
    lead = _leads(titled).search(text, max(0, place.start - _LONGEST_LEAD), place.start)
    return lead is not None


@cache
def _leads(titled: Words) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(titled)})\s+$", re.I)


def _loose(mark: str, text: str, pairs: Sequence[Span]) -> list[int]:
    """Where a mark stands that belongs to no pair."""
    starts = [pair.start for pair in pairs]
    positions = [match.start() for match in re.finditer(mark, text)]
    before = [bisect_right(starts, position) - 1 for position in positions]
    return [at for at, index in zip(positions, before, strict=True) if not _in(at, index, pairs)]


def _in(position: int, index: int, pairs: Sequence[Span]) -> bool:
    return index >= 0 and position < pairs[index].end
