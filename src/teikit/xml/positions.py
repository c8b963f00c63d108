"""Where in the text of a file the things stand that a tree of lxml tells no place of."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from teikit.xml.encoding import encoding_fault, mark_and_encoding
from teikit.xml.markup import Markup
from teikit.xml.names import XML, Element
from teikit.xml.spans import FileSpan, SpanMap

_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TARGET = re.compile(r"<\?\S+?(?:\s+|(?=\?>))")
_CHILDLESS = ("<!", "<?")


class Positions:
    """The places of the nodes of a file in its text.

    A node is an element, a comment or a processing instruction. Positions are counted in
    characters of `text`, from 0; a mark at the beginning that tells the encoding is not in it.

    Attributes:
        text: the text of the file, without its mark, its entities in place of their references.
        markup: the text, its markup and its lines.
    """

    def __init__(self, data: bytes, markup: Markup, numbers: Mapping[Element, int]) -> None:
        """`markup` is that of `data`, `numbers` are those of all nodes, in their order."""
        self._data = data
        self.markup = markup
        self._numbers = numbers
        self.text = markup.text
        self._known_attributes: dict[int, Mapping[str, tuple[int, FileSpan]]] = {}
        self._known_pieces: dict[int, SpanMap] = {}

    @property
    def mark(self) -> bytes:
        """The mark of the encoding at the beginning of the file, or nothing."""
        return mark_and_encoding(self._data)[0]

    @property
    def encoding(self) -> str:
        """The encoding of the file, by its name in Python."""
        return mark_and_encoding(self._data)[1]

    def encoded(self, text: str) -> bytes | None:
        """The bytes of a file that holds `text`; None where it must not be written.

        That is where something of this file was lost on the way to its text, and where the encoding
        of the file does not know a character.
        """
        if encoding_fault(self._data):
            return None
        try:
            if self.mark + self.markup.file.text.encode(self.encoding) != self._data:
                return None
            return self.mark + text.encode(self.encoding)
        except (LookupError, UnicodeError):
            return None

    # Where the parts of a document stand

    def node(self, number: int) -> Element:
        """The node of this number in the document; comments before the root count, too."""
        return self._nodes[number]

    def number(self, node: Element) -> int:
        """The number of a node."""
        return self._numbers[node]

    def tag(self, node: Element) -> FileSpan:
        """The start tag of an element; a whole comment or processing instruction."""
        at = self.markup.nodes[self._numbers[node]]
        start = self.markup.starts[at]
        return FileSpan(start, start + len(self.markup.tags[at]))

    def end(self, node: Element) -> int:
        """Where the text behind a node begins: behind its end tag, if it has one."""
        return self._tails[self._numbers[node]]

    def name(self, element: Element) -> FileSpan:
        """The beginning of a start tag: `<` and the name."""
        tag = self.tag(element)
        found = _NAME.match(self.text, tag.start)
        assert found, "a parser took it for a tag"
        return FileSpan(*found.span())

    def attributes(self, element: Element) -> Mapping[str, FileSpan]:
        """The values of the attributes of an element, without their quotes.

        They are known by the names that lxml gives them, and `xmlns` ones as they are written.
        """
        return {name: value for name, (_, value) in self._attributes(element).items()}

    def has(self, element: Element, attribute: str) -> bool:
        """Whether an attribute is written in the start tag of an element."""
        return attribute in self._attributes(element)

    def attribute(self, element: Element, attribute: str) -> FileSpan:
        """The value of an attribute, without its quotes."""
        return self._attributes(element)[attribute][1]

    def attribute_name(self, element: Element, attribute: str) -> int:
        """Where the name of an attribute begins."""
        return self._attributes(element)[attribute][0]

    def new_attribute(self, element: Element) -> int:
        """Where in its start tag an element can take a further attribute."""
        start, end = self.tag(element)
        return start + len(self.text[start:end].rstrip("/>").rstrip())

    def value(self, element: Element, attribute: str, start: int, end: int) -> FileSpan:
        """Where the characters from `start` up to `end` of an attribute's value stand."""
        return self.value_pieces(element, attribute).span(start, end)

    def characters(self, node: Element, start: int, end: int, *, tail: bool = False) -> FileSpan:
        """Where the characters from `start` up to `end` of a node's text, or tail, stand."""
        return self.text_pieces(node, tail=tail).span(start, end)

    def value_pieces(self, element: Element, attribute: str) -> SpanMap:
        """What the value of an attribute is written as."""
        start, end = self._attributes(element)[attribute][1]
        return self._pieces(start, end)

    def text_pieces(self, node: Element, *, tail: bool = False) -> SpanMap:
        """What the text of a node, or its tail, is written as."""
        tag = self.tag(node)
        if tail:
            return self._pieces(self._tails[self._numbers[node]], len(self.text))
        if isinstance(node, etree._Comment):
            return SpanMap(tag.start + len("<!--")).take_raw(self.text, tag.end - len("-->"))
        if isinstance(node, etree._ProcessingInstruction):
            found = _TARGET.match(self.text, tag.start)
            assert found, "a parser took it for an instruction"
            return SpanMap(found.end()).take_raw(self.text, tag.end - len("?>"))
        if not isinstance(node.tag, str) or self.text.startswith("/>", tag.end - 2):
            return SpanMap(tag.end)
        return self._pieces(tag.end, len(self.text))

    def _pieces(self, start: int, end: int) -> SpanMap:
        # They are kept, as there can be thousands of findings in one text.
        if start not in self._known_pieces:
            self._known_pieces[start] = SpanMap(start).take(self.text, end)
        return self._known_pieces[start]

    def _attributes(self, element: Element) -> Mapping[str, tuple[int, FileSpan]]:
        """Where the name of each attribute begins, and its value."""
        number = self._numbers[element]
        if number not in self._known_attributes:
            self._known_attributes[number] = dict(self._find_attributes(element))
        return self._known_attributes[number]

    def _find_attributes(self, element: Element) -> Iterator[tuple[str, tuple[int, FileSpan]]]:
        at = self.name(element).end
        while match := _ATTRIBUTE.match(self.text, at):
            value = FileSpan(*match.span(3 if match[2] is None else 2))
            yield _full_name(match[1], element), (match.start(1), value)
            at = match.end()

    @cached_property
    def _nodes(self) -> list[Element]:
        return list(self._numbers)

    @cached_property
    def _tails(self) -> list[int]:
        """Where the text behind each node begins."""
        tails = [0] * len(self.markup.nodes)
        open_: list[int] = []
        starts = self.markup.starts
        numbers = {at: number for number, at in enumerate(self.markup.nodes)}
        for at, tag in enumerate(self.markup.tags):
            end = starts[at] + len(tag)
            if tag.startswith("</"):
                tails[open_.pop()] = end
            elif at in numbers:
                number = numbers[at]
                tails[number] = end
                if tag[:2] not in _CHILDLESS and tag[-2] != "/":
                    open_.append(number)
        return tails


def _full_name(written: str, element: Element) -> str:
    """The name of an attribute as lxml has it."""
    prefix, colon, name = written.partition(":")
    if not colon or prefix == "xmlns":
        return written
    return f"{{{XML if prefix == 'xml' else element.nsmap[prefix]}}}{name}"
