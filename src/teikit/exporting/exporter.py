"""What a format of export is: a class with its own options."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from teikit.errors import TeikitError, Unfinished
from teikit.tei.documents import Document


@dataclass(frozen=True, slots=True)
class Exported:
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


Piece = TypeVar("Piece", bound="Exported | Notice")


def of_each(
    documents: Iterable[Document], pieces: Callable[[Document], Iterable[Piece]]
) -> Iterator[Piece | Unfinished]:
    """The pieces of each document; a fault that nobody expected ends those of its own alone."""
    for document in documents:
        try:
            found = [*pieces(document)]
        except TeikitError:
            raise
        except Exception as error:
            yield Unfinished(document.path, error)
        else:
            yield from found


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
        """The documents in this format, piece by piece, or why one has none (`of_each`)."""

    @abstractmethod
    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The same as one text. Raises `TeikitError` where the options do not allow that."""
