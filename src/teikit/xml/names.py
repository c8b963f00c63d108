"""The names that every document of XML can have: namespaces, identifiers, languages, inclusion."""

from lxml import etree

XML = "http://www.w3.org/XML/1998/namespace"
XI = "http://www.w3.org/2001/XInclude"
ID = f"{{{XML}}}id"
LANG = f"{{{XML}}}lang"
INCLUDE = f"{{{XI}}}include"

Element = etree._Element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_element(node: Element) -> bool:
    """Not a comment or an instruction."""
    return isinstance(node.tag, str)
