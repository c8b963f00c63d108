"""Elements that are meant to be TEI's, and are in no namespace or in a misspelt one."""

from collections.abc import Iterator

from teikit.diagnostic import Severity
from teikit.tei.names import TEI, tei
from teikit.validating.finding import Finding, at, counted
from teikit.validating.index.document import CheckedDocument
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import in_wrong_namespace
from teikit.xml.names import Element, local
from teikit.xml.spelling import nearest_namespace

_EXAMPLES = "http://www.tei-c.org/ns/Examples"
_ROOTS = {"tei": "TEI", "teicorpus": "teiCorpus"}
# fmt: off
_COMMON = frozenset((
    "TEI", "ab", "add", "bibl", "body", "choice", "closer", "corr", "date", "dateline", "del",
    "div", "ex", "expan", "fileDesc", "fw", "gap", "head", "hi", "item", "l", "lb", "lg", "list",
    "milestone", "note", "opener", "orgName", "p", "pb", "persName", "placeName", "postscript",
    "q", "quote", "ref", "row", "rs", "salute", "seg", "sic", "signed", "space", "subst",
    "supplied", "table", "teiCorpus", "teiHeader", "text", "title", "unclear",
))
# fmt: on
"""Names of TEI that are met most."""


@rule("T008", "wrong-namespace", Severity.ERROR)
def wrong_namespace(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """An element that is meant to be TEI's is not in TEI's namespace.

    To every program it is another element, which is not TEI: it is neither checked nor shown. The
    namespace is an address to compare, not to open: "https", a slash at the end or another number
    make another one of it. Of several elements in the same namespace, the first is reported.

    Remedy: Write xmlns="http://www.tei-c.org/ns/1.0" on the root, and no other xmlns in elements
    of TEI.

    Bad:
        <p xmlns="https://www.tei-c.org/ns/1.0">Dear Anna</p>

    Good:
        <p>Dear Anna</p>
    """
    root = document.facts.root
    name = local(root)
    meant = _ROOTS.get(name.lower(), name)
    if root.tag == tei(name) and name != meant:
        yield at(root, f"TEI has no element <{name}>; did you mean <{meant}>?")
    found: dict[str, list[Finding[Element]]] = {}
    for element in document.facts.others:
        namespace = _namespace(element)
        parent = element.getparent()
        if parent is not None and _namespace(parent) == namespace:
            continue  # what is around it is told
        if _is_meant(element, namespace, document):
            found.setdefault(namespace, []).append(at(element, _words(element)))
    yield from map(counted, found.values())


def _is_meant(element: Element, namespace: str, document: CheckedDocument) -> bool:
    """Whether an element that is not of TEI's namespace should be."""
    if nearest_namespace(namespace, (TEI, _EXAMPLES)) == TEI and namespace != _EXAMPLES:
        return True
    name, parent = local(element), element.getparent()
    if parent is None:
        known = _ROOTS.get(name.lower(), "teiHeader")
        return name == known or (not namespace and name.lower() in _ROOTS)
    if namespace or not str(parent.tag).startswith(tei("")) or parent.tag == tei("xenoData"):
        return False
    return name in _COMMON or name in document.facts.named


def _words(element: Element) -> str:
    return in_wrong_namespace(element, TEI, _ROOTS.get(local(element).lower(), ""))


def _namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0][1:]
