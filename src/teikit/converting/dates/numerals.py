"""Roman numerals in dates: days, months and years, with what reading machines made of them."""

import re

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What optical recognition and machine translation made of the letters of Roman numerals.
_LOOKALIKES = str.maketrans({"І": "I", "П": "II", "T": "I", "Т": "I", "Х": "X", "l": "I", "1": "I"})
ROMAN_MONTH = re.compile(r"[IVXІПХТTl]{1,4}|111", re.IGNORECASE)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})", re.IGNORECASE)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
ROMAN_DAY = re.compile(r"([IVXL]{1,6})([a-z]{0,3})")


def roman_value(text: str) -> int:
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
    as_roman = ROMAN_MONTHS.index(roman) + 1 if roman in ROMAN_MONTHS else None
    if not text.isdecimal():
        return as_roman, text not in ROMAN_MONTHS
    number = int(text)
    if as_roman and as_roman != number and as_roman == expected:
        return as_roman, True  # "16/11" where February is expected: 11 stands for II
    return (number if 1 <= number <= 12 else None), False
