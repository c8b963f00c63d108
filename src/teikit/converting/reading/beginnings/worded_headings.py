"""Headings by their words, where no template of the profile fits: "Telegram to Anna Roe"."""

from teikit.converting import dates
from teikit.converting.reading import heading
from teikit.converting.reading.beginnings.start import Start
from teikit.converting.reading.lined_page import LinedPage

_BESIDES_DATE = 8
"""Characters: a line with a date has fewer besides it."""


def worded_headings(page: LinedPage) -> list[Start]:
    """The lines that read as headings: the first alone, where documents should have numbers."""
    starts = []
    for index in range(len(page.lines)):
        if page.is_known(index) or page.is_in_notes(index):
            continue
        if start := worded_heading(page, index):
            starts.append(start)
            if page.profile.page.number:
                break
    return starts


def worded_heading(page: LinedPage, index: int) -> Start | None:
    """The heading that a line is, and the next one where the date line only comes after it."""
    words = [page.source[line.span] for line in page.lines[index : index + 3]]
    first = heading.of_line(words[0], page.profile) if words else None
    if first is None:
        return None
    # A second line belongs to the heading when it goes on in small letters before the date.
    if len(words) > 2 and words[1][:1].islower() and _is_date(words[2], page):
        both = heading.of_line(f"{words[0]} {words[1]}", page.profile)
        if both and len(both.groups) >= len(first.groups):
            return Start(index, titles=(index, index + 1), heading=both)
    return Start(index, titles=(index,), heading=first)


def _is_date(text: str, page: LinedPage) -> bool:
    edition = page.profile.edition
    years = dates.Years(edition.first_year, edition.last_year, edition.first_year)
    found = next(dates.find(text, page.profile.dates, years), None)
    return bool(found and len(text) - (found.span.end - found.span.start) < _BESIDES_DATE)
