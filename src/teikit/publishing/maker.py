"""The pages of a site, made of what is known of its letters."""

from collections.abc import Iterator, Mapping, Sequence
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

from teikit.errors import TeikitError
from teikit.publishing.about import AboutText
from teikit.publishing.archives import archives
from teikit.publishing.calendar import CalendarPages
from teikit.publishing.compiled import CompiledTemplates
from teikit.publishing.correspondents import correspondents
from teikit.publishing.design import Design
from teikit.publishing.edition import REGISTERS, SiteEdition, SiteLetter
from teikit.publishing.facts import joined, register_of
from teikit.publishing.front_pages import FrontPages
from teikit.publishing.gazetteer import gazetteer
from teikit.publishing.index import Indexed
from teikit.publishing.labels import Labels, labels
from teikit.publishing.letter_page import letter_page, tei_name
from teikit.publishing.registers import register
from teikit.publishing.searching import SiteSearch
from teikit.publishing.surveying import LetterSurvey
from teikit.tei.documents import Document, Report

EDITORS_PAGE = "editor.html"
_STATIC = ("site.css", "pictures.css", "copy.js", "list.js")
_SEARCH = "search.js"
_COMPILED = CompiledTemplates()
"""For all sites that this process makes."""


class PageMaker:
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
        self._front = FrontPages(self.publication, self._labels)
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
        page = {**self._front.start(found), "search": search}
        yield "index.html", self._page("index.html", "", "index.html", page, found)
        page = self._front.letters(found)
        yield "letters.html", self._page("letters.html", "", "letters.html", page, found)
        for kind in REGISTERS:
            held = [entry for entry in found.entries if entry.kind == kind]
            if held:
                name = register_of(kind)
                page = register(kind, held, found, self._labels)
                yield name, self._page("register.html", "", name, page, found)
        yield from self._views(found)
        yield (
            "about.html",
            self._page("about.html", "", "about.html", self._front.about(editors), found),
        )

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

    def _untitled(self, found: SiteEdition) -> str:
        """What an edition without a title is called: by the years of its letters."""
        period = self._front.period(found)
        return self._labels["letters"] if period.isdecimal() else period or self._labels["letters"]

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
