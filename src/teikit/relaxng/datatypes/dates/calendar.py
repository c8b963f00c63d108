"""Days of the Gregorian calendar, as numbers; it is taken to have been in use always."""


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February; the year before the year 1 is 0."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(year: int, month: int, day: int = 1) -> int:
    """The days from 1 January of the year 0 to a date; any number of months may be counted."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    before = year - 1
    leap_days = before // 4 - before // 100 + before // 400
    months = sum(month_length(year, earlier) for earlier in range(1, month))
    return year * 365 + leap_days + months + day
