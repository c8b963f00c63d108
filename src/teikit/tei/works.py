"""Printed works that are cited: author, title, volume, pages and year.

What the encoding types is taken from there. Of a citation in mere words, the parts that have a form
of their own are read: "Vol. 2", "S. 80", a year, and a name with initials that comes first.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.header import elements, joined
from teikit.tei.text.plain import plain

if TYPE_CHECKING:
    from lxml import etree


class PrintedWork(NamedTuple):
    """What a citation tells of a printed work; empty where it does not say."""

    author: str = ""
    title: str = ""
    volume: str = ""
    pages: str = ""
    year: str = ""


_NUMBER = r"([\divxlcIVXLC]+(?:\s?[-–—/]\s?[\divxlcIVXLC]+)?\b)"
_NUMBERS = rf"{_NUMBER[:-1]}(?:, ?\d+(?:[-–—]\d+)?)*)"
_IN_FIGURES = re.compile(r"\d+(?:[-–—/, ]+\d+)*")
_IN_LETTERS = re.compile(r"[ivxlcIVXLC]+(?:[-–—/][ivxlcIVXLC]+)?")
_VOLUME = re.compile(rf"\b(?:vol|volume|bd|band|t|tome|tomo|т|том|кн)\b\.?\s?{_NUMBER}", re.I)
_PAGES = re.compile(rf"\b(?:pp?|pages?|ss?|seiten?|p[áa]g|с|стр)\b\.?\s?{_NUMBERS}", re.I)
_YEAR = re.compile(r"(?<![\d-])(1[4-9]\d\d|20\d\d)(?![\d-])")
_INITIALS = r"(?:[^\W\d_]\.[\s-]?){1,3}"
_AUTHOR = re.compile(rf"((?:{_INITIALS}[^\W\d_]{{2,}}|[^\W\d_]{{2,}},? {_INITIALS}))[,:.]?\s+")
_PLACE = re.compile(r"[.,]\s+[^\W\d_][^\W\d_.]*\.?(?:\s?[-–]\s?[^\W\d_]+\.?)?[\s,;:]*\Z")
"""A place of printing, which stands before the year: "M.," or "Baku, "."""
_SAME = re.compile(r"\W*(?:ibid|ibidem|ebd|ebenda|idem|там же)\b", re.I)

_UNITS = {
    "volume": ("volume", "vol", "band"),
    "pages": ("page", "pages", "pp", "seite"),
}


def printed_work(citation: "etree._Element") -> PrintedWork:
    """What a `bibl` tells of a printed work."""
    author = joined(
        plain(found) for name in ("author", "editor") for found in elements(citation, f".//{name}")
    )
    title = joined(plain(found) for found in elements(citation, ".//title"))
    scopes = {
        field: joined(
            plain(found) or "–".join(filter(None, (found.get("from"), found.get("to"))))
            for name in ("biblScope", "citedRange")
            for found in elements(citation, f".//{name}")
            if found.get("unit", found.get("type", "")).casefold() in units
        )
        for field, units in _UNITS.items()
    }
    years = (found.get("when", "")[:4] or plain(found) for found in elements(citation, ".//date"))
    year = next(filter(None, years), "")
    in_words = _in_words(plain(citation))
    return PrintedWork(
        author or ("" if title else in_words.author),
        title or in_words.title,
        _bare(scopes["volume"]) or in_words.volume,
        _bare(scopes["pages"]) or in_words.pages,
        year or in_words.year,
    )


def continued(work: PrintedWork, previous: PrintedWork) -> PrintedWork:
    """What "Ibid." leaves out comes from the citation before."""
    if work.title or work.author:
        return work
    volume = work.volume or ("" if work.year else previous.volume)
    year = work.year or previous.year
    return PrintedWork(previous.author, previous.title, volume, work.pages, year)


def _bare(scope: str) -> str:
    """The numbers of "Vol. 2" or "pp. 3–5"."""
    found = _IN_FIGURES.search(scope) or _IN_LETTERS.fullmatch(scope.rpartition(" ")[2])
    return found[0] if found and "; " not in scope else scope


def _in_words(words: str) -> PrintedWork:
    words = words[:_LONGEST]
    volume, pages = _VOLUME.search(words), _PAGES.search(words)
    starts = [found.start() for found in (volume, pages) if found]
    years = [found for found in _YEAR.finditer(words) if not pages or found.end() <= pages.start()]
    year = years[-1] if years else None
    author = _AUTHOR.match(words)
    end = min([*starts, *([year.start()] if year else [])], default=len(words))
    title = words[author.end() if author else 0 : end]
    if year and end == year.start():
        title = _PLACE.sub("", title)
    return PrintedWork(
        author[1].strip(" ,") if author else "",
        "" if _SAME.match(title) else title.strip(' .,;:([„“«"-–—/'),
        volume[1] if volume else "",
        pages[1] if pages else "",
        year[1] if year else "",
    )


_LONGEST = 2000
"""Characters of a citation that are looked at."""
