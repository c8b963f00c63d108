"""Limits of the time and the memory that something may take, whoever wrote what it works on.

They hold in the main thread, and as far as the system knows of them: Windows does not.
"""

import mmap
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.5
"""Seconds after which it is stopped again, where the first time was lost: in a finaliser, say."""


_LONGEST = 256
"""Bytes of what the system says of the memory of a process."""


class OutOfTime(Exception):  # noqa: N818 (named for what it tells)
    """Something has taken longer than it may."""


class _StopError(BaseException):
    """What ends the work; no library takes it for an error of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End the `with` block with `OutOfTime` when it has used the processor for too many seconds.

    It is the time in which the processor works for this process, so that a busy machine stops
    nothing that an idle one would finish. Limits may stand in each other; the time of the inner
    does not count for the outer.
    """
    if not hasattr(signal, "setitimer") or not _is_main_thread():
        yield
        return
    works = True

    def stop(number: int, frame: FrameType | None) -> None:
        if works:
            raise _StopError

    above, _ = signal.setitimer(signal.ITIMER_PROF, 0)
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    except _StopError:
        raise OutOfTime from None
    finally:
        works = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if above:
            signal.setitimer(signal.ITIMER_PROF, above, _AGAIN)


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
