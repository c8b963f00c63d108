"""Agreement of teikit.relaxng with Jing, on many documents with faults and many random schemas.

    python bench/agreement.py                      2000 letters, 1000 schemas
    python bench/agreement.py --documents 50000    a long run; --seed gives others
    python bench/agreement.py --reduce 5           make the first 5 disagreements of a kind small

Both engines have to find the same documents valid, and have to refuse the same schemas. Where they
put errors is compared by lines. An error of Jing's stands at the end of a tag or text, one of
teikit's at its start: lines that differ only for that are counted as near.

Everything on which they differ goes into a file, with the document or with what makes it again.
"""

import argparse
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from relaxng_jing import Comparison, Complaint, Jing, JingError, Tally, compare, missing  # noqa: E402
from relaxng_mutations import mutated, scene, well_formed  # noqa: E402
from relaxng_schemas import case  # noqa: E402
from teikit.relaxng import Schema, SchemaError, ValidationError  # noqa: E402

PER_SCHEMA = 6
"""Documents for a random schema."""
NEAR = "other line of the same tag or text"
ECHO = "echo of Jing's"
HARMLESS = frozenset({"", NEAR, ECHO})
"""Kinds of disagreement that are none in the matter."""
WHOLE = 4000
"""The longest document, in bytes, that is written out in full."""
STAMP = 100_003
"""Far apart, so that the seeds of one run do not meet those of the next."""

MENDED = (
    (re.compile(r'\sxsi:schemaLocation="[^"]*"'), ""),
    (re.compile(r"<idno\b[^>]*>[^<]*</idno>(?=.*</back>)", re.DOTALL), ""),
    (re.compile(r"<address>(?:(?!</address>).)*</address>(?=\s*</funder>)", re.DOTALL), ""),
)
"""What makes most letters invalid for TEI's schema. Without it, only the faults do."""


class CrashError(Exception):
    """An engine failed where it should have answered."""


@dataclass
class Series:
    """Documents of one kind, and what came of them.

    Attributes:
        title: the name in the table.
        refused: schemas that both engines refuse.
        quarrels: schemas that only one refuses.
        crashes: schemas and documents at which teikit failed.
        reduced: disagreements that were made small.
    """

    title: str
    tally: Tally = field(default_factory=Tally)
    refused: int = 0
    quarrels: int = 0
    crashes: int = 0
    reduced: int = 0


@dataclass(frozen=True)
class Verdict:
    """What both engines say of a document."""

    ours: Sequence[ValidationError]
    jings: Sequence[Complaint]
    comparison: Comparison

    @property
    def kind(self) -> str:
        """The kind of disagreement; "" if there is none."""
        comparison = self.comparison
        kinds = {
            "validity": not comparison.same_verdict,
            "line of teikit alone": comparison.only_ours - comparison.near_ours,
            "line of Jing alone": comparison.only_jings - comparison.near_jings - comparison.echoes,
            NEAR: comparison.near_ours | comparison.near_jings,
            ECHO: comparison.echoes,
        }
        return next((name for name, holds in kinds.items() if holds), "")


@dataclass
class Bench:
    """Both engines, a folder for the files that Jing reads, and where disagreements go."""

    jing: Jing
    folder: Path
    output: TextIO
    reductions: int

    def file(self, name: str, data: bytes) -> Path:
        """Write a file for Jing."""
        path = self.folder / name
        path.write_bytes(data)
        return path

    def load(self, data: bytes, check_ids: bool = False) -> tuple[Schema | None, bool, str]:
        """Load a schema into both: ours if it is correct, whether it is for Jing, the reasons."""
        answer = self.jing.load(self.file("schema.rng", data), check_ids)
        reason = f"Jing: {[complaint.message for complaint in answer.complaints]}"
        try:
            schema = Schema.from_string(data, path="schema.rng")
        except SchemaError as error:
            return None, answer.right, f"{reason}\nteikit: {error}"
        except Exception as error:
            raise CrashError(traceback.format_exc(limit=-3)) from error
        return schema, answer.right, reason

    def judge(self, schema: Schema, data: bytes, check_ids: bool = False) -> Verdict:
        """What both say of a document; Jing has the same schema loaded."""
        jings = self.jing.validate(self.file("document.xml", data)).complaints
        try:
            ours = schema.validate(data, check_ids=check_ids)
        except Exception as error:
            raise CrashError(traceback.format_exc(limit=-3)) from error
        return Verdict(ours, jings, compare(data, ours, jings))

    def write(self, *parts: str) -> None:
        """Write down a disagreement."""
        print(*parts, sep="\n", end="\n\n", file=self.output, flush=True)


