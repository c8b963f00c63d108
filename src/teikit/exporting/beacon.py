"""BEACON: which persons with a GND an edition has, and where, for library catalogues."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, unreadable
from teikit.exporting.exporter import ExportContext, Exported, Notice
from teikit.exporting.records import Identity, record
from teikit.profiles.publication import Publication, address_of
from teikit.tei.documents import Document
from teikit.tei.identifiers import number_in

FILE = "beacon.txt"
GND = "{gnd}"

NEEDED: Mapping[str, str] = {
    "person_address": "the address of the page on a person, with {gnd} or {id}",
    "title": "the title of the edition",
}


@dataclass(frozen=True, slots=True)
class BeaconExporter(ArchiveExporter[Mapping[str, str]]):
    """Write the persons with a GND who wrote, received or are named in letters (BEACON)."""

    files: ClassVar[str] = FILE
    needed: ClassVar[Mapping[str, str]] = NEEDED

    def part(self, document: Document, context: ExportContext) -> Mapping[str, str]:
        """The numbers of persons in a document, and what the edition calls each."""
        found = record(document, context.publication, context.entries)
        persons = [each for each in (*found.everybody, *found.mentioned) if _is_person(each)]
        return {number_in(each.addresses, "gnd"): each.key for each in persons}

    def joined(
        self, parts: Iterable[Mapping[str, str] | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The file, as one piece."""
        letters: Counter[str] = Counter()
        keys: dict[str, str] = {}
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
                continue
            letters.update(number for number in part if number)
            keys.update({number: key for number, key in part.items() if number not in keys})
        yield from unreadable(context.entries)
        if not letters:
            yield Notice("no person with a GND was found: name the authority files (--authority)")
        lines = [*_head(context.publication), *_lines(letters, keys, context.publication)]
        yield Exported("", FILE, "".join(f"{line}\n" for line in lines))

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The file."""
        for piece in pieces:
            yield piece.text


def _is_person(found: Identity) -> bool:
    return found.kind == "person"


def _head(publication: Publication) -> Iterator[str]:
    yield "#FORMAT: BEACON"
    yield "#PREFIX: https://d-nb.info/gnd/"
    if GND in publication.person_address:
        yield f"#TARGET: {publication.person_address.replace(GND, '{ID}')}"
    for name, value in (
        ("CONTACT", "; ".join(publication.editors)),
        ("INSTITUTION", publication.publisher),
        ("NAME", publication.title),
        ("HOMEPAGE", publication.home),
        ("MESSAGE", f"{publication.title}: letters"),
        ("TIMESTAMP", publication.date),
    ):
        if value:
            yield f"#{name}: {' '.join(value.split())}"


def _lines(
    letters: Mapping[str, int], keys: Mapping[str, str], publication: Publication
) -> Iterator[str]:
    """For each GND the number of letters, and the page where the head cannot say it."""
    for number in sorted(letters):
        line = f"{number}|{letters[number]}"
        if GND not in publication.person_address:
            line += f"|{address_of(publication.person_address, keys[number] or number)}"
        yield line
