"""Dates found in a text, with what they mean."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from teikit.converting.dates import calendars
from teikit.converting.dates.calendars import CalendarDay
from teikit.converting.dates.grammar import DateReader
from teikit.converting.dates.numerals import ROMAN_DAY, ROMAN_MONTH, roman_value
from teikit.converting.dates.parts import Parts
from teikit.converting.dates.tokens import (
    NO_TOKENS,
    Lexicon,
    Token,
    fold,
    lexicon,
    lookup,
    tokens,
)
from teikit.converting.dates.values import Meaning, Problem, Years, meaning
from teikit.converting.source import Span
from teikit.profiles.profile import Calendar, DateWords, with_all_languages

_YEAR = re.compile(r"-?\d{4}")
_MONTH = re.compile(r"(?:-|-?\d{4})-(\d\d)")
_MAY_BE_DAY = re.compile(r"(?<!\d)(?:\d{1,2}(?!\d).*\d{4}|\d{4}.*(?<!\d)\d{1,2}(?!\d))", re.DOTALL)
_ISO = re.compile(r"-?\d{4}-\d\d(?:-\d\d)?")
"""A date of ISO 8601, which is Gregorian by that standard."""
_DIGITS = re.compile(r"\d+")
_AROUND = 48
"""Characters: "[not earlier than the end of September" and the like stand before a day."""
_LONGEST_WORD = 30
_LONGEST_LINE = 400
"""Characters: a longer text is no line of a date."""
_NEAR = 4
"""Tokens between a date and its day of the week."""
_BEFORE = 8
"""Tokens between a date and the word that says of what it is."""
_STARTING = frozenset(
    {
        *("months", "days", "seasons", "feasts", "eve", "kalends", "article", "before_christ"),
        *("after", "before", "early", "middle", "late", "circa"),
    }
)
_BETWEEN = frozenset(",.:;()[]-–—")


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
    vague: bool = False
    """It is said to be about that time, or has a question mark."""
    old: str = ""
    """The day by the Julian calendar, where that is printed."""
    old_days: tuple[str, ...] = ()
    """All such days, where several are printed in both calendars."""
    julian: bool = False
    """It is printed by the Julian calendar alone; days of `value` are Gregorian all the same."""
    new_style: bool = False
    """It is said, or shown by its day of the week, that it is by the Gregorian calendar."""
    confirmed: bool = False
    """Its day of the week agrees with what is known of its calendar."""
    of_unknown_calendar: bool = False
    """It is of a time in which it may be by the Julian calendar, and nothing says by which."""
    weekday: int | None = None
    """The day of the week that is printed with it; Monday is 0."""
    problem: Problem | None = None
    kind: str = ""
    """`postmark` or `received`, where it is not the date of writing."""
    figures: bool = False
    """Its month is in Arabic figures."""
    exact: bool = True
    """Its words have the capitals that such words have."""

    @property
    def day(self) -> str:
        """The day, month or year that it names first, without the time: what compares."""
        return next(iter(self.value.values())).partition("T")[0]

    @property
    def bounds(self) -> tuple[str, str]:
        """The first and the last day, month or year that it can be; nothing for what is open."""
        value = {name: day.partition("T")[0] for name, day in self.value.items()}
        when = value.get("when", "")
        first = value.get("from") or value.get("notBefore") or when
        return first, value.get("to") or value.get("notAfter") or when

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of TEI: the value, its calendar, and that it is not exact."""
        more = {"calendar": "#julian"} if self.julian else {}
        if self.old:
            more |= {"when-custom": self.old, "datingMethod": "#julian"}
        if self.vague:
            more |= {"precision": "low"}
        return {**self.value, **more}

    @property
    def year(self) -> int | None:
        """The year that it names first, where it has one."""
        match = _YEAR.match(self.day)
        return int(match[0]) if match else None

    @property
    def month(self) -> int | None:
        """The month that it names first, where it has one."""
        match = _MONTH.match(self.day)
        return int(match[1]) if match else None

    @property
    def is_full_day(self) -> bool:
        """Whether it is one day of a year that is printed."""
        return self.year_printed and len(self.value.get("when", "")) >= len("1920-05-24")


