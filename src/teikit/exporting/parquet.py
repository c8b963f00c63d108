"""Parquet of the tables that `tables` describes, for R, pandas, polars, DuckDB and the like."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import RawIOBase
from typing import Any, ClassVar

from teikit.errors import TeikitError
from teikit.exporting.exporter import ExportContext, Exported
from teikit.exporting.rows import rows_of
from teikit.exporting.tables import TABLES, ColumnType, Material, Row, Table
from teikit.exporting.tabular import TableExporter
from teikit.tei.documents import Document

_GROUP = 10_000
"""Rows that are kept until they are written: groups are what readers take in at a time."""


@dataclass(frozen=True, slots=True)
class ParquetExporter(TableExporter[Mapping[str, Sequence[Row]]]):
    """Write the tables of csv as Parquet, with days, numbers and yes or no as such."""

    ending: ClassVar[str] = "parquet"
    files: ClassVar[str] = ", ".join(f"{name}.parquet" for name in TABLES)

    def part(self, document: Document, context: ExportContext) -> Mapping[str, Sequence[Row]]:
        """The rows of a document by their tables."""
        material = Material(document, context.entries)
        return {name: [*rows_of(name, material)] for name in self._tables}

    def joined(
        self, parts: Iterable[Mapping[str, Sequence[Row]] | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """Pieces of bytes, of several documents together."""
        writers = {name: _Writer(TABLES[name]) for name in self._tables}
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
                continue
            for name, rows in part.items():
                if data := writers[name].add(rows):
                    yield Exported("", self._file(name), data=data)
        for name, writer in writers.items():
            yield Exported("", self._file(name), data=writer.close())

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """Nothing: Parquet is no text."""
        raise TeikitError("Parquet is not for the screen: name a folder with -o")


class _Writer:
    """One file in the making, whose bytes are taken away as they come."""

    def __init__(self, table: Table) -> None:
        pyarrow, parquet = _pyarrow()
        types: dict[ColumnType, Any] = {
            ColumnType.TEXT: pyarrow.string(),
            ColumnType.NUMBER: pyarrow.int64(),
            ColumnType.FLAG: pyarrow.bool_(),
            ColumnType.DAY: pyarrow.date32(),
        }
        fields = [
            pyarrow.field(column.name, types[column.type], metadata={"meaning": column.meaning})
            for column in table.columns
        ]
        self._pyarrow = pyarrow
        self._schema = pyarrow.schema(fields)
        self._sink = _Sink()
        self._writer = parquet.ParquetWriter(self._sink, self._schema)
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> bytes:
        """Bytes that are finished, if there are any."""
        self._rows.extend(rows)
        if len(self._rows) >= _GROUP:
            self._write()
        return self._sink.taken()

    def close(self) -> bytes:
        """The last bytes of the file."""
        if self._rows:
            self._write()
        self._writer.close()
        return self._sink.taken()

    def _write(self) -> None:
        self._writer.write_table(self._pyarrow.Table.from_pylist(self._rows, self._schema))
        self._rows.clear()


class _Sink(RawIOBase):
    """Takes bytes, and gives away what it has; it knows how many there were in all."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._position += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _pyarrow() -> tuple[Any, Any]:
    """The library that knows the format; it is large, so that only those have it who want it."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise TeikitError(
            "Parquet needs pyarrow, which is not installed: pip install 'teikit[parquet]'"
        ) from None
