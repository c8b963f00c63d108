"""Years that stand alone: below a letter its date, above letters or beside one the year of theirs.

"1777." as a title between letters, or "[Sidenote: B.C. 58]" in the margin, is the year of the days
behind it that have none. A year alone below a letter that has no other date is its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from teikit.converting import dates
from teikit.converting.forms.prose import words
from teikit.converting.letter import Block, Letter
from teikit.converting.raw_rules import YEAR_OUTSIDE
from teikit.converting.source import collapse
from teikit.diagnostic import Diagnostic, Location
from teikit.profiles.profile import Profile

_DATED = ("edition-date", "dateline", "closing-dateline")
_APART = frozenset({"furniture", "header", "footer", "dateline", "summary"})
"""Blocks that may be the title or the margin in which a year stands."""
_FURNITURE = frozenset({"furniture", "footer"})
_LONGEST = 60
"""Characters of a line with a year and what may stand beside it in a margin."""
_MOST_BESIDE = 2
"""Words: "Sidenote", "Aet."."""
_WIDEST = dates.Years(-9999, 9999)


def with_years(letters: Sequence[Letter], profile: Profile) -> list[Letter]:
    """The letters of a page, each with the year that stands above or beside it, or below it."""
    found: list[Letter] = []
    standing: int | None = None
    closed = [each if each.is_essay else _with_closing_year(each, profile) for each in letters]
    titles = sum(block.kind != "dateline" for each in closed for block, _ in _years(each, profile))
    for letter in closed:
        text = min((b.span.start for b in letter.blocks if _is_text(b)), default=0)
        above = [
            year
            for block, year in _years(letter, profile)
            # A single year before all letters is rather that of the print.
            if block.span.start <= text and (block.kind != "header" or titles > 1)
        ]
        if own := _printed_years(letter, profile):
            standing = standing if standing in own else None
        standing = above[-1] if above else standing
        found.append(letter if letter.is_essay else replace(letter, year=standing))
        behind = [year for block, year in _years(letter, profile) if block.span.start > text]
        standing = behind[-1] if behind else standing
    return found


def outside(letters: Sequence[Letter], profile: Profile) -> Iterator[Diagnostic]:
    """The years alone on a dateline, or below a letter, that are not of the edition."""
    for letter in letters:
        if letter.is_essay or _has_day(letter, profile):
            continue
        for block in letter.blocks:
            first = block.kind in {"unread", "p", "dateline", "furniture", "summary"}
            year = _lone_year(letter.text(block), profile, _WIDEST) if first else None
            if year is None or _is_of_edition(year, profile) or year < _EARLIEST:
                continue
            edition = profile.edition
            message = (
                f"“{collapse(letter.text(block))}” is not between edition.first_year,"
                f" {edition.first_year}, and edition.last_year, {edition.last_year}"
            )
            place = Location(letter.source.path, *letter.source.position(block.span.start))
            yield Diagnostic(YEAR_OUTSIDE, place, message)
            break


_EARLIEST = 1000
"""What is less is rather a page number."""


def _is_text(block: Block) -> bool:
    return block.kind in {"p", "verse", "salute"}


def _is_of_edition(year: int, profile: Profile) -> bool:
    return year < 0 or profile.edition.first_year <= year <= profile.edition.last_year


def _years(letter: Letter, profile: Profile) -> Iterator[tuple[Block, int]]:
    """The blocks of a letter that are a year with what may stand beside it."""
    for block in letter.blocks:
        if block.kind in _APART:
            year = _lone_year(letter.text(block), profile, _WIDEST)
            if year is not None and _is_of_edition(year, profile):
                yield block, year


def _lone_year(text: str, profile: Profile, years: dates.Years) -> int | None:
    """The year that a line is, alone or in a margin note of few words; else nothing."""
    if len(text) > _LONGEST or not any(char.isdecimal() for char in text):
        return None
    found = list(dates.find(text, profile.dates, years, line=True))
    if len(found) != 1 or found[0].month is not None or "when" not in found[0].value:
        return None
    beside = text[: found[0].span.start] + text[found[0].span.end :]
    margin = text.strip()[:1] == "[" and len(words(beside)) <= _MOST_BESIDE
    return found[0].year if margin or not beside.strip(" .,:;—–-_*[]()") else None


def _with_closing_year(letter: Letter, profile: Profile) -> Letter:
    """The letter with a year alone behind its text as its date, where it has no other."""
    if letter.of_kind(*_DATED):
        return letter
    texts = [block.span.end for block in letter.blocks if _is_text(block)]
    for place, block in enumerate(letter.blocks):
        if not texts or block.kind not in _FURNITURE or block.span.start < max(texts):
            continue
        year = _lone_year(letter.text(block), profile, _WIDEST)
        if year is not None and _is_of_edition(year, profile):
            closing = replace(block, kind="closing-dateline")
            return replace(
                letter, blocks=(*letter.blocks[:place], closing, *letter.blocks[place + 1 :])
            )
    return letter


def _printed(letter: Letter, profile: Profile) -> Iterator[dates.FoundDate]:
    edition = profile.edition
    years = dates.Years(edition.first_year, edition.last_year)
    for block in letter.of_kind(*_DATED):
        yield from dates.find(letter.text(block), profile.dates, years, line=True)


def _has_day(letter: Letter, profile: Profile) -> bool:
    return any(True for _ in _printed(letter, profile))


def _printed_years(letter: Letter, profile: Profile) -> set[int]:
    """The years that the letter's own dates are printed with."""
    return {date.year for date in _printed(letter, profile) if date.year and date.month}
