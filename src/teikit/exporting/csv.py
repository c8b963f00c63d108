"""CSV (RFC 4180, UTF-8) of the tables that `tables` describes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from teikit.errors import TeikitError
from teikit.exporting.exporter import ExportContext, Exported
from teikit.exporting.tables import TABLES, Material, Value
from teikit.exporting.tabular import TableExporter
from teikit.spreadsheet import line
from teikit.tei.documents import Document


@dataclass(frozen=True, slots=True)
class CsvExporter(TableExporter[tuple[Exported, ...]]):
    """Write tables: documents, names, actions, notes, citations, shelfmarks."""

    ending: ClassVar[str] = "csv"
    files: ClassVar[str] = ", ".join(f"{name}.csv" for name in TABLES)

    def part(self, document: Document, context: ExportContext) -> tuple[Exported, ...]:
        """The rows of a document, in all tables."""
        return tuple(self._rows(Material(document, context.entries)))

    def joined(
        self, parts: Iterable[tuple[Exported, ...] | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The headings of the tables, then each row of each document."""
        for name in self._tables:
            yield Exported("", self._file(name), line(TABLES[name].names))
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
            else:
                yield from part

    def _rows(self, material: Material) -> Iterator[Exported]:
        for name in self._tables:
            table, file = TABLES[name], self._file(name)
            columns = table.names
            for row in table.rows(material):
                values = map(row.get, columns)
                cells = line([each if type(each) is str else _cell(each) for each in values])
                yield Exported(material.document.id, file, cells)

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The rows of one table; several would be one text that nothing can read."""
        if self.table is None:
            raise TeikitError("name a folder with -o, or one table with --table for the screen")
        for piece in pieces:
            yield piece.text


def _cell(value: Value) -> str:
    """A value as words: `yes` or `no`, a day as in ISO 8601, and nothing as nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
