"""Rows for programs: CSV and JSON, piece by piece."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from teikit.reviewing.row import COLUMNS, Row
from teikit.spreadsheet import line


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180; cells that a spreadsheet would run as formulas are made harmless."""
    yield line(COLUMNS)
    for row in rows:
        values = (getattr(row, column) for column in COLUMNS)
        yield line("" if value is None else str(value) for value in values)


def _json(rows: Iterable[Row]) -> Iterator[str]:
    """One array, with an object for each row on a line of its own."""
    before = "[\n"
    for row in rows:
        record = {column: getattr(row, column) for column in COLUMNS}
        yield f"{before}{json.dumps(record, ensure_ascii=False)}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


FORMATS: Mapping[str, Callable[[Iterable[Row]], Iterator[str]]] = {"csv": _csv, "json": _json}
