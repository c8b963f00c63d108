"""`teikit.publishing`: what the command does. The same edition makes the same bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
)
from lxml import etree

from teikit import __version__
from teikit.errors import TeikitError
from teikit.profiles.publication import Publication, named_editor
from teikit.publishing import ledger
from teikit.publishing.about import AboutText, about_text, lost_links
from teikit.publishing.archives import archives
from teikit.publishing.calendar import CalendarPages
from teikit.publishing.citing import edition_in_words
from teikit.publishing.compiled import CompiledTemplates
from teikit.publishing.correspondents import correspondents
from teikit.publishing.edition import (
    REGISTERS,
    SiteEdition,
    SiteLetter,
    edition,
    folded,
)
from teikit.publishing.facsimiles import left_out
from teikit.publishing.facts import joined, register_of
from teikit.publishing.gazetteer import gazetteer
from teikit.publishing.index import Indexed
from teikit.publishing.labels import Labels, labels
from teikit.publishing.ledger import Ledger, LetterFiles, MadeFiles, SiteFolder
from teikit.publishing.letter_page import letter_page, tei_name
from teikit.publishing.registers import register
from teikit.publishing.searching import FOLDER, SiteSearch, main_language, search_named
from teikit.publishing.surveying import LetterSurvey, Surveying, results
from teikit.publishing.tracing import AnswerDigests, Trace
from teikit.runtime.machine import collecting_seldom
from teikit.runtime.watching import Watching, nobody
from teikit.runtime.workers import Workers
from teikit.tei.collecting import Ask, parts, processes
from teikit.tei.documents import Document, Report
from teikit.xml.files import write_if_changed

EDITORS_PAGE = "editor.html"
_STATIC = ("site.css", "pictures.css", "copy.js", "list.js")
_SEARCH = "search.js"
_SHOWN = 12
"""Letters on the first page."""
_MOST_WRITERS = 10
_COMPILED = CompiledTemplates()
"""For all sites that this process makes."""


@dataclass(frozen=True, slots=True)
class Design:
    """What is the same for all pages: who publishes, the language, a folder of the user's own.

    `for_editor` says that there is a page for the editors.
    """

    publication: Publication
    language: str
    own: Path | None
    for_editor: bool = False

    def digest(self) -> str:
        """The digest of all this, and of teikit itself, as far as pages are made by it."""
        made_of = [__version__, repr(self.publication), self.language, str(self.for_editor)]
        package = Path(__file__).parent
        for folder in filter(None, (package, self.own)):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    name = path.relative_to(folder).as_posix()
                    made_of += [name, ledger.digest(path.read_bytes())]
        return ledger.digest(_in_bytes("\n".join(made_of)))


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
    maker = _Maker(design)  # what is wrong with the labels is told before anything is read
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
        together = _Together(design, engine, surveys, found, answers, words, settings, before)
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
        together: "_Together",
    ) -> "tuple[dict[str, LetterFiles], tuple[MadeFiles, MadeFiles]]":
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
        maker: "_Maker",
        surveys: Sequence[LetterSurvey],
        found: SiteEdition,
        config: Path | None,
    ) -> dict[str, str]:
        """The digests of pictures, and of the page for the editors."""
        written = {
            name: _write(self.output / name, file.read_bytes())
            for survey in surveys
            for name, file in survey.pictures.items()
        }
        if self.design.for_editor:
            page = maker.editors(self.files, config, found, surveys, self.report)
            written[EDITORS_PAGE] = _write(self.output / EDITORS_PAGE, page.encode())
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


def _write(path: Path, data: bytes) -> str:
    """A file of the site, unless it is there; the digest of it."""
    write_if_changed(path, data, synced=False)
    return ledger.digest(data)


class _Together:
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
            for name, text in _Maker(self._design).others(self._found, self._search, self._words):
                yield name, text.encode()

        return _made(output, source, self._before.pages, files())

    def _index(self, output: Path) -> MadeFiles:
        found, search, maker = self._found, self._search, _Maker(self._design)
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
    return MadeFiles(digest, {name: _write(output / name, data) for name, data in files})


def _in_bytes(words: str) -> bytes:
    return words.encode(errors="backslashreplace")


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
        maker = _Maker(self._design)

        def ask(document: Document, _: Report) -> _Written | None:
            if self._wanted.get(document.name) != document.path:
                return None
            traced, questions = Trace.around(self._found)
            made = maker.letter(document, traced.by_name[document.name], traced)
            digests = {
                name: _write(self._output / name, text.encode()) for name, text in made.items()
            }
            return document.name, digests, {each: self._answers.of(each) for each in questions}

        return ask


class _Maker:
    """Makes the pages of a site."""

    def __init__(self, design: Design) -> None:
        self.publication = design.publication
        self._language = design.language
        self._for_editor = design.for_editor
        own = design.own
        file = own / "labels.toml" if own else None
        self._labels: Labels = labels(design.language, file if file and file.is_file() else None)
        # Templates ask what they are given for attributes first; a table must refuse each time.
        self._labels_by_name = SimpleNamespace(**self._labels)
        package = PackageLoader("teikit.publishing", "templates")
        loader = ChoiceLoader([FileSystemLoader(own / "templates"), package]) if own else package
        self._environment = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            bytecode_cache=_COMPILED,
        )
        self._own = own

    def letter(self, document: Document, each: SiteLetter, found: SiteEdition) -> Mapping[str, str]:
        """The files of a letter: texts by their names."""
        page = letter_page(document, each, found, self.publication, self._labels)
        cited = page["citation"]
        files = {
            f"letters/{each.name}.html": self._page("letter.html", "../", "", page, found),
            f"text/{each.name}.txt": page["plain"],
            f"cite/{each.name}.bib": cited.bibtex,
            f"cite/{each.name}.json": cited.csl,
        }
        if document.is_first:  # the letters of a volume have one file
            written = etree.tostring(document.root, encoding="unicode", with_tail=False)
            files[f"tei/{tei_name(document)}"] = f"{written}\n"
        return files

    def line(self, each: SiteLetter, text: str) -> Indexed:
        """What the search knows of a letter."""
        record = each.record
        return Indexed(
            f"letters/{each.name}.html",
            record.title or record.id,
            joined([agent.name for agent in record.sent.agents]),
            joined([agent.name for agent in record.received.agents]),
            joined([place.name for place in record.sent.places]),
            each.day,
            text,
        )

    def others(
        self, found: SiteEdition, search: SiteSearch, editors: AboutText | None
    ) -> Iterator[tuple[str, str]]:
        """All other files, by their names; `editors` is what these say of the edition."""
        for name in _STATIC:
            yield f"static/{name}", self._static(name)
        yield f"static/{_SEARCH}", self._search(search)
        page = {**self._start(found), "search": search}
        yield "index.html", self._page("index.html", "", "index.html", page, found)
        page = self._list(found)
        yield "letters.html", self._page("letters.html", "", "letters.html", page, found)
        for kind in REGISTERS:
            held = [entry for entry in found.entries if entry.kind == kind]
            if held:
                name = register_of(kind)
                page = register(kind, held, found, self._labels)
                yield name, self._page("register.html", "", name, page, found)
        yield from self._views(found)
        yield "about.html", self._page("about.html", "", "about.html", self._about(editors), found)

    def editors(
        self,
        paths: Sequence[Path],
        config: Path | None,
        found: SiteEdition,
        surveys: Sequence[LetterSurvey],
        report: Report,
    ) -> str:
        """The page for those who make the edition."""
        from teikit.publishing.editors import editors_page  # noqa: PLC0415

        encoded = [(survey.path, survey.letter, survey.encoded) for survey in surveys]
        page = editors_page(paths, config, found, encoded, self._labels, report)
        return self._page("editor.html", "", EDITORS_PAGE, page, found)

    def _views(self, found: SiteEdition) -> Iterator[tuple[str, str]]:
        """The pages with pictures, and the register of archives, where there is enough for them."""
        pages = {"correspondents": correspondents, "map": gazetteer, "archives": archives}
        for view in found.views:
            name = f"{view}.html"
            if view == "calendar":
                dates = CalendarPages(found, self._labels)
                yield name, self._page(name, "", name, dates.overview(), found)
                for year, page in dates.years():
                    yield year, self._page("year.html", "../", name, page, found)
            else:
                yield name, self._page(name, "", name, pages[view](found, self._labels), found)

    def _page(
        self, template: str, root: str, here: str, page: Mapping[str, Any], found: SiteEdition
    ) -> str:
        pages = [
            ("index.html", self._labels["home"]),
            ("letters.html", self._labels["letters"]),
            *(
                (register_of(kind), self._labels[f"{kind}s"])
                for kind in REGISTERS
                if kind in found.kinds
            ),
            *((f"{view}.html", self._labels[view]) for view in found.views),
            ("about.html", self._labels["about"]),
            *([(EDITORS_PAGE, self._labels["editor"])] if self._for_editor else ()),
        ]
        publication = self.publication
        around = {
            "title": publication.title or found.title or self._untitled(found),
            "publisher": publication.publisher,
            "licence": publication.licence if publication.licence.startswith("http") else "",
            "availability": publication.availability,
            "pages": pages,
        }
        given = SimpleNamespace(**page)
        try:
            return self._environment.get_template(template).render(
                language=self._language,
                labels=self._labels_by_name,
                root=root,
                here=here,
                page=given,
                site=SimpleNamespace(**around),
            )
        except TemplateError as error:  # in a template of a user
            where = getattr(error, "filename", None) or f"templates/{template}"
            line = getattr(error, "lineno", None)
            place = f"{where}:{line}" if line else where
            raise TeikitError(f"{place}: {error.message or type(error).__name__}") from None
        finally:
            vars(given).clear()  # macros hold it, and with it the letter, until garbage is sought

    def _start(self, found: SiteEdition) -> dict[str, Any]:
        counts = dict.fromkeys(REGISTERS, 0)
        for entry in found.entries:
            counts[entry.kind] += 1
        return {
            "numbers": self._labels["counts"].format(
                letters=len(found.sent_letters), persons=counts["person"], places=counts["place"]
            ),
            "others": len(found.other_texts),
            "period": self._period(found) if self.publication.title or found.title else "",
            "writers": self._writers(found),
            "timeline": CalendarPages(found, self._labels).picture,
            "first": [
                {
                    "address": f"letters/{each.name}.html",
                    "text": each.record.title,
                    "date": each.day,
                }
                for each in (found.sent_letters or found.letters)[:_SHOWN]
            ],
        }

    def _untitled(self, found: SiteEdition) -> str:
        """What an edition without a title is called: by the years of its letters."""
        period = self._period(found)
        return self._labels["letters"] if period.isdecimal() else period or self._labels["letters"]

    def _period(self, found: SiteEdition) -> str:
        if not found.years:
            return ""
        first, last = (str(int(year)) for year in found.years)
        return first if first == last else self._labels["period"].format(first=first, last=last)

    def _writers(self, found: SiteEdition) -> list[dict[str, Any]]:
        """Who wrote most letters, where several did."""
        writing = [
            (len(entry.letters.get("sent", ())), entry)
            for entry in found.entries
            if entry.kind != "place" and entry.letters.get("sent")
        ]
        ranked = sorted(writing, key=lambda each: (-each[0], folded(each[1].name)))
        if len(ranked) < 2:
            return []
        return [
            {
                "address": f"{register_of(entry.kind)}#{entry.anchor}",
                "text": entry.name,
                "count": count,
            }
            for count, entry in ranked[:_MOST_WRITERS]
        ]

    def _list(self, found: SiteEdition) -> dict[str, Any]:
        rows = [self._row(each, found) for each in found.sent_letters]
        filters = []
        for name, key in (
            ("person", "persons"),
            ("place", "place"),
            ("year", "year"),
            ("genre", "genre"),
            ("archive", "archive"),
        ):
            values = {value for row in rows for value in row[key].split("|") if value}
            if len(values) > 1:
                filters.append(
                    {
                        "name": name,
                        "label": self._labels[name],
                        "options": sorted(values, key=folded),
                    }
                )
        names = ("order", "date", "title", "sender", "receiver", "place")
        return {
            "rows": rows,
            "filters": filters,
            "columns": [(name, self._labels[name]) for name in names],
            "numbered": any(row["number"] for row in rows),
            "others": [
                {"address": row["address"], "text": row["title"], "date": row["day"]}
                for row in (self._row(each, found) for each in found.other_texts)
            ],
        }

    def _row(self, each: SiteLetter, found: SiteEdition) -> dict[str, str]:
        record = found.normal(each.record)
        return {
            "address": f"letters/{each.name}.html",
            "number": record.key,
            "day": each.day,
            "year": each.day[:4],
            "title": record.title or record.id,
            "sender": joined([agent.name for agent in record.sent.agents]),
            "receiver": joined([agent.name for agent in record.received.agents]),
            "persons": "|".join(dict.fromkeys(agent.name for agent in record.everybody)),
            "place": joined([place.name for place in record.sent.places]),
            "genre": record.genre,
            "archive": "|".join(mark.partition(",")[0] for mark in record.shelfmarks),
        }

    def _about(self, editors: AboutText | None) -> dict[str, Any]:
        publication = self.publication
        licence = publication.licence
        names = ", ".join(named_editor(each)[0] for each in publication.editors)
        facts_of = [
            (self._labels["editors"], names, ""),
            (self._labels["publisher"], publication.publisher, publication.publisher_home),
            (self._labels["licence"], publication.availability or licence, licence),
        ]
        return {
            "facts": [fact for fact in facts_of if fact[1]],
            "citation": edition_in_words(publication),
            "text": editors.html if editors else "",
        }

    def _search(self, search: SiteSearch) -> str:
        """The script of the search, which has its engine before it, or that of the user."""
        if self._own and (self._own / _SEARCH).is_file():
            return self._static(_SEARCH)
        return f"{self._static(f'search-{search.name}.js')}\n{self._static(_SEARCH)}"

    def _static(self, name: str) -> str:
        if self._own and (self._own / name).is_file():
            return (self._own / name).read_text(encoding="utf-8")
        return (
            resources.files("teikit.publishing")
            .joinpath("static", name)
            .read_text(encoding="utf-8")
        )
