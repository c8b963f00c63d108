"""A run whose files are checked elsewhere: by whatever takes functions, as a cluster does.

Files go out in batches of bytes, as many as a cluster can work at, and results come back in their
order. A batch whose worker is lost or slow is given to another; where that is lost over it, too, it
is divided until it is known which file it is, and of that it is told. What only this machine knows,
it does itself: files that have to do with other files, and those that are too large to be sent.
"""

import os
import pickle
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from teikit.diagnostic import Details
from teikit.errors import TeikitError
from teikit.runtime.executors import LostError, check_program, new_mark, submitted, taken
from teikit.validating.engine.remote import (
    Batch,
    Died,
    Outcome,
    Reply,
    SentFile,
    Setup,
    check,
)
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.runner import Result, unchanged
from teikit.validating.index.inclusions import Inclusions
from teikit.validating.schemas.answers import Answer, Inquiry, RecordingResolver
from teikit.validating.schemas.catalogs import Catalogs, from_environment
from teikit.validating.settings import Settings
from teikit.xml.files import Unreadable, is_file, read, real

_FILES = 32
"""Files of a batch, ..."""
_BYTES = 512 * 1024
"""... and bytes, from which on it takes no further file."""
_LARGEST = 8 * 1024**2
"""Bytes of a file that is sent; larger ones are checked here."""
AHEAD = 64
"""Batches that are sent before their turn; a batch is held in memory until then."""
_TRIES = 2
"""How often a batch is given away before it is divided."""
_ROUNDS = 50
"""How often questions about a batch are answered."""
_REPEATED = 32
"""How often questions are asked again that have answers, until these are sent to all workers."""
_FIRST = 16
"""Files with questions that are checked here, so that all that they ask is known at once."""
_PATIENCE = 300.0
"""Seconds after which a batch that is waited for is given to another worker as well."""
_LOST = 20
"""Files that may be lost in a row; then it is the cluster that is at fault."""

Made = TypeVar("Made")


@dataclass(slots=True)
class _Sent:
    """Files of a run, in their order, and what is to come of those of them that were sent."""

    names: list[str]
    files: list[SentFile] = field(default_factory=list)
    future: "Future[Reply] | None" = None


class _Part(NamedTuple):
    """Files that were sent together, or are to be; and for which time that is."""

    files: Sequence[SentFile]
    future: "Future[Reply] | None" = None
    tries: int = 1

    def again(self) -> "Sequence[_Part]":
        """How to send them once more, after nothing has come of it; not at all if it is a file."""
        if self.tries < _TRIES:
            return [_Part(self.files, tries=self.tries + 1)]
        if len(self.files) == 1:
            return []
        middle = len(self.files) // 2
        return [_Part(self.files[middle:]), _Part(self.files[:middle])]


