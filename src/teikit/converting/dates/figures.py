"""Dates in figures: a day, a sign, and the number or Roman numeral of its month."""

from collections.abc import Iterator

from teikit.converting.dates.numerals import ROMAN_MONTH, ROMAN_MONTHS, month_of_numeral
from teikit.converting.dates.parts import Join, Parts, Step
from teikit.converting.dates.pieces import DASHES, PieceReader


class FigureReader(PieceReader):
    """Reads dates in figures from a row of tokens."""

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
        is_roman = bool(ROMAN_MONTH.fullmatch(text))
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
        if self.line and sign in ROMAN_MONTHS and not self._glued(end) and self._closes(end + 1):
            return " ", end  # "30 VII 1920"
        numeral = end + 1
        text = self._text(numeral)
        is_roman = bool(ROMAN_MONTH.fullmatch(text))
        if sign == ".":
            return (sign, numeral) if self._divides(numeral, is_roman=is_roman) else None
        if sign in DASHES and not (is_roman and text.isupper() and self._glued(numeral)):
            glued = self._glued(end) and self._glued(numeral)
            return (sign, numeral) if glued and self._full_figures(numeral, sign) else None
        return (sign, numeral) if sign in DASHES | {"/"} else None

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
