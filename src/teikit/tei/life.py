"""When a person was born and died, as an entry of a register tells.

`birth` and `death` tell it by their attributes, by those of a `date` in them, or in words; where
they are missing, a `date` in the name does (`1870–1924`). What stands for a day is the year alone.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.dates import is_doubtful
from teikit.tei.elements import name_of
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

_DATING = ("when", "from", "to", "notBefore", "notAfter")
_YEAR = re.compile(r"-?\d{4}(?!\d)")
_DAY = re.compile(r"(?:\d{1,2}\.? ?(?:\d{1,2}\.|[^\W\d_]{3,}\.?) ?)?(\d{3,4})|(\d{4})-\d\d-\d\d")
"""A year in words, or a day with its year; in other words there may be anything."""
_SPAN = re.compile(r"\(?(\d{3,4})\s?[–—-]\s?(\d{3,4})\)?")
_LONGEST = 24
"""Signs of words that are shown instead of a year; more are a story."""


class LifeDate(NamedTuple):
    """A year, or between which years: by the names of attributes of TEI, or in words."""

    values: tuple[tuple[str, str], ...] = ()
    words: str = ""
    doubtful: bool = False


class Lifetime(NamedTuple):
    """A birth and a death, as far as they are known."""

    birth: LifeDate = LifeDate()
    death: LifeDate = LifeDate()


NO_LIFE = Lifetime()
"""Of a life of which nothing is told."""


def lifetime(entry: "etree._Element") -> Lifetime:
    """When the person of an entry was born and died."""
    found: dict[str, LifeDate] = {}
    in_name = NO_LIFE
    for part in entry:
        name = name_of(part)
        if name in {"birth", "death"}:
            if (date := _date(part)) != LifeDate():
                found.setdefault(name, date)
        elif name == "persName" and in_name == NO_LIFE and len(part):
            in_name = _in_name(part)
    if not found:
        return in_name
    return Lifetime(found.get("birth", LifeDate()), found.get("death", LifeDate()))


def _date(event: "etree._Element") -> LifeDate:
    """The date of a birth or a death."""
    dates = [part for part in event if name_of(part) == "date"]
    for place in (event, *dates):
        values = tuple(
            (attribute, year[0])
            for attribute in _DATING
            if (year := _YEAR.match(place.get(attribute, "")))
        )
        if values:
            certainty = {name: place.get(name, "") for name in ("cert", "evidence")}
            return LifeDate(values, doubtful=is_doubtful(certainty))
    if dates or not len(event):
        words = " ".join(plain(dates[0] if dates else event).split())
        if day := _DAY.fullmatch(words):
            return LifeDate(words=day[1] or day[2])
        if len(words) <= _LONGEST:
            return LifeDate(words=words)
    return LifeDate()


def _in_name(name: "etree._Element") -> Lifetime:
    """The years that a date in a name has."""
    for part in name.iterchildren("{*}date"):
        first, last = (_YEAR.match(part.get(attribute, "")) for attribute in ("from", "to"))
        if first or last:
            ends = (LifeDate((("when", each[0]),) if each else ()) for each in (first, last))
            return Lifetime(*ends)
        if span := _SPAN.fullmatch(" ".join(plain(part).split())):
            return Lifetime(LifeDate(words=span[1]), LifeDate(words=span[2]))
    return NO_LIFE
