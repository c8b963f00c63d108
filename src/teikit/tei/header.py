"""What the header of a TEI letter tells: who, where, when, and where the letter is kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teikit.tei.documents import TEI, XML_ID, XML_LANG, Document
from teikit.tei.text.layers import name_of
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

SEPARATOR = "; "
"""Stands between several values in one cell."""

PARTS = ("fond", "opis", "delo", "list")
"""The parts of a Russian archive's shelfmark, from the largest to the smallest."""

_KINDS = {"persName": "person", "orgName": "org", "name": "", "rs": ""}
_NAME_TYPES = {"person": "person", "org": "org"}
_PLACES = frozenset({"country", "district", "geogName", "placeName", "region", "settlement"})
_ENTITIES = frozenset(_KINDS) | _PLACES | {"date", "note"}
# lxml takes None for the prefix of names without one; its stubs do not know it.
_NAMESPACES: Any = {None: TEI[1:-1]}

# Divisions of any letter, which do not say what kind of letter it is.
_NOT_GENRES = frozenset({"address", "body", "image", "letterBody", "text", "writingSession"})
_NOT_MAIN_TITLES = frozenset({"desc", "iso-date", "short", "sub"})


def joined(values: Iterable[str]) -> str:
    """All values that are not empty, each once."""
    return SEPARATOR.join(dict.fromkeys(filter(None, values)))


def elements(root: "etree._Element | None", path: str) -> "Iterator[etree._Element]":
    """The elements that a path of TEI names leads to: `a/b`, `.//b`, `a[@type='x']`."""
    return iter(()) if root is None else root.iterfind(path, _NAMESPACES)


def attributes(element: "etree._Element") -> dict[str, str]:
    """All attributes by their names."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def key_of(pointer: str) -> str:
    """What a pointer names: `persons.xml#lenin` and `#lenin` name `lenin`; addresses stay whole."""
    return joined(part if ":" in part else part.rpartition("#")[2] for part in pointer.split())


def ids_of(pointer: str) -> str:
    """The ids or names of documents, without `#`, that a list of pointers holds."""
    return joined(part.removeprefix("#") for part in pointer.split())


@dataclass(frozen=True, slots=True)
class Action:
    """One `correspAction`: who did what, where, and when. Each element may be missing."""

    element: "etree._Element"
    names: "tuple[etree._Element, ...]"
    places: "tuple[etree._Element, ...]"
    dates: "tuple[etree._Element, ...]"

    @property
    def kind(self) -> str:
        """`sent`, `received`, `transmitted` and so on."""
        return self.element.get("type", "")

    @property
    def subtype(self) -> str:
        """`to`, `copy`, `decipherment` and so on."""
        return self.element.get("subtype", "")


def actions(document: Document) -> list[Action]:
    """The events in the life of a letter, as its header tells them."""
    found = elements(document.root, "teiHeader/profileDesc/correspDesc//correspAction")
    return [
        Action(
            element=element,
            names=tuple(_outermost(element, frozenset(_KINDS))),
            places=tuple(_outermost(element, _PLACES)),
            dates=tuple(_outermost(element, frozenset({"date"}))),
        )
        for element in found
    ]


def _outermost(element: "etree._Element", names: frozenset[str]) -> "Iterator[etree._Element]":
    """The elements so named that are not part of another name, place, date, or of a note."""
    waiting = list(element.iterchildren("*", reversed=True))
    while waiting:
        found = waiting.pop()
        name = name_of(found)
        if name in names:
            yield found
        elif name not in _ENTITIES:
            waiting.extend(found.iterchildren("*", reversed=True))


def kind_of(name: "etree._Element") -> str:
    """`person` or `org`; empty where the encoding does not say."""
    return _KINDS[name_of(name)] or _NAME_TYPES.get(name.get("type", ""), "")


def written(name: "etree._Element") -> str:
    """A name as it stands, or `Surname, Forename` where it is encoded in parts without commas."""
    surnames = [plain(part) for part in elements(name, "surname")]
    forenames = [plain(part) for part in elements(name, "forename")]
    has_words = any((part.tail or "").strip() for part in name) or (name.text or "").strip()
    if has_words or not (surnames or forenames):
        return plain(name)
    return ", ".join(filter(None, [" ".join(surnames), " ".join(forenames)]))


def number(document: Document) -> str:
    """The number of the document in its edition."""
    for correspondence in elements(document.root, "teiHeader/profileDesc/correspDesc[@key]"):
        return correspondence.get("key", "")
    scopes = elements(document.root, "teiHeader/fileDesc/sourceDesc//biblScope[@unit='document']")
    return next(map(plain, scopes), "")


def genre(document: Document) -> str:
    """`letter`, `telegram` …, from wherever the encoding says it."""
    return next(filter(None, _genres(document)), "")


def _genres(document: Document) -> Iterator[str]:
    yield document.text.get("type", "")
    division = document.text.find(f"{TEI}body/{TEI}div")
    kind = "" if division is None else division.get("type", "")
    yield "" if kind in _NOT_GENRES else kind
    source = next(elements(document.root, "teiHeader/fileDesc/sourceDesc"), None)
    for described in elements(source, ".//objectDesc[@form]"):
        yield described.get("form", "")
    for described in elements(source, ".//objectType"):
        yield plain(described) or ids_of(described.get("key") or described.get("corresp") or "")


def title(document: Document) -> str:
    """The title of the document itself, not of the edition that it is part of."""
    titles = list(elements(document.root, "teiHeader/fileDesc/titleStmt/title"))
    own = [
        found
        for found in titles
        if found.get("level") != "s" and found.get("type") not in _NOT_MAIN_TITLES
    ]
    best = sorted(own, key=lambda found: (found.get("level") != "a", found.get("type") != "main"))
    return next(map(plain, best or titles), "")


def language(document: Document) -> str:
    """The codes of the languages of the document."""
    used = elements(document.root, "teiHeader/profileDesc/langUsage/language")
    return (
        joined(found.get("ident", "") for found in used)
        or document.text.get(XML_LANG, "")
        or document.root.get(XML_LANG, "")
    )


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a letter is kept: its archive, and its shelfmark whole and in parts."""

    archive: str
    place: str
    shelfmark: str
    parts: Mapping[str, str]


