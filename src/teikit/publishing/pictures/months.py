"""Letters by month, as columns; by year or longer where the months would be too many."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from teikit.publishing.labels import Labels
from teikit.publishing.pictures.dating import LetterCalendar
from teikit.publishing.pictures.svg import (
    Picture,
    element,
    joined,
    linked,
    nice_step,
    text,
)

Address = Callable[[int, int], str]
"""Where a year and a month (0 for all of it) lead to."""

_WIDTH, _HEIGHT = 960, 240
_LEFT, _RIGHT, _TOP, _FOOT = 44, 8, 18, 26
_MOST = 360
"""Columns that can still be told apart."""
_WIDEST = 44
_LABEL = 46
"""The width of a year as words, with air."""


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    tick: str
    count: int
    address: str


def months(
    found: LetterCalendar, labels: Labels, address: Address = lambda *_: ""
) -> Picture | None:
    """The picture; None where no date has a year."""
    if not found.in_years:
        return None
    years = range(min(found.in_years), max(found.in_years) + 1)
    if len(years) * 12 <= _MOST and found.months:
        columns, drawn = [*_by_month(found, years, labels, address)], sum(found.months.values())
        title = labels["pictures_months"]
    else:
        columns, drawn = [*_by_years(found, years, address)], sum(found.in_years.values())
        title = labels["pictures_years"]
    total = sum(map(len, found.units.values()))
    name = "pictures_months_text" if len(years) > 1 else "pictures_months_text_year"
    words = labels[name].format(count=drawn, first=years[0], last=years[-1])
    if total > drawn:
        words += " " + labels["pictures_rest_dates"].format(count=total - drawn)
    return Picture(
        "months",
        _WIDTH,
        _HEIGHT,
        title,
        words,
        joined(_shapes(columns)),
        any(column.address for column in columns),
    )


def _by_month(
    found: LetterCalendar, years: range, labels: Labels, address: Address
) -> Iterator[_Column]:
    few = len(years) == 1
    for year in years:
        for month in range(1, 13):
            count = found.months.get((year, month), 0)
            name = labels[f"month_{month}"]
            tick = labels[f"month_short_{month}"] if few else str(year) if month == 1 else ""
            yield _Column(f"{name} {year}", tick, count, address(year, month) if count else "")


def _by_years(found: LetterCalendar, years: range, address: Address) -> Iterator[_Column]:
    step = nice_step(len(years), _MOST)
    counts: dict[int, int] = defaultdict(int)
    for year, count in found.in_years.items():
        counts[year // step * step] += count
    for first in range(years[0] // step * step, years[-1] + 1, step):
        name = str(first) if step == 1 else f"{first}–{first + step - 1}"
        where = address(first, 0) if step == 1 and counts[first] else ""
        yield _Column(name, str(first), counts[first], where)


def _shapes(columns: list[_Column]) -> Iterator[Markup]:
    most = max(column.count for column in columns)
    step = (_WIDTH - _LEFT - _RIGHT) / len(columns)
    foot = _HEIGHT - _FOOT
    room = foot - _TOP
    scale = nice_step(most, 4)
    for line in range(0, most + 1, scale):
        y = foot - room * line / most
        yield element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="rule")
        yield text(str(line), _LEFT - 8, y + 4, "scale", anchor="end")
    width = min(step * 0.78, _WIDEST)
    last_label = -_LABEL * 1.0
    for place, column in enumerate(columns):
        left = _LEFT + place * step
        x = left + (step - width) / 2
        yield from _column(column, (left, x, step, width), room / most, foot)
        middle = left + step / 2 if step > _LABEL / 2 else left
        if column.tick and middle - last_label >= _LABEL:
            anchor = "middle" if step > _LABEL / 2 else "start"
            yield element("line", x1=middle, x2=middle, y1=foot, y2=foot + 5, class_="tick")
            yield text(column.tick, middle, foot + 18, "scale", anchor=anchor)
            last_label = middle


def _column(
    column: _Column, across: tuple[float, float, float, float], high: float, foot: float
) -> Iterator[Markup]:
    """A column; all the height above it answers to a pointer, too."""
    if not column.count:
        return
    left, x, step, width = across
    height = column.count * high
    words = f"{column.label}: {column.count}"
    shapes = element(
        "rect", x=left, y=_TOP, width=step, height=foot - _TOP, class_="reach"
    ) + element("rect", x=x, y=foot - height, width=width, height=height, class_="bar")
    if width >= 18:
        shapes += text(
            str(column.count), x + width / 2, foot - height - 5, "count", anchor="middle"
        )
    yield linked(shapes, column.address, words, by_keys=False)
