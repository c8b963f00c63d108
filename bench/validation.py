"""`teikit validate` with all its rules, side by side with Jing, which knows the schema alone.

    python bench/validation.py                   4,000 letters, and how the cost grows with them
    python bench/validation.py --letters 400     fewer
    python bench/validation.py --size 0          of any size
    python bench/validation.py --details         what it brings to leave parts of findings out

The letters are made of those of a folder, so that no two are the same letter (`varied.py`). The
longest are left out until the others have 20 KB on average. Nothing is kept from run to run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from relaxng import MB, ROOT, found, jing_command, medians, process, table
from teikit.diagnostic import IN_BRIEF, IN_FULL, Details
from teikit.validating import Settings, Validation
from varied import letters


def of_size(paths: Sequence[Path], mean: int) -> list[Path]:
    """The files without the largest of them, so that the others have `mean` bytes on average."""
    found = sorted(paths, key=lambda path: path.stat().st_size)
    while found and mean and sum(path.stat().st_size for path in found) > mean * len(found):
        found.pop()
    return sorted(found)


def validate(schema: Path, folder: Path, *more: str) -> list[str]:
    """The command; it prints a line for each finding, as Jing does, and checks all files anew."""
    options = ["--schema", str(schema), "--format", "concise", "--fail-on", "never", "--no-cache"]
    return [sys.executable, "-m", "teikit", "validate", str(folder), *options, *more]


def peak(command: Sequence[str]) -> float:
    """The most memory that one process of a command, or of those it starts, takes, in MB."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / (MB if sys.platform == "darwin" else 1024)


def details(folder: Path, times: int) -> None:
    """How long whole diagnostics take, and those that only a line of text is made of."""

    def checked(parts: Details) -> float:
        start = time.perf_counter()
        with Validation([folder], Settings(), jobs=1, details=parts) as findings:
            deque(findings, 0)
        return time.perf_counter() - start

    print(f"{'whole diagnostics':20}{min(checked(IN_FULL) for _ in range(times)):8.2f} s")
    print(f"{'no parts but words':20}{min(checked(IN_BRIEF) for _ in range(times)):8.2f} s")


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--letters", type=int, default=4000, help="default: 4000")
    parser.add_argument("--size", type=int, default=20, help="KB of a letter; default: 20")
    parser.add_argument("--times", type=int, default=3, help="repetitions; default: 3")
    parser.add_argument("--details", action="store_true", help="whole findings or parts of them")
    options = parser.parse_args()
    data = found(options.shared, options.times, 0)
    sources = of_size(data.letters, options.size * 1024)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "letters")
        folder.mkdir()
        size = letters(sources, folder, options.letters)
        if options.details:
            details(folder, options.times)
            return
        jobs = {
            f"teikit validate, {cores} cores": process(validate(data.schema, folder)),
            "teikit validate, one core": process(validate(data.schema, folder, "--jobs", "1")),
            f"teikit validate, {cores} cores, no rules": process(
                validate(data.schema, folder, "--select", "X,S")
            ),
        }
        if jing := jing_command():
            names = [str(path) for path in sorted(folder.iterdir())]
            jobs["Jing"] = process([*jing, str(data.schema), *names], well=frozenset({0, 1}))
        title = f"{options.letters} letters of {size / options.letters / 1024:.0f} KB"
        seconds = medians(jobs, options.times)
        table(title, seconds, "Jing" if jing else next(iter(jobs)))
        print(f"\n{'letters':>8}{'ms a letter':>14}{'peak MB of a process':>24}")
        for share in (4, 2, 1):
            count = options.letters // share
            part = Path(scratch, f"part-{share}")
            part.mkdir()
            letters(sources, part, count)
            command = validate(data.schema, part)
            taken = medians({"": process(command)}, options.times)[""]
            print(f"{count:8}{1000 * taken / count:14.2f}{peak(command):24.0f}")


if __name__ == "__main__":
    main()
