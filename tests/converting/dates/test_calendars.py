"""Calendars: days that are known from history."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.converting.dates import calendars
from teikit.converting.dates.calendars import CalendarDay


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((1582, 10, 5), (1582, 10, 15)),
        ((1700, 2, 29), (1700, 3, 11)),
        ((1752, 9, 3), (1752, 9, 14)),
        ((1899, 1, 12), (1899, 1, 24)),
        ((1917, 10, 25), (1917, 11, 7)),
        ((1918, 2, 1), (1918, 2, 14)),
    ],
)
def test_julian_days(old: tuple[int, int, int], new: tuple[int, int, int]) -> None:
    assert calendars.gregorian(CalendarDay(*old)) == new


@given(st.dates(datetime.date(1500, 1, 2), datetime.date(2100, 1, 1)))
def test_one_julian_day_follows_the_other(day: datetime.date) -> None:
    if day.day > 27:
        return
    first = calendars.gregorian(CalendarDay(day.year, day.month, day.day))
    second = calendars.gregorian(CalendarDay(day.year, day.month, day.day + 1))
    assert first is not None
    assert second is not None
    assert calendars.between(first, second) == 1


@pytest.mark.parametrize(
    ("year", "julian", "month", "day"),
    [
        (1851, False, 4, 20),
        (1818, False, 3, 22),
        (1943, False, 4, 25),
        (1700, True, 3, 31),
        (1917, True, 4, 2),
    ],
)
def test_easter(year: int, julian: bool, month: int, day: int) -> None:
    assert calendars.easter(year, julian=julian) == (year, month, day)


@given(st.integers(1583, 2200))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    found = calendars.easter(year)
    assert calendars.weekday(found) == 6
    assert (3, 22) <= (found.month, found.day) <= (4, 25)


@pytest.mark.parametrize(
    ("year", "month", "day", "meant"),
    [
        (1, 1, 1, (1792, 9, 22)),
        (2, 11, 9, (1794, 7, 27)),
        (8, 2, 18, (1799, 11, 9)),
        (10, 13, 1, (1802, 9, 18)),
        (14, 4, 10, (1805, 12, 31)),
    ],
)
def test_the_republic(year: int, month: int, day: int, meant: tuple[int, int, int]) -> None:
    assert calendars.republican(year, month, day) == meant


@pytest.mark.parametrize("date", [(15, 1, 1), (1, 14, 1), (1, 1, 31), (1, 13, 6), (0, 1, 1)])
def test_what_no_republican_day_is(date: tuple[int, int, int]) -> None:
    assert calendars.republican(*date) is None
