"""Processes that go through files: their results come in order, and what one dies over is told."""

import copyreg
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.runtime.workers import Workers

NAMES = [f"{number}.xml" for number in range(100)]
DEADLY = ("7.xml", "8.xml", "50.xml", "99.xml")


def shout(name: str) -> str:
    return name.upper()


def vanish(name: str) -> str:
    os._exit(3)


def shout_or_die(name: str) -> str:
    if name in DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return name.upper()


def refuse(name: str) -> str:
    raise TeikitError(f"no {name}")


def lost(name: str, ended: str) -> str:
    return f"{name} {ended}"


@pytest.fixture
def workers() -> Iterator[Workers[str, str]]:
    some = Workers(shout, NAMES, 2, lost)
    yield some
    some.end()


def test_results_come_in_the_order_of_the_files(workers: Workers[str, str]) -> None:
    assert [*workers.results()] == [name.upper() for name in NAMES]


def test_they_do_other_things_too(workers: Workers[str, str]) -> None:
    begun = workers.begin(len, NAMES)
    assert [*workers.each(len, NAMES)] == [len(name) for name in NAMES]
    assert begun() == len(NAMES)


def test_one_is_started_while_others_go_on(workers: Workers[str, str]) -> None:
    started = workers.start("aside.xml")
    assert [*workers.results()] == [name.upper() for name in NAMES]
    assert started() == "ASIDE.XML"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_one_that_is_started_and_dies_is_told() -> None:
    workers = Workers(shout_or_die, (), 1, lost)
    assert workers.start(DEADLY[0])() == f"{DEADLY[0]} by SIGKILL"
    workers.end()


def test_much_is_sent_in_both_directions(workers: Workers[str, str]) -> None:
    much = "a" * 4_000_000
    assert workers.begin(shout, much)() == much.upper()
    assert [*workers.each(shout, [much] * 4)] == [much.upper()] * 4


def test_an_error_is_raised_again() -> None:
    workers = Workers(refuse, NAMES, 2, lost)
    with pytest.raises(TeikitError, match="no 0"):
        next(workers.results())
    workers.end()


def test_other_libraries_do_not_change_how_errors_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(error: BaseException) -> str:
        raise TypeError("it cannot be pickled")

    monkeypatch.setitem(copyreg.dispatch_table, TeikitError, never)
    workers = Workers(refuse, NAMES, 2, lost)
    with pytest.raises(TeikitError, match="no 0"):
        next(workers.results())
    workers.end()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_the_files_over_which_processes_die_are_told_and_the_others_done() -> None:
    workers = Workers(shout_or_die, NAMES, 2, lost)
    expected = [f"{name} by SIGKILL" if name in DEADLY else name.upper() for name in NAMES]
    assert [*workers.results()] == expected
    assert [*workers.each(shout, NAMES)] == [name.upper() for name in NAMES]
    workers.end()


def test_all_may_die() -> None:
    workers = Workers(vanish, NAMES[:20], 2, lost)
    assert [*workers.results()] == [f"{name} with status 3" for name in NAMES[:20]]
    workers.end()


def test_a_process_that_dies_over_something_else_is_told(workers: Workers[str, str]) -> None:
    words = "was stopped, perhaps for want of memory; try again with --jobs 1"
    begun = workers.begin(vanish, "")
    with pytest.raises(TeikitError, match=words):
        begun()
    with pytest.raises(TeikitError, match=words):
        next(workers.each(vanish, NAMES))
    assert workers.begin(len, NAMES)() == len(NAMES)


PARENT = r"""
import os
from teikit.runtime.workers import Workers

def note(name):
    os.write(1, b"%d\n" % os.getpid())  # at once, or two lines could run into each other
    while True:
        pass

def lost(name, ended):
    return ""

workers = Workers(note, ["a"] * 100, 2, lost)
next(workers.results())
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up there")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_they_end_when_their_parent_dies(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            children = [int(process.stdout.readline()) for _ in range(2)]
            process.send_signal(number)
            process.wait(30)
        finally:
            process.kill()
    ends = time.monotonic() + 10
    while any(map(lives, children)):
        assert time.monotonic() < ends
        time.sleep(0.02)


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
