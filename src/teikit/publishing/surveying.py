"""What is known of each letter before any page is written."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teikit.profiles.publication import Publication
from teikit.publishing import ledger
from teikit.publishing.edition import SiteLetter, letter
from teikit.publishing.facsimiles import Facsimiles
from teikit.tei.collecting import Ask
from teikit.tei.documents import Document, Report
from teikit.tei.entries import Entries
from teikit.tei.text.plain import render
from teikit.xml.files import beside

if TYPE_CHECKING:
    from teikit.publishing.editors import Encoded


class Survey(NamedTuple):
    """A letter before any page is written: what is known, its words, and a digest of its TEI.

    `pictures` are the files of those that come into the site, by their names there; `left_out` the
    others, as `left_out` of `facsimiles` has them; `encoded` is what the editors want to know.
    """

    letter: SiteLetter
    path: Path
    text: str
    source: str
    pictures: Mapping[str, Path]
    left_out: tuple[tuple[Path, str, str], ...]
    encoded: "Encoded | None"

    def named_pictures(self) -> Iterator[Path]:
        """The files of pictures that the letter names."""
        yield from self.pictures.values()
        for path, name, _ in self.left_out:
            file = beside(path, name)
            if file and not file.is_dir():
                yield file


class Surveying:
    """Makes what surveys documents, in each process."""

    def __init__(self, publication: Publication, *, for_editor: bool) -> None:
        self._publication = publication
        self._for_editor = for_editor

    def __call__(self) -> Ask[Survey]:
        """What surveys a document."""
        entries = Entries()
        last: list[tuple[etree._Element, str]] = []  # several letters may stand in one TEI

        def ask(document: Document, _: Report) -> Survey:
            if not last or last[0][0] is not document.root:
                written = etree.tostring(document.root, encoding="unicode", with_tail=False)
                last[:] = [(document.root, ledger.digest(written.encode()))]
            text = " ".join(render(document, notes=False).split())
            known = letter(document, self._publication, entries)
            pictures = Facsimiles(document)
            looks = repr((last[0][1], sorted(pictures.files), sorted(pictures.left_out)))
            return Survey(
                known,
                document.path,
                text,
                ledger.digest(looks.encode(errors="backslashreplace")),
                pictures.files,
                tuple((document.path, *each) for each in pictures.left_out.items()),
                _encoded(document, known) if self._for_editor else None,
            )

        return ask


def _encoded(document: Document, known: SiteLetter) -> "Encoded":
    from teikit.publishing.editors import encoded  # noqa: PLC0415 (it brings all rules with it)

    return encoded(document, known)
