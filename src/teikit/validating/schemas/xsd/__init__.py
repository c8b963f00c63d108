"""W3C XML Schema by xmlschema: slower, but it says which values and elements are expected.

Most documents are valid, which a grammar made of the schema tells in a fraction of the time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.limits import memory_limit
from teikit.validating.schemas.composing import Composed, as_written, composed
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.xsd.sufficient import Sufficient
from teikit.validating.schemas.xsd.wording import explained

XSD = Rule(
    "S002",
    "xsd",
    Severity.ERROR,
    "The document breaks the W3C XML Schema.",
    "Compare the place with the same element elsewhere, or let an XML editor list what may stand.",
)

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
    # It takes a while, and most schemas are others.
    from teikit.validating.schemas.xsd.loading import deep_calls, loaded  # noqa: PLC0415

    engine = loaded(schema, resolver)

    def check(document: CheckedDocument | LargeDocument) -> Iterator[Diagnostic]:
        if not isinstance(document, CheckedDocument):
            raise TypeError("XML Schema needs a tree")
        found = as_written(document) if engine.wants_includes else composed(document)
        if engine.sufficient and _allows(engine.sufficient, document, found):
            return
        # What is wrong, if anything is, only the engine of XSD tells.
        validator, names = engine.validator, engine.names
        root = found.tree.getroot()
        with deep_calls(), memory_limit(_ROOM + _ROOM_FOR_EACH * len(document.data)):
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


def _allows(sufficient: Sufficient, document: CheckedDocument, found: Composed) -> bool:
    """Whether a document is allowed by what allows no more than the schema."""
    if is_cut(found.tree):
        return False
    is_file = found.tree is document.tree and document.markup.is_plain
    return sufficient.allows(document.markup if is_file else found.tree, found.tree)


def is_cut(tree: etree._ElementTree) -> bool:
    """Whether a comment or an instruction stands in a text, of which the engine sees but a part."""
    for node in tree.getroot().iter(etree.Comment, etree.ProcessingInstruction):
        parent = node.getparent()
        if parent is not None and next(parent.iterchildren("*"), None) is None:
            return True
    return False
