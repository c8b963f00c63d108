"""Dates in the words of an edition, as the attributes of TEI's `att.datable.w3c`.

Understands "May 4, 1920", "March 21 [1920]", "20th of March", "6/VI-1920", "16/VII-20",
"13-14. VII 1920", "July 12 or 13, 1920", "[later May 4, 1920]", "[late January 1918]",
"January 1918", "[1918]", with a time behind ("24/5 20 10 hours", "14/VII-1920 at 0:35"), and Roman
numerals with look-alike letters in them ("VTI", "ПІ").
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from teikit.converting.prose import any_of
from teikit.converting.source import Span
from teikit.profiles.profile import DateWords

_DIGITS = re.compile(r"\d+")
_AROUND = 48
"""Characters: "[not earlier than the end of September" and the like stand before a day."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What optical recognition and machine translation made of the letters of Roman numerals.
_LOOKALIKES = str.maketrans({"І": "I", "П": "II", "T": "I", "Т": "I", "Х": "X", "l": "I", "1": "I"})


@dataclass(frozen=True, slots=True)
class Years:
    """What a date without a full year may be: the edition's years, and the date around it."""

    first: int
    last: int
    given: int | None = None
    """The year to take where none is printed."""
    month: int | None = None
    """The month expected, to tell "11" for November from "11" for II."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: where, what it means, and what of it is not printed."""

    span: Span
    value: Mapping[str, str]
    conjecture: bool = False
    """The editors put it, or a part of it, in square brackets."""
    year_printed: bool = True
    doubtful: bool = False
    """A numeral in it had to be repaired."""

    @property
    def day(self) -> str:
        """The day, month or year that it names first, without the time: what compares."""
        return next(iter(self.value.values()))[:10]


def find(text: str, words: DateWords, years: Years) -> Iterator[FoundDate]:
    """All dates in a text, from left to right; two with "to" or a dash between are a range."""
    last: FoundDate | None = None
    for found in _single(text, words, years):
        if last and (joined := _joined(last, found, text, words)):
            last = joined
            continue
        if last:
            yield last
        last = found
    if last:
        yield last


def _joined(first: FoundDate, second: FoundDate, text: str, words: DateWords) -> FoundDate | None:
    """The range of two days, where only a word for it stands between them."""
    between = text[first.span.end : second.span.start].strip()
    days = [date.value.get("when", "")[:10] for date in (first, second)]
    if between not in words.range or not all(days) or not days[0] < days[1]:
        return None
    span = Span(first.span.start, second.span.end)
    value = {"from": days[0], "to": days[1]}
    conjecture = first.conjecture or second.conjecture
    return FoundDate(
        span, value, conjecture, second.year_printed, first.doubtful or second.doubtful
    )