def holdings(document: Document) -> list[Holding]:
    """The holdings of all manuscripts that the header describes."""
    found = elements(document.root, "teiHeader/fileDesc/sourceDesc//msDesc/msIdentifier")
    return [_holding(identifier) for identifier in found]


def _holding(identifier: "etree._Element") -> Holding:
    def words(*names: str) -> str:
        return ", ".join(filter(None, (plain(x) for n in names for x in elements(identifier, n))))

    return Holding(
        archive=words("institution", "repository", "collection"),
        place=words("settlement", "country"),
        shelfmark=joined(plain(found) for found in elements(identifier, "idno")),
        parts=parts(identifier),
    )


def parts(citation: "etree._Element | None") -> dict[str, str]:
    """Fond, opis, delo and list in a citation, as printed; those that it lacks are empty."""
    return {
        part: joined(plain(found) for found in elements(citation, f".//idno[@type='{part}']"))
        for part in PARTS
    }


def manuscripts(document: Document) -> "dict[str, etree._Element]":
    """The `msIdentifier` of each described manuscript that has an id."""
    described = elements(document.root, "teiHeader/fileDesc/sourceDesc//msDesc")
    return {
        found.get(XML_ID, ""): identifier
        for found in described
        if found.get(XML_ID)
        for identifier in elements(found, "msIdentifier")
    }


# What describes a letter as an object: in words, or, where it has none, by these attributes.
_DESCRIBING: Mapping[str, tuple[str, ...]] = {
    "ab": (),
    "condition": (),
    "extent": (),
    "handNote": ("medium", "style", "script"),
    "layout": (),
    "measure": ("quantity", "unit"),
    "p": (),
    "support": (),
    "typeNote": ("medium", "style", "script"),
}


def physical_description(document: Document) -> str:
    """What the header says of the letter as an object; later additions to it are no part of it."""
    described = elements(document.root, "teiHeader/fileDesc/sourceDesc//msDesc/physDesc")
    said = [words for found in described for words in _descriptions(found)]
    # "Autograph." says what "Autograph" says, and "Typed. Autograph." says more.
    first = said[0].casefold() if said else ""
    return joined(said[:1] + [words for words in said if _bare(words) not in first])


def _bare(words: str) -> str:
    return words.rstrip(".").casefold()


def _descriptions(physical: "etree._Element") -> Iterator[str]:
    waiting = [physical]
    while waiting:
        found = waiting.pop()
        name = name_of(found)
        words = ""
        if name in _DESCRIBING:
            said = (found.get(attribute) for attribute in _DESCRIBING[name])
            words = plain(found) or " ".join(filter(None, said))
        if words:
            yield words
        elif name != "additions":
            waiting.extend(found.iterchildren("*", reversed=True))
