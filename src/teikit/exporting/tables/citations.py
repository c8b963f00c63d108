"""`citations`: one row for each archival unit or printed work that is cited."""

from collections.abc import Iterator

from teikit.exporting.tables.table import Material, Row, Table, flag, number, text


def _rows(material: Material) -> Iterator[Row]:
    for citation in material.citations:
        work = citation.work
        yield {
            "document": material.document.id,
            "position": citation.position,
            "citation": citation.id,
            "where": citation.where,
            "type": citation.type,
            "printed": citation.printed,
            "normal": citation.normal,
            "archive": citation.archive,
            **{name: citation.parts.get(name, "") for name in ("fond", "opis", "delo", "list")},
            "author": work.author,
            "title": work.title,
            "volume": work.volume,
            "pages": work.pages,
            "year": work.year,
            "previous": citation.previous,
            "repeated": citation.repeated,
            "cert": citation.cert,
        }


CITATIONS = Table(
    "One row for each `bibl` in text, source line and notes.",
    (
        text("document", "id of the document"),
        number("position", "1 for the first citation of the document, and so on"),
        text("citation", "id of the citation"),
        text("where", "`text`, `source line`, or `note` with its number"),
        text("type", "`archival`, `print` …"),
        text("printed", "the citation as it stands"),
        text("normal", "its normal form (`n`)"),
        text("archive", "the archive: as in the normal form, else as it is written"),
        text(
            "fond",
            "a part of the shelfmark, as in the normal form, else as it is written; what “Ibid.” "
            "leaves out comes from the citation before it",
        ),
        text("opis", "likewise"),
        text("delo", "likewise"),
        text("list", "likewise"),
        text("author", "of a printed work: its author"),
        text("title", "its title"),
        text("volume", "its volume"),
        text("pages", "its pages"),
        text("year", "its year"),
        text("previous", "id of the citation that “Ibid.” stands for"),
        flag("repeated", "whether it only stands in what a faulty translation repeats"),
        text("cert", "how certain the reading of the citation is"),
    ),
    _rows,
)
