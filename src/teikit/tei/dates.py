"""The dates of TEI in the notation of EDTF, the Extended Date/Time Format (ISO 8601-2).

| TEI | EDTF | read |
| --- | --- | --- |
| `when="1920-07-13"` | `1920-07-13` | that day |
| `when="-0058-04-29"` | `-0057-04-29` | 58 B.C.: EDTF has a year 0, TEI has none |
| `from` and `to` | `1920-07-12/1920-07-13` | from one day to the other |
| `from` or `to` alone | `1920-07-12/`, `/1920-07-13` | the other end is not known |
| `notBefore` and `notAfter` | `[1920-07-12..1920-07-13]` | one day of these |
| one of these alone | `[1920-05-04..]`, `[..1918-05-04]` | that day or later, or earlier |

A single date, and each end of a range, that is a conjecture or not of high certainty is marked with
`?`, one that is not exact (`precision`) with `~`, and with `%` where it is both. Where an end of a
range is only known to lie before or after a day (`from` and `notAfter`), it is that day with `?`.
Alternatives in brackets say by themselves that the date is not certain, and EDTF has no sign
for a doubtful time of day. In ranges it has no times at all: there the day alone is given.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

_DOUBTFUL = frozenset({"low", "medium", "unknown"})
_INEXACT = frozenset({"low", "medium"})
_SIGNS = {(True, True): "%", (True, False): "?", (False, True): "~", (False, False): ""}
# A date without its year, month or day (`--07-13`, `--07`, `---13`) has X in their places.
_PARTIAL = re.compile(r"--(?:(\d\d)(?:-(\d\d))?|-(\d\d))")
_FULL = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_BEFORE_CHRIST = re.compile(r"-(\d{4})(?!\d)")
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)")
_FIRST, _LAST = "0000", "9999"


def edtf(attributes: Mapping[str, str]) -> str:
    """The date that the attributes of a TEI `date` give, as EDTF; empty where they give none."""
    inexact = attributes.get("precision") in _INEXACT
    doubt = _SIGNS[is_doubtful(attributes), inexact]
    if when := _value(attributes, "when"):
        return when if _has_time(when) else f"{when}{doubt}"
    start, end = (_day(_value(attributes, name)) for name in ("from", "to"))
    first, last = (_day(_value(attributes, name)) for name in ("notBefore", "notAfter"))
    if start or end:
        unsure = _SIGNS[True, inexact]
        ends = [
            f"{day}{doubt}" if day else f"{limit}{unsure}" if limit else ""
            for day, limit in ((start, first), (end, last))
        ]
        return ends[0] if start == end else "/".join(ends)
    if first and first == last:
        return f"{first}{doubt}"
    return f"[{first}..{last}]" if first or last else ""


class Period(NamedTuple):
    """Between which days something was; days are those of ISO 8601, and compare as they are."""

    earliest: str
    latest: str


def period(attributes: Mapping[str, str]) -> Period | None:
    """The days between which a date is, from its attributes; None where they do not tell.

    What is given more exactly counts: `when`, then `from` and `to`, then `notBefore` and
    `notAfter`; of each its `-iso` form where it has no other.
    """
    when = _first_day(attributes, "when")
    first = when or _first_day(attributes, "from", "notBefore")
    last = when or _first_day(attributes, "to", "notAfter")
    if not first and not last:
        return None
    # A month ends before "-99", and an end that is not known may be any day.
    return Period(f"{first or _FIRST}-00-00"[:10], f"{last or _LAST}-99-99"[:10])


def span(attributes: Mapping[str, str]) -> tuple[date | None, date | None]:
    """The first and the last day that a date may be; None for an end that is not known.

    A month or a year is all its days. What is no day of the calendar is not known.
    """
    found = period(attributes)
    if found is None:
        return None, None
    return _calendar_day(found.earliest, last=False), _calendar_day(found.latest, last=True)


def _calendar_day(day: str, *, last: bool) -> date | None:
    try:
        year, month, number = map(int, day.split("-"))
        if day.startswith((_FIRST, _LAST)):
            return None
        if month in {0, 99}:
            month = 12 if last else 1
        if number in {0, 99}:
            number = monthrange(year, month)[1] if last else 1
        return date(year, month, number)
    except ValueError:  # there is no such day
        return None


def _first_day(attributes: Mapping[str, str], *names: str) -> str:
    found = (_FULL.match(_value(attributes, name)) for name in names)
    return next((match[0] for match in found if match), "")


def extended(value: str) -> str:
    """A date of ISO 8601 in its extended form: `19200713` is `1920-07-13`. Others stay."""
    basic = _BASIC.fullmatch(value)
    return "-".join(basic.groups()) if basic else value


def is_doubtful(attributes: Mapping[str, str]) -> bool:
    """Whether the encoding says that what it gives is a conjecture, or less than certain."""
    return attributes.get("evidence") == "conjecture" or attributes.get("cert") in _DOUBTFUL


def _value(attributes: Mapping[str, str], name: str) -> str:
    value = _given(attributes, name)
    if not value and name in _ENDS and "/" in (period := _given(attributes, "when")):
        # ISO 8601 writes both ends of a period as one.
        value = period.partition("/")[_ENDS[name]]
    if before_christ := _BEFORE_CHRIST.match(value):
        year = int(before_christ[1]) - 1
        return f"{'-' if year else ''}{year:04}{value[before_christ.end() :]}"
    if match := _PARTIAL.fullmatch(value):
        month, day, lone_day = match.groups()
        return "-".join(filter(None, ["XXXX", month or "XX", day or lone_day]))
    return value if _TIME.match(value) else _in_calendar(value)


def _given(attributes: Mapping[str, str], name: str) -> str:
    value = (attributes.get(name) or "").strip()
    return value or extended((attributes.get(f"{name}-iso") or "").strip())


_ENDS = {"from": 0, "to": 2}
_TIME = re.compile(r"\d\d:\d\d")


def _in_calendar(value: str) -> str:
    """A year, month or day, with a time or not; empty for words, and for a month 13.

    A month or a day that is 00 is one that nobody knows.
    """
    match = _DATE.fullmatch(value)
    if match is None:
        return ""
    year, month, day = match.groups()
    if int(month or 0) > 12 or int(day or 0) > 31:
        return ""
    if month == "00":
        return str(year)
    return f"{year}-{month}" if day == "00" else value


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


def _has_time(value: str) -> bool:
    return "T" in value or ":" in value


def _day(value: str) -> str:
    return value.partition("T")[0]
