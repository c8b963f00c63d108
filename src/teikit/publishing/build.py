"""`teikit.publishing`: what the command does. The same edition makes the same bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from lxml import etree

from teikit import __version__
from teikit.errors import TeikitError
from teikit.exporting.records import key_in_edition
from teikit.profiles.publication import Publication
from teikit.publishing import ledger
from teikit.publishing.archives import archives
from teikit.publishing.calendar import CalendarPages
from teikit.publishing.correspondents import correspondents
from teikit.publishing.edition import (
    REGISTERS,
    RegisterEntry,
    SiteEdition,
    SiteLetter,
    edition,
    folded,
    letter,
)
from teikit.publishing.facts import facts, joined, register_of
from teikit.publishing.gazetteer import gazetteer
from teikit.publishing.html import TextHtml, language_of, text_html
from teikit.publishing.index import Indexed, script
from teikit.publishing.labels import Labels, labels
from teikit.publishing.ledger import Ledger, LetterFiles
from teikit.publishing.tracing import Answers, Trace
from teikit.tei.collecting import Ask, parts
from teikit.tei.documents import Document, Report
from teikit.tei.entries import Entries
from teikit.tei.header import RELATIONS
from teikit.tei.mentions import kind_of_mention
from teikit.tei.text.plain import plain, render
from teikit.xml.files import write_atomically

LAYERS = ("reading", "diplomatic", "source")
_STATIC = ("site.css", "pictures.css", "list.js", "search.js")
_SHOWN = 12
"""Letters on the first page."""


@dataclass(frozen=True, slots=True)
class Design:
    """What is the same for all pages: who publishes, the language, a folder of the user's own."""

    publication: Publication
    language: str
    own: Path | None

    def digest(self) -> str:
        """The digest of all this, and of teikit itself, as far as pages are made by it."""
        made_of = [__version__, repr(self.publication), self.language]
        package = Path(__file__).parent
        for folder in filter(None, (package, self.own)):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    name = path.relative_to(folder).as_posix()
                    made_of += [name, ledger.digest(path.read_bytes())]
        return ledger.digest("\n".join(made_of).encode(errors="backslashreplace"))


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was written: where, and how many pages it has."""

    folder: Path
    letters: int
    pages: int

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
    jobs: int = 0,
    report: Report | None = None,
) -> Site:
    """Write a site of the letters in files and folders of TEI into a folder.

    `own` is a folder with templates, styles and labels that take the place of those of teikit.
    `jobs` are processes; 0 stands for one on each core, where the letters are many. `report` is
    told of files that cannot be read. Pages are made again where they would change; those of
    letters that are gone are taken away. Raises `TeikitError`.
    """
    reporting: Report = report or (lambda error: None)
    design = Design(publication or Publication(), language, own)
    maker = _Maker(design)
    files = [*map(Path, paths)]
    surveys = [*parts(files, _Surveying(design.publication), reporting, jobs=jobs)]
    found = edition(survey.letter for survey in surveys)
    if not found.letters:
        raise TeikitError("there are no letters of TEI in what was named")
    output.mkdir(parents=True, exist_ok=True)
    before = ledger.read(output)
    answers = Answers(found)
    settings = design.digest()
    same = {
        survey.letter.name: before.letters[survey.letter.name]
        for survey in surveys
        if before.settings == settings and _is_same(survey, before, answers, output)
    }
    wanted = {each.letter.name: each.path for each in surveys if each.letter.name not in same}
    writing = _Writing(design, found, output, wanted)
    made = dict(
        written
        for written in parts(files, writing, reporting, jobs=jobs, among=_among(wanted, surveys))
        if written is not None
    )
    sources = {survey.letter.name: survey.source for survey in surveys}
    letters = {
        survey.letter.name: same.get(survey.letter.name)
        or LetterFiles(sources[survey.letter.name], *made[survey.letter.name])
        for survey in surveys
        if survey.letter.name in same or survey.letter.name in made
    }
    lines = [maker.line(found.by_name[survey.letter.name], survey.text) for survey in surveys]
    others = {name: _write(output, name, text) for name, text in maker.others(found, lines)}
    asked = {question for each in letters.values() for question in each.questions}
    now = Ledger(settings, {each: answers.of(each) for each in asked}, letters, others)
    there = dict(now.files())
    ledger.remove(output, ((name, old) for name, old in before.files() if name not in there))
    ledger.write(output, now)
    return Site(output, len(found.letters), sum(name.endswith(".html") for name in there))


def _is_same(survey: "_Survey", before: Ledger, answers: Answers, output: Path) -> bool:
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
        and all(ledger.is_there(output, name, wanted) for name, wanted in known.files.items())
    )


def _among(wanted: Mapping[str, Path], surveys: Sequence["_Survey"]) -> Callable[[Path], bool]:
    """Which files must be read again for the letters that are wanted, which have their files.

    A file that has no letter of its own may include others.
    """
    with_letters = {survey.path for survey in surveys}
    again = {*wanted.values()}
    return lambda file: bool(again) and (file in again or file not in with_letters)


def _write(folder: Path, name: str, text: str) -> str:
    """A text into a file, unless it is there; the digest of it."""
    path = folder / name
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        write_atomically(path, data, synced=False)
    return ledger.digest(data)


class _Survey(NamedTuple):
    """A letter before any page is written: what is known, its words, and a digest of its TEI."""

    letter: SiteLetter
    path: Path
    text: str
    source: str


class _Surveying:
    """Makes what surveys documents, in each process."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    def __call__(self) -> Ask[_Survey]:
        entries = Entries()
        last: list[tuple[etree._Element, str]] = []  # several letters may stand in one TEI

        def ask(document: Document, _: Report) -> _Survey:
            if not last or last[0][0] is not document.root:
                written = etree.tostring(document.root, encoding="unicode", with_tail=False)
                last[:] = [(document.root, ledger.digest(written.encode()))]
            text = " ".join(render(document, notes=False).split())
            known = letter(document, self._publication, entries)
            return _Survey(known, document.path, text, last[0][1])

        return ask


