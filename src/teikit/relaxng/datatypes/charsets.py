"""Sets of characters that patterns name; each says of one character whether it is in it."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from teikit.relaxng.datatypes.names import is_nmtoken, is_start


class CharSet(Protocol):
    """A set of characters, as good as a key."""

    def __contains__(self, character: str, /) -> bool:
        """Whether a character is in the set."""

    def __hash__(self) -> int:
        """Equal for sets that are written in the same way."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """The characters from the first to the last of each pair."""

    pairs: tuple[tuple[str, str], ...]

    def __contains__(self, character: str) -> bool:
        return any(first <= character <= last for first, last in self.pairs)


@dataclass(frozen=True, slots=True)
class Categories:
    """The characters whose category begins with one of some letters: `L`, `Lu`."""

    prefixes: tuple[str, ...]

    def __contains__(self, character: str) -> bool:
        return unicodedata.category(character).startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class Fulfilling:
    """The characters of which a function says yes."""

    condition: Callable[[str], bool]

    def __contains__(self, character: str) -> bool:
        return self.condition(character)


@dataclass(frozen=True, slots=True)
class Union:
    """The characters of any of some sets."""

    parts: tuple[CharSet, ...]

    def __contains__(self, character: str) -> bool:
        return any(character in part for part in self.parts)


@dataclass(frozen=True, slots=True)
class Complement:
    """All characters but those of a set."""

    excluded: CharSet

    def __contains__(self, character: str) -> bool:
        return character not in self.excluded


@dataclass(frozen=True, slots=True)
class Difference:
    """The characters of a set that are not in another."""

    included: CharSet
    excluded: CharSet

    def __contains__(self, character: str) -> bool:
        return character in self.included and character not in self.excluded


def single(character: str) -> CharSet:
    """The set of one character."""
    return Ranges(((character, character),))


DOT: CharSet = Complement(Ranges((("\n", "\n"), ("\r", "\r"))))
_SPACE = Ranges((("\t", "\n"), ("\r", "\r"), (" ", " ")))
_DIGIT = Categories(("Nd",))
_NO_WORD = Categories(("P", "Z", "C"))
_START = Fulfilling(is_start)
_NAME = Fulfilling(is_nmtoken)

ESCAPES: dict[str, CharSet] = {
    "s": _SPACE,
    "S": Complement(_SPACE),
    "d": _DIGIT,
    "D": Complement(_DIGIT),
    "w": Complement(_NO_WORD),
    "W": _NO_WORD,
    "i": _START,
    "I": Complement(_START),
    "c": _NAME,
    "C": Complement(_NAME),
}
"""What the letters behind a backslash stand for, where they stand for many characters."""
