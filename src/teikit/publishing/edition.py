"""What a site knows of an edition before any page is written: its letters, and who is in them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from teikit.exporting.network import Network
from teikit.exporting.records import Happening, Identity, Record, identified, key_in_edition, record
from teikit.profiles.publication import Publication
from teikit.publishing.pictures.where import Locality, localities
from teikit.tei.correspondence import completed, kind_of
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.entries import Entries
from teikit.tei.header import elements, letter_of
from teikit.tei.identifiers import registered
from teikit.tei.life import NO_LIFE, Lifetime
from teikit.tei.manuscript import Holding, holdings
from teikit.tei.mentions import Mention, mentions
from teikit.tei.text.layers import BARE
from teikit.tei.text.plain import plain

REGISTERS = ("person", "org", "place")
"""The kinds of what registers hold."""
_COLLECTIONS = frozenset({"bestand", "collection", "fond", "fonds", "nachlass"})
"""Levels of shelf marks that are collections."""

_INVERSE = {"replyTo": "answeredBy", "answeredBy": "replyTo", "duplicateOf": "duplicateOf"}
ROLES = ("sent", "received", "place", "named")
"""What an entry of a register does in a letter."""

_MOST_TOGETHER = 24
"""More letters with one shelf mark are a box, of which nobody is helped by a list."""
_MOST_AGENTS = 4
_LAST_DAY = "9999"


@dataclass(frozen=True, slots=True)
class RegisterName:
    """A name in a letter or its header: what it is, what the TEI calls it, its words.

    `known` is the name in the authority files, `addresses` those of public identifiers, `life` when
    a person lived. Without words it is of the header, and tells only what is known. `shared` says
    that the words mean others, too: "my brothers".
    """

    kind: str
    key: str
    words: str
    known: str = ""
    addresses: tuple[str, ...] = ()
    life: Lifetime = NO_LIFE
    shared: bool = False


class Keeping(NamedTuple):
    """Where a letter is kept: the archive, what of it, and what it is called there."""

    repository: str
    collection: str
    shelfmark: str


@dataclass(frozen=True, slots=True)
class SiteLetter:
    """A letter: the name of its page, its record, who and what its text names, where it is kept.

    `cited` are the ids of letters that its text and notes refer to, as far as they can be some.
    """

    name: str
    record: Record
    named: tuple[RegisterName, ...]
    keeping: tuple[Keeping, ...] = ()
    cited: tuple[str, ...] = ()
    series: str = ""
    """The title of the edition, as the header has it."""

    @property
    def day(self) -> str:
        """The first day, month or year of its date; empty where it has none."""
        return self.record.sent.date.first if self.record.sent.date else ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A person, body or place: its anchor, spellings, and the letters in which it is.

    The letters are names of pages, by what it does there: `sent`, `received`, `place`, `named`. Of
    those in `unsure` nothing but the spelling says so.
    """

    kind: str
    anchor: str
    name: str
    spellings: tuple[str, ...]
    addresses: tuple[str, ...]
    letters: Mapping[str, tuple[str, ...]]
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    life: Lifetime = NO_LIFE


_INITIALS = re.compile(r"(?P<initials>(?:[^\W\d_]{1,4}\.[\s-]?)+)(?P<rest>[^\W\d_].*)")
"""`V. I. Lenin`, `Fr. Engels`, `Dr. Mann`."""
_SMALL = re.compile(r"(?:[a-zà-ÿ’']+ )+")
"""What stands before a name in small letters: `von der Heydt`."""
_IN_FULL = re.compile(r"(?:[^\W\d_][\w'’-]+ ){1,3}(?P<last>[^\W\d_][\w'’-]+)")
_KINGS = re.compile(r".* (?:[IVX]+|[a-z].*|(?:der|die|the|le) \S+)")
"""Names without a family name: `Elizabeth II`, `Katharina die Große`."""


def heading(entry: RegisterEntry) -> str:
    """What an entry is called in a register: initials stand behind the name."""
    found = _INITIALS.fullmatch(entry.name) if entry.kind == "person" else None
    if found is None or not found["initials"][0].isupper():
        return entry.name
    name, bracket, rest = found["rest"].partition(" (")
    family = name[begin.end() :] if (begin := _SMALL.match(name)) else name
    given = f"{found['initials']} {name.removesuffix(family)}"
    return f"{family}, {' '.join(given.split())}{bracket}{rest}"


