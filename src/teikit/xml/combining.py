"""Unicode's normal forms, in a time that does not grow faster than a text.

Python sorts the combining marks of a character by insertion: of a hundred thousand marks in one
heap, which no script has but which can be typed, that takes minutes.
"""

import re
import unicodedata
from itertools import groupby
from typing import Literal

_FEW = 32
"""Marks that are left to Python."""
_MAYBE = re.compile(rf"[^\x00-\u02ff]{{{_FEW},}}")


def normalized(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """A text in one of Unicode's normal forms."""
    return unicodedata.normalize(form, text if text.isascii() else _MAYBE.sub(_in_order, text))


def is_nfc(text: str) -> bool:
    """Whether a text is in NFC."""
    if text.isascii():
        return True
    if _MAYBE.search(text):
        return normalized("NFC", text) == text
    return unicodedata.is_normalized("NFC", text)


def _in_order(found: re.Match[str]) -> str:
    """What is found, with its longer heaps of marks decomposed and in their canonical order."""
    parts = []
    for is_mark, group in groupby(found[0], lambda each: unicodedata.combining(each) > 0):
        marks = "".join(group)
        if is_mark and len(marks) > _FEW:
            single = "".join([unicodedata.normalize("NFD", mark) for mark in marks])
            marks = "".join(sorted(single, key=unicodedata.combining))
        parts.append(marks)
    return "".join(parts)
