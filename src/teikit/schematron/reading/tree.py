"""The tree of a schema as it is written: its elements with their places, whatever file they are of.

Comments and instructions are left out. A file in XML and the annotations of the compact syntax of
RELAX NG become the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from teikit.schematron.errors import SchemaError
from teikit.schematron.model import Place

ISO = "http://purl.oclc.org/dsdl/schematron"
ASCC = "http://www.ascc.net/xml/schematron"
SQF = "http://www.schematron-quickfix.com/validator/process"
XSLT = "http://www.w3.org/1999/XSL/Transform"
XML = "http://www.w3.org/XML/1998/namespace"

MAX_DEPTH = 100
"""Elements of a schema in each other, in a file and then again with all files."""

NAMESPACES = (ISO, ASCC)
"""What Schematron is known by: its namespace, and that of the versions before the standard."""

_LANGUAGE = f"{{{XML}}}lang"
_QUOTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True, eq=False)
class SchemaNode:
    """An element.

    Attributes:
        namespace: of its name; that of the standard also where it is written in the old one.
        attributes: values by name, with the namespace in braces where there is one.
        prefix: as it is written.
        prefixes: in scope, with their namespaces; `""` is the default.
        language: `xml:lang`, of itself or of what it is in.
    """

    namespace: str
    name: str
    attributes: Mapping[str, str]
    children: tuple["SchemaNode | str", ...]
    place: Place
    prefix: str
    prefixes: Mapping[str, str]
    language: str = ""

    def get(self, name: str) -> str:
        """The value of an attribute, without space around it; empty where there is none."""
        return self.attributes.get(name, "").strip()

    def elements(self, *names: str) -> Iterator["SchemaNode"]:
        """Its children in the namespace of Schematron, those of some names or all."""
        for child in self.children:
            if isinstance(child, str) or child.namespace != ISO:
                continue
            if not names or child.name in names:
                yield child

    def with_children(self, children: "tuple[SchemaNode | str, ...]") -> "SchemaNode":
        """The same element with other children."""
        return replace(self, children=children)

    def walk(self) -> Iterator["SchemaNode"]:
        """The element and all that is in it, in the order of the document."""
        waiting: list[SchemaNode] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(
                child for child in reversed(node.children) if isinstance(child, SchemaNode)
            )

    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def from_lxml(element: Any, address: str, count: Callable[[SchemaNode], None]) -> SchemaNode:
    """The node of an element of lxml, in the file at `address`; `count` is called for each.

    Raises `SchemaError`.
    """
    language = next((value for value in element.xpath("ancestor::*/@xml:lang")[-1:]), "")
    return _from_lxml(element, address, count, language, 0)


def _from_lxml(
    element: Any, address: str, count: Callable[[SchemaNode], None], language: str, depth: int
) -> SchemaNode:
    place = Place(address, element.sourceline or 0)
    if depth > MAX_DEPTH:
        words = f"more than {MAX_DEPTH} elements are in each other; take the needless ones out"
        raise SchemaError(words, place)
    name = etree.QName(element)
    namespace = name.namespace or ""
    language = element.get(_LANGUAGE, language)
    children: list[SchemaNode | str] = [element.text] if element.text else []
    for child in element:
        if isinstance(child.tag, str):
            children.append(_from_lxml(child, address, count, language, depth + 1))
        if child.tail:
            children.append(child.tail)
    node = SchemaNode(
        ISO if namespace == ASCC else namespace,
        name.localname,
        dict(element.attrib),
        tuple(children),
        place,
        element.prefix or "",
        {prefix or "": uri for prefix, uri in element.nsmap.items()},
        language,
    )
    count(node)
    return node


def written(node: SchemaNode) -> str:
    """An element as it is written, without declarations of namespaces; indented by its own."""
    lines = _written(node).split("\n")
    spaces = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(spaces, default=0)
    return "\n".join([lines[0], *(line[margin:].rstrip() for line in lines[1:])])


def _written(node: SchemaNode) -> str:
    name = f"{node.prefix}:{node.name}" if node.prefix else node.name
    tag = "".join(
        f' {_attribute_name(attribute, node)}="{escape(value, _QUOTE)}"'
        for attribute, value in node.attributes.items()
    )
    if not node.children:
        return f"<{name}{tag}/>"
    content = "".join(
        escape(child) if isinstance(child, str) else _written(child) for child in node.children
    )
    return f"<{name}{tag}>{content}</{name}>"


def _attribute_name(name: str, node: SchemaNode) -> str:
    namespace, _, local = name.rpartition("}")
    if not namespace:
        return name
    if namespace[1:] == XML:
        return f"xml:{local}"
    known = (prefix for prefix, uri in node.prefixes.items() if prefix and uri == namespace[1:])
    return f"{next(known, 'ns')}:{local}"
