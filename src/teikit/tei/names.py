"""Namespaces, and a short way to make elements."""

from collections.abc import Mapping

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
XI = "http://www.w3.org/2001/XInclude"
ID = f"{{{XML}}}id"
LANG = f"{{{XML}}}lang"
INCLUDE = f"{{{XI}}}include"

Element = etree._Element


def tei(name: str) -> str:
    """The name with TEI's namespace, as lxml writes it."""
    return f"{{{TEI}}}{name}"


def tags(*names: str) -> frozenset[str]:
    """The names with TEI's namespace."""
    return frozenset(map(tei, names))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def add(
    parent: Element,
    name: str,
    text: str = "",
    attributes: Mapping[str, str] | None = None,
    **more: str,
) -> Element:
    """Append an element with its text; attributes that are empty are left out."""
    element = etree.SubElement(parent, tei(name))
    for key, value in {**(attributes or {}), **more}.items():
        if value:
            element.set(key, value)
    if text:
        element.text = text
    return element
