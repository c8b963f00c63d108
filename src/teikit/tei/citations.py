"""The citations in a document: where each stands, and the archival unit that it names."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from teikit.tei.apparatus import INDEXES, Apparatus
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, XML_ID, name_of
from teikit.tei.header import elements, ids_of, joined
from teikit.tei.manuscript import FIXED_LEVELS, ShelfmarkLevel, levels, manuscripts
from teikit.tei.text.layers import SOURCE
from teikit.tei.text.plain import plain
from teikit.tei.works import PrintedWork, continued, printed_work

if TYPE_CHECKING:
    from lxml import etree

_FIELDS = ("archive", *FIXED_LEVELS)
"""An archival unit, from the largest part to the smallest."""

_ARCHIVES = ("orgName", "repository", "institution")


class Cited(NamedTuple):
    """A citation of an archive or a printed work.

    `where` is `source line`, `note 3` or `text`; `parts` has the levels that have columns of their
    own, by their names, and `levels` all that its archive has. `normal` is its normal form, and
    `previous` the id of the citation that "Ibid." stands for. What is `repeated` stands only in
    words that a faulty translation has twice.
    """

    position: int
    id: str
    where: str
    type: str
    printed: str
    normal: str
    archive: str
    parts: Mapping[str, str]
    levels: tuple[ShelfmarkLevel, ...]
    work: PrintedWork
    previous: str
    repeated: bool
    cert: str


def citations(document: Document, notes: Apparatus) -> Iterator[Cited]:
    """Each `bibl` in the text, its source line and its notes, in their order.

    What "Ibid." leaves out is taken from the citation before it that `prev` names; what a source
    line leaves untyped, from the manuscript in the header that `corresp` names.
    """
    described = manuscripts(document)
    known: dict[str, Mapping[str, str]] = {}
    works: dict[str, PrintedWork] = {}
    position = 0
    for citation in document.text.iter(f"{TEI}bibl"):
        where = _where(citation, notes)
        if not where:
            continue
        position += 1
        identity = citation.get(XML_ID, "")
        previous = ids_of(citation.get("prev", ""))
        manuscript = described.get(ids_of(citation.get("corresp", "")))
        unit = _unit(citation) or _unit(manuscript)
        unit = _continued(unit, known.get(previous, {}))
        normal = citation.get("n") or _normal(manuscript)
        if identity:
            known[identity] = unit
        spelled = _spelled(unit, normal)
        archive = spelled.pop("archive")
        kind = citation.get("type", "")
        is_archival = kind == "archival" or any(spelled.values()) or bool(archive)
        work = PrintedWork() if is_archival else printed_work(citation)
        work = continued(work, works[previous]) if previous in works else work
        if identity and not is_archival:
            works[identity] = work
        yield Cited(
            position,
            identity,
            where,
            kind,
            plain(citation, SOURCE, notes),
            normal,
            archive,
            spelled,
            _levels(citation, spelled),
            work,
            previous,
            any(name_of(around) == "surplus" for around in citation.iterancestors()),
            citation.get("cert", ""),
        )


def _levels(citation: "etree._Element", spelled: Mapping[str, str]) -> tuple[ShelfmarkLevel, ...]:
    """All levels, those with columns of their own as they are there."""
    others = [level for level in levels(citation) if level.name not in spelled]
    own = (ShelfmarkLevel(name, value) for name, value in spelled.items() if value)
    return (*own, *others)


def _where(citation: "etree._Element", notes: Apparatus) -> str:
    """`source line`, `note 3` or `text`; empty for an entry of an index, which cites nothing."""
    where = "text"
    for ancestor in citation.iterancestors():
        if name_of(ancestor) in INDEXES:
            return ""
        if where != "text":
            continue
        if ancestor in notes.of_element:
            where = f"note {notes.of_element[ancestor].number}"
        elif name_of(ancestor) == "div" and ancestor.get("type") == "source":
            where = "source line"
    return where


def _unit(citation: "etree._Element | None") -> dict[str, str]:
    """The parts that are printed, the archive by its printed name."""
    archives = (plain(found) for name in _ARCHIVES for found in elements(citation, f".//{name}"))
    printed = {"archive": next(archives, "")}
    for name, value in levels(citation):
        printed[name] = joined([printed.get(name, ""), value])
    return {field: printed[field] for field in _FIELDS if printed.get(field)}


def _continued(unit: Mapping[str, str], previous: Mapping[str, str]) -> dict[str, str]:
    """What stands above the largest printed part comes from the citation before."""
    largest = next((place for place, field in enumerate(_FIELDS) if field in unit), len(_FIELDS))
    above = {field: previous[field] for field in _FIELDS[:largest] if field in previous}
    return above | dict(unit)


def _normal(manuscript: "etree._Element | None") -> str:
    return next((found.get("n", "") for found in elements(manuscript, "idno[@n]")), "")


def _spelled(unit: Mapping[str, str], normal: str) -> dict[str, str]:
    """All fields as in the normal form, and what it lacks as printed."""
    parts = [unquote(part) for part in normal.split("/")]
    named = dict(zip(_FIELDS, parts, strict=True)) if len(parts) == len(_FIELDS) else {}
    named = {field: value for field, value in named.items() if value}
    spelled = dict.fromkeys(_FIELDS, "") | dict(unit) | named
    return spelled | ({"archive": parts[0]} if parts[0] else {})
