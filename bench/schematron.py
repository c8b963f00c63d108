"""Speed of teikit.schematron, beside RELAX NG in teikit, Saxon and Jing.

    python bench/schematron.py                     everything
    python bench/schematron.py inside              only this part
    python bench/schematron.py run --letters 400   fewer letters

Parts: `loading`, TEI's rules read and made ready; `inside`, TEI's rules on letters, schemas loaded
and documents read; `letters`, the same with reading, as whole processes; `paths`, a path as
elementpath goes it, and by the names that libxml2 finds; `run`, thousands of letters by `teikit
validate` with RELAX NG, Schematron and rules in one run, beside Jing, which knows RELAX NG alone.

Saxon takes part where `saxonche` is installed and the environment variable
`TEIKIT_SCHEMATRON_XSLT` names what makes a stylesheet of a Schematron (see
`tests/support/schematron_another.py`). All jobs of a part take turns; the last column is the time
as a multiple of another's on the same machine.
"""

import argparse
import importlib
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lxml import etree

from relaxng import (
    ROOT,
    Data,
    Jobs,
    clock,
    each,
    found,
    jing_command,
    medians,
    process,
    processes,
    table,
)
from validation import of_size, validate
from varied import letters

sys.path.insert(0, str(ROOT / "tests" / "support"))

from schematron_another import Another, extract, missing
from teikit import relaxng, schematron
from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import Evaluator, Node

SIZE = 20 * 1024
"""What the letters of a run have on average, in bytes."""
RULES = """\
import sys
from collections import deque
from pathlib import Path
from lxml import etree
from teikit.schematron import Schema
schema = Schema.from_file(Path(sys.argv[1]), cache=Path(sys.argv[2]))
for path in sys.argv[3:]:
    deque(schema.validate(etree.parse(path)), 0)
"""
"""Letters held against the rules, as a whole process; the schema is kept."""
SAXON = """\
import sys
from saxonche import PySaxonProcessor
saxon = PySaxonProcessor(license=False)
stylesheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=sys.argv[1])
for path in sys.argv[2:]:
    stylesheet.transform_to_string(source_file=path)
"""


def rules(data: Data, folder: str) -> Path | None:
    """TEI's rules as a stylesheet for Saxon; None where there is no Saxon."""
    if reason := missing():
        print(f"Saxon is left out: {reason}")
        return None
    path = Path(folder, "rules.sch")
    path.write_bytes(extract(data.schema))
    Another().load(path)
    return path.with_suffix(".made.xsl")


def measure_loading(data: Data) -> None:
    """The schemas, read and made ready; and from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        schematron.Schema.from_file(data.schema, cache=cache)
        relaxng.Schema.from_file(data.schema, cache=cache)
        seconds = medians(
            {
                "Schematron": lambda: schematron.Schema.from_file(data.schema, cache=False),
                "Schematron, kept": lambda: schematron.Schema.from_file(data.schema, cache=cache),
                "RELAX NG": lambda: relaxng.Schema.from_file(data.schema, cache=False),
                "RELAX NG, kept": lambda: relaxng.Schema.from_file(data.schema, cache=cache),
            },
            data.times,
        )
        table("Loading TEI's schema", seconds, "RELAX NG")


def measure_inside(data: Data) -> None:
    """TEI's rules on letters: schemas loaded, documents read, in this process."""
    contents = [path.read_bytes() for path in data.letters]
    trees = [etree.ElementTree(etree.fromstring(content)) for content in contents]
    schema = schematron.Schema.from_file(data.schema, cache=False)
    grammar = relaxng.Schema.from_file(data.schema, cache=False)

    def spoken(tree: etree._ElementTree) -> None:
        deque(schema.validate(tree), 0)

    by_grammar = partial(grammar.validate, check_ids=False)
    first = clock(each(spoken, trees))
    jobs: Jobs = {
        "RELAX NG: validate(bytes)": each(by_grammar, contents),
        "RELAX NG: validate(tree)": each(by_grammar, trees),
        "Schematron: validate(tree)": each(spoken, trees),
    }
    with tempfile.TemporaryDirectory() as folder:
        if stylesheet := rules(data, folder):
            jobs["Saxon, its documents are read"] = saxon(stylesheet, contents)
        seconds = medians(jobs, data.times)
    seconds["Schematron, the first time"] = first
    table(f"{len(trees)} letters in one process", seconds, "RELAX NG: validate(bytes)")


