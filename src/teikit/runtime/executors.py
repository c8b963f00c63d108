"""Work that an executor of `concurrent.futures` does, as that of a cluster does on many machines.

What is done with many items, an action, is sent to a worker once, and then known there by its mark;
a worker that lacks it says so, and the batch is sent once more, with the action. A batch that is
lost with its worker is sent to another; where that is lost, too, it is divided, until it is known
over which item workers are lost, and of that it is told. What takes very long is given to a second
worker as well. What comes of items, comes in their order.
"""

import pickle
import secrets
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, Generic, NamedTuple, TypeVar

from lxml import etree

import teikit
from teikit.errors import TeikitError

AHEAD = 64
"""Batches that are sent before their turn; a batch is held in memory until then."""
_TRIES = 2
"""How often a batch is given away before it is divided."""
_PATIENCE = 300.0
"""Seconds after which a batch that is waited for is given to another worker as well, ..."""
_LONGEST = 3600.0
"""... and seconds after which nothing is expected to come of it any more."""
_LOST = 20
"""Items that may be lost in a row; then it is the executor that is at fault."""

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Result = TypeVar("Result")
About = TypeVar("About")

Action = Callable[[Sequence[Item], Any], Sequence[Outcome]]
"""What is made of a batch of items, and of what goes along with them: an outcome for each item."""


class Lost(NamedTuple):
    """What comes of an item over which workers end, and in which way they do."""

    ended: str


class Batch(NamedTuple):
    """What a worker is to do.

    Attributes:
        mark: what the action is known by.
        action: pickled; empty where the worker has it, as is hoped.
        items: what it is done with.
        along: what goes along with these.
    """

    mark: str
    action: bytes
    items: Sequence[Any]
    along: Any = None


class Reply(NamedTuple):
    """What a worker sends.

    Attributes:
        program: what it works with, which must be what is worked with here.
        lacks: whether it needs the action.
        outcomes: those of the items, in their order.
    """

    program: tuple[str, ...]
    lacks: bool = False
    outcomes: Sequence[Any] = ()


def program() -> tuple[str, ...]:
    """The versions of all that results depend on."""
    versions = {
        "Python": sys.version_info[:2],
        "lxml": etree.LXML_VERSION,
        "libxml2": etree.LIBXML_VERSION,
    }
    numbers = (f"{name} {'.'.join(map(str, version))}" for name, version in versions.items())
    return (f"teikit {teikit.__version__}", *numbers)


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
    rest = iter(items)
    pieces = iter(lambda: tuple(islice(rest, batch)), ())
    sending: Sending[Item, Result | _Raised] = Sending(executor, _OneByOne(action))
    with closing(sending.in_order((piece, piece) for piece in pieces)) as found:
        for piece, outcomes in found:
            for item, outcome in zip(piece, outcomes, strict=True):
                if isinstance(outcome, _Raised):
                    raise outcome.error
                yield lost(item, outcome.ended) if isinstance(outcome, Lost) else outcome


@dataclass(slots=True)
class _Sent:
    """Items that were sent, with what goes along, and what is to come of them."""

    items: Sequence[Any]
    along: Any
    future: "Future[Reply]"
    tries: int = 1


