"""Dates where letters have them: in datelines, endorsements and signatures' lines."""

from collections.abc import Iterator

from teikit.converting import dates
from teikit.converting.forms.prose import words
from teikit.converting.letter import CONVERTER, RUN_IN, Block, Letter
from teikit.converting.raw_rules import DATE_TOO_EARLY
from teikit.converting.recognise.context import Context, finding, offset
from teikit.converting.source import Mark
from teikit.diagnostic import Diagnostic

_LONGEST_DATE = 8
_MOST_BESIDE = 6
_LONGEST_LIKE_DATELINE = 12
"""Words."""
_KINDS = frozenset({"edition-date", "dateline", "closing-dateline", "endorsement"})


def datelines(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark the dates of the lines that give one."""
    years = context.years(letter)
    written = _earliest(letter, context)
    for block in _dated(letter, context):
        for found in dates.find(letter.text(block), context.profile.dates, years, line=True):
            place = offset(found.span, block.span.start)
            if block.kind == "endorsement" and found.year and found.day < written:
                message = f"“{letter.source[place]}” would be before the letter itself"
                yield finding(letter, DATE_TOO_EARLY, place, message)
            else:
                yield Mark(place, "date", _attributes(found))


def _dated(letter: Letter, context: Context) -> Iterator[Block]:
    """The lines that give a date, and the heads of paragraphs that do."""
    for block in letter.blocks:
        if block.kind in _KINDS or is_only_date(letter, block, context):
            yield block
        for mark in block.marks:
            if mark.attributes == RUN_IN:
                yield Block("dateline", mark.span)


def _attributes(found: dates.FoundDate) -> dict[str, str]:
    """The attributes of a date; a year that is not printed is an inference."""
    inferred = {"resp": CONVERTER, "evidence": "internal", "cert": "medium"}
    return {**found.attributes, **({} if found.year_printed or not found.year else inferred)}


def _earliest(letter: Letter, context: Context) -> str:
    """The earliest day that heading or document give for the letter; nothing where none does."""
    days = [
        found.day
        for block in letter.datelines("edition-date")
        for found in dates.find(
            letter.text(block), context.profile.dates, context.years(letter), line=True
        )
        if found.year
    ]
    return min(days, default="")


def is_only_date(letter: Letter, block: Block, context: Context) -> bool:
    """Whether a paragraph is a date and nothing else, as in a letter that quotes another."""
    text = letter.text(block)
    if block.kind != "p" or len(text.split()) > _LONGEST_DATE:
        return False
    found = next(dates.find(text, context.profile.dates, context.years(letter)), None)
    return found is not None and not words(text[: found.span.start] + text[found.span.end :])


def _is_beside(text: str, context: Context) -> bool:
    """Whether a few words can be the place beside a date, and what is usual there."""
    usual = {word.casefold() for word in context.profile.dates.around}
    beside = words(text)
    return len(beside) <= _MOST_BESIDE and all(
        word[:1].isupper() or word.casefold().rstrip(".") in usual for word in beside
    )


def is_like_dateline(letter: Letter, block: Block, context: Context) -> bool:
    """Whether a paragraph is a date and a place, though it was not taken for a dateline."""
    text = letter.text(block)
    if block.kind != "p" or len(text.split()) > _LONGEST_LIKE_DATELINE:
        return False
    found = list(dates.find(text, context.profile.dates, context.years(letter), line=True))
    if not found or not any(date.month is not None for date in found):
        return False
    return _is_beside(text[: found[0].span.start] + text[found[-1].span.end :], context)
