"""What each document of many files gives, asked by this process, by several, or by an executor.

The documents are those of `tei.documents`. What they give, and what is told of them, comes in their
order and is the same however many processes there are. A file over which a process dies is told;
the others are done. What files gave in an earlier run may be kept, and is taken from there.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from teikit.errors import TeikitError, Unfinished
from teikit.keeping.dependency import Dependency
from teikit.keeping.values import dumped, loaded
from teikit.runtime.machine import cores
from teikit.runtime.watching import Watch, unwatched
from teikit.runtime.workers import Workers
from teikit.tei.documents import (
    Document,
    DocumentFiles,
    DuplicateDocument,
    FileReading,
    Report,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from teikit.keeping.files import FileResults

Part = TypeVar("Part")

Ask = Callable[[Document, Report], Part]
"""What a document gives; what is to be told of it besides goes to the report."""

Asking = Callable[[], Ask[Part]]
"""Makes an `Ask`, once in each process; it is sent there, and so are the parts from there."""


class NotingAsk(ABC, Generic[Part]):
    """An `Ask` that notes what it asks of other files, so that what it gives can be kept.

    What it gives is records of teikit, and simple values.
    """

    @abstractmethod
    def __call__(self, document: Document, report: Report) -> Part:
        """What a document gives."""

    @abstractmethod
    def asked(self) -> Sequence[Dependency] | None:
        """What was asked since the last call of this; None where nothing may be kept."""


FEW = 32
"""Files that are done before other processes would have started."""
_BATCH = 8


@dataclass(frozen=True, slots=True)
class _Given(Generic[Part]):
    """What a document gave, whose name must not be that of another."""

    name: str
    path: Path
    part: Part


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Why the work cannot go on."""

    reason: TeikitError


_Event = TeikitError | _Given[Part] | _Stopped


class _MadeOfFile(NamedTuple):
    """What came of a file, as it is kept: the digest of the file, what was asked, the parts."""

    digest: bytes
    questions: Sequence[Dependency]
    body: bytes


@dataclass(frozen=True, slots=True)
class _OfFile(Generic[Part]):
    """All that came of a file, and which files it includes that were not asked for.

    Where it is to be kept, that is in `made`, too; to another process, this goes alone.
    """

    file: Path
    events: tuple[_Event[Part], ...] = ()
    included: frozenset[Path] = frozenset()
    made: _MadeOfFile | None = None

    def __reduce__(self) -> "tuple[type[_OfFile[Part]], tuple[object, ...]]":
        events = () if self.made else self.events
        return type(self), (self.file, events, self.included, self.made)


def parts(  # noqa: PLR0913  (the options of several commands)
    paths: Iterable[Path],
    asking: Asking[Part],
    report: Report,
    *,
    jobs: int = 1,
    watch: Watch = unwatched,
    executor: "Executor | None" = None,
    among: Callable[[Path], bool] | None = None,
    keep: "FileResults | None" = None,
) -> Generator[Part, None, None]:
    """What each document in files and folders gives, in their order.

    `report` is told of what cannot be read or asked, and may raise it. `jobs` are processes; 0
    stands for one on each core, where the files are many. Where there is an `executor`, it does
    their work; its workers must see the same files by the same names. `among` says of each file
    whether it is asked at all. What came of files before is taken from `keep`, and kept there; then
    `asking` makes a `NotingAsk`. Raises `TeikitError` where a path does not exist, and what a
    document raises of this kind.
    """
    files = DocumentFiles.of(paths)
    if among is not None:
        files = replace(files, files=tuple(filter(among, files.files)))
    work = _Work(files, asking, keeps=keep is not None)
    if keep:
        events = _recalled(work, keep, jobs, executor, watch)
    else:
        events = _asked(work, jobs, executor, watch)
    first: dict[str, Path] = {}
    for event in events:
        if isinstance(event, _Stopped):
            raise event.reason
        if isinstance(event, TeikitError):
            report(event)
        elif event.name in first:
            report(DuplicateDocument(event.name, first[event.name], event.path))
        else:
            first[event.name] = event.path
            yield event.part


def _asked(
    work: "_Work[Part]", jobs: int, executor: "Executor | None", watch: Watch
) -> Iterator[_Event[Part]]:
    """What comes of all files, of which nothing is known yet."""
    names = work.files.files
    if not executor and processes(jobs, len(names)) < 2:
        included: set[Path] = set()
        for file in watch(iter(names), len(names)):
            yield from work.events(file, included)
        return
    with closing(_results(work, names, jobs, executor)) as found:
        yield from _in_order(work, found, watch)


def _recalled(
    work: "_Work[Part]",
    keep: "FileResults",
    jobs: int,
    executor: "Executor | None",
    watch: Watch,
) -> Iterator[_Event[Part]]:
    """The same, where something may be known."""
    files = work.files.files
    with closing(keep):
        names = [*map(str, files)]
        keys = [*keep.known([*zip(names, keep.digests(names), strict=True)])]
        missing = [file for file, key in zip(files, keys, strict=True) if key is None]
        keep.release()
        with closing(_results(work, missing, jobs, executor)) as found:
            yield from _in_order(work, _merged(work, keep, keys, found), watch)