def find(text: str, words: DateWords, years: Years, *, line: bool = False) -> Iterator[FoundDate]:
    """All dates in a text, from left to right; two with "to" or a dash between are a range.

    In a line without a day in the edition's language, a full date of another one is looked for.

    Args:
        text: a paragraph, or the line of a date.
        words: the words of dates in the edition.
        years: what a date may be that lacks its year, or a part of it.
        line: whether the text is the line of a date. Then it may be a season or a year alone, and
            a day without any year is one of any year: `--05-24`.
    """
    return iter(_all(text, words, years, line=line and len(text) <= _LONGEST_LINE))


@lru_cache(maxsize=256)  # recognisers that do not know each other ask for the same text
def _all(text: str, words: DateWords, years: Years, *, line: bool) -> tuple[FoundDate, ...]:
    found = _in_language(text, words, years, line=line)
    if line and all(date.month is None for date in found) and _MAY_BE_DAY.search(text):
        other = _in_language(text, with_all_languages(words), years, line=line)
        full = [date for date in other if date.is_full_day and not date.figures]
        found = full if len(full) == 1 else found
    return tuple(found)


def _in_language(text: str, words: DateWords, years: Years, *, line: bool) -> list[FoundDate]:
    found: list[FoundDate] = []
    for date in _single(text, words, years, line=line):
        if found and (joined := _joined(found[-1], date, text, words)):
            found[-1] = joined
        else:
            found.append(date)
    return found


def is_undated(text: str, words: DateWords) -> bool:
    """Whether a line says that there is no date: "n.d."."""
    row, known = tokens(text, 0, min(len(text), _LONGEST_LINE)), lexicon(words)
    return any(lookup(known, row, index, "undated") for index in range(len(row)))


def _joined(first: FoundDate, second: FoundDate, text: str, words: DateWords) -> FoundDate | None:
    """The range of two days, or one of them, where only a word for it stands between them."""
    between = text[first.span.end : second.span.start].strip()
    if between in words.range:
        days = [date.value.get("when", "").partition("T")[0] for date in (first, second)]
        names = ("from", "to")
    elif between in words.alternative and first.year_printed and second.year_printed:
        days = [first.bounds[0], second.bounds[1]]
        names = ("notBefore", "notAfter")
    else:
        return None
    if not all(days) or not days[0] < days[1]:
        return None
    return replace(
        first,
        span=Span(first.span.start, second.span.end),
        value=dict(zip(names, days, strict=True)),
        old="",
        conjecture=first.conjecture or second.conjecture,
        year_printed=second.year_printed,
        doubtful=first.doubtful or second.doubtful,
        vague=first.vague or second.vague,
        problem=first.problem or second.problem,
    )


def _single(text: str, words: DateWords, years: Years, *, line: bool) -> Iterator[FoundDate]:
    for reader, starts in _readers(text, words, line=line):
        found = list(_in_row(text, starts, reader, years))
        likely = _likely(found) if line else found
        if line and len(likely) == 1 and likely[0].weekday is None:
            likely = [replace(likely[0], weekday=_weekday_at_edge(reader))]
        for each in likely:
            is_iso = bool(_ISO.fullmatch(text, each.span.start, each.span.end))
            dated = replace(each, new_style=True) if is_iso else each
            yield in_calendar(_on_weekday(dated, words), words)


@lru_cache(maxsize=128)  # the same text is asked for with other years
def _readers(
    text: str, words: DateWords, *, line: bool
) -> tuple[tuple[DateReader, Sequence[int]], ...]:
    """A reader for each stretch of a text that may hold dates, and where in it they may begin."""
    stretches = [(0, len(text))] if line else _windows(text)
    stretches = [each for each in stretches if _may_hold(text, *each, words, line=line)]
    readers = [DateReader(tokens(text, *each), words, line=line) for each in stretches]
    return tuple((reader, _starts(reader)) for reader in readers)


