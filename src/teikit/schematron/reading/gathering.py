"""The schema that a file holds, whatever kind of file it is."""

from dataclasses import replace
from typing import Any

from lxml import etree

from teikit.schematron.model import Place
from teikit.schematron.reading.compact import is_compact
from teikit.schematron.reading.embedded import Collection
from teikit.schematron.reading.files import SchemaFiles
from teikit.schematron.reading.tree import ASCC, NAMESPACES, SchemaNode

_STANDALONE = frozenset(f"{{{uri}}}{name}" for uri in NAMESPACES for name in ("schema", "library"))


def gathered(address: str, place: Place, files: SchemaFiles) -> SchemaNode:
    """What a file that is named at `place` holds of Schematron. Raises `SchemaError`.

    That is a `schema`, or the part of one that is the whole file.
    """
    if is_compact(files.data(address, place)):
        return _collected(address, place, files)
    root = files.root(address, place)
    name = etree.QName(root)
    if root.tag in _STANDALONE:
        return _standalone(root, address, files)
    if name.namespace in NAMESPACES:
        return files.node(root, address)
    return _collected(address, place, files)


def _collected(address: str, place: Place, files: SchemaFiles) -> SchemaNode:
    collection = Collection(files)
    collection.file(address, place, first=True)
    return collection.schema(Place(address, 1))


def _standalone(root: Any, address: str, files: SchemaFiles) -> SchemaNode:
    node = files.node(root, address)
    if root.tag.startswith(f"{{{ASCC}}}"):
        return replace(node, attributes={"queryBinding": "xslt", **node.attributes})
    return node
