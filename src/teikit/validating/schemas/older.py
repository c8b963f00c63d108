"""TEI P4 and older, which no schema of P5 knows: one finding, and nothing that follows from it."""

import re

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.validating.index.document import CheckedDocument
from teikit.xml.encoding import decoded
from teikit.xml.names import local
from teikit.xml.prolog import prolog

TEI_P4 = Rule(
    "X009",
    "tei-p4",
    Severity.ERROR,
    "The file is in TEI P4 or older, and was not checked.",
    "Convert it to TEI P5, with the command p4totei of the TEI"
    " Stylesheets, and check what comes of it.",
)

_ROOTS = frozenset(("tei.2", "teicorpus.2"))
_REFUSED = re.compile("a document cannot begin with|the schema has no element|is in no namespace")
_WORDS = (
    "this is TEI P4, which is not checked: convert it to TEI P5, with the TEI Stylesheets for"
    " example"
)


def older(document: CheckedDocument) -> Diagnostic | None:
    """The finding that a document is in TEI P4, if it is."""
    root = document.tree.getroot()
    if local(root).lower() not in _ROOTS:
        return None
    markup, start = document.markup, document.positions.name(root).start
    place = Location(document.name, *markup.line_and_column(start), document.paths.of(root))
    return Diagnostic(TEI_P4, place, _WORDS)


def refuses_root(finding: Diagnostic) -> bool:
    """Whether a finding of a schema says that it does not know the root of a document."""
    return finding.location.xpath.count("/") == 1 and bool(_REFUSED.search(finding.message))


def older_unread(name: str, data: bytes) -> Diagnostic | None:
    """The same of a file that could not be read, by its DOCTYPE or its first tag."""
    begun = prolog(decoded(data))
    if begun.name.lower() in _ROOTS:
        return Diagnostic(TEI_P4, Location(name, begun.line, begun.column), _WORDS)
    doctype = begun.doctype
    if doctype and doctype.name.lower() in _ROOTS:
        return Diagnostic(TEI_P4, Location(name, doctype.line, doctype.column), _WORDS)
    return None
