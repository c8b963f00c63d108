"""Processes that do the same with many files."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, TypeVar

from teikit.errors import TeikitError
from teikit.validating.engine.garbage import collect_seldom

_BATCH = 16
"""Files that a worker is given at a time."""
_STOPPED = (
    "a process that checks files was stopped, perhaps for want of memory; try again with --jobs 1"
)

Task = TypeVar("Task")
Done = TypeVar("Done")
Result = TypeVar("Result")


class Workers(Generic[Result]):
    """Several processes, each of which does the same; few results are waiting at any time.

    They start at once: later, there may be threads, which do not survive that.
    """

    def __init__(self, action: Callable[[str], Result], names: Sequence[str], count: int) -> None:
        """What is done, with which files, and by how many processes."""
        self._pool = ProcessPoolExecutor(count, initializer=_begin, initargs=(action,))
        self._batches = iter([names[at : at + _BATCH] for at in range(0, len(names), _BATCH)])
        with _uninterrupted():
            self._waiting = deque(self._next(2 * count))

    def _next(self, count: int) -> Iterator[Future[list[Result]]]:
        return (self._pool.submit(_batch, batch) for batch in islice(self._batches, count))

    def results(self) -> Iterator[Result]:
        """The results, in the order of the files. Raises `TeikitError` when a process is lost."""
        with _all_alive():
            while self._waiting:
                found = self._waiting.popleft().result()
                self._waiting.extend(self._next(1))
                yield from found

    def each(self, action: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """What another action makes of each of many tasks, in their order. Raises the same."""
        with _all_alive():
            yield from self._pool.map(action, tasks, chunksize=_BATCH)

    def begin(self, action: Callable[..., Done], *arguments: object) -> Callable[[], Done]:
        """Let one of them do something; what is returned waits for what comes of it."""
        with _all_alive():
            begun = self._pool.submit(action, *arguments)

        def result() -> Done:
            with _all_alive():
                return begun.result()

        return result

    def end(self) -> None:
        """End them; what they have not begun is left."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep the keyboard interrupt waiting while processes start, which take over that they do.

    One that was interrupted before it ignores that would print where it was.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _all_alive() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise TeikitError(_STOPPED) from None


_action: Callable[[str], Any]
"""A worker's own."""


def _begin(action: Callable[[str], Any]) -> None:
    global _action  # noqa: PLW0603  # what a worker keeps between tasks has no other place
    _action = action
    collect_seldom()
    # The keyboard interrupts all processes at once; it is for the first to say so and end the rest.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _batch(names: Sequence[str]) -> list[Any]:
    return [_action(name) for name in names]
