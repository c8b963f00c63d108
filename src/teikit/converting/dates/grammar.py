"""The grammar of dates: what numbers and words beside each other say, before it is weighed.

A reader begins at a token and looks at the few that follow it. So reading a text takes a time that
grows with its length alone, whatever stands in it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from teikit.converting.dates.figures import FigureReader
from teikit.converting.dates.numerals import ROMAN_DAY, roman_value
from teikit.converting.dates.parts import Join, Parts, Step
from teikit.converting.dates.pieces import CLOSING, LONGEST_OF
from teikit.converting.dates.tokens import NO_PHRASES

_QUALIFIERS = ("after", "before", "early", "middle", "late", "circa")
_MOST_QUALIFIERS = 3
_Form = Callable[[int], Iterator[Step]]


_FEWEST_LISTED, _MOST_LISTED = 2, 12


class _ListedDay(NamedTuple):
    """A day of a list, with its month where one stands behind it."""

    day: int
    month: int | None


def _named_days(days: Sequence[_ListedDay], last: int) -> list[tuple[int, int]]:
    """Days with their months: one without has that of the next one that has one."""
    found: list[tuple[int, int]] = []
    month = last
    for each in reversed(days):
        month = each.month or month
        found.append((each.day, month))
    return found[::-1]


class DateReader(FigureReader):
    """Reads dates from a row of tokens, in figures and in words."""

    def at(self, start: int) -> Sequence[Step]:
        """The dates that begin with a token, the longest first; each token is asked for again."""
        if start not in self._read:
            self._read[start] = sorted(self._candidates(start), key=lambda step: -step[1])
        return self._read[start]

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
        for form in self._forms(index, text):
            for parts, end in form(index):
                yield self._tail(_marked(parts, qualifiers, doubt=doubt), end)
        for parts, end in self._year_alone(index) if self.line or opened else ():
            if self.line or self._text(self._question(parts, end)[1]) == "]":
                yield self._tail(_marked(parts, qualifiers, doubt=doubt), end)

    def _forms(self, index: int, text: str) -> "Iterator[_Form]":
        """The forms that a date may have which begins with a token, by the words of the row."""
        kinds = self.kinds(index)
        if not text[0].isalpha() or ROMAN_DAY.fullmatch(text):  # figures, a bracket, "XIIIe"
            named = self.word(index, "months") or self.word(index, "feasts")  # "7bre"
            if not (text.isdecimal() and not named):
                yield from self._worded(index, text, kinds)
            if self.line:
                yield self._listed_days
            yield self._day_month
            yield self._figures
            if "republican" in self.present:
                yield self._republican
            if self.line:
                yield self._year_first
            if text.isdecimal() and not named and "kalends" in self.present:
                yield self._kalends
        else:
            yield from self._worded(index, text, kinds)

    def _worded(self, index: int, text: str, kinds: Collection[str]) -> "Iterator[_Form]":
        if self.line:
            yield self._listed_days
        if "days" in kinds and self.word(index, "days"):
            yield self._day_month
        if text == "[" or "months" in kinds:
            yield self._month_day
            yield self._month_year
        if "feasts" in kinds or "article" in kinds:
            yield self._feast
        if "kalends" in self.present:
            yield self._kalends
        if "seasons" in kinds:
            yield self._season

    def _qualifier(self, index: int) -> tuple[str, int] | None:
        """A word such as "late" and "about", and the index behind it and what goes with it."""
        if not self._may_be(index):
            return None
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
        if text in CLOSING and self._text(end + 1) != "?":
            return Join.PAIR, CLOSING[text], end + 1
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
            after = self._skip(behind, "of", most=LONGEST_OF)
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
        numeral = not self._text(index).isdecimal() and not self.word(index, "days")
        for parts, behind in starts:
            yield from self._named_month(parts, behind, numeral=numeral)

    def _listed_days(self, index: int) -> Iterator[Step]:
        """25, 27, 28 ноября (7, 9, 10 декабря) 1853; May 5, 7, and 9, 1820; 5 and 6 May 1820."""
        if heading := self._month(index):
            index = self._skip(self._stop(heading[1], ".,"), "article")
        days, end = self._row_of_days(index)
        if len(days) < _FEWEST_LISTED:
            return
        other: list[_ListedDay] = []
        parts, end = self._year(Parts(), end)
        if self._text(end) == "(":
            other, behind = self._row_of_days(end + 1)
            if self._text(behind) != ")" or len(other) != len(days):
                return
            end = behind + 1
        elif not heading and len(days) == _FEWEST_LISTED and self._is_house_number(index):
            return
        month = heading[0] if heading else days[-1].month
        if month is None and other and (named := self._month(end)):
            month, end = named[0], self._stop(named[1])
        if parts.year is None:
            parts, end = self._year(Parts(), end)
        if month is None or parts.year is None or parts.short:
            return
        first = _named_days(days, month)
        second = _named_days(other, other[-1].month or month) if other else []
        listed = tuple(zip(first, second, strict=True)) if other else tuple((d,) for d in first)
        (day, month), (day2, month2) = first[0], first[-1]
        yield (
            parts._replace(day=day, month=month, day2=day2, month2=month2, listed=listed),
            end,
        )

    def _is_house_number(self, index: int) -> bool:
        """Whether the first of two numbers is that of a house: "York Street 4, 5 May 1820"."""
        after_word = index > 0 and self.row[index - 1].is_word
        return after_word and self._text(index + 1) == "," and not self.word(index - 1, "article")

    def _row_of_days(self, index: int) -> tuple[list["_ListedDay"], int]:
        """Days with commas between them, each with or without its month, and what is behind."""
        days: list[_ListedDay] = []
        end = index
        while len(days) < _MOST_LISTED and (read := self._day(self._skip(index, "article"))):
            day, end = read
            behind = self._skip(self._stop(end), "of", "article", most=LONGEST_OF)
            month = None
            if named := self._month(behind):
                month, end = named[0], named[1]
            days.append(_ListedDay(day, month))
            stop = self._stop(end)
            index = self._stop(stop, ",")
            if also := self.word(index, "also"):
                index = also.next
            if index == stop:
                break
        return days, self._stop(end) if self._text(end) == "." else end

    def _roman_day(self, index: int) -> tuple[int, int] | None:
        """The day of "die V Maii" and "ce XIIIe de mars", and the index behind it."""
        match = ROMAN_DAY.fullmatch(self._text(index))
        if match is None:
            return None
        ending = "ordinal" in self.known.get(match[2], NO_PHRASES)
        if match[2] and (not ending or match[1] in {"I", "L"}):
            return None  # "In" and "Le"
        number = roman_value(match[1])
        return (number, self._ordinal(index + 1)) if 1 <= number <= 31 else None

    def _named_month(self, parts: Parts, behind: int, *, numeral: bool) -> Iterator[Step]:
        stopped = self._text(behind) == "."
        behind = self._stop(behind, ".," if self.line else ".")
        behind = self._skip(behind, "of", "article", most=LONGEST_OF)
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
        if (named := self._month(self._skip(index, "of", most=LONGEST_OF))) is None:
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
        number = roman_value(self._text(at)) or (self._number(at, 2) if named else None)
        if number:
            parts = Parts(day=day, month=int(found.value) + 1, year=number, republican=True)
            yield parts, at + 1

    def _kalends(self, index: int) -> Iterator[Step]:
        """III. Kal. Maii 1520; pridie Idus Maias MDXX; Kal. Jun. 1520."""
        before, position = 1, index
        if eve := self.word(index, "eve"):
            before, position = 2, eve.next
        elif (number := self._number(index, 2) or roman_value(self._text(index))) and number <= 19:
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
        before_christ = index == 0 and self._text(index) == "-" and self._glued(index + 1)
        index += before_christ
        if not self.line or self._number(index, 4) is None or len(self._text(index)) != 4:
            return
        year = int(self._text(index)) * (-1 if before_christ else 1)
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


def _marked(parts: Parts, qualifiers: frozenset[str], *, doubt: bool) -> Parts:
    """The parts with what stands before them."""
    if not qualifiers and not doubt:
        return parts
    return parts._replace(qualifiers=qualifiers, doubt=doubt or parts.doubt)


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
