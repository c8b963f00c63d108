"""CSV (RFC 4180, UTF-8) of the tables that `tables` describes."""

from collections.abc import Iterator

from teikit.exporting.tables import TABLES
from teikit.spreadsheet import line
from teikit.tei.apparatus import apparatus
from teikit.tei.documents import Document


def lines(document: Document) -> Iterator[tuple[str, str]]:
    """For each row that a document gives: the name of its table, and the row as a line of CSV."""
    notes = apparatus(document.text)
    for name, table in TABLES.items():
        for row in table.rows(document, notes):
            yield name, line(row[column] for column in table.columns)


def headings(name: str) -> str:
    """The first line of a table: the names of its columns."""
    return line(TABLES[name].columns)
