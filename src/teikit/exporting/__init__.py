"""Plain text, tables and files for archives from TEI: any letters, however they were made.

from pathlib import Path
from teikit import export

for part in export([Path("corpus/tei")], "text", layer="diplomatic"):
    Path("build", part.file).write_text(part.text, encoding="utf-8")
"""

import dataclasses
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic

from teikit.errors import TeikitError
from teikit.exporting.beacon import BeaconExporter
from teikit.exporting.cmif import CmifExporter
from teikit.exporting.csv import CsvExporter
from teikit.exporting.datacite import DataciteExporter
from teikit.exporting.dublin_core import DublinCoreExporter
from teikit.exporting.exporter import (
    ExportContext,
    Exported,
    Exporter,
    Notice,
    Part,
    PartwiseExporter,
)
from teikit.exporting.gexf import GexfExporter
from teikit.exporting.oai import OaiExporter
from teikit.exporting.parquet import ParquetExporter
from teikit.exporting.tables import TABLES
from teikit.exporting.text import TextExporter
from teikit.keeping.dependency import Dependency
from teikit.runtime.machine import collecting_seldom
from teikit.runtime.watching import Watch, unwatched
from teikit.tei.collecting import NotingAsk, parts
from teikit.tei.documents import Document, DuplicateDocument, Report, documents
from teikit.tei.noting import EntryJournal
from teikit.tei.text.layers import LAYERS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from teikit.keeping.files import FileResults

__all__ = [
    "EXPORTERS",
    "LAYERS",
    "TABLES",
    "Document",
    "DuplicateDocument",
    "Exported",
    "Exporter",
    "NoText",
    "Notice",
    "documents",
    "export",
    "exporter",
    "run",
]


