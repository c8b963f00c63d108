"""Catalogs of XML (OASIS): which file, or which other address, stands for an address.

Editors and distributions come with such catalogs. Entries for URIs and for system identifiers are
both asked, since an address of a schema is either; of several that fit, the longest counts. Nothing
is fetched: a further catalog on the web is passed over.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from teikit.errors import TeikitError
from teikit.validating.schemas.addresses import joined, key, path_of
from teikit.xml.files import Unreadable, read, real

VARIABLE = "XML_CATALOG_FILES"
"""The variable of the environment that names catalogs for all programs."""

MAX_CATALOGS = 200
"""Catalogs that name each other, read in a run; oXygen's are some fifty."""

_NAMESPACE = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_SEPARATOR = "\x01"
_ROOT = f"{_NAMESPACE}{_SEPARATOR}catalog"
_BASE = f"http://www.w3.org/XML/1998/namespace{_SEPARATOR}base"
_SCHEME = re.compile(r"https:", re.IGNORECASE)


class _Family(NamedTuple):
    """The names of entries and of their attributes for one kind of address."""

    exact: str
    rewrite: str
    suffix: str
    delegate: str
    name: str
    start: str
    end: str


_FAMILIES = (
    _Family("uri", "rewriteURI", "uriSuffix", "delegateURI", "name", "uriStartString", "uriSuffix"),
    _Family(
        *("system", "rewriteSystem", "systemSuffix", "delegateSystem"),
        *("systemId", "systemIdStartString", "systemIdSuffix"),
    ),
)


class CatalogEntry(NamedTuple):
    """An entry: the name of its element, what it is asked for, and what it leads to, absolute."""

    kind: str
    asked: str
    target: str


class Catalogs:
    """The catalogs of a run, asked in their order.

    Attributes:
        missing: catalogs that others or the environment name, and that are not there.
    """

    def __init__(self, files: Iterable[str] = (), environment: Iterable[str] = ()) -> None:
        """`files` are named by the user; those of the `environment` may be missing.

        Raises `TeikitError` where a catalog is broken, or one of `files` is missing.
        """
        self.missing: list[str] = []
        self._entries: dict[Path, Sequence[CatalogEntry]] = {}
        self._first: list[Path] = []
        for name in files:
            self._first.append(self._load(_named(name)))
        for name in environment:
            path = _named(name)
            if path.exists():
                self._first.append(self._load(path))
            else:
                self.missing.append(str(path))

    def __bool__(self) -> bool:
        return bool(self._first)

    def resolved(self, address: str) -> str | None:
        """The absolute address, mostly `file:`, that stands for an absolute one, if any does."""
        address = key(address)
        for path in self._first:
            found = self._asked(path, address, set())
            if found is not None:
                return found or None
        return None

    def _load(self, first: Path) -> Path:
        """Read a catalog, with all that it leads to; the path by which it is known."""
        first = real(first)
        waiting = [first]
        while waiting:
            path = waiting.pop()
            if path in self._entries:
                continue
            if len(self._entries) >= MAX_CATALOGS:
                raise TeikitError(f"{first}: more than {MAX_CATALOGS} catalogs belong to this one")
            self._entries[path] = entries(path)
            for entry in self._entries[path]:
                if entry.kind == "nextCatalog" or entry.kind.startswith("delegate"):
                    further = _file(entry)
                    if further and further.exists():
                        waiting.append(further)
                    elif further:
                        self.missing.append(str(further))
        return first

    def _asked(self, path: Path, address: str, asked: set[Path]) -> str | None:
        """What a catalog says; empty where it says that nobody else is to be asked."""
        known = self._entries.get(path)
        if known is None or path in asked:
            return None
        asked.add(path)
        for family in _FAMILIES:
            found = _best(known, family, address)
            if found is not None:
                return found
        for family in _FAMILIES:
            found = self._delegated(known, family, address, asked)
            if found is not None:
                return found
        for entry in known:
            if entry.kind == "nextCatalog" and (further := _file(entry)):
                found = self._asked(further, address, asked)
                if found is not None:
                    return found
        return None

    def _delegated(
        self, known: Sequence[CatalogEntry], family: _Family, address: str, asked: set[Path]
    ) -> str | None:
        fitting = [
            entry
            for entry in known
            if entry.kind == family.delegate and address.startswith(_start(entry.asked))
        ]
        for entry in sorted(fitting, key=lambda entry: -len(entry.asked)):
            further = _file(entry)
            found = self._asked(further, address, asked) if further else None
            if found:
                return found
        return "" if fitting else None


