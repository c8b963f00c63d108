"""Trees of elements that variables hold, where nothing in them is computed."""

from itertools import groupby
from typing import Any

from lxml import etree

from teikit.schematron.reading.tree import ISO, XML, XSLT, SchemaNode

_SPACE = f"{{{XML}}}space"


def constant_tree(holder: SchemaNode) -> str:
    """The element in another as a document of its own; empty if there is none, or it is computed.

    In a stylesheet, which is what others make of a schema, white space alone is no text, and
    braces in an attribute are an expression.
    """
    elements = [child for child in holder.children if isinstance(child, SchemaNode)]
    texts = "".join(child for child in holder.children if isinstance(child, str))
    if len(elements) != 1 or texts.strip() or not all(map(_is_constant, elements[0].walk())):
        return ""
    root = _made(elements[0], keeps_space=holder.attributes.get(_SPACE) == "preserve")
    return etree.tostring(root, encoding="unicode")


def _is_constant(node: SchemaNode) -> bool:
    return node.namespace not in (ISO, XSLT) and not any(
        name.startswith(f"{{{XSLT}}}") or "{" in value or "}" in value
        for name, value in node.attributes.items()
    )


def _made(node: SchemaNode, *, keeps_space: bool) -> etree._Element:
    namespaces: Any = {
        prefix or None: uri for prefix, uri in node.prefixes.items() if prefix != "xml"
    }
    name = f"{{{node.namespace}}}{node.name}" if node.namespace else node.name
    made = etree.Element(name, dict(node.attributes), namespaces)
    keeps_space = node.attributes.get(_SPACE, "preserve" if keeps_space else "") == "preserve"
    for are_texts, group in groupby(node.children, lambda child: isinstance(child, str)):
        if are_texts:
            text = "".join(str(child) for child in group)
            if keeps_space or text.strip():
                _append(made, text)
        else:
            for child in group:
                if isinstance(child, SchemaNode):
                    made.append(_made(child, keeps_space=keeps_space))
    return made


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text
