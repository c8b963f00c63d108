"""Dates: what they say in their attributes, in their words, and of the edition."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from teikit.diagnostic import Severity
from teikit.tei.names import tei
from teikit.validating.finding import Finding, Fix, Range, at, grouped
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.facts import Dates
from teikit.validating.lexicon.date_words import Words, read
from teikit.validating.lexicon.day import Day, day, fault, otherwise_reckoned, padded, weekdays
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import Element

# fmt: off
_DATABLE = frozenset(map(tei, (
    "acquisition", "affiliation", "age", "altIdentifier", "application", "author", "binding",
    "birth", "bloc", "change", "climate", "conversion", "country", "creation", "custEvent", "date",
    "death", "district", "docDate", "editor", "education", "event", "eventName", "faith", "floruit",
    "funder", "gender", "geogFeat", "geogName", "idno", "langKnowledge", "langKnown", "licence",
    "location", "meeting", "name", "nationality", "objectName", "occupation", "offset", "orgName",
    "origDate", "origPlace", "origin", "persName", "persPronouns", "persona", "placeName",
    "population", "principal", "provenance", "region", "relation", "residence", "resp", "seal",
    "settlement", "sex", "socecStatus", "sponsor", "stamp", "state", "terrain", "time", "title",
    "trait", "unitDecl",
)))
# fmt: on
"""The elements that TEI lets be dated (`att.datable`), and titles, which some date too."""
_LOWER = ("notBefore", "from")
_UPPER = ("notAfter", "to")
_ORDERED = (
    *((earlier, later) for earlier in _LOWER for later in _UPPER),
    *((earlier, "when") for earlier in _LOWER),
    *(("when", later) for later in _UPPER),
)
"""Attributes of which the first must not be later than the second."""


class _Wrong(NamedTuple):
    """An attribute that cannot be right, why, and what it should be, as far as that is known."""

    name: str
    message: str
    better: str = ""


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What is not said by the words of a date itself, and what says them twice.
_ASIDE = frozenset(tei(name) for name in ("note", "fw", "figure", "time", "ref"))
_UNCLEAR = frozenset(
    tei(name) for name in ("choice", "app", "subst", "del", "gap", "sic", "surplus", "date")
)
_BREAKS = frozenset(tei(name) for name in ("lb", "pb", "cb", "space"))
_QUOTED = frozenset(
    tei(name) for name in ("quote", "q", "cit", "floatingText", "note", "egXML", "bibl")
)
_SURE = 13
"""Days by which a date must lie outside of a range: calendars do not differ by more."""


@rule("T010", "date-disagrees", Severity.WARNING)
def date_disagrees(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A date says something else in its attribute than in its words.

    Readers see the words, and programs the attribute: the letter is sorted, counted and found under
    another day than it shows. Only what the words say clearly is compared, in many languages. What
    the Julian calendar, another beginning of the year or a named calendar can explain is not told,
    nor are numbers that can be read in two orders. A day of the week that does not belong to the
    date is told: the letter errs, or the date was read or filled up wrongly.

    Remedy: Correct the attribute; or name its calendar, where it is not the Gregorian one.

    Bad:
        <p>on <date when="1920-07-18">13 July 1920</date></p>

    Good:
        <p>on <date when="1920-07-13">13 July 1920</date></p>
    """
    dated = document.facts.dated
    yield from grouped(
        at(element, wrong.message, attribute=wrong.name)
        for element in document.facts.all("date", "origDate", "docDate")
        if (values := dated.get(element))
        and (text := _words(element))
        and (wrong := _disagreement(text, values))
        and not _other_calendar(element)
    )


@lru_cache(maxsize=4096)
def _disagreement(text: str, values: Dates) -> _Wrong | None:
    """What is wrong between the words of a date and its attributes, if its calendar is ours."""
    given = dict(values)
    name = next((attribute for attribute in ("when", "when-iso") if given.get(attribute)), "")
    if name and given[name] == text:
        return None
    words = read(text)
    if not words:
        return None
    if name:
        return _against_when(name, given[name], text, words)
    return _against_range(values, text, words)


def _against_when(name: str, value: str, text: str, words: Words) -> _Wrong | None:
    """What is wrong between the words of a date and its one day."""
    meant = day(value, name == "when-iso")
    if not meant or fault(value, name == "when-iso"):
        return None
    clear = [reading.day for reading in words.readings if _is_year(reading.short, meant)]
    if not clear:
        return None
    possible = [
        *clear,
        *(reading.day for reading in words.others if _is_year(reading.short, meant)),
    ]
    shown = clipped(text, 60)
    if any(written.agrees(meant) for written in possible):
        known = weekdays(meant) if words.weekday and clear[0].day else ()
        if not known or words.weekday in known:
            return None
        weekday = _WEEKDAYS[known[0] - 1]
        return _Wrong(name, f"{value} was a {weekday}, but the words say '{shown}'")
    if any(otherwise_reckoned(written, meant) for written in possible):
        return None
    return _Wrong(name, f"@{name} is {clipped(value, 40)}, but the words say '{shown}'")


def _is_year(short: int | None, meant: Day) -> bool:
    """Whether two digits are those of the year meant, so that they are no second day."""
    return short is None or (meant.year is not None and meant.year % 100 == short)


def _against_range(values: Dates, text: str, words: Words) -> _Wrong | None:
    """What is wrong between the words of a date, if they name one day, and its range."""
    days = [reading.day for reading in (*words.readings, *words.others)]
    if not all(day_.full for day_ in days):
        return None
    for name, value in values:
        limit = day(value, name.endswith("-iso"))
        lower, upper = name.startswith(_LOWER), name.startswith(_UPPER)
        if limit and (
            (lower and all(day_.precedes(limit, _SURE) for day_ in days))
            or (upper and all(limit.precedes(day_, _SURE) for day_ in days))
        ):
            side = "before" if lower else "after"
            message = f"'{clipped(text, 60)}' is {side} @{name}, {clipped(value, 40)}"
            return _Wrong(name, message)
    return None


