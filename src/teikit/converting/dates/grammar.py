"""The grammar of dates: what numbers and words beside each other say, before it is weighed.

A reader begins at a token and looks at the few that follow it. So reading a text takes a time that
grows with its length alone, whatever stands in it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from teikit.converting.dates.tokens import FoundPhrase, Token, lexicon, lookup
from teikit.profiles.profile import DateWords

_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What optical recognition and machine translation made of the letters of Roman numerals.
_LOOKALIKES = str.maketrans({"І": "I", "П": "II", "T": "I", "Т": "I", "Х": "X", "l": "I", "1": "I"})
_ROMAN_MONTH = re.compile(r"[IVXІПХТTl]{1,4}|111", re.IGNORECASE)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})", re.IGNORECASE)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
ROMAN_DAY = re.compile(r"([IVXL]{1,6})([a-z]{0,3})")
_DASHES = frozenset("-–—")
_LEAST_THOUSANDLESS = 500
_CLOSING = {"(": ")", "[": "]"}
_YEAR_SIGNS = frozenset("-.,/:;") | _DASHES
_QUALIFIERS = ("after", "before", "early", "middle", "late", "circa")
_MOST_QUALIFIERS = 3
_LONGEST_OF = 3
"""Words between a day and its month: "of the month of"."""


class Join(StrEnum):
    """How a second day, month or year belongs to the first."""

    NONE = ""
    RANGE = "range"
    ALTERNATIVE = "alternative"
    PAIR = "pair"
    """The same day in two calendars."""


class Parts(NamedTuple):
    """What is printed of a date. Numbers are as printed; `month` counts from 1."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    day2: int | None = None
    month2: int | None = None
    year2: int | None = None
    join: Join = Join.NONE
    qualifiers: frozenset[str] = frozenset()
    short: bool = False
    """Whether `year` is of two figures."""
    apostrophe: bool = False
    """Whether an apostrophe stands before them."""
    dual: bool = False
    """Whether the year is given by two ways to begin it: "1731/32"; `year` is the later one."""
    year_at: int = -1
    """The index of the token where the year begins, with what leads to it."""
    clock: tuple[int, int] | None = None
    style: str = ""
    """`old` or `new`, where the calendar is named."""
    season: int | None = None
    feast: str = ""
    republican: bool = False
    mark: int | None = None
    """Kalends, Nones or Ides; `day` is then the number of days before."""
    swapped: bool = False
    """Whether the month may stand before the day in figures: "5/13/51"."""
    figures: bool = False
    """Whether the month is in Arabic figures."""
    numeral: str = ""
    """The numeral of the month as printed, where it is one."""
    doubt: bool = False
    """Whether a question mark stands by it."""
    exact: bool = True
    """Whether its words have the capitals that such words have."""


Step = tuple[Parts, int]
"""What was read, and the index of the token behind it."""


