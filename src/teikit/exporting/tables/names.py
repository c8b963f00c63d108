"""`names`: one row for each mention of a person, a body, a place or a work."""

from collections.abc import Iterator

from teikit.exporting.tables.cells import key_of, name_as_key, own_key, pointers
from teikit.exporting.tables.table import Material, Row, Table, flag, number, text
from teikit.tei.correspondence import written
from teikit.tei.elements import XML_ID
from teikit.tei.mentions import mentions


def _rows(material: Material) -> Iterator[Row]:
    document = material.document
    for position, mention in enumerate(mentions(document, material.notes), 1):
        name, note = mention.element, mention.note
        entry = material.entry(name)
        row: Row = {
            "document": document.id,
            "position": position,
            "name": written(name, material.notes) or entry.name or name_as_key(name),
            "known_as": entry.name,
            "kind": mention.kind or entry.kind,
            "where": mention.where,
            "note": "" if note is None else note.element.get(XML_ID, ""),
            "note_number": "" if note is None else note.number,
            "deleted": mention.deleted,
            "evidence": name.get("evidence", ""),
            "cert": name.get("cert", ""),
        }
        key = own_key(name)
        for each in pointers(name) or [""]:
            yield {**row, "key": key_of(key or each), "ref": each or key}


NAMES = Table(
    "One row for each name of a person, a body, a place or a work in text and notes: who is "
    "mentioned where. A name that points at several has a row for each. What a header tells of "
    "sender and receiver is in `actions`.",
    (
        text("document", "id of the document"),
        number("position", "1 for the first name in the document, and so on"),
        text("name", "the name as it is written, or that of the authority, or the key"),
        text("known_as", "the name that the authority has"),
        text("key", "its `key`, else what its `ref` points at, cut to the name of the entry"),
        text("ref", "its `ref` as it stands, else its `key`"),
        text("kind", "`person`, `org`, `place`, `work` …; empty where nothing says it"),
        text(
            "where",
            "`text`, `note`, or the part of the letter: `head`, `address`, `dateline`, `salute`, "
            "`signed`, `source line`",
        ),
        text("note", "id of the note"),
        text("note_number", "its number, as in the reading layer"),
        flag("deleted", "whether it is crossed out, or else left out by the reading layer"),
        text("evidence", "where it is known from who that is"),
        text("cert", "how certain that is"),
    ),
    _rows,
)
