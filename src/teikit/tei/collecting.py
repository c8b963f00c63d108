"""What each document of many files gives, asked by this process, by several, or by an executor.

The documents are those of `tei.documents`. What they give, and what is told of them, comes in their
order and is the same however many processes there are. A file over which a process dies is told;
the others are done.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from teikit.errors import TeikitError, Unfinished
from teikit.runtime.machine import cores
from teikit.runtime.watching import Watch, unwatched
from teikit.runtime.workers import Workers
from teikit.tei.documents import Document, DocumentFiles, DuplicateDocument, Report

if TYPE_CHECKING:
    from concurrent.futures import Executor

Part = TypeVar("Part")

Ask = Callable[[Document, Report], Part]
"""What a document gives; what is to be told of it besides goes to the report."""

Asking = Callable[[], Ask[Part]]
"""Makes an `Ask`, once in each process; it is sent there, and so are the parts from there."""

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


@dataclass(frozen=True, slots=True)
class _OfFile(Generic[Part]):
    """All that came of a file, and which files it includes that were not asked for."""

    file: Path
    events: tuple[_Event[Part], ...]
    included: frozenset[Path] = frozenset()


def parts(  # noqa: PLR0913  (the options of several commands)
    paths: Iterable[Path],
    asking: Asking[Part],
    report: Report,
    *,
    jobs: int = 1,
    watch: Watch = unwatched,
    executor: "Executor | None" = None,
    among: Callable[[Path], bool] | None = None,
) -> Generator[Part, None, None]:
    """What each document in files and folders gives, in their order.

    `report` is told of what cannot be read or asked, and may raise it. `jobs` are processes; 0
    stands for one on each core, where the files are many. Where there is an `executor`, it does
    their work; its workers must see the same files by the same names. `among` says of each file
    whether it is asked at all. Raises `TeikitError` where a path does not exist, and what a
    document raises of this kind.
    """
    files = DocumentFiles.of(paths)
    if among is not None:
        files = replace(files, files=tuple(filter(among, files.files)))
    count = min(jobs or (cores() if len(files.files) > FEW else 1), len(files.files))
    work = _Work(files, asking)
    first: dict[str, Path] = {}
    if executor:
        events = _by_executor(work, executor, watch)
    else:
        events = _by_processes(work, count, watch) if count > 1 else _alone(work, watch)
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


def _alone(work: "_Work[Part]", watch: Watch) -> Iterator[_Event[Part]]:
    included: set[Path] = set()
    for file in watch(iter(work.files.files), len(work.files.files)):
        yield from work.events(file, included)


def _by_processes(work: "_Work[Part]", count: int, watch: Watch) -> Iterator[_Event[Part]]:
    names = work.files.files
    workers: Workers[Path, _OfFile[Part]] = Workers(work, names, count, _lost, _BATCH)
    try:
        yield from _in_order(work, workers.results(), watch)
    finally:
        workers.end()


def _by_executor(work: "_Work[Part]", executor: "Executor", watch: Watch) -> Iterator[_Event[Part]]:
    from teikit.runtime.executors import results  # noqa: PLC0415  # seldom needed

    lost: Callable[[Path, str], _OfFile[Part]] = _lost
    with closing(results(executor, work, work.files.files, lost, _BATCH)) as found:
        yield from _in_order(work, found, watch)


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
    """All that is needed to ask the documents of one file after the other."""

    def __init__(self, files: DocumentFiles, asking: Asking[Part]) -> None:
        self.files = files
        self._asking = asking
        self._ask: Ask[Part] | None = None

    def __reduce__(self) -> "tuple[type[_Work[Part]], tuple[DocumentFiles, Asking[Part]]]":
        return type(self), (self.files, self._asking)

    def __call__(self, file: Path) -> _OfFile[Part]:
        """What comes of a file, so that it can be sent to another process."""
        included: set[Path] = set()
        events = tuple(self.events(file, included))
        return _OfFile(file, events, frozenset(included))

    def events(self, file: Path, included: set[Path]) -> Iterator[_Event[Part]]:
        """The same, piece by piece; what is `included` already is left out, and grows."""
        errors: list[TeikitError] = []
        try:
            ask = self._ask = self._ask or self._asking()
            for document in self.files.documents(file, included, errors.append):
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
