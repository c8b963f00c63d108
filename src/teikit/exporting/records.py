"""What archives want to know of a letter, as the exports for them have it in common.

A record holds facts alone, each as the TEI or the settings have it: people and places with their
public identifiers, dates that have the form of one, addresses.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.profiles.publication import Publication, address_of
from teikit.tei.addresses import listed_address, published_address
from teikit.tei.coordinates import Coordinates
from teikit.tei.correspondence import (
    Action,
    completed,
    dates_of_sending,
    events,
    is_by_author,
    is_copy,
    kind_of,
    written,
)
from teikit.tei.dates import extended, is_doubtful
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, name_of
from teikit.tei.entries import Entries
from teikit.tei.header import (
    attributes,
    elements,
    genre,
    language,
    letter_of,
    number,
    related,
    title,
)
from teikit.tei.identifiers import PERSONS, PLACES, preferred
from teikit.tei.manuscript import holdings
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

UNKNOWN = "Unknown"
"""The word that the catalogues ask for where nobody knows the name."""

_UNKNOWN = frozenset(
    {
        "",
        "?",
        "??",
        "???",
        "anonym",
        "anonymous",
        "desconocido",
        "inconnu",
        "inconnue",
        "n. n.",
        "n.n.",
        "nn",
        "not known",
        "sconosciuto",
        "unbekannt",
        "unbekannte",
        "unbekannter",
        "unidentified",
        "unknown",
        "неизвестно",
        "неизвестный",
    }
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, a body or a place.

    `kind` is `person`, `org`, `place` or another; `address` that of its public identifier, and
    `addresses` those of all; `key` what the TEI calls it; `where` is where a place lies.
    """

    name: str
    kind: str
    address: str = ""
    addresses: tuple[str, ...] = ()
    key: str = ""
    doubtful: bool = False
    conjectured: bool = False
    where: Coordinates | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as attributes of TEI: days, months and years alone."""

    values: Mapping[str, str]
    doubtful: bool = False
    conjectured: bool = False

    @property
    def first(self) -> str:
        """The earliest day, month or year that it gives; empty where it has none."""
        return next((self.values[n] for n in ("when", "from", "notBefore") if n in self.values), "")

    @property
    def last(self) -> str:
        """The latest, likewise."""
        return next((self.values[n] for n in ("when", "to", "notAfter") if n in self.values), "")


@dataclass(frozen=True, slots=True)
class Happening:
    """A sending or a receipt: all who took part, where, and when."""

    agents: tuple[Identity, ...] = ()
    places: tuple[Identity, ...] = ()
    date: Dated | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A letter.

    `folder` is that of its file, `address` its own on the web, `key` its number in the edition;
    `mentioned` are those that its text names.
    """

    id: str
    folder: Path
    title: str
    address: str
    key: str
    sent: Happening
    received: Happening
    languages: tuple[str, ...] = ()
    mentioned: tuple[Identity, ...] = ()
    genre: str = ""
    shelfmarks: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    """The letters it answers and so on: the kind (`RELATIONS`), and the name of the letter."""
    is_letter: bool = True
    """Whether the TEI tells who wrote to whom, where or when: not of an introduction, say."""

    @property
    def everybody(self) -> tuple[Identity, ...]:
        """All who sent or received it."""
        return (*self.sent.agents, *self.received.agents)


def record(
    document: Document, publication: Publication, entries: Entries, *, mentioned: bool = True
) -> Record:
    """The record of a document; whom its text names is looked for only where that is asked for."""
    _, sent, received = completed(document)
    dates = dates_of_sending(document, sent)
    sending = _happening(sent, dates, document, entries)
    receipt = _happening(
        sorted(received, key=is_copy),
        [date for action in received for date in action.dates],
        document,
        entries,
    )
    return Record(
        id=document.id,
        folder=document.path.parent,
        title=title(document),
        address=address(document, publication),
        key=number(document),
        sent=sending,
        received=receipt,
        languages=tuple(languages(document, publication)),
        mentioned=tuple(_mentioned(document, entries)) if mentioned else (),
        genre=genre(document),
        shelfmarks=tuple(_shelfmarks(document)),
        related=tuple(
            dict.fromkeys(
                (kind, letter)
                for kind, references in related(document).items()
                for reference in references
                if (letter := letter_of(reference))
            )
        ),
        is_letter=_is_letter(document, sending, receipt, any(map(is_by_author, sent))),
    )


