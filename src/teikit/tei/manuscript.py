"""Where a letter is kept, what an archive calls it, and how it looks.

An archive has levels of its own: fond, opis, delo and list in Russia, Bestand and Akte elsewhere.
Their names come from the encoding, which types each part of a shelfmark: `idno type="fond"`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.documents import Document
from teikit.tei.elements import XML_ID, name_of
from teikit.tei.header import elements, joined
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

FIXED_LEVELS = ("fond", "opis", "delo", "list")
"""The levels that have columns of their own in the tables of documents and citations."""

_KEEPERS = ("institution", "repository", "collection")

_MANUSCRIPTS = "teiHeader/fileDesc/sourceDesc//msDesc"

# These type whole shelfmarks and addresses.
_MARKS = frozenset({"", "archival", "shelfmark", "signature"})
_WHOLES = _MARKS | {"URL", "URI", "url", "uri", "handle", "doi"}


class ShelfmarkLevel(NamedTuple):
    """One part of a shelfmark: what the archive calls it, and what stands there."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a letter is kept: its archive, and its shelfmark whole and in parts.

    `keepers` are the elements of which the archive is made; their words may be in an authority.
    `unparted` are shelfmarks that the encoding does not part into levels.
    """

    archive: str
    keepers: "tuple[etree._Element, ...]"
    place: str
    shelfmark: str
    levels: tuple[ShelfmarkLevel, ...]
    unparted: tuple[str, ...] = ()

    def part(self, name: str) -> str:
        """What stands at a level; empty where it has none of this name."""
        return joined(level.value for level in self.levels if level.name == name)


def holdings(document: Document) -> list[Holding]:
    """The holdings of all manuscripts that the header describes."""
    return document.once(_holdings)


def _holdings(document: Document) -> list[Holding]:
    return [
        _holding(identifier)
        for described in _described(document)
        for identifier in elements(described, "msIdentifier")
    ]


def _described(document: Document) -> "Iterator[etree._Element]":
    """Each `msDesc` of a document."""
    if document.volume is None or document.letter is None:
        return elements(document.root, _MANUSCRIPTS)
    return iter(document.volume.manuscripts[document.letter])


def _holding(identifier: "etree._Element") -> Holding:
    def words(*names: str) -> str:
        return ", ".join(filter(None, (plain(x) for n in names for x in elements(identifier, n))))

    return Holding(
        archive=words(*_KEEPERS),
        keepers=tuple(found for name in _KEEPERS for found in elements(identifier, name)),
        place=words("settlement", "country"),
        shelfmark=joined(plain(found) for found in elements(identifier, "idno")),
        levels=levels(identifier),
        unparted=tuple(
            mark
            for idno in elements(identifier, ".//idno")
            if idno.get("type", "") in _MARKS
            and next(elements(idno, ".//idno"), None) is None
            and (mark := plain(idno))
        ),
    )


def levels(citation: "etree._Element | None") -> tuple[ShelfmarkLevel, ...]:
    """The levels in a shelfmark or a citation, as printed and in their order.

    Each is an `idno` whose `@type` names it and that holds no other; addresses are none.
    """
    found = elements(citation, ".//idno[@type]")
    return tuple(
        ShelfmarkLevel(found.get("type", ""), value)
        for found in found
        if found.get("type") not in _WHOLES
        and next(elements(found, ".//idno"), None) is None
        and (value := plain(found))
    )


def manuscripts(document: Document) -> "dict[str, etree._Element]":
    """The `msIdentifier` of each described manuscript that has an id."""
    described = elements(document.root, _MANUSCRIPTS)
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
    found_words = [
        words
        for described in _described(document)
        for physical in elements(described, "physDesc")
        for words in _descriptions(physical)
    ]
    # "Autograph." says what "Autograph" says, and "Typed. Autograph." says more.
    first = found_words[0].casefold() if found_words else ""
    return joined(found_words[:1] + [words for words in found_words if _bare(words) not in first])


def _bare(words: str) -> str:
    return words.rstrip(".").casefold()


def _descriptions(physical: "etree._Element") -> Iterator[str]:
    waiting = [physical]
    while waiting:
        found = waiting.pop()
        name = name_of(found)
        words = ""
        if name in _DESCRIBING:
            given = (found.get(attribute) for attribute in _DESCRIBING[name])
            words = plain(found) or " ".join(filter(None, given))
        if words:
            yield words
        elif name != "additions":
            waiting.extend(found.iterchildren("*", reversed=True))
