"""The Correspondence Metadata Interchange Format, from which catalogues of letters are made.

Version 1.1.0 of the TEI Correspondence SIG, and, where it is asked for, the notes of the proposal
for version 2. What the format does not know is left out: forwarding, times of day, `@resp`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, NamedTuple

from teikit.errors import TeikitError
from teikit.exporting.archive import (
    ArchiveExporter,
    NoCorrespondence,
    Shortfall,
    counted,
    missing_settings,
    unreadable,
)
from teikit.exporting.cmif.file import END, beginning, described, is_less
from teikit.exporting.cmif.proposal import notes
from teikit.exporting.cmif.sources import CitedEdition, LetterEditions, cited_edition
from teikit.exporting.exporter import ExportContext, Exported, Notice, option
from teikit.exporting.records import Record, identified, record
from teikit.profiles.publication import Publication, named_editor
from teikit.tei.documents import Document
from teikit.tei.header import elements
from teikit.tei.identifiers import is_address
from teikit.tei.text.plain import plain

FILE = "cmif.xml"

NEEDED: Mapping[str, str] = {
    "cmif": "the address of the CMIF file; or give it with --url",
    "editors": "who answers for the file, with e-mail: Ann Roe <roe@example.org>",
    "publisher": "who publishes it",
    "licence": "the address of its licence",
}
"""The settings without which there is no CMIF, and what each is."""

NEEDED_WHERE_SILENT: Mapping[str, str] = {
    "title": "the title of the edition, which the headers do not all have as the same series",
    "date": "the day of this version, which no header tells",
}
"""Those that are needed where the letters do not tell it."""

_FREE_LICENCES = (
    "creativecommons.org/licenses/by/4.0",
    "creativecommons.org/publicdomain/zero/1.0",
)


class DescribedLetter(NamedTuple):
    """A letter, the publication that it cites, its notes; and the series and day of its header."""

    letter: Record
    cited: CitedEdition | None
    added: tuple[str, ...]
    series: str
    day: str


@dataclass(frozen=True, slots=True)
class CmifExporter(ArchiveExporter[DescribedLetter]):
    """Write the CMIF file of an edition: who wrote to whom, when and where."""

    files: ClassVar[str] = FILE
    url: str | None = option(None, "The address where the file will be published.")
    full: bool = option(
        False,
        "Also write what CMIF 1.1.0 allows and older checks refuse: @evidence, doubtful names,"
        " identifiers of Wikidata and others, letters that are answered.",
    )
    cmif2: bool = option(False, "Add what the proposal for CMIF 2 knows: mentions, languages …")

    def context(self) -> ExportContext:
        """The settings and the authority files. Raises `TeikitError` where a setting is missing."""
        return ExportContext(self._settings(), self.entries())

    def part(self, document: Document, context: ExportContext) -> DescribedLetter | Notice:
        """What the file will say of a letter, and what its header tells of the edition."""
        letter = record(document, context.publication, context.entries)
        if not letter.is_letter:
            return NoCorrespondence(document)
        added = tuple(notes(document, letter, context.publication)) if self.cmif2 else ()
        series, day = _told_of_edition(document)
        return DescribedLetter(letter, cited_edition(document), added, series, day)

    def joined(
        self, parts: Iterable[DescribedLetter | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The file, as one piece."""
        publication = context.publication
        found: list[tuple[Record, str, tuple[str, ...]]] = []
        shortfall, editions = Shortfall(), LetterEditions(publication.cmif)
        headers = _Headers()
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
                continue
            headers.add(part.series, part.day)
            found.append((part.letter, editions.of(part.letter, part.cited), part.added))
        yield from unreadable(context.entries)
        if not found:
            raise TeikitError("no letter was found that tells who wrote to whom: no CMIF is made")
        publication = headers.completed(publication)
        lines = [beginning(publication, editions)]
        less: list[str] = []
        letters = identified([letter for letter, _, _ in found])
        addresses = {letter.id: letter.address for letter, _, _ in found}
        for letter, (_, edition, added) in zip(letters, found, strict=True):
            shortfall.add(letter)
            if is_less(letter) and not self.full:
                less.append(letter.id)
            lines.append(described(letter, edition, added, addresses, full=self.full))
        yield from shortfall.notices()
        if less:
            yield Notice(
                f"{counted(less)} signs of doubt or identifiers that only CMIF 1.1.0"
                f" knows, the first is {less[0]!r}: --full writes them"
            )
        yield from _advice(publication)
        yield Exported("", FILE, "".join((*lines, END)))

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The file."""
        for piece in pieces:
            yield piece.text

    def _settings(self) -> Publication:
        given = self.url or ""
        if given and not is_address(given):
            raise TeikitError(f"--url: {given!r} is no address; write it with https://")
        needed = {key: words for key, words in NEEDED.items() if key != "cmif" or not given}
        publication = self.publication(needed)
        return replace(publication, cmif=given) if given else publication


def _told_of_edition(document: Document) -> tuple[str, str]:
    """The title of the series in a header, and the newest day; each may be empty."""
    statement = "teiHeader/fileDesc/titleStmt/title"
    series = [found for found in elements(document.root, statement) if found.get("level") == "s"]
    if document.letter is not None and not series:
        series = [*elements(document.root, statement)][:1]
    days = (
        *elements(document.root, "teiHeader/fileDesc/publicationStmt/date"),
        *elements(document.root, "teiHeader/revisionDesc//change"),
    )
    found_days = (found.get("when", "")[:10] for found in days)
    day = max((day for day in found_days if _DAY.fullmatch(day)), default="")
    return next(map(plain, series), ""), day


@dataclass(slots=True)
class _Headers:
    """What headers tell of the edition: the titles of their series, and the newest day."""

    titles: set[str] = field(default_factory=set)
    day: str = ""

    def add(self, series: str, day: str) -> None:
        """Take into account what one header tells."""
        self.titles.add(series)
        self.day = max(self.day, day)

    def completed(self, publication: Publication) -> Publication:
        """The settings, with what they do not say from the headers. Raises `TeikitError`."""
        title = next(iter(self.titles)) if len(self.titles) == 1 else ""
        publication = publication.over(Publication(title=title, date=self.day))
        needed = NEEDED_WHERE_SILENT
        if missing := [key for key in needed if not getattr(publication, key)]:
            raise TeikitError(missing_settings(missing, needed))
        return publication


_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def _advice(publication: Publication) -> Iterator[Notice]:
    """What the file has, and catalogues do not take."""
    for editor in publication.editors:
        if not named_editor(editor)[1]:
            yield Notice(
                f"publication.editors: {editor!r} has no e-mail, which catalogues of letters ask"
                f" for: write {editor} <name@example.org>"
            )
    if not any(free in publication.licence for free in _FREE_LICENCES):
        yield Notice(
            f"publication.licence: {publication.licence} is neither CC BY 4.0 nor CC0, which"
            " catalogues of letters ask for"
        )
