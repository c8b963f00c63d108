"""Where a letter was written, by the words beside its date, where no authority file knows them."""

import re
from collections.abc import Iterator, Sequence

from teikit.converting import dates
from teikit.converting.forms import places
from teikit.converting.forms.prose import any_of
from teikit.converting.letter import CONVERTER, Block, Letter
from teikit.converting.raw_rules import PLACE_UNSURE
from teikit.converting.recognise.context import Context, finding, offset
from teikit.converting.source import Mark, Span, collapse
from teikit.diagnostic import Diagnostic

_DATELINES = ("dateline", "closing-dateline")
_LAST_WORDS = 400
"""Characters at the end of a letter in which a formula may tell where it was written."""
_NAME = re.compile(r"(?!\d)(?=\w)[^\W_a-zà-öø-ÿа-яё][\w'’-]+(?:\s[^\W\d_a-zà-öø-ÿа-яё][\w'’-]+)?")
_SHORTEST = 3
"""Letters of a word that might be a place."""


def dateline_places(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark the place beside the date; a dateline whose words have another form is a finding."""
    found = written_at(letter, context)
    for span in found:
        yield Mark(span, "placeName", {"resp": CONVERTER, "cert": "medium"})
    if found or letter.is_essay:
        return
    for block in letter.of_kind(*_DATELINES):
        text = letter.text(block)
        beside = places.rest(text, _dates(letter, block, context), context.profile)
        words = [word for word in beside if word[:1].isupper() and len(word) >= _SHORTEST]
        if words and not context.authority.places.search(text):
            message = f"“{collapse(text)}”: perhaps a place, but not in the form of one"
            yield finding(letter, PLACE_UNSURE, block.span, message)
            return


def written_at(letter: Letter, context: Context) -> tuple[Span, ...]:
    """The lines of the place beside the date; nothing where an authority file knows one there.

    A place may stand in the line of the date, or in lines of its own before it.
    """
    lines = letter.of_kind(*_DATELINES)
    if letter.is_essay or any(context.authority.places.search(letter.text(b)) for b in lines):
        return ()
    dated = [
        bool(_dates(letter, block, context))
        or places.tells_weekday(letter.text(block), context.profile)
        for block in lines
    ]
    for index, block in enumerate(lines):
        if not dated[index]:
            continue
        if place := _place(letter, block, context):
            return (place,)
        return tuple(_before(letter, lines[:index], dated[:index], context))
    if not letter.of_kind("p") or letter.of_kind("postscript"):
        return ()
    last = letter.of_kind("p")[-1]
    place = _behind_formula(letter.text(last), context)
    return (offset(place, last.span.start),) if place else ()


def _behind_formula(text: str, context: Context) -> Span | None:
    """The place behind "Written at" in the last words of a letter."""
    start = max(0, len(text) - _LAST_WORDS)
    lead = rf"(?<!\w)(?:{any_of(context.profile.letter.written)})\s+"
    for formula in re.finditer(lead, text[start:], re.IGNORECASE):
        if text[start + formula.start()].isupper() and (
            name := _NAME.match(text, start + formula.end())
        ):
            return Span(name.start(), name.end())
    return None


def _before(
    letter: Letter, lines: Sequence[Block], dated: Sequence[bool], context: Context
) -> Iterator[Span]:
    """The places in the lines before the date, up to one that has a date of its own."""
    found: list[Span] = []
    for block, has_date in zip(reversed(lines), reversed(dated), strict=True):
        place = None if has_date else _place(letter, block, context)
        if place is None:
            break
        found.append(place)
    yield from reversed(found)


def _place(letter: Letter, block: Block, context: Context) -> Span | None:
    if dates.is_undated(letter.text(block), context.profile.dates):
        return None
    found = places.find(letter.text(block), _dates(letter, block, context), context.profile)
    return offset(found, block.span.start) if found else None


def _dates(letter: Letter, block: Block, context: Context) -> list[Span]:
    years = context.some_year(letter)
    return [
        date.span
        for date in dates.find(letter.text(block), context.profile.dates, years, line=True)
    ]
