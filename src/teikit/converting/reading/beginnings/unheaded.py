"""Letters without number and heading, beside those that have one."""

from collections.abc import Sequence
from dataclasses import replace

from teikit.converting.reading.beginnings.numbered import NumberLines
from teikit.converting.reading.beginnings.start import Start
from teikit.converting.reading.beginnings.template_headings import TemplateHeadings
from teikit.converting.reading.commentary import comment_before
from teikit.converting.reading.lined_page import LinedPage

_MOST_TITLES = 3
"""Lines of titles between a heading and the opening of its letter, or above the heading."""


def bare_start(page: LinedPage, index: int) -> Start:
    """A beginning without number and heading; what the editors say before it belongs to it."""
    first = comment_before(page.texts, index)
    if first < index and page.lines[first].gap >= page.lines[index].gap:
        return Start(first, between=tuple(range(first, index)))
    return Start(index)


def merged(page: LinedPage, headed: Sequence[Start], bare: Sequence[Start]) -> list[Start]:
    """Headings and openings in order.

    A heading with nothing but titles between it and an opening is one beginning with it.
    """
    result: list[Start] = []
    place = 0
    for start in headed:
        while place < len(bare) and bare[place].line < start.line:
            result.append(bare[place])
            place += 1
        full = start
        if result and _are_titles(page, result[-1].line, start.line):
            above = tuple(range(result.pop().line, start.line))
            full = replace(start, line=above[0], above=above)
        while place < len(bare) and (
            bare[place].line < start.end or _are_titles(page, start.end, bare[place].line)
        ):
            place += 1
        result.append(full)
    return [*result, *bare[place:]]


def file_start(page: LinedPage, headings: TemplateHeadings) -> list[Start]:
    """The beginning of the one letter of a file; a running title may stand above its heading."""
    numbers = NumberLines(page, headings)
    first = next((i for i in range(len(page.lines)) if not page.is_furniture(i)), None)
    if first is None:
        return []
    for index in range(first, min(len(page.lines), first + _MOST_TITLES + 1)):
        if found := numbers.at(index) or headings.at(index):
            above = tuple(range(first, index))
            return [replace(found, line=first, above=above) if above else found]
        if not page.is_title(index) or page.signs.dateline(page.texts[index]):
            break
    return [bare_start(page, first)]


def _are_titles(page: LinedPage, first: int, end: int) -> bool:
    """Whether few lines, and none of a letter's text, stand before a heading or opening."""
    return end - first <= _MOST_TITLES and all(
        page.is_title(index)
        and not page.signs.dateline(page.texts[index])
        and not page.is_rule(index)
        for index in range(first, end)
    )
