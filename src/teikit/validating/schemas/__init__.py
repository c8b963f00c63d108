"""Validity against schemas: which schemas, by which engine, and in one voice.

An engine is a function from a schema file to a check; a check is a function from a document to
findings. A further engine is a further line in `ENGINES`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.validating.finding import Finding, Range
from teikit.validating.index.document import CheckedDocument
from teikit.validating.schemas.relaxng import relaxng
from teikit.validating.schemas.resolving import Remote, Resolver, Unresolved, packaged
from teikit.validating.schemas.xsd import xsd
from teikit.validating.settings import AUTO, OWN
from teikit.validating.wording import clipped
from teikit.xml.files import real
from teikit.xml.names import Element

SchemaCheck = Callable[[CheckedDocument], Iterator[Diagnostic]]

ENGINES: Mapping[str, Callable[[Path, Resolver], SchemaCheck]] = {
    ".rng": relaxng,
    ".rnc": relaxng,
    ".xsd": xsd,
}

LIMIT = 200
MORE = Rule(
    "S003",
    "too-many",
    Severity.INFO,
    "The same is wrong with the document in more places than are shown.",
    "Fix these first; often one cause is behind many.",
)
UNUSABLE = Rule(
    "S004",
    "unusable-schema",
    Severity.WARNING,
    "The document names a schema that cannot be used, so it was not held against it.",
    "Correct the address, put the schema there, or name another with --schema.",
)
REMOTE = Rule(
    "S005",
    "remote-schema",
    Severity.INFO,
    "The document names a schema by an address of the web, which is not fetched.",
    "Download it, and name the file with --schema or in the settings under `catalog`.",
)

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class Named(NamedTuple):
    """A schema that a document names: its address, and where that stands."""

    address: str
    spot: Range[Element]


class SchemaSet:
    """The schemas of a run, each compiled once.

    `wanted` are files, `teikit` for its own schemas, or `auto` for those that documents name, which
    the `resolver` finds. Raises `TeikitError` for a file that is missing, not a
    schema or broken; where a document names such a one, that is a finding.
    """

    def __init__(self, wanted: Iterable[str], resolver: Resolver, *, xsd: bool = True) -> None:
        """Without `xsd`, schemas of XSD are left out, whoever names them."""
        self._compiled: dict[Path, SchemaCheck | TeikitError] = {}
        self._resolver = resolver
        self._left_out = () if xsd else (".xsd",)
        self._by_document = False
        self._always: list[SchemaCheck] = []
        for name in wanted:
            if name == AUTO:
                self._by_document = True
            else:
                for path in packaged() if name == OWN else [Path(name)]:
                    if path.suffix.lower() not in self._left_out:
                        self._always.append(self._check(path))

    def checks(
        self, document: CheckedDocument
    ) -> tuple[list[SchemaCheck], list[tuple[Rule, Finding[Element]]]]:
        """What a document is to be held against, and what is wrong with the schemas it names."""
        checks, wrong = list(self._always), []
        for address, spot in named(document) if self._by_document else ():
            if _kind(address) in self._left_out:
                continue
            try:
                checks.append(self._check(self._resolver.named(address, document.path)))
            except Remote as error:
                wrong.append((REMOTE, Finding(spot, str(error))))
            except Unresolved as error:
                wrong.append((UNUSABLE, Finding(spot, str(error))))
            except TeikitError as error:
                wrong.append((UNUSABLE, Finding(spot, clipped(str(error), 160))))
        for including in document.relatives.around() if document.relatives else ():
            checks += self._named(including)
        return list(dict.fromkeys(checks)), wrong

    def _named(self, document: CheckedDocument) -> Iterator[SchemaCheck]:
        """The checks of schemas that a document names and that can be used."""
        for address, _ in named(document) if self._by_document else ():
            if _kind(address) not in self._left_out:
                with suppress(TeikitError):  # that is told with the document
                    yield self._check(self._resolver.named(address, document.path))

    def _check(self, path: Path) -> SchemaCheck:
        path = real(path)
        if path not in self._compiled:
            try:
                self._compiled[path] = _engine(path)(path, self._resolver)
            except TeikitError as error:
                self._compiled[path] = error
        found = self._compiled[path]
        if isinstance(found, TeikitError):
            raise found
        return found


def named(document: CheckedDocument) -> Iterator[Named]:
    """The schemas that a document names and that an engine can use, in `xml-model` or for XSD."""
    root = document.tree.getroot()
    for node in reversed(list(root.itersiblings(etree.PI, preceding=True))):
        instruction: Any = node
        if instruction.target == "xml-model":
            address = (instruction.get("href") or "").strip()
            if _kind(address) in ENGINES:
                yield Named(address, Range(node))
    locations = (root.get(f"{_XSI}schemaLocation") or "").split()[1::2]
    single = (root.get(f"{_XSI}noNamespaceSchemaLocation") or "").split()
    for address in chain(locations, single):
        if _kind(address) in ENGINES:
            yield Named(address, Range(root))


def _kind(address: str) -> str:
    """The ending by which an engine is chosen."""
    return Path(address.partition("#")[0]).suffix.lower()


def _engine(schema: Path) -> Callable[[Path, Resolver], SchemaCheck]:
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
