"""What a rule finds: a range of a file, words, and perhaps the one right fix.

The engine makes a `teikit.diagnostic.Diagnostic` of it, which has lines and columns. Rules on one
file point at elements of its tree; rules across files, whose trees are gone, point at the number of
an element (`NodeNumber`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from teikit.xml.names import Element


class NodeNumber(NamedTuple):
    """A node of a file by its number in the order of the document (`Source.node`)."""

    path: Path
    number: int


Node = TypeVar("Node", Element, NodeNumber)


class Range(NamedTuple, Generic[Node]):
    """What a finding is about.

    An element (its start tag), the value of its `attribute`, or its `text` or `tail` ("part"); of a
    value or a text the characters from `start` up to `end`, if an `end` is given.
    """

    node: Node
    attribute: str = ""
    part: str = ""
    start: int = 0
    end: int = 0


class Fix(NamedTuple, Generic[Node]):
    """The text that should stand at a range. An attribute that is not there yet is added.

    It is `safe` where it changes nothing that a witness may have written.
    """

    range: Range[Node]
    text: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Finding(Generic[Node]):
    """What a rule finds, before the engine looks up the place; `fixes` are made together."""

    range: Range[Node]
    message: str
    fixes: tuple[Fix[Node], ...] = ()


def at(
    node: Element, message: str, *, attribute: str = "", fixes: tuple[Fix[Element], ...] = ()
) -> Finding[Element]:
    """What was found at an element, or at one of its attributes."""
    return Finding(Range(node, attribute), message, fixes)


def in_file(path: Path, number: int, attribute: str = "") -> Range[NodeNumber]:
    """An element of a file by its number, or one of its attributes."""
    return Range(NodeNumber(path, number), attribute)


def counted(found: Sequence[Finding[Element]]) -> Finding[Element]:
    """The first of several findings that say the same, with their count and all their fixes."""
    first = found[0]
    if len(found) == 1:
        return first
    fixes = tuple(fix for finding in found for fix in finding.fixes)
    return Finding(first.range, f"{first.message} ({len(found)} in this file)", fixes)


def grouped(found: Iterable[Finding[Element]]) -> Iterator[Finding[Element]]:
    """Findings, of which those that say the same are told once, at the first, with their count."""
    by_message: dict[str, list[Finding[Element]]] = {}
    for finding in found:
        by_message.setdefault(finding.message, []).append(finding)
    return map(counted, by_message.values())


def once(elements: Sequence[Element], message: str) -> Finding[Element]:
    """One finding for what has one cause in a file, at the first of the elements."""
    return counted([at(element, message) for element in elements])