def measure_paths(data: Data) -> None:
    """Paths to elements of a name in the largest letter, by elementpath."""
    tree = etree.parse(max(data.letters, key=lambda path: path.stat().st_size))
    root = Node(tree.getroot())
    evaluator = Evaluator(tree, QueryBinding.XSLT2, {"tei": "http://www.tei-c.org/ns/1.0"})
    jobs: Jobs = {
        path: partial(evaluator.value, path, root)
        for path in ("/descendant::tei:p", "//tei:p", "//tei:p[tei:note]")
    }
    table("Elements of a name in a letter", medians(jobs, data.times), "/descendant::tei:p")


def saxon(stylesheet: Path, contents: list[bytes]) -> Callable[[], object]:
    """A job of Saxon's: the stylesheet is compiled, the documents are read."""
    processor = importlib.import_module("saxonche").PySaxonProcessor(license=False)
    compiler = processor.new_xslt30_processor()
    compiled = compiler.compile_stylesheet(stylesheet_file=str(stylesheet))
    nodes = [processor.parse_xml(xml_text=content.decode("utf-8-sig")) for content in contents]
    return each(lambda node: compiled.transform_to_string(xdm_node=node), nodes)


def measure_letters(data: Data) -> None:
    """Letters as whole processes, beside RELAX NG and Jing."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = processes(data, data.letters, folder)
        names = [str(path) for path in data.letters]
        relaxng.Schema.from_file(data.schema, cache=Path(folder))
        schematron.Schema.from_file(data.schema, cache=Path(folder))
        jobs = {f"RELAX NG: {name}": job for name, job in jobs.items()}
        command = [sys.executable, "-c", RULES, str(data.schema), folder, *names]
        jobs["Schematron: teikit, the schema is kept"] = process(command)
        if stylesheet := rules(data, folder):
            command = [sys.executable, "-c", SAXON, str(stylesheet), *names]
            jobs["Schematron: Saxon, the stylesheet is made"] = process(command)
        seconds = medians(jobs, max(data.times // 2, 1))
        base = next(name for name in jobs if name.endswith(("Jing", "lxml")))
        base = "RELAX NG: Jing" if "RELAX NG: Jing" in jobs else base
        table(f"{len(names)} letters, the whole process", seconds, base)


def measure_run(data: Data, count: int) -> None:
    """Thousands of letters with RELAX NG, Schematron and rules, beside Jing with RELAX NG."""
    sources = of_size(data.letters, SIZE)
    cores = os.cpu_count() or 1
    rules = ("--schematron", str(data.schema))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "letters")
        folder.mkdir()
        size = letters(sources, folder, count)
        names = [str(path) for path in sorted(folder.iterdir())]
        jobs = {
            f"teikit validate, {cores} cores": process(validate(data.schema, folder, *rules)),
            "teikit validate, one core": process(
                validate(data.schema, folder, *rules, "--jobs", "1")
            ),
        }
        if jing := jing_command():
            jobs["Jing, RELAX NG alone"] = process(
                [*jing, str(data.schema), *names], well=frozenset({0, 1})
            )
        seconds = medians(jobs, max(data.times // 2, 1))
        base = "Jing, RELAX NG alone" if jing else next(iter(jobs))
        table(f"{count} letters of {size / count / 1024:.0f} KB", seconds, base)


PARTS: dict[str, Callable[[Data], None]] = {
    "loading": measure_loading,
    "inside": measure_inside,
    "letters": measure_letters,
    "paths": measure_paths,
}


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    names = (*PARTS, "run")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"default: all of {', '.join(names)}"
    )
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the folder of the data"
    )
    parser.add_argument("--times", type=int, default=7, help="repetitions; default: 7")
    parser.add_argument("--letters", type=int, default=4000, help="of a run; default: 4000")
    options = parser.parse_args()
    if unknown := sorted({*options.parts} - {*names}):
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(names)}")
    data = found(options.shared, options.times, 0)
    parts = PARTS | {"run": partial(measure_run, count=options.letters)}
    for name in options.parts or parts:
        parts[name](data)


if __name__ == "__main__":
    main()
