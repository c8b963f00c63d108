"""Documents in the forms in which callers have them, as bytes in pieces."""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from teikit.relaxng.errors import ValidationError
from teikit.relaxng.messages.sentences import step
from teikit.relaxng.patterns.names import SEPARATOR
from teikit.xml.encoding import encoding_of
from teikit.xml.markup import Markup
from teikit.xml.pieces import CHUNK, sliced

LARGE = 1 << 20  # bytes; what is larger is read in pieces only

Document = str | Path | bytes | BinaryIO | Any


def pieces(document: Document) -> Iterator[bytes]:
    """The bytes of a document: a path, the bytes themselves, an open file, or a tree of lxml."""
    if isinstance(document, bytes):
        # In pieces, or each error would look at all that is left of a document on one line.
        yield from sliced(document)
    elif isinstance(document, (str, Path)):
        with Path(document).open("rb") as file:
            yield from _read(file)
    elif is_tree(document):
        # Serialising in C and parsing again is faster than to walk a tree in Python.
        # Where there is a tree of lxml, that is loaded; nothing here needs it.
        root = _root(document)
        etree = sys.modules[type(root.getroottree()).__module__]
        yield etree.tostring(root, encoding="utf-8", with_tail=False)
    else:
        yield from _read(document)


def _read(file: BinaryIO) -> Iterator[bytes]:
    # Always pieces of the same size, or errors about text would differ by how a file comes.
    held = bytearray()
    while piece := file.read(CHUNK):
        held += piece
        while len(held) >= CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    if held:
        yield bytes(held)


def markup_of(document: Document) -> Markup | None:
    """The markup of a document that is in order but for what a schema says of it.

    None for what is not well-formed, plain and in UTF-8, and for what is large or no file.
    """
    if isinstance(document, (str, Path)):
        path = Path(document)
        if not path.is_file() or path.stat().st_size > LARGE:
            return None
        document = path.read_bytes()
    if not isinstance(document, bytes) or len(document) > LARGE:
        return None
    if encoding_of(document.removeprefix(BOM_UTF8)).lower() != "utf-8":
        return None
    try:
        expat.ParserCreate(namespace_separator=SEPARATOR).Parse(document, True)
        found = Markup(document.decode("utf-8-sig"))
    except (expat.ExpatError, LookupError, ValueError):  # or an encoding that expat cannot use
        return None
    return found if found.is_plain else None


def is_tree(document: Document) -> bool:
    """Whether it is a tree or an element of lxml."""
    return hasattr(document, "getroot") or hasattr(document, "nsmap")


def _root(tree: Any) -> Any:
    return tree.getroot() if hasattr(tree, "getroot") else tree


def in_tree(errors: Iterator[ValidationError], tree: Any) -> Iterator[ValidationError]:
    """The errors with the lines that the tree remembers; columns it does not."""
    lines: dict[str, int] | None = None
    for error in errors:
        if lines is None:
            lines = dict(_lines(_root(tree)))
        yield error._replace(line=lines.get(error.path, 0), column=0)


def _lines(root: Any) -> Iterator[tuple[str, int]]:
    home, local = _parts(root)
    waiting = [(root, f"/{step(home, local, home)}")]
    while waiting:
        element, path = waiting.pop()
        yield path, element.sourceline or 0
        counts: dict[str, int] = {}
        for child in element.iterchildren("*"):
            number = counts[child.tag] = counts.get(child.tag, 0) + 1
            waiting.append((child, f"{path}/{step(*_parts(child), home)}[{number}]"))


def _parts(element: Any) -> tuple[str, str]:
    namespace, _, local = element.tag.rpartition("}")
    return namespace[1:], local
