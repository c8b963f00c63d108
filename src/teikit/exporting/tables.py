"""The tables that are made of letters: what each holds in its rows, and the order of its columns.

A table is a function from one document to its rows, so that no more than one is held in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.tei.addresses import web_address
from teikit.tei.apparatus import Apparatus
from teikit.tei.citations import citations
from teikit.tei.correspondence import (
    Action,
    actions,
    dates_of_sending,
    events,
    is_copy,
    kind_of,
    written,
)
from teikit.tei.dates import edtf
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, XML_ID
from teikit.tei.header import (
    attributes,
    descriptions,
    elements,
    genre,
    ids_of,
    joined,
    key_of,
    language,
    number,
    title,
)
from teikit.tei.manuscript import FIXED_LEVELS, holdings, physical_description
from teikit.tei.text.plain import paragraphs, plain

if TYPE_CHECKING:
    from lxml import etree

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in their order, and the rows that a document gives."""

    columns: tuple[str, ...]
    rows: Callable[[Document, Apparatus], Iterator[Row]]


# --- documents ---


def _documents(document: Document, notes: Apparatus) -> Iterator[Row]:
    _, sent, received = events(document)
    held = holdings(document)
    dates = dates_of_sending(document, sent)
    text = document.text
    yield {
        "id": document.id,
        "number": number(document),
        "genre": genre(document),
        "title": title(document),
        "senders": _names(sent),
        "receivers": _names(action for action in received if not is_copy(action)),
        "copies": _names(action for action in received if is_copy(action)),
        "sent_from": _places(sent),
        "received_at": _places(received),
        "date_printed": joined(map(plain, dates)),
        "date": joined(edtf(attributes(date)) for date in dates),
        "date_evidence": _given(dates, "evidence"),
        "date_cert": _given(dates, "cert"),
        "archive": joined(holding.archive for holding in held),
        "archive_place": joined(holding.place for holding in held),
        "shelfmark": joined(holding.shelfmark for holding in held),
        **{name: joined(holding.part(name) for holding in held) for name in FIXED_LEVELS},
        "physical_description": physical_description(document),
        "language": language(document),
        "notes": str(len(notes.notes)),
        "deletions": str(_count(text, "del", "delSpan") + _deletions_without_end(text)),
        "gaps": str(_count(text, "gap")),
        "duplicate_of": _duplicate_of(document),
        "source_page": _source_page(document),
        "url": web_address(document),
    }


def _names(done: Iterable[Action]) -> str:
    return joined(written(name) for action in done for name in action.names)


def _places(done: Iterable[Action]) -> str:
    return joined(plain(place) for action in done for place in action.places)


def _given(found: "Iterable[etree._Element]", name: str) -> str:
    return joined(element.get(name, "") for element in found)


def _count(text: "etree._Element", *names: str) -> int:
    return sum(1 for _ in text.iter(*(TEI + name for name in names)))


def _deletions_without_end(text: "etree._Element") -> int:
    return sum(mark.get("function") == "deletion" for mark in text.iter(f"{TEI}metamark"))


def _duplicate_of(document: Document) -> str:
    targets = (
        reference.get("target", "")
        for description in descriptions(document)
        for reference in elements(description, "correspContext/ref[@type='duplicateOf']")
    )
    return joined(target.partition("#")[0].removesuffix(".xml") for target in targets)


def _source_page(document: Document) -> str:
    path = "teiHeader/fileDesc/sourceDesc/bibl[@type='page']/idno"
    return joined(map(plain, elements(document.root, path)))


# --- notes ---


def _notes(document: Document, notes: Apparatus) -> Iterator[Row]:
    for note in notes.notes:
        yield {
            "document": document.id,
            "note": note.element.get(XML_ID, ""),
            "number": note.number,
            "type": note.element.get("type", ""),
            "resp": ids_of(note.element.get("resp", "")),
            "mark": note.mark,
            "linked": "yes" if note.linked else "no",
            "cert": note.element.get("cert", ""),
            "text": paragraphs(note.element, notes=notes),
        }


# --- actions ---


def _actions(document: Document, _: Apparatus) -> Iterator[Row]:
    for action in actions(document):
        shared = {
            "document": document.id,
            "action": action.kind,
            "subtype": action.subtype,
            "place": joined(map(plain, action.places)),
            "place_key": joined(key_of(place.get("ref", "")) for place in action.places),
            "place_evidence": _given(action.places, "evidence"),
            "place_cert": _given(action.places, "cert"),
            "date_printed": joined(map(plain, action.dates)),
            "date": joined(edtf(attributes(date)) for date in action.dates),
            "date_evidence": _given(action.dates, "evidence"),
            "date_cert": _given(action.dates, "cert"),
        }
        around = (*action.places, *action.dates)
        for name in action.names:
            yield shared | {
                "name": written(name),
                "key": key_of(name.get("ref") or name.get("key") or ""),
                "kind": kind_of(name),
                "role": name.get("role", ""),
                "name_evidence": name.get("evidence", ""),
                "name_cert": name.get("cert", ""),
                "source": _sources((name, *around)),
            }
        if not action.names:
            nobody = dict.fromkeys(
                ("name", "key", "kind", "role", "name_evidence", "name_cert"), ""
            )
            yield shared | nobody | {"source": _sources(around)}


def _sources(found: "Iterable[etree._Element]") -> str:
    return joined(ids_of(element.get("source", "")) for element in found)


# --- shelfmarks ---


def _shelfmarks(document: Document, _: Apparatus) -> Iterator[Row]:
    for place, holding in enumerate(holdings(document), 1):
        for name, value in holding.levels:
            yield {
                "document": document.id,
                "manuscript": str(place),
                "archive": holding.archive,
                "level": name,
                "value": value,
            }


TABLES: Mapping[str, Table] = {
    "documents": Table(
        (
            "id",
            "number",
            "genre",
            "title",
            "senders",
            "receivers",
            "copies",
            "sent_from",
            "received_at",
            "date_printed",
            "date",
            "date_evidence",
            "date_cert",
            "archive",
            "archive_place",
            "shelfmark",
            *FIXED_LEVELS,
            "physical_description",
            "language",
            "notes",
            "deletions",
            "gaps",
            "duplicate_of",
            "source_page",
            "url",
        ),
        _documents,
    ),
    "notes": Table(
        ("document", "note", "number", "type", "resp", "cert", "mark", "linked", "text"), _notes
    ),
    "citations": Table(
        (
            "document",
            "citation",
            "where",
            "type",
            "printed",
            "normal",
            "archive",
            *FIXED_LEVELS,
            "previous",
            "cert",
        ),
        citations,
    ),
    "actions": Table(
        (
            "document",
            "action",
            "subtype",
            "name",
            "key",
            "kind",
            "role",
            "name_evidence",
            "name_cert",
            "place",
            "place_key",
            "place_evidence",
            "place_cert",
            "date_printed",
            "date",
            "date_evidence",
            "date_cert",
            "source",
        ),
        _actions,
    ),
    "shelfmarks": Table(("document", "manuscript", "archive", "level", "value"), _shelfmarks),
}
"""What `export csv` writes: one file for each, `documents.csv` and so on."""
