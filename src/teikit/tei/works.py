"""Printed works that are cited: author, title, volume, pages and year.

What the encoding types is taken from there. Of a citation in mere words, the parts that have a form
of their own are read: "Vol. 2", "S. 80", a year, and a name with initials that comes first.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from teikit.tei.elements import name_of
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

_FIRST_PARTS = ("author", "title", "editor", "pubPlace", "publisher")
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
            plain(found) or _extent(found)
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


def citation_words(citation: "etree._Element") -> str:
    """A citation as one would write it: "Author: Title. Place: Publisher, 1956, 58".

    What has words of its own between its elements is written already. Nothing is left out; what
    has no place in the order stands at the end.
    """
    if not len(citation) or _has_words(citation):
        return plain(citation)
    parts = [*citation.iterchildren("*")]
    levels = [each for each in parts if name_of(each) in {"analytic", "monogr", "series"}]
    if not levels:
        return _level_words(citation)
    works = _sentences(map(_level_words, levels), "In: ")
    return _sentences((works, *(plain(each) for each in parts if each not in levels)))


def _level_words(level: "etree._Element") -> str:
    """What is said of a work, or of that in which it stands."""
    if _has_words(level):
        return plain(level)
    found: dict[str, list[str]] = {}
    for part in level.iterchildren("*"):
        is_list = name_of(part) == "imprint" and not _has_words(part)
        for each in part.iterchildren("*") if is_list else [part]:
            found.setdefault(name_of(each), []).append(plain(each) or _extent(each))
    authors, titles, editors, places, publishers = (
        joined(found.pop(name, ())) for name in _FIRST_PARTS
    )
    printer = ": ".join(filter(None, (places, publishers)))
    dates, scopes = (found.pop(name, []) for name in ("date", "biblScope"))
    return _sentences(
        (
            ": ".join(filter(None, (authors or editors, titles))),
            editors if authors else "",
            ", ".join(filter(None, (printer, *dates, *scopes))),
            *(words for rest in found.values() for words in rest),
        )
    )


def _sentences(parts: Iterable[str], between: str = "") -> str:
    """Parts with a stop behind each that has none, and words in front of all but the first."""
    made = ""
    for part in filter(None, parts):
        stop = "" if made.endswith((".", "!", "?")) else "."
        made = f"{made}{stop} {between}{part}" if made else part
    return made


def _extent(scope: "etree._Element") -> str:
    return "–".join(filter(None, (scope.get("from"), scope.get("to"))))


def _has_words(element: "etree._Element") -> bool:
    """Whether words stand in an element itself, and not only in those within it."""
    return bool((element.text or "").strip() or any((each.tail or "").strip() for each in element))


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
