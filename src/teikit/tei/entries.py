"""Who or what a name means: the entry that its pointer leads to, and public identifiers.

A pointer may be an address of the web, an id in the same file or in another
(`../authority/persons.xml#roe`), a prefix and an id (`gnd:118540238`, also one that the header
declares), or a mere key. Files are opened where they have to do with what is exported; a key, or an
id whose file is not there, is looked up in the authority files.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from teikit.errors import TeikitError
from teikit.tei.coordinates import Coordinates, coordinates
from teikit.tei.correspondence import written
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.header import elements
from teikit.tei.identifiers import is_address, public
from teikit.tei.life import NO_LIFE, Lifetime, lifetime
from teikit.tei.text.plain import plain
from teikit.tei.volume import elements_by_id

if TYPE_CHECKING:
    from lxml import etree

    _Named = tuple[str, etree._Element]
    """An element with its name."""

AUTHORITY = "authority"
"""The folder where authority files usually stand: beside the files, or beside their folder."""

_NAMES = frozenset(
    {
        "persName",
        "orgName",
        "placeName",
        "settlement",
        "country",
        "region",
        "geogName",
        "name",
        "title",
        "label",
        "term",
    }
)
_KINDS: Mapping[str, str] = {
    "person": "person",
    "personGrp": "person",
    "org": "org",
    "nym": "",
    "place": "place",
}
_POINTING = frozenset({*_NAMES, "idno", "ptr", "ref"})
_NAMING = ("ref", "key", "target", "sameAs", "corresp")
_POINTERS = ("ref", "sameAs", "corresp", "target", "key")
# Of these, identifiers and names in an entry are those of something else.
_OTHERS = frozenset(
    {
        "affiliation",
        "bibl",
        "birth",
        "death",
        "event",
        "listBibl",
        "listRelation",
        "note",
        "occupation",
        "relation",
        "residence",
        "state",
        "trait",
    }
)
_NOT_OWN = _OTHERS.union(_KINDS)
_ENDINGS = frozenset({".xml", ".tei"})
_PREFIXED = re.compile(r"([A-Za-z][\w.+-]*):(?!//)(.+)")
# A pattern that takes all behind the prefix, or one run of signs. Others could take any time.
_SIMPLE = re.compile(r"\^?\((?:\.[+*]|(?:\[[^\]()]*\]|\\[wdS])[+*]?(?:\{\d+(?:,\d*)?\})?)+\)\$?")


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """What an authority file tells of a person, a body or a place.

    `kind` is `person`, `org` or `place`, empty where it does not say; `addresses` are the lasting
    addresses of public identifiers, in the order of the entry; `where` is where a place lies,
    `life` when a person lived.
    """

    name: str = ""
    kind: str = ""
    addresses: tuple[str, ...] = ()
    where: Coordinates | None = None
    life: Lifetime = NO_LIFE


NO_ENTRY = NamedEntry()
"""Of what no file tells."""


class EntryQuestion(NamedTuple):
    """What was asked of the disk, so that it can be asked again (`answer`).

    Kinds are `around` (the authority files around the folder `address`), `pointed` (the file that
    the pointer `address` names, in a file of the folder `base`) and `entries` (a digest of what the
    file `address` holds).
    """

    kind: str
    address: str
    base: str = ""


class EntryFiles:
    """The files in which entries are looked up, as they lie on this disk."""

    def entry_files(self, folder: Path) -> tuple[Path, ...]:
        """The authority files around a folder, without links in their paths."""
        from teikit.xml.files import real  # noqa: PLC0415 (it brings lxml with it)

        near = [place for place in authority_folders(folder) if _is_near(place, real(folder))]
        return tuple(real(file) for place in near for file in authority_files(place))

    def entry_file(self, folder: Path, address: str) -> Path | None:
        """The file that a pointer in a file of a folder names, where it may be opened."""
        from teikit.xml.files import beside, is_file, real  # noqa: PLC0415

        found = beside(folder / "_", address)
        if found is None or found.suffix.lower() not in _ENDINGS or "\0" in str(found):
            return None
        found = real(found)
        return found if _is_near(found, real(folder)) and is_file(found) else None

    def entry_data(self, file: Path) -> bytes:
        """What such a file holds. Raises `TeikitError` where it cannot be read."""
        from teikit.xml.files import read  # noqa: PLC0415

        return read(file)


@dataclass(slots=True)
class Entries:
    """The entries that names lead to. Each file is opened once, when it is first needed.

    `files` are authority files in which mere keys and ids are looked up, besides those in a folder
    `authority` beside what is exported. `unreadable` says of files why they could not be read.
    `note` takes what is asked of the disk for a name, before it is answered; `disk` answers.
    `names_only` says that of entries in the letters' own files nothing is asked but name and kind:
    each letter may have a list of persons of its own, and to read identifiers takes longest.
    """

    files: Sequence[Path] = ()
    unreadable: list[TeikitError] = field(default_factory=list)
    note: Callable[[EntryQuestion], object] | None = None
    disk: EntryFiles = field(default_factory=EntryFiles)
    names_only: bool = False
    _opened: "dict[Path, Mapping[str, etree._Element]]" = field(default_factory=dict)
    _made: "dict[etree._Element, NamedEntry]" = field(default_factory=dict)
    _around: dict[Path, tuple[Path, ...]] = field(default_factory=dict)
    _addressed: dict[Path, Mapping[str, NamedEntry]] = field(default_factory=dict)
    _own: "tuple[etree._Element | None, Mapping[str, etree._Element]]" = (None, {})
    _of_root: "etree._Element | None" = None
    _led: dict[str, NamedEntry | None] = field(default_factory=dict)
    _prefixes: "tuple[etree._Element | None, Mapping[str, str]]" = (None, {})

    def of(self, name: "etree._Element", document: Document) -> NamedEntry:
        """What is known of that which an element of a document names, from all its pointers."""
        if self._of_root is not document.root:
            self._of_root, self._led = document.root, {}
        given = name.keys()
        found = [
            entry
            for attribute in _NAMING
            if attribute in given
            for pointer in name.get(attribute, "").split()
            if (entry := self._led_once(pointer, document)) is not None
        ]
        if not found:
            return NO_ENTRY
        if len(found) == 1:
            return found[0]
        return NamedEntry(
            next((entry.name for entry in found if entry.name), ""),
            next((entry.kind for entry in found if entry.kind), ""),
            tuple(dict.fromkeys(address for entry in found for address in entry.addresses)),
            next((entry.where for entry in found if entry.where), None),
            next((entry.life for entry in found if entry.life != NO_LIFE), NO_LIFE),
        )

    def of_pointer(self, pointer: str, document: Document) -> NamedEntry:
        """What is known of that which one of the pointers of a name leads to."""
        if self._of_root is not document.root:
            self._of_root, self._led = document.root, {}
        return self._led_once(pointer, document) or NO_ENTRY

    def _led_once(self, pointer: str, document: Document) -> NamedEntry | None:
        """What a pointer leads to; the same one stands in a file many times."""
        if pointer not in self._led:
            self._led[pointer] = self._led_to(pointer, document)
        return self._led[pointer]

    def _led_to(self, pointer: str, document: Document) -> NamedEntry | None:
        if is_address(pointer):
            return self._at(public(pointer), document)
        if match := _PREFIXED.fullmatch(pointer):
            prefix, rest = match[1], match[2]
            if replacement := self._declared(document).get(prefix):
                return self._led_to(replacement.replace("$1", rest), document)
            address = public(rest, prefix)
            return self._at(address, document) if address else self._keyed(rest, document)
        file, _, identity = pointer.rpartition("#")
        if file and identity:
            there = self.pointed_file(document.path, file)
            if there is not None and identity in (entries := self._in(there)):
                return self._entry(entries[identity])
        return self._keyed(identity, document)

    def _keyed(self, identity: str, document: Document) -> NamedEntry | None:
        """The entry with this id: in the document's own file, else in the authority files."""
        own = _entry_around(self._ids(document).get(identity))
        if own is not None and name_of(own) in _KINDS:
            # Held by its element, it would hold this letter.
            return _named(own) if self.names_only else entry_of(own)
        for file in self.files_for(document.path):
            if (found := self._in(file).get(identity)) is not None:
                return self._entry(found)
        return None

    def _at(self, address: str, document: Document) -> NamedEntry | None:
        """What the authority files tell of what has this address, or the address alone."""
        if not address:
            return None
        for file in self.files_for(document.path):
            self._ask("entries", file)
            if file not in self._addressed:
                entries = [self._entry(entry) for entry in self._in(file).values()]
                self._addressed[file] = {
                    each: entry for entry in reversed(entries) for each in entry.addresses
                }
            if found := self._addressed[file].get(address):
                return found
        return NamedEntry(addresses=(address,))

    def _ids(self, document: Document) -> "Mapping[str, etree._Element]":
        if document.volume is not None:
            return document.volume.ids
        if self._own[0] is not document.root:
            self._own = (document.root, elements_by_id(document.root))
        return self._own[1]

    def _declared(self, document: Document) -> Mapping[str, str]:
        """What the header declares for prefixes: addresses with `$1` for what is behind them."""
        if self._prefixes[0] is not document.root:
            found = elements(document.root, "teiHeader//prefixDef")
            declared = {
                definition.get("ident", ""): definition.get("replacementPattern", "")
                for definition in found
                if _SIMPLE.fullmatch(definition.get("matchPattern", "(.+)"))
            }
            # A replacement with its own prefix would never end.
            declared = {
                prefix: replacement
                for prefix, replacement in declared.items()
                if is_address(replacement) or ":" not in replacement
            }
            self._prefixes = (document.root, declared)
        return self._prefixes[1]

    def files_for(self, path: Path) -> tuple[Path, ...]:
        """The authority files that were named, and those that stand where they usually do."""
        from teikit.xml.files import real  # noqa: PLC0415 (it brings lxml with it)

        folder = path.parent
        self._ask("around", folder)
        if folder not in self._around:
            found = (*map(real, self.files), *self.disk.entry_files(folder))
            self._around[folder] = tuple(dict.fromkeys(found))
        return self._around[folder]

    def pointed_file(self, path: Path, file: str) -> Path | None:
        """The file that a pointer names, where it may be opened."""
        self._ask("pointed", file, path.parent)
        return self.disk.entry_file(path.parent, file)

    def _in(self, file: Path) -> "Mapping[str, etree._Element]":
        """The elements of a file by their ids, those of names being the entries of these.

        None where the file cannot be read.
        """
        from teikit.xml.files import parsed  # noqa: PLC0415

        self._ask("entries", file)
        if file not in self._opened:
            try:
                found = elements_by_id(parsed(self.disk.entry_data(file), file).getroot())
            except TeikitError as error:
                self.unreadable.append(error)
                found = {}
            self._opened[file] = {
                identity: _entry_around(element) for identity, element in found.items()
            }
        return self._opened[file]

    def _ask(self, kind: str, address: Path | str, base: Path | str = "") -> None:
        if self.note:
            self.note(EntryQuestion(kind, str(address), str(base)))

    def _entry(self, element: "etree._Element") -> NamedEntry:
        if element not in self._made:
            self._made[element] = entry_of(element)
        return self._made[element]


