"""What exports and review take for a letter, beside lxml that only parses the same files.

    python bench/exporting.py FOLDER                 all formats
    python bench/exporting.py FOLDER csv text        only these
    python bench/exporting.py FOLDER --runs 9        more runs
    python bench/exporting.py FOLDER --jobs 2        how much sooner two processes are done

FOLDER holds TEI, best of many letters that are all different: copies flatter what is remembered.
Every job is a process of its own, and the jobs take turns, so that a busy moment strikes all alike.
What is told is the median of the CPU time that they and their processes took, without what the same
job takes for a single file, which is mostly its start.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PARSING = """\
import sys
from pathlib import Path
from lxml import etree
for path in sorted(Path(sys.argv[1]).rglob("*.xml")):
    etree.parse(str(path))
"""
SETTINGS = """\
[publication]
title = "Letters"
editors = ["Ann Roe <roe@example.org>"]
publisher = "An edition"
licence = "https://creativecommons.org/licenses/by/4.0/"
date = "2020-01-01"
address = "https://example.org/{id}"
person_address = "https://example.org/gnd/{gnd}"
cmif = "https://example.org/cmif.xml"
oai = "https://example.org/oai"
"""
FORMATS = ("text", "csv", "cmif", "beacon", "dublin-core", "datacite", "oai", "gexf", "review")
PARSED = "lxml parses"


@dataclass(frozen=True)
class Run:
    """Seconds that one process took: of the CPU, its children among them, and by the clock."""

    cpu: float
    clock: float


def run(command: Sequence[str]) -> Run:
    """Run a command without its output; that files could not be exported is no failure of it."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        sys.exit(f"status {child.returncode}: {' '.join(command)}")
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - start)


def command(name: str, paths: Path, scratch: Path, jobs: int) -> list[str]:
    """The command that a job is."""
    if name == PARSED:
        return [sys.executable, "-c", PARSING, str(paths)]
    teikit = [sys.executable, "-m", "teikit"]
    given = [str(paths), "--jobs", str(jobs)]
    if name != "review":
        given.append("--no-cache")
    else:
        return [*teikit, "review", *given, "--format", "csv", "-o", str(scratch / "review.csv")]
    out = ["-o", str(scratch / name)]
    settings = [] if name in {"text", "csv"} else ["--config", str(scratch / "settings.toml")]
    return [*teikit, "export", name, *given, *settings, *out]


def measure(names: Sequence[str], folder: Path, runs: int, jobs: int, scratch: Path) -> None:
    """Print a table: CPU time for a file, as a multiple of lxml's, and sooner with more jobs."""
    files = sorted(folder.rglob("*.xml"))
    single = scratch / "single"
    single.mkdir()
    (single / files[0].name).write_bytes(files[0].read_bytes())
    (scratch / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    cpu: dict[str, list[float]] = {name: [] for name in (PARSED, *names)}
    sooner: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(runs):
        for name, found in cpu.items():
            start = run(command(name, single, scratch, 1))
            done = run(command(name, folder, scratch, 1))
            found.append(1000 * (done.cpu - start.cpu) / (len(files) - 1))
            if jobs > 1 and name != PARSED:
                sooner[name].append(done.clock / run(command(name, folder, scratch, jobs)).clock)
    print(f"{len(files)} files, {runs} runs, {os.cpu_count()} cores")
    print(f"{'':14}{'ms a file':>10}{'× lxml':>8}" + (f"{f'{jobs} jobs':>9}" if jobs > 1 else ""))
    for name, found in cpu.items():
        ratio = statistics.median(a / b for a, b in zip(found, cpu[PARSED], strict=True))
        words = f"{name:14}{statistics.median(found):10.2f}{ratio:8.1f}"
        times = sooner.get(name)
        print(words + (f"{statistics.median(times):8.2f}×" if times else ""))


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of TEI")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--runs", type=int, default=5, help="default: 5")
    parser.add_argument("--jobs", type=int, default=1, help="also measure with so many processes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        names = given.formats or FORMATS
        measure(names, given.folder, given.runs, given.jobs, Path(scratch))


if __name__ == "__main__":
    main()
