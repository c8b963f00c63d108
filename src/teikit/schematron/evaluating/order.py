"""The order of the nodes of a document."""

from collections.abc import Callable, Mapping
from itertools import chain, count

from lxml import etree

from teikit.schematron.xpath.nodes import Node
from teikit.xml.names import Element

Position = tuple[int, ...]


def numbered(tree: "etree._ElementTree") -> Mapping[Element, int]:
    """All nodes of a document but texts and attributes, with their numbers in its order."""
    root = tree.getroot()
    before = reversed([*root.itersiblings(preceding=True)])
    return dict(zip(chain(before, root.iter(), root.itersiblings()), count(), strict=False))


def document_order(numbers: Mapping[Element, int]) -> Callable[[Node], Position]:
    """Gives for a node what sorts as the nodes of the document stand, which has these numbers."""

    def position(node: Node) -> Position:
        element, attribute, part = node
        if part == "document":
            return (-1,)
        number = numbers[element]
        if attribute:
            return (number, 1, element.keys().index(attribute))
        if part == "text":
            return (number, 2)
        if part == "tail":
            # Behind all that is in the element; of tails that begin there, the innermost is first.
            last = element
            while len(last):
                last = last[-1]
            return (numbers[last], 3, -sum(1 for _ in element.iterancestors()))
        return (number, 0)

    return position
