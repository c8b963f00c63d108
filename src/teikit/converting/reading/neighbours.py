"""The dates of the letters before and behind each: what a date may be that lacks its year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from teikit.converting import dates
from teikit.converting.letter import Letter
from teikit.profiles.profile import Profile

_HEADED = ("edition-date", "heading")
_NEIGHBOURS = 2
"""Letters on each side: one alone may have a misprint."""


def with_neighbours(letters: Sequence[Letter], profile: Profile) -> list[Letter]:
    """The letters of a page, each with the full dates of those next to it."""
    days = [_day(letter, profile) for letter in letters]
    before = list(_last(days))
    behind = list(_last(days[::-1]))[::-1]
    return [
        replace(letter, before=before[place], behind=behind[place])
        for place, letter in enumerate(letters)
    ]


def _last(days: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """For each letter the days of the last ones before it, the nearest first."""
    last: tuple[str, ...] = ()
    for day in days:
        yield last
        if day:
            last = (day, *last)[:_NEIGHBOURS]


def _day(letter: Letter, profile: Profile) -> str:
    """The day that a letter certainly gives itself; nothing where it has none."""
    edition = profile.edition
    years = dates.Years(edition.first_year, edition.last_year)
    for block in letter.datelines(*_HEADED):
        for found in dates.find(letter.text(block), profile.dates, years, line=True):
            sure = not (found.vague or found.problem or found.kind or found.doubtful)
            if sure and found.is_full_day:
                return found.day
    return ""
