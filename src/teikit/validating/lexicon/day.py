"""Dates in the values of attributes: what they name, how they compare, how calendars differ."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from teikit.relaxng import (
    DATE_TYPES,
    astronomical_year,
    day_number,
    month_length,
    why_no_date,
)
from teikit.tei.dates import extended

_YEARS = ("date", "gYear", "gYearMonth", "dateTime")
_PARTS = ("gMonthDay", "gMonth", "gDay", "time")
_LAST_JULIAN = 1918
"""The year in which Russia left the Julian calendar."""
_HIJRA = range(575, 625)
_SINGLE = re.compile("([1-9][0-9]{3})-(0[1-9]|1[0-2])-([0-3][0-9])")
# What ISO 8601 also allows is so manifold that only these are known to be meant as plain dates.
_PLAIN = re.compile(r"-?\d{4}-\d\d(?:-\d\d)?(?:T.*)?|\d{8}")
_UNPADDED = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
# In the order in which they are tried.
_MEANT = (
    (re.compile(r"[+-]?\d+"), "gYear"),
    (re.compile(r"[+-]?\d+-\d+"), "gYearMonth"),
    (re.compile(r"---\d+"), "gDay"),
    (re.compile(r"--\d+-\d+"), "gMonthDay"),
    (re.compile(r"--\d+"), "gMonth"),
    (re.compile(r".*\dT.*"), "dateTime"),
    (re.compile(r"\d+:.*"), "time"),
)


class Day(NamedTuple):
    """A date as far as it is known; there is a year 0. `zoned`: its time zone is given."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    zoned: bool = False

    @property
    def full(self) -> bool:
        """Whether it is a single day."""
        return None not in (self.year, self.month, self.day)

    def agrees(self, other: "Day") -> bool:
        """Whether both can be the same: nothing that both name differs."""
        pairs = zip(self[:3], other[:3], strict=True)
        return all(None in pair or pair[0] == pair[1] for pair in pairs)

    def precedes(self, other: "Day", days: int = 0) -> bool:
        """Whether it certainly is earlier, by more than a number of days."""
        if self.year is None or other.year is None:
            return False
        last = day_number(self.year, 12 if self.month is None else self.month, self.day or 1)
        if self.day is None:
            last += month_length(self.year, self.month or 12) - 1
        first = day_number(other.year, other.month or 1, other.day or 1)
        # The same moment can have two dates, in two time zones.
        return last + days + (self.zoned or other.zoned) < first

    def shifted(self, days: int) -> "Day":
        """The day so many days later, or earlier; itself if it is not a single day."""
        if self.year is None or self.month is None or self.day is None:
            return self
        try:
            moved = date.fromordinal(date(self.year, self.month, self.day).toordinal() + days)
        except ValueError:  # outside of the years that Python counts
            return self
        return Day(moved.year, moved.month, moved.day, self.zoned)


@lru_cache(maxsize=4096)
def day(value: str, iso: bool = False) -> Day | None:
    """The date in the value of an attribute; of an `-iso` one if so said. None if it is none."""
    value = value.strip()
    value = extended(value) if iso else value
    if single := _SINGLE.fullmatch(value):  # nearly all are written so
        return _of_calendar(*map(int, single.groups()))
    for name in (*_YEARS, *_PARTS):
        form = DATE_TYPES[name]
        if form.accepts(value) and (found := form.pattern.fullmatch(value)):
            part = found.groupdict()
            year, month, number = (
                int(part[name]) if part.get(name) else None for name in ("year", "month", "day")
            )
            year = year if year is None else astronomical_year(year)
            return Day(year, month, number, part["zone"] is not None)
    return None


def _of_calendar(year: int, month: int, number: int) -> Day | None:
    return Day(year, month, number) if 0 < number <= month_length(year, month) else None


@lru_cache(maxsize=1024)
def fault(value: str, iso: bool = False) -> str:
    """Why the value of an attribute is no date, in words; empty if it may be one."""
    value = value.strip()
    if iso and not _PLAIN.fullmatch(value):
        return ""
    if day(value, iso):
        # W3C's years have four digits or more, so that "192007" is one, and is not what is meant.
        if iso or not value.isdigit() or len(value) not in (6, 8):
            return ""
        written = "YYYY-MM" if len(value) == 6 else padded(value) or "YYYY-MM-DD"
        return f"it would be the year {value}; write it as {written}"
    if iso and (written := extended(value)) != value:
        return why_no_date("date", written)
    meant = next((name for form, name in _MEANT if form.fullmatch(value)), "date")
    if iso and meant == "dateTime" and day(value.partition("T")[0]):
        return ""
    return why_no_date(meant, value)


def padded(value: str) -> str:
    """A date that has the year first and lacks zeros or hyphens, with them; else empty."""
    value = value.strip()
    found = _UNPADDED.fullmatch(extended(value))
    written = "-".join(f"{part:0>2}" for part in found.groups()) if found else ""
    return written if day(written) else ""


def otherwise_reckoned(written: Day, meant: Day) -> bool:
    """Whether two dates that differ may be one, reckoned in two ways.

    Julian and Gregorian days are some days apart; the year did not begin in January everywhere;
    years of the Hijra are some centuries behind; two time zones can have two dates.
    """
    if meant.year is None:
        # In any of the last centuries.
        leap = meant._replace(year=1904)
        return any(written.agrees(leap.shifted(days)) for days in (*range(-13, -9), *range(10, 14)))
    if meant.year <= 0:
        return True
    days = {*_julian(meant.year), *((1,) if meant.zoned else ())}
    if any(written.agrees(meant.shifted(sign * number)) for sign in (1, -1) for number in days):
        return True
    if written.year is None:
        return False
    late = meant.year < 1600 or (meant.year < 1800 and (meant.month or 1) <= 3)
    return (late and abs(written.year - meant.year) == 1) or meant.year - written.year in _HIJRA


def weekdays(meant: Day) -> tuple[int, ...]:
    """The days of the week that a date may be: the Gregorian one first, then the Julian.

    None where it is not a single day, or older than the Gregorian calendar.
    """
    year, month, number = meant[:3]
    if year is None or month is None or number is None or not 1583 <= year <= 9999:
        return ()
    weekday = date(year, month, number).isoweekday()
    gaps = _julian(year) if year <= _LAST_JULIAN else ()
    return (weekday, *((weekday + days - 1) % 7 + 1 for days in gaps))


def _julian(year: int) -> set[int]:
    """How many days the Julian calendar is behind in a year; 1700 and the like begin with fewer."""
    centuries = {(year - 1) // 100, year // 100}
    return {century - century // 4 - 2 for century in centuries} - {0}
