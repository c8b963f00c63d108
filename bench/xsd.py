"""Speed of files held against an XML Schema, side by side with lxml and xmllint.

    python bench/xsd.py                                teikit's corpus with its own schema
    python bench/xsd.py --schema a.xsd letters/*.xml   other files

Everything is read and validated, the schema loaded as well, by a process of its own. The processes
take turns; what is counted is the time of the processor, so that other work on the machine counts
little. The last column is the time as a multiple of lxml's. `xmlschema` is the engine that teikit
asks where a file is not valid, or where its schema has what the grammar made of it does not say.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LXML = """\
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    schema.validate(etree.parse(path))
"""
XMLSCHEMA = """\
import sys
from lxml import etree
import xmlschema
schema = xmlschema.XMLSchema10(sys.argv[1])
for path in sys.argv[2:]:
    all(schema.iter_errors(etree.parse(path)))
"""
TEIKIT = """\
import sys
from pathlib import Path
from teikit.validating.index.document import load_document
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.xsd import xsd
schema = Path(sys.argv[1])
resolver = Resolver((schema.parent,), {})
resolver.trust(schema)
check = xsd(schema, resolver)
for path in sys.argv[2:]:
    all(check(load_document(Path(path))))
"""
NOTHING = """\
import sys
from pathlib import Path
from teikit.validating.index.document import load_document
from teikit.validating.schemas.xsd import xsd
for path in sys.argv[2:]:
    load_document(Path(path))
"""


def seconds(command: Sequence[str], variables: Mapping[str, str]) -> float:
    """The time of the processor that a command takes; invalid files are no failure."""
    child = subprocess.Popen(
        command,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 3, 4}:  # those of xmllint for invalid files
        sys.exit(f"status {child.returncode}: {' '.join(command[:3])[:60]} …")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="default: teikit's corpus")
    parser.add_argument("--schema", type=Path, default=ROOT / "schema" / "teikit.xsd")
    parser.add_argument("--times", type=int, default=5, help="repetitions; default: 5")
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "corpus" / "tei").glob("*.xml"))
    names = [str(options.schema.absolute()), *map(str, files)]
    jobs = {
        "lxml": [sys.executable, "-c", LXML, *names],
        "teikit, the schema is kept": [sys.executable, "-c", TEIKIT, *names],
        "teikit reads the files": [sys.executable, "-c", NOTHING, *names],
        "xmlschema": [sys.executable, "-c", XMLSCHEMA, *names],
    }
    if xmllint := shutil.which("xmllint"):
        jobs["xmllint"] = [xmllint, "--noout", "--schema", *names]
    else:
        print("xmllint is left out, as it is not installed")
    with tempfile.TemporaryDirectory() as folder:
        variables = {"XDG_CACHE_HOME": folder, "XDG_DATA_HOME": f"{folder}/data"}
        first = seconds(jobs["teikit, the schema is kept"], variables)
        runs: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(options.times):
            for name, command in jobs.items():
                runs[name].append(seconds(command, variables))
    medians = {name: statistics.median(found) for name, found in runs.items()}
    medians["teikit, the first time"] = first
    print(f"{len(files)} files, {options.schema.name}")
    print(f"{'':30}{'seconds':>9}{'ms a file':>11}{'× lxml':>8}")
    for name, taken in medians.items():
        each = 1000 * taken / len(files)
        print(f"{name:30}{taken:9.2f}{each:11.1f}{taken / medians['lxml']:8.2f}")


if __name__ == "__main__":
    main()
