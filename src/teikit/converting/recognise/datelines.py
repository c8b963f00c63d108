"""Dates where letters have them: in datelines, endorsements and signatures' lines."""

import re
from collections.abc import Iterator
from dataclasses import replace

from teikit.converting import dates
from teikit.converting.forms import places
from teikit.converting.forms.prose import words
from teikit.converting.letter import CONVERTER, Block, Letter
from teikit.converting.raw_rules import DATE_TOO_EARLY
from teikit.converting.recognise.context import Context, finding, offset
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic

_LONGEST_SIGNATURE = 60
_LONGEST_DATE = 8
_LONGEST_END = 240
_STOP = re.compile(r"(?<=[^\W\d_]{2})[.!?][”\"]?\s+(?:[–—-]+\s*)?")
_END = re.compile(r"[.!?”\"]\s+")
_MOST_BESIDE = 6
_LONGEST_LIKE_DATELINE = 12
"""Words."""
_GAP = 100
"""Characters, more than the spaces between two sentences."""
_LAST_NAME = re.compile(
    r"(?:[.!?”\"]|\d)\s+(?P<name>(?:[^\W\d_]\.\s?){0,3}[^\W\d_][\w'’-]+)[\s.]*(?:\d{1,2}[\s.]*)?$"
)
_KINDS = frozenset({"edition-date", "dateline", "closing-dateline", "endorsement"})


def datelines(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark the dates of the lines that give one, and those that end the last paragraph."""
    years = context.years(letter)
    written = _earliest(letter, context)
    for block in letter.blocks:
        if block.kind not in _KINDS and not is_only_date(letter, block, context):
            continue
        for found in dates.find(letter.text(block), context.profile.dates, years, line=True):
            place = offset(found.span, block.span.start)
            if block.kind == "endorsement" and found.year and found.day < written:
                message = f"“{letter.source[place]}” would be before the letter itself"
                yield finding(letter, DATE_TOO_EARLY, place, message)
            else:
                yield Mark(place, "date", _attributes(found))
    if (last := last_paragraph(letter)) is not None:
        for found in closing_dates(letter, last, context):
            yield Mark(offset(found.span, last.span.start), "date", _attributes(found))
        if name := closing_name(letter, last, context):
            yield Mark(name, "seg", {"type": "signature"})


def _attributes(found: dates.FoundDate) -> dict[str, str]:
    """The attributes of a date; a year that is not printed is an inference."""
    inferred = {"resp": CONVERTER, "evidence": "internal", "cert": "medium"}
    return {**found.attributes, **({} if found.year_printed or not found.year else inferred)}


def _earliest(letter: Letter, context: Context) -> str:
    """The earliest day that heading or document give for the letter; nothing where none does."""
    days = [
        found.day
        for block in letter.of_kind("edition-date", "dateline", "closing-dateline")
        for found in dates.find(
            letter.text(block), context.profile.dates, context.years(letter), line=True
        )
        if found.year
    ]
    if (last := last_paragraph(letter)) is not None:
        days += [found.day for found in closing_dates(letter, last, context)]
    return min(days, default="")


def is_only_date(letter: Letter, block: Block, context: Context) -> bool:
    """Whether a paragraph is a date and nothing else, as in a letter that quotes another."""
    text = letter.text(block)
    if block.kind != "p" or len(text.split()) > _LONGEST_DATE:
        return False
    found = next(dates.find(text, context.profile.dates, context.years(letter)), None)
    return found is not None and not words(text[: found.span.start] + text[found.span.end :])


def last_paragraph(letter: Letter) -> Block | None:
    """The paragraph that ends the letter's text, where no postscript comes behind it."""
    paragraphs = letter.of_kind("p")
    return (
        paragraphs[-1]
        if paragraphs and not letter.is_essay and not letter.of_kind("postscript")
        else None
    )


def closing_dates(letter: Letter, block: Block, context: Context) -> list[dates.FoundDate]:
    """A date that stands as a sentence of its own at the end of a paragraph."""
    text = letter.text(block)
    end = len(text)
    if name := closing_name(letter, block, context):
        end = name.start - block.span.start
    last = next((at for at in range(end - 1, -1, -1) if _is_letter(text[at])), -1)
    start = max(0, end - _LONGEST_END)
    found = [
        replace(date, span=offset(date.span, start))
        for date in dates.find(text[start:end], context.profile.dates, context.years(letter))
        if last < date.span.end + start
        and (
            _begins_sentence(text, date.span.start + start, context)
            or place_before(text, date.span.start + start, context)
        )
    ]
    return found[-1:]


def place_before(text: str, position: int, context: Context) -> Span | None:
    """The place between the end of a sentence and a date: "… to live. Weimar, 16 December"."""
    start = max(0, position - _GAP)
    for stop in _STOP.finditer(text, start, position):
        if place := places.find(text[stop.end() : position], (), context.profile):
            return offset(place, stop.end())
    return None


def _begins_sentence(text: str, start: int, context: Context) -> bool:
    """Whether a sentence begins with a date, or with a place and it: "Weimar am 19. Juli"."""
    before = text[max(0, start - _GAP) : start].rstrip()
    if before[-1:] in '.!?”"':
        return True
    *ended, sentence = _END.split(before)
    return bool(ended) and _is_beside(sentence, context)


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
    if not found or not any(len(date.day.lstrip("-")) > len("1920") for date in found):
        return False
    return _is_beside(text[: found[0].span.start] + text[found[-1].span.end :], context)


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()


def closing_name(letter: Letter, block: Block, context: Context) -> Span | None:
    """A signature that stands as the last sentence of a paragraph: a correspondent's bare name."""
    if letter.of_kind("signed") or letter.heading is None:
        return None
    text = letter.text(block)
    surnames = {
        name.split()[-1].casefold() for group in letter.heading.groups for name in group.names
    }
    last = _LAST_NAME.search(text, max(0, len(text) - _LONGEST_SIGNATURE))
    if last is None or last["name"].split()[-1].casefold() not in surnames:
        return None
    return Span(block.span.start + last.start("name"), block.span.start + last.end("name"))