def _is_letter(document: Document, sending: Happening, receipt: Happening, by_author: bool) -> bool:
    """Whether a document is one that was sent: its header says so, or all of it looks like one.

    An introduction may be signed and dated, too, but it is addressed to nobody; an essay has an
    author, too.
    """
    done = events(document)
    if any(each.names or each.places or each.dates for each in (*done.sent, *done.received)):
        return True
    if document.letter is not None:
        return bool(sending.agents or sending.date or receipt.agents)
    return bool(sending.agents and receipt.agents) and not by_author


def _shelfmarks(document: Document) -> Iterator[str]:
    """Where the letter is kept, each as one line."""
    for held in holdings(document):
        yield ", ".join(filter(None, (held.place, held.archive, held.shelfmark)))


def identified(letters: Sequence[Record]) -> Iterator[Record]:
    """The letters, in which people and places have the identifiers that other letters know.

    In files of one folder the same key means the same. Each file may tell of it or not.
    """
    known: dict[tuple[Path, str], Identity] = {}
    for letter in letters:
        for each in (*letter.everybody, *letter.sent.places, *letter.received.places):
            if each.key and each.address:
                known.setdefault((letter.folder, each.key), each)

    def with_identifier(each: Identity, letter: Record) -> Identity:
        found = None if each.address else known.get((letter.folder, each.key))
        if found is None or found.kind != each.kind:
            return each
        return replace(each, address=found.address, addresses=found.addresses)

    def of(happening: Happening, letter: Record) -> Happening:
        return replace(
            happening,
            agents=tuple(with_identifier(each, letter) for each in happening.agents),
            places=tuple(with_identifier(each, letter) for each in happening.places),
        )

    for letter in letters:
        yield replace(letter, sent=of(letter.sent, letter), received=of(letter.received, letter))


# --- people and places ---


_NAMES = frozenset({"name", "orgName", "persName", "rs"})


def _happening(
    actions: Iterable[Action],
    dates: "Iterable[etree._Element]",
    document: Document,
    entries: Entries,
) -> Happening:
    actions = list(actions)
    agents = [
        named(name, document, entries)
        for action in actions
        for name in action.names
        if name_of(name) in _NAMES  # what is signed without a name may be any words
    ]
    places = [
        _place(place, document, entries)
        for action in actions
        for place in action.places
        if plain(place) or place.get("ref") or place.get("key")
    ]
    return Happening(
        tuple(_each_once(agents)),
        tuple(_each_once(place for place in places if place.name)),
        dated(dates),
    )


def _each_once(found: Iterable[Identity]) -> Iterator[Identity]:
    """Each person, body or place; an id that a person has, another body or place may have, too."""
    seen: set[tuple[str, str]] = set()
    for each in found:
        identity = (each.kind, each.address or each.key or each.name)
        if identity not in seen:
            seen.add(identity)
            yield each


def named(name: "etree._Element", document: Document, entries: Entries) -> Identity:
    """A person or a body that an element names, in its words or in those of the authority."""
    entry = entries.of(name, document)
    key = key_in_edition(name)
    words = written(name)
    if words.strip(" []()⟨⟩").casefold() in _UNKNOWN:
        known = entry.name or ("" if words else key or preferred(entry.addresses, PERSONS))
        words = known or UNKNOWN
    kind = kind_of(name) or entry.kind or "person"
    return Identity(
        words,
        kind if kind in {"person", "org"} else "person",
        preferred(entry.addresses, PERSONS),
        entry.addresses,
        key,
        *_doubts(name),
    )


def key_in_edition(element: "etree._Element") -> str:
    """The id of its own that the edition has for what an element names; empty without any."""
    own = " ".join(element.get("key", "").split())
    pointers = filter(None, (own, *element.get("ref", "").split()))
    return next((pointer.rpartition("#")[2] for pointer in pointers if ":" not in pointer), "")


def _place(place: "etree._Element", document: Document, entries: Entries) -> Identity:
    entry = entries.of(place, document)
    key = key_in_edition(place)
    address = preferred(entry.addresses, PLACES)
    words = plain(place) or entry.name or key or address
    return Identity(
        words, "place", address, entry.addresses, key, *_doubts(place), where=entry.where
    )


def _doubts(element: "etree._Element") -> tuple[bool, bool]:
    """Whether an element is said to be less than certain, and to be a conjecture."""
    conjectured = "conjecture" in element.get("evidence", "").split()
    doubtful = is_doubtful({"cert": element.get("cert", "")})
    return doubtful, conjectured


