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
from teikit.profiles.profile import ArchiveWords, NumberForm

_LONGEST_WORK = 40
_LONGEST_END = 12
_FEWEST_OF_SOURCE, _LONGEST_SOURCE = 3, 24
"""Words of a source in brackets."""
_LONGEST_ACRONYM = 30


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as printed. Spans count from the start of the text that was searched."""

    span: Span
    archive: str
    """The archive as printed; empty in an "Ibid."."""
    archive_span: Span
    parts: Mapping[str, Span]
    """The number of each level that is printed, by its name, from the largest to the smallest."""
    values: Mapping[str, str]
    """The same in their normal form."""
    variants: tuple[str, ...] = ()
    """What of it is printed in an unusual form."""


def find(
    text: str, words: ArchiveWords, numerals: Mapping[str, int], authority: Authority
) -> Iterator[Citation]:
    """All archival citations in a text, "Ibid." with archival parts among them."""
    if not _hint(words, tuple(numerals)).search(text):
        return
    names: set[str] | None = None
    for match in _grammar(words, tuple(numerals), authority.archive_names).finditer(text):
        found = {
            level.name: place for place, level in enumerate(words.levels) if match[f"level{place}"]
        }
        if not found or (match["archive"] and match["level0"] is None):
            continue
        if names is None:
            names = {entry.name for entry in authority.archives}
        yield Citation(
            span=Span(match.start(), match.end()),
            archive=match["archive"] or "",
            archive_span=Span(*match.span("archive" if match["archive"] else "ibid")),
            parts={name: Span(*match.span(f"level{place}")) for name, place in found.items()},
            values={
                name: _value(match[f"level{place}"], numerals) for name, place in found.items()
            },
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


def is_bracketed_source(text: str) -> bool:
    """Whether a line says in brackets where the manuscript is: "[Fr. copy—Archives of Ghent.]".

    A dash is in it, and more of its words are names and abbreviations than others.
    """
    bare = text.replace("_", "").strip().rstrip(".")
    inner = bare[1:-1]
    if not bare.startswith("[") or not bare.endswith("]") or "[" in inner or "]" in inner:
        return False
    found = inner.split()
    small = sum(word[:1].islower() and not word.endswith((".", ",")) for word in found)
    placed = re.search(r"[^\W\d_.]\.?\s?[—–]\s?[^\W\d_]", inner) is not None
    return placed and _FEWEST_OF_SOURCE <= len(found) <= _LONGEST_SOURCE and small * 2 < len(found)


def _value(printed: str, numerals: Mapping[str, int]) -> str:
    """The normal form of a part: no spaces, figures for numerals."""
    compact = "".join(printed.split())
    return str(numerals[compact.casefold()]) if compact.casefold() in numerals else compact


@cache
def _grammar(
    words: ArchiveWords, numerals: tuple[str, ...], archives: tuple[str, ...]
) -> re.Pattern[str]:
    """What a citation looks like. Group `level0` is the number of the largest unit, and so on."""
    # Bounded, so that a line of capitals alone takes no longer than others.
    letters = f"[A-Za-zА-Яа-яЁё]{{0,{_LONGEST_ACRONYM}}}"
    acronym = f"[A-ZА-ЯЁ]{letters}[A-ZА-ЯЁ]{letters}"
    named = f"{_any_of(archives)}|{acronym}" if archives else acronym
    numbers = _numbers(words, numerals)
    levels = "".join(
        rf"""(?:{_BETWEEN if place else ""}(?P<word{place}>{_any_of(level.words)})\b
          (?P<stop{place}>\s*\.?,?)\s*(?P<level{place}>{numbers[level.form]}))?
        """
        for place, level in enumerate(words.levels)
    )
    return re.compile(
        rf"""(?<![^\W\d_])
        (?:(?P<archive>{named})\s*(?P<stop>[.,;]\s*)?(?=(?:{_any_of(words.levels[0].words)})\b)
          |(?P<ibid>{_any_of(words.ibid)})\b\.?\s*,?\s*)
        {levels}
        """,
        re.VERBOSE,
    )


@cache
def _hint(words: ArchiveWords, numerals: tuple[str, ...]) -> re.Pattern[str]:
    """What stands in each citation: the number of the largest unit, or a word for "Ibid.".

    Most texts have neither, and to look for what may be an archive is slow.
    """
    largest = words.levels[0]
    number = _numbers(words, numerals)[largest.form]
    return re.compile(
        rf"(?:{_any_of(largest.words)})\b\s*\.?,?\s*(?:{number})|(?:{_any_of(words.ibid)})\b"
    )


_BETWEEN = r"\s*[.,;]?\s*"


def _any_of(alternatives: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(alternatives, key=len, reverse=True))


def _numbers(words: ArchiveWords, numerals: tuple[str, ...]) -> Mapping[NumberForm, str]:
    """The pattern of each form in which a level may be numbered."""
    verso = f"|{_any_of(words.verso)}" if words.verso else ""
    sheet = rf"\d{{1,5}}(?:\s?(?:[a-zа-я]{verso}))?(?!\w)"
    sheets = rf"{sheet}(?:\s?[-–]\s?{sheet})?(?:,\s?{sheet}(?:\s?[-–]\s?{sheet})?)*"
    return {
        NumberForm.NUMBER: r"\d{1,6}[a-zа-я]?(?!\w)",
        NumberForm.DIVIDED: r"\d{1,4}(?:\s?/\s?[A-ZА-Яa-zа-я]{1,3})?[a-zа-я]?(?!\w)",
        NumberForm.SHEETS: rf"{sheets}|(?:{_any_of(numerals)})\b" if numerals else sheets,
    }


def _variants(match: re.Match[str], words: ArchiveWords, names: set[str]) -> Iterator[str]:
    if match["archive"] and names and match["archive"] not in names:
        yield f"archive “{match['archive']}”"
    printed = [place for place, _ in enumerate(words.levels) if match[f"level{place}"]]
    for place in printed:
        word, usual = match[f"word{place}"], words.levels[place].words[0]
        if word != usual:
            yield f"“{word}” for “{usual}.”"
    for place in printed:
        stop, usual = match[f"stop{place}"], words.levels[place].words[0]
        if "," in stop:
            yield f"“{usual}{stop}” for “{usual}.”"
    for place in printed:
        number = match[f"level{place}"]
        if re.search(r"\s", number) or not number[0].isdigit():
            yield f"“{number}” for “{words.levels[place].name}”"
    if re.search(r"\d\s+[A-Z]|[A-Z]\s\d|[A-Za-z]\s+\.", match.group()):
        yield "a full stop missing or astray"
