"""What stands beside a page: the name of its file, and a table of the letters.

Where each letter is a file, its date or its names are often in the file's name; and many editors
keep a table. Both are read here, as a trace of their own: what the letter itself says is not
touched. The columns of a table are called `file`, `number`, `sender`, `receiver`, `date`, `place`
and `title`, or as editors call them in one of the languages that teikit knows.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from teikit.converting.raw_rules import TABLE_AND_PAGES
from teikit.converting.source import collapse
from teikit.diagnostic import Diagnostic, Location
from teikit.errors import TeikitError
from teikit.profiles.profile import Profile

KEYS = ("file", "number", "sender", "receiver", "date", "place", "title")
"""The columns that are understood."""
_LARGEST_TABLE = 16 * 1024 * 1024
"""Bytes."""
_SEPARATORS = ";,\t|"
_ISO = re.compile(r"(\d{4})[ ._-](\d{2})[ ._-](\d{2})|(\d{4})(\d{2})(\d{2})")
_ADDED = re.compile(r"\s*\([^()]{0,80}\)")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its line in the file, and what it says by column."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class LetterTable:
    """A table of letters. `unknown` are the columns that were not understood."""

    path: str
    rows: tuple[TableRow, ...] = ()
    unknown: tuple[str, ...] = ()

    @cached_property
    def by_file(self) -> Mapping[str, TableRow]:
        """The rows by the name of their file, without its ending, in small letters."""
        found: dict[str, TableRow] = {}
        for row in self.rows:
            if name := row.values.get("file"):
                found.setdefault(_stem(name), row)
        return found

    @cached_property
    def by_number(self) -> Mapping[tuple[str, str], Sequence[TableRow]]:
        """The rows by the file that they name, or none, and by number, in their order."""
        found: dict[tuple[str, str], list[TableRow]] = {}
        for row in self.rows:
            if number := row.values.get("number"):
                file = _stem(name) if (name := row.values.get("file")) else ""
                found.setdefault((file, _plain_number(number)), []).append(row)
        return found


@dataclass(frozen=True)
class Beside:
    """What stands beside the pages of a run."""

    profile: Profile
    tables: Mapping[str, LetterTable] = field(default_factory=dict)
    """The tables by the folder of their pages."""

    @classmethod
    def pages(cls, paths: Iterable[Path], profile: Profile) -> "Beside":
        """What stands beside these pages, by the profile.

        Raises:
            TeikitError: a table cannot be read.
        """
        tables: dict[str, LetterTable] = {}
        if name := profile.page.metadata:
            for folder in sorted({path.parent for path in paths}):
                if (file := folder / name).is_file():
                    tables[str(folder)] = _read(file, profile)
        return cls(profile, tables)

    def of(self, page: str, number: str = "", place: int = 0, *, alone: bool) -> Mapping[str, str]:
        """What is given of a document: by its number, or, where it has the page alone, the file.

        Where several documents of the page have the number, `place` counts them from 0: the rows of
        the table with this number are theirs, in the same order.
        """
        named = self._in_name(Path(page).stem) if alone else _NOTHING
        row = self._row(page, number or named.get("number", ""), place, alone=alone)
        return {**named, **(row.values if row else {})}

    def _row(self, page: str, number: str, place: int, *, alone: bool) -> TableRow | None:
        table = self.tables.get(str(Path(page).parent))
        if table is None:
            return None
        if alone and (row := table.by_file.get(_stem(Path(page).name))):
            return row
        if not number:
            return None
        # The number of a row that names another file is not this one's.
        for file in (_stem(Path(page).name), ""):
            if rows := table.by_number.get((file, _plain_number(number))):
                # A number that stands once in the table is that of all copies of the letter.
                if len(rows) == 1:
                    return rows[0]
                return rows[place] if place < len(rows) else None
        return None

    def _in_name(self, stem: str) -> Mapping[str, str]:
        """What the name of a file tells, by the templates of the profile."""
        words = collapse(stem.replace("_", " "))
        for template in self.profile.page.file_name:
            for pieces in template.cuts(words):
                found = {
                    name: words[start:end].strip()
                    for name, (start, end) in pieces.items()
                    if name not in {"*", "genre"}
                }
                if all(_fits(name, value) for name, value in found.items()):
                    return _settled(found)
        return _NOTHING

    def findings(self, letters: Sequence[tuple[str, str, str]]) -> Iterator[Diagnostic]:
        """Where table and pages do not agree; `letters` are pages, numbers and ids."""
        pages = Counter(page for page, _, _ in letters)
        places = same_before((page, number) for page, number, _ in letters)
        rows = [
            self._row(page, number, place, alone=pages[page] == 1)
            for (page, number, _), place in zip(letters, places, strict=True)
        ]
        for folder, table in sorted(self.tables.items()):
            for name in table.unknown:
                yield _finding(table.path, 1, f"the column “{name}” is not understood")
            here = [
                (letter, row)
                for letter, row in zip(letters, rows, strict=True)
                if str(Path(letter[0]).parent) == folder
            ]
            used = {row.line for _, row in here if row is not None}
            for row in table.rows:
                if row.line not in used:
                    name = row.values.get("file") or row.values.get("number") or "the row"
                    yield _finding(table.path, row.line, f"{name}: there is no such letter")
            for (page, _, name), found in here:
                if found is None:
                    yield _finding(page, 1, f"{name} is not in {Path(table.path).name}")

    def missing(self, paths: Iterable[Path]) -> Iterator[Diagnostic]:
        """The folders that have no table, though the profile names one."""
        name = self.profile.page.metadata
        for folder in sorted({path.parent for path in paths}):
            if name and str(folder) not in self.tables:
                yield _finding(str(folder / name), 1, "there is no such table beside the pages")


def same_before(keys: Iterable[Hashable]) -> list[int]:
    """How often each key stands before, from 0."""
    seen: Counter[Hashable] = Counter()
    places = []
    for key in keys:
        places.append(seen[key])
        seen[key] += 1
    return places


def _finding(path: str, line: int, message: str) -> Diagnostic:
    return Diagnostic(TABLE_AND_PAGES, Location(path, line, 1), collapse(message))


def _stem(name: str) -> str:
    return Path(name.strip()).name.casefold().rpartition(".")[0] or name.strip().casefold()


def _plain_number(number: str) -> str:
    return number.strip().rstrip(".").lstrip("0").casefold()


def _fits(name: str, value: str) -> bool:
    """Whether a piece of a file's name is what it should be."""
    digits = any(map(str.isdigit, value))
    if name == "date":
        return digits
    if name in {"sender", "receiver", "place"}:
        return not digits and value[:1].isalpha()
    return bool(value)


