"""Work that an executor of `concurrent.futures` does, as that of a cluster does on many machines.

What is done with many items is sent to a worker once, and then known there by its mark. A batch
that is lost with its worker is sent once more, then item by item; of the item that is lost even so,
it is told. What comes of items, comes in their order.
"""

import pickle
import secrets
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast

from lxml import etree

import teikit
from teikit.errors import TeikitError

_AHEAD = 64
"""Batches that are sent before their turn."""
_LOST = 20
"""Items that may be lost in a row; then it is the executor that is at fault."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class LostError(Exception):
    """Nothing has come of what was sent; the words say how its worker ended."""


def program() -> tuple[str, ...]:
    """The versions of all that results depend on."""
    versions = {
        "Python": sys.version_info[:2],
        "lxml": etree.LXML_VERSION,
        "libxml2": etree.LIBXML_VERSION,
    }
    numbers = (f"{name} {'.'.join(map(str, version))}" for name, version in versions.items())
    return (f"teikit {teikit.__version__}", *numbers)


def new_mark() -> str:
    """What a worker knows an action by; of another run, it is another.

    What an action has read is kept with it, and may have changed since then.
    """
    return secrets.token_hex(16)


def submitted(
    executor: Executor, function: Callable[..., Result], *arguments: object
) -> "Future[Result]":
    """What an executor is given to do. Raises `TeikitError` where it takes no more."""
    try:
        return executor.submit(function, *arguments)
    except Exception as error:
        words = " ".join(str(error).split()) or type(error).__name__
        raise TeikitError(f"the executor takes no more work: {words}") from None


def taken(future: "Future[Result]") -> Result:
    """What has come of it.

    Raises `LostError` where that is nothing, and `TeikitError` where it will always be nothing.
    """
    try:
        return future.result()
    except CancelledError:
        words = "the cluster is not there any more; look why its scheduler has ended"
        raise TeikitError(words) from None
    except ImportError as error:
        words = f"the workers of the cluster lack a part of teikit ({error.name or error})"
        raise TeikitError(f"{words}; install {program()[0]} there") from None
    except Exception as error:
        raise LostError(f"by {type(error).__name__}") from None


def check_program(theirs: Sequence[str]) -> None:
    """Raises `TeikitError` where a worker has other versions than there are here."""
    for other, own in zip(theirs, program(), strict=True):
        if other != own:
            words = f"the workers of the cluster have {other}, and here is {own}"
            raise TeikitError(f"{words}; install the same there")


class _Batch(NamedTuple):
    """What a worker is to do: an action by its mark, pickled where it lacks that, and items."""

    mark: str
    action: bytes
    items: tuple[Any, ...]


class _Reply(NamedTuple):
    """What comes of it: results, the error that ended them, or that the action is lacking."""

    program: tuple[str, ...]
    lacks: bool = False
    results: Sequence[Any] = ()
    error: Exception | None = None


def results(
    executor: Executor,
    action: Callable[[Item], Result],
    items: Iterable[Item],
    lost: Callable[[Item, str], Result],
    batch: int,
) -> Generator[Result, None, None]:
    """What an action makes of each of many items, in their order.

    It is sent to the workers, and so are `batch` items at a time. `lost` makes the result of an
    item over which a worker was lost, and in which way. Raises what the action raises, and
    `TeikitError` where the executor cannot do the work.
    """
    pickled = pickle.dumps(action)
    work = _Work(executor, new_mark(), pickled)
    rest = iter(items)
    waiting: deque[tuple[tuple[Item, ...], Future[_Reply]]] = deque()
    in_a_row = 0
    try:
        while True:
            for _ in range(_AHEAD - len(waiting)):
                if not (piece := tuple(islice(rest, batch))):
                    break
                waiting.append((piece, work.sent(piece)))
            if not waiting:
                return
            piece, future = waiting.popleft()
            _waited(future)
            waiting = deque((each, work.supplied(each, sent)) for each, sent in waiting)
            for item, result in zip(piece, work.done(piece, future), strict=True):
                if not isinstance(result, LostError):
                    in_a_row = 0
                    yield cast("Result", result)
                    continue
                in_a_row += 1
                if in_a_row > _LOST:
                    words = f"the workers of the executor end over everything, {result}"
                    raise TeikitError(f"{words}; look whether they have memory enough")
                yield lost(item, str(result))
    finally:
        for _, future in waiting:
            future.cancel()


class _Work:
    """An action, and the executor that does it."""

    def __init__(self, executor: Executor, mark: str, action: bytes) -> None:
        self._executor = executor
        self._mark = mark
        self._action = action

    def sent(self, items: tuple[Any, ...], action: bytes = b"") -> "Future[_Reply]":
        return submitted(self._executor, perform, _Batch(self._mark, action, items))

    def supplied(self, items: tuple[Any, ...], future: "Future[_Reply]") -> "Future[_Reply]":
        """The same future, or another that brings the action to a worker that lacks it."""
        if not future.done() or future.cancelled() or future.exception():
            return future
        return self.sent(items, self._action) if future.result().lacks else future

    def done(self, items: tuple[Any, ...], future: "Future[_Reply]") -> list[Any]:
        """The results of a batch; of each item that is lost, the `LostError`."""
        with suppress(LostError):
            return self._results(items, future)
        if len(items) > 1:
            with suppress(LostError):
                return self._results(items, self.sent(items, self._action))
        found: list[Any] = []
        for item in items:
            try:
                found += self._results((item,), self.sent((item,), self._action))
            except LostError as error:
                found.append(error)
        return found

    def _results(self, items: tuple[Any, ...], future: "Future[_Reply]") -> list[Any]:
        reply = taken(self.supplied(items, _waited(future)))
        check_program(reply.program)
        if reply.error:
            raise reply.error
        return [*reply.results]


def _waited(future: "Future[Result]") -> "Future[Result]":
    wait([future])
    return future


# What follows is done by a worker.


class _Known(threading.local):
    """The action that a thread does, and its mark."""

    mark = ""
    action: Callable[[Any], Any] | None = None


_known = _Known()


def perform(batch: _Batch) -> _Reply:
    """Do what is asked; each thread has an action of its own, as that need not bear several."""
    if _known.mark != batch.mark:
        if not batch.action:
            return _Reply(program(), lacks=True)
        _known.action = pickle.loads(batch.action)
        _known.mark = batch.mark
    assert _known.action
    found = []
    for item in batch.items:
        try:
            found.append(_known.action(item))
        except Exception as error:
            return _Reply(program(), error=error)
    return _Reply(program(), results=found)
