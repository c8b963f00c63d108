"""elementpath's tree of a document, with string values as the standard has them.

elementpath 5.1 takes the text behind an element before that within it where it makes the string of
an element, and leaves out the text behind comments. libxml2 makes it here instead.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from elementpath import DocumentNode, get_node_tree
from elementpath.datatypes import UntypedAtomic
from elementpath.xpath_nodes import EtreeDocumentNode, EtreeElementNode
from lxml import etree

_STRING = etree.XPath("string()", smart_strings=False)


class _Element(EtreeElementNode):
    __slots__ = ()

    @property
    def string_value(self) -> str:
        element: Any = self.value
        return str(_STRING(element)) if len(element) else element.text or ""

    @property
    def compat_string_value(self) -> str:
        return self.string_value

    @property
    def iter_typed_values(self) -> Iterator[UntypedAtomic]:
        yield UntypedAtomic(self.string_value)


class _Document(EtreeDocumentNode):
    __slots__ = ()

    @property
    def string_value(self) -> str:
        return self.getroot().string_value

    @property
    def compat_string_value(self) -> str:
        return self.string_value


def node_tree(
    tree: etree._ElementTree, namespaces: Mapping[str, str], address: str | None = None
) -> DocumentNode:
    """The tree of a document; it has to be parsed, or to have a root at least.

    Args:
        tree: the document.
        namespaces: URIs by prefix.
        address: of the document.
    """
    made: Any = get_node_tree(tree, dict(namespaces), address, fragment=False)
    # Not `iter()`, which makes nodes of all attributes and namespaces.
    for node in made.elements.values():
        if type(node) is EtreeElementNode:
            node.__class__ = _Element
    made.__class__ = _Document
    found: DocumentNode = made
    return found
