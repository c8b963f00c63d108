"""Documents in the forms in which callers have them, as bytes in pieces."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from teikit.relaxng.errors import ValidationError
from teikit.relaxng.sentences import step

CHUNK = 1 << 16  # bytes

Document = str | Path | bytes | BinaryIO | Any


def pieces(document: Document) -> Iterator[bytes]:
    """The bytes of a document: a path, the bytes themselves, an open file, or a tree of lxml."""
    if isinstance(document, bytes):
        # In pieces, or each error would look at all that is left of a document on one line.
        for start in range(0, len(document), CHUNK):
            yield document[start : start + CHUNK]
    elif isinstance(document, (str, Path)):
        with Path(document).open("rb") as file:
            yield from _read(file)
    elif is_tree(document):
        # Serialising in C and parsing again is faster than to walk a tree in Python.
        from lxml import etree  # noqa: PLC0415  # only where there is a tree of it

        yield etree.tostring(_root(document), encoding="utf-8", with_tail=False)
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
        yield replace(error, line=lines.get(error.path, 0), column=0)


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
