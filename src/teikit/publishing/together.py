"""What all letters of a site make together: the pages of the edition, and the index."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from teikit.publishing import ledger
from teikit.publishing.about import AboutText
from teikit.publishing.design import Design
from teikit.publishing.edition import SiteEdition
from teikit.publishing.ledger import Ledger, MadeFiles, SiteFolder
from teikit.publishing.maker import PageMaker
from teikit.publishing.searching import FOLDER, SiteSearch, main_language
from teikit.publishing.surveying import LetterSurvey
from teikit.publishing.tracing import AnswerDigests
from teikit.xml.files import write_if_changed


class Together:
    """Writes what all letters make together: the pages of the edition, and the index of the search.

    Of both, what is there as it was made `before` stays if it would be made again.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (all that is known of an edition)
        self,
        design: Design,
        search: SiteSearch,
        surveys: Sequence[LetterSurvey],
        found: SiteEdition,
        answers: AnswerDigests,
        words: AboutText | None,
        settings: str,
        before: Ledger,
    ) -> None:
        """`words` are those of the editors."""
        self._design = design
        self._search = search
        self._texts = [(survey.letter.name, survey.text) for survey in surveys]
        self._language = main_language(survey.language for survey in surveys)
        self._found = found
        self._answers = answers
        self._words = words
        self._settings = settings
        self._before = before

    def __call__(self, output: Path) -> tuple[MadeFiles, MadeFiles]:
        """Write them into a folder."""
        return self._pages(output), self._index(output)

    def _pages(self, output: Path) -> MadeFiles:
        letters = [self._answers.letter(each) for each in self._found.letters]
        source = (self._settings, self._search.name, self._words, letters)

        def files() -> Iterator[tuple[str, bytes]]:
            maker = PageMaker(self._design)
            for name, text in maker.others(self._found, self._search, self._words):
                yield name, text.encode()

        return _made(output, source, self._before.pages, files())

    def _index(self, output: Path) -> MadeFiles:
        found, search, maker = self._found, self._search, PageMaker(self._design)
        lines = [maker.line(found.by_name[name], text) for name, text in self._texts]
        source = (self._settings, search.name, search.version, self._language, lines)

        def files() -> Iterator[tuple[str, bytes]]:
            for name, data in search.files(lines, self._language):
                yield f"{FOLDER}/{name}", data

        return _made(output, source, self._before.search, files())


def _made(
    output: Path, source: object, before: MadeFiles, files: Iterable[tuple[str, bytes]]
) -> MadeFiles:
    """The files that are made of something, written unless they are there as they were before."""
    folder, digest = SiteFolder(output), ledger.digest(_in_bytes(repr(source)))
    if before.source == digest and all(folder.is_there(*file) for file in before.files.items()):
        return before
    return MadeFiles(digest, {name: write(output / name, data) for name, data in files})


def write(path: Path, data: bytes) -> str:
    """A file of the site, unless it is there; the digest of it."""
    write_if_changed(path, data, synced=False)
    return ledger.digest(data)


def _in_bytes(words: str) -> bytes:
    return words.encode(errors="backslashreplace")
