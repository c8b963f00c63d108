"""`--watch` checks again what changes."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
RNG = '<element name="p" ns="http://www.tei-c.org/ns/1.0" xmlns="http://relaxng.org/ns/structure/1.0">{}</element>'
PATIENCE = 60
"""Seconds, on a machine that has much else to do."""


class Watching:
    """A process that watches a folder, and its lines."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "teikit", "validate", "tei", "--watch", "--jobs", "1"]
        self.process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, words: str) -> str:
        """What it says until a line has these words."""
        found = ""
        while words not in found:
            found += self._lines.get(timeout=PATIENCE)
        return found


@pytest.fixture(params=[(), ("--no-cache",)])
def watching(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watching]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tei").mkdir()
    (tmp_path / "teikit.toml").write_text("")
    (tmp_path / "p.rng").write_text(RNG.format("<text/>"))
    for name in ("a", "b"):
        (tmp_path / f"tei/{name}.xml").write_text(f'<?xml-model href="../p.rng"?><p {NS}>A</p>')
    process = Watching("--format", "concise", *request.param)
    yield process
    process.process.kill()
    process.process.wait()


def test_what_changes_is_checked_again(watching: Watching, tmp_path: Path) -> None:
    assert watching.until("2 files checked, 2 against p.rng: no findings")
    (tmp_path / "tei/a.xml").write_text("<p>")
    found = watching.until("2 files checked")
    assert "tei/a.xml" in found
    assert "X001" in found
    assert "tei/b.xml" not in found
    (tmp_path / "tei/a.xml").unlink()
    assert watching.until("1 file checked, 1 against p.rng: no findings")
    (tmp_path / "p.rng").write_text(RNG.format("<empty/>"))
    assert "tei/b.xml" in watching.until("1 error")
    (tmp_path / "teikit.toml").write_text("ignore = ['S', 'T']")
    watching.until("no findings")
    (tmp_path / "teikit.toml").write_text("ignore = ")
    watching.until("teikit.toml")
    (tmp_path / "teikit.toml").write_text("ignore = ['T']")
    watching.until("1 error")
    if os.name != "nt":
        watching.process.send_signal(signal.SIGINT)
        assert watching.process.wait(PATIENCE) in (130, -signal.SIGINT)
