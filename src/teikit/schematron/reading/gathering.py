"""The schema that a file holds, whatever kind of file it is."""

from dataclasses import replace
from typing import Any

from lxml import etree

from teikit.schematron.model import Place
from teikit.schematron.reading.embedded import Collection
from teikit.schematron.reading.library import Library
from teikit.schematron.reading.tree import ASCC, NAMESPACES, Node

_STANDALONE = frozenset(f"{{{uri}}}{name}" for uri in NAMESPACES for name in ("schema", "library"))


def gathered(address: str, place: Place, library: Library) -> Node:
    """What a file that is named at `place` holds of Schematron. Raises `SchemaError`.

    That is a `schema`, or the part of one that is the whole file.
    """
    root = library.root(address, place)
    name = etree.QName(root)
    if root.tag in _STANDALONE:
        return _standalone(root, address, library)
    if name.namespace in NAMESPACES:
        return library.node(root, address)
    collection = Collection(library)
    collection.file(address, place, first=True)
    return collection.schema(Place(address, root.sourceline or 1))


def _standalone(root: Any, address: str, library: Library) -> Node:
    node = library.node(root, address)
    if root.tag.startswith(f"{{{ASCC}}}"):
        return replace(node, attributes={"queryBinding": "xslt", **node.attributes})
    return node
