"""What the characters of a text are written as in a file."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

_WRITTEN = re.compile(
    r"(?P<one>&(?:#[^;]*|amp|lt|gt|quot|apos);|\r\n)|<!\[CDATA\[(?P<data>.*?)\]\]>|[<&]", re.DOTALL
)
"""In a text: what is not written as itself, or its end."""


class FileSpan(NamedTuple):
    """Characters of a file, from `start` up to `end`, counted from 0."""

    start: int
    end: int


class SpanMap:
    """What each character of a text, or of a value, is written as.

    Most are written as themselves: runs of such characters are kept, and what is between them.

    Attributes:
        start: where the text begins in the file.
        end: where it ends, at the next tag or quote.
        length: how many characters it has.
    """

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.length = 0
        self._counts: list[int] = []  # how many characters are before each run
        self._starts: list[int] = []
        self._widths: list[int] = []  # of each character of the run

    def take(self, text: str, end: int) -> "SpanMap":
        """Go on up to `end`, or up to the next tag: with references and CDATA sections."""
        while found := _WRITTEN.search(text, self.end, end):
            self._run(found.start(), 1)
            if found["one"]:
                self._run(found.end(), len(found["one"]))
            elif found["data"] is None:
                return self
            else:
                self.end = found.start("data")
                self.take_raw(text, found.end("data"))
                self.end = found.end()
        self._run(end, 1)
        return self

    def take_raw(self, text: str, end: int) -> "SpanMap":
        """Go on up to `end`, where nothing has a meaning but line ends."""
        while (found := text.find("\r\n", self.end, end)) >= 0:
            self._run(found, 1)
            self._run(found + 2, 2)
        self._run(end, 1)
        return self

    def span(self, start: int, end: int) -> FileSpan:
        """What the characters from `start` up to `end` are written as."""
        first = self._piece(start).start
        return FileSpan(first, self._piece(end - 1).end if end > start else first)

    def index(self, position: int) -> int:
        """How many of the characters begin before a position of the file."""
        run = bisect_left(self._starts, position) - 1
        if run < 0:
            return 0
        ahead = (position - self._starts[run] - 1) // self._widths[run] + 1
        return min(self._counts[run] + ahead, *self._counts[run + 1 : run + 2], self.length)

    def _run(self, end: int, width: int) -> None:
        if end > self.end:
            self._counts.append(self.length)
            self._starts.append(self.end)
            self._widths.append(width)
            self.length += (end - self.end) // width
            self.end = end

    def _piece(self, index: int) -> FileSpan:
        if index >= self.length:
            return FileSpan(self.end, self.end)
        run = bisect_right(self._counts, index) - 1
        start = self._starts[run] + index - self._counts[run]
        return FileSpan(start, start + self._widths[run])
