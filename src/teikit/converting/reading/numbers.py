"""The numbers of documents: "86", "12a", "12/3", "XIV"."""

import re
from collections.abc import Mapping

_ROMAN: Mapping[str, int] = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_DIGITS = re.compile(r"\d+")


def roman(numeral: str) -> int:
    """The value of a Roman numeral."""
    values = [_ROMAN[letter] for letter in numeral.upper()]
    return sum(
        -value if any(later > value for later in values[i + 1 : i + 2]) else value
        for i, value in enumerate(values)
    )


def value(number: str) -> int:
    """The number as such: 12 for "12", "12a", "12/3" and "XII"."""
    if digits := _DIGITS.match(number):
        return int(digits.group())
    letters = re.match("[IVXLCDM]+", number, re.I)
    return roman(letters.group()) if letters else 0


def in_id(number: str) -> str:
    """A number as part of a file's name, so that files sort: "0012a", "0012-3"."""
    digits = _DIGITS.match(number)
    rest = number[digits.end() :] if digits else ""
    return f"{value(number):04}{re.sub(r'[^a-z0-9]+', '-', rest.lower()).rstrip('-')}"
