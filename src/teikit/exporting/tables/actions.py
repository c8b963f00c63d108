"""`actions`: one row for each person or body in each event of a letter's life."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from teikit.exporting.tables.cells import (
    date_cells,
    date_columns,
    given,
    keys,
    name_in_words,
)
from teikit.exporting.tables.table import Material, Row, Table, Value, number, text
from teikit.tei.alternatives import alternatives
from teikit.tei.correspondence import RECEIVED, SENT, Action, kind_of
from teikit.tei.header import ids_of, joined

if TYPE_CHECKING:
    from lxml import etree


def _rows(material: Material) -> Iterator[Row]:
    events = material.events
    kinds = {id(action): kind for kind in (SENT, RECEIVED) for action in getattr(events, kind)}
    for action in events.all:
        shared = _of_event(action, material) | {"action": kinds.get(id(action), action.kind)}
        around = (*action.places, *action.dates)
        groups = alternatives(action.names)
        for name in action.names:
            yield shared | {
                "name": name_in_words(name, material),
                "known_as": material.known_as(name),
                "key": keys([name]),
                "kind": kind_of(name) or material.entry(name).kind,
                "role": name.get("role", ""),
                "name_evidence": name.get("evidence", ""),
                "name_cert": name.get("cert", ""),
                "alternative": groups.get(name),
                "evidence_notes": _notes_named((name, *around)),
            }
        if not action.names:
            yield shared | {"evidence_notes": _notes_named(around)}


def _of_event(action: Action, material: Material) -> dict[str, Value]:
    return {
        "document": material.document.id,
        "subtype": action.subtype,
        "words": action.words,
        "place": joined(name_in_words(place, material) for place in action.places),
        "place_key": keys(action.places),
        "place_evidence": given(action.places, "evidence"),
        "place_cert": given(action.places, "cert"),
        **date_cells(action.dates, material),
        "source": joined(action.sources),
    }


def _notes_named(found: "Iterable[etree._Element]") -> str:
    return joined(ids_of(element.get("source", "")) for element in found)


ACTIONS = Table(
    "One row for each person or body in each event of a letter's life (`correspAction`): what a "
    "network tool wants. An event without names has one row.",
    (
        text("document", "id of the document"),
        text(
            "action",
            "`sent` and `received`, also where the encoding has an old word for them; "
            "`transmitted`, `forwarded` … as they stand",
        ),
        text("subtype", "`to`, `copy`, `decipherment`, `dispatch` …"),
        text(
            "name",
            "the name as it is written; `Surname, Forename` where it is encoded in parts; where "
            "there are no words, that of the authority, or the key",
        ),
        text("known_as", "the name that the authority has"),
        text("key", "its `key` and what its `ref` points at, in the authority files for example"),
        text("kind", "`person` or `org` (a body); empty where nothing says it"),
        text("role", "the role of the person"),
        text("name_evidence", "where the name is known from"),
        text("name_cert", "how certain it is"),
        number(
            "alternative",
            "names of the same event with the same number exclude each other: only one of them is "
            "right. So say `alt`, `exclude`, `choice`, the word “or” between them, or that none of "
            "all the names is certain",
        ),
        text("words", "what is said of the event in a paragraph, instead of in names and dates"),
        text("place", "places of the event"),
        text("place_key", "what their `ref` and `key` point at"),
        text("place_evidence", "where the place is known from"),
        text("place_cert", "how certain it is"),
        *date_columns("date of the event"),
        text(
            "source",
            "where this is told: `header`, `particDesc`, or, where they are silent, the part of "
            "the letter: `dateline`, `signed` …, or `titleStmt`, of its author",
        ),
        text("evidence_notes", "ids of the notes that are the evidence for name, place or date"),
    ),
    _rows,
)
