"""What a rule finds: a place in the tree, words, and perhaps the one right repair."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from teikit.xml.names import Element


class Spot(NamedTuple):
    """A place in a tree.

    An element (its start tag), the value of its `attribute`, or its `text` or `tail` ("part"); of a
    value or a text the characters from `start` up to `end`, if an `end` is given.
    """

    node: Element
    attribute: str = ""
    part: str = ""
    start: int = 0
    end: int = 0


class Repair(NamedTuple):
    """What should stand at a spot. An attribute that is not there yet is added."""

    spot: Spot
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a rule, before the runner adds the rest."""

    spot: Spot
    message: str
    repairs: tuple[Repair, ...] = ()


def at(
    node: Element, message: str, *, attribute: str = "", repairs: tuple[Repair, ...] = ()
) -> Found:
    """What was found at an element, or at one of its attributes."""
    return Found(Spot(node, attribute), message, repairs)


def counted(found: Sequence[Found]) -> Found:
    """The first of several findings that say the same, with their count and all their repairs."""
    first = found[0]
    if len(found) == 1:
        return first
    repairs = tuple(repair for one in found for repair in one.repairs)
    return Found(first.spot, f"{first.message} ({len(found)} in this file)", repairs)


def told_once(found: Iterable[Found]) -> Iterator[Found]:
    """Findings, of which those that say the same are told once, at the first, with their count."""
    by_message: dict[str, list[Found]] = {}
    for one in found:
        by_message.setdefault(one.message, []).append(one)
    return map(counted, by_message.values())


def once(elements: Sequence[Element], message: str) -> Found:
    """One finding for what has one cause in a file, at the first of the elements."""
    return counted([at(one, message) for one in elements])
