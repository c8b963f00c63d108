"""The entries of authority files, and where in their files each cell of the table stands.

A cell has items: the spellings of a name, the numbers of a registry. An item knows the element it
comes from, so that a changed cell becomes an edit of the file as it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from zlib import crc32

from teikit.errors import TeikitError
from teikit.tei.correspondence import written
from teikit.tei.entries import authority_files
from teikit.tei.identifiers import REGISTRIES, Registry, public, registered
from teikit.tei.names import TEI, tei
from teikit.tei.text.plain import plain
from teikit.validating.index.facts import numbered
from teikit.xml.encoding import decoded
from teikit.xml.files import parsed, read
from teikit.xml.markup import ExpandedMarkup, read_markup
from teikit.xml.names import ID, Element, local
from teikit.xml.positions import Positions

KINDS: Mapping[str, str] = {"person": "persName", "place": "placeName", "org": "orgName"}
"""The kinds of entries, and the element of a name of each."""
_NAMES = frozenset(("persName", "placeName", "orgName", "settlement", "geogName", "name"))
DATES = ("birth", "death")
_DATING = ("when", "when-iso", "notBefore", "notAfter", "from", "to")
NUMBERS: Mapping[str, Registry] = {registry.name: registry for registry in REGISTRIES}
"""The registries, by the heads of their columns."""
COLUMNS = ("file", "kind", "id", "type", "name", "spellings", *DATES, "note", *NUMBERS, "version")
LISTS = frozenset(("spellings", *NUMBERS))
"""The columns whose cells hold several items."""


@dataclass(frozen=True, slots=True)
class CellItem:
    """What a cell says, or a part of that.

    Attributes:
        text: as the cell shows it.
        element: from which it comes; None where it is only pointed to from an attribute.
        attribute: the attribute of the element that says it; empty where its text does.
        plain: whether the element has nothing but this text, so that it can be written anew.
    """

    text: str
    element: Element | None = None
    attribute: str = ""
    plain: bool = True


@dataclass(frozen=True)
class TableEntry:
    """An entry of an authority file, as the table has it; `cells` are those that say something."""

    file: "AuthorityFile"
    element: Element
    kind: str
    id: str
    cells: Mapping[str, Sequence[CellItem]]

    def texts(self, column: str) -> tuple[str, ...]:
        """The items of a cell, each once: several elements may say the same."""
        return tuple(dict.fromkeys(item.text for item in self.cells.get(column, ())))

    @property
    def name(self) -> str:
        """The name to show; empty where there is none."""
        return next(iter(self.texts("name")), "")

    @cached_property
    def version(self) -> str:
        """What tells whether the entry has changed since a table was made.

        It begins with a letter, as spreadsheets take "12e45678" for a number.
        """
        cells = [f"{column}\t{text}" for column in COLUMNS for text in self.texts(column)]
        return f"v{crc32(repr(cells).encode()):08x}"


@dataclass(frozen=True, slots=True)
class NumberHabit:
    """How a file writes the numbers of a registry: with which attributes, and as an address."""

    attributes: Mapping[str, str]
    is_address: bool = True


@dataclass(frozen=True)
class AuthorityFile:
    """An authority file: `name` is its path from the folder, as the table has it."""

    path: Path
    name: str
    data: bytes = field(repr=False)

    @cached_property
    def root(self) -> Element:
        """The outermost element."""
        return parsed(self.data, self.path).getroot()

    @cached_property
    def positions(self) -> Positions:
        """Where everything stands.

        Raises:
            TeikitError: entities stand in it, so that it cannot be changed.
        """
        markup = read_markup(decoded(self.data))
        if isinstance(markup, ExpandedMarkup):
            raise TeikitError(
                f"{self.path}: it has a DOCTYPE with entities of its own, and cannot be changed"
                " by a table; write out the entities, and take the DOCTYPE away"
            )
        return Positions(self.data, markup, numbered(self.root))

    @cached_property
    def entries(self) -> Sequence[TableEntry]:
        """Its persons, places and bodies that have an id, in their order."""
        return tuple(self._entries())

    @cached_property
    def ids(self) -> frozenset[str]:
        """All its ids."""
        return frozenset(filter(None, (each.get(ID) for each in self.root.iter("*"))))

    @cached_property
    def habits(self) -> Mapping[str, NumberHabit]:
        """How the first `idno` of each registry is written, by the names of the registries."""
        found: dict[str, NumberHabit] = {}
        for idno in self.root.iter(tei("idno")):
            registry, _ = number_of(idno)
            attributes = {name: idno.get(name, "") for name in ("type", "subtype")}
            if registry and registry.name not in found and any(attributes.values()):
                found[registry.name] = NumberHabit(attributes, "://" in (idno.text or ""))
        return found

    @property
    def without_id(self) -> int:
        """How many entries have no id, so that no row can stand for them."""
        return sum(1 for each in self._elements() if not each.get(ID))

    def _elements(self) -> Iterator[Element]:
        for element in self.root.iter(*map(tei, KINDS)):
            parent = element.getparent()
            if parent is not None and local(parent) in _PARENTS:
                yield element

    def _entries(self) -> Iterator[TableEntry]:
        for element in self._elements():
            if id_ := element.get(ID):
                yield TableEntry(self, element, local(element), id_, _cells(element))


_PARENTS = frozenset(("listPerson", "listPlace", "listOrg", *KINDS))


def load_files(folder: Path) -> list[AuthorityFile]:
    """The authority files of a folder that have entries.

    Raises:
        TeikitError: there is no such folder, it has no entries, or a file cannot be read.
    """
    if not folder.is_dir():
        raise TeikitError(f"{folder}: there is no such folder; name that of the authority files")
    files = [AuthorityFile(path, path.name, read(path)) for path in authority_files(folder)]
    found = [file for file in files if file.entries]
    if not found:
        raise TeikitError(f"{folder}: no file in it has a person, place or body with an xml:id")
    return found


def words_of_cell(text: str) -> str:
    """A text as a cell has it: on one line, without space around it."""
    return " ".join(text.split())


# What an entry says


def _cells(entry: Element) -> dict[str, list[CellItem]]:
    cells: dict[str, list[CellItem]] = {}
    names = [child for child in entry.iterchildren("*") if _is_name(child)]
    names = [name for name in names if _name(name)]
    first = next((name for name in names if name.get("type") != "variant"), None)
    if entry.get("type"):
        cells["type"] = [CellItem(words_of_cell(entry.get("type") or ""), entry, "type")]
    for name in names:
        column = "name" if name is first else "spellings"
        cells.setdefault(column, []).append(CellItem(_name(name), name, plain=_is_plain(name)))
    for child in entry.iterchildren("*"):
        kind = local(child)
        if kind in DATES and kind not in cells and child.tag == tei(kind):
            if item := _date(child):
                cells[kind] = [item]
        elif kind == "note" and "note" not in cells and _text(child):
            cells["note"] = [CellItem(_text(child), child, plain=_is_plain(child))]
    _add_numbers(entry, names, cells)
    return cells


def _is_name(element: Element) -> bool:
    return local(element) in _NAMES and str(element.tag).startswith(f"{{{TEI}}}")


def _is_plain(element: Element) -> bool:
    return not len(element)


def _text(element: Element) -> str:
    return words_of_cell((element.text or "") if _is_plain(element) else plain(element))


def _name(element: Element) -> str:
    """A name as it stands; in parts that begin with the surname it is `Surname, Forename`."""
    parts = [*element.iterchildren("*")]
    between = (element.text, *(part.tail for part in parts))
    if not parts or any((words or "").strip() for words in between):
        return _text(element)
    if local(parts[0]) == "surname":
        return words_of_cell(written(element))
    return words_of_cell(" ".join(map(plain, parts)))


def _date(element: Element) -> CellItem | None:
    """The date of a birth or a death: by its attribute, by that of the date in it, or its words."""
    for place in (element, *element.iterchildren(tei("date"))):
        for attribute in _DATING:
            if value := words_of_cell(place.get(attribute) or ""):
                return CellItem(value, place, attribute)
    text = _text(element)
    return CellItem(text, element, plain=_is_plain(element)) if text else None


def _add_numbers(
    entry: Element, names: Sequence[Element], cells: dict[str, list[CellItem]]
) -> None:
    """The numbers of the registries; of those that only pointers name, none can be changed."""
    for child in entry.iterchildren(tei("idno")):
        registry, number = number_of(child)
        if registry and number:
            item = CellItem(number, child, plain=_is_plain(child))
            cells.setdefault(registry.name, []).append(item)
    for place, attribute in ((entry, "sameAs"), *((name, "ref") for name in names)):
        for pointer in (place.get(attribute) or "").split():
            prefix, _, rest = pointer.partition(":")
            registry, number = registered(public(pointer) or public(rest, prefix))
            if registry:
                cells.setdefault(registry.name, []).append(CellItem(number))


def number_of(idno: Element) -> tuple[Registry | None, str]:
    """The registry of an `idno`, and the number in it, or what stands in place of one."""
    text = _text(idno)
    kinds = [(idno.get(attribute) or "").strip().casefold() for attribute in ("type", "subtype")]
    for kind in kinds:
        registry, number = registered(public(text, kind))
        if registry:
            return registry, number
    named = next((each for each in REGISTRIES if each.names & set(filter(None, kinds))), None)
    return named, text
