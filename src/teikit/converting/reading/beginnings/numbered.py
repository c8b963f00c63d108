"""Lines with the numbers of letters, and the headings that belong to them.

A heading may follow a number in its line, on the next lines, or below the editors' summary.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from teikit.converting.reading import heading, numbers
from teikit.converting.reading.beginnings.number_row import out_of_row
from teikit.converting.reading.beginnings.start import Start
from teikit.converting.reading.beginnings.template_headings import TemplateHeadings
from teikit.converting.reading.beginnings.worded_headings import worded_heading
from teikit.converting.reading.lined_page import LinedPage
from teikit.profiles.template import match

_LONGEST = 40
"""Characters of a line with a number alone and the mark of a note."""
_MOST_LINES = 3
"""Lines that a title below a number may take."""
_LONGEST_SUMMARY = 200
"""Words between a number and the heading that belongs to it."""
_YEARS_AROUND = 2
"""Years before and behind those of the edition that are no numbers either."""


@dataclass(frozen=True)
class NumberLines:
    """Finds the numbers of letters, and the headings that stand right behind them."""

    page: LinedPage
    headings: TemplateHeadings

    def plausible(self) -> Mapping[int, Start]:
        """The numbers by their lines, without lone years and what breaks the row of the others."""
        found = {
            index: start
            for index in range(len(self.page.lines))
            if (start := self.at(index)) is not None
        }
        bare = [index for index, start in found.items() if self._is_bare(start)]
        edition = self.page.profile.edition
        years = range(edition.first_year - _YEARS_AROUND, edition.last_year + _YEARS_AROUND + 1)
        for place in out_of_row([numbers.value(found[index].number) for index in bare], years):
            del found[bare[place]]
        return found

    def _is_bare(self, start: Start) -> bool:
        """Whether a number stands without any word."""
        text = self.page.texts[start.line]
        return not start.titles and not re.search(r"[^\W\d_]", text.replace(start.number, "", 1))

    def at(self, index: int) -> Start | None:
        """The number that a line is, alone or with the heading behind it."""
        page, profile = self.page, self.page.profile
        if page.is_in_notes(index):
            return None
        text = page.texts[index]
        found = match(profile.page.number, text)
        if found is None and len(text) <= _LONGEST:
            text = heading.plain_words(page.source, page.lines[index].span)
            found = match(profile.page.number, text)
        if found is None:
            return None
        groups = found.groupdict()
        number = groups.get("number") or groups.get("roman") or ""
        if "roman" in groups and not heading.is_roman(groups["roman"]):
            return None
        if behind := groups.get("heading"):
            head = heading.of_line(behind, profile) or heading.read(behind, profile.heading)
            words_before = len(text[: found.start("heading")].split())
            return Start(index, index, number, (), head, words_before) if head else None
        return self._with_heading(Start(index, index, number))

    def _with_heading(self, start: Start) -> Start:
        """A number with the heading that stands on the next lines."""
        index = start.line + 1
        if index < len(self.page.lines) and (head := self._heading_at(index)):
            return replace(start, titles=head.titles, heading=head.heading)
        end = self._title_end(index)
        for below in range(index + 1, end):
            found = self.headings.at(below, behind_number=True)
            if found and found.end == end:
                return replace(start, titles=tuple(range(index, end)), heading=found.heading)
        return start

    def _heading_at(self, index: int) -> Start | None:
        """The heading that begins at a line behind a number: by templates, or by words."""
        templates = self.page.profile.page.headings
        if templates and (found := self.headings.at(index, behind_number=True)):
            return found
        return worded_heading(self.page, index)

    def _title_end(self, index: int) -> int:
        """The index behind the lines of a title, with no empty line between them.

        `index` itself where they are many, or nothing parts them from the text.
        """
        page = self.page
        end = index
        while end < len(page.lines) and not page.lines[end].gap and end - index < _MOST_LINES:
            end += 1
        parted = end < len(page.lines) and page.lines[end].gap > 0
        return end if parted and all(map(page.is_title, range(index, end))) else index


def with_headings_below(page: LinedPage, starts: list[Start]) -> list[Start]:
    """Numbers joined with the heading further down, where only a summary stands between."""
    joined: list[Start] = []
    for start in starts:
        last = joined[-1] if joined else None
        if (
            last
            and last.number_line is not None
            and last.heading is None
            and not start.number
            and start.heading is not None
            and _is_summary(page, last.end, start.line)
        ):
            between = tuple(range(last.end, start.line))
            joined[-1] = replace(last, titles=start.titles, heading=start.heading, between=between)
        else:
            joined.append(start)
    return joined


def _is_summary(page: LinedPage, first: int, end: int) -> bool:
    """Whether the lines are few, and none greets a receiver."""
    texts = page.texts[first:end]
    words = sum(len(text.split()) for text in texts)
    return words <= _LONGEST_SUMMARY and not any(map(page.signs.salutation, texts))