def answer(question: EntryQuestion) -> str:
    """What the disk answers now."""
    kind, address, base = question
    if kind == "around":
        return "\0".join(map(str, Entries().files_for(Path(address, "_"))))
    if kind == "pointed":
        found = Entries().pointed_file(Path(base, "_"), address)
        return "" if found is None else str(found)
    try:
        return hashlib.sha256(Path(address).read_bytes()).hexdigest()
    except OSError:
        return ""


_SHORTEST = 3
"""Parts of a path: `/home` and `/tmp` have to do with everybody."""


def _is_near(path: Path, folder: Path) -> bool:
    """Whether a path has to do with the files in a folder: their next common folder is a project's.

    It is neither one that everybody uses nor one around your home, and nothing on the way from
    there to the path is hidden.
    """
    common = Path(os.path.commonpath([path, folder]))
    try:
        home = Path.home().resolve()
    except (OSError, RuntimeError):
        home = common
    steps = path.relative_to(common).parts
    return (
        len(common.parts) >= _SHORTEST
        and common not in home.parents
        and not any(step.startswith(".") for step in steps)
    )


def authority_folders(folder: Path) -> tuple[Path, Path]:
    """Where the authority files for the files in a folder usually stand."""
    from teikit.xml.files import real  # noqa: PLC0415 (it brings lxml with it)

    return real(folder) / AUTHORITY, real(folder).parent / AUTHORITY


