"""A schema with all that it includes, brought together from the web or from files."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from teikit.errors import TeikitError
from teikit.relaxng import Schema, SchemaError
from teikit.validating.schemas.addresses import has_scheme, is_web, joined, key, path_of
from teikit.validating.schemas.allowed import Allowed
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.store.fetching import fetch
from teikit.validating.schemas.store.kinds import content
from teikit.xml.files import read

MAX_FILES = 200
MAX_TOTAL = 128 << 20
"""Bytes of all files of a schema."""
SECONDS = 300
"""Seconds in which all of them must be there."""


class BundlePart(NamedTuple):
    """A file of a schema.

    Attributes:
        address: by which it is named.
        base: what its own addresses are relative to, where the file really is.
        data: its bytes.
        ending: what a file of its kind ends with.
    """

    address: str
    base: str
    data: bytes
    ending: str


class Bundle(NamedTuple):
    """A schema and what it includes, directly or not, each file once."""

    root: BundlePart
    includes: tuple[BundlePart, ...]


def gather(source: str, address: str, allowed: Allowed, others: Resolver) -> Bundle:
    """The schema at `source`, on the web or a path, as it is to be known by `address`.

    What a schema in a file includes from other files must be `allowed`; what is neither on the web
    nor a file, as `urn:`, `others` must have. Raises `TeikitError`.
    """
    return _Gathering(allowed, others).bundle(source, address)


class _Gathering:
    def __init__(self, allowed: Allowed, others: Resolver) -> None:
        self._allowed = allowed
        self._others = others
        self._parts: dict[str, BundlePart] = {}  # by the keys of their addresses
        self._data: dict[str, bytes] = {}  # by the keys of where they really are
        self._paths: dict[str, str] = {}  # of what comes from files, by where it is said to be
        self._total = 0
        self._end = time.monotonic() + SECONDS

    def bundle(self, source: str, address: str) -> Bundle:
        if is_web(source):
            root = self._part(source, source)._replace(address=address)
        else:
            self._allowed.trust(Path(source))
            base = address if is_web(address) else _pretended(address, Path(source).name)
            root = self._part(base, base, source)._replace(address=address)
        if root.ending in (".rng", ".rnc"):
            try:
                Schema.from_string(root.data, root.base, read=self._read, locate=self._located)
            except SchemaError as error:
                raise TeikitError(f"{source} cannot be used as a schema: {error}") from None
        else:
            self._follow(root)
        first = key(root.base)
        includes = [part for part in self._parts.values() if key(part.base) != first]
        return Bundle(root, tuple(includes))

    def _follow(self, root: BundlePart) -> None:
        """Bring what a schema of XML names, and what that names."""
        waiting, seen = [root], {key(root.base)}
        while waiting:
            part = waiting.pop()
            for named in content(part.data, part.base).names:
                try:
                    place = key(self._located(named.address, named.base))
                except TeikitError:
                    if named.known:
                        continue
                    raise
                found = next((each for each in self._known() if key(each.base) == place), None)
                if found and place not in seen:
                    seen.add(place)
                    waiting.append(found)

    def _known(self) -> Iterator[BundlePart]:
        return iter([*self._parts.values()])

    def _located(self, href: str, base: str) -> str:
        """Where what is named in the file at `base` really is, once it has been brought."""
        address = joined(base, href).partition("#")[0]
        path = self._paths.get(base)
        if is_web(href):
            path = None
        elif path is not None:
            path = joined(path, href)
        if path is None and not is_web(address):
            if address.lower().startswith("file:") or not has_scheme(address):
                raise TeikitError(f"{base} includes {href}, a file that is not on the web")
            return address
        try:
            return self._part(address, address, path).base
        except TeikitError as error:
            raise TeikitError(f"{error} (it is named in {base})") from None

    def _read(self, address: str) -> bytes:
        found = self._data.get(key(address))
        return self._others.read(address) if found is None else found

    def _part(self, address: str, base: str, path: str | None = None) -> BundlePart:
        """A file by its address, brought if it is not there yet."""
        known = self._parts.get(key(address))
        if known:
            return known
        if len(self._parts) >= MAX_FILES:
            raise TeikitError(f"the schema is made of more than {MAX_FILES} files")
        if time.monotonic() > self._end:
            raise TeikitError(f"the files of the schema are not there after {SECONDS} seconds")
        media_type = ""
        if path is None:
            base, data, media_type = fetch(base)
        else:
            data = self._file(path)
        self._total += len(data)
        if self._total > MAX_TOTAL:
            raise TeikitError(f"the files of the schema are larger than {MAX_TOTAL >> 20} MB")
        shown = base if path is None else path
        part = BundlePart(address, base, data, content(data, shown, media_type).ending)
        self._parts[key(address)] = part
        self._data[key(base)] = data
        if path is not None:
            self._paths[base] = path
        return part

    def _file(self, address: str) -> bytes:
        path = path_of(address)
        if path is None or "\0" in str(path) or not self._allowed.open_to(path):
            raise TeikitError(f"{address} lies outside of the folder of the schema and of this one")
        return read(path)


def _pretended(address: str, name: str) -> str:
    """Where a file is said to be that is known by an address that has no folders."""
    return f"file:///{quote(address, safe='')}/{quote(name)}"
