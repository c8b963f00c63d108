"""What a table is: columns that say what they hold, and the rows that a document gives.

CSV, Parquet, `teikit.tables` and the documentation are made from these data alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from teikit.tei.apparatus import Apparatus
from teikit.tei.citations import Cited, citations
from teikit.tei.correspondence import Events, completed
from teikit.tei.documents import Document
from teikit.tei.entries import Entries, NamedEntry
from teikit.tei.manuscript import Holding, holdings
from teikit.tei.mentions import pointing

if TYPE_CHECKING:
    from lxml import etree

Value = str | int | bool | date | None
"""What stands in a cell; nothing is "" in a text, else None."""

Row = Mapping[str, Value]


class ColumnType(Enum):
    """What the cells of a column hold, in the words of the documentation."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "yes or no"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells hold, and a sentence on what they mean."""

    name: str
    type: ColumnType
    meaning: str


def text(name: str, meaning: str) -> Column:
    """A column of words."""
    return Column(name, ColumnType.TEXT, meaning)


def number(name: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(name, ColumnType.NUMBER, meaning)


def flag(name: str, meaning: str) -> Column:
    """A column of yes or no."""
    return Column(name, ColumnType.FLAG, meaning)


def day(name: str, meaning: str) -> Column:
    """A column of days."""
    return Column(name, ColumnType.DAY, meaning)


@dataclass(frozen=True)
class Material:
    """A document with all that several tables ask of it, which is found once."""

    document: Document
    entries: Entries = field(default_factory=Entries)

    @cached_property
    def notes(self) -> Apparatus:
        """The notes of the document."""
        return self.document.notes()

    @cached_property
    def events(self) -> Events:
        """Who did what, where, and when, also as the letter itself tells it."""
        return completed(self.document)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Where the manuscripts of the document are kept."""
        return tuple(holdings(self.document))

    @cached_property
    def citations(self) -> tuple[Cited, ...]:
        """What is cited in text, source line and notes."""
        return tuple(citations(self.document, self.notes))

    def entry(self, name: "etree._Element") -> NamedEntry:
        """What the authority tells of somebody or something."""
        return self.entries.of(pointing(name), self.document)

    def known_as(self, name: "etree._Element") -> str:
        """What the authority calls somebody or something; empty where it does not know it."""
        return self.entry(name).name


@dataclass(frozen=True)
class Table:
    """A table: what it is, its columns in their order, and the rows that a document gives.

    A row has values for some columns by their names; in others there is nothing.
    """

    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Material], Iterator[Row]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)
