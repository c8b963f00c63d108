"""Calendars: Julian and Gregorian days, Easter, the Roman and the French republican calendar."""

import calendar
import datetime
import re
from typing import NamedTuple

_EPOCH = 1721425
"""The number that goes before day 1 of `datetime` in the count of Julian days."""
_ISO_DAY = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)")
_REPUBLIC = datetime.date(1792, 9, 22)
_REPUBLICAN_LEAP_YEARS = (3, 7, 11)


def iso_year(year: int) -> str:
    """A year as XML Schema 1.0 writes it: `-0058` is 58 B.C., for it has no year 0."""
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


class CalendarDay(NamedTuple):
    """A day by its numbers, in whichever calendar; the year before 1 is -1."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{iso_year(self.year)}-{self.month:02}-{self.day:02}"


def month_length(year: int, month: int, *, julian: bool = False) -> int:
    """How many days a month has; 0 for a year that no date can have.

    Before Christ there is but the Julian calendar.
    """
    if not 1 <= abs(year) <= 9999:
        return 0
    if year < 0:
        return 29 if month == 2 and year % 4 == 3 else calendar.monthrange(1, month)[1]
    if julian and month == 2 and year % 4 == 0:
        return 29
    return calendar.monthrange(year, month)[1]


def is_day(year: int, month: int, day: int, *, julian: bool = False) -> bool:
    """Whether there is such a day."""
    return 1 <= month <= 12 and 1 <= day <= month_length(year, month, julian=julian)


def gregorian(old: CalendarDay) -> CalendarDay | None:
    """The Gregorian day that a Julian one is; nothing where there is none from year 1 to 9999."""
    year, month = (old.year, old.month) if old.month > 2 else (old.year - 1, old.month + 12)
    julian = 36525 * (year + 4716) // 100 + 306001 * (month + 1) // 10000 + old.day - 1524
    ordinal = julian - _EPOCH
    if old.year < 1 or not 1 <= ordinal <= datetime.date.max.toordinal():
        return None
    day = datetime.date.fromordinal(ordinal)
    return CalendarDay(day.year, day.month, day.day)


def weekday(day: CalendarDay) -> int:
    """The day of the week of a Gregorian day; Monday is 0."""
    return datetime.date(*day).weekday()


def falls_on(day: str, number: int) -> bool:
    """Whether a day of ISO 8601 falls on a day of the week, by the Gregorian calendar."""
    return weekday(CalendarDay(*map(int, day.split("-")))) == number if exists(day) else False


def year_of(day: str) -> int:
    """The year of a day of ISO 8601 that has one."""
    return int(day[: day.index("-", 1)] if "-" in day[1:] else day)


def parsed(day: str) -> CalendarDay | None:
    """The numbers of a day of ISO 8601; nothing where it is a month, a year, or without a year."""
    match = _ISO_DAY.fullmatch(day)
    return CalendarDay(*map(int, match.groups())) if match else None


def exists(day: str) -> bool:
    """Whether there is such a day of ISO 8601 by the Gregorian calendar."""
    found = parsed(day)
    return found is not None and found.year > 0 and is_day(*found)


_FAR = 300
"""Days: letters that stand beside each other are rarely a year apart."""


def far(first: str, second: str) -> bool:
    """Whether a day of ISO 8601 is long before another."""
    return first < second and (distance(first, second) or 0) > _FAR


def distance(first: str, second: str) -> int | None:
    """The days between two days of ISO 8601; None where there is no such day."""
    if not (exists(first) and exists(second)):
        return None
    return between(*(CalendarDay(*map(int, day.split("-"))) for day in (first, second)))


def between(first: CalendarDay, second: CalendarDay) -> int:
    """How many days lie between two, whichever comes first."""
    return abs((datetime.date(*first) - datetime.date(*second)).days)


def is_weekday(day: CalendarDay, number: int, *, julian: bool) -> bool:
    """Whether a day, of either calendar, falls on a day of the week; Monday is 0."""
    meant = gregorian(day) if julian or day.year < 1 else day
    return meant is not None and weekday(meant) == number


def easter(year: int, *, julian: bool = False) -> CalendarDay:
    """Easter Sunday, in the numbers of the same calendar."""
    golden = year % 19
    if julian:
        moon = (19 * golden + 15) % 30
        shift = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, day = divmod(moon + shift + 114, 31)
        return CalendarDay(year, month, day + 1)
    century, rest = divmod(year, 100)
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * correction + 114, 31)
    return CalendarDay(year, month, day + 1)


def feast(rule: str, year: int, *, julian: bool = False) -> CalendarDay | None:
    """The day of a feast: `12-25`, or `easter+49`."""
    if not 1 <= year <= 9999:
        return None
    if not rule.startswith("easter"):
        month, day = (int(number) for number in rule.split("-"))
        return CalendarDay(year, month, day) if is_day(year, month, day, julian=julian) else None
    start = easter(year, julian=julian)
    month, day = start.month, start.day + int(rule.removeprefix("easter") or 0)
    while day < 1:
        month -= 1
        day += month_length(year, month, julian=julian)
    while day > (length := month_length(year, month, julian=julian)):
        month, day = month + 1, day - length
    return CalendarDay(year, month, day)


def republican(year: int, month: int, day: int) -> CalendarDay | None:
    """The Gregorian day of a day of the French Republic; its last days are month 13."""
    leap = year in _REPUBLICAN_LEAP_YEARS
    last = 30 if month < 13 else 5 + leap
    if not (1 <= year <= 14 and 1 <= month <= 13 and 1 <= day <= last):
        return None
    leaps = sum(each < year for each in _REPUBLICAN_LEAP_YEARS)
    days = 365 * (year - 1) + leaps + 30 * (month - 1) + day - 1
    found = _REPUBLIC + datetime.timedelta(days)
    return CalendarDay(found.year, found.month, found.day)


def roman(year: int, month: int, mark: int, before: int) -> CalendarDay | None:
    """The day so many days before the Kalends (0), Nones (1) or Ides (2) of a month.

    The day itself counts as the first, as the Romans counted.
    """
    late = month in (3, 5, 7, 10)
    day = (1, 7 if late else 5, 15 if late else 13)[mark] - (before - 1)
    if day < 1:
        year, month = (year, month - 1) if month > 1 else (year - 1 or -1, 12)
        day += month_length(year, month, julian=True)
    return CalendarDay(year, month, day) if day >= 1 else None
