"""What is known of each letter before any page is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teikit.keeping.dependency import Dependency
from teikit.profiles.publication import Publication
from teikit.publishing import ledger
from teikit.publishing.edition import SiteLetter, letter
from teikit.publishing.facsimiles import Facsimiles
from teikit.publishing.journal import SurveyJournal
from teikit.tei.collecting import NotingAsk
from teikit.tei.documents import Document, Report
from teikit.tei.entries import Entries
from teikit.tei.header import language
from teikit.tei.text.plain import render
from teikit.xml.files import beside

if TYPE_CHECKING:
    from teikit.keeping.files import FileResults
    from teikit.publishing.editors import Encoded


class LetterSurvey(NamedTuple):
    """A letter before any page is written: what is known, its words, and a digest of its TEI.

    `pictures` are the files of those that come into the site, by their names there; `left_out` the
    others, as `left_out` of `facsimiles` has them; `encoded` is what the editors want to know.
    `language` has the tags of the languages of the words, which may be those of a translation.
    """

    letter: SiteLetter
    path: Path
    text: str
    language: str
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


@dataclass(frozen=True, slots=True)
class Surveying:
    """Makes what surveys documents, in each process; `keeps` says that it is kept what it gives."""

    publication: Publication
    for_editor: bool
    keeps: bool

    def __call__(self) -> "_Surveyor":
        """What surveys a document."""
        return _Surveyor(self)


class _Surveyor(NotingAsk[LetterSurvey]):
    def __init__(self, asking: Surveying) -> None:
        self._publication = asking.publication
        self._for_editor = asking.for_editor
        self._journal = SurveyJournal() if asking.keeps else None
        self._entries = Entries(note=self._journal.entries.note if self._journal else None)
        self._root: etree._Element | None = None
        self._digest = ""  # of the root: several letters may stand in one TEI

    def __call__(self, document: Document, _: Report) -> LetterSurvey:
        if document.root is not self._root:
            written = etree.tostring(document.root, encoding="unicode", with_tail=False)
            self._root, self._digest = document.root, ledger.digest(written.encode())
        text = " ".join(render(document, notes=False).split())
        known = letter(document, self._publication, self._entries)
        pictures = Facsimiles(document, self._journal.note_picture if self._journal else None)
        looks = repr((self._digest, sorted(pictures.files), sorted(pictures.left_out)))
        return LetterSurvey(
            known,
            document.path,
            text,
            language(document),
            ledger.digest(looks.encode(errors="backslashreplace")),
            pictures.files,
            tuple((document.path, *each) for each in pictures.left_out.items()),
            _encoded(document, known) if self._for_editor else None,
        )

    def asked(self) -> Sequence[Dependency] | None:
        """What was asked of other files since the last time."""
        return self._journal.taken() if self._journal else None


def results(folder: Path, publication: Publication, for_editor: bool) -> "FileResults | None":
    """The surveys that are kept in the folder of a project; None where nothing can be kept."""
    from teikit.keeping.files import results_in  # noqa: PLC0415  (databases take a while to load)

    return results_in(folder, SurveyJournal().still, "survey", publication, for_editor)


def _encoded(document: Document, known: SiteLetter) -> "Encoded":
    from teikit.publishing.editors import encoded  # noqa: PLC0415 (it brings all rules with it)

    return encoded(document, known)
