"""What a reader wants to know of a letter before reading it, in words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from teikit.exporting.records import key_in_edition
from teikit.publishing.dates import in_words, machine, says_more
from teikit.publishing.edition import SiteEdition, SiteLetter
from teikit.publishing.labels import Labels
from teikit.publishing.languages import html_language
from teikit.publishing.reasons import Reason, Reasons
from teikit.tei.correspondence import (
    RECEIVED,
    SENT,
    TRANSMITTED,
    Action,
    completed,
    is_copy,
    kind_of,
    written,
)
from teikit.tei.dates import edtf
from teikit.tei.elements import name_of
from teikit.tei.header import attributes, descriptions, elements
from teikit.tei.manuscript import holdings, physical_description
from teikit.tei.text.layers import BARE
from teikit.tei.text.plain import plain
from teikit.tei.works import citation_words

if TYPE_CHECKING:
    from lxml import etree


class FactValue(NamedTuple):
    """A value in words.

    `address` is that of what it leads to, `time` a date for machines, `printed` how a date stands
    in the letter, `reasons` say what is uncertain of it and why.
    """

    text: str
    address: str = ""
    time: str = ""
    printed: str = ""
    reasons: tuple[Reason, ...] = ()


class Fact(NamedTuple):
    """What is known, under a label: in lines, each of values that belong together."""

    label: str
    lines: tuple[tuple[FactValue, ...], ...]


_EVENTS = frozenset({"dispatch", "decipherment", "execution", "delivered", "forwarded", "returned"})
"""What happens on the way, as an action is typed or subtyped, that has a label of its own."""


def facts(letter: SiteLetter, edition: SiteEdition, reasons: Reasons, labels: Labels) -> list[Fact]:
    """Who, to whom, when, where, what happened on the way, and where it is kept."""
    found = _Facts(edition, reasons, labels)
    known: dict[str, list[tuple[FactValue, ...]]] = {}
    for label, line in (*found.events(), *found.about(letter)):
        if line:
            known.setdefault(label, []).append(line)
    return [Fact(label, tuple(dict.fromkeys(lines))) for label, lines in known.items()]


_Line = tuple[str, tuple[FactValue, ...]]


class _Facts:
    def __init__(self, edition: SiteEdition, reasons: Reasons, labels: Labels) -> None:
        self._edition = edition
        self._reasons = reasons
        self._labels = labels

    # --- what happened to it ---

    def events(self) -> Iterator[_Line]:
        """Sending, receipt, and what lies between."""
        all_done, sent, received = completed(self._reasons.document)
        others = [each for each in all_done if each not in sent and each not in received]
        copies = [each for each in received if is_copy(each)]
        receivers = [each for each in received if not is_copy(each)]
        yield from self._each("sent", map(self._who, sent))
        yield from self._each("received", map(self._who, receivers))
        yield from self._each("copy", map(self._who, copies))
        yield from self._each("when", map(self._when, sent))
        yield from self._each("where", map(self._where, sent))
        for each in others:
            parts = (
                *self._who(each),
                *self._where(each),
                *self._when(each),
                *self._in_sentences(each),
            )
            yield self._event(each), tuple(dict.fromkeys(parts))
        yield from self._each("place_of_receipt", map(self._where, received))
        yield from self._each("date_of_receipt", map(self._when, received))
        yield from self._each("remarks", map(self._in_sentences, (*sent, *received)))
        yield from self._each("remarks", [self._remarks()])

    def _each(self, label: str, values: Iterable[Iterable[FactValue]]) -> Iterator[_Line]:
        """Values that have a line each."""
        for some in values:
            for value in some:
                yield self._labels[label], (value,)

    def _event(self, action: Action) -> str:
        for word in (action.subtype, action.kind):
            if word in _EVENTS:
                return self._labels[f"events_{word}"]
        if action.stage == TRANSMITTED:
            return self._labels["transmitted"]
        known = {SENT: "sent", RECEIVED: "received"}.get(action.stage)
        return self._labels[known] if known else action.kind or self._labels["event"]

    def _who(self, action: Action) -> Iterator[FactValue]:
        for name in action.names:
            words = written(name)
            kind = kind_of(name) or "person"
            if words:
                yield FactValue(
                    words, self._entry(kind, name, words), reasons=self._reasons.of(name)
                )

    def _where(self, action: Action) -> Iterator[FactValue]:
        for place in action.places:
            if words := plain(place, BARE):
                address = self._entry("place", place, words)
                yield FactValue(words, address, reasons=self._reasons.of(place))

    def _entry(self, kind: str, name: "etree._Element", words: str) -> str:
        anchor = self._edition.entry(kind, key_in_edition(name), words)
        return f"../{register_of(kind)}#{anchor}" if anchor else ""

    def _when(self, action: Action) -> Iterator[FactValue]:
        for date in action.dates:
            given = attributes(date)
            printed = plain(date, BARE)
            normal = in_words(given, self._labels) or ("" if printed else edtf(given))
            shown = normal or printed
            if shown:
                repeats = not normal or not says_more(printed, normal, given)
                yield FactValue(
                    shown,
                    time=machine(given),
                    printed="" if repeats else printed,
                    reasons=self._reasons.of(date),
                )

    def _in_sentences(self, action: Action) -> Iterator[FactValue]:
        if action.words:
            yield FactValue(action.words)

    def _remarks(self) -> Iterator[FactValue]:
        for description in descriptions(self._reasons.document):
            for note in elements(description, ".//note"):
                if words := plain(note):
                    yield FactValue(words)

    # --- what it is ---

    def about(self, letter: SiteLetter) -> Iterator[_Line]:
        """Its kind, where it is kept, how it looks, what is printed of it, what it is about."""
        labels, document, genre = self._labels, self._reasons.document, letter.record.genre
        if genre:
            yield labels["genre"], (FactValue(labels.get(f"genres_{genre.casefold()}", genre)),)
        codes = letter.record.languages
        yield (
            labels["language"],
            tuple(FactValue(labels.get(f"languages_{_short(code)}", code)) for code in codes),
        )
        yield from self._each("kept", [self._holdings()])
        if described := physical_description(document):
            yield labels["described"], (FactValue(described),)
        yield from self._each("printed_in", [self._printed()])
        yield labels["keywords"], tuple(self._keywords())

    def _holdings(self) -> Iterator[FactValue]:
        for held in holdings(self._reasons.document):
            if words := _held(held.place, held.archive, held.shelfmark):
                yield FactValue(words)

    def _printed(self) -> Iterator[FactValue]:
        """The printed sources that the header names."""
        document = self._reasons.document
        if document.letter is not None:
            return
        for source in elements(document.root, "teiHeader/fileDesc/sourceDesc"):
            for bibl in source.iter("{*}bibl", "{*}biblStruct"):
                kind = bibl.get("type", "")
                inside = any(name_of(each) in _NOT_SOURCES for each in bibl.iterancestors())
                if not inside and kind not in _NOT_PRINTED and (words := citation_words(bibl)):
                    yield FactValue(words)

    def _keywords(self) -> Iterator[FactValue]:
        document = self._reasons.document
        if document.letter is not None:
            return
        for keywords in elements(document.root, "teiHeader/profileDesc/textClass/keywords"):
            terms = [*elements(keywords, ".//term")] or [*elements(keywords, ".//item")]
            yield from (FactValue(words) for term in terms if (words := plain(term)))


_NOT_PRINTED = frozenset({"archival", "page"})
_NOT_SOURCES = frozenset({"bibl", "biblStruct", "correspDesc", "listPerson", "msDesc"})


def _short(code: str) -> str:
    return (html_language(code) or code).partition("-")[0].casefold()


def _held(place: str, archive: str, shelfmark: str) -> str:
    """Where something is kept, in one line; a shelfmark that begins with its archive tells it."""
    if archive and shelfmark.startswith(archive):
        archive = ""
    return ", ".join(filter(None, (place, archive, shelfmark)))


def register_of(kind: str) -> str:
    """The page of the register that has things of a kind."""
    return {"person": "persons.html", "org": "orgs.html", "place": "places.html"}.get(kind, "")


def joined(values: Sequence[str]) -> str:
    """Names in a cell of a table."""
    return "; ".join(dict.fromkeys(filter(None, values)))
