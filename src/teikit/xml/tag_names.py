"""The names in start tags: that of the element, and those of its attributes.

A document has many tags and few such sets of names, and others of its kind have the same. What
follows from names alone need be found out once for each set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from teikit.xml.names import Element

_MOST = 4096
"""Sets of names that are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class TagNames:
    """The names in a start tag, as lxml has them; made by `tag_names`.

    As a key it is compared by identity, which takes next to no time.
    """

    element: str
    attributes: tuple[str, ...]


@lru_cache(_MOST)
def tag_names(element: str, attributes: tuple[str, ...]) -> TagNames:
    """The names of an element and its attributes: for the same, the same object.

    Where more are used than are remembered, it can be another one.
    """
    return TagNames(element, attributes)


class NamedElements(NamedTuple):
    """The elements of a document in its order, each with the names in its start tag.

    Attributes:
        numbers: for every node its number in the document, comments before the root included.
    """

    elements: Sequence[Element]
    names: Sequence[TagNames]
    numbers: Mapping[Element, int]
