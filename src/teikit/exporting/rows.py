"""The rows of tables as values: for Parquet, and for pandas or polars."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from teikit.errors import TeikitError, Unfinished
from teikit.exporting.tables import TABLES, Material, Value
from teikit.exporting.tabular import entries
from teikit.tei.documents import Report, documents, raise_error
from teikit.tei.entries import Entries


def tables(
    paths: Iterable[Path],
    table: str = "documents",
    *,
    authority: Iterable[Path] = (),
    report: Report | None = None,
) -> Iterator[dict[str, Value]]:
    """The rows of a table, of the documents in `paths`, files and folders of TEI.

    Each row has all columns by their names, in their order: texts, numbers, True or False, and days
    as `datetime.date`; what is not there is None. So they are what data frames are made from:

        import pandas, teikit

        letters = pandas.DataFrame(teikit.tables([Path("corpus/tei")]))
        names = pandas.DataFrame(teikit.tables([Path("corpus/tei")], "names"))

    `authority` are files and folders in which keys of persons and places are looked up, besides
    those in the letters and in a folder `authority` beside them.

    A document that cannot be read is told to `report`; without it, the first such document raises
    `TeikitError`. So do a table that is not known, and a path that does not exist.
    """
    if table not in TABLES:
        raise TeikitError(f"{table!r} is not known; choose from {', '.join(TABLES)}")
    return _rows([*paths], table, entries(tuple(authority)), report or raise_error)


def _rows(
    paths: Iterable[Path], table: str, entries: Entries, report: Report
) -> Iterator[dict[str, Value]]:
    for document in documents(paths, report):
        try:
            found = [*rows_of(table, Material(document, entries))]
        except TeikitError:
            raise
        except Exception as error:  # the next document has nothing to do with it
            report(Unfinished(document.path, error))
        else:
            yield from found


def rows_of(table: str, material: Material) -> Iterator[dict[str, Value]]:
    """The rows that a document gives to a table, with all columns; None where there is nothing."""
    names = TABLES[table].names
    for row in TABLES[table].rows(material):
        yield {name: None if row.get(name) == "" else row.get(name) for name in names}
