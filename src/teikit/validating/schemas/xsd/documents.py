"""The documents of an XSD schema, read ahead: the engine is handed these, and opens nothing itself.

A schema is made of many files, by `include`, `import`, `redefine` and `override`. Each address
is asked of the resolver, and each file is read as safely as any document.
"""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector

from lxml import etree

from teikit.errors import TeikitError
from teikit.relaxng import SchemaError
from teikit.validating.schemas.addresses import path_of
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.wording import clipped, tag
from teikit.xml.cache import Sources
from teikit.xml.files import Unreadable, parsed

XS = "{http://www.w3.org/2001/XMLSchema}"

MOST = 1000
"""Documents of one schema; those of large standards have some hundred."""
LARGEST = 64 * 1024**2
"""Bytes of all of them together."""
DEEPEST = 100
"""Elements in each other; people write about twenty, and of some hundred the engine gives up."""

_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)
_NAMING = [f"{XS}{name}" for name in ("include", "import", "redefine", "override")]


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a schema: the one that was named first, then those that others name.

    Attributes:
        addresses: by which the engine knows them, and by which they name each other.
        roots: their elements.
        places: where they are.
        sources: what they were read from, with no bytes for those that may be missing.
    """

    addresses: Sequence[str]
    roots: Sequence[etree._Element]
    places: Sequence[str]
    sources: Sources

    def elements(self, *names: str) -> Iterator[etree._Element]:
        """The elements of these names in all of them."""
        for root in self.roots:
            yield from root.iter(*names)


class _Shelf:
    """Documents as they are found."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._size = 0
        self._numbers: dict[str, int] = {}
        self.files: dict[str, bytes] = {}
        self.references: dict[tuple[str, str], str] = {}
        self.places: list[str] = []
        self.roots: list[etree._Element] = []
        self.addresses: list[str] = []

    def address(self, place: str) -> str:
        """The address by which the engine is to know the document at a place; it is read first."""
        if place not in self._numbers:
            root = self._root(place)
            number = self._numbers[place] = len(self.roots)
            name = _UNSAFE.sub("_", place.partition("?")[0].rpartition("/")[2])
            self.addresses.append(f"teikit://{number}/{name or 'schema'}")
            self.places.append(place)
            self.roots.append(root)
        return self.addresses[self._numbers[place]]

    def _root(self, place: str) -> etree._Element:
        self.files[place] = b""
        try:
            data = self.files[place] = self._resolver.read(place)
            root = parsed(data, path_of(place) or Path(place)).getroot()
        except SchemaError as error:
            raise TeikitError(error.reason) from None
        except Unreadable as error:
            line = f" in line {error.line}" if error.line else ""
            raise TeikitError(f"it is broken{line}: {error.reason}") from None
        self._size += len(data)
        if len(self.roots) == MOST or self._size > LARGEST:
            most = f"{MOST} documents, or {LARGEST // 1024**2} MB"
            raise TooMuch(f"the schema is made of more than {most}")
        if root.tag != f"{XS}schema":
            raise TeikitError(f"it is no XSD schema, as it begins with {tag(root)}")
        if _depth(root) > DEEPEST:
            raise TooMuch(f"it is nested too deeply: more than {DEEPEST} elements in each other")
        return root


class TooMuch(TeikitError):  # noqa: N818 (named for what it tells)
    """A schema that wants more than any schema needs."""


def documents(schema: Path, resolver: Resolver, known: Collection[str]) -> Documents:
    """The schema in a file, and all documents that it names.

    What it imports of the `known` namespaces may be missing: the engine has its own. Raises
    `TeikitError` for any other that is missing, broken, or not to be opened.
    """
    shelf = _Shelf(resolver)
    shelf.address(resolver.located(schema.absolute().as_posix()))
    number = 0
    while number < len(shelf.roots):
        base = shelf.places[number]
        for reference, written in _references(shelf.roots[number]):
            place = shelf.references[written, base] = resolver.located(written, base)
            try:
                reference.set("schemaLocation", shelf.address(place))
            except TooMuch:
                raise
            except TeikitError as error:
                if _imported(reference) not in known:
                    raise _lost(reference, base, place, error) from None
                del reference.attrib["schemaLocation"]
        number += 1
    sources = Sources(shelf.files, shelf.references)
    return Documents(shelf.addresses, shelf.roots, shelf.places, sources)


class Opener(OpenerDirector):
    """What the engine opens addresses with: it gets what has been read, and what is its own."""

    def __init__(self, documents: Documents, own: Path) -> None:
        """It knows the documents of one schema, and the folder of the engine's `own` schemas."""
        super().__init__()
        self._roots = dict(zip(documents.addresses, documents.roots, strict=True))
        self._own = own

    def __reduce__(self) -> tuple[type["Opener"], tuple[Documents, Path]]:
        """What is kept of it opens nothing but what is the engine's own: all has been read."""
        return Opener, (Documents((), (), (), Sources({}, {})), self._own)

    def open(self, fullurl: object, data: object = None, timeout: object = None) -> BytesIO:
        """A document; raises `URLError` for any other address."""
        address = str(fullurl)
        root = self._roots.get(address)
        if root is not None:
            return BytesIO(etree.tostring(root))
        path = path_of(address)
        if path and Path(os.path.normpath(path)).is_relative_to(self._own):
            return BytesIO(path.read_bytes())
        raise URLError("this is not a document of the schema")


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements that name other documents, and the addresses of these, as they are written."""
    for element in root.iterchildren(*_NAMING):
        written = (element.get("schemaLocation") or "").strip()
        try:
            urlsplit(written)
        except ValueError:  # brackets, say
            raise TeikitError(f"it names '{clipped(written, 60)}', which is no address") from None
        if written:
            yield element, written.partition("#")[0]


def _depth(root: etree._Element) -> int:
    """How many elements are in each other, at most."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _imported(reference: etree._Element) -> str | None:
    return reference.get("namespace") if reference.tag == f"{XS}import" else None


def _lost(reference: etree._Element, base: str, place: str, error: TeikitError) -> TeikitError:
    line: Any = reference.sourceline
    verb = etree.QName(reference).localname
    path = path_of(place)
    shown = path.name if path else clipped(place, 60)
    return TeikitError(f"{verb} of {shown} in line {line} of {Path(base).name}: {error}")
