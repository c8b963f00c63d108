"""The raw page and places in it.

A `Source` is never changed: everything that is said of a page is said of a `Span` of it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

_RIGHT, _FAR_RIGHT = 20, 160
"""Spaces before a line that is set off to the right: so many at least, and at most."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: characters `start` up to, and without, `end`."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def __bool__(self) -> bool:
        return self.end > self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


NOWHERE = Span(0, 0)
"""The place of what has none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a place of the text.

    `kind` is the TEI element that it becomes, or an entry of the table in
    `teikit.converting.writing.inline`.
    `attributes` are those of the element; `id` stands for `xml:id`, and ids in it and in pointers
    (`#n3`) lack the file's stem, which the encoder puts before them. `text` is what the program
    adds at that place: a corrected number, a lost one.
    """

    span: Span
    kind: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    inner: Span | None = None
    """The part of the span that is written, where the rest (a bracket) is said by the markup."""
    divisible: bool = False
    """Whether it may stand in pieces, where other marks cross it: italics say no less so."""


@dataclass(frozen=True, slots=True)
class Region:
    """What the file's format says of a stretch of the text, and TEI does not repeat as it is.

    `kind` is `heading` (with `level`), `right`, `center`, `quote`, `verse`, `table`, `note` (with
    `id`: the text of a foot- or endnote, or, with `type="comment"`, of a comment), `notes` (the
    place where notes are collected), `furniture` (running titles, navigation), `rule` (a line
    between paragraphs: of no length, before what stands behind it), `rows` (lines that are one, and
    that only the width of the page parts), or `style` (with `name`: a
    class or paragraph style; `italic`, `bold`, `small-caps` or `spaced` where all of a paragraph
    is; `pre` where lines are as in the file).
    """

    span: Span
    kind: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Omission:
    """What stands in a file and not in its text.

    `kind` is a key of `teikit.converting.readers.omissions.KINDS`, `words` say what it is, `offset`
    where in the text it stood.
    """

    offset: int
    kind: str
    words: str


@dataclass(frozen=True)
class Source:
    """A raw page: where it came from, its text, and what its format says of the text.

    A paragraph is a line, or lines whose breaks count; an empty line stands between paragraphs
    where the format tells them apart. `marks` become TEI as they are: `hi`, `del`, `add`, `pb`,
    `foreign`, `ref` (`type="noteMark"`: `target` is the `id` of a region). Both are in the order of
    the text. `encoding` is the one that the user named, and without which the page cannot be read.
    """

    path: str
    text: str = field(repr=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    regions: tuple[Region, ...] = field(default=(), repr=False)
    omissions: tuple[Omission, ...] = field(default=(), repr=False)
    encoding: str = ""
    removed: tuple[int, ...] = field(default=(), repr=False)
    """Before which characters of the text the file has one more: signs that are marks now."""
    form: str = ""
    """What the page is, in words, where the end of its name does not say so."""

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @cached_property
    def name(self) -> str:
        """The file's name without its folders: what stands in the TEI."""
        return Path(self.path).name

    @property
    def span(self) -> Span:
        """The whole text."""
        return Span(0, len(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that stand alone in the text, as they are written: not those with brackets."""
        found = set(re.findall(r"[\w\[\]]+", self.text))
        return frozenset(word for word in found if "[" not in word and "]" not in word)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _right(self) -> list[Span]:
        return sorted(region.span for region in self.regions if region.kind == "right")

    @cached_property
    def _note_marks(self) -> list[Span]:
        return sorted(m.span for m in self.marks if m.attributes.get("type") == "noteMark")

    def note_marks_in(self, span: Span) -> list[Span]:
        """The note marks of the format within a span."""
        first = bisect_left(self._note_marks, Span(span.start, span.start))
        last = bisect_right(self._note_marks, Span(span.end, span.end))
        return [mark for mark in self._note_marks[first:last] if mark in span]

    def is_right(self, span: Span) -> bool:
        """Whether a line is set off to the right: by the format, or by spaces before it."""
        place = bisect_right(self._right, Span(span.start, len(self.text))) - 1
        if place >= 0 and span in self._right[place]:
            return True
        start = self.text.rfind("\n", max(0, span.start - _FAR_RIGHT), span.start) + 1
        before = self.text[start : span.start] if start else ""
        return len(before) >= _RIGHT and not before.strip()

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        return line, offset - start + self._removed(start, offset) + 1

    def offset(self, line: int, column: int) -> int:
        """The character at a line and a column: the inverse of `position`."""
        start = self._line_starts[line - 1]
        low, high = 0, column - 1
        while low < high:  # what is removed shifts all that stands behind it
            middle = (low + high) // 2
            if middle + self._removed(start, start + middle) < column - 1:
                low = middle + 1
            else:
                high = middle
        return start + low

    def _removed(self, start: int, offset: int) -> int:
        """How many signs of the file are missing in the text from the start of a line up to it."""
        return bisect_right(self.removed, offset) - bisect_left(self.removed, start)

    def trim(self, span: Span) -> Span:
        """The span without white space at its ends; an empty one if nothing else is there."""
        text = self.text[span.start : span.end]
        start = span.start + len(text) - len(text.lstrip())
        return Span(start, start + len(text.strip()))

    def lines(self, span: Span | None = None) -> list[Span]:
        """The lines that hold more than white space, trimmed."""
        region = span or self.span
        spans = (
            self.trim(Span(region.start + match.start(), region.start + match.end()))
            for match in re.finditer(r"[^\n]+", self[region])
        )
        return [line for line in spans if line]


def collapse(text: str) -> str:
    """The text with each run of white space as one space, and none at the ends."""
    if text.isprintable() and "  " not in text:  # of white space, only the space is printable
        return text.strip()
    return " ".join(text.split())