def excerpt(data: bytes, lines: frozenset[int]) -> str:
    """A document with line numbers: the whole of it if it is short, or else what is at issue."""
    short = len(data) <= WHOLE
    return "\n".join(
        f"{number:5}{'>' if number in lines else ' '} {line[:300]}"
        for number, line in enumerate(data.decode().split("\n"), start=1)
        if short or {number - 1, number, number + 1} & lines
    )


def described(engine: str, error: Complaint | ValidationError) -> str:
    """An error in a line."""
    return f"{engine:6} {error.line}:{error.column} {error.message[:300]}"


def report(bench: Bench, title: str, data: bytes, verdict: Verdict) -> None:
    """Write down on what the engines differ in a document."""
    comparison = verdict.comparison
    lines = comparison.only_ours | comparison.only_jings or comparison.ours | comparison.jings
    bench.write(
        f"=== {verdict.kind}: {title}",
        *(described("Jing", error) for error in verdict.jings if error.line in lines),
        *(described("teikit", error) for error in verdict.ours if error.line in lines),
        excerpt(data, lines),
    )


def smaller(text: str) -> Iterator[str]:
    """A document without one of its elements, its tags, its attributes or its text, large first."""
    before = scene(text, Random(0), ())
    yield "".join("\n" if len(piece) > 1 and piece.isspace() else piece for piece in before.pieces)
    for element in before.elements[1:]:
        yield before.replaced(element.start, element.end)
        yield before.replaced(
            element.start, element.end, *before.pieces[element.start + 1 : element.end]
        )
    for place, piece in enumerate(before.pieces):
        if piece.startswith("<"):
            for found in re.finditer(r"""\s+[^\s=<>"'/]+\s*=\s*("[^"]*"|'[^']*')""", piece):
                yield before.replaced(place, place, piece[: found.start()] + piece[found.end() :])
        else:
            yield before.replaced(place, place)
            if len(piece) > 1:
                yield before.replaced(place, place, "\n" if piece.isspace() else piece[0])


def reduced(data: bytes, holds: Callable[[bytes], bool]) -> bytes:
    """The document made as small as it can be while something holds for it."""
    text = data.decode()
    while True:
        for candidate in smaller(text):
            if candidate != text and well_formed(candidate) and holds(candidate.encode()):
                text = candidate
                break
        else:
            break
    return text.encode()


def reduce_document(bench: Bench, schema: Schema, data: bytes, kind: str, check_ids: bool) -> bytes:
    """A small document with a disagreement of the same kind."""

    def holds(candidate: bytes) -> bool:
        try:
            return bench.judge(schema, candidate, check_ids).kind == kind
        except (CrashError, JingError):
            return False

    return reduced(data, holds)


def reduce_schema(bench: Bench, schema: bytes, data: bytes, kind: str) -> bytes:
    """A small schema under which the engines still differ, in a document or at once."""

    def holds(candidate: bytes) -> bool:
        try:
            ours, right, _ = bench.load(candidate)
            if kind == "refusal":
                return (ours is not None) is not right
            return ours is not None and right and bench.judge(ours, data).kind == kind
        except (CrashError, JingError):
            return False

    return reduced(schema, holds)


