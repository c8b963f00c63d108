"""DataCite's metadata (4.5) of an edition as JSON, for a deposit at Zenodo and its like."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, unreadable
from teikit.exporting.exporter import ExportContext, Exported
from teikit.exporting.records import UNKNOWN, Record, record
from teikit.profiles.publication import Publication, named_editor
from teikit.tei.documents import Document

FILE = "datacite.json"

NEEDED: Mapping[str, str] = {
    "title": "the title of the edition",
    "editors": "who answers for it",
    "publisher": "who publishes it",
    "date": "the year or day of publication",
    "licence": "the address of its licence",
}

_SPDX: Mapping[str, str] = {
    "creativecommons.org/licenses/by/4.0": "CC-BY-4.0",
    "creativecommons.org/licenses/by-nc/4.0": "CC-BY-NC-4.0",
    "creativecommons.org/licenses/by-nc-sa/4.0": "CC-BY-NC-SA-4.0",
    "creativecommons.org/licenses/by-sa/4.0": "CC-BY-SA-4.0",
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
}


@dataclass(frozen=True, slots=True)
class DataciteExporter(ArchiveExporter[Record]):
    """Write the metadata of the edition for DataCite and Zenodo (JSON)."""

    files: ClassVar[str] = FILE
    needed: ClassVar[Mapping[str, str]] = NEEDED

    def part(self, document: Document, context: ExportContext) -> Record:
        """The record of a document."""
        return record(document, context.publication, context.entries)

    def joined(
        self, parts: Iterable[Record | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The file, as one piece."""
        edition = EditionInNumbers()
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
            else:
                edition.add(part)
        yield from unreadable(context.entries)
        yield self.described(edition)

    def described(self, edition: "EditionInNumbers") -> Exported:
        """The file on an edition whose documents are counted. Raises where a setting is missing."""
        fields = _fields(self.publication(NEEDED), edition)
        found = {name: value for name, value in fields if value}
        return Exported("", FILE, json.dumps(found, ensure_ascii=False, indent=2) + "\n")

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The file."""
        for piece in pieces:
            yield piece.text


@dataclass(slots=True)
class EditionInNumbers:
    """What all letters together are."""

    documents: int = 0
    letters: int = 0
    first: str = ""
    last: str = ""
    people: dict[str, None] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)

    def add(self, found: Record) -> None:
        """Take a document into account."""
        self.documents += 1
        self.letters += found.is_letter
        if date := found.sent.date:
            self.first = min(filter(None, (self.first, date.first)), default="")
            self.last = max(self.last, date.last)
        self.people.update(dict.fromkeys(x.name for x in found.everybody if x.name != UNKNOWN))
        self.languages.update(dict.fromkeys(found.languages))

    @property
    def in_words(self) -> str:
        """What the edition is: no more is known of it."""
        when = f" from {self.first} to {self.last}" if self.first and self.last else ""
        return (
            f"{self.letters} letters{when}, by and to {len(self.people)} correspondents,"
            " encoded in TEI P5."
        )


def _fields(publication: Publication, edition: EditionInNumbers) -> Iterator[tuple[str, object]]:
    """The fields of the schema with their values; those that are empty are left out."""
    yield "schemaVersion", "http://datacite.org/schema/kernel-4"
    yield "doi", publication.doi
    yield "creators", [{"name": named_editor(each)[0]} for each in publication.editors]
    yield "titles", [{"title": publication.title}]
    yield "publisher", {"name": publication.publisher}
    yield "publicationYear", publication.date[:4]
    yield "types", {"resourceType": "Edition of letters", "resourceTypeGeneral": "Text"}
    yield "subjects", [{"subject": name} for name in edition.people]
    dates = [{"date": publication.date, "dateType": "Issued"}]
    if edition.first and edition.last:
        dates.append(
            {
                "date": f"{edition.first}/{edition.last}",
                "dateType": "Created",
                "dateInformation": "when the letters were written",
            }
        )
    yield "dates", dates
    yield "language", next(iter(edition.languages), "") if len(edition.languages) == 1 else ""
    yield "url", publication.home
    yield "sizes", [f"{edition.documents} documents"]
    yield "formats", ["application/tei+xml"]
    yield "rightsList", [_rights(publication)]
    yield "descriptions", [{"description": edition.in_words, "descriptionType": "Abstract"}]
    yield "fundingReferences", [{"funderName": name} for name in publication.funders]


def spdx(licence: str) -> str:
    """The identifier that SPDX has for the licence at an address; empty where it is not known."""
    return next((key for part, key in _SPDX.items() if part in licence), "")


def _rights(publication: Publication) -> Mapping[str, str]:
    identifier = spdx(publication.licence)
    found = {
        "rights": publication.availability or publication.licence,
        "rightsUri": publication.licence,
    }
    if identifier:
        found |= {
            "rightsIdentifier": identifier,
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    return found
