"""OAI-PMH 2.0 as files that any web server can hand out: what harvesters ask for, answered.

There is a file for each answer: `Identify.xml`, `ListMetadataFormats.xml`, `ListSets.xml` (there
are none), `ListRecords.xml` and `ListIdentifiers.xml`, whose pages go on in `ListRecords-2.xml` and
so on, and a file for each record in the folder `GetRecord`. A server has to be told to answer
`?verb=ListRecords&resumptionToken=2` with the file of that name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, unreadable
from teikit.exporting.dublin_core import dublin_core
from teikit.exporting.exporter import ExportContext, Exported
from teikit.exporting.records import record
from teikit.profiles.publication import Publication, named_editor
from teikit.tei.documents import Document

NEEDED: Mapping[str, str] = {
    "oai": "the address where the tree will be published",
    "title": "the title of the edition",
    "editors": "who answers for it, with e-mail: Ann Roe <roe@example.org>",
    "publisher": "who publishes it",
    "licence": "the address of its licence",
    "date": "the day of this version",
}

_PAGE = 100
"""Records."""

_OPENED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/'
    ' http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)


class HarvestedRecord(NamedTuple):
    """A document as harvesters are told of it: as lists have it, and as a file of its own."""

    header: str
    record: str
    file: Exported


@dataclass(frozen=True, slots=True)
class OaiExporter(ArchiveExporter[HarvestedRecord]):
    """Write a tree of files that answer harvesters (OAI-PMH 2.0, oai_dc)."""

    files: ClassVar[str] = (
        "Identify.xml, ListMetadataFormats.xml, ListSets.xml, ListIdentifiers.xml, ListRecords.xml,"
        " GetRecord"
    )
    needed: ClassVar[Mapping[str, str]] = NEEDED

    def context(self) -> ExportContext:
        """As of other formats; one of the editors must have an e-mail, too."""
        publication = self.publication(self.needed)
        if not _mails(publication):
            raise TeikitError(
                "publication.editors: harvesters want an e-mail; write Ann Roe <roe@example.org>"
            )
        return ExportContext(publication, self.entries())

    def part(self, document: Document, context: ExportContext) -> HarvestedRecord:
        """The record of a document."""
        publication = context.publication
        found = record(document, publication, context.entries)
        identifier = _identifier(found.id, publication)
        described = dublin_core(found, publication, "        ")
        text = _record(identifier, described, publication)
        answer = _answer("GetRecord", text, publication, identifier=identifier)
        file = Exported(document.id, f"GetRecord/{document.name}.xml", answer)
        return HarvestedRecord(_header(identifier, publication, "    "), text, file)

    def joined(
        self, parts: Iterable[HarvestedRecord | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The files, the pages of records last."""
        publication = context.publication
        headers: list[str] = []
        records: list[str] = []
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
                continue
            headers.append(part.header)
            records.append(part.record)
            yield part.file
        yield from unreadable(context.entries)
        if not records:
            raise TeikitError("there is no document of which harvesters could be told")
        for verb, text in (
            ("Identify", _identify(publication, _mails(publication))),
            ("ListMetadataFormats", _FORMATS),
        ):
            yield Exported("", f"{verb}.xml", _answer(verb, text, publication))
        yield Exported("", "ListSets.xml", _answer("ListSets", "", publication, error=_NO_SETS))
        for verb, listed in (("ListIdentifiers", headers), ("ListRecords", records)):
            pages = [listed[start : start + _PAGE] for start in range(0, len(listed), _PAGE)]
            for number, page in enumerate(pages, 1):
                text = "".join(page) + _token(number, len(pages), len(listed))
                yield Exported("", _name(verb, number), _answer(verb, text, publication, number))

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """Several files would be one text that nothing can read."""
        raise TeikitError("name a folder with -o")


def _mails(publication: Publication) -> list[str]:
    return [mail for _, mail in map(named_editor, publication.editors) if mail]


def _name(verb: str, number: int) -> str:
    return f"{verb}.xml" if number == 1 else f"{verb}-{number}.xml"


def _day(publication: Publication) -> str:
    """The day of this version; the first of a month or a year where no more is said."""
    return (publication.date + "-01-01"[len(publication.date) - 4 :])[:10]


_NO_SETS = '  <error code="noSetHierarchy">The letters are not parted into sets.</error>\n'


def _answer(
    verb: str,
    text: str,
    publication: Publication,
    number: int = 1,
    *,
    identifier: str = "",
    error: str = "",
) -> str:
    """An answer to a question, which it repeats; with an `error` instead of a text."""
    asked = {"verb": verb}
    if identifier:
        asked["identifier"] = identifier
    if number > 1:
        asked["resumptionToken"] = str(number)
    elif verb in {"GetRecord", "ListIdentifiers", "ListRecords"}:
        asked["metadataPrefix"] = "oai_dc"
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in asked.items())
    answer = error or f"  <{verb}>\n{text}  </{verb}>\n"
    return (
        f"{_OPENED}  <responseDate>{_day(publication)}T00:00:00Z</responseDate>\n"
        f"  <request{attributes}>{escape(publication.oai)}</request>\n"
        f"{answer}</OAI-PMH>\n"
    )


def _identify(publication: Publication, mails: Iterable[str]) -> str:
    lines = (
        f"<repositoryName>{escape(publication.title)}</repositoryName>",
        f"<baseURL>{escape(publication.oai)}</baseURL>",
        "<protocolVersion>2.0</protocolVersion>",
        *(f"<adminEmail>{escape(mail)}</adminEmail>" for mail in mails),
        f"<earliestDatestamp>{_day(publication)}</earliestDatestamp>",
        "<deletedRecord>no</deletedRecord>",
        "<granularity>YYYY-MM-DD</granularity>",
    )
    return "".join(f"    {line}\n" for line in lines)


_FORMATS = """\
    <metadataFormat>
      <metadataPrefix>oai_dc</metadataPrefix>
      <schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>
      <metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>
    </metadataFormat>
"""


def _identifier(identity: str, publication: Publication) -> str:
    host = urlsplit(publication.oai).hostname or "localhost"
    return f"oai:{host}:{quote(identity, safe='._-')}"


def _header(identifier: str, publication: Publication, indent: str) -> str:
    return (
        f"{indent}<header>\n"
        f"{indent}  <identifier>{identifier}</identifier>\n"
        f"{indent}  <datestamp>{_day(publication)}</datestamp>\n"
        f"{indent}</header>\n"
    )


def _record(identifier: str, described: str, publication: Publication) -> str:
    return (
        f"    <record>\n{_header(identifier, publication, '      ')}"
        f"      <metadata>\n{described}\n      </metadata>\n    </record>\n"
    )


def _token(number: int, pages: int, records: int) -> str:
    """What a harvester asks for next; nothing where one page holds all."""
    if pages == 1:
        return ""
    following = number + 1 if number < pages else ""
    return (
        f'    <resumptionToken completeListSize="{records}" cursor="{(number - 1) * _PAGE}">'
        f"{following}</resumptionToken>\n"
    )
