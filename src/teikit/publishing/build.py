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
from teikit.publishing.facsimiles import FOLDER as FACSIMILES
from teikit.publishing.facsimiles import left_out
from teikit.publishing.facts import joined, register_of
from teikit.publishing.gazetteer import gazetteer
from teikit.publishing.index import Indexed, scripts, slow_search
from teikit.publishing.labels import Labels, labels
from teikit.publishing.ledger import Ledger, LetterFiles, SiteFolder
from teikit.publishing.letter_page import letter_page, tei_name
from teikit.publishing.registers import register
from teikit.publishing.surveying import LetterSurvey, Surveying, results
from teikit.publishing.tracing import AnswerDigests, Trace
from teikit.runtime.machine import collecting_seldom
from teikit.runtime.watching import Watching, nobody
from teikit.runtime.workers import Workers
from teikit.tei.collecting import Ask, parts, processes
from teikit.tei.documents import Document, Report
from teikit.xml.files import write_if_changed

EDITORS_PAGE = "editor.html"
_STATIC = ("site.css", "pictures.css", "copy.js", "list.js", "search.js")
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
        return ledger.digest("\n".join(made_of).encode(errors="backslashreplace"))


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
    jobs: int = 0,
    report: Report | None = None,
    watching: Watching = nobody,
    keep: Path | None = None,
) -> Site:
    """Write a site of the letters in files and folders of TEI into a folder.

    `own` is a folder with templates, styles and labels that take the place of those of teikit,
    `about` a file of Markdown with what the editors say of the edition. `for_editor` makes one page
    more, with what is encoded, what is open and what `validate` finds by the settings in `config`.
    `jobs` are processes; 0 stands for one on each core, where the letters are many. `report` is
    told of files that cannot be read; `watching` makes of each step what sees each file when it is
    done. Pages are made again where they would change; those of letters that are gone are taken
    away. What is known of letters is taken from what is kept in the folder `keep`, that of a
    project, as long as nothing has changed for them, and kept there. Raises `TeikitError`.
    """
    design = Design(publication or Publication(), language, own, for_editor)
    words = about_text(about) if about else None
    maker = _Maker(design)  # what is wrong with the labels is told before anything is read
    reporting: Report = report or (lambda error: None)
    run = _Run([*map(Path, paths)], output, design, jobs, reporting, watching, keep)
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
        source = _source_of_others(settings, words, surveys, found, answers)
        unchanged = _pages_there(before, source, folder)
        pages = None if unchanged else _EditionPages(design, found.prepared(), surveys, words)
        letters, others = run.write(surveys, found, answers, same, pages)
        others |= {**unchanged, **run.beside(maker, surveys, found, config)}
    asked = {question for each in letters.values() for question in each.questions}
    now = Ledger(settings, {each: answers.of(each) for each in asked}, letters, source, others)
    there = dict(now.files())
    ledger.remove(output, ((name, old) for name, old in before.files() if name not in there))
    ledger.write(output, now)
    lost = lost_links(words, output) if words else ()
    remarks = (
        *slow_search(len(found.letters)),
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
        others: "_EditionPages | None",
    ) -> tuple[dict[str, LetterFiles], dict[str, str]]:
        """Write the files of letters that are not the `same`, and all others where they are wanted.

        Gives the files of each letter, and the digests of the others. Where several processes write
        letters, one more writes the others.
        """
        wanted = {each.letter.name: each.path for each in surveys if each.letter.name not in same}
        if others is None or processes(self.jobs, len({*wanted.values()})) < 2:
            letters = self._letters(surveys, found, answers, same, wanted)
            return letters, others(self.output) if others else {}
        workers: Workers[Path, dict[str, str]] = Workers(others, (), 1, _lost)
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


def _pages_there(before: Ledger, source: str, folder: SiteFolder) -> Mapping[str, str]:
    """The digests of the pages of all letters together, if they are there as made of a source."""
    pages = {
        name: wanted
        for name, wanted in before.others.items()
        if name != EDITORS_PAGE and not name.startswith(f"{FACSIMILES}/")
    }
    is_same = source == before.source
    return pages if is_same and all(folder.is_there(*each) for each in pages.items()) else {}


def _source_of_others(
    settings: str,
    words: AboutText | None,
    surveys: Sequence[LetterSurvey],
    found: SiteEdition,
    answers: AnswerDigests,
) -> str:
    """The digest of all that the pages are made of that are not those of one letter."""
    parts_of = [settings, repr(words)]
    for survey in surveys:
        parts_of += [answers.letter(found.by_name[survey.letter.name]), survey.text]
    return ledger.digest("\0".join(parts_of).encode(errors="backslashreplace"))


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


class _EditionPages:
    """Writes all files that are not those of one letter; gives their digests."""

    def __init__(
        self,
        design: Design,
        found: SiteEdition,
        surveys: Sequence[LetterSurvey],
        words: AboutText | None,
    ) -> None:
        """`words` are those of the editors."""
        self._design = design
        self._found = found
        self._texts = [(survey.letter.name, survey.text) for survey in surveys]
        self._words = words

    def __call__(self, output: Path) -> dict[str, str]:
        """Write them into a folder."""
        maker, found = _Maker(self._design), self._found
        lines = [maker.line(found.by_name[name], text) for name, text in self._texts]
        files = maker.others(found, lines, self._words)
        return {name: _write(output / name, text.encode()) for name, text in files}


def _lost(_: Path, how: str) -> dict[str, str]:
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
        self, found: SiteEdition, indexed: Sequence[Indexed], editors: AboutText | None
    ) -> Iterator[tuple[str, str]]:
        """All other files, by their names; `editors` is what these say of the edition."""
        for name in _STATIC:
            yield f"static/{name}", self._static(name)
        for name, text in scripts(indexed):
            yield f"search/{name}", text
        yield "index.html", self._page("index.html", "", "index.html", self._start(found), found)
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

    def _static(self, name: str) -> str:
        if self._own and (self._own / name).is_file():
            return (self._own / name).read_text(encoding="utf-8")
        return (
            resources.files("teikit.publishing")
            .joinpath("static", name)
            .read_text(encoding="utf-8")
        )
