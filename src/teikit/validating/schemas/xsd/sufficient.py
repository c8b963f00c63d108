"""What is enough for a document to be valid by a schema of XSD: a grammar, and keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from teikit.relaxng import Schema
from teikit.xml.markup import Markup


@dataclass(frozen=True)
class Unique:
    """Attributes whose values are all different within each element of a name.

    It asks no less than `xs:unique` or `xs:key`: elements of the same name that are declared apart
    are held to all that is asked of either, and values that differ by spaces alone are the same.

    Attributes:
        element: the name of the element in which they are.
        selector: what has the attributes, as an expression of XPath 1.
        field: the attribute, likewise.
        namespaces: prefixes in both, and what they stand for.
        is_key: whether all that the selector finds must have the attribute.
    """

    element: str
    selector: str
    field: str
    namespaces: tuple[tuple[str, str], ...]
    is_key: bool

    def holds(self, tree: etree._ElementTree) -> bool:
        """Whether it holds for all elements of the name in a document."""
        return all(map(self._holds_in, tree.iter(self.element)))

    def _holds_in(self, element: etree._Element) -> bool:
        field = _expression(self.field, self.namespaces)
        found = _expression(self.selector, self.namespaces)(element)
        values = [" ".join(value.split()) for each in found for value in field(each)]
        return len({*values}) == (len(found) if self.is_key else len(values))


@dataclass(frozen=True)
class Sufficient:
    """What allows some of the documents that a schema allows, and no other."""

    grammar: Schema
    unique: Sequence[Unique] = ()

    def allows(self, document: etree._ElementTree | Markup, tree: etree._ElementTree) -> bool:
        """Whether a document is allowed: a tree, or the markup of which it was made."""
        return self.grammar.is_valid(document) and all(each.holds(tree) for each in self.unique)


@lru_cache(maxsize=100)
def _expression(
    written: str, namespaces: tuple[tuple[str, str], ...]
) -> Callable[[etree._Element], Any]:
    return etree.XPath(written, namespaces=dict(namespaces), smart_strings=False)