class _Writing:
    """Makes what writes the files of letters, in each process: their digests, and what was asked.

    Documents that are not wanted, or of another file than they were, give None.
    """

    def __init__(
        self, design: Design, found: SiteEdition, output: Path, wanted: Mapping[str, Path]
    ) -> None:
        self._design = design
        self._found = found
        self._output = output
        self._wanted = wanted

    def __call__(self) -> "Ask[tuple[str, tuple[Mapping[str, str], tuple[str, ...]]] | None]":
        maker = _Maker(self._design)

        def ask(
            document: Document, _: Report
        ) -> tuple[str, tuple[Mapping[str, str], tuple[str, ...]]] | None:
            if self._wanted.get(document.name) != document.path:
                return None
            traced, questions = Trace.around(self._found)
            made = maker.letter(document, traced.by_name[document.name], traced)
            digests = {name: _write(self._output, name, text) for name, text in made.items()}
            return document.name, (digests, tuple(questions))

        return ask


class _Maker:
    """Makes the pages of a site."""

    def __init__(self, design: Design) -> None:
        self.publication = design.publication
        self._language = design.language
        own = design.own
        file = own / "labels.toml" if own else None
        self._labels: Labels = labels(design.language, file if file and file.is_file() else None)
        package = PackageLoader("teikit.publishing", "templates")
        loader = ChoiceLoader([FileSystemLoader(own / "templates"), package]) if own else package
        self._environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._own = own

    def letter(self, document: Document, each: SiteLetter, found: SiteEdition) -> Mapping[str, str]:
        """The files of a letter: texts by their names."""
        record = each.record
        before, behind = found.beside[each.name]
        page = {
            "name": each.name,
            "title": record.title or record.id,
            "number": record.key,
            "language": language_of(record.languages[0]) if len(record.languages) == 1 else "",
            "facts": facts(document, each, found, self._labels),
            "layers": self._layers(document, found),
            "related": [*self._related(each, found)],
            "citation": self._citation(each),
            "before": _linked(before),
            "behind": _linked(behind),
        }
        tei = etree.tostring(document.root, encoding="unicode")
        return {
            f"letters/{each.name}.html": self._page("letter.html", "../", "", page, found),
            f"text/{each.name}.txt": render(document),
            f"tei/{each.name}.xml": f"{tei}\n",
        }

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

    def others(self, found: SiteEdition, indexed: Sequence[Indexed]) -> Iterator[tuple[str, str]]:
        """All other files, by their names."""
        for name in _STATIC:
            yield f"static/{name}", self._static(name)
        yield "search/index.js", script(indexed)
        yield "index.html", self._page("index.html", "", "index.html", self._start(found), found)
        page = self._list(found)
        yield "letters.html", self._page("letters.html", "", "letters.html", page, found)
        for kind in REGISTERS:
            held = [entry for entry in found.entries if entry.kind == kind]
            if held:
                name = register_of(kind)
                page = self._register(kind, held, found)
                yield name, self._page("register.html", "", name, page, found)
        yield from self._views(found)
        yield "about.html", self._page("about.html", "", "about.html", self._about(), found)

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
        ]
        publication = self.publication
        around = {
            "title": publication.title or self._labels["letters"],
            "publisher": publication.publisher,
            "licence": publication.licence if publication.licence.startswith("http") else "",
            "availability": publication.availability,
            "pages": pages,
        }
        return self._environment.get_template(template).render(
            language=self._language,
            labels=self._labels,
            root=root,
            here=here,
            page=page,
            site=around,
        )

    def _layers(self, document: Document, found: SiteEdition) -> list[dict[str, Any]]:
        """The layers of a text; those that would look the same as the first are left out."""
        layers: list[tuple[str, TextHtml]] = []
        for name in LAYERS:
            text = text_html(document, name, lambda element: _address(element, found))
            if all(text.body != other.body for _, other in layers):
                layers.append((name, text))
        return [{"name": name, "label": self._labels[name], "text": text} for name, text in layers]

    def _related(self, each: SiteLetter, found: SiteEdition) -> Iterator[dict[str, str]]:
        for kind, name in each.record.related:
            other = found.by_id.get(name)
            if other and kind in RELATIONS:
                yield {
                    "label": self._labels[f"relation_{kind}"],
                    "address": f"{other.name}.html",
                    "text": other.record.title,
                }

    def _citation(self, each: SiteLetter) -> str:
        publication = self.publication
        title = each.record.title or each.record.id
        parts = [title, publication.title, publication.publisher, publication.date]
        return ". ".join(part for part in (*parts, each.record.address) if part)

    def _start(self, found: SiteEdition) -> dict[str, Any]:
        counts = dict.fromkeys(REGISTERS, 0)
        for entry in found.entries:
            counts[entry.kind] += 1
        return {
            "numbers": self._labels["counts"].format(
                letters=len(found.letters), persons=counts["person"], places=counts["place"]
            ),
            "timeline": CalendarPages(found, self._labels).picture,
            "first": [
                {
                    "address": f"letters/{each.name}.html",
                    "text": each.record.title,
                    "date": each.day,
                }
                for each in found.letters[:_SHOWN]
            ],
        }

    def _list(self, found: SiteEdition) -> dict[str, Any]:
        rows = [self._row(each) for each in found.letters]
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
        }

    def _row(self, each: SiteLetter) -> dict[str, str]:
        record = each.record
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

    def _register(
        self, kind: str, held: Sequence[RegisterEntry], found: SiteEdition
    ) -> dict[str, Any]:
        groups: dict[str, list[dict[str, Any]]] = {}
        for entry in held:
            initial = next((sign for sign in folded(entry.name) if sign.isalnum()), "?").upper()
            groups.setdefault(initial, []).append(
                {
                    "anchor": entry.anchor,
                    "name": entry.name,
                    "spellings": [each for each in entry.spellings if each != entry.name],
                    "addresses": [
                        (address.partition("//")[2], address)
                        for address in entry.addresses
                        if address.startswith(("http://", "https://"))
                    ],
                    "roles": [
                        {
                            "label": self._labels[f"role_{role}"],
                            "letters": [_short(found.by_name[name]) for name in names],
                        }
                        for role, names in entry.letters.items()
                    ],
                }
            )
        listed = [
            {"initial": initial, "anchor": f"initial-{number}", "entries": entries}
            for number, (initial, entries) in enumerate(sorted(groups.items()), 1)
        ]
        return {
            "title": self._labels[f"{kind}s"],
            "groups": listed,
            "initials": [(group["initial"], group["anchor"]) for group in listed],
        }

    def _about(self) -> dict[str, Any]:
        publication = self.publication
        licence = publication.licence
        facts_of = [
            (self._labels["editors"], ", ".join(publication.editors), ""),
            (self._labels["publisher"], publication.publisher, publication.publisher_home),
            (self._labels["licence"], publication.availability or licence, licence),
        ]
        return {"facts": [fact for fact in facts_of if fact[1]]}

    def _static(self, name: str) -> str:
        if self._own and (self._own / name).is_file():
            return (self._own / name).read_text(encoding="utf-8")
        return (
            resources.files("teikit.publishing")
            .joinpath("static", name)
            .read_text(encoding="utf-8")
        )


def _linked(each: SiteLetter | None) -> dict[str, str] | None:
    if each is None:
        return None
    return {"address": f"{each.name}.html", "text": each.record.title or each.record.id}


def _short(each: SiteLetter) -> dict[str, str]:
    """A letter in a register: its number or date, and its title."""
    text = each.record.key or each.day or each.record.id
    title = each.record.title or each.record.id
    return {"address": f"letters/{each.name}.html", "text": text, "title": title}


def _address(element: "etree._Element", found: SiteEdition) -> str:
    """Where a name in the text leads to: its entry in a register."""
    kind = kind_of_mention(element)
    if kind not in REGISTERS:
        return ""
    anchor = found.entry(kind, key_in_edition(element), plain(element))
    return f"../{register_of(kind)}#{anchor}" if anchor else ""
