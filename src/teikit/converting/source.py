"""The raw page and places in it.

A `Source` is never changed: everything that is said of a page is said of a `Span` of it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from teikit.errors import TeikitError

LARGEST_PAGE = 32 * 1024 * 1024
"""Bytes. A web page of an edition holds some 100 kB; a file beyond this is something else."""

# XML 1.0 cannot hold these, not even as character references. White space among them (form feed
# and its kin) is harmless: the encoder writes it as a space.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff]")


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


@dataclass(frozen=True)
class Source:
    """A raw page: where it came from, and its text."""

    path: str
    text: str = field(repr=False)

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @property
    def name(self) -> str:
        """The file's name without its folders: what stands in the TEI."""
        return Path(self.path).name

    @property
    def span(self) -> Span:
        """The whole text."""
        return Span(0, len(self.text))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The character at a line and a column: the inverse of `position`."""
        return self._line_starts[line - 1] + column - 1

    def trim(self, span: Span) -> Span:
        """The span without white space at its ends; an empty one if nothing else is there."""
        text = self[span]
        start = span.start + len(text) - len(text.lstrip())
        return Span(start, max(start, span.start + len(text.rstrip())))

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
    return " ".join(text.split())


def read(path: Path) -> Source:
    """Read a raw page.

    Raises:
        TeikitError: the file is missing, empty, too large, not UTF-8, or not text.
    """
    try:
        if path.exists() and not path.is_file():
            raise TeikitError(f"{path}: is not a file; name the raw pages, or their folder")
        size = path.stat().st_size
        if size > LARGEST_PAGE:
            raise TeikitError(f"{path}: {size:,} bytes are too many for a page; split it")
        data = path.read_bytes()
    except FileNotFoundError:
        raise TeikitError(f"{path}: no such file; name the raw pages to convert") from None
    except OSError as error:
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None
    return decode(data, str(path))


def decode(data: bytes, path: str) -> Source:
    """Make a `Source` of the bytes of a page.

    Raises:
        TeikitError: the bytes are empty, not UTF-8, or hold what no XML file can hold.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TeikitError(f"{path}: is in UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise TeikitError(f"{path}: is a binary file, not text; name a page of plain text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TeikitError(
            f"{path}:{line}: byte 0x{data[error.start]:02x} is not UTF-8; save the page as UTF-8"
        ) from None
    if not text.strip():
        raise TeikitError(f"{path}: is empty; there is nothing to convert")
    source = Source(path, text)
    if bad := _NOT_XML.search(text):
        line, column = source.position(bad.start())
        raise TeikitError(
            f"{path}:{line}:{column}: the control character U+{ord(bad.group()):04X} cannot stand"
            " in XML; remove it"
        )
    return source
