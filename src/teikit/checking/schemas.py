"""Validity against schemas: which schemas, by which engine, and in one voice.

An engine is a function from a schema file to a check; a check is a function from a document to
findings. A further engine is a further line in `ENGINES`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from itertools import islice
from pathlib import Path

from teikit.checking.document import Document
from teikit.checking.relaxng import relaxng
from teikit.checking.xsd import xsd
from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError

SchemaCheck = Callable[[Document], Iterator[Diagnostic]]

ENGINES: Mapping[str, Callable[[Path], SchemaCheck]] = {
    ".rng": relaxng,
    ".rnc": relaxng,
    ".xsd": xsd,
}

LIMIT = 200
MORE = Rule(
    "S003",
    "too-many",
    Severity.INFO,
    "The document breaks the schema in more places than are shown.",
    "Mend these first; often one cause is behind many.",
)


def packaged() -> list[Path]:
    """The schemas of teikit, RELAX NG first: in the package, or in the checkout it runs from."""
    folders = [
        Path(str(resources.files("teikit") / "schema")),
        Path(__file__).parents[3] / "schema",
    ]
    for folder in folders:
        schemas = [folder / "teikit.rng", folder / "teikit.xsd"]
        if all(schema.is_file() for schema in schemas):
            return schemas
    raise TeikitError("the schemas of teikit are missing from this installation; install it again")


def schema_checks(schemas: Iterable[Path]) -> list[SchemaCheck]:
    """One check for each schema, compiled once. A broken or unknown schema is a `TeikitError`."""
    return [_engine(schema)(schema) for schema in schemas]


def _engine(schema: Path) -> Callable[[Path], SchemaCheck]:
    try:
        return ENGINES[schema.suffix.lower()]
    except KeyError:
        kinds = " or ".join(ENGINES)
        raise TeikitError(f"not a schema that can be used: {schema}; name a {kinds} file") from None


def one_voice(reports: Iterable[Iterator[Diagnostic]], path: Path) -> Iterator[Diagnostic]:
    """The findings of several engines on the file `path`, without saying the same thing twice.

    What two engines report of one element is one fault, told by the engine that comes first.
    No more than `LIMIT` are taken from each engine.
    """
    findings: dict[str, list[Diagnostic]] = {}
    for report in reports:
        found: dict[str, list[Diagnostic]] = {}
        for finding in islice(report, LIMIT):
            found.setdefault(finding.location.xpath, []).append(finding)
        findings = {**found, **findings}
        if next(report, None):
            yield Diagnostic(MORE, Location(str(path)), f"only the first {LIMIT} faults are shown")
    for here in findings.values():
        yield from here
