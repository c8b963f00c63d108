"""A file that is checked, in the forms in which checks want it."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from lxml import etree

from teikit.tei.once import Once
from teikit.validating.index.facts import Facts, gather
from teikit.xml.encoding import decoded
from teikit.xml.entities import in_its_place
from teikit.xml.files import (
    MAX_TEXT,
    NotWellFormed,
    TooLarge,
    Unreadable,
    Unsafe,
    opened,
    parsed,
    read,
)
from teikit.xml.markup import Markup, read_markup
from teikit.xml.paths import ElementPaths
from teikit.xml.pieces import CHUNK, growing, sliced
from teikit.xml.positions import Positions
from teikit.xml.prolog import Prolog, prolog

MAX_CHECKED = 200_000_000
"""Bytes of memory that a document may take with all that rules look at; a larger has no tree."""
STREAMED = 16 * 1024 * 1024
"""Bytes of a file that is not even read as a whole."""

_SMALL = 1 << 18
_BEGINNING = 1 << 20
"""Bytes in which the prolog of a document ends."""
_WIDE = re.compile(rb"[\xf0-\xf4]")
"""Begins a character in UTF-8 that makes each of a text take four bytes."""

if TYPE_CHECKING:
    from teikit.validating.index.inclusions import Relatives


@dataclass(frozen=True, eq=False)
class CheckedDocument(Once):
    """A well-formed file: where it is, its bytes, its tree, and its relatives by inclusion.

    The rest is made when it is first asked for.
    """

    path: Path
    data: bytes
    tree: etree._ElementTree
    relatives: "Relatives | None" = None
    _answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.data)

    @cached_property
    def name(self) -> str:
        """The path as it is shown."""
        return str(self.path)

    @property
    def is_part(self) -> bool:
        """Whether another file of the run includes it."""
        return self.relatives is not None and self.relatives.is_part

    @cached_property
    def facts(self) -> Facts:
        """What rules look at, gathered in one walk."""
        return gather(self.tree.getroot(), self.markup)

    @cached_property
    def paths(self) -> ElementPaths:
        """The paths of its elements."""
        return ElementPaths(self.tree.getroot())

    @cached_property
    def markup(self) -> Markup:
        """The text of the file, its markup and its lines."""
        return read_markup(decoded(self.data))

    @cached_property
    def positions(self) -> Positions:
        """Where in the text everything stands."""
        return Positions(self.data, self.markup, self.facts.numbers)


@dataclass(frozen=True, eq=False)
class LargeDocument:
    """A file that would take too much memory as a tree: it can be read in pieces only.

    `data` is what it holds, if it is not to be read from the disk.
    """

    path: Path
    data: bytes | None = None

    @cached_property
    def size(self) -> int:
        """Its bytes. Raises `OSError` where the file is not there any more."""
        return self.path.stat().st_size if self.data is None else len(self.data)

    @cached_property
    def name(self) -> str:
        """The path as it is shown."""
        return str(self.path)

    @cached_property
    def prolog(self) -> Prolog:
        """What stands before the content."""
        if self.data is not None:
            return prolog(decoded(self.data[:_BEGINNING]))
        with opened(self.path) as stream:
            return prolog(decoded(stream.read(_BEGINNING)))

    def pieces(self) -> Iterator[bytes]:
        """Its bytes. Raises `OSError` and `ValueError` where it cannot be read any more."""
        if self.data is not None:
            yield from sliced(self.data)
            return
        with opened(self.path) as stream:
            while piece := stream.read(CHUNK):
                yield piece

    def fault(self) -> Unreadable | None:
        """What is not well-formed, or not safe, if anything is."""
        parser = expat.ParserCreate(namespace_separator="\x01")

        def here() -> tuple[int, int]:
            return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1

        def declared(*_: object) -> None:
            words = "the document is too large to have entities of its own; split it"
            raise Unsafe(self.path, *here(), words)

        def skipped(name: str, is_parameter: object) -> None:
            if not is_parameter:
                words = f"the entity &{name[:60]}; is not declared here{in_its_place(name)}"
                raise NotWellFormed(self.path, *here(), words)

        parser.EntityDeclHandler = declared
        parser.SkippedEntityHandler = skipped
        try:
            for piece in growing(self.pieces(), lambda: parser.CurrentByteIndex):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except Unreadable as error:
            return error
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code) or str(error)
            return NotWellFormed(self.path, error.lineno, error.offset + 1, words)
        except (LookupError, ValueError) as error:
            return NotWellFormed(self.path, 1, 1, f"the encoding cannot be read: {error}")
        return None


def load_document(path: Path) -> CheckedDocument:
    """The document in a file. Raises `Unreadable`."""
    return document_of(path, read(path))


def document_of(path: Path, data: bytes) -> CheckedDocument:
    """The document in a file whose bytes are there. Raises `Unreadable`."""
    if checked_size(data) > MAX_CHECKED:
        raise TooLarge(path, 0, 0, "the document would take too much memory; split it")
    return CheckedDocument(path, data, parsed(data, path))


def checked_size(data: bytes) -> int:
    """Bytes of memory that a document takes while it is checked, about; 0 for any small one.

    One with a text that no tree can hold takes more than there is.
    """
    if len(data) < _SMALL:
        return 0
    if len(data) > MAX_TEXT and max(map(len, data.split(b"<"))) > MAX_TEXT:
        return sys.maxsize
    width = 1 if data.isascii() else 4 if _WIDE.search(data) else 2
    tags = max(data.count(b"<"), data.count(b">"))
    return 620 * tags + 260 * data.count(b"=") + (6 + 3 * width) * len(data)
