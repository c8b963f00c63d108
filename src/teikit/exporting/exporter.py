"""What a format of export is: a class with its own options."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from teikit.errors import TeikitError, Unfinished
from teikit.profiles.publication import Publication
from teikit.tei.documents import Document
from teikit.tei.entries import Entries


class Exported(NamedTuple):
    """A piece of what is exported: the name of a file, and text that belongs next in it.

    For text, a file is one piece. For tables each row is a piece, and the rows of all tables come
    document by document. `document` is the id of the document; empty for the heads of tables, and
    where a piece is of several. Formats that are no text give `data` instead.
    """

    document: str
    file: str
    text: str = ""
    data: bytes = b""


class Notice(TeikitError):  # noqa: N818 (it is no failure)
    """What is good to know of an export that is done: it does not make it a failure."""


def option(default: Any, help: str, choices: Iterable[str] = ()) -> Any:
    """A field that is an option of an exporter.

    `help` is what the command line says of it; `choices` names its values. A field that is True
    becomes the flag `--no-NAME` there, one that is False `--NAME`, another `--NAME VALUE`.
    """
    return field(default=default, metadata={"help": help, "choices": tuple(choices)})


Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class ExportContext:
    """What a format needs to know besides the documents: settings, and whom names mean."""

    publication: Publication = field(default_factory=Publication)
    entries: Entries = field(default_factory=Entries)


class Exporter(ABC):
    """A format; the fields of the dataclass that it is are its options.

    The first line of its docstring is its help. `files` says in words what it writes into a
    folder; `shared` names the files there that hold pieces of more than one document; `needs_text`
    that a letter is left out whose header tells of it while its text is not there.
    """

    files: ClassVar[str]
    needs_text: ClassVar[bool] = False

    @property
    def shared(self) -> tuple[str, ...]:
        """Files that are finished with the last document; any other is a single piece."""
        return ()

    @abstractmethod
    def pieces(self, documents: Iterable[Document]) -> Iterator[Exported | TeikitError]:
        """The documents in this format, piece by piece, or why one has none."""

    @abstractmethod
    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The same as one text. Raises `TeikitError` where the options do not allow that."""


class PartwiseExporter(Exporter, Generic[Part]):
    """A format to which each document gives a part that depends on nothing but the document.

    So the parts can be made by several processes. A part is plain values: it may come from another
    process, where neither the document nor its elements go with it.
    """

    def context(self) -> ExportContext:
        """What all documents need, made once in each process.

        Raises `TeikitError` where a setting is missing.
        """
        return ExportContext()

    @abstractmethod
    def part(self, document: Document, context: ExportContext) -> Part | Notice:
        """What a document gives to the format, or why it gives nothing."""

    @abstractmethod
    def joined(
        self, parts: Iterable[Part | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The pieces that all parts make together; what is told instead of a part is passed on."""

    def pieces(self, documents: Iterable[Document]) -> Iterator[Exported | TeikitError]:
        """The documents in this format; a fault that nobody expected ends one of them alone."""
        context = self.context()
        return self.joined(self._parts(documents, context), context)

    def _parts(
        self, documents: Iterable[Document], context: ExportContext
    ) -> Iterator[Part | TeikitError]:
        for document in documents:
            try:
                part: Part | TeikitError = self.part(document, context)
            except TeikitError:
                raise
            except Exception as error:
                part = Unfinished(document.path, error)
            yield part
