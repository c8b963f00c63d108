"""How a letter is cited: for readers, as BibTeX, and as CSL JSON (Zotero and others read both)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from teikit.exporting.records import Identity, Record
from teikit.profiles.publication import Publication, named_editor
from teikit.publishing.edition import slug

_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")


class CitedAs(NamedTuple):
    """A citation in each form."""

    words: str
    bibtex: str
    csl: str


def citation(record: Record, publication: Publication) -> CitedAs:
    """How a letter is cited; what neither the TEI nor the settings say is left out."""
    return CitedAs(
        _words(record, publication), _bibtex(record, publication), _csl(record, publication)
    )


def edition_in_words(publication: Publication) -> str:
    """How all of an edition is cited; empty where it has no title."""
    if not publication.title:
        return ""
    address = publication.doi_address or publication.home
    return _sentences(publication.title, publication, address)


def _words(record: Record, publication: Publication) -> str:
    title = record.title or record.id
    address = record.address or publication.doi_address
    if publication.title:
        title = f"{title}{'' if title.endswith('.') else '.'} {publication.title}"
    return _sentences(title, publication, address)


def _sentences(title: str, publication: Publication, address: str) -> str:
    editors = ", ".join(_editors(publication))
    parts = [
        title,
        f"Ed. {editors}" if editors else "",
        ", ".join(filter(None, (publication.publisher, publication.date))),
        address,
    ]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _editors(publication: Publication) -> list[str]:
    return [named_editor(editor)[0] for editor in publication.editors]


def _key(record: Record) -> str:
    """The key of an entry: letters, figures and hyphens of ASCII, as all programs take them."""
    return slug(record.id).encode("ascii", "ignore").decode().strip("-") or "letter"


# --- BibTeX ---


def _bibtex(record: Record, publication: Publication) -> str:
    kind = "incollection" if publication.title else "misc"
    fields = [*_bibtex_fields(record, publication)]
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
    return f"@{kind}{{{_key(record)},\n{lines}\n}}\n"


def _bibtex_fields(record: Record, publication: Publication) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_bibtex_name, record.sent.agents))
    yield "title", _escaped(record.title or record.id)
    yield "booktitle", _escaped(publication.title)
    yield "editor", " and ".join(map(_person, _editors(publication)))
    yield "publisher", _escaped(publication.publisher)
    yield "year", publication.date[:4]
    yield "date", publication.date if len(publication.date) > 4 else ""
    yield "origdate", _first_day(record)
    receivers = "; ".join(agent.name for agent in record.received.agents)
    places = ", ".join(place.name for place in record.sent.places)
    yield "note", _escaped(". ".join(filter(None, (_to(receivers), places, *_shelfmarks(record)))))
    yield "url", _address(record.address)
    yield "doi", _escaped(publication.doi)
    yield "language", _escaped(", ".join(record.languages))


def _shelfmarks(record: Record) -> list[str]:
    """Where it is kept; an archive that its shelf mark begins with is there once."""
    marks = []
    for mark in dict.fromkeys(record.shelfmarks):
        parts = mark.split(", ")
        behind = [*parts[1:], ""]
        pairs = zip(parts, behind, strict=True)
        marks.append(", ".join(part for part, other in pairs if not other.startswith(part)))
    return marks


def _to(receivers: str) -> str:
    return f"To {receivers}" if receivers else ""


def _bibtex_name(agent: Identity) -> str:
    return f"{{{_escaped(agent.name)}}}" if agent.kind == "org" else _person(agent.name)


def _person(name: str) -> str:
    """A name that is taken apart at its comma or its spaces; what would part it wrongly is kept."""
    escaped = _escaped(name)
    apart = name.count(",") > 1 or " and " in name.casefold()
    return f"{{{escaped}}}" if apart else escaped


def _escaped(text: str) -> str:
    """Words for BibTeX: nothing in them is a command, and braces are in pairs."""
    clean = " ".join(_UNSAFE.sub(" ", text).split())
    return "".join(_SIGNS.get(sign, sign) for sign in clean)


def _address(text: str) -> str:
    """An address for `url`, in which only braces and backslashes are dangerous."""
    return "".join(f"%{ord(sign):02X}" if sign in "\\{}" else sign for sign in text)


def _first_day(record: Record) -> str:
    return record.sent.date.first if record.sent.date else ""


# --- CSL JSON ---


def _csl(record: Record, publication: Publication) -> str:
    fields = {
        "id": _key(record),
        "type": "personal_communication",
        "title": record.title or record.id,
        "genre": record.genre,
        "author": [*map(_csl_name, record.sent.agents)],
        "recipient": [*map(_csl_name, record.received.agents)],
        "original-date": _csl_date(_first_day(record)),
        "original-publisher-place": "; ".join(place.name for place in record.sent.places),
        "container-title": publication.title,
        "editor": [_parted(name) for name in _editors(publication)],
        "publisher": publication.publisher,
        "issued": _csl_date(publication.date or _first_day(record)),
        "archive": "; ".join(_shelfmarks(record)),
        "number": record.key,
        "language": ", ".join(record.languages),
        "URL": record.address,
        "DOI": publication.doi,
    }
    given = {name: value for name, value in fields.items() if value}
    return f"{json.dumps([given], ensure_ascii=False, indent=2)}\n"


def _csl_name(agent: Identity) -> Mapping[str, str]:
    return {"literal": agent.name} if agent.kind == "org" else _parted(agent.name)


def _parted(name: str) -> Mapping[str, str]:
    """Which part of a name is that of the family is known only where a comma says it."""
    family, comma, given = name.partition(", ")
    if not comma or "," in given:
        return {"literal": name}
    return {"family": family, "given": given}


def _csl_date(day: str) -> Mapping[str, Sequence[Sequence[int]]] | None:
    found = _DATE.fullmatch(day)
    if found is None:
        return None
    return {"date-parts": [[int(part) for part in found.groups() if part]]}
