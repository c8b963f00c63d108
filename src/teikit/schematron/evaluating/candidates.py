"""Which nodes of a document can match the contexts of a schema, by their names.

A document has few of the names of which a schema speaks. Looking for these names takes less than
evaluating a single expression, so all other rules cost nothing.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress
from operator import not_
from typing import Any, NamedTuple

from lxml import etree

from teikit.schematron.evaluating.program import Alternative
from teikit.schematron.xpath.types import ItemKind
from teikit.xml.names import Element

_KEYS: Any = etree._Element.keys
_OF_ELEMENTS = (ItemKind.ELEMENT, ItemKind.ATTRIBUTE)


class ContextNames(NamedTuple):
    """The names of which the contexts of a schema speak.

    Attributes:
        elements: that rules are about, or that must be somewhere for that.
        attributes: of the elements that rules without names of elements are about.
    """

    elements: frozenset[str]
    attributes: frozenset[str]


def names_in(alternatives: Iterable[Alternative]) -> ContextNames:
    """The names of which these speak."""
    elements: set[str] = set()
    attributes: set[str] = set()
    for alternative in alternatives:
        elements.update(alternative.elements)
        name = _element_name(alternative)
        if name:
            elements.add(name)
        else:
            attributes.update(alternative.attributes)
    return ContextNames(frozenset(elements), frozenset(attributes))


def keys_of(alternatives: Iterable[Alternative]) -> frozenset[str] | None:
    """Names of which a document must have one for any node to match; None where that is not so.

    Those of attributes have `@` before them.
    """
    keys: set[str] = set()
    for alternative in alternatives:
        name = _element_name(alternative)
        if name:
            keys.add(name)
        elif alternative.attributes and alternative.kind in _OF_ELEMENTS:
            keys.add(f"@{alternative.attributes[0]}")
        else:
            return None
    return frozenset(keys)


class Candidates:
    """The elements of a document by what a schema asks for.

    Attributes:
        root: the outermost of them all.
        keys: what of that the document has, as `keys_of` names it.
    """

    def __init__(self, root: Element, names: ContextNames) -> None:
        self.root = root
        self._elements = _by_name(root, names.elements)
        self._attributes = _by_attribute(root, names.attributes)
        self.keys = {*self._elements, *(f"@{name}" for name in self._attributes)}

    def of(self, alternative: Alternative) -> Sequence[Element]:
        """The elements that may match, or have attributes that may.

        Of alternatives of other kinds, the root stands for all.
        """
        for needed in alternative.elements:
            if needed not in self._elements:
                return ()
        name = _element_name(alternative)
        if name:
            return self._elements.get(name, ())
        if alternative.kind not in _OF_ELEMENTS:
            return (self.root,)
        if alternative.attributes:
            found = (self._attributes.get(each, ()) for each in alternative.attributes)
            return min(found, key=len)
        return self._all

    @cached_property
    def _all(self) -> list[Element]:
        return list(self.root.iter("*"))


def _element_name(alternative: Alternative) -> str | None:
    """The name of the elements that match, or that have the attributes that do."""
    if alternative.kind == ItemKind.ELEMENT:
        return alternative.name
    return alternative.owner if alternative.kind == ItemKind.ATTRIBUTE else None


def _by_name(root: Element, names: frozenset[str]) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    if not names:
        return found
    for element in root.iter(*names):
        name = str(element.tag)
        if name in found:
            found[name].append(element)
        else:
            found[name] = [element]
    return found


def _by_attribute(root: Element, names: frozenset[str]) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    if not names:
        return found
    elements = [*root.iter("*")]
    keys = [*map(_KEYS, elements)]
    have_none = map(names.isdisjoint, keys)
    for element, attributes in compress(zip(elements, keys, strict=True), map(not_, have_none)):
        for name in names.intersection(attributes):
            found.setdefault(name, []).append(element)
    return found
