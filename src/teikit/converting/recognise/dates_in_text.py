"""Dates in running text and in notes, where they are sure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from teikit.converting import dates
from teikit.converting.letter import CONVERTER, RUN_IN, Block, Letter
from teikit.converting.recognise.context import NOTE_KINDS, Context, offset
from teikit.converting.recognise.datelines import is_only_date
from teikit.converting.source import Mark
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import Calendar, DateWords

_TEXT_KINDS = frozenset({"p", "postscript"}) | NOTE_KINDS


def dates_in_text(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark the dates of paragraphs and notes; a year that is not printed is an inference."""
    if not context.profile.dates.in_text:
        return
    written = _written(letter, context)
    for block in letter.blocks:
        if block.kind not in _TEXT_KINDS or is_only_date(letter, block, context):
            continue
        for found, attributes in _sure(letter, block, context, written):
            place = offset(found.span, block.span.start)
            elsewhere = any(
                (mark.kind == "choice" or mark.attributes == RUN_IN) and mark.span.overlaps(place)
                for mark in block.marks
            )
            if not elsewhere:
                yield Mark(place, "date", attributes)


def _sure(
    letter: Letter, block: Block, context: Context, written: str
) -> Iterator[tuple[dates.FoundDate, Mapping[str, str]]]:
    """The dates of a block of which there is no doubt, and their attributes.

    Not "3/4", which may be a part, and not "may 5", which may be no month.
    """
    years = context.years(letter)
    # To find a day without year takes some year; which one it is is decided below.
    given = dates.year_of(written) if written else years.given or years.first
    years = replace(years, given=given)
    evidence = "external" if block.kind in NOTE_KINDS or letter.is_essay else "internal"
    inferred = {"resp": CONVERTER, "evidence": evidence, "cert": "medium"}
    named = ""
    words = context.profile.dates
    if evidence == "external":  # the editors count by their own calendar
        words = _by_any_calendar(words)
    for found in dates.find(letter.text(block), words, years):
        if found.figures or not found.exact or found.problem:
            continue
        if found.year_printed:
            yield found, {**found.attributes, **(inferred if found.doubtful else {})}
            named = found.day if evidence == "external" else ""
        elif value := _nearest(found.attributes, named or written):
            yield found, value | inferred


@lru_cache(maxsize=8)
def _by_any_calendar(words: DateWords) -> DateWords:
    return replace(words, calendar=Calendar.AUTO)


def _nearest(value: Mapping[str, str], known: str) -> dict[str, str]:
    """The attributes with the year in which the day is nearest to a day that is known."""
    if len(known) != len("1920-05-24"):  # before Christ, no neighbour in time is looked for
        return {}
    day = next(iter(value.values()))[:10]
    years = [int(known[:4]) + shift for shift in (0, -1, 1)]
    distances = {
        year: distance
        for year in years
        if (distance := dates.distance(f"{year:04}{day[4:]}", known)) is not None
    }
    if not distances:
        return {}
    year = min(distances, key=lambda each: distances[each])
    shift = year - int(day[:4])
    return {
        name: f"{int(text[:4]) + shift:04}{text[4:]}" if text[:4].isdecimal() else text
        for name, text in value.items()
    }


def _written(letter: Letter, context: Context) -> str:
    """The day on which the letter was written; nothing where it is not known."""
    years = context.years(letter)
    blocks = letter.datelines("edition-date")
    for block in blocks:
        for found in dates.find(letter.text(block), context.profile.dates, years, line=True):
            if found.year and len(found.day) >= len("1920-05-24") and not found.kind:
                return found.day
    return ""
