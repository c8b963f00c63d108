"""The order of the nodes of a document."""

from collections.abc import Callable

from lxml import etree

from teikit.schematron.xpath.nodes import Node
from teikit.xml.names import Element

Position = tuple[int, ...]


def document_order(tree: "etree._ElementTree") -> Callable[[Node], Position]:
    """Gives for a node what sorts as the nodes of the document stand."""
    positions: dict[Element, int] = {}
    root = tree.getroot()
    before = reversed([*root.itersiblings(preceding=True)])
    for nodes in (before, root.iter(), root.itersiblings()):
        for node in nodes:
            positions[node] = len(positions)

    def position(node: Node) -> Position:
        element, attribute, part = node
        if part == "document":
            return (-1,)
        number = positions[element]
        if attribute:
            return (number, 1, element.keys().index(attribute))
        if part == "text":
            return (number, 2)
        if part == "tail":
            # Behind all that is in the element; of tails that begin there, the innermost is first.
            last = element
            while len(last):
                last = last[-1]
            return (positions[last], 3, -sum(1 for _ in element.iterancestors()))
        return (number, 0)

    return position
