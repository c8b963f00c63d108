"""Where schemas and registers are, as it was found on one machine and is known on another.

A worker of a cluster has its own disk, on which the same address may lead to another schema, or to
none. So it looks up nothing there: all that checks ask of a `Resolver` was asked where the run was
started, and the answers came with the work. What has no answer yet is sent back as a question.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from teikit.errors import TeikitError
from teikit.keeping.dependency import Dependency
from teikit.relaxng import SchemaError
from teikit.tei.entries import EntryQuestion
from teikit.validating.schemas.catalogs import Catalogs
from teikit.validating.schemas.journal import Journal
from teikit.validating.schemas.resolving import Remote, Resolver, Unresolved
from teikit.xml.files import Unreadable

LARGEST = 64 * 1024**2
"""Bytes of all answers; what is more is checked where the run was started."""

Value = TypeVar("Value")


class Inquiry(NamedTuple):
    """A method of a `Resolver`, and what it was given."""

    method: str
    arguments: tuple[str | Path, ...]


class Answer(NamedTuple):
    """What a method returned, or what it raised; and what is noted of that in journals."""

    value: Any = None
    error: Exception | None = None
    notes: tuple[Dependency, ...] = ()

    def given(self) -> Any:
        """The value. Raises the error, if there is one."""
        if self.error is not None:
            raise self.error.with_traceback(None)
        return self.value


class Unanswered(BaseException):  # no library takes it for an error of its own
    """A question to which there is no answer yet; it stands in `asked`."""

    def __init__(self, asked: Inquiry) -> None:
        super().__init__(asked)
        self.asked = asked


class RecordingResolver(Resolver):
    """Finds and reads as any `Resolver` does, and keeps its answers, so that they can be sent.

    Attributes:
        answers: all so far, as long as they are not too large.
    """

    def __init__(
        self,
        folders: Collection[Path],
        catalog: Mapping[str, str],
        catalogs: Catalogs | None = None,
    ) -> None:
        """As for a `Resolver`."""
        super().__init__(folders, catalog, catalogs)
        self.answers: dict[Inquiry, Answer] = {}
        self._size = 0

    def answer(self, asked: Inquiry) -> bool:
        """Find the answer to a question; whether it can be sent."""
        if asked.method not in _METHODS:
            return False
        with suppress(Exception):  # that would be the answer
            getattr(self, asked.method)(*asked.arguments)
        return asked in self.answers

    def trust(self, path: Path) -> None:
        """As before; that this was asked must be known, too."""
        self._keep(super().trust, "trust", path)

    def named(self, address: str, document: Path) -> Path:
        """As before; documents of one folder have the same answers."""
        return self._keep(super().named, "named", address, _in_folder(document))

    def located(self, address: str, base: str = "") -> str:
        """As before."""
        return self._keep(super().located, "located", address, base)

    def read(self, address: str) -> bytes:
        """As before."""
        return self._keep(super().read, "read", address)

    def real(self, path: Path) -> Path:
        """As before."""
        return self._keep(super().real, "real", path)

    def exists(self, path: Path) -> bool:
        """As before."""
        return self._keep(super().exists, "exists", path)

    def is_file(self, path: Path) -> bool:
        """As before."""
        return self._keep(super().is_file, "is_file", path)

    def packaged(self) -> list[Path]:
        """As before."""
        return self._keep(super().packaged, "packaged")

    def entry_files(self, folder: Path) -> tuple[Path, ...]:
        """As before."""
        return self._keep(super().entry_files, "entry_files", folder)

    def entry_file(self, folder: Path, address: str) -> Path | None:
        """As before."""
        return self._keep(super().entry_file, "entry_file", folder, address)

    def entry_data(self, file: Path) -> bytes:
        """As before."""
        return self._keep(self._entry_data, "entry_data", file)

    def _entry_data(self, file: Path) -> bytes:
        try:
            return super().entry_data(file)
        except Unreadable as error:  # cannot be sent as it is
            raise TeikitError(str(error)) from None

    def note_entry(self, question: EntryQuestion) -> None:
        """As before; what is noted goes along."""
        self._keep(self._note_entry, "note_entry", *question)

    def _note_entry(self, kind: str, address: str, base: str) -> None:
        super().note_entry(EntryQuestion(kind, address, base))

    def _keep(self, method: Callable[..., Value], name: str, *arguments: str | Path) -> Value:
        asked = Inquiry(name, arguments)
        with self.journal.noting() as notes:
            try:
                value = method(*arguments)
            except Exception as error:
                if type(error) in _PLAIN:
                    self.answers[asked] = Answer(error=error, notes=(*notes,))
                raise
        size = len(value) if isinstance(value, bytes) and asked not in self.answers else 0
        if self._size + size <= LARGEST:
            self._size += size
            self.answers[asked] = Answer(value, notes=(*notes,))
        return value


class AnsweredResolver(Resolver):
    """A `Resolver` that looks up nothing, but has the answers of another. Raises `Unanswered`."""

    def __init__(self, answers: Mapping[Inquiry, Answer]) -> None:
        """It needs none of what a `Resolver` finds on its disk."""
        self._answers = answers
        self.journal = Journal()

    def trust(self, path: Path) -> None:
        """Was asked there, and had its effect."""
        self._answer("trust", path)

    def named(self, address: str, document: Path) -> Path:
        """The file of the schema that a document names."""
        found: Path = self._answer("named", address, _in_folder(document))
        return found

    def located(self, address: str, base: str = "") -> str:
        """Where the file is that an address leads to."""
        found: str = self._answer("located", address, base)
        return found

    def read(self, address: str) -> bytes:
        """The bytes of a schema."""
        found: bytes = self._answer("read", address)
        return found

    def real(self, path: Path) -> Path:
        """A path without links in it."""
        found: Path = self._answer("real", path)
        return found

    def exists(self, path: Path) -> bool:
        """Whether there is something at a path."""
        return bool(self._answer("exists", path))

    def is_file(self, path: Path) -> bool:
        """Whether there is a file at a path."""
        return bool(self._answer("is_file", path))

    def packaged(self) -> list[Path]:
        """The schemas of teikit."""
        found: list[Path] = self._answer("packaged")
        return found

    def entry_files(self, folder: Path) -> tuple[Path, ...]:
        """The registers around a folder."""
        found: tuple[Path, ...] = self._answer("entry_files", folder)
        return found

    def entry_file(self, folder: Path, address: str) -> Path | None:
        """The register that a pointer names."""
        found: Path | None = self._answer("entry_file", folder, address)
        return found

    def entry_data(self, file: Path) -> bytes:
        """The bytes of a register."""
        found: bytes = self._answer("entry_data", file)
        return found

    def note_entry(self, question: EntryQuestion) -> None:
        """Note what was noted there."""
        self._answer("note_entry", *question)

    def _answer(self, name: str, *arguments: str | Path) -> Any:
        asked = Inquiry(name, arguments)
        answer = self._answers.get(asked)
        if answer is None:
            raise Unanswered(asked)
        for note in answer.notes:
            self.journal.note(note)
        return answer.given()


_PLAIN = frozenset((Unresolved, Remote, SchemaError, TeikitError, OSError, ValueError))
"""Errors that are the same when they have been sent."""
# fmt: off
_METHODS = frozenset((
    "trust", "named", "located", "read", "real", "exists", "is_file", "packaged",
    "entry_files", "entry_file", "entry_data", "note_entry",
))
# fmt: on


def _in_folder(document: Path) -> Path:
    """What stands for all documents of a folder."""
    return document.parent / "document.xml"
