"""`notes`: one row for each note."""

from collections.abc import Iterator

from teikit.exporting.tables.table import Material, Row, Table, flag, text
from teikit.tei.elements import XML_ID
from teikit.tei.header import ids_of
from teikit.tei.text.plain import paragraphs


def _rows(material: Material) -> Iterator[Row]:
    for note in material.notes.notes:
        yield {
            "document": material.document.id,
            "note": note.element.get(XML_ID, ""),
            "number": note.number,
            "type": note.element.get("type", ""),
            "resp": ids_of(note.element.get("resp", "")),
            "cert": note.element.get("cert", ""),
            "mark": note.mark,
            "linked": note.linked,
            "text": paragraphs(note.element, notes=material.notes),
        }


NOTES = Table(
    "One row for each note, in the order of the document.",
    (
        text("document", "id of the document"),
        text("note", "id of the note"),
        text("number", "its number, as in the reading layer"),
        text("type", "`commentary`, `textConst` …"),
        text("resp", "who is responsible for it"),
        text("cert", "how certain its number or place is"),
        text("mark", "id of its mark or anchor in the text"),
        flag("linked", "whether its place in the text is known"),
        text(
            "text",
            "its words in the reading layer, without the number; paragraphs are parted by an empty "
            "line",
        ),
    ),
    _rows,
)