class Executing:
    """Checks files by an executor.

    Attributes:
        resolver: finds the schemas of the run on this machine.
    """

    def __init__(
        self,
        executor: Executor,
        settings: Settings,
        folders: Collection[Path],
        details: Details,
        inclusions: Inclusions,
    ) -> None:
        """The rest is what a `Checker` needs. Raises `TeikitError` where that cannot be sent."""
        if settings.for_:
            words = "what archives want is looked up in files beside the letters, which workers"
            raise TeikitError(f"{words} of a cluster do not have; use either --for or --on")
        catalogs = Catalogs(settings.catalogs, from_environment())
        self.resolver = RecordingResolver(folders, settings.catalog, catalogs)
        self._executor = executor
        self._inclusions = inclusions
        self._limit = min(_LARGEST, settings.max_size * 1024**2)
        folder = os.getcwd()  # noqa: PTH109
        self._setup = Setup(settings, folders, details, unchanged, None, folder, {})
        self._pickled = b""
        self._mark = ""
        self._repeated = 0
        self._first = _FIRST
        self._in_a_row = 0

    def results(
        self,
        names: Iterable[str],
        make: Callable[[FileReport], Made],
        purpose: str | None,
        here: Callable[[str], Result[Made]],
        lost: Callable[[str, str], Result[Made]],
    ) -> Iterator[Result[Made]]:
        """The results of files, in their order; with a `purpose`, also what is kept for other runs.

        `here` checks a file on this machine; `lost` tells of one over which a worker ended, and in
        which way. Raises `TeikitError` where the executor takes no work, or cannot do it.
        """
        self._setup = self._setup._replace(make=make, purpose=purpose)
        self._pickled = b""
        batches = self._batches(iter(names))
        ahead = 1  # so that the questions of most files have answers before these are sent
        waiting: deque[_Sent] = deque()
        try:
            while True:
                for batch in islice(batches, ahead - len(waiting)):
                    if batch.files:
                        batch.future = self._submit(batch.files, {})
                    waiting.append(batch)
                if not waiting:
                    return
                for batch in waiting:
                    self._supply(batch)
                done = self._done(waiting[0], here, lost)
                ahead = AHEAD
                for name in waiting.popleft().names:
                    yield done.get(name) or here(name)
        finally:
            for batch in waiting:
                if batch.future:
                    batch.future.cancel()

    def _supply(self, batch: _Sent) -> None:
        """Send a batch once more, with the setup, whose worker has none."""
        future = batch.future
        if not future or not future.done() or future.cancelled() or future.exception():
            return
        if future.result().lacks:
            batch.future = self._submit(batch.files, {}, with_setup=True)

    def _batches(self, names: Iterator[str]) -> Iterator[_Sent]:
        batch = _Sent([])
        size = 0
        for name in names:
            batch.names.append(name)
            if self._is_alone(name) and (data := _small(Path(name), self._limit)) is not None:
                batch.files.append(SentFile(name, data))
                size += len(data)
            if len(batch.names) >= _FILES or size >= _BYTES:
                yield batch
                batch, size = _Sent([]), 0
        if batch.names:
            yield batch

    def _is_alone(self, name: str) -> bool:
        """Whether a file has nothing to do with others, as they include each other."""
        return self._inclusions.relatives(str(real(Path(name)))) is None

    def _done(
        self,
        batch: _Sent,
        here: Callable[[str], Result[Made]],
        lost: Callable[[str, str], Result[Made]],
    ) -> dict[str, Result[Made]]:
        """What has come of the files that were sent; what is missing, is to be done here."""
        done: dict[str, Result[Made]] = {}
        answers: dict[Inquiry, Answer] = {}
        rounds = 0
        parts = [_Part(batch.files, batch.future)] if batch.files else []
        while parts:
            part = parts.pop()
            outcomes = self._outcomes(part, answers)
            if isinstance(outcomes, Died) and (again := part.again()):
                parts += again
                continue
            if isinstance(outcomes, Died):
                outcomes = [outcomes]
            asking: list[SentFile] = []
            for file, outcome in zip(part.files, outcomes, strict=True):
                if isinstance(outcome, Died):
                    self._count_lost(outcome.ended)
                    done[file.name] = lost(file.name, outcome.ended)
                elif not isinstance(outcome, Inquiry):
                    self._in_a_row = 0
                    done[file.name] = outcome
                elif self._first and outcome not in self.resolver.answers:
                    self._first -= 1
                    done[file.name] = here(file.name)  # which finds the answers to all it asks
                elif answer := self._answer(outcome):
                    answers[outcome] = answer
                    asking.append(file)
            rounds += 1
            if asking and rounds < _ROUNDS:
                parts.append(_Part(asking))
        return done

    def _answer(self, asked: Inquiry) -> Answer | None:
        """The answer to a question; None where it cannot be sent."""
        if asked in self.resolver.answers:
            self._repeated += 1
        else:
            self.resolver.answer(asked)
        return self.resolver.answers.get(asked)

    def _count_lost(self, ended: str) -> None:
        self._in_a_row += 1
        if self._in_a_row > _LOST:
            words = f"the workers of the cluster end over every file, {ended}"
            raise TeikitError(f"{words}; look whether they have memory enough, or leave out --on")

    def _outcomes(self, part: _Part, answers: Mapping[Inquiry, Answer]) -> Sequence[Outcome] | Died:
        """What comes of the files of a part, or in which way the worker ended that had it."""
        files = part.files
        try:
            reply = self._waited(files, answers, part.future or self._submit(files, answers))
            if reply.lacks:
                future = self._submit(files, answers, with_setup=True)
                reply = self._waited(files, answers, future)
        except LostError as error:
            return Died(str(error))
        return Died("without an answer") if reply.lacks else reply.outcomes

    def _waited(
        self,
        files: Sequence[SentFile],
        answers: Mapping[Inquiry, Answer],
        future: "Future[Reply]",
    ) -> Reply:
        futures = [future]
        if not wait(futures, _PATIENCE).done:
            futures.append(self._submit(files, answers, with_setup=True))
        done = wait(futures, _PATIENCE, FIRST_COMPLETED).done
        for each in futures:
            each.cancel()
        if not done:
            raise LostError(f"without an answer in {2 * _PATIENCE:.0f} seconds")
        reply = taken(done.pop())
        check_program(reply.program)
        return reply

    def _submit(
        self,
        files: Sequence[SentFile],
        answers: Mapping[Inquiry, Answer],
        *,
        with_setup: bool = False,
    ) -> "Future[Reply]":
        if not self._pickled or self._repeated > _REPEATED:
            self._repeated = 0
            self._setup = self._setup._replace(answers=dict(self.resolver.answers))
            self._pickled = pickle.dumps(self._setup)
            self._mark = new_mark()
        batch = Batch(self._mark, self._pickled if with_setup else b"", files, answers)
        return submitted(self._executor, check, batch)


def _small(path: Path, limit: int) -> bytes | None:
    """What a file holds; None where it is too large to be sent, or cannot be read."""
    try:
        if is_file(path) and path.stat().st_size <= limit:
            return read(path, limit)
    except (Unreadable, OSError):
        pass
    return None
