"""What the parts of a date mean: the attributes of TEI's `att.datable.w3c`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from teikit.converting.dates import calendars
from teikit.converting.dates.calendars import CalendarDay, is_day, iso_year, month_length
from teikit.converting.dates.numerals import month_of_numeral
from teikit.converting.dates.parts import Join, Parts

_WIDE = 60
"""Years: in a longer time, a number behind a day is rather a number than a year of two figures."""
_NEARLY = range(9, 15)
"""Days between the calendars, if the printer or the writer counted wrong by a day."""
_THIRDS = (("early", 1, 10), ("middle", 11, 20), ("late", 21, 31))
_QUARTERS = (("early", 1, 3), ("middle", 5, 8), ("late", 10, 12))


@dataclass(frozen=True, slots=True)
class Years:
    """What a date without a full year may be: the edition's years, and the date around it."""

    first: int
    last: int
    given: int | None = None
    """The year to take where none is printed."""
    month: int | None = None
    """The month expected, to tell "11" for November from "11" for II."""
    near: int | None = None
    """A year near by: it tells the century of a year of two figures, and nothing more."""


class Problem(StrEnum):
    """What is not right in a date, as printed."""

    PAIR = "the two days are not the same one in the two calendars"
    CENTURY = "the century of its year is not known"
    WEEKDAY = "it was another day of the week"
    CALENDAR = (
        "it was another day of the week by the calendar of the profile (dates.calendar), and is"
        " taken for a date of the other one"
    )


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the parts of a date mean."""

    value: Mapping[str, str]
    year_printed: bool
    repaired: bool = False
    old: str = ""
    """The day by the Julian calendar, where that is printed too."""
    old_days: tuple[str, ...] = ()
    """All days by the Julian calendar that are printed beside those of the value."""
    julian: bool = False
    """Whether the value itself is by the Julian calendar."""
    vague: bool = False
    problem: Problem | None = None


def meaning(parts: Parts, years: Years, *, line: bool, julian_until: str = "") -> Meaning | None:
    """The attributes for the parts of a date; nothing where there is no such day."""
    if parts.republican:
        return _republican(parts)
    parts, repaired = _numbered(parts, years)
    if parts is None or (parts.month is None and parts.numeral):
        return None
    year, printed = _year(parts, years, line=line)
    problem = Problem.CENTURY if parts.year is not None and not printed and line else None
    if year is None:
        return _yearless(parts, problem) if line else None
    alone = parts.month is None and not parts.feast and parts.season is None
    named = parts.year is not None and parts.year < 0  # "58 B.C." is no other number
    outside = alone and line and not named and not years.first <= year <= years.last
    if not 1 <= abs(year) <= 9999 or outside:
        return None
    found = _value(parts, year, julian_until)
    if found is None:
        return None
    vague = found.vague or parts.doubt or "circa" in parts.qualifiers
    return replace(
        found,
        value=_timed(found.value, parts),
        year_printed=printed,
        repaired=repaired,
        vague=vague,
        problem=found.problem or problem,
    )


def _numbered(parts: Parts, years: Years) -> tuple[Parts, bool]:
    """The same with the number of a month that is in figures, and whether it was repaired."""
    if not parts.numeral:
        return parts, False
    month, repaired = month_of_numeral(parts.numeral, years.month)
    if month is None and parts.swapped and parts.figures and parts.day and parts.day <= 12:
        number = int(parts.numeral)
        if 12 < number <= 31:  # "5/13/51"
            return parts._replace(month=parts.day, day=number), False
    return parts._replace(month=month), repaired


def _year(parts: Parts, years: Years, *, line: bool) -> tuple[int | None, bool]:
    """The year, and whether it is the printed one."""
    if parts.year is None:
        return years.given, False
    if not parts.short:
        return parts.year, True
    sure = parts.apostrophe or line or bool(parts.numeral)
    if not sure and years.last - years.first > _WIDE:
        return years.given, False
    near = years.given or years.near
    centuries = range(years.first // 100 * 100, years.last + 1, 100)
    fitting = [
        century + parts.year
        for century in centuries
        if years.first <= century + parts.year <= years.last
    ]
    if not fitting or (len(fitting) > 1 and near is None):
        return years.given, False
    return (fitting[0] if near is None else min(fitting, key=lambda year: abs(year - near))), True


def _yearless(parts: Parts, problem: Problem | None) -> Meaning | None:
    """A day of any year."""
    if parts.month is None or parts.day is None or parts.mark is not None:
        return None
    if parts.feast or parts.season is not None or parts.qualifiers - {"circa"}:
        return None
    if not is_day(2000, parts.month, parts.day):
        return None
    vague = parts.doubt or bool(parts.qualifiers)
    found = _days(parts, 2000, "") if parts.day2 is not None else None
    if parts.day2 is not None and found is None:
        return None
    when = {"when": f"--{parts.month:02}-{parts.day:02}"}
    value = {key: f"-{day[4:]}" for key, day in found.value.items()} if found else when
    if found and found.old:
        return Meaning(value, False, old=f"-{found.old[4:]}", vague=vague, problem=problem)
    return Meaning(value, False, vague=vague, problem=problem)


def _value(parts: Parts, year: int, julian_until: str) -> Meaning | None:
    if parts.feast:
        return _feast(parts, year, julian_until)
    if parts.season is not None:
        return Meaning(_limited(parts, *_season(parts, parts.season, year)), True)
    if parts.mark is not None:
        if not 1 <= (parts.month or 0) <= 12:
            return None
        day = calendars.roman(year, parts.month or 1, parts.mark, parts.day or 1)
        if day is None or not is_day(*day):
            return None
        turned = day.year != year  # whose year was meant cannot be known
        return Meaning(_limited(parts, str(day), str(day)), True, vague=turned)
    if parts.month is None:
        return _whole_years(parts, year)
    if parts.day is None:
        return _months(parts, year, parts.month)
    if parts.day2 is not None:
        return _days(parts, year, julian_until)
    return _single_day(parts, CalendarDay(year, parts.month, parts.day), julian_until)


def _single_day(parts: Parts, day: CalendarDay, julian_until: str) -> Meaning | None:
    before = str(day) <= julian_until
    julian = parts.style == "old" or (parts.dual and before)
    leap = before and parts.style != "new" and is_day(*day, julian=True)
    if is_day(*day) or leap:  # 29 February 1900 was a day of the Julian calendar alone
        julian = julian or not is_day(*day)
        return Meaning(_limited(parts, str(day), str(day)), True, julian=julian)
    return None


def _days(parts: Parts, year: int, julian_until: str) -> Meaning | None:
    """Two days: a range, a choice, or the same day in two calendars."""
    month, day = parts.month or 0, parts.day or 0
    month2, day2 = parts.month2 or month, parts.day2 or 0
    if parts.listed:
        return _listed(parts, year, julian_until)
    if parts.join is Join.PAIR:
        return _pair(parts, year, (month, day), (month2, day2))
    second_year = parts.year2 or year
    first_year = year
    if (month2, day2) <= (month, day) and parts.year2 is None:
        if (month, month2) != (12, 1):
            return None
        first_year -= 1  # "31 Dec. - 2 Jan. 1851"
    first, second = CalendarDay(first_year, month, day), CalendarDay(second_year, month2, day2)
    if not (is_day(*first) and is_day(*second)) or first >= second:
        return None
    if parts.join is Join.ALTERNATIVE:
        value = {"notBefore": str(first), "notAfter": str(second)}
    else:
        value = {"from": str(first), "to": str(second)}
    return Meaning(value, True, julian=parts.style == "old")


def _pair(
    parts: Parts, year: int, first: tuple[int, int], second: tuple[int, int]
) -> Meaning | None:
    """The Gregorian day of "12/25 January 1899", whichever of the two is named first."""
    years: tuple[tuple[int, int], ...]
    if year < 1:
        return None
    if parts.year2 is not None:
        years = ((year, parts.year2), (parts.year2, year))
    else:
        years = ((year, year), (year - 1, year), (year, year + 1))
    for (old, new), swapped in (((first, second), False), ((second, first), True)):
        for old_year, new_year in years:
            julian, new_day = CalendarDay(old_year, *old), CalendarDay(new_year, *new)
            in_order = parts.year2 is None or (old_year == year) is not swapped
            if not (in_order and is_day(*julian, julian=True) and is_day(*new_day)):
                continue
            if calendars.gregorian(julian) == new_day:
                return Meaning({"when": str(new_day)}, True, old=str(julian))
    days = [CalendarDay(year, *first), CalendarDay(parts.year2 or year, *second)]
    if not all(is_day(*day) for day in days):
        return None
    if (
        first[0] == second[0] and second[1] == first[1] + 1 and not parts.listed
    ):  # the night of 5/6 May
        return Meaning({"from": str(days[0]), "to": str(days[1])}, True)
    if calendars.between(*days) in _NEARLY:  # a slip of a day: "12/25 January 1899"
        old_day, new_day = sorted(days)
        return Meaning({"when": str(new_day)}, True, old=str(old_day), problem=Problem.PAIR)
    return Meaning({"when": str(days[0])}, True, problem=Problem.PAIR)


def _listed(parts: Parts, year: int, julian_until: str) -> Meaning | None:
    """From the first to the last of several days, which may be given in both calendars."""
    met: list[Meaning] = []
    for number, ((day, month), *other) in enumerate(parts.listed):
        if other:
            read = _pair(parts, year, (month, day), (other[0][1], other[0][0]))
        else:
            read = _single_day(parts, CalendarDay(year, month, day), julian_until)
        if read is None or "when" not in read.value:
            return None
        if number and not met[-1].value["when"] < read.value["when"]:
            return None
        met.append(read)
    problem = next((read.problem for read in met if read.problem), None)
    value = {"from": met[0].value["when"], "to": met[-1].value["when"]}
    old_days = tuple(read.old for read in met if read.old)
    return Meaning(value, True, old_days=old_days, julian=met[0].julian, problem=problem)


def _months(parts: Parts, year: int, month: int) -> Meaning | None:
    """A date without a day."""
    last = month_length(year, month)
    for name, start, end in _THIRDS:
        if name in parts.qualifiers:
            days = (CalendarDay(year, month, start), CalendarDay(year, month, min(end, last)))
            return Meaning(_limited(parts, *map(str, days)), True, julian=parts.style == "old")
    if parts.month2:
        second = parts.year2 or year
        first = year if parts.year2 or month < parts.month2 else year - 1
        if (first, month) >= (second, parts.month2):
            return None  # not "December - January 1922"
        months = (f"{iso_year(first)}-{month:02}", f"{iso_year(second)}-{parts.month2:02}")
        if parts.year2 and parts.join is Join.RANGE:
            return Meaning({"from": months[0], "to": months[1]}, True)
        return Meaning(_limited(parts, *months), True)
    return Meaning(_limited(parts, *[f"{iso_year(year)}-{month:02}"] * 2), True)


def _whole_years(parts: Parts, year: int) -> Meaning | None:
    for name, first, last in _QUARTERS:
        if name in parts.qualifiers:
            return Meaning(
                _limited(parts, f"{iso_year(year)}-{first:02}", f"{iso_year(year)}-{last:02}"), True
            )
    return Meaning(_limited(parts, f"{iso_year(year)}", f"{iso_year(parts.year2 or year)}"), True)


def _season(parts: Parts, season: int, year: int) -> tuple[str, str]:
    if season == 3 and year < 0:
        return iso_year(year), iso_year(year)
    if season < 3:
        return (
            f"{iso_year(year)}-{3 * season + 3:02}",
            f"{iso_year(parts.year2 or year)}-{3 * season + 5:02}",
        )
    if parts.year2:  # "Winter 1850/51"
        return f"{iso_year(year)}-12", f"{iso_year(parts.year2)}-02"
    return (
        f"{iso_year(year - 1)}-12",
        f"{iso_year(year + 1)}-02",
    )  # which of two winters is not said


def _feast(parts: Parts, year: int, julian_until: str) -> Meaning | None:
    """The day of a feast, by the calendar of the country, or the one that is named."""
    julian = parts.style == "old" or (not parts.style and f"{iso_year(year)}" < julian_until)
    day = calendars.feast(parts.feast, year, julian=julian)
    if day is None or not is_day(*day):
        return None
    return Meaning(_limited(parts, str(day), str(day)), True, julian=julian)


def _republican(parts: Parts) -> Meaning | None:
    day = calendars.republican(parts.year or 0, parts.month or 0, parts.day or 0)
    return Meaning(_limited(parts, str(day), str(day)), True) if day else None


def _limited(parts: Parts, first: str, last: str) -> dict[str, str]:
    """From the first to the last day, or as "after" and "before" say."""
    if "after" in parts.qualifiers:
        return {"notBefore": first}
    if "before" in parts.qualifiers:
        return {"notAfter": last}
    return {"when": first} if first == last else {"notBefore": first, "notAfter": last}


def _timed(value: Mapping[str, str], parts: Parts) -> Mapping[str, str]:
    day = value.get("when", "")
    if parts.clock is None or len(day) != len("1920-05-24"):
        return value
    hour, minute = parts.clock
    if hour > 23 or minute > 59:
        return value
    return {"when": f"{day}T{hour:02}:{minute:02}:00"}
