"""Where the documents of a page begin, as the profile says.

With a number, a heading, a dateline or a salutation, behind a rule, or with the file. Each sign is
looked for in a module of its own: `numbered`, `template_headings` and `worded_headings`,
`openings`, `stretches`. A number alone in its line must fit the row of the others (`number_row`); a
heading that names somebody in small letters, a dateline and a salutation must be confirmed by what
stands around them (`confirmation`, `openings`). What is found is then seen together: titles over
several letters (`group_titles`), lines above headings (`arguments`), texts of the editors
(`essays`).
"""

from collections.abc import Sequence

from teikit.converting.reading.beginnings import openings
from teikit.converting.reading.beginnings.arguments import with_arguments
from teikit.converting.reading.beginnings.essays import with_essays
from teikit.converting.reading.beginnings.group_titles import (
    under_group_titles,
    with_higher_titles,
)
from teikit.converting.reading.beginnings.numbered import NumberLines, with_headings_below
from teikit.converting.reading.beginnings.start import Start, in_order
from teikit.converting.reading.beginnings.stretches import behind_rules
from teikit.converting.reading.beginnings.template_headings import TemplateHeadings
from teikit.converting.reading.beginnings.unheaded import bare_start, file_start, merged
from teikit.converting.reading.beginnings.worded_headings import worded_headings
from teikit.converting.reading.lined_page import LinedPage
from teikit.profiles.profile import Beginning

__all__ = ["Start", "in_order", "starts_of"]


def starts_of(page: LinedPage) -> list[Start]:
    """The beginnings of documents as the profile says, in order."""
    match page.profile.page.begins:
        case Beginning.FILE:
            return file_start(page, TemplateHeadings(page))
        case Beginning.DATELINE:
            return _at_openings(page, openings.datelines(page))
        case Beginning.SALUTATION:
            return _at_openings(page, openings.salutations(page))
        case Beginning.RULE:
            return _at_openings(page, behind_rules(page))
        case _:
            return _at_headings(page)


def _at_openings(page: LinedPage, lines: Sequence[int]) -> list[Start]:
    """The beginnings at these lines, and at the headings that the profile describes."""
    bare = [bare_start(page, index) for index in lines if not page.is_known(index)]
    if not page.profile.page.headings:
        return with_essays(page, bare)
    headed = TemplateHeadings(page).starts({})
    starts = under_group_titles(page, merged(page, headed, bare))
    return with_essays(page, starts)


def _at_headings(page: LinedPage) -> list[Start]:
    """The beginnings at numbers and headings; where there are none, at headings by their words."""
    headings = TemplateHeadings(page)
    starts = headings.starts(NumberLines(page, headings).plausible())
    starts = with_higher_titles(page, starts)
    starts = under_group_titles(page, starts)
    starts = with_headings_below(page, starts)
    starts = _without_enclosures(page, starts)
    starts = with_arguments(page, starts)
    starts = with_essays(page, starts)
    return starts or _without_enclosures(page, worded_headings(page))


def _without_enclosures(page: LinedPage, starts: Sequence[Start]) -> list[Start]:
    """The beginnings without those of letters that are enclosed in the one before."""
    return [start for start in starts if start.number or not page.is_behind_enclosure(start.line)]
