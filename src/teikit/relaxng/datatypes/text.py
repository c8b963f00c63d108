"""White space in values, and values in the sentences for people."""

import re

_SPACES = re.compile(r"[ \t\n\r]+")
_BREAKS = str.maketrans("\t\n\r", "   ")
_SHOWN = 32
"""Characters of a value that are shown; the rest of a sentence has to fit beside it."""


def keep(text: str) -> str:
    """A value as it is written."""
    return text


def spaced(text: str) -> str:
    """A value with a space for every tab and line break."""
    return text.translate(_BREAKS)


def single_spaces(text: str) -> str:
    """A value with single spaces between its words and none around them."""
    return _SPACES.sub(" ", text).strip(" ")


def clip(text: str, length: int = _SHOWN) -> str:
    """The beginning of a long text, on one line."""
    line = single_spaces(text[: 4 * length])
    return line if len(line) <= length and len(text) <= 4 * length else f"{line[: length - 1]}…"


def quoted(text: str) -> str:
    """A value between quotation marks, or words where there is nothing to see."""
    if not text.strip(" \t\n\r"):
        return "a value of white space only" if text else "an empty value"
    return f"'{clip(text)}'"


def counted(count: int, noun: str) -> str:
    """A number and what it counts."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
