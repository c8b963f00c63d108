"""`shelfmarks`: one row for each level of each shelfmark and each citation, of any archive."""

from collections.abc import Iterator

from teikit.exporting.tables.cells import archive
from teikit.exporting.tables.table import Material, Row, Table, number, text


def _rows(material: Material) -> Iterator[Row]:
    document = material.document
    for place, holding in enumerate(material.holdings, 1):
        kept_at = archive(holding, material)
        parts = [*holding.levels, *(("", mark) for mark in holding.unparted)]
        for level, value in parts or ([("", "")] if kept_at else []):
            yield {
                "document": document.id,
                "manuscript": place,
                "archive": kept_at,
                "level": level,
                "value": value,
            }
    for citation in material.citations:
        for level, value in citation.levels:
            yield {
                "document": document.id,
                "citation": citation.position,
                "archive": citation.archive,
                "level": level,
                "value": value,
            }


SHELFMARKS = Table(
    "One row for each level of each shelfmark, in the header and in citations, whatever the "
    "archive calls its levels: each `idno` that has a `type` and holds no other. A shelfmark that "
    "is not parted has one row, and so has an archive without one.",
    (
        text("document", "id of the document"),
        number("manuscript", "1 for the first manuscript that the header describes, and so on"),
        number("citation", "or the position of the citation, as in `citations`"),
        text("archive", "who keeps it"),
        text(
            "level",
            "the name of the level, from `idno/@type`: `fond`, `bestand`, `box` …; empty where the "
            "shelfmark is not parted",
        ),
        text("value", "what stands there"),
    ),
    _rows,
)
