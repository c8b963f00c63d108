"""What a worker of a cluster does: it checks files whose bytes it is sent, and sends the results.

They are checked in a process of their own, which lives from batch to batch: in its main thread the
limits of time and memory hold, and when it dies over a file, it is that one alone. It reads nothing
of the worker's disk but the program itself (`teikit.validating.schemas.answers`).
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from teikit.diagnostic import Details
from teikit.runtime.executors import Lost
from teikit.runtime.machine import collect_seldom
from teikit.runtime.workers import ended
from teikit.validating.engine.checker import Checker
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.result import Result, result_of
from teikit.validating.schemas.answers import Answer, AnsweredResolver, Inquiry, Unanswered
from teikit.validating.schemas.bounds import seconds
from teikit.validating.settings import Settings

_SLACK = 60
"""Seconds that a file may take beside those that a check may: schemas are to be read."""
_BUSY = 4
"""How many times as long as its processor works a process may take, as others work beside it."""
_TRIES = 2
"""How often a file is tried over which a process dies."""
_IDLE = 60
"""Seconds after which a process ends that is given nothing."""
_STARTED = "from teikit.validating.engine.remote import serve; serve()"


class Setup(NamedTuple):
    """All that is needed to check files as the run does that sends them.

    Attributes:
        settings: those of the run.
        folders: those within which includes are followed.
        details: those that findings have.
        make: what is made of the report of a file.
        purpose: what it is made for, where it is kept for other runs.
        folder: the present folder of the run, to which the names of files are relative.
        answers: what is known of schemas.
    """

    settings: Settings
    folders: Collection[Path]
    details: Details
    make: Callable[[FileReport], Any]
    purpose: str | None
    folder: str
    answers: Mapping[Inquiry, Answer]


class SentFile(NamedTuple):
    """A file by its name, and what it holds."""

    name: str
    data: bytes


Outcome = Result[Any] | Inquiry | Lost
"""What has come of a file: its result, a question that must be answered first, or nothing."""


def allowed(file: SentFile) -> float:
    """Seconds that a file may take."""
    return _SLACK + _BUSY * seconds(len(file.data))


_own = threading.local()
"""The process of each thread."""


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks files in the process of this thread; it is sent to workers.

    Attributes:
        setup: pickled, as it goes on to that process.
    """

    setup: bytes

    def __call__(
        self, files: Sequence[SentFile], answers: Mapping[Inquiry, Answer] | None
    ) -> Sequence[Outcome]:
        """The outcomes of files; `answers` is what is known of schemas since the setup was made.

        Where the process dies over a file, a new one tries it once more, and goes on with the rest.
        """
        process: _ServingProcess | None = getattr(_own, "process", None)
        if process and not (process.is_alive and process.checking is self):
            process.end()
            process = None
        outcomes: list[Outcome] = []
        deaths = 0
        while len(outcomes) < len(files):
            process = _own.process = process or _ServingProcess(self)
            try:
                for outcome in process.check(files[len(outcomes) :], answers or {}):
                    outcomes.append(outcome)
                    deaths = 0
            except _DiedError as error:
                process = _own.process = None
                deaths += 1
                if deaths == _TRIES:
                    outcomes.append(Lost(error.ended))
                    deaths = 0
        return outcomes


class _DiedError(Exception):
    """A process has died, or was ended as it took too long."""

    def __init__(self, ended: str) -> None:
        super().__init__(ended)
        self.ended = ended


class _ServingProcess:
    """A process that checks files as a setup says.

    What it has found out by that holds for one run only, so it serves no other `Checking`.
    """

    def __init__(self, checking: Checking) -> None:
        self.checking = checking
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _STARTED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._idle: threading.Timer | None = None
        with suppress(OSError):  # that it has died is noticed when it is asked
            self._send(checking.setup)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def check(
        self, files: Sequence[SentFile], answers: Mapping[Inquiry, Answer]
    ) -> Iterator[Outcome]:
        """The outcomes of files, one after the other. Raises `_DiedError`."""
        if self._idle:
            self._idle.cancel()
        most: float = _SLACK
        late = self._timer(most)
        try:
            self._send((files, answers))
            assert self._process.stdout
            for file in files:
                late.cancel()
                most = allowed(file)
                late = self._timer(most)
                yield pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            is_late = not late.is_alive()
            self.end()
            words = f"after {most:.0f} seconds" if is_late else ended(self._process.returncode)
            raise _DiedError(words) from None
        finally:
            late.cancel()
        self._idle = self._timer(_IDLE)

    def end(self) -> None:
        """End it, whatever it does."""
        if self._idle:
            self._idle.cancel()
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        self._process.wait()

    def _send(self, what: object) -> None:
        assert self._process.stdin
        pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def _timer(self, most: float) -> threading.Timer:
        timer = threading.Timer(most, self._process.kill)
        timer.daemon = True
        timer.start()
        return timer


# What follows is done in that process.


def serve() -> None:
    """Check what comes on standard input, until it ends with the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the run to end
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets in between
    questions = sys.stdin.buffer
    with suppress(EOFError, BrokenPipeError):  # there is no one left to work for
        _serve(pickle.loads(pickle.load(questions)), questions, answers)


def _serve(setup: Setup, questions: IO[bytes], answers: IO[bytes]) -> None:
    # The folder need not be there; but names of files must mean what they mean in the run.
    os.getcwd = lambda: setup.folder
    collect_seldom()
    checker = SentFileChecker(setup)
    while True:
        files, more = pickle.load(questions)
        for outcome in checker.outcomes(files, more):
            pickle.dump(outcome, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


class SentFileChecker:
    """Checks files by what it is told of schemas, and by nothing else."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._known = {**setup.answers}
        self._checker: Checker | None = None

    def outcomes(
        self, files: Iterable[SentFile], answers: Mapping[Inquiry, Answer]
    ) -> Iterator[Outcome]:
        """The outcomes of files; `answers` is what is known of schemas since then."""
        self._known |= answers
        setup = self._setup
        for file in files:
            try:
                self._checker = self._checker or self._new_checker()
                report = self._checker.data(Path(file.name), file.data)
                yield result_of(setup.make, report, setup.details, setup.purpose)
            except Unanswered as error:
                yield error.asked

    def _new_checker(self) -> Checker:
        setup, resolver = self._setup, AnsweredResolver(self._known)
        return Checker(setup.settings, setup.folders, setup.details, resolver=resolver)