# --- dates ---

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_PAIRS = (("when",), ("from", "to"), ("notBefore", "notAfter"))


def dated(found: "Iterable[etree._Element]") -> Dated | None:
    """The first of these dates that is one; less than certain where another is a different one."""
    usable = [(element, values) for element in found if (values := _values(attributes(element)))]
    if not usable:
        return None
    element, values = usable[0]
    doubtful, conjectured = _doubts(element)
    others = any(values != other for _, other in usable[1:])
    return Dated(values, doubtful or others, conjectured)


def _values(given: Mapping[str, str]) -> Mapping[str, str]:
    """The attributes of a date that say a day, a month or a year, as `YYYY-MM-DD` or less."""
    for names in _PAIRS:
        found = {name: value for name in names if (value := _day(given, name))}
        if found:
            break
    else:
        return {}
    if "when" not in found:
        others = {name: value for name in sum(_PAIRS, ()) if (value := _day(given, name))}
        found = {**others, **found}
    return found


def _day(given: Mapping[str, str], name: str) -> str:
    value = (given.get(name) or "").strip() or extended((given.get(f"{name}-iso") or "").strip())
    match = _FORM.fullmatch(value)
    if match is None:
        return ""
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:  # there is no such day
        return ""
    return "-".join(filter(None, (year, month, day)))


# --- addresses and languages ---


def address(document: Document, publication: Publication) -> str:
    """The address of a letter on the web; empty where nothing tells it.

    That of its own `correspDesc` counts first, then what the settings say, then its header.
    """
    listed = listed_address(document)
    if not listed and (pattern := publication.identifier or publication.address):
        return address_of(pattern, document.id)
    return listed or published_address(document)


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def languages(document: Document, publication: Publication) -> Iterator[str]:
    """The codes of the languages of the letter itself, not of a translation where that is said."""
    source = elements(document.root, "teiHeader/fileDesc/sourceDesc")
    original = [
        code
        for described in source
        for found in elements(described, ".//textLang")
        for code in f"{found.get('mainLang', '')} {found.get('otherLangs', '')}".split()
    ]
    codes = original or publication.original_language.split() or language(document).split("; ")
    return (code for code in dict.fromkeys(codes) if _LANGUAGE.fullmatch(code))


# --- mentions ---

_KINDS = {
    "persName": "person",
    "orgName": "org",
    "placeName": "place",
    "geogName": "place",
    "settlement": "place",
    "country": "place",
    "region": "place",
    "bibl": "bibl",
    "title": "bibl",
    "name": "",
    "rs": "",
}
_TAGS = tuple(TEI + name for name in _KINDS)
_TYPES = {
    "person": "person",
    "people": "person",
    "org": "org",
    "organisation": "org",
    "organization": "org",
    "institution": "org",
    "place": "place",
    "work": "bibl",
    "bibl": "bibl",
    "event": "event",
    "object": "object",
}
_OUTSIDE = frozenset(
    {
        "address",
        "closer",
        "dateline",
        "fw",
        "head",
        "note",
        "opener",
        "signed",
        "figDesc",
        "teiHeader",
    }
)


def _is_outside(element: "etree._Element", known: "dict[etree._Element, bool]") -> bool:
    """Whether an element is, or is in, a part of the letter that is no text of it."""
    path = []
    around: etree._Element | None = element
    while around is not None and around not in known:
        path.append(around)
        around = around.getparent()
    outside = around is None or known[around]
    for part in reversed(path):
        name = name_of(part)
        outside = outside or name in _OUTSIDE
        outside = outside or (name == "div" and part.get("type") in {"notes", "source"})
        known[part] = outside
    return outside


def _mentioned(document: Document, entries: Entries) -> Iterator[Identity]:
    """Whom and what the text names that has a public identifier, in order, each once."""
    found: list[Identity] = []
    outside: dict[etree._Element, bool] = {document.text: False}
    for element in document.text.iterdescendants(*_TAGS):
        if not (element.get("ref") or element.get("key")) or _is_outside(element, outside):
            continue
        entry = entries.of(element, document)
        kind = _KINDS[name_of(element)] or _TYPES.get(element.get("type", ""), "") or entry.kind
        address = preferred(entry.addresses, PLACES if kind == "place" else PERSONS)
        if kind and address:
            words = entry.name or plain(element)
            key = key_in_edition(element)
            found.append(Identity(words, kind, address, entry.addresses, key))
    return _each_once(found)
