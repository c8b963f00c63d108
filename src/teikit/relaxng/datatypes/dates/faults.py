"""What is wrong with a string that should be a date, in words for those who write dates."""

import re
from collections.abc import Iterator, Mapping

from teikit.relaxng.datatypes.dates.calendar import month_length
from teikit.relaxng.datatypes.dates.forms import DATE_TYPES, astronomical_year

# What somebody may write who means one of the forms: numbers of any length in their places.
_ROUGH = {
    "YYYY": "(?P<sign>[+-]?)(?P<year>[0-9]+)",
    "MM": "(?P<month>[0-9]+)",
    "DD": "(?P<day>[0-9]+)",
    "hh": "(?P<hour>[0-9]+)",
    "mm": "(?P<minute>[0-9]+)",
    "ss": r"(?P<second>[0-9]+)(?:[.,](?P<fraction>[0-9]*))?",
}
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
_PAIRS = {
    "month": (1, 12),
    "day": (1, 31),
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 60),
}
_DAY_FIRST = re.compile("([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4})")
_YEAR_FIRST = re.compile("([0-9]{4})[./ ]([0-9]{1,2})[./ ]([0-9]{1,2})")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LONGEST = 20
"""Characters of what may be a date written in another way."""


def why_no_date(name: str, text: str) -> str:
    """What is wrong with a string as the type of dates `name`."""
    form = DATE_TYPES[name]
    if name == "date" and len(text) <= _LONGEST and (other := _otherwise(text)):
        return f"write it as {other}"
    rough = re.fullmatch(_rough(form.shape), text)
    if rough:
        return next(_faults(rough.groupdict()), f"write it as {form.shape}, as in {form.example}")
    for another in DATE_TYPES.values():
        if another is not form and another.accepts(text):
            return f"it is {another.phrase}; write it as {form.shape}"
    return f"write it as {form.shape}, as in {form.example}"


def _rough(shape: str) -> str:
    return re.sub("YYYY|MM|DD|hh|mm|ss", lambda part: _ROUGH[part[0]], shape) + _ZONE


def _faults(parts: Mapping[str, str | None]) -> Iterator[str]:
    """What is wrong with the parts of a date, from left to right."""
    year = parts.get("year")
    if year:
        yield from _year_faults(parts["sign"] or "", year)
    for name, (first, last) in _PAIRS.items():
        digits = parts.get(name)
        if digits is None:
            continue
        if len(digits) != 2:
            yield f"write the {name} with two digits"
        elif name == "hour" and digits == "24":
            yield "write midnight as 00:00:00 of the next day"
        elif not first <= int(digits) <= last:
            yield f"{name} {digits}"
    yield from _length_faults(parts)
    if parts.get("zone"):
        yield "a time zone lies between -13:00 and +14:00"


def _year_faults(sign: str, year: str) -> Iterator[str]:
    if sign == "+":
        yield "write the year without a plus sign"
    if len(year) < 4:
        yield "write the year with four digits"
    elif not year.strip("0"):
        yield "there is no year 0000; the year before 0001 is -0001"
    elif year[0] == "0" and len(year) > 4:
        yield "write a year of more than four digits without zeros before it"
    elif len(year) > 8:
        yield "the year is too far away"


def _length_faults(parts: Mapping[str, str | None]) -> Iterator[str]:
    """The day after the last one of a month; months without a year have their longest length."""
    if parts.get("day") and parts.get("month"):
        month, day = int(parts["month"] or 1), int(parts["day"] or 1)
        year = int((parts.get("sign") or "") + (parts.get("year") or "2000"))
        length = month_length(astronomical_year(year), month)
        if day > length:
            which = f" {year}" if parts.get("year") and month == 2 else ""
            yield f"{_MONTHS[month - 1]}{which} has {length} days"


def _otherwise(text: str) -> str:
    """The date that a string writes in another way, as far as it is certain."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, between, month, year = found.groups()
        if between == "/" and int(day) <= 12 and day != month:
            return "YYYY-MM-DD, the year first"
    else:
        return ""
    ordered = f"{year}-{month:0>2}-{day:0>2}"
    return f"{ordered}, YYYY-MM-DD" if DATE_TYPES["date"].accepts(ordered) else "YYYY-MM-DD"