class DateReader:
    """Reads dates from a row of tokens.

    `line` is whether the text is the line of a date, and so may be a year or a season alone.
    """

    def __init__(self, row: Sequence[Token], words: DateWords, *, line: bool) -> None:
        self.row = row
        self.known = lexicon(words)
        self.julian_until = words.julian_until
        self.line = line
        self._read: dict[int, list[Step]] = {}

    def at(self, start: int) -> Sequence[Step]:
        """The dates that begin with a token, the longest first; each token is asked for again."""
        if start not in self._read:
            self._read[start] = sorted(self._candidates(start), key=lambda step: -step[1])
        return self._read[start]

    # Tokens

    def _text(self, index: int) -> str:
        return self.row[index].text if 0 <= index < len(self.row) else ""

    def _number(self, index: int, longest: int) -> int | None:
        text = self._text(index)
        return int(text) if text.isdecimal() and len(text) <= longest else None

    def _glued(self, index: int) -> bool:
        """Whether no space stands between a token and the one before it."""
        return 0 < index < len(self.row) and self.row[index].glued

    def word(self, index: int, kind: str) -> FoundPhrase | None:
        """A phrase of a kind at a token."""
        return lookup(self.known, self.row, index, kind) if 0 <= index < len(self.row) else None

    def _skip(self, index: int, *kinds: str, most: int = 1) -> int:
        """The index behind words of these kinds."""
        for _ in range(most):
            found = next((each for kind in kinds if (each := self.word(index, kind))), None)
            if found is None:
                break
            index = found.next
        return index

    # Dates

    def _candidates(self, start: int) -> Iterator[Step]:
        index, qualifiers, doubt = start, frozenset[str](), False
        opened = self._text(index) == "["
        index += self._text(index) in {"[", "("}
        if self._text(index) == "?":
            index, doubt = index + 1, True
        for _ in range(_MOST_QUALIFIERS):
            if (qualified := self._qualifier(index)) is None:
                break
            kind, index = qualified
            qualifiers |= {kind}
        text = self._text(index)
        if not text:
            return
        forms: tuple[Callable[[int], Iterator[Step]], ...] = (
            self._month_day,
            self._month_year,
            self._feast,
            self._kalends,
            self._season,
        )
        if not text[0].isalpha() or ROMAN_DAY.fullmatch(text):  # figures, a bracket, "XIIIe"
            figures = (self._day_month, self._figures, self._republican, self._year_first)
            named = self.word(index, "months") or self.word(index, "feasts")  # "7bre"
            plain = text.isdecimal() and not named
            forms = (*figures, self._kalends) if plain else (*forms, *figures)
        for form in forms:
            for parts, end in form(index):
                marked = parts._replace(qualifiers=qualifiers, doubt=doubt or parts.doubt)
                yield self._tail(marked, end)
        for parts, end in self._year_alone(index):
            if self.line or (opened and self._text(self._question(parts, end)[1]) == "]"):
                marked = parts._replace(qualifiers=qualifiers, doubt=doubt or parts.doubt)
                yield self._tail(marked, end)

    def _qualifier(self, index: int) -> tuple[str, int] | None:
        """A word such as "late" and "about", and the index behind it and what goes with it."""
        for kind in _QUALIFIERS:
            if found := self.word(index, kind):
                index = found.next
                if kind != "circa" and self._text(index) == "-":
                    index += 1  # "mid-June"
                if kind == "circa":
                    index = self._stop(index, ".,:")
                return kind, self._skip(index, "article", "of")
        return None

    def _tail(self, parts: Parts, end: int) -> Step:
        """What may stand behind any date: a question mark, its calendar, an hour."""
        parts, end = self._question(parts, end)
        parts, end = self._styled(parts, end)
        if (timed := self._time(end)) and parts.day is not None:
            clock, end = timed
            parts = parts._replace(clock=clock)
            parts, end = self._styled(parts, end)
        return self._question(parts, end)

    def _question(self, parts: Parts, end: int) -> Step:
        if self._text(end) == "?":
            return parts._replace(doubt=True), end + 1
        if self._text(end) in {"(", "["} and self._text(end + 1) == "?":
            close = end + 2
            if self._text(close) in {")", "]"}:
                return parts._replace(doubt=True), close + 1
        return parts, end

    def _styled(self, parts: Parts, end: int) -> Step:
        index = end
        while self._text(index) in {",", "(", "["} and index - end < 2:
            index += 1
        for style in ("old_style", "new_style"):
            if found := self.word(index, style):
                end = found.next
                if self._text(end) == "." and self._glued(end) and "." in self._text(end):
                    end += 1
                if self._text(end) in {")", "]"} and self._text(index - 1) in {"(", "["}:
                    end += 1
                return parts._replace(style=style[:3]), end
        return parts, end

    # Parts of dates

    def _day(self, index: int) -> tuple[int, int] | None:
        """The number of a day, with its ending, and the index behind it."""
        opened = self._text(index) == "["
        index += opened
        number = self._number(index, 2)
        if number is None or not 1 <= number <= 31:
            return None
        index = self._ordinal(index + 1)
        if self._text(index) == "]" and opened:
            index += 1
        elif opened:
            return None
        if self._glued(index) and (self.row[index].is_word or self.row[index].is_number):
            return None
        return number, index

    def _ordinal(self, index: int) -> int:
        """The index behind the ending of a number: "th", "er", "-го", "."."""
        position = index
        if (self._glued(position) and self._text(position) in {"-", "."}) or (
            self._glued(position) and self._text(position) == "{"
        ):
            position += 1
        if self._glued(position) and (found := self.word(position, "ordinal")):
            if not (self._glued(found.next) and self.row[found.next].is_word):
                index = found.next
                if self._glued(index) and self._text(index) == "}":
                    index += 1
        elif self._glued(index) and self._text(index) in {"°", "º"}:
            index += 1
        return index

    def _month(self, index: int) -> tuple[int, int, bool] | None:
        """The number of a month in words, the index behind it, whether it has its capital."""
        opened = self._text(index) == "["
        index += opened
        found = self.word(index, "months")
        if found is None:
            return None
        end = found.next
        if opened:
            end = self._stop(end)
            if self._text(end) != "]":
                return None
            end += 1
        elif self._text(end) == "]" and self._text(index - 1) == "[":
            end += 1
        if self._glued(end) and (self.row[end].is_word or self.row[end].is_number):
            return None
        return int(found.value) + 1, end, found.capital

    def _stop(self, index: int, signs: str = ".") -> int:
        return index + 1 if self._text(index) and self._text(index) in signs else index

    def _year(self, parts: Parts, index: int) -> Step:
        """The same with a year, where one stands there."""
        begun = index
        parts, index = self._styled(parts, index)
        while self._text(index) in _YEAR_SIGNS and index - begun < 2:
            index += 1
        skipped = self._skip(index, "of", "article", "republican_year", most=_LONGEST_OF)
        for position in dict.fromkeys((index, skipped)):
            if found := self._year_number(position, parts.month):
                year, end = found
                end = self._skip(end, "year")
                merged = parts._replace(
                    year=year.year,
                    year2=year.year2,
                    short=year.short,
                    apostrophe=year.apostrophe,
                    dual=year.dual,
                    year_at=begun,
                    doubt=parts.doubt or year.doubt,
                )
                return merged, end
        return parts._replace(style=""), begun

    def _year_number(self, index: int, month: int | None) -> Step | None:
        """The numbers of a year in any of its forms, in brackets or not."""
        bracket = _CLOSING.get(self._text(index), "")
        if not bracket:
            return self._mended_year(index) or self._bare_year(index, month)
        inner = index + 1
        doubt = self._text(inner) == "?"
        if (found := self._bare_year(inner + doubt, month)) and not found[0].short:
            parts, end = found
            end = self._skip(end, "year")
            if self._text(end) == "?":
                doubt, end = True, end + 1
            if self._text(end) == bracket:
                return parts._replace(doubt=doubt), end + 1
        return self._mended_year(index)

    def _bare_year(self, index: int, month: int | None) -> Step | None:
        number = self._number(index, 4)
        text = self._text(index)
        if number is not None and len(text) == 4 and number:
            return self._second_year(Parts(year=number), index + 1, month)
        if text in {"'", "’", "‘"} and self._number(index + 1, 2) is not None:
            short = self._text(index + 1)
            if len(short) == 2 and self._glued(index + 1):
                return Parts(year=int(short), short=True, apostrophe=True), index + 2
        thousandless = self.line and len(text) == 3 and (number or 0) >= _LEAST_THOUSANDLESS
        if number is not None and thousandless and self._ends_number(index + 1):
            return Parts(year=1000 + number), index + 1  # "10. 1. 905"
        if number is not None and len(text) == 2 and self._ends_number(index + 1):
            return Parts(year=number, short=True), index + 1
        if (roman := _roman(text)) and len(text) >= 3 and 1000 <= roman <= 2100:
            return Parts(year=roman), index + 1
        return None

    def _ends_number(self, index: int) -> bool:
        """Whether no figures or letters go on where a number of two figures ends."""
        if not self._glued(index):
            return True
        token = self.row[index]
        if token.is_word or token.is_number or token.text == "/":
            return False
        return token.text not in {":", "-"}

    def _mended_year(self, index: int) -> Step | None:
        """A year of which the editors put some figures in brackets: "185[1]", "[18]51"."""
        figures, position, brackets = "", index, 0
        while position < len(self.row) and len(figures) < 5 and position - index < 6:
            if position > index and not self._glued(position):
                break
            text = self.row[position].text
            if text.isdecimal():
                figures += text
            elif text == "[" and brackets == 0:
                brackets = 1
            elif text == "]" and brackets == 1:
                brackets = 2
            else:
                break
            position += 1
        if brackets == 2 and len(figures) == 4 and position - index > 3:
            return Parts(year=int(figures)), position
        return None

    def _second_year(self, parts: Parts, index: int, month: int | None) -> Step:
        """A year with the one that follows it: "1731/32", "1731-2", "1851-1853"."""
        if not (self._text(index) in {"/", "|", "-", "–"} and self._glued(index)):
            return parts, index
        text = self._text(index + 1)
        if not (text.isdecimal() and self._glued(index + 1) and len(text) in {1, 2, 4}):
            return parts, index
        if self._glued(index + 2) and (
            self.row[index + 2].is_word or self.row[index + 2].text in {"-", "/"}
        ):
            return parts, index
        year = parts.year or 0
        second = int(f"{year:04}"[: 4 - len(text)] + text)
        if second == year + 1 and month is not None and month <= 3 and year < 1753:
            return parts._replace(year=second, dual=True), index + 2
        if second > year and month is None:
            return parts._replace(year2=second), index + 2
        return parts, index

    def _time(self, index: int) -> tuple[tuple[int, int], int] | None:
        """An hour behind a date, and the index behind it."""
        index = self._stop(index, ",.;")
        at = self._skip(index, "around") if self._text(index).islower() else index
        for position in dict.fromkeys((index, at)):
            hour = self._number(position, 2)
            if hour is None:
                continue
            end, minute = position + 1, 0
            divided = self._text(end) in {":", "."} and self._glued(end) and self._glued(end + 1)
            if divided and len(self._text(end + 1)) == 2 and self._number(end + 1, 2) is not None:
                minute, end = int(self._text(end + 1)), end + 2
                if self._glued(end) and self.row[end].is_number:
                    continue
            named, half = False, 0
            for kind, shift in (("before_noon", 0), ("after_noon", 12), ("hour", 0)):
                if found := self.word(end, kind):
                    named, half, end = True, shift, found.next
                    break
            if not named and not divided:
                continue
            if named and not divided:
                behind = self._stop(end)
                if (more := self._number(behind, 2)) is not None and (
                    found := self.word(behind + 1, "minute")
                ):
                    minute, end = more, found.next
            if half and hour < 12:
                hour += 12
            return (hour, minute), end
        return None

    # Forms of dates

    def _month_day(self, index: int) -> Iterator[Step]:
        """May 4, 1920; July 12 or 13, 1920; April 30 - May 2, 1920; January 12/25, 1899."""
        if (found := self._month(index)) is None:
            return
        month, behind, exact = found
        behind = self._stop(behind, ".,:")
        behind = self._skip(behind, "article")
        if (read := self._day(behind)) is None or not self._apart(behind):
            return
        day, end = read
        first = Parts(day=day, month=month, exact=exact)
        if self._text(behind)[0] == "0" and self._year(first, end)[0].year is None:
            return  # "Juni 07" is a month of 1907
        if paired := self._second_day(first, end):
            yield self._year(*paired)
        yield from self._without_second(first, end)

    def _apart(self, index: int) -> bool:
        """Whether a number stands apart from the word before it: "May5" is an error of reading."""
        return not self._glued(index) or not self.row[index - 1].is_word

    def _without_second(self, first: Parts, end: int) -> Iterator[Step]:
        if self._glued(end) and self._text(end) == "/":
            short = self._year_number(end + 1, first.month)
            if short and self.line:
                yield (
                    first._replace(year=short[0].year, short=short[0].short, year_at=end),
                    short[1],
                )
            return
        yield self._year(first, end)
        if self.line or not self._follows_closely(end):
            yield first, end

    def _follows_closely(self, end: int) -> bool:
        return self._glued(end) and self._text(end) in {"/"}

    def _joint(self, end: int) -> tuple[Join, str, int] | None:
        """What joins a second day to the first, the bracket that closes it, the index behind."""
        text = self._text(end)
        if text == "/":
            return Join.PAIR, "", end + 1
        if text in _CLOSING and self._text(end + 1) != "?":
            return Join.PAIR, _CLOSING[text], end + 1
        for kind, join in (("range", Join.RANGE), ("alternative", Join.ALTERNATIVE)):
            if found := self.word(end, kind):
                return join, "", found.next
        return None

    def _second_day(self, first: Parts, end: int) -> Step | None:
        """A second day behind the first: a range, a choice, or the same day in another calendar."""
        if self._text(end) == "." and self._glued(end) and self._joint(end + 1):
            end += 1  # "1.-3. Mai"
        if (joint := self._joint(end)) is None:
            return None
        join, close, position = joint
        month2: int | None = None
        if named := self._month(position):
            month2, position = named[0], self._stop(named[1], ".,")
        if (read := self._day(self._skip(position, "article"))) is None:
            return None
        day2, behind = read
        if month2 is None and first.month is not None and join is Join.PAIR:
            after = self._skip(behind, "of", most=_LONGEST_OF)
            if named := self._month(after):
                month2, behind = named[0], self._stop(named[1]) if close else named[1]
        second = first._replace(day2=day2, month2=month2, join=join)
        if not close:
            return None if self._glued(behind) and self._text(behind) == "/" else (second, behind)
        inner, behind = self._year(Parts(), self._stop(behind, ".,"))
        if self._text(behind) != close:
            return None
        if inner.year is not None:
            second = second._replace(year=inner.year, short=inner.short)
        return second, behind + 1

    def _day_month(self, index: int) -> Iterator[Step]:
        """20th of March; 12-13 July 1920; 12/25 January 1899; 25 января (7 февраля) 1918."""
        read = self._day(index) or (self._roman_day(index) if self.line else None)
        if read is None:
            return
        day, end = read
        first = Parts(day=day)
        starts = [(first, end)]
        if second := self._second_day(first, end):
            starts.insert(0, second)
        numeral = not self._text(index).isdecimal()
        for parts, behind in starts:
            yield from self._named_month(parts, behind, numeral=numeral)

    def _roman_day(self, index: int) -> tuple[int, int] | None:
        """The day of "die V Maii" and "ce XIIIe de mars", and the index behind it."""
        match = ROMAN_DAY.fullmatch(self._text(index))
        if match is None:
            return None
        ending = [each for each in self.known.get(match[2], ()) if each.kind == "ordinal"]
        if match[2] and (not ending or match[1] in {"I", "L"}):
            return None  # "In" and "Le"
        number = _roman(match[1])
        return (number, self._ordinal(index + 1)) if 1 <= number <= 31 else None

    def _named_month(self, parts: Parts, behind: int, *, numeral: bool) -> Iterator[Step]:
        stopped = self._text(behind) == "."
        behind = self._stop(behind, ".," if self.line else ".")
        behind = self._skip(behind, "of", "article", most=_LONGEST_OF)
        if (found := self._month(behind)) is None:
            yield from self._bracketed_month(parts, behind)
            return
        month, end, exact = found
        if stopped and (numeral or self._heads_day(end)):
            return  # "XXIV. December", a chapter
        end = self._stop(end) if self._is_stopped(end) else end
        named = parts._replace(exact=exact)
        if parts.month2 is not None:  # 31 January/12 February: the first month is the named one
            yield self._year(named._replace(month=parts.month2, month2=month), end)
            return
        named = named._replace(month=month)
        if parts.join is Join.NONE:
            yield from self._second_date(named, end)
        yield self._year(named, end)
        if self._text(end - 1) == "." and self._glued(end - 1):
            yield self._year(named, end - 1)
        bare = end - 1 if self._text(end - 1) == "." else end
        yield named, bare

    def _bracketed_month(self, parts: Parts, index: int) -> Iterator[Step]:
        """12th [December, 1862]: the editors supplied month and year together."""
        found = self.word(index + 1, "months") if self._text(index) == "[" else None
        if found is None or parts.month2 is not None:
            return
        month = parts._replace(month=int(found.value) + 1, exact=found.capital)
        dated, end = self._question(*self._year(month, self._stop(found.next)))
        if self._text(end) == "]":
            yield dated, end + 1

    def _heads_day(self, index: int) -> bool:
        """Whether the month before a token is that of the day behind it: "ends in 8. May 4"."""
        read = self._day(index)
        return read is not None and self._year(Parts(), read[1])[0].year is not None

    def _is_stopped(self, index: int) -> bool:
        """Whether a full stop belongs to the month before it, for a year stands behind it."""
        return self._text(index) == "." and self._glued(index)

    def _second_date(self, first: Parts, end: int) -> Iterator[Step]:
        """Behind "25 января", with or without year: "(7 февраля)", "/7 февраля", "- 2 Feb."."""
        for parts, position in dict.fromkeys((self._year(first, end), (first, end))):
            if (joint := self._joint(position)) is None:
                continue
            join, close, begun = joint
            if read := self._day(self._skip(begun, "article")):
                day2, behind = read[0], self._stop(read[1])
                second = parts._replace(day2=day2, join=join)
                if close and self._text(behind) == close:
                    yield self._year(second, behind + 1)
                elif ended := self._with_month(second, behind, close):
                    yield ended

    def _with_month(self, parts: Parts, index: int, close: str) -> Step | None:
        """Two days, with the month of the second one, its year, and what closes it."""
        if (named := self._month(self._skip(index, "of", most=_LONGEST_OF))) is None:
            return None
        month2, end = named[0], named[1]
        end = self._stop(end) if self._is_stopped(end) else end
        second, end = self._year(Parts(month=month2), end)
        if close:
            end = self._styled(second, end)[1]
            if self._text(end) != close:
                return None
            end += 1
        full = parts._replace(month2=month2)
        if second.year is not None:
            return self._with_second_year(full, second), end
        if parts.year is None:
            return self._year(full, end)
        return full._replace(year2=_next_year(full, parts.year)), end

    def _with_second_year(self, parts: Parts, second: Parts) -> Parts:
        if parts.year is None:
            return parts._replace(
                year=second.year, short=second.short, dual=second.dual, year_at=-1
            )
        return parts._replace(year2=second.year)

    def _figures(self, index: int) -> Iterator[Step]:
        """6/VI-1920; 13-14. VII 1920; 24/5 20; 5/5/51; 12/25.I.1899."""
        start = self._number(index, 2)
        if start is None:
            return
        day, end, joined = start, index + 1, Parts()
        end = self._ordinal(end) if self.line else end
        if second := self._plain_second(end):
            join, day2, behind = second
            yield from self._roman_or_figure(Parts(day=day, day2=day2, join=join), behind)
        yield from self._roman_or_figure(joined._replace(day=day), end)

    def _plain_second(self, end: int) -> tuple[Join, int, int] | None:
        join = Join.NONE
        if self._text(end) == "/" and self._glued(end):
            position, join = end + 1, Join.PAIR
        elif self._text(end) == "(":
            inner = self._number(end + 1, 2)
            if inner is not None and self._text(end + 2) == ")":
                return Join.PAIR, inner, end + 3
            return None
        elif found := self.word(end, "range"):
            position, join = found.next, Join.RANGE
        elif found := self.word(end, "alternative"):
            position, join = found.next, Join.ALTERNATIVE
        else:
            return None
        number = self._number(position, 2)
        return (join, number, position + 1) if number is not None else None

    def _roman_or_figure(self, parts: Parts, end: int) -> Iterator[Step]:
        if (place := self._numeral_at(end)) is None:
            return
        sign, numeral = place
        text = self._text(numeral)
        is_roman = bool(_ROMAN_MONTH.fullmatch(text))
        if not is_roman and (self._number(numeral, 2) is None or parts.join is Join.PAIR):
            return  # "5/5/51" is day, month and year
        behind = self.row[numeral + 1] if self._glued(numeral + 1) else None
        if behind and (
            behind.is_word
            or behind.is_number
            or (behind.text == "/" and self._number(numeral + 2, 4) is None)
        ):
            return
        if self.word(numeral + 1, "of") and not self.line:
            return  # "1/2 of the army" is a part, and no second of January
        figures = text.isdecimal() and text not in {"111"}
        read = parts._replace(numeral=text, figures=figures)
        if is_roman and parts.join is Join.NONE and (paired := self._second_numeral(read, numeral)):
            yield paired
        dated, stop = self._year(read, numeral + 1)
        yield dated._replace(swapped=self._is_full(dated, numeral, sign)), stop
        if dated.year is not None:
            yield read, numeral + 1

    def _numeral_at(self, end: int) -> tuple[str, int] | None:
        """What stands between the figures of day and month, and the index of the month."""
        if self._text(end) == "." and self._text(end + 1) == "/":
            end += 1  # "27./3 1903"
        sign = self._text(end)
        if self.line and sign in _ROMAN_MONTHS and not self._glued(end) and self._closes(end + 1):
            return " ", end  # "30 VII 1920"
        numeral = end + 1
        text = self._text(numeral)
        is_roman = bool(_ROMAN_MONTH.fullmatch(text))
        if sign == ".":
            return (sign, numeral) if self._divides(numeral, is_roman=is_roman) else None
        if sign in _DASHES and not (is_roman and text.isupper() and self._glued(numeral)):
            glued = self._glued(end) and self._glued(numeral)
            return (sign, numeral) if glued and self._full_figures(numeral, sign) else None
        return (sign, numeral) if sign in _DASHES | {"/"} else None

    def _second_numeral(self, first: Parts, numeral: int) -> Step | None:
        """20.IX/2.X 1920: the same day in two calendars, or the days from one to the other."""
        join, position = Join.NONE, numeral + 1
        if self._text(position) == "/":
            join, position = Join.PAIR, position + 1
        elif found := self.word(position, "range"):
            join, position = Join.RANGE, found.next
        day2, text = self._number(position, 2), self._text(position + 2)
        divided = self._text(position + 1) in {".", "/", "-"} and self._glued(position + 2)
        if join is Join.NONE or day2 is None or not divided or not text.isupper():
            return None
        month, month2 = month_of_numeral(first.numeral, None), month_of_numeral(text, None)
        if month[0] is None or month2[0] is None:
            return None
        both = first._replace(month=month[0], numeral="", day2=day2, month2=month2[0], join=join)
        return self._year(both, position + 3)

    def _is_full(self, parts: Parts, numeral: int, sign: str) -> bool:
        """Whether day, month and year have the same sign between them."""
        return parts.year is not None and self._text(numeral + 1) == sign and self._glued(numeral)

    def _full_figures(self, numeral: int, sign: str) -> bool:
        year = self._number(numeral + 2, 4)
        return self._text(numeral + 1) == sign and year is not None and self.line

    def _divides(self, numeral: int, *, is_roman: bool) -> bool:
        """Whether a full stop stands between day and month, as in "10.IV" and "14. VII 1920".

        Not in "Gegechkori 2. I repeat".
        """
        year, _ = self._year(Parts(), numeral + 1)
        dotted = self._text(numeral + 1) == "."
        if is_roman:
            alone = self.line and self._text(numeral).isupper() and self._closes(numeral + 1)
            return self._glued(numeral) or year.year is not None or alone
        if self._number(numeral, 2) is None:
            return False
        if year.year is None:
            return self.line and dotted and self._closes(numeral + 2)
        full = dotted or (self.line and not year.short)  # "2. 8 1918"
        return full and (not year.short or self.line or self._glued(numeral))

    def _closes(self, index: int) -> bool:
        """Whether a date in figures may end before a token: a year stands there, or nothing."""
        if self._text(index) in {"", ",", ".", ")", "]", ";"}:
            return not self._glued(index + 1) or self._text(index + 1) in {")", "]"}
        return self._year_number(index, None) is not None

    def _month_year(self, index: int) -> Iterator[Step]:
        """January 1918; March - April 1922; December 1850 - January 1851; [May]."""
        if (found := self._month(index)) is None:
            return
        month, end, exact = found
        first = Parts(month=month, exact=exact)
        stopped = self._stop(end)
        for kind, join in (("range", Join.RANGE), ("alternative", Join.ALTERNATIVE)):
            between = self.word(stopped, kind)
            if between and (second := self._month(between.next)):
                ranged = first._replace(month2=second[0], join=join)
                dated, behind = self._year(ranged, self._stop(second[1]))
                if dated.year is not None and not dated.short:
                    yield dated, behind
        dated, behind = self._year(first, stopped)
        if dated.year is None or (dated.short and not (dated.apostrophe or self.line)):
            return
        between = self.word(behind, "range")
        if between and (second := self._month(between.next)):
            last, end = self._year(Parts(month=second[0]), self._stop(second[1]))
            if last.year is not None and not last.short:
                yield dated._replace(month2=second[0], year2=last.year, join=Join.RANGE), end
        yield dated, behind

    def _feast(self, index: int) -> Iterator[Step]:
        """Whit Monday 1851; Noël."""
        index = self._skip(index, "article")
        found = self.word(index, "feasts")
        if found is None or not found.capital:
            return
        parts, end = self._year(Parts(feast=str(found.value)), found.next)
        if parts.year is not None and (parts.apostrophe or not parts.short):
            yield parts, end
        elif self.line:
            yield Parts(feast=str(found.value)), found.next

    def _republican(self, index: int) -> Iterator[Step]:
        """18 brumaire an VIII."""
        if (read := self._day(index)) is None:
            return
        day, end = read
        end = self._skip(end, "of")
        if (found := self.word(end, "republican")) is None:
            return
        end = self._stop(self._stop(found.next, "."), ",")
        named = self.word(end, "republican_year")
        at = named.next if named else end
        number = _roman(self._text(at)) or (self._number(at, 2) if named else None)
        if number:
            parts = Parts(day=day, month=int(found.value) + 1, year=number, republican=True)
            yield parts, at + 1

    def _kalends(self, index: int) -> Iterator[Step]:
        """III. Kal. Maii 1520; pridie Idus Maias MDXX; Kal. Jun. 1520."""
        before, position = 1, index
        if eve := self.word(index, "eve"):
            before, position = 2, eve.next
        elif (number := self._number(index, 2) or _roman(self._text(index))) and number <= 19:
            before, position = number, index + 1
        position = self._stop(position)
        if (mark := self.word(position, "kalends")) is None or not mark.capital:
            return
        end = self._stop(mark.next)
        if (found := self._month(end)) is None:
            return
        month, end, _ = found
        end = self._stop(end) if self._is_stopped(end) else end
        parts = Parts(day=before, month=month, mark=int(mark.value))
        parts, end = self._year(parts, end)
        if parts.year is not None and not parts.short:
            yield parts, end

    def _year_first(self, index: int) -> Iterator[Step]:
        """1851, May 5; 1851-05-05; 1851. 5 мая."""
        if not self.line or self._number(index, 4) is None or len(self._text(index)) != 4:
            return
        year = int(self._text(index))
        sign = self._text(index + 1)
        if sign in {"-", ".", "/"} and self._glued(index + 1) and self._glued(index + 2):
            month, day = self._number(index + 2, 2), self._number(index + 4, 2)
            if month and day and self._text(index + 3) == sign:
                yield Parts(year=year, month=month, day=day, figures=True), index + 5
                return
            two = sign == "-" and len(self._text(index + 2)) == 2
            if month and two and not day and month <= 12 and not _follows(year, month):
                yield Parts(year=year, month=month, figures=True), index + 3
                return
        begun, end = self._question(Parts(year=year), self._skip(index + 1, "year"))
        end = self._stop(self._stop(end, ".,:;/"), "-–—")
        end = self._skip(end, "article")
        for form in (self._month_day, self._day_month, self._figures):
            steps = list(form(end))
            if any(parts.year is not None and not parts.short for parts, _ in steps):
                return  # "4135. April 2, 1528"
            for parts, behind in steps:
                if parts.year is None and parts.day is not None:
                    yield parts._replace(year=year, doubt=begun.doubt), behind
        if (found := self._month(end)) and self._text(end - 1) != ".":
            dated = begun._replace(month=found[0], exact=found[2])
            yield dated, self._stop(found[1])

    def _season(self, index: int) -> Iterator[Step]:
        """Spring 1851; Winter 1850/51."""
        found = self.word(index, "seasons")
        if found is None:
            return
        end = self._skip(found.next, "of")
        parts, behind = self._year(Parts(season=int(found.value)), end)
        if parts.year is not None and not parts.short:
            yield parts, behind

    def _year_alone(self, index: int) -> Iterator[Step]:
        """[1918]; 1851 where nothing else is; 1851-1853."""
        index = self._skip(index, "article") if self.line else index
        found = self._year_number(index, None)
        if found and not found[0].short:
            yield found[0], self._skip(found[1], "year")


