"""Trees of documents that include others, for engines that know nothing of XInclude."""

from collections.abc import Mapping, Set
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from teikit.tei.inclusion import fallback
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.inclusions import includes
from teikit.xml.names import Element


class Composed(NamedTuple):
    """A tree in which something stands for what a document includes.

    Attributes:
        tree: it is the document's own where that includes nothing.
        origins: the elements of the document, by those of the tree where it is not the same.
        parts: elements of the tree that stand for an included one, with its name and nothing in it.
        unknown: elements of the tree in which something is included that is not known.
    """

    tree: etree._ElementTree
    origins: Mapping[Element, Element]
    parts: Set[Element]
    unknown: Set[Element]

    def origin(self, element: Element) -> Element:
        """The element of the document; of a part, the include."""
        return self.origins.get(element, element)


def as_written(document: CheckedDocument) -> Composed:
    """A document with its includes as they are written."""
    return Composed(document.tree, {}, frozenset(), frozenset())


def composed(document: CheckedDocument) -> Composed:
    """A document as it is once others are included, but for what is in these."""
    if not includes(document):
        return as_written(document)
    tree = deepcopy(document.tree)
    origins = dict(zip(tree.iter("*"), document.tree.iter("*"), strict=True))
    copies = {origin: copy for copy, origin in origins.items()}
    parts: set[Element] = set()
    unknown: set[Element] = set()
    for include in includes(document):
        copy = copies[include]
        parent, relatives = copy.getparent(), document.relatives
        if parent is None:
            continue
        standing = relatives.standing(include, document.path) if relatives else None
        instead: list[Element] = []
        text = standing.text if standing else ""
        if standing and standing.element:
            instead = [etree.Element(standing.element)]
            parts.update(instead)
            origins[instead[0]] = include
        elif standing and standing.fallback:
            instead = fallback(copy)
        elif not text:
            unknown.add(parent)
        put(parent, copy, text, instead)
    return Composed(tree, origins, parts, unknown)


def put(parent: Element, copy: Element, text: str, instead: list[Element]) -> None:
    """Let a text and elements stand in place of a child."""
    tail = copy.tail or ""
    at = parent.index(copy)
    before = copy.getprevious()
    parent.remove(copy)
    parent[at:at] = instead
    if instead:
        instead[-1].tail = (instead[-1].tail or "") + tail
        tail = ""
    if before is None:
        parent.text = (parent.text or "") + text + tail
    else:
        before.tail = (before.tail or "") + text + tail
