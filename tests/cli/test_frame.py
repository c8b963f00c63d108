"""The frame of the command line, as a process of its own: exit statuses, and nothing ugly."""

import os
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

import teikit
from teikit.cli import COMMANDS, main
from teikit.cli.progress import WORTH_A_BAR

TEIKIT = [sys.executable, "-m", "teikit"]
VALIDATE = [*TEIKIT, "validate", "--no-xsd"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TEIKIT, *arguments], capture_output=True, text=True, check=False, timeout=20
    )


def test_help_imports_nothing_that_is_slow() -> None:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "teikit", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rsplit("|")[-1].strip() for line in result.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"lxml", "lxml.etree", "rich", "xmlschema", "teikit.cli.validate"}
    assert all(f"  {name}" in result.stdout for name in COMMANDS)


def test_version() -> None:
    result = run("--version")
    assert result.stdout == f"teikit {metadata.version('teikit')}\n"
    assert teikit.__version__ == metadata.version("teikit")


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["validate"], ["validate", "--unknown"]])
def test_wrong_use_is_status_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    for number in range(500):
        (tmp_path / f"{number}.xml").write_text("<p>", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [*VALIDATE, str(tmp_path)], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert result.stderr == b""
    assert result.returncode == 128 + signal.SIGPIPE


def test_a_progress_bar_does_not_take_the_findings_away(tmp_path: Path) -> None:
    for number in range(WORTH_A_BAR):
        (tmp_path / f"{number}.xml").write_text("<p>", encoding="utf-8")
    terminal, seen_by_teikit = os.openpty()
    result = subprocess.run(
        [*VALIDATE, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=seen_by_teikit,
        env={**os.environ, "TERM": "xterm"},
        check=False,
    )
    os.close(seen_by_teikit)
    shown = os.read(terminal, 100_000)
    os.close(terminal)
    assert b"Checking" in shown
    assert b"X001" not in shown
    assert result.stdout.count(b"X001") == WORTH_A_BAR


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which is always full")
def test_a_full_disk_behind_standard_output(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<p>", encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*VALIDATE, str(tmp_path)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.stderr == b"teikit: cannot go on: No space left on device\n"
    assert result.returncode == 2


def test_an_interrupt_is_status_130(tmp_path: Path) -> None:
    script = (
        "import signal, sys, threading\n"
        "from teikit.cli import main\n"
        "import teikit.cli.validate as command\n"
        "def run(*_, **__): signal.raise_signal(signal.SIGINT)\n"
        "command.Validation = run\n"
        "sys.argv = ['teikit', 'validate', '.']\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.stderr == "teikit: stopped\n"
    assert result.returncode == 130


def test_names_of_files_need_not_be_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.xml"
    Path(os.fsdecode(path)).write_text("<p>", encoding="utf-8")
    result = subprocess.run([*VALIDATE, str(tmp_path)], capture_output=True, check=False)
    assert path + b":1:4: error X001" in result.stdout
    assert result.returncode == 1


def test_the_library_gives_functions_whatever_was_imported() -> None:
    script = (
        "import teikit.validating, teikit.converting.convert, teikit.exporting\n"
        "from teikit import validate, convert, export\n"
        "import teikit\n"
        "assert callable(validate) and callable(convert) and callable(export)\n"
        "assert {'validate', 'convert', 'export'} <= set(dir(teikit))\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    with pytest.raises(AttributeError, match="no attribute 'absent'"):
        teikit.absent  # noqa: B018 (asking for it is the test)
