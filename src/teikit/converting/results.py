"""What came of pages in runs before, as far as nothing has changed for them.

A page is read and cut anew when itself, the profile, the encoding or the tables beside the pages
have changed; what the survey keeps of it is kept here, too. It is encoded anew when, besides these,
the authority files have changed, or an answer to what its documents ask of the edition: what they
are called, who their neighbours are, what others are called by their numbers, what the editor
decided. And it is, when a file that was made of it is gone, or somebody has changed it who has not
taken it in hand: so nothing of TEI must be kept to be compared.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from teikit.converting.authority import Authority
from teikit.converting.edition import EditionEntry, Survey
from teikit.converting.outcome import Outcome
from teikit.converting.overrides import Overrides
from teikit.converting.readers import page_digest
from teikit.converting.readers.beside import Beside
from teikit.converting.readers.page_files import page_files
from teikit.converting.recognise.context import Numbered
from teikit.converting.writing.files import left_alone
from teikit.diagnostic import Diagnostic, Location
from teikit.keeping.dependency import Dependency
from teikit.keeping.describing import described
from teikit.keeping.files import FileResults
from teikit.keeping.opening import mark, opened
from teikit.keeping.rows import UnusableRows
from teikit.keeping.states import digest_of
from teikit.keeping.values import dumped, loaded
from teikit.profiles.profile import Profile


class KeptFile(NamedTuple):
    """A TEI file that was made of a page: its name, a digest of it, and the number of its notes."""

    name: str
    digest: bytes
    notes: int


class KeptPage(NamedTuple):
    """What came of a page; `unsure` are dates of which nobody knows by which calendar they are."""

    files: tuple[KeptFile, ...]
    findings: tuple[Diagnostic, ...]
    unsure: tuple[tuple[Location, str], ...]


class KnownPage(NamedTuple):
    """The key of what came of a page, and what becomes of its files now: they are left alone."""

    key: bytes
    outcomes: tuple[Outcome, ...]


class EditionQuestions:
    """What the documents of a page ask of the edition, with the answers."""

    def __init__(self, surveyed: Survey, decisions: Overrides) -> None:
        """Nothing was asked yet."""
        self._surveyed = surveyed
        self._decisions = decisions
        self.asked: dict[Dependency, None] = {}

    def note(self, kind: str, address: str, base: str) -> None:
        """Take note of a question: `entry`, `decision`, `number` or `numbers`."""
        self.asked[Dependency(kind, address, base, self._answer(kind, address, base))] = None

    def still(self, question: Dependency) -> bool:
        """Whether what was asked in a run before has the same answer now."""
        kind, address, base, answer = question
        return self._answer(kind, address, base) == answer

    def _answer(self, kind: str, address: str, base: str) -> str:
        found: object = None
        match kind:
            case "entry":
                if entry := self._surveyed.found(address, int(base)):
                    found = (entry, self._surveyed.references(entry))
            case "decision":
                if decision := self._decisions.decision(address, base):
                    found = (decision, self._decisions.editor)
            case "number":
                found = self._surveyed.numbered.get(address)
            case _:
                found = self._surveyed.numbered
        return hashlib.sha256(described(found).encode(errors="surrogateescape")).hexdigest()


class NotedNumbers(Mapping[str, Numbered]):
    """The documents by their printed number, and a note of each that is asked for."""

    def __init__(self, numbered: Mapping[str, Numbered], questions: EditionQuestions) -> None:
        self._numbered = numbered
        self._questions = questions

    def __getitem__(self, number: str) -> Numbered:
        self._questions.note("number", number, "")
        return self._numbered[number]

    def __iter__(self) -> Iterator[str]:
        self._questions.note("numbers", "", "")
        return iter(self._numbered)

    def __len__(self) -> int:
        self._questions.note("numbers", "", "")
        return len(self._numbered)


class PageResults:
    """The results that are kept in the folder of a project, for a run with such an output."""

    def __init__(self, folder: Path, output: Path) -> None:
        """Raises `UnusableRows`."""
        self._rows = opened(folder)
        self._output = output
        self._digests: list[bytes | None] = []

    def surveyed(
        self, paths: Sequence[Path], profile: Profile, encoding: str, beside: Beside
    ) -> Iterator[Sequence[EditionEntry] | None]:
        """What the survey keeps of each page; None where it must be read."""
        self._mark = mark(profile, encoding, beside)
        self._surveys = FileResults(self._rows, self._mark, _always)
        self._digests = [*self._digests_of(paths)]
        items = [*zip(map(str, paths), self._digests, strict=True)]
        keys = [*self._surveys.known(items)]
        bodies = self._surveys.bodies([key for key in keys if key])
        for key in keys:
            body = next(bodies) if key else None
            yield None if body is None else loaded(body)

    def digest(self, place: int) -> bytes | None:
        """That of the page at a place among all; None where it is not known."""
        return self._digests[place]

    def keep_survey(self, path: Path, digest: bytes, entries: Sequence[EditionEntry]) -> None:
        """Keep what the survey keeps of a page that held what has this digest."""
        self._surveys.keep(str(path), digest, (), dumped(tuple(entries)))

    def known(
        self,
        paths: Sequence[Path],
        digests: Sequence[bytes | None],
        questions: EditionQuestions,
        authority: Authority,
    ) -> Iterator[KnownPage | None]:
        """What came of each page, if that is still what would come of it."""
        asked = described(authority).encode(errors="surrogateescape")
        self._pages = FileResults(self._rows, digest_of(self._mark + asked), questions.still)
        items = [*zip(map(str, paths), digests, strict=True)]
        keys = [*self._pages.known(items)]
        bodies = self._pages.bodies([key for key in keys if key])
        for key in keys:
            body = next(bodies) if key else None
            outcomes = None if body is None else self._outcomes(_page(body))
            yield None if key is None or outcomes is None else KnownPage(key, outcomes)

    def pages(self, known: Sequence[KnownPage]) -> "Iterator[KeptPage | None]":
        """What came of these pages; None where it is not there any more."""
        for body in self._pages.bodies([each.key for each in known]):
            yield None if body is None else _page(body)

    def keep_page(
        self, path: Path, digest: bytes, asked: Sequence[Dependency], page: KeptPage
    ) -> None:
        """Keep what came of a page that held what has this digest."""
        self._pages.keep(str(path), digest, asked, dumped(page))

    def release(self) -> None:
        """Write what waits, and let go of the database, as processes are going to start."""
        self._rows.flush()
        self._rows.release()

    def close(self) -> None:
        """Write what is to be kept."""
        self._rows.close()

    def _digests_of(self, paths: Sequence[Path]) -> Iterator[bytes | None]:
        folders = {path: page_files(path) for path in paths if path.is_dir()}
        files = [file for path in paths for file in folders.get(path, (path,))]
        digests = self._surveys.digests([*map(str, files)])
        for path in paths:
            parts = [(file.name, next(digests)) for file in folders.get(path, (path,))]
            found = [(name, digest) for name, digest in parts if digest]
            yield page_digest(found) if len(found) == len(parts) else None

    def _outcomes(self, page: KeptPage) -> tuple[Outcome, ...] | None:
        """What becomes of the files of a page; None where one is to be written."""
        found = []
        for file in page.files:
            outcome = left_alone(self._output / file.name, partial(_is, file.digest))
            if outcome is None:
                return None
            found.append(outcome)
        return tuple(found)


def results(folder: Path | None, output: Path) -> PageResults | None:
    """The results that are kept in a folder; None where nothing can be kept."""
    try:
        return PageResults(folder, output) if folder else None
    except UnusableRows:
        return None


def _page(body: bytes) -> KeptPage:
    page: KeptPage = loaded(body)
    return page


def _is(digest: bytes, data: bytes) -> bool:
    return digest_of(data) == digest


def _always(_: Dependency) -> bool:
    return True
