"""OAI-PMH 2.0 as files that any web server can hand out: what harvesters ask for, answered.

There is a file for each answer: `Identify.xml`, `ListMetadataFormats.xml`, and `ListRecords.xml`,
whose pages go on in `ListRecords-2.xml` and so on. A server has to be told to answer
`?verb=ListRecords&resumptionToken=2` with the file of that name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, unreadable
from teikit.exporting.dublin_core import dublin_core
from teikit.exporting.exporter import Exported, of_each
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


@dataclass(frozen=True, slots=True)
class OaiExporter(ArchiveExporter):
    """Write a tree of files that answer harvesters (OAI-PMH 2.0, oai_dc)."""

    files: ClassVar[str] = "Identify.xml, ListMetadataFormats.xml, ListRecords.xml"

    def pieces(self, documents: Iterable[Document]) -> Iterator[Exported | TeikitError]:
        """The files, the pages of records last."""
        publication = self.publication(NEEDED)
        mails = [mail for _, mail in map(named_editor, publication.editors) if mail]
        if not mails:
            raise TeikitError(
                "publication.editors: harvesters want an e-mail; write Ann Roe <roe@example.org>"
            )
        entries = self.entries()
        records: list[str] = []

        def add(document: Document) -> Iterator[Exported]:
            found = record(document, publication, entries)
            records.append(
                _record(found.id, dublin_core(found, publication, "        "), publication)
            )
            yield from ()

        yield from of_each(documents, add)
        yield from unreadable(entries)
        if not records:
            raise TeikitError("there is no document of which harvesters could be told")
        for verb, text in (
            ("Identify", _identify(publication, mails)),
            ("ListMetadataFormats", _FORMATS),
        ):
            yield Exported("", f"{verb}.xml", _answer(verb, text, publication))
        pages = [records[start : start + _PAGE] for start in range(0, len(records), _PAGE)]
        for number, page in enumerate(pages, 1):
            token = _token(number, len(pages), len(records))
            text = "".join(page) + token
            yield Exported("", _name(number), _answer("ListRecords", text, publication, number))

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """Several files would be one text that nothing can read."""
        raise TeikitError("name a folder with -o")


def _name(number: int) -> str:
    return "ListRecords.xml" if number == 1 else f"ListRecords-{number}.xml"


def _day(publication: Publication) -> str:
    """The day of this version; the first of a month or a year where no more is said."""
    return (publication.date + "-01-01"[len(publication.date) - 4 :])[:10]


def _answer(verb: str, text: str, publication: Publication, number: int = 1) -> str:
    asked = {"verb": verb}
    if number > 1:
        asked["resumptionToken"] = str(number)
    elif verb == "ListRecords":
        asked["metadataPrefix"] = "oai_dc"
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in asked.items())
    return (
        f"{_OPENED}  <responseDate>{_day(publication)}T00:00:00Z</responseDate>\n"
        f"  <request{attributes}>{escape(publication.oai)}</request>\n"
        f"  <{verb}>\n{text}  </{verb}>\n</OAI-PMH>\n"
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


def _record(identity: str, described: str, publication: Publication) -> str:
    host = urlsplit(publication.oai).hostname or "localhost"
    return (
        "    <record>\n      <header>\n"
        f"        <identifier>oai:{host}:{quote(identity, safe='._-')}</identifier>\n"
        f"        <datestamp>{_day(publication)}</datestamp>\n"
        f"      </header>\n      <metadata>\n{described}\n"
        "      </metadata>\n    </record>\n"
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
