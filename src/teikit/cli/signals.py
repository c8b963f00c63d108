"""Signals that end the command: what is begun is put in order first, and nothing else is said."""

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_SOON = 0.01
"""Seconds until a callback is over."""
_AT_ONCE = 1
"""Seconds in which a signal that comes again is the same: `timeout`, for one, sends it twice."""


class Terminated(BaseException):
    """The command is asked to end by another process, or as its terminal is closed."""

    def __init__(self, number: int) -> None:
        """By the signal of this number."""
        super().__init__(number)
        self.number = number


@contextmanager
def raised() -> Iterator[None]:
    """In the block, signals become `KeyboardInterrupt` and `Terminated`.

    Who sends one again while things are put in order, does not want to wait for that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    first = 0.0

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal first
        if not first:
            first = time.monotonic()
            raise KeyboardInterrupt if number == signal.SIGINT else Terminated(number)
        if time.monotonic() > first + _AT_ONCE:
            os._exit(128 + number)

    def swallowed(unraisable: Any) -> None:
        """Ask again where Python was in a callback, which lets nothing out, when it was asked."""
        nonlocal first
        if not isinstance(unraisable.exc_value, KeyboardInterrupt | Terminated):
            usual(unraisable)
            return
        first = 0.0
        number = getattr(unraisable.exc_value, "number", signal.SIGINT)
        again = threading.Timer(_SOON, _thread.interrupt_main, (number,))
        again.daemon = True
        again.start()

    usual = sys.unraisablehook
    before: dict[int, Any] = {}
    try:
        sys.unraisablehook = swallowed
        for number in (signal.SIGINT, *_ENDING):
            before[number] = signal.getsignal(number)
            if before[number] != signal.SIG_IGN:  # as nohup has it
                signal.signal(number, stop)
        yield
    finally:
        sys.unraisablehook = usual
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def die(number: int) -> NoReturn:
    """End by a signal, as is expected of a process that was sent it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)
