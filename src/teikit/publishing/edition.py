"""What a site knows of an edition before any page is written: its letters, and who is in them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from teikit.exporting.network import Network
from teikit.exporting.records import Identity, Record, identified, key_in_edition, record
from teikit.profiles.publication import Publication
from teikit.publishing.pictures.where import Locality, localities
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.entries import Entries
from teikit.tei.manuscript import Holding, holdings
from teikit.tei.mentions import mentions
from teikit.tei.text.plain import plain

REGISTERS = ("person", "org", "place")
"""The kinds of what registers hold."""


@dataclass(frozen=True, slots=True)
class RegisterName:
    """A name in the text or a note of a letter: what it is, what the TEI calls it, its words."""

    kind: str
    key: str
    words: str


class Keeping(NamedTuple):
    """Where a letter is kept: the archive, what of it, and what it is called there."""

    repository: str
    collection: str
    shelfmark: str


@dataclass(frozen=True, slots=True)
class SiteLetter:
    """A letter: the name of its page, its record, who and what its text names, where it is kept."""

    name: str
    record: Record
    named: tuple[RegisterName, ...]
    keeping: tuple[Keeping, ...] = ()

    @property
    def day(self) -> str:
        """The first day, month or year of its date; empty where it has none."""
        return self.record.sent.date.first if self.record.sent.date else ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A person, body or place: its anchor, spellings, and the letters in which it is.

    The letters are names of pages, by what it does there: `sent`, `received`, `place`, `named`.
    """

    kind: str
    anchor: str
    name: str
    spellings: tuple[str, ...]
    addresses: tuple[str, ...]
    letters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SiteEdition:
    """All of it: the letters in their order, and the registers."""

    letters: tuple[SiteLetter, ...]
    entries: tuple[RegisterEntry, ...]
    anchors: Mapping[tuple[str, str], str]
    """The anchors of entries, by their kind, and by key or else by name."""

    @cached_property
    def by_name(self) -> Mapping[str, SiteLetter]:
        """The letters by the names of their pages."""
        return {each.name: each for each in self.letters}

    @cached_property
    def by_id(self) -> Mapping[str, SiteLetter]:
        """The letters by their ids."""
        return {each.record.id: each for each in self.letters}

    @cached_property
    def beside(self) -> Mapping[str, tuple[SiteLetter | None, SiteLetter | None]]:
        """For the name of each letter the one before and the one behind it; None at both ends."""
        around = (None, *self.letters, None)
        triples = zip(around, self.letters, around[2:], strict=False)
        return {each.name: (before, behind) for before, each, behind in triples}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of what is in the registers."""
        return frozenset(entry.kind for entry in self.entries)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The records of the letters."""
        return tuple(each.record for each in self.letters)

    @cached_property
    def network(self) -> Network:
        """Who wrote to whom."""
        return Network.of(self.records)

    @cached_property
    def localities(self) -> Sequence[Locality]:
        """The places of letters, those with most letters first."""
        return localities(self.records)

    @cached_property
    def views(self) -> tuple[str, ...]:
        """What there is enough of for a page: a calendar, pictures, a register of archives."""
        there = {
            "calendar": any(each.record.is_letter and each.day for each in self.letters),
            "correspondents": bool(self.network.edges),
            "map": any(place.where for place in self.localities),
            "archives": any(each.keeping for each in self.letters),
        }
        return tuple(name for name, has_it in there.items() if has_it)

    def entry(self, kind: str, key: str, name: str) -> str:
        """The anchor of what is called so; empty where no entry is meant."""
        return self.anchors.get((kind, key)) or self.anchors.get((kind, name), "")


def letter(document: Document, publication: Publication, entries: Entries) -> SiteLetter:
    """What is known of a document before its page is written."""
    named = []
    for mention in mentions(document, document.notes()):
        if mention.kind in REGISTERS and not mention.deleted:
            known = entries.of(mention.element, document)
            words = plain(mention.element) or known.name
            named.append(RegisterName(mention.kind, key_in_edition(mention.element), words))
    return SiteLetter(
        document.name,
        record(document, publication, entries),
        tuple(dict.fromkeys(named)),
        tuple(dict.fromkeys(map(_keeping, holdings(document)))),
    )