def check(
    bench: Bench, series: Series, schema: Schema, title: str, data: bytes, check_ids: bool = False
) -> str:
    """Compare the engines on a document: the kind of disagreement, "" if there is none."""
    try:
        verdict = bench.judge(schema, data, check_ids)
    except CrashError as crash:
        series.crashes += 1
        bench.write(f"=== crash: {title}", str(crash), excerpt(data, frozenset()))
        return ""
    series.tally.add(verdict.comparison)
    if verdict.kind:
        report(bench, title, data, verdict)
    return verdict.kind


def check_files(
    bench: Bench,
    series: Series,
    schema: Path,
    documents: Iterator[tuple[str, bytes]],
    check_ids: bool = False,
) -> None:
    """Compare the engines on documents for one schema."""
    ours = Schema.from_file(schema)
    if not bench.jing.load(schema, check_ids).right:
        sys.exit(f"Jing refuses {schema}")
    for title, data in documents:
        kind = check(bench, series, ours, title, data, check_ids)
        if kind not in HARMLESS and series.reduced < bench.reductions:
            series.reduced += 1
            small = reduce_document(bench, ours, data, kind, check_ids)
            verdict = bench.judge(ours, small, check_ids)
            report(bench, f"the same, made small: {title}", small, verdict)


def check_schemas(bench: Bench, series: Series, count: int, seed: int) -> None:
    """Compare the engines on random schemas, and on documents for them."""
    for number in range(count):
        example = case(Random(seed + number), PER_SCHEMA)
        data, title = example.schema.encode(), f"{series.title}, seed {seed + number}"
        try:
            ours, right, reasons = bench.load(data)
        except CrashError as crash:
            series.crashes += 1
            bench.write(f"=== crash: {title}", str(crash), example.schema)
            continue
        except JingError as failure:  # its stack is not endless
            bench.write(f"=== crash of Jing: {title}", str(failure), example.schema)
            continue
        if (ours is None) is right:
            series.quarrels += 1
            bench.write(f"=== refusal: {title}", reasons, small_schema(bench, series, data))
        elif ours is None:
            series.refused += 1
        else:
            check_schema(bench, series, ours, data, title, example.documents)


def check_schema(
    bench: Bench,
    series: Series,
    ours: Schema,
    schema: bytes,
    title: str,
    documents: Sequence[bytes],
) -> None:
    """Compare the engines on documents for a random schema."""
    differing = {
        document: kind
        for document in documents
        if (kind := check(bench, series, ours, title, document))
    }
    if not differing:
        return
    bench.write(schema.decode())
    for kind, document in {kind: document for document, kind in differing.items()}.items():
        if kind not in HARMLESS and series.reduced < bench.reductions:
            series.reduced += 1
            small = reduce_document(bench, ours, document, kind, check_ids=False)
            pattern = reduce_schema(bench, schema, small, kind)
            again, _, _ = bench.load(pattern)
            if again is not None:
                report(bench, f"the same, made small: {title}", small, bench.judge(again, small))
            bench.write(pattern.decode())
            bench.load(schema)


def small_schema(bench: Bench, series: Series, schema: bytes) -> str:
    """A schema on which the engines differ, smaller if that is wanted."""
    if series.reduced >= bench.reductions:
        return schema.decode()
    series.reduced += 1
    small = reduce_schema(bench, schema, b"", "refusal")
    _schema, _right, reasons = bench.load(small)
    return f"{schema.decode()}\nmade small ({reasons}):\n{small.decode()}"


def letters(folder: Path, count: int, seed: int, mended: bool) -> Iterator[tuple[str, bytes]]:
    """Letters with faults, each under its name and seed."""
    paths = sorted(folder.glob("*.xml"))
    if not paths:
        sys.exit(f"no letters in {folder}")
    for number in range(count):
        path = paths[number % len(paths)]
        text = path.read_text(encoding="utf-8-sig")
        for pattern, new in MENDED if mended else ():
            text = pattern.sub(new, text)
        title = f"{path.name}{' mended' if mended else ''}, seed {seed + number}"
        yield title, mutated(text.encode(), seed + number)


