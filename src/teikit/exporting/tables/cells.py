"""What several tables write into their cells."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from teikit.exporting.tables.table import Column, Material, Value, day, text
from teikit.tei.correspondence import written
from teikit.tei.dates import edtf, span
from teikit.tei.header import SEPARATOR, attributes, joined
from teikit.tei.manuscript import Holding
from teikit.tei.mentions import pointing
from teikit.tei.text.layers import BARE
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree


def name_in_words(name: "etree._Element", material: Material) -> str:
    """A name as it is written, or, without words, as the authority has it, or else its key."""
    return written(name, material.notes) or material.known_as(name) or name_as_key(name)


def name_as_key(name: "etree._Element") -> str:
    """What stands for a name where nobody tells it: its key, or what it points at."""
    return key_of(own_key(name)) or keys([name])


def archive(holding: Holding, material: Material) -> str:
    """Who keeps a letter, in the words of the header or else of the authority."""
    if holding.archive:
        return holding.archive
    return ", ".join(filter(None, (name_in_words(found, material) for found in holding.keepers)))


def pointers(name: "etree._Element") -> list[str]:
    """What a name points at: each address in its `@ref`, or in what an entry has instead."""
    element = pointing(name)
    names = ("ref",) if element is name else ("ref", "sameAs", "corresp")
    return next(filter(None, (element.get(attribute, "").split() for attribute in names)), [])


def own_key(name: "etree._Element") -> str:
    """The `@key` of a name, which may have spaces."""
    return " ".join(pointing(name).get("key", "").split())


def key_of(pointer: str) -> str:
    """A pointer cut to the name of what it points at; addresses of the web are as they are."""
    return pointer if ":" in pointer else pointer.rpartition("#")[2]


def keys(found: "Iterable[etree._Element]") -> str:
    """The keys of names and what they point at, cut to the names of entries."""
    return joined(key_of(key) for name in found for key in (own_key(name), *pointers(name)))


def given(found: "Iterable[etree._Element]", attribute: str) -> str:
    """The values of an attribute of several elements, each in its place; empty if none has it.

    `; low` says that of two elements the second has `low`.
    """
    values = [element.get(attribute, "") for element in found]
    return SEPARATOR.join(values) if any(values) else ""


def each_once(found: "Iterable[etree._Element]", *attributes_of: str) -> "Sequence[etree._Element]":
    """The elements without those that have the same words and attributes as another."""
    seen: dict[tuple[str, ...], etree._Element] = {}
    for element in found:
        same = (plain(element), *(element.get(name, "") for name in attributes_of))
        seen.setdefault(same, element)
    return list(seen.values())


_ATTRIBUTES = (
    *("when", "from", "to", "notBefore", "notAfter", "when-iso", "from-iso", "to-iso"),
    *("notBefore-iso", "notAfter-iso", "type", "cert", "evidence", "precision", "calendar"),
)


def date_columns(what: str = "the date") -> tuple[Column, ...]:
    """The columns that `date_cells` fills."""
    return (
        text("date_printed", f"{what} as it is written"),
        text("date", "the same as EDTF"),
        day("date_from", "the first day that it may be, in numbers of the calendar that TEI gives"),
        day("date_to", "the last day that it may be"),
        text("date_type", "what kind of date the encoding calls it, such as `postmark`"),
        text("date_calendar", "the calendar of the words, where the encoding names it"),
        text("date_evidence", "where it is known from: `internal`, `external`, `conjecture`"),
        text("date_cert", "how certain it is"),
        text("date_precision", "how exact it is: `low` stands for “about”"),
    )


def date_cells(dates: "Iterable[etree._Element]", material: Material) -> dict[str, Value]:
    """Several dates; the span is that of the first that is neither a postmark nor of another kind.

    Their kind, certainty and so on stand in the same order, so that it is known what is whose.
    """
    found = each_once(dates, *_ATTRIBUTES)
    first, last = main_span(found)
    calendars = [key_of(date.get("calendar") or date.get("datingMethod") or "") for date in found]
    return {
        "date_printed": joined(_date_in_words(date, material) for date in found),
        "date": joined(edtf(attributes(date)) for date in found),
        "date_from": first,
        "date_to": last,
        "date_type": given(found, "type"),
        "date_calendar": SEPARATOR.join(calendars) if any(calendars) else "",
        "date_evidence": given(found, "evidence"),
        "date_cert": given(found, "cert"),
        "date_precision": given(found, "precision"),
    }


def _date_in_words(date: "etree._Element", material: Material) -> str:
    """A date as it is written; where there are neither words nor a date, what stands instead."""
    found = attributes(date)
    values = (value for name, value in found.items() if name.partition("-")[0] in _OF_TIME)
    return plain(date, BARE, material.notes) or ("" if edtf(found) else joined(values))


_OF_TIME = frozenset({"from", "notAfter", "notBefore", "period", "to", "when"})


def main_span(dates: "Sequence[etree._Element]") -> tuple[date | None, date | None]:
    """The days of the date that counts: the first with any, of those that are no postmark."""
    own = [element for element in dates if element.get("type", "") not in _OTHER_DATES]
    spans = (span(attributes(element)) for element in (*own, *dates))
    return next((found for found in spans if any(found)), (None, None))


_OTHER_DATES = frozenset({"postmark", "printed", "published", "received", "stamp"})
