"""`teikit.publishing`: what the command does. The same edition makes the same bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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
from teikit.profiles.publication import Publication, named_editor
from teikit.publishing.about import AboutText, about_text, lost_links
from teikit.publishing.citing import edition_in_words
from teikit.publishing.drawing import by_year, columns
from teikit.publishing.edition import (
    REGISTERS,
    RegisterEntry,
    SiteEdition,
    SiteLetter,
    edition,
    folded,
    letter,
)
from teikit.publishing.facsimiles import Facsimiles, left_out
from teikit.publishing.facts import joined, register_of
from teikit.publishing.index import Indexed, script
from teikit.publishing.labels import Labels, labels
from teikit.publishing.letter_page import letter_page, tei_name
from teikit.tei.documents import Document, documents
from teikit.tei.entries import Entries
from teikit.tei.text.plain import render
from teikit.xml.files import write_atomically

if TYPE_CHECKING:
    from teikit.publishing.editors import Encoded

_STATIC = ("site.css", "copy.js", "list.js", "search.js")
EDITORS_PAGE = "editor.html"
_SHOWN = 12
"""Letters on the first page."""
_MOST_WRITERS = 10

Report = Callable[[TeikitError], None]


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was written: where, how many pages it has, and what to know of it."""

    folder: Path
    letters: int
    pages: int
    remarks: tuple[str, ...] = ()

    @property
    def start(self) -> Path:
        """The page to begin with."""
        return self.folder / "index.html"


def site(  # noqa: PLR0913  # the options of the command
    paths: Iterable[Path],
    output: Path,
    *,
    publication: Publication | None = None,
    language: str = "en",
    own: Path | None = None,
    about: Path | None = None,
    for_editor: bool = False,
    config: Path | None = None,
    report: Report | None = None,
) -> Site:
    """Write a site of the letters in files and folders of TEI into a folder.

    `own` is a folder with templates, styles and labels that take the place of those of teikit,
    `about` a file of Markdown with what the editors say of the edition. `for_editor` makes one page
    more, with what is encoded, what is open and what `validate` finds by the settings in `config`.
    `report` is told of files that cannot be read. Raises `TeikitError`.
    """
    reporting: Report = report or (lambda error: None)
    text = about_text(about) if about else None
    maker = _Maker(publication or Publication(), language, own, text, for_editor)
    files = [*map(Path, paths)]
    entries = Entries()
    found = edition(
        letter(document, maker.publication, entries) for document in documents(files, reporting)
    )
    if not found.letters:
        raise TeikitError("there are no letters of TEI in what was named")
    output.mkdir(parents=True, exist_ok=True)
    pages = 0
    indexed: list[Indexed] = []
    pictures: list[tuple[Path, str, str]] = []
    encoded = _encoded() if for_editor else None
    for document in documents(files, lambda _: None):
        each = found.by_name[document.name]
        made = maker.letter(document, each, found)
        indexed.append(made.line)
        for name, content in made.files.items():
            _write(output, name, content)
        for name, picture in made.facsimiles.files.items():
            _copy(picture, output / name)
        left = made.facsimiles.left_out.items()
        pictures += [(document.path, pointer, reason) for pointer, reason in left]
        if encoded is not None:
            encoded.add(document, each)
        pages += 1
    for name, written in maker.others(found, indexed):
        _write(output, name, written)
        pages += name.endswith(".html")
    if encoded is None:
        (output / EDITORS_PAGE).unlink(missing_ok=True)  # it is not for readers
    else:
        page = maker.for_editor(files, config, found, encoded, reporting)
        _write(output, EDITORS_PAGE, page)
        pages += 1
    lost = lost_links(text, output) if text else ()
    remarks = (f"{about}: the link to {link!r} leads nowhere in the site" for link in lost)
    return Site(output, len(found.letters), pages, (*left_out(pictures), *remarks))


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        write_atomically(path, data)


def _encoded() -> "Encoded":
    from teikit.publishing.editors import Encoded  # noqa: PLC0415 (it brings all rules with it)

    return Encoded()


