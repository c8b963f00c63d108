"""The citations in a document: where each stands, and the archival unit that it names."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from teikit.tei.apparatus import INDEXES, Apparatus
from teikit.tei.documents import Document
from teikit.tei.elements import TEI, XML_ID, name_of
from teikit.tei.header import elements, ids_of, joined
from teikit.tei.manuscript import FIXED_LEVELS, levels, manuscripts
from teikit.tei.text.layers import SOURCE
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree

_FIELDS = ("archive", *FIXED_LEVELS)
"""An archival unit, from the largest part to the smallest."""

_ARCHIVES = ("orgName", "repository", "institution")


def citations(document: Document, notes: Apparatus) -> Iterator[Mapping[str, str]]:
    """One row for each `bibl` in the text, its source line and its notes, in their order.

    What "Ibid." leaves out is taken from the citation before it that `prev` names; what a source
    line leaves untyped, from the manuscript in the header that `corresp` names.
    """
    described = manuscripts(document)
    known: dict[str, Mapping[str, str]] = {}
    for citation in document.text.iter(f"{TEI}bibl"):
        where = _where(citation, notes)
        if not where:
            continue
        identity = citation.get(XML_ID, "")
        previous = ids_of(citation.get("prev", ""))
        manuscript = described.get(ids_of(citation.get("corresp", "")))
        unit = _unit(citation) or _unit(manuscript)
        unit = _continued(unit, known.get(previous, {}))
        normal = citation.get("n") or _normal(manuscript)
        if identity:
            known[identity] = unit
        yield {
            "document": document.id,
            "citation": identity,
            "where": where,
            "type": citation.get("type", ""),
            "printed": plain(citation, SOURCE, notes),
            "normal": normal,
            "previous": previous,
            "cert": citation.get("cert", ""),
            **_spelled(unit, normal),
        }


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
    """All fields; the archive by its normal name, and what is not printed from the normal form."""
    parts = [unquote(part) for part in normal.split("/")]
    named = dict(zip(_FIELDS, parts, strict=True)) if len(parts) == len(_FIELDS) else {}
    spelled = dict.fromkeys(_FIELDS, "") | named | dict(unit)
    return spelled | ({"archive": parts[0]} if parts[0] else {})
