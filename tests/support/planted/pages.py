"""The text of a file, its elements with their places, and changes in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!DOCTYPE[^>]*>|</[^\s>]+\s*>"
    r"|<(?P<name>[^\s/>!?]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>",
    re.DOTALL,
)


class Span(NamedTuple):
    """Characters of a text."""

    start: int
    end: int
    text: str


@dataclass(eq=False)
class Element:
    """An element by its places in the text; its content is from `open` to `close`."""

    name: str
    start: int
    head: str
    parent: "Element | None"
    close: int
    end: int

    @property
    def open(self) -> int:
        return self.start + len(self.head)

    @property
    def around(self) -> Iterator["Element"]:
        """The elements around this one, the nearest first."""
        element = self.parent
        while element:
            yield element
            element = element.parent

    def within(self, *names: str) -> bool:
        return any(element.name in names for element in self.around)

    def span(self, attribute: str) -> Span | None:
        """The place of the value of an attribute."""
        return self._values.get(attribute)

    @cached_property
    def _values(self) -> Mapping[str, Span]:
        found = re.finditer(r'\s([^\s=]+)="([^"]*)"', self.head)
        return {
            match[1]: Span(self.start + match.start(2), self.start + match.end(2), match[2])
            for match in found
        }

    def get(self, attribute: str) -> str:
        found = self.span(attribute)
        return found.text if found else ""


@dataclass(eq=False)
class Page:
    """The text of a file, and its elements in their order."""

    text: str
    elements: Sequence[Element]

    @property
    def root(self) -> Element:
        return self.elements[0]

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.elements if element.name in names]

    def inside(self, element: Element, *names: str) -> list[Element]:
        """The elements of these names in another one."""
        return [inner for inner in self.all(*names) if element in inner.around]

    def content(self, element: Element) -> str:
        return self.text[element.open : element.close]

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def pointers(self, name: str) -> Sequence[Span]:
        """Where an identifier stands behind `#` in an attribute."""
        return self._pointers.get(name, ())

    @cached_property
    def _pointers(self) -> Mapping[str, Sequence[Span]]:
        found: dict[str, list[Span]] = {}
        for match in re.finditer(r'(?<=["\s])#([^\s"<>]+)(?=["\s])', self.text):
            found.setdefault(match[1], []).append(Span(*match.span(), match[0]))
        return found


@lru_cache(512)
def page(text: str) -> Page:
    """A well-formed text, taken apart."""
    elements: list[Element] = []
    around: list[Element] = []
    for token in _TOKEN.finditer(text):
        if token["name"]:
            parent = around[-1] if around else None
            element = Element(
                token["name"], token.start(), token[0], parent, token.end(), token.end()
            )
            elements.append(element)
            if not token["empty"]:
                around.append(element)
        elif token[0].startswith("</"):
            element = around.pop()
            element.close, element.end = token.span()
    return Page(text, elements)


Change = tuple[int, int, str]
"""A start, an end, and what shall stand there."""


class Place(NamedTuple):
    """What is to be changed in a file, and where in the good text the fault must be found."""

    at: int
    changes: Sequence[Change]


Pages = Mapping[str, Page]


class Scene(NamedTuple):
    """The same in a corpus: the name of the file in which it must be found, the place, and the
    changes by the names of files; and files that are new, in one of which it may be."""

    name: str
    at: int
    changes: Mapping[str, Sequence[Change]]
    new: Mapping[str, str] = {}


def changed(text: str, changes: Sequence[Change]) -> str:
    """A text with changes, none of which takes a line away."""
    for start, end, new in sorted(changes, reverse=True):
        lines = text.count("\n", start, end) - new.count("\n")
        text = text[:start] + new + "\n" * lines + text[end:]
    return text


def put(at: int, text: str) -> Place:
    """The place of a fault that is added."""
    return Place(at, [(at, at, text)])


def swapped(span: Span, text: str) -> Place:
    """The place of a fault that stands instead of what was right."""
    return Place(span.start, [(span.start, span.end, text)])


def without(element: Element, *attributes: str) -> list[Change]:
    """The changes that take attributes away."""
    names = "|".join(map(re.escape, attributes))
    found = re.finditer(rf'\s(?:{names})="[^"]*"', element.head)
    return [(element.start + match.start(), element.start + match.end(), "") for match in found]


def gone(*elements: Element) -> list[Change]:
    """The changes that take elements away."""
    return [(element.start, element.end, "") for element in elements]
