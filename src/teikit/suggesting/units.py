"""The lines and paragraphs of pages, with what can be seen of each without a profile."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teikit.converting.source import Source, Span, collapse

_MARKUP = str.maketrans("", "", "_=~")
"""Signs that transcribers put around italics and spaced words."""
_NOTE_MARK = re.compile(
    r"\s*(?:\[(?!1[0-9]{3}\])[\w.*]{1,6}\]|\{[^{}]{1,6}\}|\(\d{1,3}\)|\*{1,3}|[†‡¹²³⁰⁴-⁹]{1,3}"
    r"|(?<=[^\W\d_])\d{1,3}(?:\.\d{1,2})?)[.,:]?$"
)
_LONGEST = 400
"""Characters of a unit that are looked at: what it begins with, and its end."""
_SHORT = 20
"""Words: a unit with more is prose."""
_NARROWEST, _WIDEST = 40, 110
"""Characters of a line in a page whose lines are broken at a width."""
_FULL = 0.75
"""The share of the width that a line fills if the next line goes on with it."""


class Unit(NamedTuple):
    """A paragraph, or a line that stands alone."""

    source: int
    """The index of its page."""
    span: Span
    text: str
    """Without note marks at its end and signs of italics; a long one shortened in its middle."""
    words: int
    gap: int
    """Empty lines before it."""
    level: int
    """Of a heading that the file's format knows; 0 for other text."""

    @property
    def is_short(self) -> bool:
        """Whether it may be something else than prose."""
        return self.words <= _SHORT and len(self.text) < _LONGEST


def units(sources: Sequence[Source]) -> list[Unit]:
    """The units of all pages, in order; furniture that the format knows is left out."""
    return [unit for index, source in enumerate(sources) for unit in _units(source, index)]


def width(source: Source) -> int:
    """Characters at which the lines of a page are broken; 0 if they are not."""
    lengths = sorted(len(line) for line in source.text.split("\n") if line.strip())
    if not lengths:
        return 0
    widest = lengths[len(lengths) * 19 // 20]
    if not _NARROWEST <= widest <= _WIDEST:
        return 0
    inner = full = 0
    for paragraph in _paragraphs(source):
        for line in paragraph[:-1]:
            inner += 1
            full += line.end - line.start >= widest * _FULL
    return widest if inner >= 5 and full * 2 > inner else 0


def _paragraphs(source: Source) -> Iterator[list[Span]]:
    """Lines with no empty line between them."""
    position, lines = 0, []
    for raw in source.text.split("\n"):
        if line := source.trim(Span(position, position + len(raw))):
            lines.append(line)
        elif lines:
            yield lines
            lines = []
        position += len(raw) + 1
    if lines:
        yield lines


def _units(source: Source, index: int) -> Iterator[Unit]:
    furniture = [region.span for region in source.regions if region.kind in {"furniture", "note"}]
    levels = {
        source.trim(region.span).start: int(region.attributes.get("level", "1"))
        for region in source.regions
        if region.kind == "heading"
    }
    marks = [mark.span for mark in source.marks if mark.attributes.get("type") == "noteMark"]
    cuts = _Cuts(source, marks)
    hidden = _Cuts(source, furniture)
    broken_at = width(source)
    end = 0
    for paragraph in _paragraphs(source):
        full = [line.end - line.start >= broken_at * _FULL for line in paragraph]
        joined = bool(broken_at) and any(full)
        gap = max(0, source.text.count("\n", end, paragraph[0].start) - 1)
        end = paragraph[-1].end
        groups = [Span(paragraph[0].start, paragraph[-1].end)] if joined else paragraph
        for place, span in enumerate(groups):
            if hidden.covers(span):
                continue
            text = cuts.without(span)
            count = text.count(" ") + 1
            if len(text) > _LONGEST:
                text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
            if text:
                level = levels.get(span.start, 0)
                yield Unit(index, span, text, count, 0 if place else gap, level)


class _Cuts:
    """Spans in the order of a text, which are gone through once."""

    def __init__(self, source: Source, spans: Sequence[Span]) -> None:
        self._source = source
        self._spans = sorted(spans)
        self._next = 0

    def covers(self, span: Span) -> bool:
        """Whether one of the spans holds all of this one, which is behind the last asked for."""
        while self._next < len(self._spans) and self._spans[self._next].end < span.end:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next].start <= span.start

    def without(self, span: Span) -> str:
        """The text of a span without what the spans cut out, clean."""
        while self._next < len(self._spans) and self._spans[self._next].end <= span.start:
            self._next += 1
        pieces, position = [], span.start
        place = self._next
        while place < len(self._spans) and self._spans[place].start < span.end:
            pieces.append(self._source.text[position : self._spans[place].start])
            position = max(position, self._spans[place].end)
            place += 1
        pieces.append(self._source.text[position : span.end])
        return clean("".join(pieces))


def clean(text: str) -> str:
    """The text without note marks at its end and signs of italics, white space collapsed."""
    text = collapse(text.translate(_MARKUP))
    for _ in range(3):
        shorter = _NOTE_MARK.sub("", text[-12:]) if len(text) > 12 else _NOTE_MARK.sub("", text)
        bare = text[:-12] + shorter if len(text) > 12 else shorter
        if not bare or bare == text:
            break
        text = bare
    return text
