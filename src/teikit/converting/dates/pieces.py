"""The pieces that dates are made of, read from tokens: a day, a month, a year, an hour."""

from collections.abc import Collection, Sequence

from teikit.converting.dates.numerals import roman_value
from teikit.converting.dates.parts import Parts, Step
from teikit.converting.dates.tokens import FoundPhrase, Token, lexicon, longest
from teikit.profiles.profile import DateWords

DASHES = frozenset("-–—")
CLOSING = {"(": ")", "[": "]"}
LONGEST_OF = 3
"""Words between a day and its month: "of the month of"."""
_LEAST_THOUSANDLESS = 500
_YEAR_SIGNS = frozenset("-.,/:;") | DASHES


class PieceReader:
    """Reads pieces of dates from a row of tokens.

    `line` is whether the text is the line of a date, and so may be a year or a season alone.
    """

    def __init__(self, row: Sequence[Token], words: DateWords, *, line: bool) -> None:
        self.row = row
        self.known = lexicon(words)
        self.julian_until = words.julian_until
        self.line = line
        self._length = len(row)
        self._texts = [token.text for token in row]
        self._phrases = [self.known.get(token.folded) for token in row]
        self.present = frozenset[str]().union(*filter(None, self._phrases))
        """The kinds of phrases of which one may begin with any of the tokens."""
        self._read: dict[int, list[Step]] = {}

    # Tokens

    def _text(self, index: int) -> str:
        return self._texts[index] if 0 <= index < self._length else ""

    def _number(self, index: int, figures: int) -> int | None:
        text = self._texts[index] if 0 <= index < self._length else ""
        return int(text) if text.isdecimal() and len(text) <= figures else None

    def _glued(self, index: int) -> bool:
        """Whether no space stands between a token and the one before it."""
        return 0 < index < self._length and self.row[index].glued

    def _may_be(self, index: int) -> bool:
        """Whether any phrase begins with a token: with most, none does."""
        return 0 <= index < self._length and self._phrases[index] is not None

    def kinds(self, index: int) -> Collection[str]:
        """The kinds of phrases of which one may begin with a token."""
        return self._phrases[index] or ()

    def word(self, index: int, kind: str) -> FoundPhrase | None:
        """A phrase of a kind at a token."""
        if not 0 <= index < self._length or (phrases := self._phrases[index]) is None:
            return None
        return longest(phrases[kind], self.row, index) if kind in phrases else None

    def _skip(self, index: int, *kinds: str, most: int = 1) -> int:
        """The index behind words of these kinds."""
        for _ in range(most):
            if not self._may_be(index):
                break
            found = next((each for kind in kinds if (each := self.word(index, kind))), None)
            if found is None:
                break
            index = found.next
        return index

    # Pieces

    def _day(self, index: int) -> tuple[int, int] | None:
        """The number of a day, with its ending, and the index behind it."""
        opened = self._text(index) == "["
        index += opened
        if worded := self.word(index, "days"):
            number, index = int(worded.value) + 1, worded.next
        elif (figures := self._number(index, 2)) and figures <= 31:
            number, index = figures, self._ordinal(index + 1)
        else:
            return None
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
        skipped = self._skip(index, "of", "article", "republican_year", most=LONGEST_OF)
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
        return parts._replace(style="") if parts.style else parts, begun

    def _year_number(self, index: int, month: int | None) -> Step | None:
        """The numbers of a year in any of its forms, in brackets or not."""
        bracket = CLOSING.get(self._text(index), "")
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

    def _before_christ(self, index: int) -> Step | None:
        """58 B.C.; B.C. 58: a year before Christ is negative."""
        if era := self.word(index, "before_christ"):
            index = era.next
        number = self._number(index, 4)
        end = self._skip(index + 1, "year") if number and not era else index + 1
        behind = era or (self.word(end, "before_christ") if number else None)
        if not number or behind is None:
            return None
        end = index + 1 if era else behind.next
        return Parts(year=-number), end + (self._text(end) == "." and self._glued(end) and not era)

    def _bare_year(self, index: int, month: int | None) -> Step | None:
        if before := self._before_christ(index):
            return before
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
        if (roman := roman_value(text)) and len(text) >= 3 and 1000 <= roman <= 2100:
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

    # What may stand behind

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
