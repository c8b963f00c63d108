"""Archival citations: "RTSKHIDNI. F. 5. Op. 2. D. 314. L. 15-16" in its parts.

The grammar takes what is printed, with the damage of translation in it ("Op." read as "On.", "L."
as "fol.", "8" as "eight"), and says which of its forms are not the usual ones.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from teikit.converting.authority import Authority
from teikit.converting.source import Span
from teikit.profiles.profile import ArchiveWords

_LONGEST_WORK = 40
_LONGEST_END = 12
PARTS = ("fond", "opis", "delo", "list")
"""The parts of a citation, from the largest unit to the sheet."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as printed. Spans count from the start of the text that was searched."""

    span: Span
    archive: str
    """The archive as printed; empty in an "Ibid."."""
    archive_span: Span
    parts: Mapping[str, Span]
    values: Mapping[str, str]
    variants: tuple[str, ...] = ()
    """What of it is printed in an unusual form."""


def find(
    text: str, words: ArchiveWords, numerals: Mapping[str, int], authority: Authority
) -> Iterator[Citation]:
    """All archival citations in a text, "Ibid." with archival parts among them."""
    archives = tuple(name for entry in authority.archives for name in entry.spellings)
    names = {entry.name for entry in authority.archives}
    for match in _grammar(words, tuple(numerals), archives).finditer(text):
        found = [name for name in PARTS if match[name]]
        if not found or (match["archive"] and match["fond"] is None):
            continue
        yield Citation(
            span=Span(match.start(), match.end()),
            archive=match["archive"] or "",
            archive_span=Span(*match.span("archive" if match["archive"] else "ibid")),
            parts={name: Span(*match.span(name)) for name in found},
            values={name: _value(match[name], numerals) for name in found},
            variants=tuple(_variants(match, words, names)),
        )


def begins(
    text: str, words: ArchiveWords, numerals: Mapping[str, int], authority: Authority
) -> bool:
    """Whether a line begins with an archival citation: the source line of a document."""
    first = next(find(text, words, numerals, authority), None)
    return first is not None and first.span.start <= 1


@cache
def locator(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the place in a printed work: "T. 51", "pp. 350"."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})\.\s?\d")


def is_printed_work(text: str, words: tuple[str, ...]) -> bool:
    """Whether a line is the citation of a printed work: short, with a page or volume at its end."""
    if len(text.split()) > _LONGEST_WORK:
        return False
    places = list(locator(words).finditer(text))
    return bool(places) and len(text) - places[-1].end() < _LONGEST_END


def _value(printed: str, numerals: Mapping[str, int]) -> str:
    """The normal form of a part: no spaces, figures for numerals."""
    compact = "".join(printed.split())
    return str(numerals[compact.casefold()]) if compact.casefold() in numerals else compact


@cache
def _grammar(
    words: ArchiveWords, numerals: tuple[str, ...], archives: tuple[str, ...]
) -> re.Pattern[str]:
    def any_of(alternatives: tuple[str, ...]) -> str:
        return "|".join(re.escape(word) for word in sorted(alternatives, key=len, reverse=True))

    acronym = r"[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё]*[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё]*"
    named = f"{any_of(archives)}|{acronym}" if archives else acronym
    between = r"\s*[.,;]?\s*"
    number = r"\d{1,6}[a-zа-я]?(?![\w])"
    sheet = r"\d{1,5}(?:\s?(?:[a-zа-я]|ob|об))?(?!\w)"
    sheets = rf"{sheet}(?:\s?[-–]\s?{sheet})?(?:,\s?{sheet}(?:\s?[-–]\s?{sheet})?)*"
    return re.compile(
        rf"""(?<![^\W\d_])
        (?:(?P<archive>{named})\s*(?P<stop>[.,;]\s*)?(?=(?:{any_of(words.fond)})\b)
          |(?P<ibid>{any_of(words.ibid)})\b\.?\s*,?\s*)
        (?:(?:{any_of(words.fond)})\b\.?\s*(?P<fond>{number}))?
        (?:{between}(?P<opis_word>{any_of(words.opis)})\b\s*\.?,?\s*
          (?P<opis>\d{{1,4}}(?:\s?/\s?[A-ZА-Яa-zа-я]{{1,3}})?[a-zа-я]?(?!\w)))?
        (?:{between}(?:{any_of(words.delo)})\b(?P<delo_stop>\s*\.?,?)\s*(?P<delo>{number}))?
        (?:{between}(?P<list_word>{any_of(words.list)})\b\s?\.?\s*
          (?P<list>{sheets}|(?:{any_of(numerals)})\b))?
        """,
        re.VERBOSE,
    )


def _variants(match: re.Match[str], words: ArchiveWords, names: set[str]) -> Iterator[str]:
    text = match.group()
    if match["archive"] and names and match["archive"] not in names:
        yield f"archive “{match['archive']}”"
    for part, usual in (("opis", words.opis[0]), ("list", words.list[0])):
        if match[f"{part}_word"] and match[f"{part}_word"] != usual:
            yield f"“{match[f'{part}_word']}” for “{usual}.”"
    if match["delo_stop"] and match["delo_stop"].strip() != ".":
        yield f"“{words.delo[0]}{match['delo_stop']}” for “{words.delo[0]}.”"
    for part in PARTS:
        if match[part] and (re.search(r"\s", match[part]) or not match[part][0].isdigit()):
            yield f"“{match[part]}” for “{part}”"
    if re.search(r"\d\s+[A-Z]|[A-Z]\s\d|[A-Za-z]\s+\.", text):
        yield "a full stop missing or astray"