def head() -> str:
    """The first line of the table."""
    return (
        f"{'':28}{'documents':>10}{'crashes':>8}{'valid':>7}{'disputed':>9}"
        f"{'lines':>8}{'+':>6}{'near':>6}{'same':>9}{'agree':>9}"
        f"{'Jing’s':>8}{'-':>6}{'near':>6}{'echo':>6}{'same':>9}{'agree':>9}"
    )


def row(series: Series) -> str:
    """A series in the table."""
    tally = series.tally
    (ours, jings), (near_ours, near_jings) = tally.same, tally.agreement
    return (
        f"{series.title:28}{tally.documents:10}{series.crashes:8}{tally.valid:7}{tally.disputed:9}"
        f"{tally.ours:8}{tally.only_ours:6}{tally.near_ours:6}{ours:8.2f}%{near_ours:8.2f}%"
        f"{tally.jings:8}{tally.only_jings:6}{tally.near_jings:6}{tally.echoes:6}"
        f"{jings:8.2f}%{near_jings:8.2f}%"
    )


LEGEND = """\
crashes: documents and schemas at which teikit failed, not among the others
valid: for both engines; disputed: for one of them only
lines: with errors, by teikit; +: those that teikit has alone; near: such of these as are another
line of a tag or text at which Jing has an error; same: the share of lines that Jing has too; agree:
the same, with the near ones; then all this for the lines of Jing's errors
echo: lines where Jing alone repeats, at an end tag, what it said of another; left out of agree"""


def run(bench: Bench, options: argparse.Namespace) -> Iterator[Series]:
    """Every series, when it is done."""
    shared, seed, count = options.shared, options.seed * STAMP, options.documents
    tei, folder = shared / "tei" / "tei_all.rng", shared / "letters"
    own = ROOT / "schema" / "teikit.rng"
    for title, schema, documents, mended, check_ids in (
        ("letters, TEI", tei, folder, False, False),
        ("letters mended, TEI", tei, folder, True, False),
        ("letters mended, TEI with IDs", tei, folder, True, True),
        ("corpus, teikit's schema", own, ROOT / "corpus" / "tei", False, False),
    ):
        series = Series(title)
        if schema.is_file():
            made = letters(documents, count // 4, seed, mended)
            check_files(bench, series, schema, made, check_ids)
            yield series
        else:
            print(f"left out: {title}: there is no {schema}")
    series = Series("random schemas")
    check_schemas(bench, series, options.schemas, seed)
    yield series


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=2000, help="letters; default: 2000")
    parser.add_argument("--schemas", type=int, default=1000, help="random ones; default: 1000")
    parser.add_argument("--seed", type=int, default=0, help="another for other faults; default: 0")
    parser.add_argument(
        "--reduce", type=int, default=0, metavar="N", help="disagreements made small"
    )
    parser.add_argument("--output", type=Path, default=Path("agreement.txt"), help="disagreements")
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="TEI's schema and letters"
    )
    return parser.parse_args()


def main() -> None:
    """Compare, and print the table."""
    options = arguments()
    if reason := missing():
        sys.exit(reason)
    with (
        Jing() as jing,
        tempfile.TemporaryDirectory() as folder,
        options.output.open("w", encoding="utf-8") as output,
    ):
        bench = Bench(jing, Path(folder), output, options.reduce)
        print(head())
        done = []
        for series in run(bench, options):
            print(row(series), flush=True)
            done.append(series)
    print(LEGEND)
    print(f"schemas that both refuse: {done[-1].refused}; that one refuses: {done[-1].quarrels}")
    print(f"disagreements: {options.output}")


if __name__ == "__main__":
    main()