def _copy(file: Path, path: Path) -> None:
    """A picture into the site, unless it is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes()
    if not path.is_file() or path.stat().st_size != len(data) or path.read_bytes() != data:
        write_atomically(path, data)


class _Made(NamedTuple):
    """What comes of a letter: texts by the names of files, its line in the index, its pictures."""

    files: Mapping[str, str]
    line: Indexed
    facsimiles: Facsimiles


class _Maker:
    """Makes the pages of a site."""

    def __init__(
        self,
        publication: Publication,
        language: str,
        own: Path | None,
        about: AboutText | None,
        for_editor: bool,
    ) -> None:
        self.publication = publication
        self._about_text = about
        self._for_editor = for_editor
        self._language = language
        file = own / "labels.toml" if own else None
        self._labels: Labels = labels(language, file if file and file.is_file() else None)
        package = PackageLoader("teikit.publishing", "templates")
        loader = ChoiceLoader([FileSystemLoader(own / "templates"), package]) if own else package
        self._environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._own = own

    def letter(self, document: Document, each: SiteLetter, found: SiteEdition) -> "_Made":
        """The page of a letter, its line in the index, and what comes with it."""
        record = each.record
        made = letter_page(document, each, found, self.publication, self._labels)
        tei = tei_name(document)
        text = " ".join(render(document, notes=False).split())
        line = Indexed(
            f"letters/{each.name}.html",
            record.title or record.id,
            joined([agent.name for agent in record.sent.agents]),
            joined([agent.name for agent in record.received.agents]),
            joined([place.name for place in record.sent.places]),
            each.day,
            text,
        )
        page = {**made.page, "tei": tei}
        cited = made.page["citation"]
        files = {
            f"letters/{each.name}.html": self._page("letter.html", "../", "", page, found),
            f"text/{each.name}.txt": render(document),
            f"cite/{each.name}.bib": cited.bibtex,
            f"cite/{each.name}.json": cited.csl,
        }
        if document.is_first:
            written = etree.tostring(document.root, encoding="unicode", with_tail=False)
            files[f"tei/{tei}"] = f"{written}\n"
        return _Made(files, line, made.facsimiles)

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
        yield "about.html", self._page("about.html", "", "about.html", self._about(), found)

    def for_editor(
        self,
        paths: Sequence[Path],
        config: Path | None,
        found: SiteEdition,
        encoded: "Encoded",
        report: Report,
    ) -> str:
        """The page for those who make the edition."""
        from teikit.publishing.editors import editors_page  # noqa: PLC0415

        page = editors_page(paths, config, found, encoded, self._labels, report)
        return self._page("editor.html", "", EDITORS_PAGE, page, found)

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
            ("about.html", self._labels["about"]),
            *([(EDITORS_PAGE, self._labels["editor"])] if self._for_editor else ()),
        ]
        publication = self.publication
        around = {
            "title": publication.title or found.title or self._labels["letters"],
            "publisher": publication.publisher,
            "licence": publication.licence if publication.licence.startswith("http") else "",
            "availability": publication.availability,
            "pages": pages,
        }
        try:
            return self._environment.get_template(template).render(
                language=self._language,
                labels=self._labels,
                root=root,
                here=here,
                page=page,
                site=around,
            )
        except TemplateError as error:  # in a template of a user
            where = getattr(error, "filename", None) or f"templates/{template}"
            line = getattr(error, "lineno", None)
            place = f"{where}:{line}" if line else where
            raise TeikitError(f"{place}: {error.message or type(error).__name__}") from None

    def _start(self, found: SiteEdition) -> dict[str, Any]:
        counts = dict.fromkeys(REGISTERS, 0)
        for entry in found.entries:
            counts[entry.kind] += 1
        years = by_year([each.day for each in found.letters])
        return {
            "numbers": self._labels["counts"].format(
                letters=len(found.letters), persons=counts["person"], places=counts["place"]
            ),
            "period": self._period(found),
            "correspondents": self._correspondents(found),
            "timeline": columns(years, self._labels["timeline"]) if len(years) > 1 else "",
            "first": [
                {
                    "address": f"letters/{each.name}.html",
                    "text": each.record.title,
                    "date": each.day,
                }
                for each in found.letters[:_SHOWN]
            ],
        }

    def _period(self, found: SiteEdition) -> str:
        years = sorted({each.day[:4] for each in found.letters if each.day[:4].isdecimal()})
        if not years:
            return ""
        first, last = (str(int(year)) for year in (years[0], years[-1]))
        return first if first == last else self._labels["period"].format(first=first, last=last)

    def _correspondents(self, found: SiteEdition) -> list[dict[str, Any]]:
        """Who wrote most letters, where several did."""
        writing = [
            (len(entry.letters.get("sent", ())), entry)
            for entry in found.entries
            if entry.kind != "place" and entry.letters.get("sent")
        ]
        ranked = sorted(writing, key=lambda each: (-each[0], folded(each[1].name)))
        return (
            [
                {
                    "address": f"{register_of(entry.kind)}#{entry.anchor}",
                    "text": entry.name,
                    "count": count,
                }
                for count, entry in ranked[:_MOST_WRITERS]
            ]
            if len(ranked) > 1
            else []
        )

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
            (
                self._labels["editors"],
                ", ".join(named_editor(each)[0] for each in publication.editors),
                "",
            ),
            (self._labels["publisher"], publication.publisher, publication.publisher_home),
            (self._labels["licence"], publication.availability or licence, licence),
        ]
        return {
            "facts": [fact for fact in facts_of if fact[1]],
            "citation": edition_in_words(publication),
            "text": self._about_text.html if self._about_text else "",
        }

    def _static(self, name: str) -> str:
        if self._own and (self._own / name).is_file():
            return (self._own / name).read_text(encoding="utf-8")
        return (
            resources.files("teikit.publishing")
            .joinpath("static", name)
            .read_text(encoding="utf-8")
        )


def _short(each: SiteLetter) -> dict[str, str]:
    """A letter in a register: its number or date, and its title."""
    text = each.record.key or each.day or each.record.id
    title = each.record.title or each.record.id
    return {"address": f"letters/{each.name}.html", "text": text, "title": title}