def _single(text: str, words: DateWords, years: Years) -> Iterator[FoundDate]:
    forms = _forms(words)
    for start, end in _windows(text):
        position = start
        nearest = {form: form.search(text, start, end) for form in forms}
        while matches := [match for match in nearest.values() if match]:
            matches.sort(key=lambda match: (match.start(), -match.end()))
            found = next((date for each in matches if (date := _read(each, words, years))), None)
            position = found.span.end if found else matches[0].start() + 1
            if found:
                yield found
            # What a form has found further on is still its nearest.
            for match in matches:
                if match.start() < position:
                    nearest[match.re] = match.re.search(text, position, end)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text around its digits: no date is without one, and looking is slow."""
    start = end = -1
    for digit in _DIGITS.finditer(text):
        if digit.start() - _AROUND > end:
            if end >= 0:
                yield start, min(end, len(text))
            start = max(0, digit.start() - _AROUND)
        end = digit.end() + _AROUND
    if end >= 0:
        yield start, min(end, len(text))


@cache
def _forms(words: DateWords) -> tuple[re.Pattern[str], ...]:
    month = any_of(name for names in words.months for name in names)
    roman = r"[IVXІПХTТl]{1,4}"
    range_ = rf"(?:(?P<range>{any_of(words.range)})|(?P<alternative>{any_of(words.alternative)}))"
    of = rf"(?:(?:{any_of(words.of)})\s+)*" if words.of else ""
    word = rf"(?:\s?(?:{any_of(words.year)})(?!\w))?" if words.year else ""
    year = (
        rf"(?:\s*[-.,/]?\s*(?:\[(?P<bracketed>\d{{4}}){word}\]|(?P<year>\d{{4}})(?!\d){word})"
        rf"|\s*[-.,/]?\s*(?P<short>\d\d)(?![\w/:-]){word})?"
    )
    qualifier = (
        rf"(?:(?:(?P<after>{any_of(words.after)})|(?P<before>{any_of(words.before)})"
        rf"|(?P<early>{any_of(words.early)})|(?P<middle>{any_of(words.middle)})"
        rf"|(?P<late>{any_of(words.late)}))\s*)?"
    )
    # "1/2 of the army" is a part, and no second of January.
    no_part = rf"(?!\s+(?:{any_of(words.of)})\b)" if words.of else ""
    time = (
        rf"(?P<time>\s*,?\s*(?:at\s+)?(?:(?P<clock>\d{{1,2}}[:.]\d\d)(?!\d)"
        rf"|(?P<hour>\d{{1,2}})\s+(?:{any_of(words.hour)})\b"
        rf"(?:\s*(?P<minute>\d{{1,2}})\s+(?:{any_of(words.minute)})\b)?))?"
    )

    def day(name: str) -> str:
        return rf"\[?(?P<{name}>\d{{1,2}})\]?(?:{any_of(words.ordinal)})?(?![\w/])"

    cores = (
        # May 4, 1920; July 12 or 13, 1920; April 30 - May 2, 1920
        rf"\[?(?P<month>{month})\b\]?\.?\s+{day('day')}"
        rf"(?:\s*{range_}\s*(?:(?P<month2>{month})\s+)?{day('day2')})?{year}",
        # 20th of March; 12-13 July 1920
        rf"{day('day')}(?:\s*{range_}\s*{day('day2')})?\s+{of}(?P<month>{month})\b{year}",
        # 6/VI-1920; 13-14. VII 1920; 24/5 20
        rf"(?P<day>\d{{1,2}})(?:\s*{range_}\s*(?P<day2>\d{{1,2}}))?"
        # A full stop divides "10.IV" and "14. VII 1920", but not "Gegechkori 2. I repeat".
        rf"(?:\s*/\s*|\.(?={roman})|\.\s?(?={roman}\s*[-.,]?\s*\d\d))"
        rf"(?P<month>{roman}|\d{{1,2}}|111)(?![\w/]){no_part}{year}",
        # January 1918; March - April 1922
        rf"(?P<month>{month})\b\.?(?:\s*{range_}\s*(?P<month2>{month})\b\.?)?\s*,?\s*"
        rf"(?:\[(?P<bracketed>\d{{4}}){word}\]|(?P<year>\d{{4}})(?!\d){word})",
        # [1918]
        rf"(?P<year>\d{{4}}){word}(?=\s*\])",
    )
    return tuple(
        re.compile(rf"(?<![\w/])(?P<open>\[\s*)?{qualifier}(?:{core}){time}(?P<close>\s*\])?", re.I)
        for core in cores
    )


def _read(match: re.Match[str], words: DateWords, years: Years) -> FoundDate | None:
    """The date of a match, or nothing where the numbers in it are none."""
    part = {name: text for name, text in match.groupdict().items() if text}
    month, repaired = _month(part.get("month"), words, years)
    if month is None and ("month" in part or "open" not in part):
        return None  # a year alone is a date where the editors put it in brackets
    end = match.end()
    year = _year(part, years)
    if year is None and (printed := _year_group(part)):
        # The number behind is no year: a note mark, an hour.
        end = match.start() + len(
            match.string[match.start() : match.start(printed)].rstrip(" ,.-/[")
        )
    year_printed = year is not None
    year = year if year is not None else years.given
    if year is None or not 1 <= year <= 9999:
        return None
    text = match.string[match.start() : end]
    start = match.start()
    if "open" in part and text.count("[") > text.count("]"):
        start = match.end("open")
    if "close" in part and text.count("]") > text.count("["):
        end = match.start("close")
    if year_printed and "close" not in part and text.endswith("]") and text.count("[") < 1:
        end -= 1
    value = _value(part, year, month, words)
    if value is None:
        return None
    span = Span(start, end)
    if "time" in part and end > match.start("time"):
        value = _with_time(value, part)
    return FoundDate(span, value, "[" in match.string[start:end], year_printed, repaired)


def _month(text: str | None, words: DateWords, years: Years) -> tuple[int | None, bool]:
    """The number of a month, and whether its numeral had to be repaired."""
    if text is None:
        return None, False
    for number, names in enumerate(words.months, 1):
        if text.casefold() in (name.casefold() for name in names):
            return number, False
    roman = text.translate(_LOOKALIKES)
    as_roman = _ROMAN.index(roman) + 1 if roman in _ROMAN else None
    if not text.isdecimal():
        return as_roman, text not in _ROMAN
    number = int(text)
    if as_roman and as_roman != number and as_roman == years.month:
        return as_roman, True  # "16/11" where February is expected: 11 stands for II
    return (number if 1 <= number <= 12 else None), False


def _year_group(part: Mapping[str, str]) -> str | None:
    return next((name for name in ("bracketed", "year", "short") if name in part), None)


def _year(part: Mapping[str, str], years: Years) -> int | None:
    group = _year_group(part)
    if group is None:
        return None
    if group != "short":
        return int(part[group])
    year = years.first // 100 * 100 + int(part[group])
    return year if years.first <= year <= years.last else None


def _value(
    part: Mapping[str, str], year: int, month: int | None, words: DateWords
) -> dict[str, str] | None:
    """The attributes for the numbers of a date; nothing where there is no such day."""
    if month is None:
        for name, first, last in (("early", 1, 3), ("middle", 5, 8), ("late", 10, 12)):
            if name in part:
                return {"notBefore": f"{year:04}-{first:02}", "notAfter": f"{year:04}-{last:02}"}
        return _qualified(part, f"{year:04}")
    last_day = calendar.monthrange(year, month)[1]
    if "day" not in part:
        return _months(part, year, month, words)
    day = int(part["day"])
    if not 1 <= day <= last_day:
        return None
    first_day = _iso(year, month, day)
    if "day2" not in part:
        return _qualified(part, first_day)
    month2 = month
    if "month2" in part:
        month2 = _month(part["month2"], words, Years(0, 0))[0] or month
    day2 = int(part["day2"])
    if not 1 <= day2 <= calendar.monthrange(year, month2)[1] or (month2, day2) <= (month, day):
        return None
    second_day = _iso(year, month2, day2)
    if "alternative" in part:
        return {"notBefore": first_day, "notAfter": second_day}
    return {"from": first_day, "to": second_day}


def _months(part: Mapping[str, str], year: int, month: int, words: DateWords) -> dict[str, str]:
    """The attributes for a date without a day."""
    last_day = calendar.monthrange(year, month)[1]
    for name, first, last in (("early", 1, 10), ("middle", 11, 20), ("late", 21, last_day)):
        if name in part:
            return {"notBefore": _iso(year, month, first), "notAfter": _iso(year, month, last)}
    month2 = _month(part["month2"], words, Years(0, 0))[0] if "month2" in part else None
    if month2:
        first_year = year if month < month2 else year - 1  # "December - January 1922"
        return {"notBefore": f"{first_year:04}-{month:02}", "notAfter": f"{year:04}-{month2:02}"}
    return _qualified(part, f"{year:04}-{month:02}")


def _qualified(part: Mapping[str, str], date: str) -> dict[str, str]:
    if "after" in part:
        return {"notBefore": date}
    if "before" in part:
        return {"notAfter": date}
    return {"when": date}


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _with_time(value: dict[str, str], part: Mapping[str, str]) -> dict[str, str]:
    day = value.get("when", "")
    if "clock" in part:
        hour, minute = (int(number) for number in re.split("[:.]", part["clock"]))
    else:
        hour, minute = int(part["hour"]), int(part.get("minute", 0))
    if len(day) != len("1920-05-24") or hour > 23 or minute > 59:
        return value
    return {"when": f"{day}T{hour:02}:{minute:02}:00"}