def _follows(year: int, number: int) -> bool:
    """Whether "1851-52" is two years, and no month of one."""
    return number == (year + 1) % 100


def _next_year(parts: Parts, year: int) -> int:
    """The year of the second day, where only the first has one: "27 December 1898 (8 January)"."""
    if (parts.month, parts.month2) == (12, 1):
        return year + 1
    if (parts.month, parts.month2) == (1, 12) and parts.join is Join.PAIR:
        return year - 1
    return year


def _roman(text: str) -> int:
    """The value of a Roman numeral; 0 where it is none."""
    if not text or len(text) > 15 or not _ROMAN.fullmatch(text):
        return 0
    values = [_VALUES[letter] for letter in text.upper()]
    return sum(
        -value if any(later > value for later in values[i + 1 : i + 2]) else value
        for i, value in enumerate(values)
    )


def month_of_numeral(text: str, expected: int | None) -> tuple[int | None, bool]:
    """The month of a numeral, and whether it had to be repaired."""
    roman = text.translate(_LOOKALIKES)
    as_roman = _ROMAN_MONTHS.index(roman) + 1 if roman in _ROMAN_MONTHS else None
    if not text.isdecimal():
        return as_roman, text not in _ROMAN_MONTHS
    number = int(text)
    if as_roman and as_roman != number and as_roman == expected:
        return as_roman, True  # "16/11" where February is expected: 11 stands for II
    return (number if 1 <= number <= 12 else None), False
