"""Nodes of a document, those included that lxml has no objects for."""

from typing import NamedTuple

from lxml import etree


class Node(NamedTuple):
    """A node.

    Attributes:
        element: the element, comment or processing instruction; that which has the attribute or
            the text; for a document, its root.
        attribute: the Clark name of the attribute that is meant, or empty.
        part: `text` or `tail` for that text of the element, `document` for the document, or empty.
    """

    element: etree._Element
    attribute: str = ""
    part: str = ""