def listed_by(entry: RegisterEntry) -> str:
    """The words by which an entry is put in order: of a person's name in full, the last first."""
    words = heading(entry)
    found = _IN_FULL.fullmatch(words) if entry.kind == "person" else None
    if found is None or _KINGS.fullmatch(words):
        return words
    return f"{found['last']}, {words.removesuffix(found['last']).strip()}"


@dataclass(frozen=True)
class SiteEdition:
    """All of it: the letters in their order, and the registers."""

    letters: tuple[SiteLetter, ...]
    entries: tuple[RegisterEntry, ...]
    anchors: Mapping[tuple[str, str], str]
    """The anchors of entries, by their kind, and by key or else by name."""

    def prepare(self) -> None:
        """Work out what pages of letters ask for, so that processes that start have it."""
        for name in ("beside", "by_id", "relations", "title", "views", "_correspondences"):
            getattr(self, name)

    @cached_property
    def sent_letters(self) -> tuple[SiteLetter, ...]:
        """What was sent."""
        return tuple(each for each in self.letters if each.record.is_letter)

    @cached_property
    def other_texts(self) -> tuple[SiteLetter, ...]:
        """What is no letter: introductions, say."""
        return tuple(each for each in self.letters if not each.record.is_letter)

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
    def title(self) -> str:
        """The title that most of its letters have in common; empty where they have none."""
        titles = Counter(each.series for each in self.letters if each.series)
        title, count = titles.most_common(1)[0] if titles else ("", 0)
        return title if count * 2 > len(self.letters) else ""

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The first and the last year of its letters; nothing where none is known."""
        years = [each.day[:4] for each in self.letters if each.day[:4].isdecimal()]
        return (min(years), max(years)) if years else ()

    @cached_property
    def relations(self) -> Mapping[str, tuple[tuple[str, SiteLetter], ...]]:
        """For the name of each letter its relations to others, each with its kind, both ways."""
        found: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        for each in self.letters:
            for kind, identity in each.record.related:
                other = self.by_id.get(identity)
                if other is not None and other is not each:
                    found[each.name][kind, other.name] = None
                    if kind in _INVERSE:
                        found[other.name][_INVERSE[kind], each.name] = None
            for identity in each.cited:
                other = self.by_id.get(identity)
                if other is not None and other is not each:
                    found[each.name]["cites", other.name] = None
                    found[other.name]["citedBy", each.name] = None
        for together in self._kept_together.values():
            for each in together if len(together) <= _MOST_TOGETHER else ():
                for other in together:
                    if other is not each:
                        found[each.name]["sameShelfmark", other.name] = None
        return {
            name: tuple((kind, self.by_name[other]) for kind, other in relations)
            for name, relations in found.items()
        }

    @cached_property
    def _kept_together(self) -> Mapping[str, tuple[SiteLetter, ...]]:
        """The letters that have a shelf mark in common."""
        found: dict[str, list[SiteLetter]] = defaultdict(list)
        for each in self.letters:
            for mark in dict.fromkeys(each.record.shelfmarks):
                if any(sign.isdigit() for sign in mark):
                    found[mark].append(each)
        return {mark: tuple(letters) for mark, letters in found.items() if len(letters) > 1}

    def between(
        self, first: str, second: str, each: SiteLetter
    ) -> tuple[SiteLetter | None, SiteLetter | None]:
        """The letters before and behind a letter, of those that two wrote to each other.

        The two are named by their anchors; the letters are in the order of their dates.
        """
        return self._correspondences[first, second, each.name]

    @cached_property
    def _correspondences(
        self,
    ) -> Mapping[tuple[str, str, str], tuple[SiteLetter | None, SiteLetter | None]]:
        letters: dict[tuple[str, str], list[SiteLetter]] = defaultdict(list)
        for each in self.letters:
            for pair in self.pairs(each):
                letters[pair].append(each)
        found = {}
        for pair, unordered in letters.items():
            ordered = sorted(unordered, key=lambda each: each.day or _LAST_DAY)
            around = (None, *ordered, None)
            for before, each, behind in zip(around, ordered, around[2:], strict=False):
                found[*pair, each.name] = before, behind
        return found

    def pairs(self, each: SiteLetter) -> tuple[tuple[str, str], ...]:
        """Who wrote to whom, or the other way round: the anchors of both, each pair once."""
        sent, received = (
            [self.entry(agent.kind, agent.key, agent.name) for agent in happening.agents]
            for happening in (each.record.sent, each.record.received)
        )
        return tuple(
            dict.fromkeys(
                (min(end, other), max(end, other))
                for end in sent[:_MOST_AGENTS]
                for other in received[:_MOST_AGENTS]
                if end and other and end != other
            )
        )

    def entry_name(self, anchor: str) -> str:
        """What the entry of a register with an anchor is called."""
        return self._entry_names[anchor]

    @cached_property
    def _entry_names(self) -> Mapping[str, str]:
        return {entry.anchor: entry.name for entry in self.entries}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of what is in the registers."""
        return frozenset(entry.kind for entry in self.entries)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The records of the letters, with names as the registers have them."""
        return tuple(self.normal(each.record) for each in self.letters)

    def normal(self, known: Record) -> Record:
        """A record in which persons, bodies and places are called as in the registers."""
        return replace(known, sent=self._normal(known.sent), received=self._normal(known.received))

    def _normal(self, happening: Happening) -> Happening:
        def called(each: Identity) -> Identity:
            name = self._entry_names.get(self.entry(each.kind, each.key, each.name), each.name)
            return each if name == each.name else replace(each, name=name)

        return replace(
            happening,
            agents=tuple(map(called, happening.agents)),
            places=tuple(map(called, happening.places)),
        )

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
    named = [*_in_header(document, entries)]
    for mention in mentions(document, document.notes()):
        if mention.kind in REGISTERS and not mention.deleted:
            named.extend(_named(mention, document, entries))
    return SiteLetter(
        document.name,
        record(document, publication, entries, mentioned=False),
        tuple(dict.fromkeys(named)),
        tuple(dict.fromkeys(map(_keeping, holdings(document)))),
        tuple(dict.fromkeys(_cited(document))),
        next((plain(found, BARE) for found in elements(document.root, _SERIES)), ""),
    )


_SERIES = "teiHeader/fileDesc/titleStmt/title[@level='s']"


def _named(mention: Mention, document: Document, entries: Entries) -> Iterator[RegisterName]:
    """What a mention names: several persons, where it points at several."""
    element, kind = mention.element, mention.kind
    pointers = element.get("ref", "").split()
    if len(pointers) > 1 and not element.get("key") and not any(":" in each for each in pointers):
        for pointer in pointers:
            known = entries.of_pointer(pointer, document)
            if words := known.name or plain(element):
                key = pointer.rpartition("#")[2]
                life, shared = known.life, True
                yield RegisterName(kind, key, words, known.name, known.addresses, life, shared)
        return
    known = entries.of(element, document)
    if words := plain(element) or known.name:
        key = key_in_edition(element)
        yield RegisterName(kind, key, words, known.name, known.addresses, known.life)


def _in_header(document: Document, entries: Entries) -> Iterator[RegisterName]:
    """What is known of senders, receivers and places."""
    for action in completed(document).all:
        for kind, found in (("", action.names), ("place", action.places)):
            for element in found:
                known = entries.of(element, document)
                if known.name or known.addresses:
                    key = key_in_edition(element)
                    kind_of_name = kind or kind_of(element) or known.kind or "person"
                    yield RegisterName(
                        kind_of_name, key, "", known.name, known.addresses, known.life
                    )


def _cited(document: Document) -> Iterator[str]:
    """The ids that references in the text and the notes of a document may mean."""
    for root in (document.text, *document.notes().outside):
        for reference in root.iter("{*}ref", "{*}ptr"):
            target = reference.get("target", "")
            if target and not target.startswith("#") and (identity := letter_of(reference)):
                yield identity


def _keeping(held: Holding) -> Keeping:
    """An archive with its town, and its collection, which may be a level of the shelf mark."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for keeper in held.keepers:
        names[name_of(keeper) == "collection"].append(plain(keeper))
    collection = ", ".join(filter(None, names[True]))
    if not collection:
        levels = (level for level in held.levels if level.name.casefold() in _COLLECTIONS)
        collection = " ".join(next(levels, ()))
    repository = ", ".join(filter(None, (*names[False], held.place)))
    return Keeping(repository, collection, held.shelfmark)


