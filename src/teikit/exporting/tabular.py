"""What formats of tables have in common: which tables, and which authority files."""

from abc import ABC
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from teikit.errors import TeikitError
from teikit.exporting.exporter import ExportContext, Part, PartwiseExporter, option
from teikit.exporting.tables import TABLES
from teikit.tei.entries import Entries, authority_files


@dataclass(frozen=True, slots=True)
class TableExporter(PartwiseExporter[Part], ABC):
    """A format with one file for each table, whose names end in `ending`."""

    ending: ClassVar[str]
    table: str | None = option(None, "Write this table only.", TABLES)
    authority: str | None = option(
        None,
        "A file or a folder of authority files, in which keys of persons and places are looked up, "
        "besides those in the letters and in a folder `authority` beside them.",
    )

    @property
    def shared(self) -> tuple[str, ...]:
        """One file for each table."""
        return tuple(map(self._file, self._tables))

    @property
    def _tables(self) -> tuple[str, ...]:
        return tuple(TABLES) if self.table is None else (self.table,)

    def _file(self, table: str) -> str:
        return f"{table}.{self.ending}"

    def context(self) -> ExportContext:
        """The authority files. Raises `TeikitError` where one that is named does not exist."""
        named = () if self.authority is None else (Path(self.authority),)
        return ExportContext(entries=entries(named))


def entries(authority: tuple[Path, ...] = ()) -> Entries:
    """The entries of authority files, with those of the files and folders that are named.

    Raises `TeikitError` where a path does not exist.
    """
    for path in authority:
        if not path.exists():
            raise TeikitError(f"{path}: no such authority file or folder")
    files = (found for path in authority for found in (authority_files(path) or (path,)))
    return Entries([path for path in files if path.is_file()], names_only=True)
