"""Where the words of a document stand: in the text of its TEI, and from there in the raw page.

The source layer of a document and its stretch of the raw page are the same text once white space
is dropped. So a place is found by counting characters that are not white space: as many as stand
before an element in the one stand before it in the other.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import takewhile
from typing import TYPE_CHECKING

from teikit.converting.source import Source, Span, collapse
from teikit.tei.elements import name_of
from teikit.tei.text.events import Break, Characters, Closed, Opened, Symbol
from teikit.tei.text.layers import BREAKS, SOURCE
from teikit.tei.text.walker import events

if TYPE_CHECKING:
    from lxml import etree

LONGEST = 60
"""Characters of words that are shown; what is left out shows as an ellipsis."""


class Solid:
    """A text without its white space: its characters, and the place of each in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        # A list of so many numbers would take ten times the memory.
        self.places = array("I", (place for place, sign in enumerate(text) if not sign.isspace()))
        self.characters = "".join(text.split())

    def __len__(self) -> int:
        return len(self.places)

    def count(self, place: int) -> int:
        """How many characters stand before a place in the text."""
        return bisect_left(self.places, place)

    def start(self, span: Span) -> int:
        """The place in the text where characters begin."""
        return self.places[span.start]

    def end(self, span: Span) -> int:
        """The place in the text where characters end."""
        return self.places[span.end - 1] + 1

    def words(self, span: Span) -> str:
        """The text that some of the characters stand in, on one line."""
        return collapse(self.text[self.start(span) : self.end(span)]) if span else ""


class Printed:
    """A `text` element as its page has it: the source layer, and the span of each element in it.

    Notes that stand elsewhere come behind it.

    Spans count characters that are not white space. Page furniture before and after the document
    is no part of it: its elements have no span.
    """

    def __init__(self, text: "etree._Element", notes: "Iterable[etree._Element]" = ()) -> None:
        self.spans: dict[etree._Element, Span] = {}
        self._pieces: list[str] = []
        self._written = 0
        self._solid = 0
        self._limits = [0]  # where paragraphs, headings and their like begin and end, sorted
        starts: list[int] = []
        furniture: Opened | None = None
        for event in events(text, SOURCE, with_skipped=True, behind=notes):
            if isinstance(event, Closed):
                opened = event.opened
                start = starts.pop()
                if furniture is None:
                    self.spans[opened.element] = Span(start, self._solid)
                    self._limit(opened)
                elif opened is furniture:
                    furniture = None
            elif isinstance(event, Opened):
                starts.append(self._solid)
                if furniture is None:
                    self._limit(event)
                    if _is_furniture(event.element, text):
                        furniture = event
            elif furniture is not None:
                continue
            elif isinstance(event, Symbol) or (isinstance(event, Characters) and not event.hidden):
                self._write(event.text)
            elif isinstance(event, Break):
                self._write("\n")
        self.solid = Solid("".join(self._pieces))

    def _limit(self, opened: Opened) -> None:
        """What stands before the beginning or the end of a block is no part of what is behind."""
        if opened.name in BREAKS and not opened.hidden:
            self._write("\n")
            self._limits.append(self._written)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._written += len(text)
        self._solid += len("".join(text.split()))

    def find(self, words: str, within: Span) -> Span:
        """Where words stand in a part of the text, whatever their white space; empty if nowhere."""
        sought = "".join(words.split())
        start = self.solid.characters.find(sought, within.start, within.end) if sought else -1
        return Span(start, start + len(sought)) if start >= 0 else Span(0, 0)

    def words(self, span: Span) -> str:
        """The words in a span, on one line, shortened."""
        return shortened(self.solid.words(span))

    def words_before(self, span: Span, longest: int = LONGEST) -> str:
        """The words of a paragraph up to the end of a span; long ones without their beginning."""
        end = self.solid.end(span)
        begin = self._limits[bisect_right(self._limits, end) - 1]
        text = collapse(self.solid.text[max(begin, end - 4 * LONGEST) : end])
        return text if len(text) <= longest else f"… {text[-longest:].partition(' ')[2]}"

    def words_after(self, span: Span) -> str:
        """The words of a paragraph from the beginning of a span, shortened."""
        start = self.solid.start(span)
        limit = bisect_right(self._limits, start)
        end = self._limits[limit] if limit < len(self._limits) else self._written
        return shortened(collapse(self.solid.text[start : min(end, start + 4 * LONGEST)]))


def shortened(text: str) -> str:
    """The text, or as many of its first words as may be shown."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]} …"


def _is_furniture(node: "etree._Element", text: "etree._Element") -> bool:
    return name_of(node) == "fw" and node.getparent() is text


def _in_common(first: Iterable[str], second: Iterable[str]) -> int:
    """With how many of the same characters two texts begin."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


class Stretch:
    """The part of a raw page that a document was made from, beside what its TEI has now.

    Where the TEI was edited, its words before the first change and after the last one still have
    their places; between the two, nothing is said.
    """

    def __init__(self, page: Source, span: Span, printed: Solid) -> None:
        self._page = page
        self._start = span.start
        self._raw = Solid(page[span])
        self._printed = printed
        ours, theirs = printed.characters, self._raw.characters
        self._head = len(ours) if ours == theirs else _in_common(ours, theirs)
        self._tail = 0 if ours == theirs else _in_common(reversed(ours), reversed(theirs))

    def start(self, span: Span) -> int | None:
        """The place in the page where the TEI's characters begin; nothing where it is not sure."""
        moved = self._moved(span)
        return self._start + self._raw.start(moved) if moved else None

    def end(self, span: Span) -> int | None:
        """The place in the page where they end."""
        moved = self._moved(span)
        return self._start + self._raw.end(moved) if moved else None

    def _moved(self, span: Span) -> Span:
        """The same characters in the page; none where it is not sure."""
        if span.end <= self._head:
            return span
        if span.start >= len(self._printed) - self._tail:
            longer = len(self._raw) - len(self._printed)
            return Span(span.start + longer, span.end + longer)
        return Span(0, 0)

    def count(self, offset: int) -> int | None:
        """The inverse of `start`: how many of the TEI's characters stand before a place."""
        count = self._raw.count(offset - self._start)
        if offset < self._start or offset > self._start + len(self._raw.text):
            return None
        if count <= self._head:
            return count
        longer = len(self._raw) - len(self._printed)
        return count - longer if count >= len(self._raw) - self._tail else None

    def has(self, offset: int) -> bool:
        """Whether a place of the page is sure: in unchanged text, or outside of the document."""
        if self._start <= offset <= self._start + len(self._raw.text):
            return self.count(offset) is not None
        return offset <= len(self._page.text) and self._head + self._tail > 0

    def words(self, offset: int) -> str:
        """The words of the line that begins at a place of the page, shortened."""
        line, _, _ = self._page.text[offset : offset + 4 * LONGEST].lstrip().partition("\n")
        return shortened(collapse(line))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the page, both counted from 1."""
        return self._page.position(offset)