@rule("T011", "impossible-date", Severity.ERROR)
def impossible_date(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An attribute holds a date that cannot be, or two hold dates that cannot both be.

    There is no 30 February, and nothing ends before it begins. Programs refuse such dates, or take
    them for other ones. Attributes whose names end with `-custom` are never looked at.

    Remedy: Correct the date; `teikit validate --fix` adds zeros and hyphens that are missing.

    Fix: safe; where only zeros and hyphens are missing.

    Bad:
        <p><date when="1920-02-30">30 February</date></p>
        <p><date from="1920-07-13" to="1920-07-03">3 to 13 July</date></p>

    Good:
        <p><date when="1920-02-29">29 February</date></p>
        <p><date from="1920-07-03" to="1920-07-13">3 to 13 July</date></p>
    """
    yield from grouped(
        at(
            element,
            message,
            attribute=name,
            fixes=(Fix(Range(element, name), better),) if better else (),
        )
        for element, values in document.facts.dated.items()
        for name, message, better in _impossible(values)
        if element.tag in _DATABLE
    )


@lru_cache(maxsize=4096)
def _impossible(values: Dates) -> tuple[_Wrong, ...]:
    """What is wrong with the attributes of a date."""
    return (*_no_dates(values), *_contradictions(values))


def _no_dates(values: Dates) -> Iterator[_Wrong]:
    """The values that are no dates."""
    for name, value in values:
        if not value.strip():
            yield _Wrong(name, f"@{name} is empty: write a date, or leave it out")
        elif why := fault(value, name.endswith("-iso")):
            message = f"@{name}: '{clipped(value, 40)}' is no date: {why}"
            yield _Wrong(name, message, padded(value))


def _contradictions(values: Dates) -> Iterator[_Wrong]:
    """What begins after its end, and a day that is not within its range."""
    if len(values) < 2:
        return
    dates = {name: (value, day(value, name.endswith("-iso"))) for name, value in values}
    for earlier, later in _ORDERED:
        for kind in ("", "-iso"):
            if earlier + kind not in dates or later + kind not in dates:
                continue
            (first, start), (last, end) = dates[earlier + kind], dates[later + kind]
            if start and end and end.precedes(start):
                message = f"@{earlier + kind}, {first}, is later than @{later + kind}, {last}"
                yield _Wrong(earlier + kind, message)


@rule("T012", "date-outside-edition", Severity.WARNING)
def date_outside_edition(
    document: CheckedDocument, options: RuleOptions
) -> Iterator[Finding[Element]]:
    """A letter is dated to a year that the edition does not cover.

    Mostly a digit is wrong. Only the dates of the letter itself are compared: those of
    `correspAction`, `dateline`, `creation` and `origDate`, not those that it speaks of.

    Remedy: Correct the year, or the option `years` of the settings.

    Options: years = [1912, 1927]

    Bad:
        <opener><dateline>Moscow, <date when="1902-07-13">13 July</date></dateline></opener>

    Good:
        <opener><dateline>Moscow, <date when="1920-07-13">13 July</date></dateline></opener>
    """
    if not options.years:
        return
    first, last = options.years
    found = []
    for element, late in _of_the_letter(document):
        values = [
            (name, value, dated.year)
            for name, value in document.facts.dated.get(element, ())
            if (dated := day(value, name.endswith("-iso"))) and dated.year is not None
        ]
        for name, value, year in values:
            early = year < first and not name.startswith(_LOWER)
            if early or (year > last + late and not name.startswith(_UPPER)):
                message = f"{clipped(value, 40)} is not within the edition, {first} to {last}"
                found.append(at(element, message, attribute=name))
                break
    yield from grouped(found)


def _of_the_letter(document: CheckedDocument) -> Iterator[tuple[Element, int]]:
    """The dates of the letter itself, and by how many years each may be later than the last one."""
    facts = document.facts
    for action in facts.all("correspAction"):
        if action.get("type") in ("sent", "received"):
            # What is written in December can arrive in January.
            late = 1 if action.get("type") == "received" else 0
            yield from ((date, late) for date in action.iterchildren(tei("date")))
    for place in facts.all("dateline", "creation"):
        if not any(ancestor.tag in _QUOTED for ancestor in place.iterancestors()):
            yield from ((date, 0) for date in place.iter(tei("date")))
    dates = facts.all("origDate")
    # Where there are several, some are those of copies.
    if len(dates) == 1:
        yield dates[0], 0


def _words(element: Element) -> str:
    """The words of a date; empty where it has none, or where more than one reading is marked."""
    if not len(element):
        return " ".join((element.text or "").split())
    parts = [element.text or ""]
    for child in element.iterchildren():
        if child.tag in _UNCLEAR:
            return ""
        if child.tag in _BREAKS:
            parts.append("" if child.get("break") == "no" else " ")
        elif isinstance(child.tag, str) and child.tag not in _ASIDE:
            inner = _words(child)
            if not inner and len(child):
                return ""
            parts.append(inner)
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _other_calendar(element: Element) -> bool:
    """Whether a date is said to be of a calendar that is not the Gregorian one."""
    named = (
        node.get(name)
        for node in (element, *element.iterancestors())
        for name in ("calendar", "datingMethod")
    )
    return any(name and "gregorian" not in name.lower() for name in named)
