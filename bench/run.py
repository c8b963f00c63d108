"""Speed and memory of teikit, each beside something well known that is run at the same time.

    python bench/run.py                      the corpus, and the corpus repeated to 10,000 documents
    python bench/run.py --documents 1000     a shorter run

Every job is a process of its own, so that its peak of memory is its own. The last column is the
time as a multiple of the time in which lxml reads the same files: a machine twice as fast gives
other seconds, but much the same multiples.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "corpus" / "raw"
TEIKIT = [sys.executable, "-m", "teikit"]

NUMBER = re.compile(r"\bNo\. (\d+)")
"""A document's number, in its heading and where another document refers to it."""
STEP = 100
"""What is added to the numbers with every copy: more than the corpus has, and few enough that the
last of 10,000 documents still has a number of five digits."""

READ = """\
import sys
from pathlib import Path
from lxml import etree
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    etree.parse(str(path))
"""
RELAXNG = """\
import sys
from pathlib import Path
from lxml import etree
schema = etree.RelaxNG(etree.parse(sys.argv[2]))
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    schema.validate(etree.parse(str(path)))
"""


@dataclass(frozen=True)
class Run:
    """What one process took: seconds by the clock, and the peak of its memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a command without its output. Findings (status 1) are no failure of the benchmark."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        sys.exit(f"status {child.returncode}: {' '.join(command[:6])} …")
    # Linux counts in KB, macOS in bytes.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_maxrss / unit)


def repeated(documents: int, folder: Path) -> Iterator[Path]:
    """Copies of the numbered pages, each under numbers of its own, that hold so many documents."""
    pages = [(path, path.read_text(encoding="utf-8")) for path in sorted(RAW.glob("*-nos-*.txt"))]
    made = copy = 0
    while made < documents:
        for path, text in pages:
            if made < documents:
                made += len(re.findall(r"^No\. \d+\s*$", text, flags=re.MULTILINE))
                page = folder / f"{path.stem}-{copy:05}.txt"
                page.write_text(NUMBER.sub(shifted(copy), text), encoding="utf-8")
                yield page
        copy += 1


def shifted(copy: int) -> Callable[[re.Match[str]], str]:
    """A replacement for `NUMBER` that moves the numbers of one copy."""
    return lambda found: f"No. {int(found[1]) + copy * STEP}"


def measure(title: str, pages: Sequence[Path], folder: Path, wanted: int) -> None:
    """Convert the pages, then validate and export what came of them, and print a table."""
    tei = folder / "tei"
    names = [str(page) for page in pages]
    convert = run([*TEIKIT, "convert", *names, "-o", str(tei)])
    documents = sum(1 for _ in tei.glob("*.xml"))
    if documents <= wanted:  # the corpus file is one more
        sys.exit(f"{documents} documents were made of {len(pages)} pages, not {wanted}")
    read = run([sys.executable, "-c", READ, str(tei)])
    schema = str(ROOT / "schema" / "teikit.rng")
    jobs = {
        "lxml reads the files": read,
        "lxml checks RELAX NG": run([sys.executable, "-c", RELAXNG, str(tei), schema]),
        "teikit convert": convert,
        "teikit validate --no-xsd": run([*TEIKIT, "validate", "--no-xsd", str(tei)]),
        "teikit validate": run([*TEIKIT, "validate", str(tei)]),
        "teikit export text": run([*TEIKIT, "export", "text", str(tei), "-o", f"{folder}/text"]),
        "teikit export csv": run([*TEIKIT, "export", "csv", str(tei), "-o", f"{folder}/csv"]),
    }
    print(f"\n{title}: {len(pages)} pages, {documents} files")
    print(f"{'':26}{'seconds':>9}{'files/s':>9}{'peak MB':>9}{'× lxml':>8}")
    for name, job in jobs.items():
        speed, ratio = documents / job.seconds, job.seconds / read.seconds
        print(f"{name:26}{job.seconds:9.2f}{speed:9.0f}{job.megabytes:9.0f}{ratio:8.1f}")


def measure_start(times: int = 10) -> None:
    """Print how long `teikit --help` takes, beside a Python that does nothing; best of several."""
    bare = min(run([sys.executable, "-c", "pass"]).seconds for _ in range(times))
    shown = min(run([*TEIKIT, "--help"]).seconds for _ in range(times))
    print(f"teikit --help: {shown:.3f} s, {shown / bare:.1f} × a Python that does nothing")


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000, help="default: 10000")
    wanted = parser.parse_args().documents
    measure_start()
    with tempfile.TemporaryDirectory() as scratch:
        small, large = Path(scratch, "corpus"), Path(scratch, "repeated")
        raw = large / "raw"
        raw.mkdir(parents=True)
        measure("the corpus", sorted(RAW.glob("*.txt")), small, 1)
        measure("the corpus repeated", list(repeated(wanted, raw)), large, wanted)


if __name__ == "__main__":
    main()