def _likely(found: Sequence[FoundDate]) -> Sequence[FoundDate]:
    """The dates of a line, without numbers that are rather none beside the others."""
    years = [each for each in found if each.month is None and each.year is not None]
    days = [each for each in found if each not in years]
    days = [each for each in days if not each.figures] or days
    if len(days) == len(years) == 1 and (dated := _with_year(days[0], years[0])):
        return [dated]  # "August 31st, Bentinck Street, 1780"
    return days or found


def _with_year(day: FoundDate, year: FoundDate) -> FoundDate | None:
    """A day without year, with the year that stands elsewhere in its line."""
    when = f"{year.day}{day.day[1:]}"
    numbers = calendars.parsed(when)
    if day.year is not None or "when" not in year.value or "when" not in day.value:
        return None
    if numbers is None or not calendars.is_day(*numbers):
        return None
    conjecture, vague = day.conjecture or year.conjecture, day.vague or year.vague
    return replace(day, value={"when": when}, year_printed=True, conjecture=conjecture, vague=vague)


def _in_row(
    text: str, starts: Sequence[int], reader: DateReader, years: Years
) -> Iterator[FoundDate]:
    row, line = reader.row, reader.line
    behind = 0
    for index in starts:
        if index < behind:
            continue
        for parts, end in reader.at(index):
            if read := meaning(parts, years, line=line, julian_until=reader.julian_until):
                stop = end
                if parts.year is not None and not read.year_printed and parts.year_at > index:
                    stop = parts.year_at  # the number behind is no year: a note mark, an hour
                    read = _without_time(read)
                found, behind = _placed(text, row, (index, stop), parts, read, reader.known)
                yield _with_company(found, row, (index, behind), reader)
                break


def _without_time(read: Meaning) -> Meaning:
    value = {key: when.partition("T")[0] for key, when in read.value.items()}
    return replace(read, value=value)


def _starts(reader: DateReader) -> list[int]:
    """The tokens with which a date may begin: most do not, and to read on from one is slow."""
    row = reader.row
    kinds = [reader.kinds(index) for index in range(len(row))]
    named = [index for index, each in enumerate(kinds) if each and not _MONTHS.isdisjoint(each)]
    return [
        index
        for index, token in enumerate(row)
        if (kinds[index] or not token.is_word or token.text[0] in _ROMAN)
        and _may_start(reader, index)
        and (not token.is_number or _may_go_on(reader, index, named))
    ]


def _may_start(reader: DateReader, index: int) -> bool:
    """Whether a date may begin with a token."""
    row, line = reader.row, reader.line
    token = row[index]
    if index and token.glued:
        before = row[index - 1]
        if before.is_word or before.is_number or before.text == "/":
            return False
        if token.is_number and before.text == "-" and row[index - 2].is_number:
            return False  # "7-1/2"
    if token.is_number:
        return len(token.text) <= 4
    if token.text in {"[", "("}:
        return index + 1 < len(row) and (
            not row[index + 1].is_word or _leads(reader, index + 1) or _is_roman(row[index + 1])
        )
    if line and index == 0 and token.text == "-":  # "-0058-04-18", as a table has it
        return len(row) > 1 and row[1].glued and len(row[1].text) == 4 and row[1].is_number
    if line and token.text[0] in "IVXL" and ROMAN_DAY.fullmatch(token.text):
        return True
    return _leads(reader, index)


def _leads(reader: DateReader, index: int) -> bool:
    """Whether words that begin a date stand at a token: in a text, an article only at a feast."""
    kinds = [kind for kind in reader.kinds(index) if kind in _STARTING]
    if not kinds:
        return False
    if not reader.line and "article" in kinds:
        kinds.remove("article")
        article = reader.word(index, "article")
        if article and reader.word(article.next, "feasts"):
            return True
    return any(reader.word(index, kind) for kind in kinds) or _is_roman(reader.row[index])