def _merged(
    work: "_Work[Part]",
    keep: "FileResults",
    keys: "Sequence[bytes | None]",
    found: Iterator[_OfFile[Part]],
) -> Iterator[_OfFile[Part]]:
    """What is known of files, and what was `found` of those of which nothing is known."""
    bodies = keep.bodies([key for key in keys if key])
    for file, key in zip(work.files.files, keys, strict=True):
        if key and (body := next(bodies)) is not None:
            yield _OfFile(file, _unpacked(body))
            continue
        result = work(file) if key else next(found)
        if made := result.made:
            keep.keep(str(file), made.digest, made.questions, made.body)
            result = replace(result, events=result.events or _unpacked(made.body))
        yield result


def _unpacked(body: bytes) -> "tuple[_Event[Part], ...]":
    return tuple(_Given(name, Path(path), part) for name, path, part in loaded(body))


def processes(jobs: int, files: int) -> int:
    """How many processes go through so many files; `jobs` as for `parts`."""
    return min(jobs or (cores() if files > FEW else 1), files)


def _results(
    work: "_Work[Part]", files: Sequence[Path], jobs: int, executor: "Executor | None"
) -> Generator[_OfFile[Part], None, None]:
    """What comes of files: here, in several processes, or from an executor."""
    lost: Callable[[Path, str], _OfFile[Part]] = _lost
    if executor:
        from teikit.runtime.executors import results  # noqa: PLC0415  # seldom needed

        yield from results(executor, work, files, lost, _BATCH)
        return
    count = processes(jobs, len(files))
    if count < 2:
        yield from map(work, files)
        return
    workers: Workers[Path, _OfFile[Part]] = Workers(work, files, count, lost, _BATCH)
    try:
        yield from workers.results()
    finally:
        workers.end()


def _in_order(
    work: "_Work[Part]", results: Iterable[_OfFile[Part]], watch: Watch
) -> Iterator[_Event[Part]]:
    """What came of files that others have read."""
    names = work.files.files
    included: set[Path] = set()
    # The bar moves on when the next file is asked for.
    for file, result in zip(watch(iter(names), len(names)), results, strict=True):
        if included.isdisjoint(result.included):
            included |= result.included
            yield from result.events
        else:  # what another corpus file has included is not exported again
            yield from work.events(file, included)


def _lost(file: Path, how: str) -> "_OfFile[Part]":
    words = f"{file}: the process that read this file ended {how}, perhaps for want of memory"
    return _OfFile(file, (TeikitError(f"{words}; it is left out"),))


class _Work(Generic[Part]):
    """All that is needed to ask the documents of one file after the other.

    Where it `keeps`, what came of a file is made ready for that.
    """

    def __init__(self, files: DocumentFiles, asking: Asking[Part], *, keeps: bool) -> None:
        self.files = files
        self._asking = asking
        self._keeps = keeps
        self._ask: Ask[Part] | None = None

    def __reduce__(self) -> "tuple[partial[_Work[Part]], tuple[DocumentFiles, Asking[Part]]]":
        return partial(type(self), keeps=self._keeps), (self.files, self._asking)

    def __call__(self, file: Path) -> _OfFile[Part]:
        """What comes of a file, so that it can be sent to another process."""
        included: set[Path] = set()
        reading = FileReading()
        events = tuple(self.events(file, included, reading))
        return _OfFile(file, events, frozenset(included), self._made(events, reading))

    def _made(self, events: Sequence[_Event[Part]], reading: FileReading) -> _MadeOfFile | None:
        """What is to be kept; nothing of a file of which there is anything to be told."""
        if not self._keeps or not isinstance(self._ask, NotingAsk):
            return None
        questions = self._ask.asked()
        given = [event for event in events if isinstance(event, _Given)]
        is_sound = len(given) == len(events) and reading.is_alone and reading.digest
        if questions is None or not is_sound:
            return None
        body = dumped([(each.name, str(each.path), each.part) for each in given])
        return _MadeOfFile(reading.digest, questions, body)

    def events(
        self, file: Path, included: set[Path], reading: FileReading | None = None
    ) -> Iterator[_Event[Part]]:
        """The same, piece by piece; what is `included` already is left out, and grows."""
        errors: list[TeikitError] = []
        try:
            ask = self._ask = self._ask or self._asking()
            for document in self.files.documents(file, included, errors.append, reading):
                part: _Event[Part]
                try:
                    part = _Given(document.name, document.path, ask(document, errors.append))
                except TeikitError as error:
                    part = _Stopped(error)
                except Exception as error:  # the next document has nothing to do with it
                    part = Unfinished(document.path, error)
                yield from errors
                errors.clear()
                yield part
        except TeikitError as error:
            errors.append(error)
            yield from errors[:-1]
            yield _Stopped(error)
            return
        except Exception as error:  # the next file has nothing to do with it
            errors.append(Unfinished(file, error))
        yield from errors