class Sending(Generic[Item, Outcome]):
    """Sends an action and batches of items to an executor, and sees to what becomes of them."""

    def __init__(self, executor: Executor, action: "Action[Item, Outcome]") -> None:
        self._executor = executor
        self._in_a_row = 0
        self.change(action)

    def change(self, action: "Action[Item, Outcome]") -> None:
        """Let another action do what is sent from here on."""
        self._action = pickle.dumps(action)
        # Never that of another run: what an action has read there may have changed since then.
        self._mark = secrets.token_hex(16)

    def in_order(
        self, pieces: Iterable[tuple[About, Sequence[Item]]], first: int = AHEAD
    ) -> Generator[tuple[About, list[Outcome | Lost]], None, None]:
        """The outcomes of batches in their order, each with what it is about.

        `first` are the batches that are sent before anything has come back. A batch may be empty.
        Raises `TeikitError` where the executor takes no work, or cannot do it.
        """
        rest = iter(pieces)
        ahead = first
        waiting: deque[tuple[About, _Sent | None]] = deque()
        try:
            while True:
                for about, items in islice(rest, ahead - len(waiting)):
                    waiting.append((about, self._sent(items) if items else None))
                if not waiting:
                    return
                about, sent = waiting[0]
                if sent:
                    wait([sent.future], _PATIENCE)
                    self._supply(each for _, each in waiting if each)
                outcomes = self._outcomes(sent) if sent else []
                waiting.popleft()
                ahead = AHEAD
                yield about, outcomes
        finally:
            for _, each in waiting:
                if each:
                    each.future.cancel()

    def outcomes(self, items: Sequence[Item], along: Any = None) -> list[Outcome | Lost]:
        """The same of some items alone, with what goes along with them."""
        return self._outcomes(self._sent(items, along))

    def _sent(self, items: Sequence[Any], along: Any = None, tries: int = 1) -> _Sent:
        return _Sent(items, along, self._submitted(items, along), tries)

    def _submitted(
        self, items: Sequence[Any], along: Any, *, with_action: bool = False
    ) -> "Future[Reply]":
        action = self._action if with_action else b""
        batch = Batch(self._mark, action, items, along)
        try:
            return self._executor.submit(perform, batch)
        except Exception as error:
            words = " ".join(str(error).split()) or type(error).__name__
            raise TeikitError(f"the executor takes no more work: {words}") from None

    def _supply(self, waiting: Iterable[_Sent]) -> None:
        """Send batches once more, with the action, whose workers lack it."""
        for sent in waiting:
            future = sent.future
            if not future.done() or future.cancelled() or future.exception():
                continue
            if future.result().lacks:
                sent.future = self._submitted(sent.items, sent.along, with_action=True)

    def _outcomes(self, sent: _Sent) -> list[Outcome | Lost]:
        found: list[Outcome | Lost] = []
        parts = [sent]
        while parts:
            part = parts.pop()
            try:
                found += self._awaited(part)
            except _LostError as error:
                again = [*self._again(part)]
                parts += reversed(again)
                if not again:
                    found.append(Lost(str(error)))
        for outcome in found:
            self._count(outcome)
        return found

    def _again(self, part: _Sent) -> Iterator[_Sent]:
        """A batch once more, after nothing has come of it; not at all if it is an item."""
        items = part.items
        if part.tries < _TRIES:
            yield self._sent(items, part.along, part.tries + 1)
        elif len(items) > 1:
            middle = len(items) // 2
            yield self._sent(items[:middle], part.along)
            yield self._sent(items[middle:], part.along)

    def _awaited(self, sent: _Sent) -> Sequence[Any]:
        """The outcomes of a batch. Raises `_LostError`."""
        reply = self._reply(sent)
        if reply.lacks:
            self._supply([sent])
            reply = self._reply(sent)
        if len(reply.outcomes) != len(sent.items):
            raise _LostError("without an answer")
        return reply.outcomes

    def _reply(self, sent: _Sent) -> Reply:
        futures = [sent.future]
        if not wait(futures, _PATIENCE).done:
            futures.append(self._submitted(sent.items, sent.along, with_action=True))
        done = wait(futures, _LONGEST, FIRST_COMPLETED).done
        for each in futures:
            each.cancel()
        if not done:
            raise _LostError(f"without an answer in {_LONGEST:.0f} seconds")
        sent.future = done.pop()
        reply = _taken(sent.future)
        _check_program(reply.program)
        return reply

    def _count(self, outcome: object) -> None:
        self._in_a_row = self._in_a_row + 1 if isinstance(outcome, Lost) else 0
        if isinstance(outcome, Lost) and self._in_a_row > _LOST:
            words = f"the workers of the cluster end over every file, {outcome.ended}"
            raise TeikitError(f"{words}; look whether they have memory enough, or do without them")


class _LostError(Exception):
    """Nothing has come of what was sent; the words say how its worker ended."""


def _taken(future: "Future[Reply]") -> Reply:
    """What has come of it.

    Raises `_LostError` where that is nothing, and `TeikitError` where it will always be nothing.
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
        raise _LostError(f"by {type(error).__name__}") from None


def _check_program(theirs: Sequence[str]) -> None:
    """Raises `TeikitError` where a worker has other versions than there are here."""
    for other, own in zip(theirs, program(), strict=True):
        if other != own:
            words = f"the workers of the cluster have {other}, and here is {own}"
            raise TeikitError(f"{words}; install the same there")


# What follows is done by a worker.


class _Known(threading.local):
    """The action that a thread does, and its mark."""

    mark = ""
    action: "Action[Any, Any] | None" = None


_known = _Known()


def perform(batch: Batch) -> Reply:
    """Do what is asked; each thread has an action of its own, as that need not bear several."""
    if _known.mark != batch.mark:
        if not batch.action:
            return Reply(program(), lacks=True)
        _known.action = pickle.loads(batch.action)
        _known.mark = batch.mark
    assert _known.action
    return Reply(program(), outcomes=_known.action(batch.items, batch.along))


class _Raised(NamedTuple):
    """What comes of an item over which the action raises an error, and of those behind it."""

    error: Exception


class _OneByOne(Generic[Item, Result]):
    """An action for batches that does one for items."""

    def __init__(self, action: Callable[[Item], Result]) -> None:
        self._action = action

    def __call__(self, items: Sequence[Item], _: object) -> Sequence[Result | _Raised]:
        found: list[Result | _Raised] = []
        for item in items:
            try:
                found.append(self._action(item))
            except Exception as error:
                return [*found, *repeat(_Raised(error), len(items) - len(found))]
        return found
