"""Limits of time and memory end what they surround, and leave nothing behind."""

import signal
import sys
import threading
import time

import pytest

from teikit.validating.limits import OutOfTime, memory_limit, time_limit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def stubborn() -> None:
    """A library that takes every error for its own."""
    while True:
        try:
            work(0.1)
        except Exception:
            continue


def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(OutOfTime), time_limit(0.05):
        stubborn()


def test_what_is_done_in_time_is_not() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with time_limit(5):
        work(0.01)
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_the_time_of_an_inner_limit_does_not_count() -> None:
    with time_limit(0.2):
        with time_limit(5):
            work(0.4)
        work(0.02)


def inner_then_stubborn() -> None:
    with time_limit(5):
        work(0.05)
    stubborn()


def test_the_outer_limit_goes_on_behind_the_inner() -> None:
    with pytest.raises(OutOfTime), time_limit(0.2):
        inner_then_stubborn()


class Finaliser:
    def __del__(self) -> None:
        work(0.3)  # an error here is printed, and forgotten


def finalise() -> None:
    Finaliser()
    stubborn()


def test_one_that_was_lost_comes_again() -> None:
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with pytest.raises(OutOfTime), time_limit(0.1):
            finalise()
    finally:
        sys.unraisablehook = hook


def test_other_threads_have_no_limit() -> None:
    done = []

    def limited() -> None:
        with time_limit(0.01), memory_limit(0):
            work(0.05)
            done.append(bytearray(1024**2))

    thread = threading.Thread(target=limited)
    thread.start()
    thread.join()
    assert done


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a limit")
def test_what_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(MemoryError), memory_limit(64 * 1024**2):
        bytearray(256 * 1024**2)
    assert len(bytearray(256 * 1024**2)) == 256 * 1024**2