class NoText(TeikitError):  # noqa: N818 (named for what the user meets)
    """A header tells of letters whose texts are not in the file: no text of them is written."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            f"{document.path}: lists letters without their texts, the first of them "
            f"{document.id!r}; they are in the tables alone"
        )
        tree = document.root.getroottree()
        self.place = (document.path, tree.getpath(document.root))
        """Of the `TEI`, for which it is told once."""


EXPORTERS: Mapping[str, type[Exporter]] = {
    "text": TextExporter,
    "csv": CsvExporter,
    "parquet": ParquetExporter,
    "cmif": CmifExporter,
    "beacon": BeaconExporter,
    "dublin-core": DublinCoreExporter,
    "datacite": DataciteExporter,
    "oai": OaiExporter,
    "gexf": GexfExporter,
}
"""The formats by name. The command line is made from this table and the options of each."""


def export(  # noqa: PLR0913 (as `run`)
    paths: Iterable[Path],
    format: str = "text",
    *,
    report: Report | None = None,
    jobs: int = 1,
    watch: Watch = unwatched,
    executor: "Executor | None" = None,
    keep: Path | None = None,
    **options: object,
) -> Iterator[Exported]:
    """The documents in `paths`, files and folders of TEI, in one of `EXPORTERS`, piece by piece.

    `options` are those of the format: `layer`, `notes` and `join_hyphens` of `text`, `table` and
    `authority` of `csv` and `parquet`, `config` of those for archives. Nothing is written: `run`
    does what the command does, with the same pieces. One document is in memory at a time; with
    `jobs`, so many processes read them (0 for one on each core), and the pieces are the same;
    where there is an `executor`, its workers do so, if they see the same files by the same names;
    `watch` sees each file when it is done. What documents gave is taken from what is kept in the
    folder `keep`, that of a project, as long as nothing has changed for them, and kept there. A
    document that cannot be exported is told to `report`, which may raise; without it, the first
    such document raises `TeikitError`. So does a path that does not exist, and a format, an option
    or a value that is not known. What is only good to know, a `Notice`, is told to `report` alone.
    """
    found = exporter(format, **options)
    report = report or _raise
    return _pieces(found, paths, report, jobs, watch, executor, keep)


def exporter(format: str, **options: object) -> Exporter:
    """A format with its options. Raises `TeikitError` where one is not known."""
    _known(format, EXPORTERS)
    found = EXPORTERS[format]
    fields = {field.name: field for field in _fields(found)}
    for name, value in options.items():
        _known(name, fields)
        choices = fields[name].metadata["choices"]
        if choices and value != fields[name].default:
            _known(value, choices)
    return found(**options)


def run(  # noqa: PLR0913 (what a command is told)
    exporter: Exporter,
    paths: Iterable[Path],
    *,
    output: Path | None,
    screen: Callable[[str], object],
    report: Report,
    jobs: int = 1,
    watch: Watch = unwatched,
    executor: "Executor | None" = None,
    keep: Path | None = None,
) -> int:
    """What `teikit export` does: write into the folder `output`, or without one to `screen`.

    `jobs` are processes that read the documents; 0 stands for one on each core, where the files
    are many. Where there is an `executor`, its workers read them, if they see the same files by the
    same names. `watch` sees each file when it is done. `keep` is the folder of the project, where
    what documents give is kept between runs.

    Returns the exit status: 1 where a document could not be exported, which `report` was told,
    else 0. Each file is written whole or not at all. Raises `TeikitError` where the work cannot go
    on; files that are shared by documents are then as they were.
    """
    failed = False

    def note_failure(error: TeikitError) -> None:
        nonlocal failed
        failed |= not isinstance(error, Notice)
        report(error)

    pieces = _pieces(exporter, paths, note_failure, jobs, watch, executor, keep)
    with collecting_seldom(), closing(pieces):
        if output is None:
            for text in exporter.on_screen(pieces):
                screen(text)
        else:
            _write(pieces, output, exporter.shared)
    return int(failed)


def _pieces(  # noqa: PLR0913, PLR0917 (as `run`)
    exporter: Exporter,
    paths: Iterable[Path],
    report: Report,
    jobs: int,
    watch: Watch,
    executor: "Executor | None",
    keep: Path | None,
) -> Generator[Exported, None, None]:
    """The pieces of a format; what is told instead of one goes to `report`."""
    if isinstance(exporter, PartwiseExporter):
        context = exporter.context()
        asking = partial(_Asking, exporter, exporter.needs_text)
        results = _results(keep, exporter, context) if keep else None
        found_parts = parts(
            paths, asking, report, jobs=jobs, watch=watch, executor=executor, keep=results
        )
        with closing(found_parts) as asked:
            yield from _finished(exporter.joined(_gathered(asked, context), context), report)
    else:
        found = _exported(exporter, documents(paths, report), report)
        yield from _finished(exporter.pieces(found), report)


def _results(
    folder: Path, exporter: PartwiseExporter[Part], context: ExportContext
) -> "FileResults | None":
    """The parts that are kept in a folder, as far as they are of this format and its options."""
    from teikit.keeping.files import results_in  # noqa: PLC0415  (databases take a while to load)

    asked = (exporter, context.publication)
    return results_in(folder, EntryJournal().still, asked, context.entries.files)


class _Asking(NotingAsk["_Asked[Part]"], Generic[Part]):
    """Asks each document for its part; there is one in each process."""

    def __init__(self, exporter: PartwiseExporter[Part], needs_text: bool) -> None:
        self._exporter = exporter
        self._needs_text = needs_text
        self._context = exporter.context()
        self._journal = EntryJournal()
        self._context.entries.note = self._journal.note
        self._reported = 0

    def __call__(self, document: Document, _: Report) -> "_Asked[Part]":
        """The part of a document, or why it has none."""
        if self._needs_text and not document.has_text:
            return _Asked(NoText(document))
        part = self._exporter.part(document, self._context)
        unreadable = self._context.entries.unreadable[self._reported :]
        self._reported += len(unreadable)
        return _Asked(part, tuple(unreadable))

    def asked(self) -> Sequence[Dependency] | None:
        """What was asked of authority files; None where one cannot be read, as that is told."""
        found = self._journal.taken()
        return None if self._reported else found


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Part]):
    """The part of a document; and which authority files could not be read for it, told once."""

    part: Part | TeikitError
    unreadable: tuple[TeikitError, ...] = ()


def _gathered(
    asked: Iterable[_Asked[Part]], context: ExportContext
) -> Iterator[Part | TeikitError]:
    """The parts of all documents, in which each file that only lists letters is told of once."""
    last = None
    unreadable = dict[str, TeikitError]()
    for each in asked:
        for error in each.unreadable:
            if unreadable.setdefault(str(error), error) is error:
                context.entries.unreadable.append(error)
        if isinstance(each.part, NoText):
            if each.part.place == last:
                continue
            last = each.part.place
        yield each.part


def _exported(exporter: Exporter, found: Iterable[Document], report: Report) -> Iterator[Document]:
    """The documents that a format can export; each file that lists others is reported once."""
    last = None
    for document in found:
        if document.has_text or not exporter.needs_text:
            yield document
        elif document.root is not last:
            last = document.root
            report(NoText(document))


def _finished(pieces: Iterable[Exported | TeikitError], report: Report) -> Iterator[Exported]:
    for piece in pieces:
        if isinstance(piece, TeikitError):
            report(piece)
        else:
            yield piece


def _write(pieces: Iterable[Exported], folder: Path, shared: Iterable[str]) -> None:
    from teikit.xml.files import atomic_stream, write_if_changed  # noqa: PLC0415 (brings lxml)

    with ExitStack() as stack:
        files = {name: stack.enter_context(atomic_stream(folder / name)) for name in shared}
        for piece in pieces:
            if piece.file in files:
                files[piece.file].write(piece.data or piece.text.encode())
            else:
                write_if_changed(folder / piece.file, piece.data or piece.text.encode())


def _fields(exporter: type[Exporter]) -> tuple[dataclasses.Field[object], ...]:
    assert dataclasses.is_dataclass(exporter)
    return dataclasses.fields(exporter)


def _known(name: object, names: Iterable[str]) -> None:
    if name not in (known := tuple(names)):
        raise TeikitError(f"{name!r} is not known; choose from {', '.join(known)}")


def _raise(error: TeikitError) -> None:
    if not isinstance(error, Notice):
        raise error
