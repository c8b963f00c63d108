"""What converting costs: seconds of the processor for a document, as a multiple of what lxml takes.

    python bench/converting.py                              the corpus
    python bench/converting.py PAGES --profile my.toml      pages of your own
    python bench/converting.py --before OTHER/src           beside an earlier teikit

Every measure is a process of its own; they take turns, so that what else the machine does meets all
alike, and medians are shown. The peer is lxml, which reads the TEI that was made and writes it
again. What it takes to start is left out; memory is the peak of the process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CONVERT = """\
import json, resource, sys, time
from pathlib import Path
import teikit.converting.writing.document
from teikit import convert
raw, out, profile, jobs = sys.argv[1:]
def seconds():
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)
more = {"jobs": int(jobs)} if int(jobs) > 1 else {}
before, clock, files = seconds(), time.perf_counter(), 0
for page in convert([raw], out, profile=profile, **more):
    files += sum(file.letter is not None for file in page.files)
clock = time.perf_counter() - clock
both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
peak = max(usage.ru_maxrss for usage in both) / 1024
print(json.dumps([files, seconds() - before, clock, peak]))
"""
READ_AND_WRITE = """\
import json, resource, sys, time
from pathlib import Path
from lxml import etree
files = sorted(Path(sys.argv[1]).glob("*.xml"))
before, clock = time.process_time(), time.perf_counter()
for path in files:
    etree.tostring(etree.fromstring(path.read_bytes()))
taken, clock = time.process_time() - before, time.perf_counter() - clock
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([len(files), taken, clock, peak]))
"""


def measured(script: str, source: Path, *arguments: str) -> list[float]:
    """Documents, seconds of the processor and of the clock, megabytes: of a process of its own."""
    command = [sys.executable, "-c", script, *arguments]
    env = {**os.environ, "PYTHONPATH": str(source)}
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    numbers: list[float] = json.loads(found.stdout)
    return numbers


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="?", type=Path, default=ROOT / "corpus" / "raw")
    parser.add_argument("--profile", default="bolshevik-leadership")
    parser.add_argument("--before", type=Path, metavar="SRC", help="the sources of another teikit")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "tei")
        given = [str(options.pages), out, options.profile]
        measured(CONVERT, ROOT / "src", *given, "1")  # the files are there from here on
        jobs = {
            "lxml reads and writes": (READ_AND_WRITE, ROOT / "src", out),
            "teikit": (CONVERT, ROOT / "src", *given, "1"),
        }
        if options.jobs > 1:
            jobs[f"teikit, {options.jobs} jobs"] = (
                CONVERT,
                ROOT / "src",
                *given,
                str(options.jobs),
            )
        if options.before:
            jobs["teikit before"] = (CONVERT, options.before, *given, "1")
        found = defaultdict(list)
        for _ in range(options.rounds):
            for name, job in jobs.items():
                found[name].append(measured(*job))
    print(f"{'':24}{'ms/document':>12}{'× lxml':>8}{'clock, s':>10}{'MB':>6}")
    peer = 0.0
    for name, rounds in found.items():
        cost = statistics.median(1000 * taken / documents for documents, taken, _, _ in rounds)
        clock = statistics.median(each[2] for each in rounds)
        peer = peer or cost
        print(f"{name:24}{cost:12.2f}{cost / peer:8.1f}{clock:10.2f}{rounds[0][3]:6.0f}")


if __name__ == "__main__":
    main()