def _best(known: Iterable[CatalogEntry], family: _Family, address: str) -> str | None:
    """What the entries of a catalog make of an address; the longest that fits counts."""
    rewritten: tuple[int, str] | None = None
    suffixed: tuple[int, str] | None = None
    for kind, asked, target in known:
        if kind == family.exact and key(asked) == address:
            return target
        if kind == family.rewrite:
            start = _start(asked)
            longer = rewritten is None or len(start) > rewritten[0]
            if longer and address.startswith(start) and not _leads_up(address[len(start) :]):
                rewritten = len(start), target + address[len(start) :]
        elif (
            kind == family.suffix
            and address.endswith(asked)
            and (suffixed is None or len(asked) > suffixed[0])
        ):
            suffixed = len(asked), target
    chosen = rewritten or suffixed
    return chosen[1] if chosen else None


def _leads_up(rest: str) -> bool:
    """Whether the end of an address leaves the folder that takes the place of its beginning."""
    return ".." in re.split(r"[/\\]", unquote(rest))


def _start(beginning: str) -> str:
    """The beginning of addresses, as `key` writes them."""
    beginning = _SCHEME.sub("http:", beginning.strip(), count=1)
    scheme, slashes, rest = beginning.partition("://")
    if not slashes or scheme.lower() != "http":
        return beginning
    host, slash, path = rest.partition("/")
    return f"http://{host.lower()}{slash}{path}"


def _file(entry: CatalogEntry) -> Path | None:
    path = path_of(entry.target)
    return real(path) if path else None


def _named(name: str) -> Path:
    """The file that the user names by a path or by `file:`."""
    path = path_of(name)
    if path is None:
        raise TeikitError(f"the catalog {name} is not a file; save it, and name the file")
    return path


def from_environment(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The catalogs that the environment names, with spaces or signs for lists between them."""
    value = environment.get(VARIABLE, "")
    if os.path.exists(value):  # noqa: PTH110  # a path with spaces in it
        return [value]
    names = re.split(r"[\s;]+", value)
    if os.pathsep == ":":
        names = [part for name in names for part in re.split(r"(?<!file):", name)]
    return [name for name in names if name]


def entries(path: Path) -> Sequence[CatalogEntry]:
    """The entries of the catalog in a file. Raises `TeikitError` where it is none, or broken."""
    try:
        data = read(path)
    except Unreadable as error:
        raise TeikitError(f"the catalog {path} cannot be used: {error.reason}") from None
    reader = _Reader(real(path).as_uri())
    try:
        reader.read(data)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise TeikitError(f"the catalog {path} is broken: {error}") from None
    return reader.found


class _Reader:
    """Reads a catalog; its DTD is not needed, and not asked for."""

    def __init__(self, base: str) -> None:
        self.found: list[CatalogEntry] = []
        self._bases = [base]

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        parser.Parse(data, True)

    def _entity(self, *_: object) -> None:
        raise ValueError("it declares entities, which no catalog needs")

    def _end(self, _: str) -> None:
        self._bases.pop()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self._bases) == 1 and name != _ROOT:
            raise ValueError("this is no catalog of OASIS: it does not begin with <catalog>")
        base = self._bases[-1]
        if _BASE in attributes:
            base = joined(base, attributes[_BASE])
        self._bases.append(base)
        namespace, _, kind = name.rpartition(_SEPARATOR)
        if namespace != _NAMESPACE:
            return
        asked, target = _ATTRIBUTES.get(kind, ("", ""))
        value = attributes.get(target, "").strip()
        if value:
            entry = CatalogEntry(kind, attributes.get(asked, "").strip(), joined(base, value))
            if entry.asked or not asked:
                self.found.append(entry)


def _attributes() -> Iterator[tuple[str, tuple[str, str]]]:
    yield "nextCatalog", ("", "catalog")
    for family in _FAMILIES:
        yield family.rewrite, (family.start, "rewritePrefix")
        yield family.suffix, (family.end, "uri")
        yield family.exact, (family.name, "uri")
        yield family.delegate, (family.start, "catalog")


# What an entry is asked for, and where it leads to.
_ATTRIBUTES: Mapping[str, tuple[str, str]] = dict(_attributes())
