"""Putting a `Source` together from a file of formatted text, piece by piece.

White space becomes what a reader of the page sees: one space, a tab, the end of a line, an empty
line between paragraphs. Marks and regions begin and end at what is not white space.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from teikit.converting.source import Mark, Omission, Region, Source, Span
from teikit.errors import TeikitError

NONE, SPACE, TAB, LINE, PARAGRAPH = "", " ", "\t", "\n", "\n\n"
"""What parts what is written next from what is written already, in rising order."""

Style = tuple[str, tuple[tuple[str, str], ...]]
"""How letters look, or what happened to them: the kind of a mark, and its attributes."""

ITALIC: Style = ("hi", (("rend", "italic"),))
BOLD: Style = ("hi", (("rend", "bold"),))
SMALL_CAPS: Style = ("hi", (("rend", "small-caps"),))
SPACED: Style = ("hi", (("rend", "spaced"),))
UNDERLINE: Style = ("hi", (("rend", "underline"),))
DOUBLE_UNDERLINE: Style = ("hi", (("rend", "double-underline"),))
SUPERSCRIPT: Style = ("hi", (("rend", "superscript"),))
SUBSCRIPT: Style = ("hi", (("rend", "subscript"),))
DELETED: Style = ("del", (("rend", "strikethrough"),))
ADDED: Style = ("add", ())

OF_PARAGRAPHS: Mapping[Style, str] = {
    ITALIC: "italic",
    BOLD: "bold",
    SMALL_CAPS: "small-caps",
    SPACED: "spaced",
}
"""Styles that say nothing of words where a paragraph is all of it; the names of their regions."""

# Not seen on the page: soft hyphens, and marks of no width that programs put in.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_GAP = re.compile(r"\s+")
_WIDE = 3
"""No-break spaces, from which on a gap in a line is seen as one."""


def foreign(language: str) -> Style:
    """The style of words in another language than the page's."""
    return ("foreign", (("lang", language),))


@dataclass(slots=True, eq=False)
class Extent:
    """A part of the text while it is written: `start` is not known before something is in it."""

    kind: str
    attributes: dict[str, str] = field(default_factory=dict)
    start: int = -1
    end: int = -1

    @property
    def span(self) -> Span:
        """Where it stands; empty if nothing was written in it."""
        return Span(max(self.start, 0), max(self.start, self.end, 0))


class TextBuilder:
    """Takes text, breaks and what begins and ends in it, and makes a `Source` of all."""

    def __init__(self) -> None:
        self.omissions: list[Omission] = []
        self._pieces: list[str] = []
        self._length = 0
        self._gap = NONE
        self._waiting: list[Extent] = []
        self._points: list[Extent] = []
        self._styled: dict[Style, Extent] = {}
        self._marks: list[Extent] = []

    @property
    def length(self) -> int:
        """Characters written, without the gap that may follow."""
        return self._length

    @property
    def parted(self) -> bool:
        """Whether what is written next begins a paragraph."""
        return self._gap == PARAGRAPH or not self._length

    # What is written

    def write(self, text: str, styles: Iterable[Style] = ()) -> None:
        """Write text: white space in it parts words, and no more."""
        text = text.translate(_UNSEEN)
        if bad := _NOT_XML.search(text):
            self.omit("control", f"U+{ord(bad.group()):04X}")
            text = _NOT_XML.sub("", text)
        if text.count("\xa0") < _WIDE:  # each gap is one space
            if text[:1].isspace():
                self.part(SPACE)
            if words := " ".join(text.split()):
                self._solid(words, styles)
                if text[-1].isspace():
                    self.part(SPACE)
            return
        position = 0
        for gap in _GAP.finditer(text):
            if gap.start() > position:
                self._solid(text[position : gap.start()], styles)
            self.part(TAB if gap.group().count("\xa0") >= _WIDE else SPACE)
            position = gap.end()
        if position < len(text):
            self._solid(text[position:], styles)

    def written(self, since: Extent) -> str:
        """What was written since a stretch began."""
        pieces: list[str] = []
        length = self._length - since.start if since.start >= 0 else 0
        for piece in reversed(self._pieces):
            if length <= 0:
                break
            pieces.append(piece)
            length -= len(piece)
        return "".join(reversed(pieces))

    def part(self, gap: str) -> None:
        """Part what follows from what stands before, if nothing stronger does already."""
        if _RANK[gap] > _RANK[self._gap]:
            self._gap = gap

    def line(self) -> None:
        """End a line; two ends of lines with nothing between them end a paragraph."""
        self.part(PARAGRAPH if self._gap == LINE else LINE)

    def _solid(self, words: str, styles: Iterable[Style]) -> None:
        if self._gap and self._length:
            self._pieces.append(self._gap)
            self._length += len(self._gap)
        if self._gap == PARAGRAPH:
            self._styled.clear()
        self._gap = NONE
        for stretch in (*self._waiting, *self._points):
            stretch.start = self._length
        self._waiting.clear()
        self._points.clear()
        wanted = frozenset(styles)
        for style in [style for style in self._styled if style not in wanted]:
            del self._styled[style]
        self._pieces.append(words)
        start = self._length
        self._length += len(words)
        for style in sorted(wanted):
            if style not in self._styled:
                self._styled[style] = Extent(style[0], dict(style[1]), start)
                self._marks.append(self._styled[style])
            self._styled[style].end = self._length

    def stop(self, styles: Iterable[Style]) -> None:
        """End these styles: what is written next in one of them is another mark."""
        for style in styles:
            self._styled.pop(style, None)

    # What stands in it

    def begin(self, kind: str, attributes: Mapping[str, str] | None = None) -> Extent:
        """Begin a stretch; it is what `end` makes of it that counts."""
        stretch = Extent(kind, dict(attributes or {}))
        self._waiting.append(stretch)
        return stretch

    def end(self, stretch: Extent) -> None:
        """End a stretch behind the last word written."""
        if stretch.start < 0:
            self._waiting.remove(stretch)
            stretch.start = self._length
        stretch.end = max(stretch.start, self._length)

    def point(self, kind: str, attributes: Mapping[str, str] | None = None) -> Extent:
        """A stretch of no length: here, or where the next paragraph begins."""
        stretch = Extent(kind, dict(attributes or {}), self._length)
        if self.parted:
            self._points.append(stretch)
        return stretch

    def omit(self, kind: str, words: str) -> None:
        """Remember what is in the file, and not in the text."""
        self.omissions.append(Omission(self._length, kind, words))

    # The result

    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def marks(self) -> list[Extent]:
        """The styles of words as stretches, in order; those of whole paragraphs are others."""
        return self._marks

    def source(
        self,
        path: str,
        marks: Iterable[Extent],
        regions: Iterable[Extent],
        encoding: str = "",
        form: str = "",
    ) -> Source:
        """The source: these marks and those of the styles, these regions and those of paragraphs.

        Raises:
            TeikitError: there is no text.
        """
        text = self.text()
        if not text:
            raise TeikitError(f"{path}: holds no text; there is nothing to convert")
        others = list(marks)
        hidden = _Spans(mark.span for mark in others if mark.kind == "ref")
        words, paragraphs = told_apart(hidden.blanked(text), self._marks)
        styled = [mark for mark in words if not hidden.hold(mark.span)]
        return Source(
            path,
            text,
            tuple(
                Mark(each.span, each.kind, each.attributes)
                for each in sorted((*others, *styled), key=_order)
                if each.span or each.kind == "pb"
            ),
            tuple(
                Region(each.span, each.kind, each.attributes)
                for each in sorted((*regions, *paragraphs), key=_order)
                if each.span or each.kind == "rule"
            ),
            tuple(self.omissions),
            encoding,
            form=form,
        )


