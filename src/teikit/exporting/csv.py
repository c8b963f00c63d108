"""CSV (RFC 4180, UTF-8) of the tables that `tables` describes."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from teikit.exporting.apparatus import apparatus
from teikit.exporting.documents import Document
from teikit.exporting.tables import TABLES

# A spreadsheet takes a cell that begins so for a formula; a leading apostrophe is for our own sign.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r']")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet might run it as a formula.

    A cell that begins with an apostrophe gets one too, so that the way back is without doubt: take
    away one apostrophe from every cell that begins with one.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def line(cells: Iterable[str]) -> str:
    """One record of CSV, with its line end; cells with commas, quotes or line ends are quoted."""
    stream = StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return stream.getvalue()


def lines(document: Document) -> Iterator[tuple[str, str]]:
    """For each row that a document gives: the name of its table, and the row as a line of CSV."""
    notes = apparatus(document.text)
    for name, table in TABLES.items():
        for row in table.rows(document, notes):
            yield name, line(row[column] for column in table.columns)


def headings(name: str) -> str:
    """The first line of a table: the names of its columns."""
    return line(TABLES[name].columns)
