"""`teikit.publishing`: what the command does. The same edition makes the same bytes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import TeikitError
from teikit.profiles.publication import Publication
from teikit.publishing import ledger
from teikit.publishing.about import about_text, lost_links
from teikit.publishing.design import Design
from teikit.publishing.edition import SiteEdition, edition
from teikit.publishing.facsimiles import left_out
from teikit.publishing.ledger import Ledger, LetterFiles, MadeFiles, SiteFolder
from teikit.publishing.maker import EDITORS_PAGE, PageMaker
from teikit.publishing.searching import SiteSearch, search_named
from teikit.publishing.surveying import LetterSurvey, Surveying, results
from teikit.publishing.together import Together, write
from teikit.publishing.tracing import AnswerDigests, Trace
from teikit.runtime.machine import collecting_seldom
from teikit.runtime.watching import Watching, nobody
from teikit.runtime.workers import Workers
from teikit.tei.collecting import Ask, parts, processes
from teikit.tei.documents import Document, Report


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was written: where, how many pages it has, and what to know of it."""

    folder: Path
    letters: int
    pages: int
    remarks: tuple[str, ...] = ()
    other_texts: int = 0
    """Texts that are no letters."""
    pictures: tuple[Path, ...] = ()
    """The files of pictures beside the TEI, also of those that are left out or not there yet."""

    @property
    def start(self) -> Path:
        """The page to begin with."""
        return self.folder / "index.html"


def site(  # noqa: PLR0913  (the options of the command)
    paths: Iterable[Path],
    output: Path,
    *,
    publication: Publication | None = None,
    language: str = "en",
    own: Path | None = None,
    about: Path | None = None,
    for_editor: bool = False,
    config: Path | None = None,
    search: str = "teikit",
    jobs: int = 0,
    report: Report | None = None,
    watching: Watching = nobody,
    keep: Path | None = None,
) -> Site:
    """Write a site of the letters in files and folders of TEI into a folder.

    `own` is a folder with templates, styles and labels that take the place of those of teikit,
    `about` a file of Markdown with what the editors say of the edition. `for_editor` makes one page
    more, with what is encoded, what is open and what `validate` finds by the settings in `config`.
    `search` is `teikit`, which works from a disk, or `pagefind`, which needs a web server.
    `jobs` are processes; 0 stands for one on each core, where the letters are many. `report` is
    told of files that cannot be read; `watching` makes of each step what sees each file when it is
    done. Pages are made again where they would change; those of letters that are gone are taken
    away. What is known of letters is taken from what is kept in the folder `keep`, that of a
    project, as long as nothing has changed for them, and kept there. Raises `TeikitError`.
    """
    design = Design(publication or Publication(), language, own, for_editor)
    words = about_text(about) if about else None
    maker = PageMaker(design)  # what is wrong with the labels is told before anything is read
    engine = search_named(search)
    reporting: Report = report or (lambda error: None)
    run = _Run([*map(Path, paths)], output, design, engine, jobs, reporting, watching, keep)
    with collecting_seldom():
        surveys = run.surveys()
        found = edition(survey.letter for survey in surveys)
        if not found.letters:
            raise TeikitError("there are no letters of TEI in what was named")
        output.mkdir(parents=True, exist_ok=True)
        before, answers = ledger.read(output), AnswerDigests(found)
        folder = SiteFolder(output)
        settings = design.digest()
        same = {
            survey.letter.name: before.letters[survey.letter.name]
            for survey in surveys
            if before.settings == settings and _is_same(survey, before, answers, folder)
        }
        together = Together(design, engine, surveys, found, answers, words, settings, before)
        letters, (pages, index) = run.write(surveys, found, answers, same, together)
        others = run.beside(maker, surveys, found, config)
    asked = {question for each in letters.values() for question in each.questions}
    questions = {each: answers.of(each) for each in asked}
    now = Ledger(settings, questions, letters, pages, index, others)
    there = dict(now.files())
    ledger.remove(output, ((name, old) for name, old in before.files() if name not in there))
    ledger.write(output, now)
    lost = lost_links(words, output) if words else ()
    remarks = (
        *engine.remarks(len(found.letters)),
        *left_out([picture for survey in surveys for picture in survey.left_out]),
        *(f"{about}: the link to {link!r} leads nowhere in the site" for link in lost),
    )
    number = sum(name.endswith(".html") for name in there)
    pictures = tuple(dict.fromkeys(file for survey in surveys for file in survey.named_pictures()))
    counts = (len(found.sent_letters), number, remarks, len(found.other_texts))
    return Site(output, *counts, pictures)


