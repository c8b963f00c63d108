"""What archives will make of a letter: read as the exports for archives read it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

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
Missing = tuple[Element, str]
"""Where something is missing, and of whom or what, in words."""


@dataclass(frozen=True)
class LetterReading:
    """A document, and what its names and addresses are looked up in."""

    document: Document
    publication: Publication
    entries: Entries

    def missing(self, fact: LetterFact) -> Iterator[Missing]:
        """The places where what an archive wants to know of a letter is not told."""
        return _MISSING[fact](self)

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


def _correspondence(letter: LetterReading) -> Iterator[Missing]:
    if not letter.record.is_letter:
        yield letter.place, ""


def _sender(letter: LetterReading) -> Iterator[Missing]:
    return _nobody(letter, letter.events.sent)


def _receiver(letter: LetterReading) -> Iterator[Missing]:
    return _nobody(letter, letter.events.received)


def _nobody(letter: LetterReading, actions: Iterable[Action]) -> Iterator[Missing]:
    """The place of a letter, where nobody takes part in these actions who is named."""
    if letter.record.is_letter and next(_names(actions), None) is None:
        yield letter.place, ""


def _names(actions: Iterable[Action]) -> Iterator[Element]:
    for action in actions:
        for name in action.names:
            if name_of(name) in _NAMES:
                yield name


def _date(letter: LetterReading) -> Iterator[Missing]:
    sent = letter.events.sent
    if letter.record.is_letter and dated(dates_of_sending(letter.document, sent)) is None:
        yield letter.place, ""


def _address(letter: LetterReading) -> Iterator[Missing]:
    if not letter.record.address:
        yield letter.place, ""


def _persons(letter: LetterReading) -> Iterator[Missing]:
    _, sent, received = letter.events
    for element in _names((*sent, *received)):
        person = named(element, letter.document, letter.entries)
        if person.name != UNKNOWN and not _is_of(person.address, PERSONS):
            yield element, f"'{clipped(person.name, _LONGEST)}'"


def _places(letter: LetterReading) -> Iterator[Missing]:
    _, sent, received = letter.events
    for action in (*sent, *received):
        for element in action.places:
            entry = letter.entries.of(element, letter.document)
            words = plain(element) or entry.name
            if words and not _is_of(preferred(entry.addresses, PLACES), PLACES):
                yield element, f"'{clipped(words, _LONGEST)}'"


def _is_of(found: str, registries: Iterable[str]) -> bool:
    registry, _ = registered(found)
    return registry is not None and registry.key in registries


def _context(letter: LetterReading) -> Iterator[Missing]:
    read = letter.record
    classes = elements(letter.document.root, "teiHeader/profileDesc/textClass/*")
    if not (read.genre or read.sent.places or read.sent.date or next(classes, None) is not None):
        yield letter.place, ""


_MISSING: Mapping[LetterFact, Callable[[LetterReading], Iterator[Missing]]] = {
    LetterFact.CORRESPONDENCE: _correspondence,
    LetterFact.SENDER: _sender,
    LetterFact.RECEIVER: _receiver,
    LetterFact.DATE: _date,
    LetterFact.ADDRESS: _address,
    LetterFact.PERSONS: _persons,
    LetterFact.PLACES: _places,
    LetterFact.CONTEXT: _context,
}
