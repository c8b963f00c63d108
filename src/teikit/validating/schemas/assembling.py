"""Documents of several files as one tree, with all that they include in its place.

Grammars can follow a document file by file; expressions cannot, as they look anywhere.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from teikit.tei.inclusion import fallback, pointed, target
from teikit.validating.index.document import STREAMED, CheckedDocument
from teikit.validating.index.inclusions import File, Relatives, includes
from teikit.validating.schemas.composing import put
from teikit.xml.files import real
from teikit.xml.names import Element

_DEEP = 32
"""Files that include each other in a row."""


class FileNode(NamedTuple):
    """A node of a file: the file, and the number of the node among all within its root."""

    file: File
    number: int


class Assembled(NamedTuple):
    """A document of several files as one tree, and where its nodes come from.

    A node is of no file where it was taken by its identifier out of another document.
    """

    tree: etree._ElementTree
    origins: Mapping[Element, FileNode]


def roots(relatives: Relatives) -> Iterator[CheckedDocument]:
    """The documents that a file is a part of, and that are themselves part of none."""
    return (each for each in relatives.around() if not each.is_part)


def assembled(document: CheckedDocument) -> Assembled | None:
    """A document with all that it includes; None where that would be too large."""
    origins: dict[Element, FileNode] = {}
    try:
        tree = _Assembly(origins).tree(document, 0)
    except _TooLargeError:
        return None
    return Assembled(tree, origins)


class _TooLargeError(Exception):
    """The files of a document are larger together than one file may be as a tree."""


class _Assembly:
    def __init__(self, origins: dict[Element, FileNode]) -> None:
        self._origins = origins
        self._size = 0

    def tree(self, document: CheckedDocument, depth: int) -> etree._ElementTree:
        """The tree of a document, and of what it includes."""
        self._size += document.size
        if self._size > STREAMED or depth > _DEEP:
            raise _TooLargeError
        tree = deepcopy(document.tree)
        file = str(real(document.path))
        nodes = [*zip(tree.getroot().iter(), document.tree.getroot().iter(), strict=True)]
        self._origins.update(
            {copy: FileNode(file, number) for number, (copy, _) in enumerate(nodes)}
        )
        copies = {origin: copy for copy, origin in nodes}
        for include in includes(document):
            copy = copies[include]
            if (parent := copy.getparent()) is not None:
                put(parent, copy, *self._instead(document, include, copy, depth))
        return tree

    def _instead(
        self, document: CheckedDocument, include: Element, copy: Element, depth: int
    ) -> tuple[str, list[Element]]:
        """The text and the elements that stand for an include; itself where they are not known."""
        relatives = document.relatives
        standing = relatives.standing(include, document.path) if relatives else None
        if standing and standing.fallback:
            return "", fallback(copy)
        there = target(include, document.path)
        if relatives and standing and standing.element and there:
            other = relatives.document(str(real(there)))
            if other and standing.file:
                return "", [self.tree(other, depth + 1).getroot()]
            found = other.facts.ids.get(pointed(include) or "") if other else None
            if found:
                element = deepcopy(found[0])
                element.tail = None
                return "", [element]
        if standing and standing.text:
            return standing.text, []
        stand_in = deepcopy(copy)
        stand_in.tail = None
        self._origins[stand_in] = self._origins[copy]
        return "", [stand_in]
