"""Plain text and tables from TEI: any TEI letters, however they were made.

from pathlib import Path
from teikit import export

for part in export([Path("corpus/tei")], "text", layer="diplomatic"):
    Path("build", part.file).write_text(part.text, encoding="utf-8")
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import TeikitError
from teikit.exporting import csv
from teikit.exporting.tables import TABLES
from teikit.tei.documents import Document, DuplicateDocument, Report, documents
from teikit.tei.text import plain as text
from teikit.tei.text.layers import LAYERS

__all__ = [
    "EXPORTERS",
    "LAYERS",
    "TABLES",
    "Document",
    "DuplicateDocument",
    "Exported",
    "Options",
    "documents",
    "export",
]


@dataclass(frozen=True, slots=True)
class Options:
    """How text is written: the layer, one of `LAYERS`, and whether with its notes."""

    layer: str = "reading"
    notes: bool = True


@dataclass(frozen=True, slots=True)
class Exported:
    """A piece of what is exported: the name of a file, and text that belongs next in it.

    For text, a file is one piece. For tables each row is a piece, and the rows of all tables come
    document by document. `document` is the id of the document; empty for the heads of tables.
    """

    document: str
    file: str
    text: str


def _texts(found: Iterable[Document], options: Options) -> Iterator[Exported]:
    for document in found:
        written = text.render(document, options.layer, notes=options.notes)
        yield Exported(document.id, f"{document.name}.txt", written)


def _tables(found: Iterable[Document], _: Options) -> Iterator[Exported]:
    for name in TABLES:
        yield Exported("", f"{name}.csv", csv.headings(name))
    for document in found:
        for name, line in csv.lines(document):
            yield Exported(document.id, f"{name}.csv", line)


EXPORTERS: Mapping[str, Callable[[Iterable[Document], Options], Iterator[Exported]]] = {
    "text": _texts,
    "csv": _tables,
}


def export(
    paths: Iterable[Path],
    format: str = "text",
    *,
    layer: str = "reading",
    notes: bool = True,
    report: Report | None = None,
) -> Iterator[Exported]:
    """The documents in `paths`, files and folders of TEI, in one of `EXPORTERS`, piece by piece.

    One document is in memory at a time. A document that cannot be exported is told to `report`,
    which may raise; without it, the first such document raises `TeikitError`. So does a path that
    does not exist, and a name that is not in `EXPORTERS` or `LAYERS`.
    """
    for name, table in ((format, EXPORTERS), (layer, LAYERS)):
        if name not in table:
            raise TeikitError(f"{name!r} is not known; choose from {', '.join(table)}")
    return EXPORTERS[format](documents(paths, report or _raise), Options(layer, notes))


def _raise(error: TeikitError) -> None:
    raise error
