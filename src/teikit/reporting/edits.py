"""Repairs, told by lines and columns."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teikit.diagnostic import Edit

if TYPE_CHECKING:
    from teikit.checking.source import Text

_FEW = 8
"""Texts that are kept: findings come file by file, but a repair can concern several."""


class Place(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


class Change(NamedTuple):
    """What stands from `start` up to `end` in a file becomes `text`."""

    path: str
    start: Place
    end: Place
    text: str


class Changes:
    """Tells where edits are, in lines and columns of the texts of files."""

    def __init__(self, text: "Callable[[str], Text | None]") -> None:
        """`text` gives the text of a file, by its path."""
        self._text = lru_cache(_FEW)(text)

    def of(self, edits: Iterable[Edit]) -> list[Change]:
        """The edits of a finding; none where not all of them can be told: they belong together."""
        found = [self._change(edit) for edit in edits]
        return [] if None in found else [one for one in found if one]

    def _change(self, edit: Edit) -> Change | None:
        text = self._text(edit.path)
        if text is None or edit.end > len(text.text):
            return None
        start, end = (Place(*text.line_and_column(at)) for at in (edit.start, edit.end))
        return Change(edit.path, start, end, edit.text)


def opened(path: str) -> "Text | None":
    """The text of a file; None where it cannot be read."""
    from teikit.checking.source import Text, decoded  # noqa: PLC0415  (lxml is slow to load)

    try:
        return Text(decoded(Path(path).read_bytes()))
    except OSError:
        return None