def _is_roman(token: Token) -> bool:
    return roman_value(token.text) > 0


_ROMAN = "IVXL"
_WITHIN = 14
"""Tokens: behind a number a month stands within as many, or none."""
_MONTHS = frozenset({"months", "republican", "kalends", "seasons", "feasts"})
_SIGNS = frozenset("/.-–—(?]")
_BEHIND_DAY = _SIGNS | frozenset("[{°º")
"""Signs behind the number of a day, or of a month."""


def _may_go_on(reader: DateReader, index: int, named: Sequence[int]) -> bool:
    """Whether what follows a number can be a date: figures with signs, or a month soon.

    `named` are the tokens that may name a month, a season or a feast.
    """
    row = reader.row
    if not reader.line:  # in running text, a date begins with no year, and goes on at once
        if reader.kinds(index):  # "7bre"
            return True
        if len(row[index].text) > len("31") or index + 1 == len(row):
            return False
        return row[index + 1].text in _BEHIND_DAY or bool(reader.kinds(index + 1))
    place = bisect_left(named, index)
    distance = named[place] - index if place < len(named) else _WITHIN + 1
    if distance <= _WITHIN:
        return True
    return len(row[index].text) == 4 or any(
        token.text in _SIGNS or token.is_word for token in row[index + 1 : index + 3]
    )


def _placed(
    text: str,
    row: Sequence[Token],
    place: tuple[int, int],
    parts: Parts,
    read: Meaning,
    known: Lexicon,
) -> tuple[FoundDate, int]:
    """The date with its span: brackets belong to it where both stand in it."""
    index, stop = place
    while row[index].text == "(" or (row[index].text == "?" and index + 1 < stop):
        index += 1
    while row[stop - 1].text in {",", ".", "-", "/", ":", ";", "–", "—"} and stop - 1 > index:
        stops_year = (parts.year is not None and parts.year < 0) or _is_of_year(row, stop, known)
        if row[stop - 1].text == "." and (parts.style or stops_year):
            break
        stop -= 1
    start, end = row[index].start, row[stop - 1].end
    inside = text[start:end]
    behind = stop
    if inside.count("[") > inside.count("]"):
        if stop < len(row) and row[stop].text == "]":
            end, behind = row[stop].end, stop + 1
        elif row[index].text == "[":
            start = row[index + 1].start
    elif inside.endswith("]") and inside.count("]") > inside.count("["):
        end -= 1
    opened = text.count("[", max(0, start - _LONGEST_LINE), start)
    closed = text.count("]", max(0, start - _LONGEST_LINE), start)
    found = FoundDate(
        span=Span(start, end),
        value=read.value,
        conjecture="[" in text[start:end] or opened > closed,
        year_printed=read.year_printed,
        doubtful=read.repaired,
        vague=read.vague,
        old=read.old,
        old_days=read.old_days or ((read.old,) if read.old else ()),
        julian=read.julian,
        problem=read.problem,
        figures=parts.figures and parts.year is None,
        exact=parts.exact,
        new_style=parts.style == "new",
    )
    return found, behind


def _is_of_year(row: Sequence[Token], stop: int, known: Lexicon) -> bool:
    """Whether a full stop belongs to the word for "year" before it."""
    found = lookup(known, row, stop - 2, "year") if stop > 1 else None
    return found is not None and found.next == stop


def _with_company(
    found: FoundDate, row: Sequence[Token], place: tuple[int, int], reader: DateReader
) -> FoundDate:
    """The date with the day of the week beside it, and with the word that says of what it is."""
    start, end = place
    weekday = _weekday_before(row, start, reader)
    weekday = weekday if weekday is not None else _weekday_behind(row, end, reader)
    kind = ""
    if reader.line:
        kinds = ("postmark", "received")
        for index in range(max(0, start - _BEFORE), start):
            timed = index > 0 and row[index - 1].is_number  # "9 P.M." is no postmark
            if not timed:
                kind = kind or next((each for each in kinds if reader.word(index, each)), "")
    if weekday is None and not kind:
        return found
    return replace(found, weekday=weekday, kind=kind)


