"""Where letters stand in the calendar: on a day, in a month, in a year, or in no year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from teikit.exporting.records import Dated, Record

SEVERAL_YEARS = "several"
"""Of a date that no single year holds."""
UNDATED = ""


def unit(date: Dated | None) -> str:
    """The day, month or year that holds a date: `1920-05-03`, `1920-05`, `1920`.

    `SEVERAL_YEARS` where no year holds it, `UNDATED` where there is none. Where one end alone is
    known, that is the year of this end.
    """
    if date is None or not (date.first or date.last):
        return UNDATED
    if not date.first or not date.last:
        only = date.first or date.last
        return only if "when" in date.values else only[:4]
    common = []
    for first, last in zip(date.first.split("-"), date.last.split("-"), strict=False):
        if first != last:
            break
        common.append(first)
    return "-".join(common) or SEVERAL_YEARS


@dataclass(frozen=True)
class LetterCalendar:
    """Letters by the units that hold their dates, in their own order."""

    units: Mapping[str, tuple[Record, ...]]

    @cached_property
    def months(self) -> Mapping[tuple[int, int], int]:
        """How many letters are of each month that has any."""
        counts: dict[tuple[int, int], int] = defaultdict(int)
        for name, letters in self.units.items():
            year, month, _ = parts(name)
            if month:
                counts[year, month] += len(letters)
        return dict(sorted(counts.items()))

    def count(self, *names: str) -> int:
        """How many letters these units hold."""
        return sum(len(self.units.get(name, ())) for name in names)

    @cached_property
    def in_years(self) -> Mapping[int, int]:
        """How many letters are of each year that has any."""
        counts: dict[int, int] = defaultdict(int)
        for name, letters in self.units.items():
            if year := parts(name)[0]:
                counts[year] += len(letters)
        return dict(sorted(counts.items()))


def calendar(letters: Iterable[Record]) -> LetterCalendar:
    """The calendar of letters; what is no letter is in no calendar."""
    units: dict[str, list[Record]] = defaultdict(list)
    for letter in letters:
        if letter.is_letter:
            units[unit(letter.sent.date)].append(letter)
    return LetterCalendar({name: tuple(units[name]) for name in sorted(units)})


def parts(name: str) -> tuple[int, int, int]:
    """The year, month and day of a unit, 0 for what it has not."""
    if not name[:4].isdecimal():
        return 0, 0, 0
    year, month, day = [*map(int, name.split("-")), 0, 0][:3]
    return year, month, day


def shown(date: Dated | None) -> str:
    """A date as a reader knows it: one day, or two with a dash; a question mark where in doubt."""
    if date is None:
        return ""
    days = date.first if date.first == date.last else f"{date.first} – {date.last}".strip()
    return f"{days}{' ?' if is_doubtful(date) else ''}"


def is_doubtful(date: Dated | None) -> bool:
    """Whether a date is less than certain."""
    return date is not None and (date.doubtful or date.conjectured)
