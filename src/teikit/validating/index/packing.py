"""Summaries as bytes, out of which records are taken when they are asked for.

So they are small to send and to keep, and a rule pays only for the records that it looks at.
"""

import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from struct import Struct
from typing import Any, TypeVar

from teikit.tei.dates import Period
from teikit.validating.index.records import (
    Entry,
    FileSummary,
    Id,
    Include,
    Item,
    Key,
    Link,
    Part,
    Relation,
)

INNER = "inner"
"""For the identifiers that a register points to in itself, which are mere strings."""
_NUMBERS: dict[object, int] = {
    kind: number
    for number, kind in enumerate((Id, Link, Key, Include, Part, Entry, INNER, Relation, Item))
}
"""What is packed by itself, in this order. The last two are those of each letter."""
_STARTS = Struct(f"<{len(_NUMBERS) + 1}I")
"""At the beginning: where each of them begins, and behind them what is always asked for."""
_PLAIN = 2
"""The version of marshal that does not look for what is there twice: that takes longer."""

Record = TypeVar("Record")


def packed(summary: FileSummary) -> bytes:
    """A summary as bytes, for the Python that made them; what is empty takes none."""
    letters = summary.letters
    pieces = [
        marshal.dumps(rows, _PLAIN) if rows else b""
        for rows in (
            _rows(summary.ids),
            _rows(summary.links),
            _rows(summary.keys),
            _rows(summary.includes),
            _rows(summary.parts),
            _rows(summary.entries),
            summary.inner,
            [_rows(letter.relations) for letter in letters],
            [_rows(letter.items) for letter in letters]
            if any(letter.items for letter in letters)
            else (),
        )
    ]
    heads = [
        (letter.id, letter.number, letter.text, letter.sent and tuple(letter.sent), letter.minhash)
        for letter in letters
    ]
    head = (str(summary.path), summary.root, summary.number, summary.authority, heads)
    starts = accumulate(map(len, pieces), initial=_STARTS.size)
    return b"".join((_STARTS.pack(*starts), *pieces, marshal.dumps(head, _PLAIN)))


def _rows(records: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Records without their types, which marshal does not know."""
    return [*map(tuple, records)]


def _records(kind: Any, rows: Iterable[object]) -> list[Any]:
    made: Any = partial(tuple.__new__, kind)  # what NamedTuple does, without its detours
    return [*map(made, rows)]


class PackedFile:
    """What is kept of a file (`FileSummary`).

    Attributes:
        at: the number of the file in a corpus.
        first: the number that the first of its letters has there.
        name: the path, as it is written.
    """

    name: str
    root: str
    number: int
    authority: bool

    def __init__(self, record: bytes, at: int = 0, first: int = 0) -> None:
        self._record = record
        self._starts = _STARTS.unpack_from(record)
        self._known: dict[object, Sequence[Any]] = {}
        self.at = at
        self.first = first
        head = marshal.loads(record[self._starts[-1] :])
        self.name, self.root, self.number, self.authority, self.heads = head

    @cached_property
    def path(self) -> Path:
        """The path of the file."""
        return Path(self.name)

    @property
    def stem(self) -> str:
        """The name of the file without its ending; the same as `path.stem`, but quicker."""
        name = os.path.basename(self.name)  # noqa: PTH119
        stem, dot, ending = name.rpartition(".")
        return stem if stem and dot and ending else name

    @cached_property
    def folder(self) -> str:
        """The folder in which the file is."""
        return os.path.dirname(self.name)  # noqa: PTH120

    @property
    def letters(self) -> Iterator["PackedLetter"]:
        """The documents in it; none for a register."""
        return (PackedLetter(self, index) for index in range(len(self.heads)))

    @property
    def kinds(self) -> Iterator[object]:
        """The kinds of records that there may be of it, or of its letters."""
        starts = self._starts
        return (kind for kind, at in _NUMBERS.items() if starts[at] < starts[at + 1])

    def all(self, kind: Callable[..., Record]) -> list[Record]:
        """The records of a kind that a file has as a whole."""
        return _records(kind, self.rows(kind))

    def rows(self, kind: object) -> Sequence[Any]:
        """The same without their types; of what letters have, those of each letter."""
        if kind not in self._known:
            number = _NUMBERS[kind]
            start, end = self._starts[number : number + 2]
            self._known[kind] = marshal.loads(self._record[start:end]) if start < end else ()
        return self._known[kind]


class PackedLetter:
    """What is kept of a document (`Letter`).

    Attributes:
        file: the file in which it is.
        at: its number in a corpus.
    """

    id: str
    number: int
    text: int
    minhash: bytes

    def __init__(self, file: PackedFile, index: int) -> None:
        self.file = file
        self._index = index
        self.at = file.first + index
        self.id, self.number, self.text, sent, self.minhash = file.heads[index]
        self.sent = Period._make(sent) if sent else None

    @property
    def path(self) -> Path:
        """The file in which it is."""
        return self.file.path

    @property
    def folder(self) -> str:
        """The folder of that."""
        return self.file.folder

    def all(self, kind: Callable[..., Record]) -> list[Record]:
        """The records of a kind that are its own."""
        rows = self.file.rows(kind)
        return _records(kind, rows[self._index] if rows else ())
