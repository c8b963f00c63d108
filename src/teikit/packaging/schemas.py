"""The schemas that files name, with all that these include: the folder `schema` of a package."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from teikit.errors import TeikitError
from teikit.packaging.names import BagNames
from teikit.relaxng import Schema, SchemaError
from teikit.validating.schemas.addresses import has_scheme, path_of
from teikit.validating.schemas.catalogs import Catalogs, from_environment
from teikit.validating.schemas.naming import Named, named
from teikit.validating.schemas.resolving import Remote, Resolver, command, packaged
from teikit.validating.schemas.store.kinds import content
from teikit.validating.settings import AUTO, OWN, Settings
from teikit.xml.encoding import decoded
from teikit.xml.files import opened, real
from teikit.xml.prolog import prolog

FOLDER = "schema"
CATALOG = f"{FOLDER}/catalog.xml"

_BEGINNING = 1 << 18
"""Bytes of a file in which its schemas are named."""
_RELAXNG = frozenset({".rng", ".rnc"})


class SchemaRow(NamedTuple):
    """A schema as files name it.

    Attributes:
        address: as it is written; the name of the file where the settings name it.
        language: as it is called in messages.
        documents: how many files name it.
        file: its name in the payload; empty where the package does not have it.
    """

    address: str
    language: str
    documents: int
    file: str


@dataclass(slots=True)
class PackedSchemas:
    """The schemas of a package.

    Attributes:
        rows: each schema as it is named.
        files: what goes into the payload, by its name there.
        missing: why a schema is not there, or not with all that it includes.
    """

    rows: list[SchemaRow] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def packed_schemas(
    files: Mapping[str, Path], folders: Iterable[Path], settings: Settings
) -> PackedSchemas:
    """The schemas that the files and the settings name; `files` by their names in the payload."""
    gathering = _Gathering(Resolver([*folders], settings.catalog, _catalogs(settings)))
    for name, path in files.items():
        for each in _named_in(path):
            gathering.add(each, name, path)
    wanted = [*settings.schema, *(name for each in settings.schemas for name in each.schema)]
    for name in dict.fromkeys(wanted):
        for path in packaged() if name == OWN else [Path(name)] if name != AUTO else []:
            gathering.add_file(path)
    return gathering.placed()


def _catalogs(settings: Settings) -> Catalogs:
    return Catalogs(settings.catalogs, from_environment())


def _named_in(path: Path) -> Iterator[Named]:
    try:
        with opened(path) as stream:
            data = stream.read(_BEGINNING)
    except (OSError, ValueError):  # that is told where the file is copied
        return
    yield from (each for each in named(prolog(decoded(data))) if each.address)


class _Closure(NamedTuple):
    """A schema and what it includes: bytes by the paths of files, and addresses of the web."""

    root: str
    files: Mapping[str, bytes]
    addresses: Mapping[str, str]


@dataclass(slots=True)
class _Gathering:
    resolver: Resolver
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _paths: dict[tuple[str, str], str] = field(default_factory=dict)
    _catalog: dict[tuple[str, str], str] = field(default_factory=dict)
    _closures: dict[str, _Closure] = field(default_factory=dict)
    _missing: dict[str, None] = field(default_factory=dict)

    def add(self, schema: Named, name: str, path: Path) -> None:
        """A schema that the file at `path` names, whose name in the payload is `name`."""
        key = schema.address, schema.language.value
        self._counts[key] = self._counts.get(key, 0) + 1
        try:
            found = str(real(self.resolver.named(schema.address, path)))
        except Remote:
            words = f"the schema {schema.address} is on the web and not in the store, so that the"
            brings = f"`{command(schema.address)}` brings it"
            self._missing[f"{words} package does not have it: {brings}"] = None
            return
        except (TeikitError, OSError, ValueError) as error:
            self._missing[f"{error}: the package does not have it"] = None
            return
        self._paths.setdefault(key, found)
        self._catalog[_entry(schema.address, name)] = found
        self._include(found)

    def add_file(self, path: Path) -> None:
        """A schema that the settings name."""
        found = str(real(path))
        key = path.name, ""
        if found not in self._closures:
            self._counts.setdefault(key, 0)
            self._paths.setdefault(key, found)
            self._include(found)

    def _include(self, path: str) -> None:
        if path not in self._closures:
            self.resolver.trust(Path(path))
            self._closures[path], fault = _closure(path, self.resolver)
            if fault:
                # README.md says this, too, which knows nothing of folders of this machine.
                fault = fault.replace(f"{dirname(path)}/", "")
                words = f"{fault}: the package does not have all of the schema {Path(path).name}"
                self._missing[words] = None

    def placed(self) -> PackedSchemas:
        """All of it, under names in the payload."""
        found = PackedSchemas(missing=[*self._missing])
        places = _places([*self._closures.values()], self.resolver)
        for closure in self._closures.values():
            for path, data in closure.files.items():
                found.files[places[path]] = data
            for address, path in closure.addresses.items():
                self._catalog.setdefault(("uri", address), path)
        for key, count in self._counts.items():
            file = places.get(self._paths.get(key, ""), "")
            found.rows.append(SchemaRow(*key, count, file))
        entries = {key: places[path] for key, path in self._catalog.items() if path in places}
        if entries:
            found.files[CATALOG] = _catalog(entries).encode()
        return found


def _closure(root: str, resolver: Resolver) -> tuple[_Closure, str]:
    """A schema with all that it includes, as far as that is there; and what is wrong with it."""
    files: dict[str, bytes] = {}
    addresses: dict[str, str] = {}

    def read(address: str) -> bytes:
        place = resolver.located(address)
        data = resolver.read(place)
        if path := path_of(place):
            files[str(real(path))] = data
        return data

    def locate(href: str, base: str) -> str:
        place = resolver.located(href, base)
        if has_scheme(href) and (path := path_of(place)):
            addresses[href.partition("#")[0]] = str(real(path))
        return place

    fault = ""
    try:
        data = read(root)
        try:
            kind = content(data, root)
        except TeikitError:  # a DTD, an ODD, NVDL: nothing is known of what they include
            return _Closure(root, files, addresses), ""
        if kind.ending in _RELAXNG:
            Schema.from_file(root, read=read, locate=locate)
            return _Closure(root, files, addresses), ""
        waiting = [*kind.names]
        while waiting:
            each = waiting.pop()
            place = locate(each.address, each.base).partition("#")[0]
            path = path_of(place)
            if path is not None and str(real(path)) in files:
                continue
            try:
                waiting.extend(content(read(place), place).names)
            except (TeikitError, SchemaError) as error:
                if not each.known:
                    fault = fault or str(error)
    except (TeikitError, SchemaError) as error:
        fault = str(error)
    return _Closure(root, files, addresses), fault


def _places(closures: Iterable[_Closure], resolver: Resolver) -> dict[str, str]:
    """The names in the payload of the files of schemas, by their paths.

    Files of a store are named by their addresses, those of teikit by their own names, and others
    as they lie to each other, so that what includes others finds them.
    """
    own = str(real(packaged()[0]).parent)
    names = BagNames()
    names.give(CATALOG)
    places: dict[str, str] = {}
    others: list[list[str]] = []
    for closure in closures:
        rest = []
        for path in closure.files:
            if stored := resolver.in_store(Path(path)):
                places.setdefault(path, stored)
            elif dirname(path) == own:
                places.setdefault(path, Path(path).name)
            else:
                rest.append(path)
        others.append(rest)
    folders = [os.path.commonpath([dirname(path) for path in rest]) for rest in others if rest]
    tops = [
        folder
        for folder in dict.fromkeys(folders)
        if not any(Path(other) in Path(folder).parents for other in folders)
    ]
    prefixes = BagNames()
    for top in tops:
        prefix = "" if len(tops) == 1 else f"{prefixes.give(Path(top).name or FOLDER)}/"
        for rest in others:
            for path in rest:
                if Path(path).is_relative_to(top):
                    relative = PurePosixPath(Path(path).relative_to(top).as_posix())
                    places.setdefault(path, f"{prefix}{relative}")
    return {path: names.give(f"{FOLDER}/{place}") for path, place in places.items()}


def _entry(address: str, name: str) -> tuple[str, str]:
    """What a catalog has for an address in a file: the address, or how that it leads to ends."""
    if has_scheme(address):
        return "uri", address
    steps = normpath(join("/data", dirname(name), address.replace("\\", "/"))).split("/")
    path = "/" + "/".join(step for step in steps if step not in {"", ".."})
    return "uriSuffix", quote(path, safe="/%~!$&'()*+,;=:@")


def _catalog(entries: Mapping[tuple[str, str], str]) -> str:
    """A catalog of XML: for each address, the file in the folder of the catalog."""
    lines = []
    for (kind, address), name in sorted(entries.items()):
        file = quoteattr(quote(PurePosixPath(name).relative_to(FOLDER).as_posix(), safe="/~"))
        kinds = [(kind, "name" if kind == "uri" else "uriSuffix")]
        if kind == "uri":
            kinds.append(("system", "systemId"))
        else:
            kinds.append(("systemSuffix", "systemIdSuffix"))
        lines += [f"  <{tag} {given}={quoteattr(address)} uri={file}/>" for tag, given in kinds]
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">',
            *lines,
            "</catalog>\n",
        )
    )