def _settled(values: Mapping[str, str]) -> dict[str, str]:
    """The values in the forms that others expect: dates by ISO, numerals as a number."""
    found = dict(values)
    if roman := found.pop("roman", ""):
        found.setdefault("number", roman)
    if year := found.pop("year", ""):
        found.setdefault("date", year)
    if date := _ISO.fullmatch(found.get("date", "")):
        found["date"] = "-".join(part for part in date.groups() if part)
    for side in ("sender", "receiver"):
        if names := found.get(side):
            found[side] = "; ".join(_in_order(name) for name in names.split(";") if name.strip())
    return {name: value for name, value in found.items() if value}


def _in_order(name: str) -> str:
    """A name that has the surname first, as it is spoken: Anna Roe for Roe, Anna (widow)."""
    surname, comma, first = _ADDED.sub("", name).strip().partition(",")
    first = first.strip()
    if not comma or "," in first or len(surname.split()) > 3 or not first[:1].isupper():
        return name.strip()
    return f"{first} {surname.strip()}"


def _read(path: Path, profile: Profile) -> LetterTable:
    """The table of a file of CSV or TSV.

    Raises:
        TeikitError: it is too large, or no table.
    """
    try:
        if path.stat().st_size > _LARGEST_TABLE:
            raise TeikitError(f"{path}: is too large for a table of letters")
        data = path.read_bytes()
    except OSError as error:
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None
    text = _decoded(data)
    first = text.lstrip("\ufeff").partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator)
    try:
        header = next(reader, [])
        columns = [_column(name, profile) for name in header]
        rows = tuple(
            TableRow(reader.line_num, _settled(_cells(columns, cells)))
            for cells in reader
            if any(cell.strip() for cell in cells)
        )
    except csv.Error as error:
        raise TeikitError(f"{path}: is no table of CSV that can be read: {error}") from None
    if not {"file", "number"} & set(columns):
        raise TeikitError(
            f"{path}: has no column `file` and none `number`; name one of them so in the first row"
        )
    unknown = [collapse(name) for name, column in zip(header, columns, strict=True) if not column]
    return LetterTable(str(path), rows, tuple(each for each in unknown if each))


def _decoded(data: bytes) -> str:
    """The text of a table: in UTF-8, in UTF-16 with its mark, or as Windows writes it."""
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            break
    return data.decode("cp1252", errors="replace")


def _column(name: str, profile: Profile) -> str:
    """What a column is called here; empty where it is not understood."""
    folded = _title(name)
    if folded in KEYS:
        return folded
    titles = profile.page.columns
    return next((key for key in KEYS if folded in map(_title, titles.get(key, ()))), "")


def _title(text: str) -> str:
    return collapse(text).casefold().strip(" .:")


def _cells(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {
        column: collapse(cell)
        for column, cell in zip(columns, cells, strict=False)
        if column and cell.strip()
    }
