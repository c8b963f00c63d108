"""W3C XML Schema by xmlschema: slower, but it says which values and elements are expected."""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.errors import TeikitError
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.limits import memory_limit
from teikit.validating.schemas.composing import as_written, composed
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.xsd.documents import XS, Documents, Opener, documents
from teikit.validating.schemas.xsd.wording import explained
from teikit.validating.wording import clipped
from teikit.xml.names import INCLUDE

XSD = Rule(
    "S002",
    "xsd",
    Severity.ERROR,
    "The document breaks the W3C XML Schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)

_CALLS = 10_000
"""Calls within each other: for elements as deep as a document may have them, the engine needs
more of them than Python allows by itself."""
_ROOM = 128 * 1024**2
"""Bytes that a check may take."""
_ROOM_FOR_EACH = 16
"""Bytes that it may take for each byte of the document; two are what it needs where all is well."""


def xsd(
    schema: Path, resolver: Resolver
) -> Callable[[CheckedDocument | LargeDocument], Iterator[Diagnostic]]:
    """A check against the XSD schema in the file `schema`, and those that it includes.

    It is read as XSD 1.1 where it says that it is, or uses what only that version has. Raises
    `TeikitError`.
    """
    # xmlschema takes longer to import than a hundred documents to check by RELAX NG.
    import xmlschema  # noqa: PLC0415
    from xmlschema.locations import FALLBACK_LOCATIONS  # noqa: PLC0415

    from teikit.validating.schemas.xsd.patterns import (  # noqa: PLC0415
        LinearSchema10,
        LinearSchema11,
    )

    try:
        read = documents(schema, resolver, {*FALLBACK_LOCATIONS})
    except TeikitError as error:
        raise TeikitError(f"the schema {schema} cannot be used: {error}") from None
    version = LinearSchema11 if _is_newer(read) else LinearSchema10
    lost = (xmlschema.XMLSchemaIncludeWarning, xmlschema.XMLSchemaImportWarning)
    own = Path(xmlschema.__file__).parent / "schemas"
    try:
        with _deep_calls(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for warning in lost:
                warnings.simplefilter("error", warning)
            validator = version(read.addresses[0], defuse="never", opener=Opener(read, own))
    except (xmlschema.XMLSchemaException, *lost) as error:
        raise TeikitError(f"the schema {schema} is broken: {_plain(error)}") from None

    element_kind: Any = xmlschema.XsdElement
    names = frozenset(part.name for part in validator.iter_components(element_kind) if part.name)

    wants_includes = INCLUDE in validator.maps.elements

    def check(document: CheckedDocument | LargeDocument) -> Iterator[Diagnostic]:
        if not isinstance(document, CheckedDocument):
            raise TypeError("XML Schema needs a tree")
        found = as_written(document) if wants_includes else composed(document)
        root = found.tree.getroot()
        with _deep_calls(), memory_limit(_ROOM + _ROOM_FOR_EACH * len(document.data)):
            errors = [*validator.iter_errors(found.tree)]
        for error in errors:
            at = root if error.elem is None else error.elem
            if at in found.parts or (at in found.unknown and hasattr(error, "expected")):
                continue  # what is in a part is told there
            if document.is_part and at is root and root.tag not in validator.maps.elements:
                continue  # the schema has it only within others, as RELAX NG does
            fault, message = explained(root, error, names)
            element = found.origin(fault)
            # The engine knows no columns.
            path = document.paths.of(element)
            line: Any = element.sourceline
            place = Location(document.name, line or 0, 0, path)
            yield Diagnostic(XSD, place, message)

    return check


_NEWER = tuple(
    f"{XS}{name}"
    for name in (
        "alternative",
        "assert",
        "assertion",
        "defaultOpenContent",
        "openContent",
        "override",
    )
)


def _is_newer(read: Documents) -> bool:
    """Whether a schema needs XSD 1.1."""
    least = read.roots[0].get("{http://www.w3.org/2007/XMLSchema-versioning}minVersion") or "1.0"
    return least.strip() == "1.1" or next(read.elements(*_NEWER), None) is not None


def _plain(error: Exception) -> str:
    """What is wrong with a schema, without what the engine tells of itself."""
    return clipped(str(error).partition("\n\n")[0].rstrip(":"))


@contextmanager
def _deep_calls() -> Iterator[None]:
    """Let functions call each other as deep as elements may be in each other."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _CALLS))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
