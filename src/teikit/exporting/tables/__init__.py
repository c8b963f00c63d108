"""The tables that are made of letters.

A table is data: columns with their types and meanings, and a function from a document to its rows,
so that no more than one document is held in memory.
"""

from collections.abc import Mapping

from teikit.exporting.tables.actions import ACTIONS
from teikit.exporting.tables.citations import CITATIONS
from teikit.exporting.tables.documents import DOCUMENTS
from teikit.exporting.tables.names import NAMES
from teikit.exporting.tables.notes import NOTES
from teikit.exporting.tables.shelfmarks import SHELFMARKS
from teikit.exporting.tables.table import Column, ColumnType, Material, Row, Table, Value

__all__ = ["TABLES", "Column", "ColumnType", "Material", "Row", "Table", "Value"]

TABLES: Mapping[str, Table] = {
    "documents": DOCUMENTS,
    "names": NAMES,
    "actions": ACTIONS,
    "notes": NOTES,
    "citations": CITATIONS,
    "shelfmarks": SHELFMARKS,
}
"""All tables by their names; a format writes one file for each."""