def _on_weekday(found: FoundDate, words: DateWords) -> FoundDate:
    """The date, with what its day of the week says of it."""
    weekday = found.weekday
    if weekday is None or not found.year_printed:
        return found
    day = _day(found)
    if day is None:
        return replace(found, weekday=None)
    usual = found.julian or _is_usually_julian(found, words)
    if calendars.is_weekday(day, weekday, julian=usual):
        return replace(found, julian=usual, confirmed=True)
    if str(day) <= words.julian_until and calendars.is_weekday(day, weekday, julian=not usual):
        contrary = words.calendar is not Calendar.AUTO
        problem = found.problem or (Problem.CALENDAR if contrary else None)
        return replace(found, julian=not usual, new_style=usual, problem=problem)
    return replace(found, problem=found.problem or Problem.WEEKDAY)


def _is_usually_julian(found: FoundDate, words: DateWords) -> bool:
    """Whether the profile says that such a date is by the Julian calendar."""
    first = found.bounds[0] or found.bounds[1]
    return (
        words.calendar is Calendar.JULIAN
        and not (found.old_days or found.new_style)
        and (found.year is None or ("0001" <= first <= words.julian_until))
        and found.month is not None
    )


def in_calendar(found: FoundDate, words: DateWords) -> FoundDate:
    """The date by the calendar that the profile names: by `julian`, its day is the Gregorian one.

    Where the profile leaves it to the dates, a Julian day stays as it is printed, and says that it
    is one. Else it says so where the calendar is not known. A month or a year stays as it is
    printed, and so does a day whose year is not known.
    """
    if found.julian and words.calendar is not Calendar.JULIAN and _is_gregorian_day(found):
        when = found.value.get("when", "").partition("T")[0]
        return replace(
            found, old_days=found.old_days or ((when,) if calendars.parsed(when) else ())
        )
    if found.julian or (_is_usually_julian(found, words) and not found.problem):
        return _in_gregorian(replace(found, julian=True))
    day = _day(found)
    known = found.old_days or found.new_style or found.confirmed
    unsure = words.calendar is Calendar.AUTO and not known and day is not None
    unknown = unsure and str(day) <= words.julian_until
    return replace(found, of_unknown_calendar=True) if unknown else found


def _is_gregorian_day(found: FoundDate) -> bool:
    """Whether the days of a date, as they are printed, are also in the Gregorian calendar."""
    days = [calendars.parsed(when.partition("T")[0]) for when in found.value.values()]
    return all(day is None or day.year < 1 or calendars.is_day(*day) for day in days)


def _in_gregorian(found: FoundDate) -> FoundDate:
    """A date of the Julian calendar, its days as those of the Gregorian one."""
    value = {name: _converted(when) for name, when in found.value.items()}
    when = found.value.get("when", "").partition("T")[0]
    old = when if calendars.parsed(when) else ""
    old_days = (old,) if old else ()
    return found if found.old_days else replace(found, value=value, old=old, old_days=old_days)


def _converted(when: str) -> str:
    day, clock, hour = when.partition("T")
    old = calendars.parsed(day)
    new = calendars.gregorian(old) if old else None
    return f"{new}{clock}{hour}" if new else when


def _day(found: FoundDate) -> CalendarDay | None:
    day = calendars.parsed(found.value.get("when", "").partition("T")[0])
    return day if day and day.year > 0 else None


def _weekday_before(row: Sequence[Token], start: int, reader: DateReader) -> int | None:
    """The day of the week that ends right before a date."""
    for index in range(start - 1, max(-1, start - 1 - _NEAR), -1):
        if found := reader.word(index, "weekdays"):
            position = found.next
            while position < start and row[position].text in _BETWEEN:
                position += 1
            while position < start and (skipped := reader.word(position, "around")):
                position = skipped.next
                while position < start and row[position].text in _BETWEEN:
                    position += 1
            return int(found.value) if position >= start else None
    return None


