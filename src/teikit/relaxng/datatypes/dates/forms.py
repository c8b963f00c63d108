"""Dates, times and parts of them: which strings they are, and how they compare.

The limits are those of the validator that the TEI is checked with: no hour 24, any minute may have
a second 60, time zones from -13:00 to +14:00, years that can be counted in milliseconds in 64 bits,
and nothing shorter than a millisecond makes a difference.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from teikit.relaxng.datatypes.dates.calendar import day_number, is_leap

_YEAR = "(?P<year>-?(?:[1-9][0-9]{3,}|0(?!000)[0-9]{3}))"
_MONTH = "(?P<month>0[1-9]|1[0-2])"
_DAY = "(?P<day>0[1-9]|[12][0-9]|3[01])"
_MONTH_DAY = (
    "(?P<month>0[1-9]|1[0-2])-"
    "(?P<day>0[1-9]|1[0-9]|2[0-9]|(?<!02-)30|(?<=0[13578]-)31|(?<=1[02]-)31)"
)
_TIME = (
    "(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):"
    r"(?P<second>[0-5][0-9]|60)(?:\.(?P<fraction>[0-9]*))?"
)
_ZONE = r"(?P<zone>Z|[+-](?:0[0-9]|1[0-2]):[0-5][0-9]|[+-]13:00|\+13:[0-5][0-9]|\+14:00)?"

_SAFE_YEAR = 8
"""Characters of a year that is not near the limit."""
_LIMIT = 2**63
_ANY_ZONE = 14 * 60 * 60 * 1000
"""Milliseconds by which a time without a time zone may be earlier or later."""


class Moment(NamedTuple):
    """A point of time in milliseconds; where no time zone is known, as if it were UTC."""

    milliseconds: int
    leap: int
    """Milliseconds into a leap second, from 1; it belongs to the minute before."""
    zoned: bool

    def precedes(self, other: "Moment") -> bool:
        """Whether this is the earlier one, whatever time zone it is where none is given."""
        spread = _ANY_ZONE if self.zoned != other.zoned else 0
        earlier = (self.milliseconds + spread, self.leap)
        return earlier < (other.milliseconds, other.leap)


@dataclass(frozen=True)
class DateType:
    """A type of dates: how people call it, how it is written, an example, and its pattern."""

    phrase: str
    shape: str
    example: str
    written: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, with any time zone; made when the first date comes."""
        return re.compile(self.written + _ZONE)

    def accepts(self, text: str) -> bool:
        """Whether a string is a date of this form."""
        found = self.pattern.fullmatch(text)
        if not found:
            return False
        parts = found.groupdict()
        year = parts.get("year") or ""
        if len(year) > _SAFE_YEAR:
            return len(year) < 12 and abs(_moment(parts).milliseconds) < _LIMIT
        return (
            not year
            or parts.get("day") != "29"
            or parts["month"] != "02"
            or is_leap(astronomical_year(int(year)))
        )

    def value(self, text: str) -> Moment:
        """The point of time where a date begins."""
        found = self.pattern.fullmatch(text)
        if not found:
            raise ValueError(text)
        return _moment(found.groupdict())


def astronomical_year(year: int) -> int:
    """A year as it is reckoned with: there is a year 0, which is written -0001."""
    return year + 1 if year < 0 else year


def _moment(parts: dict[str, str | None]) -> Moment:
    """The point of time that the parts of a date stand for; the year 2000 has all days."""
    day = day_number(
        astronomical_year(int(parts.get("year") or 2000)),
        int(parts.get("month") or 1),
        int(parts.get("day") or 1),
    ) - day_number(1970, 1)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    milliseconds = int(((parts.get("fraction") or "") + "000")[:3])
    leap = 0
    if second == 60:
        second, milliseconds, leap = 59, 999, milliseconds + 1
    zone = parts.get("zone")
    minutes = (day * 24 + hour) * 60 + minute - _offset(zone)
    return Moment((minutes * 60 + second) * 1000 + milliseconds, leap, zone is not None)


def _offset(zone: str | None) -> int:
    """Minutes by which a time zone is ahead of UTC."""
    if zone is None or zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return -minutes if zone[0] == "-" else minutes


DATE_TYPES = {
    "date": DateType("a date", "YYYY-MM-DD", "1920-06-05", f"{_YEAR}-{_MONTH_DAY}"),
    "dateTime": DateType(
        "a date with a time",
        "YYYY-MM-DDThh:mm:ss",
        "1920-06-05T14:30:00",
        f"{_YEAR}-{_MONTH_DAY}T{_TIME}",
    ),
    "time": DateType("a time of day", "hh:mm:ss", "14:30:00", _TIME),
    "gYear": DateType("a year", "YYYY", "1920", _YEAR),
    "gYearMonth": DateType("a year and month", "YYYY-MM", "1920-06", f"{_YEAR}-{_MONTH}"),
    "gMonthDay": DateType("a day of a month", "--MM-DD", "--06-05", f"--{_MONTH_DAY}"),
    "gMonth": DateType("a month", "--MM", "--06", f"--{_MONTH}"),
    "gDay": DateType("a day of any month", "---DD", "---05", f"---{_DAY}"),
}
"""The types of dates by their names."""