def edition(letters: Iterable[SiteLetter]) -> SiteEdition:
    """The edition that letters make; those without numbers stand in the order of their dates."""
    listed = [*letters]
    found = [
        replace(each, record=known)
        for each, known in zip(listed, identified([each.record for each in listed]), strict=True)
    ]
    if not any(each.record.key for each in found):
        found.sort(key=lambda each: each.day or _LAST_DAY)
    builder = _Registers()
    for each in found:
        builder.add(each)
    entries, anchors = builder.made()
    return SiteEdition(tuple(found), entries, anchors)


_Identity = tuple[str, str]
"""A kind, and a key or else a name."""


class _Registers:
    """Entries as they grow; what has a key is known by it, all else by its name.

    Those that have a public address in common are the same, whatever they are called. What has no
    key is counted with what has, where one alone is spelled so.
    """

    def __init__(self) -> None:
        self._spellings: dict[_Identity, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._titles: dict[_Identity, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._addresses: dict[_Identity, dict[str, None]] = defaultdict(dict)
        self._letters: dict[_Identity, dict[str, dict[str, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._known: dict[_Identity, str] = {}
        self._lives: dict[_Identity, Lifetime] = {}
        self._shared: dict[_Identity, set[str]] = defaultdict(set)
        self._keyed: set[_Identity] = set()

    def add(self, each: SiteLetter) -> None:
        for role, agents in (
            ("sent", each.record.sent.agents),
            ("received", each.record.received.agents),
            ("place", (*each.record.sent.places, *each.record.received.places)),
        ):
            for agent in agents:
                identity = (agent.kind, agent.key or agent.name)
                self._count(identity, agent.name, each.name, role, agent.addresses)
                if agent.key:
                    self._keyed.add(identity)
                self._titles[identity][agent.name] += 1
        for named in each.named:
            identity = (named.kind, named.key or named.words)
            if named.key:
                self._keyed.add(identity)
            if named.life != NO_LIFE:
                self._lives.setdefault(identity, named.life)
            if named.shared:
                self._shared[identity].add(named.words)
            if named.words:
                self._count(identity, named.words, each.name, "named", named.addresses)
            elif not named.key:
                continue
            if named.known:
                self._known.setdefault(identity, named.known)
            self._addresses[identity].update(dict.fromkeys(named.addresses))

    def _count(
        self, identity: _Identity, words: str, letter: str, role: str, addresses: Iterable[str]
    ) -> None:
        self._spellings[identity][words] += 1
        self._letters[identity][role][letter] = None
        self._addresses[identity].update(dict.fromkeys(addresses))

    def made(self) -> tuple[tuple[RegisterEntry, ...], Mapping[tuple[str, str], str]]:
        taken: set[str] = set()
        anchors: dict[_Identity, str] = {}
        entries = []
        for identities, guessed in self._together():
            kind, first = identities[0]
            anchor = _free(f"{kind}-{slug(first)}", taken)
            anchors.update(dict.fromkeys((*identities, *guessed), anchor))
            entries.append(self._entry(identities, guessed, anchor))
        entries.sort(key=lambda each: (each.kind, folded(listed_by(each)), each.anchor))
        return tuple(entries), anchors

    def _same(self) -> Iterator[list[_Identity]]:
        """All that is in the registers; what has an address in common, together."""
        of_address: dict[tuple[str, str], int] = {}
        groups: list[list[_Identity]] = []
        for identity in sorted(self._spellings, key=lambda each: (each[0], folded(each[1]), each)):
            addresses = self._public(identity)
            known = sorted({of_address[each] for each in addresses if each in of_address})
            at = known[0] if known else len(groups)
            if not known:
                groups.append([])
            groups[at].append(identity)
            for other in known[1:]:
                groups[at] += groups[other]
                moved = (address for each in groups[other] for address in self._public(each))
                of_address.update(dict.fromkeys(moved, at))
                groups[other] = []
            of_address.update(dict.fromkeys(addresses, at))
        return filter(None, groups)

    def _together(self) -> Iterator[tuple[list[_Identity], list[_Identity]]]:
        """The same, each with what nothing but its spelling counts with it."""
        groups = [*self._same()]
        meant: dict[_Identity, set[int]] = defaultdict(set)
        for number, group in enumerate(groups):
            for identity in group:
                if identity in self._keyed:
                    for name in (*self._spellings[identity], self._known.get(identity, "")):
                        if name not in self._shared[identity]:
                            meant[identity[0], name].add(number)
        guessed: list[list[_Identity]] = [[] for _ in groups]
        moved: set[int] = set()
        for number, group in enumerate(groups):
            if len(group) == 1 and group[0] not in self._keyed and not self._public(group[0]):
                others = meant.get(group[0], set())
                if len(others) == 1:
                    guessed[min(others)] += group
                    moved.add(number)
        pairs = zip(groups, guessed, strict=True)
        return (pair for number, pair in enumerate(pairs) if number not in moved)

    def _public(self, identity: _Identity) -> list[tuple[str, str]]:
        """The public addresses by which it is known, with its kind.

        Of two in one registry, nobody can say whose they are: several may be meant.
        """
        by_registry: dict[str, list[str]] = defaultdict(list)
        for address in self._addresses[identity]:
            registry, _ = registered(address)
            if registry is not None:
                by_registry[registry.key].append(address)
        return [(identity[0], found[0]) for found in by_registry.values() if len(found) == 1]

    def _entry(
        self, identities: Sequence[_Identity], guessed: Sequence[_Identity], anchor: str
    ) -> RegisterEntry:
        every = (*identities, *guessed)
        spellings, titles = (
            _added(counts[identity] for identity in every)
            for counts in (self._spellings, self._titles)
        )
        known = next((self._known[each] for each in identities if each in self._known), "")
        addresses = (address for each in identities for address in self._addresses[each])
        sure, roles = self._roles(identities), self._roles(every)
        ranked = _ranked(spellings)
        shared = {words for each in identities for words in self._shared[each]}
        own = [words for words in ranked if words not in shared]
        return RegisterEntry(
            identities[0][0],
            anchor,
            known or (_ranked(titles) or own or ranked)[0],
            ranked,
            tuple(dict.fromkeys(addresses)),
            {role: tuple(roles[role]) for role in ROLES if roles[role]},
            {
                role: unsure
                for role in ROLES
                if (unsure := tuple(each for each in roles[role] if each not in sure[role]))
            },
            next((self._lives[each] for each in identities if each in self._lives), NO_LIFE),
        )

    def _roles(self, identities: Iterable[_Identity]) -> Mapping[str, Mapping[str, None]]:
        """The letters in which any of these is, by what it does there."""
        found: dict[str, dict[str, None]] = {role: {} for role in ROLES}
        for identity in identities:
            for role, letters in self._letters[identity].items():
                found[role].update(letters)
        return found


def _added(counted: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """How often each is in all of these."""
    added: Counter[str] = Counter()
    for counts in counted:
        added.update(counts)
    return added


def _ranked(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda each: (-counts[each], each)))


class _Signs(dict[int, int | str | None]):
    """What becomes of signs, by their numbers: each is looked up once."""

    def __init__(self, known: Mapping[str, str], is_left_out: Callable[[str], bool]) -> None:
        super().__init__({ord(sign): other for sign, other in known.items()})
        self._is_left_out = is_left_out

    def __missing__(self, number: int) -> int | None:
        found = self[number] = None if self._is_left_out(chr(number)) else number
        return found


_BARE = _Signs({}, lambda sign: unicodedata.category(sign)[0] == "M")
_LETTERS = _Signs(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ς": "σ",
    },
    lambda _: False,
)
"""Letters that have no accent to be taken off, and those that they are looked for by."""


def folded(text: str) -> str:
    """Words as they are compared: without accents, in small letters. `search.js` does the same."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_BARE).lower().translate(_LETTERS)


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
