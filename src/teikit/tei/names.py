"""The names of TEI, and a short way to make elements."""

from collections.abc import Mapping

from lxml import etree

from teikit.xml.names import Element

TEI = "http://www.tei-c.org/ns/1.0"


def tei(name: str) -> str:
    """The name with TEI's namespace, as lxml writes it."""
    return f"{{{TEI}}}{name}"


def tags(*names: str) -> frozenset[str]:
    """The names with TEI's namespace."""
    return frozenset(map(tei, names))


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
