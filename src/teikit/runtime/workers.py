"""Processes that do the same with many things: the files that are checked, pages that are encoded.

A process may die over one of them: for want of memory, or by a fault of a library. What it was
given is then done one by one, each in a process that may die over it, and of the one that it
does die over it is told. A process whose parent has died ends, too.
"""

import copyreg
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, Generic, TypeVar, cast

from teikit.errors import TeikitError
from teikit.runtime.machine import collect_seldom

_BATCH = 16
"""Items that a worker is given at a time, where nothing else is asked for."""
_AHEAD = 2
"""Batches of items that a worker has: one to do, and one to go on with."""
_PATIENCE = 2
"""Seconds for a process to end that no longer answers."""
_STOPPED = "a process for files was stopped, perhaps for want of memory; try again with --jobs 1"
_NAMED = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNALS = {getattr(signal, name) for name in _NAMED if hasattr(signal, name)}

Item = TypeVar("Item")
Other = TypeVar("Other")
Done = TypeVar("Done")
Result = TypeVar("Result")


class _DiedError(Exception):
    """A worker has died."""


class _Task:
    """What a worker is to do, and what has come of it: a value, or an error."""

    def __init__(self, action: Callable[..., Any] | None, *arguments: Any) -> None:
        """The worker's own action, where there is none, with each of the items in `arguments`."""
        self.action = action
        self.arguments = arguments
        self.is_done = False
        self.value: Any = None
        self.error: BaseException | None = None

    def end(self, value: Any = None, error: BaseException | None = None) -> None:
        """Note what has come of it."""
        self.is_done, self.value, self.error = True, value, error

    def result(self) -> Any:
        """The value. Raises the error, if there is one."""
        if self.error:
            raise self.error
        return self.value


class _Worker:
    """A process, and the tasks that it was given and has not done yet.

    Attributes:
        connection: can be waited for.
        tasks: those; the process is at the first.
        has_died: whether it ended by itself, as far as that was noticed.
    """

    def __init__(self, action: Callable[[Any], Any]) -> None:
        self.connection, other = Pipe()
        self._process = Process(target=_work, args=(other, action), daemon=True)
        self.tasks: deque[_Task] = deque()
        self.has_died = False
        with _undisturbed():
            self._process.start()
        other.close()

    def give(self, task: _Task) -> None:
        """Let it do a task. Raises `_DiedError` where it has died."""
        self.tasks.append(task)
        with self._noticing():
            self.connection.send((task.action, task.arguments))

    def take(self) -> None:
        """Wait for what comes of its first task. Raises `_DiedError` where it has died."""
        with self._noticing():
            value, error = self.connection.recv()
        self.tasks.popleft().end(value, error)

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError):
            self.has_died = True
            raise _DiedError from None

    def end(self) -> str:
        """End it, if it has not died by itself; in which way it ended."""
        self.connection.close()
        if self.has_died:
            self._process.join(_PATIENCE)
        self._process.kill()  # there is nothing that it would have to see to
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        return ended(code)


