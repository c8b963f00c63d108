"""The pages of the calendar: all years in one table, and each year as twelve small months."""

from calendar import Calendar as Weeks
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from teikit.exporting.records import Record
from teikit.publishing.edition import SiteEdition
from teikit.publishing.labels import Labels
from teikit.publishing.languages import only_language
from teikit.publishing.pictures.dating import (
    SEVERAL_YEARS,
    UNDATED,
    LetterCalendar,
    calendar,
    is_doubtful,
    parts,
    shown,
)
from teikit.publishing.pictures.months import months
from teikit.publishing.pictures.svg import Picture, level

PAGE = "calendar.html"
_FEW = 3
"""Years that need no pages of their own."""


class CalendarPages:
    """What the templates of the calendar are filled with."""

    def __init__(self, found: SiteEdition, labels: Labels) -> None:
        self._found = found
        self._labels = labels
        self._calendar: LetterCalendar = calendar(found.records)
        self._years = [*self._calendar.in_years]

    @property
    def picture(self) -> Picture | None:
        """Letters by month, for a page at the root of the site."""
        return months(self._calendar, self._labels, self._address)

    def overview(self) -> Mapping[str, Any]:
        """The page of all years."""
        few = len(self._years) <= _FEW
        return {
            "picture": self.picture,
            "rows": [*self._rows()],
            "years": [self._year(year, "") for year in self._years] if few else [],
            "several": [*self._listed([SEVERAL_YEARS], "")],
            "undated": [*self._listed([UNDATED], "")],
        }

    def years(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The pages of single years by their names, where there are many."""
        if len(self._years) <= _FEW:
            return
        around = (0, *self._years, 0)
        for before, year, behind in zip(around, around[1:], around[2:], strict=False):
            yield (
                f"calendar/{year:04}.html",
                {
                    "years": [self._year(year, "../")],
                    "before": before and f"{before:04}",
                    "behind": behind and f"{behind:04}",
                },
            )

    def _address(self, year: int, month: int) -> str:
        """Where a month of a year is, or a year."""
        page = PAGE if len(self._years) <= _FEW else f"calendar/{year:04}.html"
        if year not in self._calendar.in_years:
            return ""
        return f"{page}#m{year:04}-{month:02}" if month else f"{page}#y{year:04}"

    def _rows(self) -> Iterator[Mapping[str, Any]]:
        found = self._calendar
        most = max(found.months.values(), default=0)
        for year, total in found.in_years.items():
            counts = [found.months.get((year, month), 0) for month in range(1, 13)]
            yield {
                "year": year,
                "address": self._address(year, 0),
                "cells": [
                    (count, level(count, most), self._address(year, month))
                    for month, count in enumerate(counts, 1)
                ],
                "other": found.count(f"{year:04}"),
                "total": total,
            }

    def _year(self, year: int, root: str) -> Mapping[str, Any]:
        names = [name for name in self._calendar.units if parts(name)[0] == year]
        shown_months = [self._month(year, month, root) for month in range(1, 13)]
        days = [day for month in shown_months for week in month["weeks"] for day in week]
        return {
            "year": year,
            "anchor": f"y{year:04}",
            "count": self._calendar.in_years[year],
            "months": shown_months,
            "unsure": any(day.get("doubtful") for day in days),
            "more": any(day.get("count", 0) > 1 for day in days),
            "letters": [*self._listed(names, root)],
        }

    def _month(self, year: int, month: int, root: str) -> Mapping[str, Any]:
        name = f"{year:04}-{month:02}"
        weeks = Weeks().monthdayscalendar(year, month) if 0 < year < 10_000 else []
        return {
            "name": self._labels[f"month_{month}"],
            "anchor": f"m{name}",
            "other": self._calendar.count(name),
            "list": f"#d{name}",
            "weeks": [[self._day(f"{name}-{day:02}", day, root) for day in week] for week in weeks],
        }

    def _day(self, name: str, day: int, root: str) -> Mapping[str, Any]:
        letters = self._calendar.units.get(name, ()) if day else ()
        if not letters:
            return {"day": day or "", "address": ""}
        titles = [letter.title or letter.id for letter in letters]
        return {
            "day": day,
            "address": self._letter(letters[0], root) if len(letters) == 1 else f"#d{name}",
            "title": "; ".join(titles[:4]) + (" …" if len(titles) > 4 else ""),
            "count": len(letters),
            "doubtful": all(is_doubtful(letter.sent.date) for letter in letters),
        }

    def _letter(self, letter: Record, root: str) -> str:
        return f"{root}letters/{self._found.by_id[letter.id].name}.html"

    def _listed(self, names: Sequence[str], root: str) -> Iterator[Mapping[str, Any]]:
        """The letters of units by their first days; the first of each unit has its anchor."""
        units = self._calendar.units
        found = [(name, letter) for name in names for letter in units.get(name, ())]
        found.sort(key=lambda each: (_day(each[1]), -len(each[0])))
        anchored = {UNDATED}
        for name, letter in found:
            yield {
                "anchor": "" if name in anchored else f"d{name}",
                "date": shown(letter.sent.date),
                "text": letter.title or letter.id,
                "address": self._letter(letter, root),
                "language": only_language(letter.languages),
            }
            anchored.add(name)


def _day(letter: Record) -> str:
    date = letter.sent.date
    return (date.first or date.last) if date else ""