def authority_files(folder: Path) -> tuple[Path, ...]:
    """The files of XML in a folder by their names; none where there is no folder."""
    try:
        found = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        return ()
    return tuple(path for path in found if path.suffix.lower() in _ENDINGS and path.is_file())


Found = TypeVar("Found", "etree._Element", "etree._Element | None")


def _entry_around(element: Found) -> Found:
    """The entry that a name is one of: some registers have their ids on names, one for each."""
    if element is not None and name_of(element) in _NAMES:
        for around in element.iterancestors():
            if name_of(around) in _KINDS:
                return around
            if name_of(around) in _OTHERS:
                break
    return element


def entry_of(element: "etree._Element") -> NamedEntry:
    """What an element such as `person`, `org` or `place` tells of itself."""
    parts = [*_own_parts(element)]
    named = _named(element, parts)
    name = name_of(element)
    points = (coordinates(plain(part)) for own, part in parts if own == "geo")
    return NamedEntry(
        named.name,
        named.kind,
        tuple(_addresses((name, element), parts)),
        next(filter(None, points), None),
        lifetime(element) if name == "person" else NO_LIFE,
    )


def _named(element: "etree._Element", parts: "Iterable[_Named] | None" = None) -> NamedEntry:
    """The name and the kind of an entry alone."""
    own = _own_parts(element) if parts is None else parts
    names = (part for name, part in own if name in _NAMES and part.get("type") != "variant")
    words = map(written, names)  # no more than are asked for
    return NamedEntry(next(filter(None, words), ""), _KINDS.get(name_of(element), ""))


def _addresses(entry: "_Named", parts: "Iterable[_Named]") -> Iterator[str]:
    found: dict[str, None] = {}
    for name, part in (entry, *parts):
        if name == "idno":
            found[public(plain(part), part.get("type", "") or part.get("subtype", ""))] = None
        if name in _POINTING or part is entry[1]:
            given = part.keys()
            for attribute in _POINTERS:
                if attribute in given:
                    for pointer in part.get(attribute, "").split():
                        prefix, _, rest = pointer.partition(":")
                        found[public(pointer) or public(rest, prefix)] = None
    found.pop("", None)
    return iter(found)


def _own_parts(element: "etree._Element") -> "Iterator[_Named]":
    """The elements in an entry, without those of entries in it and of what else it tells of."""
    waiting = list(element.iterchildren("*", reversed=True))
    while waiting:
        part = waiting.pop()
        name = name_of(part)
        if name in _NOT_OWN:
            continue
        yield name, part
        if len(part):
            waiting.extend(part.iterchildren("*", reversed=True))
