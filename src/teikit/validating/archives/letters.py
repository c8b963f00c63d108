"""What archives will make of a letter: read as the exports for archives read it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from teikit.exporting.records import UNKNOWN, Record, dated, named, record
from teikit.profiles.publication import Publication
from teikit.tei.correspondence import Action, Events, completed, dates_of_sending
from teikit.tei.documents import Document
from teikit.tei.elements import name_of
from teikit.tei.entries import Entries
from teikit.tei.header import descriptions, elements
from teikit.tei.identifiers import PERSONS, PLACES, preferred, registered
from teikit.tei.text.plain import plain
from teikit.validating.archives.requirement import LetterFact
from teikit.validating.wording import clipped
from teikit.xml.names import Element

_LONGEST = 60
_NAMES = frozenset({"name", "orgName", "persName", "rs"})


class Untold(NamedTuple):
    """Where something is missing, and of whom or what, in words.

    `subject` is what the edition calls that person or place, if it does.
    """

    element: Element
    words: str = ""
    subject: str = ""


@dataclass(frozen=True)
class LetterReading:
    """A document, and what its names and addresses are looked up in."""

    document: Document
    publication: Publication
    entries: Entries

    def missing(self, fact: LetterFact) -> Iterator[Untold]:
        """The places where what an archive wants to know of a letter is not told."""
        return _MISSING[fact](self)

    def subject(self, element: Element) -> str:
        """What the edition calls a person or a place: in one folder, a key means the same."""
        pointers = (element.get("key") or "", *(element.get("ref") or "").split())
        key = next((each for each in pointers if each and ":" not in each), "")
        return f"{self.document.path.parent}#{key.rpartition('#')[2]}" if key else ""

    def known(self, fact: LetterFact) -> Iterator[str]:
        """The subjects of which an identifier is known here: other letters need not tell it."""
        named_here: Iterable[Element] = ()
        registries: Sequence[str] = ()
        if fact == LetterFact.PERSONS:
            named_here, registries = _names((*self.events.sent, *self.events.received)), PERSONS
        elif fact == LetterFact.PLACES:
            named_here, registries = _named_places(self), PLACES
        for element in named_here:
            addresses = self.entries.of(element, self.document).addresses
            if _is_of(preferred(addresses, registries), registries):
                yield self.subject(element)

    @property
    def place(self) -> Element:
        """Where a letter is described: its `correspDesc`, its division, or its header."""
        described = next(descriptions(self.document), None)
        if described is not None:
            return described
        if self.document.letter is not None:
            return self.document.text
        return next(elements(self.document.root, "teiHeader"), self.document.root)

    @cached_property
    def record(self) -> Record:
        """What the exports make of it."""
        return record(self.document, self.publication, self.entries)

    @cached_property
    def events(self) -> Events:
        """Its sending and its receipt."""
        return completed(self.document)


def _correspondence(letter: LetterReading) -> Iterator[Untold]:
    if not letter.record.is_letter:
        yield Untold(letter.place)


def _sender(letter: LetterReading) -> Iterator[Untold]:
    return _nobody(letter, letter.events.sent)


def _receiver(letter: LetterReading) -> Iterator[Untold]:
    return _nobody(letter, letter.events.received)


def _nobody(letter: LetterReading, actions: Iterable[Action]) -> Iterator[Untold]:
    """The place of a letter, where nobody takes part in these actions who is named."""
    if letter.record.is_letter and next(_names(actions), None) is None:
        yield Untold(letter.place)


def _names(actions: Iterable[Action]) -> Iterator[Element]:
    for action in actions:
        for name in action.names:
            if name_of(name) in _NAMES:
                yield name


def _date(letter: LetterReading) -> Iterator[Untold]:
    sent = letter.events.sent
    if letter.record.is_letter and dated(dates_of_sending(letter.document, sent)) is None:
        yield Untold(letter.place)


def _address(letter: LetterReading) -> Iterator[Untold]:
    if not letter.record.address:
        yield Untold(letter.place)


def _persons(letter: LetterReading) -> Iterator[Untold]:
    _, sent, received = letter.events
    for element in _names((*sent, *received)):
        person = named(element, letter.document, letter.entries)
        if person.name != UNKNOWN and not _is_of(person.address, PERSONS):
            name = f"'{clipped(person.name, _LONGEST)}'"
            yield Untold(element, name, letter.subject(element))


def _places(letter: LetterReading) -> Iterator[Untold]:
    for element in _named_places(letter):
        entry = letter.entries.of(element, letter.document)
        words = plain(element) or entry.name
        if words and not _is_of(preferred(entry.addresses, PLACES), PLACES):
            yield Untold(element, f"'{clipped(words, _LONGEST)}'", letter.subject(element))


def _named_places(letter: LetterReading) -> Iterator[Element]:
    _, sent, received = letter.events
    return (place for action in (*sent, *received) for place in action.places)


def _is_of(found: str, registries: Sequence[str]) -> bool:
    registry, _ = registered(found)
    return registry is not None and registry.key in registries


def _context(letter: LetterReading) -> Iterator[Untold]:
    read = letter.record
    classes = elements(letter.document.root, "teiHeader/profileDesc/textClass/*")
    if not (read.genre or read.sent.places or read.sent.date or next(classes, None) is not None):
        yield Untold(letter.place)


_MISSING: Mapping[LetterFact, Callable[[LetterReading], Iterator[Untold]]] = {
    LetterFact.CORRESPONDENCE: _correspondence,
    LetterFact.SENDER: _sender,
    LetterFact.RECEIVER: _receiver,
    LetterFact.DATE: _date,
    LetterFact.ADDRESS: _address,
    LetterFact.PERSONS: _persons,
    LetterFact.PLACES: _places,
    LetterFact.CONTEXT: _context,
}
