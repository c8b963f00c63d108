"""Authority files as a table of CSV, and such a table read again, as people's programs write it."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from teikit.errors import TeikitError
from teikit.spreadsheet import line, meant
from teikit.suggesting.authorities.entries import (
    COLUMNS,
    LISTS,
    AuthorityFile,
    TableEntry,
    words_of_cell,
)
from teikit.xml.files import read

SEPARATOR = " | "
"""Between the items of a cell; one within an item has a backslash before it."""
_SPLIT = re.compile(r"((?:[^\\|]|\\.|\\$)+)", re.DOTALL)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DELIMITERS = (",", ";", "\t")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no file of XML can hold."""
_LONGEST_CELL = 1_000_000
_LONGEST_SHOWN = 100
"""Characters of a cell that a message shows."""
_MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of a table: `line` is its first in the file, `cells` are those of its columns."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The words of a cell; none where there is no such column."""
        return words_of_cell(self.cells.get(column, ""))

    def items(self, column: str) -> tuple[str, ...]:
        """The items of a cell, each once."""
        text = self[column]
        return tuple(dict.fromkeys(split(text) if column in LISTS else [text] if text else []))


@dataclass(frozen=True, slots=True)
class EntryTable:
    """A table as it is read. `ragged` are the lines whose rows have too few or too many cells."""

    path: Path
    columns: Sequence[str]
    rows: Sequence[EntryRow]
    ragged: Sequence[int]


def written(files: Iterable[AuthorityFile]) -> Iterator[str]:
    """The lines of the table of these files: a row for each entry."""
    yield line(COLUMNS)
    for file in files:
        for entry in file.entries:
            yield line(cells_of(entry))


def cells_of(entry: TableEntry) -> list[str]:
    """The row of an entry."""
    fixed = {
        "file": entry.file.name,
        "kind": entry.kind,
        "id": entry.id,
        "version": entry.version,
    }
    return [fixed.get(column) or joined(column, entry.texts(column)) for column in COLUMNS]


def joined(column: str, items: Iterable[str]) -> str:
    """The cell of these items."""
    if column not in LISTS:
        return next(iter(items), "")
    return SEPARATOR.join(item.replace("\\", "\\\\").replace("|", r"\|") for item in items)


def split(cell: str) -> list[str]:
    """The items of a cell."""
    parts = [words_of_cell(re.sub(r"\\([\\|])", r"\1", part)) for part in _SPLIT.findall(cell)]
    return list(filter(None, parts))


def read_table(path: Path, required: Sequence[str]) -> EntryTable:
    """A table of CSV: with commas, semicolons or tabs, in UTF-8 or, if it says so, UTF-16.

    Raises:
        TeikitError: it cannot be read, or one of the required columns is missing or there twice.
    """
    data = read(path)
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TeikitError(
            f"{path}: this is no text in UTF-8; save the table as 'CSV UTF-8'"
        ) from None
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    old = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        head, lines = _head(reader), []
        start = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise TeikitError(f"{path}: this is no table of CSV: {error}") from None
    finally:
        csv.field_size_limit(old)
    for column in required:
        if column not in head:
            there = shortened(", ".join(filter(None, head[:8]))) or "nothing"
            raise TeikitError(
                f"{path}: the table has no column '{column}'; its first line has: {there}"
            )
    twice = next((column for column in head if column and head.count(column) > 1), "")
    if twice:
        raise TeikitError(f"{path}: two columns are called '{shortened(twice)}'; take one out")
    rows, ragged = [], []
    for number, cells in lines:
        # Some programs write more cells at the end; a row that lacks some may have lost them.
        if len(cells) < len(head) or any(cell.strip() for cell in cells[len(head) :]):
            ragged.append(number)
        else:
            rows.append(EntryRow(number, dict(zip(head, map(meant, cells), strict=False))))
    return EntryTable(path, head, rows, ragged)


def _head(reader: "Iterator[list[str]]") -> list[str]:
    """The names of the columns, as they are meant whatever their case."""
    known = {column.casefold(): column for column in COLUMNS}
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) > _MOST_COLUMNS:
                raise csv.Error(f"it has {len(cells)} columns")
            return [known.get(cell.strip().casefold(), cell.strip()) for cell in cells]
    return []


def shortened(text: str) -> str:
    """A value as a message shows it."""
    line_ = words_of_cell(NOT_XML.sub("�", text))
    return line_ if len(line_) <= _LONGEST_SHOWN else f"{line_[: _LONGEST_SHOWN - 1]}…"
