"""Text from files, as it may be shown: whatever stands in it, a terminal only shows it."""

from functools import lru_cache
from unicodedata import category, combining, east_asian_width

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_DELETE = 0x7F
_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""What steers the display: controls, marks of direction and of joining, ends of lines."""


def visible(text: str) -> str:
    """The text on one line, with a sign in place of each character that would steer the display.

    Undecodable bytes in the names of files are left, so that the names stay what they are.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


@lru_cache(4096)
def width(character: str) -> int:
    """The columns that a visible character takes in a terminal."""
    if combining(character) or category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def _shown(character: str) -> str:
    code = ord(character)
    if code < ord(" "):
        return chr(0x2400 + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    kind = category(character)
    if kind in _HIDDEN or (kind == "Cs" and not 0xDC80 <= code <= 0xDCFF):
        return _UNKNOWN
    return character
