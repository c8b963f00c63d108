"""Limits of the time and the memory that something may take, whoever wrote what it works on.

They hold in the main thread, and as far as the system knows of them: Windows does not.
"""

import mmap
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_AGAIN = 0.5
"""Seconds after which it is stopped again, where the first time was lost: in a finaliser, say."""


_SOON = 0.001
"""Seconds after which it rings where nothing is left; after none it would never."""
_LONGEST = 256
"""Bytes of what the system says of the memory of a process."""


class OutOfTime(Exception):  # noqa: N818 (named for what it tells)
    """Something has taken longer than it may."""


class _StopError(BaseException):
    """What ends the work; no library takes it for an error of its own."""


class time_limit:  # noqa: N801  # it is used as a function
    """End the `with` block with `OutOfTime` when it has used the processor for too many seconds.

    It is the time in which the processor works for this process, so that a busy machine stops
    nothing that an idle one would finish. Limits may stand in each other; the time of the inner
    does not count for the outer.

    There is one timer, that of the outermost limit, which asks for the time that is left, and is
    only set anew where that is needed: three limits in each file, each with a timer of its own,
    took as long as a rule.
    """

    __slots__ = ("_begun", "_end", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._begun = _TIMER.now() if _TIMER.is_usable() else None
        if self._begun is not None:
            self._end = self._begun + self._seconds
            _TIMER.begin(self._end)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._begun is not None:
            _TIMER.end(self._begun)
        if kind is _StopError:
            raise OutOfTime from None


class _Timer:
    """The timer of all limits; `_ends` says when each of them ends, the innermost last."""

    def __init__(self) -> None:
        self._ends: list[float] = []
        self._next = 0.0  # when it rings
        self._before: Any = None

    now = staticmethod(time.process_time)

    @staticmethod
    def is_usable() -> bool:
        """Whether there is such a timer here."""
        return hasattr(signal, "setitimer") and _is_main_thread()

    def begin(self, end: float) -> None:
        """Note a limit within the others."""
        if not self._ends:
            self._before = signal.signal(signal.SIGPROF, self._ring)
        if not self._ends or end < self._next:
            self._set(end)
        self._ends.append(end)

    def end(self, begun: float) -> None:
        """Forget the innermost limit, and how long it took."""
        self._ends.pop()
        if self._ends:
            self._ends[-1] += self.now() - begun
        else:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, self._before)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if not self._ends:
            return
        if self.now() >= self._ends[-1]:
            self._next = self.now() + _AGAIN
            raise _StopError
        self._set(self._ends[-1])

    def _set(self, end: float) -> None:
        self._next = end
        signal.setitimer(signal.ITIMER_PROF, max(end - self.now(), _SOON), _AGAIN)


_TIMER = _Timer()


@contextmanager
def memory_limit(more: int) -> Iterator[None]:
    """End the `with` block with `MemoryError` when it asks for so many bytes more than there are.

    It takes about 0.1 ms. Systems other than Linux know no such limit.
    """
    if sys.platform != "linux" or not _is_main_thread():
        yield
        return
    import resource  # noqa: PLC0415  # it is only there where it is used

    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        wanted = _data() + more
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        if before != resource.RLIM_INFINITY:
            wanted = min(wanted, before)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
    except (OSError, ValueError):  # no /proc, say
        yield
        return
    # Without memory, what is thrown away can fail, too, of which Python would print.
    hook, sys.unraisablehook = sys.unraisablehook, _be_quiet
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))
        sys.unraisablehook = hook


def _be_quiet(_: object) -> None:
    pass


def _data() -> int:
    """The bytes that this process has asked for."""
    # It is asked for in each document, and `Path` takes longer than the system.
    with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123
        pages = file.read(_LONGEST).split()[5]
    return int(pages) * mmap.PAGESIZE


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
