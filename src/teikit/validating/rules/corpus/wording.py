"""How rules across files name files and things."""

import os
from pathlib import Path
from urllib.parse import quote, unquote

from teikit.validating.index import PackedLetter

_LONGEST = 30


def relative(path: Path, other: Path | str) -> str:
    """The address of a file from another one."""
    return quote(os.path.relpath(other, path.parent).replace(os.sep, "/"))


def beside(path: Path, other: Path | str) -> str:
    """A file as it is called in another one, to be read."""
    return clipped(unquote(relative(path, other)))


def called(path: Path, letter: PackedLetter) -> str:
    """A letter, by its file; one of the same file by its identifier."""
    return f"'{clipped(letter.id)}'" if letter.path == path else beside(path, letter.path)


def clipped(text: str) -> str:
    """A value as it is shown: of a long one the end, where names differ."""
    return text if len(text) <= _LONGEST else "…" + text[1 - _LONGEST :]


def and_more(count: int, things: str) -> str:
    """What is said of further places of one fault, which are not told one by one."""
    return f" (and {count} more {things}{'s' * (count > 1)})" if count else ""
