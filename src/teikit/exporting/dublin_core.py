"""Dublin Core as archives harvest it (`oai_dc`): a file for each document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar
from xml.sax.saxutils import escape

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, unreadable
from teikit.exporting.exporter import ExportContext, Exported
from teikit.exporting.records import UNKNOWN, Dated, Record, record
from teikit.profiles.publication import Publication, named_editor
from teikit.tei.documents import Document

NEEDED: Mapping[str, str] = {
    "publisher": "who publishes the edition",
    "licence": "the address of its licence",
}

_OPENED = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/'
    ' http://www.openarchives.org/OAI/2.0/oai_dc.xsd">'
)


@dataclass(frozen=True, slots=True)
class DublinCoreExporter(ArchiveExporter[Exported]):
    """Write Dublin Core (oai_dc) of each document."""

    files: ClassVar[str] = "one .xml for each document"
    needed: ClassVar[Mapping[str, str]] = NEEDED

    def part(self, document: Document, context: ExportContext) -> Exported:
        """The file of a document."""
        publication = context.publication
        text = dublin_core(record(document, publication, context.entries), publication)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return Exported(document.id, f"{document.name}.xml", f"{head}{text}\n")

    def joined(
        self, parts: Iterable[Exported | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The files."""
        yield from parts
        yield from unreadable(context.entries)

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The one file; several would be one text that nothing can read."""
        for place, piece in enumerate(pieces):
            if place:
                raise TeikitError("name a folder with -o, or a single document for the screen")
            yield piece.text


def dublin_core(found: Record, publication: Publication, indent: str = "") -> str:
    """The record of a document as `oai_dc:dc`, each line behind `indent`."""
    lines = [
        f"  <dc:{name}>{escape(' '.join(value.split()))}</dc:{name}>"
        for name, value in dict.fromkeys(_elements(found, publication))
        if value
    ]
    return "\n".join(f"{indent}{line}" for line in (_OPENED, *lines, "</oai_dc:dc>"))


def _elements(found: Record, publication: Publication) -> Iterator[tuple[str, str]]:
    """Names and values of all elements in the order of the vocabulary; some may be empty."""
    yield "title", found.title or found.id
    yield from (("creator", each.name) for each in found.sent.agents if each.name != UNKNOWN)
    for each in found.mentioned:
        yield "subject", each.name
    yield from (("description", text) for text in _description(found))
    yield "publisher", publication.publisher
    yield from (("contributor", named_editor(each)[0]) for each in publication.editors)
    if found.sent.date:
        yield "date", span(found.sent.date)
    yield "type", "Text"
    yield "type", found.genre
    yield "format", "application/tei+xml"
    yield "identifier", found.address
    yield "identifier", found.id
    yield from (("source", each) for each in found.shelfmarks)
    yield from (("language", each) for each in found.languages)
    yield "relation", publication.home
    yield from (("coverage", each.name) for each in found.sent.places)
    yield "rights", publication.availability
    yield "rights", publication.licence


def _description(found: Record) -> Iterator[str]:
    """To whom, in the words of a list: Dublin Core knows no receivers."""
    receivers = [each.name for each in found.received.agents if each.name != UNKNOWN]
    if receivers:
        yield f"To {'; '.join(receivers)}"


def span(date: Dated) -> str:
    """A date as W3CDTF, a range with `/` between its ends."""
    first, last = date.first, date.last
    return first if first == last else f"{first}/{last}"