@dataclass(frozen=True, slots=True)
class _Run:
    """The steps in which a site is made, and what all of them are given."""

    files: Sequence[Path]
    output: Path
    design: Design
    search: SiteSearch
    jobs: int
    report: Report
    watching: Watching
    keep: Path | None

    def surveys(self) -> list[LetterSurvey]:
        """What is known of each letter before any page is written."""
        design, watch = self.design, self.watching("Reading")
        keep = results(self.keep, design.publication, design.for_editor) if self.keep else None
        asking = Surveying(design.publication, design.for_editor, keep is not None)
        found = parts(self.files, asking, self.report, jobs=self.jobs, watch=watch, keep=keep)
        with closing(found) as surveys:
            return [*surveys]

    def write(
        self,
        surveys: Sequence[LetterSurvey],
        found: SiteEdition,
        answers: AnswerDigests,
        same: Mapping[str, LetterFiles],
        together: Together,
    ) -> tuple[dict[str, LetterFiles], tuple[MadeFiles, MadeFiles]]:
        """Write the files of letters that are not the `same`, and what letters make `together`.

        Where several processes write letters, one more writes the others.
        """
        wanted = {each.letter.name: each.path for each in surveys if each.letter.name not in same}
        if processes(self.jobs, len({*wanted.values()})) < 2:
            letters = self._letters(surveys, found, answers, same, wanted)
            return letters, together(self.output)
        found.prepare()
        workers: Workers[Path, tuple[MadeFiles, MadeFiles]] = Workers(together, (), 1, _lost)
        try:
            written = workers.start(self.output)
            return self._letters(surveys, found, answers, same, wanted), written()
        finally:
            workers.end()

    def _letters(
        self,
        surveys: Sequence[LetterSurvey],
        found: SiteEdition,
        answers: AnswerDigests,
        same: Mapping[str, LetterFiles],
        wanted: Mapping[str, Path],
    ) -> dict[str, LetterFiles]:
        """The files of each letter, those that are `wanted` written, the others the `same`."""
        made: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {}
        for written in parts(
            self.files,
            _Writing(self.design, found, answers, self.output, wanted),
            self.report,
            jobs=self.jobs,
            watch=self.watching("Writing"),
            among=_among(wanted, surveys),
        ):
            if written is not None:
                name, digests, asked = written
                answers.learn(asked)
                made[name] = digests, tuple(asked)
        sources = {survey.letter.name: survey.source for survey in surveys}
        return {
            name: same.get(name) or LetterFiles(source, *made[name])
            for name, source in sources.items()
            if name in same or name in made
        }

    def beside(
        self,
        maker: PageMaker,
        surveys: Sequence[LetterSurvey],
        found: SiteEdition,
        config: Path | None,
    ) -> dict[str, str]:
        """The digests of pictures, and of the page for the editors."""
        written = {
            name: write(self.output / name, file.read_bytes())
            for survey in surveys
            for name, file in survey.pictures.items()
        }
        if self.design.for_editor:
            page = maker.editors(self.files, config, found, surveys, self.report)
            written[EDITORS_PAGE] = write(self.output / EDITORS_PAGE, page.encode())
        return written


def _is_same(
    survey: LetterSurvey, before: Ledger, answers: AnswerDigests, folder: SiteFolder
) -> bool:
    """Whether the files of a letter are there as they would be made again."""
    known = before.letters.get(survey.letter.name)
    return (
        known is not None
        and known.source == survey.source
        and bool(known.files)
        and all(
            before.answers.get(question) == answers.of(question) != ""
            for question in known.questions
        )
        and all(folder.is_there(*each) for each in known.files.items())
    )


def _among(wanted: Mapping[str, Path], surveys: Sequence[LetterSurvey]) -> Callable[[Path], bool]:
    """Which files must be read again for the letters that are wanted, which have their files.

    A file that has no letter of its own may include others.
    """
    with_letters = {survey.path for survey in surveys}
    again = {*wanted.values()}
    return lambda file: bool(again) and (file in again or file not in with_letters)


def _lost(_: Path, how: str) -> tuple[MadeFiles, MadeFiles]:
    words = f"the process that wrote the registers ended {how}, perhaps for want of memory"
    raise TeikitError(f"{words}; try again with --jobs 1")


_Written = tuple[str, Mapping[str, str], Mapping[str, str]]
"""The name of a letter, the digests of its files, and those of what was asked for it."""


class _Writing:
    """Makes what writes the files of letters, in each process.

    Documents that are not wanted, or of another file than they were, give None.
    """

    def __init__(
        self,
        design: Design,
        found: SiteEdition,
        answers: AnswerDigests,
        output: Path,
        wanted: Mapping[str, Path],
    ) -> None:
        self._design = design
        self._found = found
        self._answers = answers
        self._output = output
        self._wanted = wanted

    def __call__(self) -> Ask[_Written | None]:
        maker = PageMaker(self._design)

        def ask(document: Document, _: Report) -> _Written | None:
            if self._wanted.get(document.name) != document.path:
                return None
            traced, questions = Trace.around(self._found)
            made = maker.letter(document, traced.by_name[document.name], traced)
            digests = {
                name: write(self._output / name, text.encode()) for name, text in made.items()
            }
            return document.name, digests, {each: self._answers.of(each) for each in questions}

        return ask