class Workers(Generic[Item, Result]):
    """Several processes, each of which does the same; few results are waiting at any time.

    They start at once: later, there may be threads, which do not survive that well.
    """

    def __init__(
        self,
        action: Callable[[Item], Result],
        items: Iterable[Item],
        count: int,
        lost: Callable[[Item, str], Result],
        batch: int = _BATCH,
    ) -> None:
        """What is done, with which items, and by how many processes.

        `lost` makes the result of an item over which a process died, and in which way that did.
        A process is given a `batch` of items at a time: many where each is soon done.
        """
        self._action = action
        self._items = items
        self._lost = lost
        self._batch = batch
        self._workers: list[_Worker] = []
        try:
            for _ in range(count):
                self._workers.append(_Worker(action))
        except OSError as error:
            self.end()
            raise TeikitError(f"no process can be started: {error.strerror or error}") from None

    def results(self) -> Iterator[Result]:
        """The results, in the order of the items."""
        tasks = (_Task(None, *batch) for batch in _batches(self._items, self._batch))
        return self._each(tasks, _AHEAD)

    def each(self, action: Callable[[Other], Done], items: Iterable[Other]) -> Iterator[Done]:
        """What another action makes of each of many items, in their order.

        Raises `TeikitError` when a process dies over it.
        """
        tasks = (_Task(_all, action, batch) for batch in _batches(items, _BATCH))
        return self._each(tasks, 1)

    def begin(self, action: Callable[..., Done], *arguments: object) -> Callable[[], Done]:
        """Let one of them do something; what is returned waits for what comes of it.

        That raises `TeikitError` when the process dies over it.
        """
        task = _Task(action, *arguments)
        self._give(min(self._workers, key=lambda worker: len(worker.tasks)), task)

        def result() -> Done:
            self._finish(task)
            return cast("Done", task.result())

        return result

    def start(self, item: Item) -> Callable[[], Result]:
        """Let one of them do with an item what all of them do; what is returned waits for it.

        Unlike what is begun, that is not sent: a process has it from its start.
        """
        task = _Task(None, item)
        self._give(min(self._workers, key=lambda worker: len(worker.tasks)), task)

        def result() -> Result:
            self._finish(task)
            results: list[Result] = task.result()
            return results[0]

        return result

    def end(self) -> None:
        """End them, whether they are done or not."""
        for worker in self._workers:
            worker.end()
        self._workers = []

    def _each(self, tasks: Iterator[_Task], ahead: int) -> Iterator[Any]:
        """The results of tasks, each a list, one after the other."""
        given: deque[_Task] = deque()
        while True:
            for worker in tuple(self._workers):
                wanted = min(ahead - len(worker.tasks), 2 * ahead * len(self._workers) - len(given))
                for task in islice(tasks, max(wanted, 0)):
                    given.append(task)
                    self._give(worker, task)
            if not given:
                return
            self._finish(given[0])
            yield from given.popleft().result()

    def _give(self, worker: _Worker, task: _Task) -> None:
        try:
            worker.give(task)
        except _DiedError:
            self._replace(worker)

    def _finish(self, task: _Task) -> None:
        """Take what comes until a task is done."""
        while not task.is_done:
            busy = {worker.connection: worker for worker in self._workers if worker.tasks}
            for connection in wait(busy):
                worker = busy[cast("Connection", connection)]
                try:
                    worker.take()
                except _DiedError:
                    self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        """Put a new one in the place of a worker that has died, and see to its tasks."""
        worker.end()
        at = self._workers.index(worker)
        try:
            new = self._workers[at] = _Worker(self._action)
        except OSError:
            del self._workers[at]
            raise TeikitError(_STOPPED) from None
        for number, task in enumerate(worker.tasks):
            if task.action:
                task.end(error=TeikitError(_STOPPED))
            elif number:
                self._give(new, task)
            else:
                task.end([self._alone(item) for item in task.arguments])

    def _alone(self, item: Item) -> Result:
        """The result of an item, made in a process of its own."""
        worker, task = _Worker(self._action), _Task(None, item)
        try:
            worker.give(task)
            worker.take()
        except _DiedError:
            return self._lost(item, worker.end())
        worker.end()
        results: list[Result] = task.result()
        return results[0]


def _batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    rest = iter(items)
    return iter(lambda: tuple(islice(rest, size)), ())


def ended(code: int) -> str:
    """In which way a process ended, by its exit code."""
    if code >= 0:
        return f"with status {code}"
    try:
        return f"by {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep signals waiting while a process starts, which takes over that they do.

    One that was interrupted before it ignores that would print where it was.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# What follows is done in the process of a worker.


def _work(connection: Connection, action: Callable[[Any], Any]) -> None:
    # The keyboard interrupts all processes at once; it is for the first to say so and end the rest.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    Thread(target=_end_with_parent, daemon=True).start()
    collect_seldom()
    _send_errors_as_they_are()
    with suppress(EOFError, OSError):  # there is no one left to work for
        while True:
            other, arguments = connection.recv()
            outcome = _outcome(other, arguments) if other else _outcome(_all, (action, arguments))
            connection.send(outcome)


def _send_errors_as_they_are() -> None:
    """Forget what libraries in the first process have changed in how errors are pickled.

    With tblib, which Dask brings, what led to an error goes along, and that may not be picklable.
    """
    for kind in [*copyreg.dispatch_table]:
        if issubclass(kind, BaseException):
            del copyreg.dispatch_table[kind]


def _outcome(action: Callable[..., Any], arguments: Sequence[Any]) -> tuple[Any, Any]:
    """What comes of an action: a value, or an error."""
    try:
        return action(*arguments), None
    except Exception as error:
        return None, error


def _all(action: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    return [action(item) for item in items]


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
    os._exit(1)
