"""How an edition is cited, for programs (`CITATION.cff`, version 1.2.0) and for people."""

import json
import re
from collections.abc import Iterator
from itertools import chain

from teikit.exporting.datacite import spdx
from teikit.profiles.publication import Publication, named_editor

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")


def citation_file(publication: Publication, description: str) -> str:
    """The text of `CITATION.cff`; what the settings do not say, it does not have."""
    return "".join(f"{line}\n" for line in _lines(publication, description))


def _lines(publication: Publication, description: str) -> Iterator[str]:
    doi = publication.doi if _DOI.fullmatch(publication.doi) else ""
    yield "cff-version: 1.2.0"
    yield 'message: "If you use this edition, please cite it as it is described here."'
    yield "type: dataset"
    yield f"title: {_quoted(publication.title)}"
    yield f"abstract: {_quoted(description)}"
    yield "authors:"
    yield from _authors(publication)
    if _DAY.fullmatch(publication.date):
        yield f"date-released: {publication.date}"
    if publication.home:
        yield f"url: {_quoted(publication.home)}"
    if doi:
        yield f"doi: {_quoted(doi)}"
    if identifier := spdx(publication.licence):
        yield f"license: {identifier}"
    elif re.match("https?://", publication.licence):
        yield f"license-url: {_quoted(publication.licence)}"
    # Only a reference can say the publisher, and a year alone.
    yield "preferred-citation:"
    yield "  type: edited-work"
    yield f"  title: {_quoted(publication.title)}"
    yield "  authors:"
    for line in _authors(publication):
        yield f"  {line}"
    yield "  publisher:"
    yield f"    name: {_quoted(publication.publisher)}"
    if publication.date:
        yield f"  year: {int(publication.date[:4])}"
    if publication.home:
        yield f"  url: {_quoted(publication.home)}"
    if doi:
        yield f"  doi: {_quoted(doi)}"


def _authors(publication: Publication) -> Iterator[str]:
    """Each once. Which part of a name is that of the family is known only where a comma says it."""
    for editor in dict.fromkeys(publication.editors):
        name, e_mail = named_editor(editor)
        family, comma, given = (part.strip() for part in name.partition(","))
        if comma and family and given:
            yield f"  - family-names: {_quoted(family)}"
            yield f"    given-names: {_quoted(given)}"
        else:
            yield f"  - name: {_quoted(name)}"
        if _E_MAIL.fullmatch(e_mail):
            yield f"    email: {_quoted(e_mail)}"


def _quoted(text: str) -> str:
    """A text of YAML between quotation marks, in one line; signs of control as their numbers."""
    quoted = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return "".join(chain.from_iterable(map(_shown, quoted)))


def _shown(sign: str) -> str:
    return sign if sign.isprintable() else "".join(f"\\u{unit:04x}" for unit in _units(sign))


def _units(sign: str) -> Iterator[int]:
    data = sign.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(data[place : place + 2]) for place in range(0, len(data), 2))


def in_words(publication: Publication) -> str:
    """How the edition is cited by people."""
    editors = "; ".join(dict.fromkeys(named_editor(each)[0] for each in publication.editors))
    year = f", {publication.date[:4]}" if publication.date else ""
    address = publication.doi_address or publication.home
    end = f" {address}" if address else ""
    return f"{editors} (ed.): {publication.title}. {publication.publisher}{year}.{end}"


def licence_file(publication: Publication) -> str:
    """The text of `LICENSE`: the name of the licence, and where its text stands."""
    name = f"{publication.availability}\n" if publication.availability else ""
    return (
        f"{publication.title}\n\nis published under these terms:\n\n{name}{publication.licence}\n\n"
        "The text of the licence stands at this address; it is not repeated here.\n"
    )
