"""`documents`: one row for each letter."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from teikit.exporting.tables.cells import (
    archive,
    date_cells,
    date_columns,
    each_once,
    given,
    keys,
    main_span,
    name_in_words,
)
from teikit.exporting.tables.table import Material, Row, Table, day, flag, number, text
from teikit.tei.addresses import web_address
from teikit.tei.alternatives import alternatives
from teikit.tei.correspondence import Action, dates_of_sending, is_copy
from teikit.tei.dates import edtf
from teikit.tei.documents import Document, in_unicode
from teikit.tei.elements import TEI
from teikit.tei.header import (
    attributes,
    elements,
    genre,
    joined,
    language,
    letter_of,
    related,
    title,
)
from teikit.tei.header import number as number_of
from teikit.tei.manuscript import FIXED_LEVELS, physical_description
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

_LEADING = ("ref", "key", "cert", "evidence")


def _rows(material: Material) -> Iterator[Row]:
    document, notes = material.document, material.notes
    _, sent, received = material.events
    letters = related(document)
    held = material.holdings
    senders = _names(sent)
    receivers = _names(action for action in received if not is_copy(action))
    copies = _names(action for action in received if is_copy(action))
    received_dates = [date for action in received for date in action.dates]
    first, last = main_span(received_dates)
    body = document.text
    yield {
        "id": document.id,
        "file": in_unicode(document.path.name),
        "number": number_of(document),
        "genre": genre(document),
        "title": title(document),
        "senders": joined(name_in_words(name, material) for name in senders),
        "senders_key": keys(senders),
        "senders_evidence": given(senders, "evidence"),
        "senders_cert": given(senders, "cert"),
        "senders_alternative": _have_alternatives(sent),
        "receivers": joined(name_in_words(name, material) for name in receivers),
        "receivers_key": keys(receivers),
        "receivers_evidence": given(receivers, "evidence"),
        "receivers_cert": given(receivers, "cert"),
        "receivers_alternative": _have_alternatives(received),
        "copies": joined(name_in_words(name, material) for name in copies),
        "sent_from": _places(sent, material),
        "received_at": _places(received, material),
        **date_cells(dates_of_sending(document, sent), material),
        "received": joined(edtf(attributes(date)) for date in received_dates),
        "received_from": first,
        "received_to": last,
        "source": joined(source for action in (*sent, *received) for source in action.sources),
        "archive": joined(archive(holding, material) for holding in held),
        "archive_place": joined(holding.place for holding in held),
        "shelfmark": joined(holding.shelfmark for holding in held),
        **{name: joined(holding.part(name) for holding in held) for name in FIXED_LEVELS},
        "physical_description": physical_description(document),
        "language": language(document),
        "notes": len(notes.notes),
        "notes_linked": sum(note.linked for note in notes.notes),
        "deletions": _count(body, "del", "delSpan") + _deletions_without_end(body),
        "gaps": _count(body, "gap"),
        "reply_to": _context(letters["replyTo"]),
        "answered_by": _context(letters["answeredBy"]),
        "previous": _context(letters["prev"]),
        "next": _context(letters["next"]),
        "duplicate_of": _context(letters["duplicateOf"]),
        "source_page": _source_page(document),
        "url": web_address(document),
    }


def _names(done: Iterable[Action]) -> "list[etree._Element]":
    return [*each_once((name for action in done for name in action.names), *_LEADING)]


def _have_alternatives(done: Iterable[Action]) -> bool | None:
    """Nothing where nobody is named."""
    named = [action.names for action in done if action.names]
    return any(map(alternatives, named)) if named else None


def _places(done: Iterable[Action], material: Material) -> str:
    return joined(name_in_words(place, material) for action in done for place in action.places)


def _count(body: "etree._Element", *names: str) -> int:
    return sum(1 for _ in body.iter(*(TEI + name for name in names)))


def _deletions_without_end(body: "etree._Element") -> int:
    return sum(mark.get("function") == "deletion" for mark in body.iter(f"{TEI}metamark"))


def _context(references: "Iterable[etree._Element]") -> str:
    """The names of the letters, or what is said of them, to which a letter is related."""
    return joined(letter_of(found) or plain(found) for found in references)


def _source_page(document: Document) -> str:
    path = "teiHeader/fileDesc/sourceDesc/bibl[@type='page']/idno"
    return joined(map(plain, elements(document.root, path)))


DOCUMENTS = Table(
    "One row for each document.",
    (
        text("id", "name of the document: `xml:id`, or the name of the file"),
        text("file", "name of the file that it is in"),
        text("number", 'number in the edition: `correspDesc/@key` or `biblScope unit="document"`'),
        text(
            "genre",
            "letter, telegram …: `text/@type`, `div/@type`, `objectDesc/@form` or `objectType`, "
            "whichever is there first",
        ),
        text("title", "title of the document, not of the edition"),
        text("senders", "all names of who sent it"),
        text("senders_key", "what their `ref` and `key` point at"),
        text("senders_evidence", "where they are known from, in the same order"),
        text("senders_cert", "how certain they are, in the same order"),
        flag(
            "senders_alternative",
            "whether some of them exclude each other: “Ann or Beth”; which, is in `actions`",
        ),
        text("receivers", "all names of who received it, but for copies"),
        text("receivers_key", "what their `ref` and `key` point at"),
        text("receivers_evidence", "where they are known from, in the same order"),
        text("receivers_cert", "how certain they are, in the same order"),
        flag(
            "receivers_alternative",
            "whether some of them exclude each other: “Ann or Beth”; which, is in `actions`",
        ),
        text("copies", 'all names of who had a copy (`subtype="copy"`)'),
        text("sent_from", "places of sending"),
        text("received_at", "places of receipt"),
        *date_columns("date of sending"),
        text("received", "date of receipt as EDTF"),
        day("received_from", "the first day of receipt"),
        day("received_to", "the last day of receipt"),
        text(
            "source",
            "where sender, receiver, place and date are told: `header`, or, where it is silent, "
            "the part of the letter: `dateline`, `signed` …, or `titleStmt`, of its author",
        ),
        text("archive", "who keeps the letter: institution, repository, collection"),
        text("archive_place", "where that is"),
        text("shelfmark", "the whole shelfmark as it is written"),
        text("fond", "a part of it; those of other archives are in `shelfmarks`"),
        text("opis", "likewise"),
        text("delo", "likewise"),
        text("list", "likewise"),
        text(
            "physical_description",
            "material, form, hands; in the words of the header, or, where it has none, its "
            "measures and attributes",
        ),
        text("language", "codes of languages"),
        number("notes", "how many notes"),
        number("notes_linked", "of how many of them the place in the text is known"),
        number(
            "deletions", "how many passages crossed out, also such whose beginning is not known"
        ),
        number("gaps", "how many gaps"),
        text("reply_to", "the letter that this answers"),
        text("answered_by", "the letter that answers this"),
        text("previous", "the letter before it, in the edition or the correspondence"),
        text("next", "the letter after it"),
        text("duplicate_of", "id of the document of which this is a second copy"),
        text("source_page", "the raw page it was made from"),
        text(
            "url",
            "its address on the web: that of the list that it is in (`correspDesc/@ref`), else "
            "that in its header (`publicationStmt/idno`)",
        ),
    ),
    _rows,
)
