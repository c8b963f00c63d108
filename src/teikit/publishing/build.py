"""`teikit.publishing`: what the command does. The same edition makes the same bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from lxml import etree

from teikit.errors import TeikitError
from teikit.profiles.publication import Publication
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

_STATIC = ("site.css", "copy.js", "list.js", "search.js")
_SHOWN = 12
"""Letters on the first page."""

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


def site(
    paths: Iterable[Path],
    output: Path,
    *,
    publication: Publication | None = None,
    language: str = "en",
    own: Path | None = None,
    report: Report | None = None,
) -> Site:
    """Write a site of the letters in files and folders of TEI into a folder.

    `own` is a folder with templates, styles and labels that take the place of those of teikit.
    `report` is told of files that cannot be read. Raises `TeikitError`.
    """
    reporting: Report = report or (lambda error: None)
    maker = _Maker(publication or Publication(), language, own)
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
    for document in documents(files, lambda _: None):
        each = found.by_name[document.name]
        made = maker.letter(document, each, found)
        indexed.append(made.line)
        for name, text in made.files.items():
            _write(output, name, text)
        for name, picture in made.facsimiles.files.items():
            _copy(picture, output / name)
        left = made.facsimiles.left_out.items()
        pictures += [(document.path, pointer, reason) for pointer, reason in left]
        pages += 1
    for name, text in maker.others(found, indexed):
        _write(output, name, text)
        pages += name.endswith(".html")
    return Site(output, len(found.letters), pages, tuple(left_out(pictures)))


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        write_atomically(path, data)


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

    def __init__(self, publication: Publication, language: str, own: Path | None) -> None:
        self.publication = publication
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

    def _start(self, found: SiteEdition) -> dict[str, Any]:
        counts = dict.fromkeys(REGISTERS, 0)
        for entry in found.entries:
            counts[entry.kind] += 1
        years = by_year([each.day for each in found.letters])
        return {
            "numbers": self._labels["counts"].format(
                letters=len(found.letters), persons=counts["person"], places=counts["place"]
            ),
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


def _short(each: SiteLetter) -> dict[str, str]:
    """A letter in a register: its number or date, and its title."""
    text = each.record.key or each.day or each.record.id
    title = each.record.title or each.record.id
    return {"address": f"letters/{each.name}.html", "text": text, "title": title}
