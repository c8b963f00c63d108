"""Sets of characters that patterns name, as functions that say whether a character is in a set."""

import unicodedata
from collections.abc import Callable, Iterable

from teikit.relaxng.datatypes.names import is_nmtoken, is_start

CharSet = Callable[[str], bool]


def single(character: str) -> CharSet:
    """The set of one character."""
    return character.__eq__


def ranges(pairs: Iterable[tuple[str, str]]) -> CharSet:
    """The characters from the first to the last of each pair."""
    bounds = tuple(pairs)
    return lambda character: any(first <= character <= last for first, last in bounds)


def categories(*prefixes: str) -> CharSet:
    """The characters whose category begins with one of some letters: `L`, `Lu`."""
    return lambda character: unicodedata.category(character).startswith(prefixes)


def union(parts: Iterable[CharSet]) -> CharSet:
    """The characters of any of some sets."""
    members = tuple(parts)
    return lambda character: any(part(character) for part in members)


def complement(chars: CharSet) -> CharSet:
    """All characters but those of a set."""
    return lambda character: not chars(character)


def difference(chars: CharSet, excluded: CharSet) -> CharSet:
    """The characters of a set that are not in another."""
    return lambda character: chars(character) and not excluded(character)


DOT = complement("\n\r".__contains__)
_SPACE = " \t\n\r".__contains__
_DIGIT = categories("Nd")
_NO_WORD = categories("P", "Z", "C")

ESCAPES: dict[str, CharSet] = {
    "s": _SPACE,
    "S": complement(_SPACE),
    "d": _DIGIT,
    "D": complement(_DIGIT),
    "w": complement(_NO_WORD),
    "W": _NO_WORD,
    "i": is_start,
    "I": complement(is_start),
    "c": is_nmtoken,
    "C": complement(is_nmtoken),
}
"""What the letters behind a backslash stand for, where they stand for many characters."""