_RANK = {gap: rank for rank, gap in enumerate((NONE, SPACE, TAB, LINE, PARAGRAPH))}


def _order(stretch: Extent) -> tuple[int, int, str, str]:
    return stretch.span.start, -stretch.span.end, stretch.kind, stretch.attributes.get("rend", "")


class _Spans:
    """Spans that do not overlap, to ask whether another lies in one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def blanked(self, text: str) -> str:
        """The text with spaces in these spans."""
        pieces = []
        position = 0
        for span in self._spans:
            pieces += [text[position : span.start], " " * (span.end - span.start)]
            position = span.end
        return "".join((*pieces, text[position:]))

    def hold(self, span: Span) -> bool:
        place = bisect_right(self._starts, span.start) - 1
        return place >= 0 and span in self._spans[place]


def told_apart(text: str, marks: Iterable[Extent]) -> tuple[list[Extent], list[Extent]]:
    """Marks of words, and regions for the marks that hold all words of their line or paragraph.

    What holds for a paragraph is no mark; what holds for a line of one is both.
    """
    words: list[Extent] = []
    paragraphs: list[Extent] = []
    for mark in marks:
        name = OF_PARAGRAPHS.get((mark.kind, tuple(mark.attributes.items())))
        if name and _is_initial(text, mark.span):
            continue
        if name and _is_alone(text, mark.span, _LINE_END):
            paragraphs.append(Extent("style", {"name": name}, mark.start, mark.end))
        if not name or not _is_alone(text, mark.span, _EMPTY_LINE):
            words.append(mark)
    return words, paragraphs


def _is_initial(text: str, span: Span) -> bool:
    """Whether it is a large first letter, and the word goes on behind it."""
    begins = not span.start or text[span.start - 1] == "\n"
    return begins and span.end == span.start + 1 and text[span.end : span.end + 1].isalpha()


_LETTER = re.compile(r"[^\W_]")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_LINE_END = re.compile(r"\n")
_AROUND = 100
"""Characters: in so many there is a letter, or the paragraph begins or ends."""


def _is_alone(text: str, span: Span, border: re.Pattern[str]) -> bool:
    """Whether no letter or digit stands beside a span, up to the borders around it."""
    before = border.split(text[max(0, span.start - _AROUND) : span.start])
    behind = border.split(text[span.end : span.end + _AROUND])
    begins = len(before) > 1 or span.start <= _AROUND
    ends = len(behind) > 1 or span.end + _AROUND >= len(text)
    return begins and ends and not _LETTER.search(before[-1]) and not _LETTER.search(behind[0])
