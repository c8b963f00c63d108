"""The command ends well: by signals, and where its output goes nowhere."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")

TEIKIT = (sys.executable, "-m", "teikit")
LETTER = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p><ref target="#nowhere"/></p></TEI>'
VALIDATE = ("validate", "letters", "--jobs", "2", "--format", "csv=found.csv", "--format", "text")


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters").mkdir()
    for number in range(800):
        (tmp_path / "letters" / f"{number}.xml").write_text(LETTER, encoding="utf-8")
    return tmp_path


@contextmanager
def begun(
    command: Sequence[str], output: int = subprocess.PIPE
) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a group of its own; where its output is read, it has begun to write."""
    with subprocess.Popen(
        command, stdout=output, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        if process.stdout is not None:
            process.stdout.readline()
        yield process


def ended(process: subprocess.Popen[bytes], folder: Path) -> str:
    """What it says on standard error, when it and what it started have ended and left nothing."""
    _, errors = process.communicate(timeout=30)
    ends = time.monotonic() + 10
    while True:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        assert time.monotonic() < ends, "a process goes on"
        time.sleep(0.02)
    assert not [*folder.glob("**/.teikit-*")]
    return errors.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_run_its_processes_and_its_files(
    letters: Path, number: signal.Signals
) -> None:
    with begun([*TEIKIT, *VALIDATE]) as process:
        assert [*letters.glob(".teikit-*")]
        process.send_signal(number)
        process.send_signal(number)  # as `timeout` does
        assert ended(process, letters) == ""
    assert process.returncode == -number
    assert not (letters / "found.csv").exists()


def test_what_is_ignored_is_ignored(letters: Path) -> None:
    command = " ".join([*TEIKIT, "validate", "letters/1*", "--jobs", "2"])
    with begun(["sh", "-c", f"trap '' HUP; exec {command}"]) as process:
        os.killpg(process.pid, signal.SIGHUP)
        assert ended(process, letters) == ""
    assert process.returncode == 1


@pytest.mark.parametrize(
    "command",
    [
        VALIDATE,
        ("validate", "letters", "--jobs", "1"),
        ("review", "letters"),
        ("export", "csv", "letters", "-o", "csv"),
        ("explain", "--markdown"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_an_interruption_at_any_time_is_one_line(letters: Path, command: tuple[str, ...]) -> None:
    delays = random.Random(len(command))
    for _ in range(2):
        with begun([*TEIKIT, *command], subprocess.DEVNULL) as process:
            time.sleep(delays.uniform(0.1, 1.0))
            os.killpg(process.pid, signal.SIGINT)
            errors = ended(process, letters)
        if process.returncode == -signal.SIGINT:  # Python itself was not ready
            assert "cli" not in errors
        else:
            assert process.returncode in (0, 1, 130)
            assert "Traceback" not in errors


def shell(command: str) -> tuple[int, str]:
    """The status of a command, and its standard error."""
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, text=True)
    return done.returncode, done.stderr


def teikit(words: str) -> str:
    return f"{sys.executable} -m teikit {words}"


COMMANDS = ("--help", "--version", "validate --help", "explain --markdown", "explain T002")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_one_line(command: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no such device")
    words = "teikit: cannot go on: No space left on device\n"
    assert shell(f"{teikit(command)} > /dev/full") == (2, words)


@pytest.mark.parametrize("command", COMMANDS)
def test_closed_standard_output_is_one_line(command: str) -> None:
    assert shell(f"{teikit(command)} >&-") == (2, "teikit: cannot go on: Bad file descriptor\n")


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(("command", "status"), [("validate absent", 2), ("explain T002", 0)])
def test_where_no_one_can_be_told_the_status_is_right(
    where: str, command: str, status: int
) -> None:
    assert shell(f"{teikit(command)} >/dev/null {where}")[0] == status


def test_closed_streams_are_not_taken_for_files(letters: Path) -> None:
    command = teikit("validate letters/1.xml --format csv=found.csv <&- >&- 2>&-")
    assert shell(command)[0] == 1
    assert (letters / "found.csv").read_text("utf-8").count("nowhere") == 1


def test_no_one_reads_to_the_end() -> None:
    status, errors = shell(f"set -o pipefail; {teikit('explain --markdown')} | head -1")
    assert (status, errors) == (141, "")


@pytest.mark.skipif(os.name != "posix", reason="signals are sent to processes")
def test_an_interruption_in_a_callback_is_not_lost() -> None:
    script = """
import os, signal, time, weakref
from teikit.cli.signals import raised

class Thing:
    pass

def callback(_):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)

try:
    with raised():
        thing = Thing()
        watcher = weakref.ref(thing, callback)
        del thing
        time.sleep(5)
except KeyboardInterrupt:
    print("interrupted")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("interrupted\n", "")
