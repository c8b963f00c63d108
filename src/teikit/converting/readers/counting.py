"""The numbers that Word counts: of lists and headings, and of notes."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from teikit.converting.readers.package import child, local, value

if TYPE_CHECKING:
    from lxml import etree

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LEVELS = 9
_MOST_ROMAN = 4000


def numeral(number: int, form: str) -> str:
    """A number as Word writes it in a form (`decimal`, `lowerRoman` …)."""
    match form:
        case "lowerRoman" | "upperRoman" if 0 < number < _MOST_ROMAN:
            written = _roman(number)
            return written.upper() if form == "upperRoman" else written
        case "lowerLetter" | "upperLetter" if number > 0:
            letter = chr(ord("a") + (number - 1) % 26) * min(3, (number - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        written += letters * times
    return written


class Counter:
    """Counts the paragraphs of lists."""

    def __init__(self, root: "etree._Element | None") -> None:
        self._kinds: dict[str, etree._Element] = {}
        self._lists: dict[str, str] = {}
        for each in root if root is not None else ():
            if local(each) == "abstractNum":
                self._kinds[value(each, "abstractNumId")] = each
            elif local(each) == "num":
                self._lists[value(each, "numId")] = value(child(each, "abstractNumId"))
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)

    def number(self, list_: str, level: str) -> str:
        """The number of the next paragraph of a list at a level; nothing where it shows none."""
        kind = self._kinds.get(self._lists.get(list_, ""))
        if kind is None or not level.isdecimal() or int(level) >= _LEVELS:
            return ""
        levels = {value(each, "ilvl"): each for each in kind if local(each) == "lvl"}
        counts = self._counts[self._lists[list_]]
        place = int(level)
        start = value(child(levels.get(level), "start"))
        first = int(start) if start.isdecimal() else 1
        counts[place] = counts[place] + 1 if counts[place] else first
        counts[place + 1 :] = [0] * (_LEVELS - place - 1)
        if value(child(levels.get(level), "numFmt")) in {"bullet", "none", ""}:
            return ""

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form = value(child(levels.get(str(other)), "numFmt"))
            return numeral(counts[other] or 1, form) if other < _LEVELS else ""

        return re.sub(r"%([1-9])", shown, value(child(levels.get(level), "lvlText")))
