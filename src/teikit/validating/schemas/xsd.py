"""W3C XML Schema by xmlschema: slower, but it says which values and elements are expected."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.tei.names import TEI
from teikit.validating.index.document import CheckedDocument
from teikit.validating.schemas.composing import as_written, composed
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.wording import clipped, misplaced, tag
from teikit.xml.files import load
from teikit.xml.names import INCLUDE, XML, is_element

XSD = Rule(
    "S002",
    "xsd",
    Severity.ERROR,
    "The document breaks the W3C XML Schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)


def xsd(schema: Path, resolver: Resolver) -> Callable[[CheckedDocument], Iterator[Diagnostic]]:
    """A check against the XSD schema in the file `schema`, which may include local files.

    It is read as XSD 1.1 where it says that it is, or uses what only that version has.
    """
    # xmlschema takes longer to import than a hundred documents to check by RELAX NG.
    import xmlschema  # noqa: PLC0415

    tree = load(schema)  # refuses what is unsafe, and has the better words for what is broken
    version = xmlschema.XMLSchema11 if _is_newer(tree.getroot()) else xmlschema.XMLSchema10
    try:
        validator = version(schema, allow="local")
    except xmlschema.XMLSchemaException as error:
        raise TeikitError(f"the schema {schema} is broken: {clipped(str(error))}") from None

    wants_includes = INCLUDE in validator.maps.elements

    def check(document: CheckedDocument) -> Iterator[Diagnostic]:
        found = as_written(document) if wants_includes else composed(document)
        is_part = document.relatives is not None and document.relatives.is_part
        for error in validator.iter_errors(found.tree):
            known: Any = found.tree.getroot() if error.elem is None else error.elem
            if known in found.parts or (known in found.unknown and hasattr(error, "expected")):
                continue  # what is in a part is told there
            if is_part and known.getparent() is None and known.tag not in validator.maps.elements:
                continue  # the schema has it only within others, as RELAX NG does
            fault, message = _explained(known, error)
            element: Any = found.origin(fault)
            # The engine knows no columns.
            path = document.paths.of(element)
            place = Location(document.name, element.sourceline or 0, 0, path)
            yield Diagnostic(XSD, place, message)

    return check


_XS = "{http://www.w3.org/2001/XMLSchema}"
_NEWER = tuple(
    f"{_XS}{name}"
    for name in (
        "alternative",
        "assert",
        "assertion",
        "defaultOpenContent",
        "openContent",
        "override",
    )
)


def _is_newer(root: etree._Element) -> bool:
    """Whether a schema needs XSD 1.1."""
    least = root.get("{http://www.w3.org/2007/XMLSchema-versioning}minVersion") or "1.0"
    return least.strip() == "1.1" or next(root.iter(*_NEWER), None) is not None


def _explained(element: Any, error: Any) -> tuple[Any, str]:
    """The element at fault, perhaps a child of the one that the engine names, and the words."""
    if not hasattr(error, "expected"):
        return element, f"{tag(element)}: {_plain(error.reason or '')}"
    wanted = _names(error.expected or ())
    child = error.invalid_child
    if child is None or not is_element(child):
        return element, f"{tag(element)} is not complete: {wanted or 'an element'} is missing"
    return child, f"{misplaced(child)}{f'; {wanted} is expected' if wanted else ''}"


def _names(particles: Iterable[Any]) -> str:
    """`<head>, <p> or <note>`: what may stand at a place."""
    names = sorted(
        {f"<{particle.local_name}>" for particle in particles if getattr(particle, "name", None)}
    )
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


_PLAIN = (
    (re.escape(f"{{{XML}}}"), "xml:"),
    (re.escape(f"{{{TEI}}}"), ""),
    (r"^'(\S+)' attribute not allowed for element", r"the attribute \1 is not allowed"),
    (r"^missing required attribute '(\S+)'", r"the attribute \1 is missing"),
    (r"^character data between child elements not allowed", "text stands between its elements"),
    (r"^'(\S+)' is not an element of the schema", "a document cannot begin with this element"),
    (
        r"value doesn't match any pattern of .*",
        "the value does not have the form that is asked for",
    ),
    (r"duplicated xs:ID value (.*)", r"the id \1 is used twice"),
)


def _plain(reason: str) -> str:
    for pattern, words in _PLAIN:
        reason = re.sub(pattern, words, reason)
    return clipped(reason)
