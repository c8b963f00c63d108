"""A run whose files are checked elsewhere: by whatever takes functions, as a cluster does.

Files go out in batches of bytes (`teikit.runtime.executors`), as many as a cluster can work at.
What a worker must know of schemas is asked here, and sent to it. What only this machine knows, it
does itself: files that have to do with other files, and those that are too large to be sent.
"""

import os
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from teikit.diagnostic import Details
from teikit.runtime.executors import Lost, Sending
from teikit.validating.engine.remote import Checking, Outcome, SentFile, Setup
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.result import Result
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
_ROUNDS = 50
"""How often questions about a batch are answered."""
_REPEATED = 32
"""How often questions are asked again that have answers, until these are sent to all workers."""
_FIRST = 16
"""Files with questions that are checked here, so that all that they ask is known at once."""

Made = TypeVar("Made")
_Batch = tuple[list[str], list[SentFile]]
"""Files of a run, in their order, and those of them that are sent."""


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
        """The rest is what a `Checker` needs."""
        catalogs = Catalogs(settings.catalogs, from_environment())
        self.resolver = RecordingResolver(folders, settings.catalog, catalogs)
        self._executor = executor
        self._settings = settings
        self._folders = folders
        self._details = details
        self._inclusions = inclusions
        self._limit = min(_LARGEST, settings.max_size * 1024**2)
        self._repeated = 0
        self._first = _FIRST

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

        def checking() -> Checking:
            folder = os.getcwd()  # noqa: PTH109
            known = dict(self.resolver.answers)
            setup = Setup(
                self._settings, self._folders, self._details, make, purpose, folder, known
            )
            return Checking(pickle.dumps(setup))

        sending: Sending[SentFile, Outcome] = Sending(self._executor, checking())
        # The first is sent alone, so that the questions of most files have answers before theirs.
        with closing(sending.in_order(self._batches(names), first=1)) as found:
            for (batch, files), outcomes in found:
                done = self._done(sending, files, outcomes, here, lost)
                if self._repeated > _REPEATED:
                    self._repeated = 0
                    sending.change(checking())
                for name in batch:
                    yield done.get(name) or here(name)

    def _batches(self, names: Iterable[str]) -> Iterator[tuple[_Batch, list[SentFile]]]:
        batch: list[str] = []
        files: list[SentFile] = []
        size = 0
        for name in names:
            batch.append(name)
            if self._is_alone(name) and (data := _small(Path(name), self._limit)) is not None:
                files.append(SentFile(name, data))
                size += len(data)
            if len(batch) >= _FILES or size >= _BYTES:
                yield (batch, files), files
                batch, files, size = [], [], 0
        if batch:
            yield (batch, files), files

    def _is_alone(self, name: str) -> bool:
        """Whether a file has nothing to do with others, as they include each other."""
        return self._inclusions.relatives(str(real(Path(name)))) is None

    def _done(
        self,
        sending: Sending[SentFile, Outcome],
        files: Sequence[SentFile],
        outcomes: Sequence[Outcome],
        here: Callable[[str], Result[Made]],
        lost: Callable[[str, str], Result[Made]],
    ) -> Mapping[str, Result[Made]]:
        """What has come of the files that were sent; what is missing, is to be done here."""
        done: dict[str, Result[Made]] = {}
        answers: dict[Inquiry, Answer] = {}
        for _ in range(_ROUNDS):
            asking: list[SentFile] = []
            for file, outcome in zip(files, outcomes, strict=True):
                if isinstance(outcome, Lost):
                    done[file.name] = lost(file.name, outcome.ended)
                elif not isinstance(outcome, Inquiry):
                    done[file.name] = outcome
                elif self._first and outcome not in self.resolver.answers:
                    self._first -= 1
                    done[file.name] = here(file.name)  # which finds the answers to all it asks
                elif answer := self._answer(outcome):
                    answers[outcome] = answer
                    asking.append(file)
            if not asking:
                break
            files, outcomes = asking, sending.outcomes(asking, answers)
        return done

    def _answer(self, asked: Inquiry) -> Answer | None:
        """The answer to a question; None where it cannot be sent."""
        if asked in self.resolver.answers:
            self._repeated += 1
        else:
            self.resolver.answer(asked)
        return self.resolver.answers.get(asked)


def _small(path: Path, limit: int) -> bytes | None:
    """What a file holds; None where it is too large to be sent, or cannot be read."""
    try:
        if is_file(path) and path.stat().st_size <= limit:
            return read(path, limit)
    except (Unreadable, OSError):
        pass
    return None