def _keeping(held: Holding) -> Keeping:
    """An archive with its town; what it has by collection, or by the first level of shelf marks."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for keeper in held.keepers:
        names[name_of(keeper) == "collection"].append(plain(keeper))
    collection = ", ".join(filter(None, names[True]))
    if not collection and len(held.levels) > 1:
        collection = " ".join(held.levels[0])
    repository = ", ".join(filter(None, (*names[False], held.place)))
    return Keeping(repository, collection, held.shelfmark)


def edition(letters: Iterable[SiteLetter]) -> SiteEdition:
    """The edition that letters make."""
    listed = [*letters]
    found = [
        replace(each, record=known)
        for each, known in zip(listed, identified([each.record for each in listed]), strict=True)
    ]
    builder = _Registers()
    for each in found:
        builder.add(each)
    entries, anchors = builder.made()
    return SiteEdition(tuple(found), entries, anchors)


class _Registers:
    """Entries as they grow; what has a key is known by it, all else by its name."""

    def __init__(self) -> None:
        self._spellings: dict[tuple[str, str], dict[str, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        self._addresses: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self._letters: dict[tuple[str, str], dict[str, dict[str, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )

    def add(self, each: SiteLetter) -> None:
        for role, agents in (
            ("sent", each.record.sent.agents),
            ("received", each.record.received.agents),
            ("place", (*each.record.sent.places, *each.record.received.places)),
        ):
            for agent in agents:
                self._note(each.name, role, agent)
        for named in each.named:
            if named.words:
                self._count(named.kind, named.key or named.words, named.words, each.name, "named")

    def _note(self, letter: str, role: str, agent: Identity) -> None:
        identity = (agent.kind, agent.key or agent.name)
        self._count(agent.kind, identity[1], agent.name, letter, role)
        for address in agent.addresses:
            self._addresses[identity][address] = None

    def _count(self, kind: str, identity: str, words: str, letter: str, role: str) -> None:
        self._spellings[kind, identity][words] += 1
        self._letters[kind, identity][role][letter] = None

    def made(self) -> tuple[tuple[RegisterEntry, ...], Mapping[tuple[str, str], str]]:
        taken: set[str] = set()
        anchors: dict[tuple[str, str], str] = {}
        entries = []
        for kind, identity in sorted(self._spellings, key=lambda each: (each[0], folded(each[1]))):
            spellings = sorted(
                self._spellings[kind, identity].items(), key=lambda each: (-each[1], each[0])
            )
            anchor = _free(f"{kind}-{slug(identity)}", taken)
            anchors[kind, identity] = anchor
            entries.append(
                RegisterEntry(
                    kind,
                    anchor,
                    spellings[0][0],
                    tuple(words for words, _ in spellings),
                    tuple(self._addresses[kind, identity]),
                    {
                        role: tuple(names)
                        for role, names in sorted(self._letters[kind, identity].items())
                    },
                )
            )
        entries.sort(key=lambda each: (each.kind, folded(each.name), each.anchor))
        return tuple(entries), anchors


_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that have no accent to be taken off, and those that they are looked for by."""


def folded(text: str) -> str:
    """Words as they are compared: without accents, in small letters. `search.js` does the same."""
    if text.isascii():
        return text.lower()
    signs = unicodedata.normalize("NFKD", text)
    plain_letters = "".join(sign for sign in signs if unicodedata.category(sign)[0] != "M")
    return plain_letters.casefold().translate(_LETTERS)


def slug(text: str) -> str:
    """A text as part of an address: letters, figures, hyphens."""
    return re.sub(r"[^\w]+", "-", folded(text))[:60].strip("-") or "x"


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found
