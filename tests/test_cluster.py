"""A real cluster of two processes finds what one process finds, also if a worker is killed."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import deadly
from teikit import cluster
from teikit.cli import main
from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.exporting import export
from teikit.validating import Settings
from teikit.validating.engine import executing
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.runner import Run

distributed = pytest.importorskip("distributed", reason="Dask is not installed")

LETTER = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter-{number:03}"><teiHeader/>
<text><body><p xml:id="p{half}-of-letters">Dear {number},{gap}<ref target="{half}.xml">see</ref>
</p></body></text></TEI>
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executing, "_FILES", 5)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    for number in range(60):
        gap = " " * (1 + number % 3) + "\u00ad" * (number % 2)
        text = LETTER.format(number=number, half=number // 2, gap=gap)
        (tmp_path / f"letter-{number:03}.xml").write_text(text, encoding="utf-8")
    (tmp_path / "letter-broken.xml").write_text("<TEI>", encoding="utf-8")
    return tmp_path


def found_by(
    letters: Path, make: Callable[[FileReport], FileReport], executor: Executor | None
) -> tuple[list[FileReport], list[Diagnostic]]:
    """The reports of files, and what is found across them."""
    with Run(Settings(), [letters], jobs=1, executor=executor) as run:
        return [replace(each, held={}) for each in run.each(make)], run.across()


def test_the_command_writes_the_same(workers: Any, letters: Path) -> None:
    command = ["validate", str(letters), "--format", "json"]
    expected = CliRunner().invoke(main, [*command, "--jobs", "1"])
    found = CliRunner().invoke(main, [*command, "--on", workers.scheduler_address])
    assert (found.exit_code, found.stdout) == (expected.exit_code, expected.stdout)
    assert expected.exit_code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_worker_may_be_killed_in_mid_run(workers: Any, letters: Path, tmp_path: Path) -> None:
    """It is killed while it has batches: the one that it is at, and others that wait for it."""
    expected = found_by(letters, deadly.for_its_worker, None)
    killed = tmp_path / "killed"
    killed.mkdir()
    with cluster.connected(workers.scheduler_address) as executor:
        found = found_by(letters, partial(deadly.for_its_worker, killed=killed), executor)
    assert len([*killed.iterdir()]) == 1
    assert found == expected


def test_pages_are_converted_to_the_same_files(workers: Any, root: Path, tmp_path: Path) -> None:
    pages = [str(page) for page in sorted((root / "corpus" / "raw").glob("*.txt"))[:3]]
    found = []
    for options in (["--jobs", "1"], ["--on", workers.scheduler_address]):
        folder = tmp_path / options[0]
        result = CliRunner().invoke(main, ["convert", *pages, "-o", str(folder), *options])
        output = result.output.replace(str(folder), "")
        found.append(
            (result.exit_code, output, {path.name: path.read_bytes() for path in folder.iterdir()})
        )
    assert found[0] == found[1]
    assert len(found[0][2]) > 3


def test_tables_are_the_same(workers: Any, root: Path) -> None:
    paths = sorted((root / "corpus" / "tei").glob("*.xml"))[:20]
    with cluster.connected(workers.scheduler_address) as executor:
        found = [*export(paths, "csv", executor=executor)]
    assert found == [*export(paths, "csv")]


def test_an_address_that_is_none() -> None:
    found = CliRunner().invoke(main, ["validate", "a.xml", "--on", "localhost"])
    assert found.exit_code == 2
    assert "'localhost' is not the address of a scheduler" in found.output


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    address = "tcp://127.0.0.1:9"
    words = f"the scheduler {address} cannot be reached"
    with pytest.raises(TeikitError, match=words), cluster.connected(address):
        pass


def test_dask_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = r"pip install 'teikit\[cluster\]'"
    with pytest.raises(TeikitError, match=words), cluster.connected("tcp://127.0.0.1:9"):
        pass