def _weekday_behind(row: Sequence[Token], end: int, reader: DateReader) -> int | None:
    position = end
    while position < len(row) and position - end < 2 and row[position].text in _BETWEEN:
        position += 1
    found = reader.word(position, "weekdays")
    return int(found.value) if found and found.capital else None


def _weekday_at_edge(reader: DateReader) -> int | None:
    """The day of the week that begins or ends a line, with the place between it and the date.

    "1879 г. февраля 28. Париж. Среда."
    """
    row = reader.row
    words = [index for index, token in enumerate(row) if token.is_word]
    if not words or len(words) > _NEAR + _BEFORE:
        return None
    for index in (words[0], words[-1]):
        found = reader.word(index, "weekdays")
        apart = index == 0 or row[index - 1].text in _BETWEEN
        if found and row[index].text[0].isupper() and apart:
            return int(found.value)
    return None


_GAP = rf"[\s{re.escape(NO_TOKENS)}]*"
_NUMERAL = rf"(?:{ROMAN_MONTH.pattern})(?![^\W\d_]|\d)"
_ROMAN_YEAR = r"(?<![^\W\d_])[MDCLXVI]{3,}(?![^\W\d_])"
_FIGURES = re.compile(
    # "6/VI", "5/5/51", "27./3 1903"; "14. VII", "6-VI"; "5. 5. 1851"; "[1918]"
    rf"[\d)]{_GAP}(?:(?:\.{_GAP})?/{_GAP}(?:{_NUMERAL}|\d{{1,2}}(?!\d))"
    rf"|[.–—-]{_GAP}{_NUMERAL}"
    rf"|\.{_GAP}\d{{1,2}}(?!\d){_GAP}\.)"
    rf"|\[[^\]]*?(?:\d|{_ROMAN_YEAR})",
    re.IGNORECASE,
)
"""What stands in each date that names neither month nor season nor feast, but for lines."""
_OF_LINES = re.compile(rf"\d|{_ROMAN_YEAR}", re.IGNORECASE)
"""The same in the line of a date."""
_RUNS = re.compile(r"[^\W\d_]+|\d+")
_ASCII_RUNS = re.compile(_RUNS.pattern, re.ASCII)
_TYPOGRAPHY = str.maketrans("‘’“”„«»–—…№§", '\'\'"""""--.##')


def _may_hold(text: str, start: int, end: int, words: DateWords, *, line: bool) -> bool:
    """Whether a date may stand in a stretch of a text: most hold none, and reading is slow."""
    if (_OF_LINES if line else _FIGURES).search(text, start, end):
        return True
    piece = text[start:end]
    if not piece.isascii():
        piece = piece.translate(_TYPOGRAPHY)
        if not piece.isascii() and not unicodedata.is_normalized("NFC", piece):
            return True
    runs = _ASCII_RUNS if piece.isascii() else _RUNS
    return not _stems(words).isdisjoint(runs.findall(fold(piece)))


@cache
def _stems(words: DateWords) -> frozenset[str]:
    """The letters or figures with which words begin that name a month, a season or a feast."""
    named = (word for word, kinds in lexicon(words).items() if not _MONTHS.isdisjoint(kinds))
    return frozenset(found[0] for word in named if (found := _RUNS.findall(word)))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text around its digits: no date is without one, and looking is slow."""
    start, end = 0, -1
    for digit in _DIGITS.finditer(text):
        if digit.start() - _AROUND > end:
            if end >= 0:
                yield _to_words(text, start, end)
            start = max(0, digit.start() - _AROUND)
        end = digit.end() + _AROUND
    if end >= 0:
        yield _to_words(text, start, end)


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch that does not end within a word."""
    first, last = max(0, start - _LONGEST_WORD), min(len(text), end + _LONGEST_WORD)
    end = min(end, len(text))
    while start > first and text[start - 1].isalnum():
        start -= 1
    while end < last and text[end].isalnum():
        end += 1
    return start, end
