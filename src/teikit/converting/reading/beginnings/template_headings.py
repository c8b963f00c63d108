"""Headings by the profile's templates, on a line or on several that belong together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting.reading import heading
from teikit.converting.reading.beginnings.confirmation import may_be_name_alone, opens_at
from teikit.converting.reading.beginnings.start import Start
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.reading.signs import plain

_MOST_LINES = 3
"""Lines that a heading may take."""
_MOST_JOINED = 5
"""Lines that it may take where the format, or a line with "to" alone, joins them."""
_SHORT_LINE = 12
"""Words: a joined line has fewer."""
_LIFE_LINES = 2
"""Lines of a name with the years of a life below it."""
_LONG_LINE = 30
"""Characters: a line in capitals that has more may go on in the next one."""


@dataclass(frozen=True)
class TemplateHeadings:
    """Finds the headings of a page; what is read of lines is read once."""

    page: LinedPage

    def starts(self, numbered: Mapping[int, Start]) -> list[Start]:
        """The beginnings at these numbers, by their lines, and at headings between them."""
        page = self.page
        templates = page.profile.page.headings
        starts: list[Start] = []
        index = 0
        while index < len(page.lines):
            start = numbered.get(index)
            if start is None and templates and not page.is_in_notes(index):
                start = self.at(index)
                start = _with_number_below(start, numbered) if start else None
            if start is None:
                index += 1
                continue
            starts.append(start)
            index = max(start.end, index + 1)
        return starts

    def at(self, index: int, *, behind_number: bool = False) -> Start | None:
        """The heading that begins at a line; a number before it confirms it."""
        page = self.page
        if page.is_furniture(index):
            return None
        for count in range(1, _MOST_JOINED + 1):
            end = index + count
            if end > len(page.lines) or (count > 1 and not self._goes_on(index, count)):
                return None
            name_alone = count == 1 and may_be_name_alone(page, index)
            found = self._read(index, count, name_alone=name_alone)
            if found is None or not found.heading.template:
                if count == 1 and not page.heading_goes_on(index) and self._is_heading(index + 1):
                    return None  # this line is a signature above a heading
                continue
            sure = found.sure and (count == 1 or self._is_title(index, end))
            if not sure and not behind_number and not opens_at(page, end):
                return None
            if count == 1 and self._breaks_off(index):
                longer = self._read(index, 2, name_alone=False)
                if longer and longer.heading.template:
                    return _start(index, 2, longer)
            return _start(index, count, found)
        return None

    def _is_title(self, index: int, end: int) -> bool:
        """Whether more than their words shows that several lines are a heading.

        A signature with the address below it reads as "A to B" over two lines.
        """
        return self.page.lines[index].level > 0 or any(map(self._leads, range(index, end)))

    def _goes_on(self, index: int, count: int) -> bool:
        """Whether the last of some lines may be of one heading with those before it."""
        page, last = self.page, index + count - 1
        if page.heading_goes_on(last - 1) or self._leads(last) or self._leads(last - 1):
            return len(page.texts[last].split()) < _SHORT_LINE
        if count > _MOST_LINES:
            return False
        # Below a name may stand the years of a life, apart from it; other lines may not.
        dated = count == _LIFE_LINES and any(map(str.isdigit, page.texts[last]))
        return page.lines[last].gap <= dated

    def _leads(self, index: int) -> bool:
        """Whether a line is nothing but the word before a name: "an", "TO"."""
        text = plain(self.page.texts[index]).strip("=~ ").casefold()
        of = self.page.profile.heading
        return any(text == word.casefold() for word in (*of.receiver, *of.sender))

    def _is_heading(self, index: int) -> bool:
        """Whether a line is a heading by itself."""
        if index >= len(self.page.lines):
            return False
        found = self._read(index, 1, name_alone=False)
        return bool(found and found.heading.template)

    def _breaks_off(self, index: int) -> bool:
        """Whether a line that is a heading may go on in the next one."""
        page = self.page
        if index + 1 >= len(page.lines) or page.lines[index + 1].gap:
            return False
        first, second = page.texts[index], page.texts[index + 1]
        last = first.rstrip("_").split()[-1].casefold()
        letter = page.profile.letter
        small = {word.casefold() for word in (*letter.address, *letter.titles)}
        capitals = first.isupper() and second.isupper()
        breaks_off = (
            last[-1] in {",", "-", "–", "—", "&"}
            or plain(second)[:1].islower()
            or (last in small and first.isupper() == second.isupper())
            or (capitals and len(first) >= _LONG_LINE)
            or page.heading_goes_on(index)
        )
        return breaks_off and not (page.signs.dateline(second) or page.signs.salutation(second))

    def _read(self, index: int, count: int, *, name_alone: bool) -> heading.HeadingLine | None:
        """The heading that some lines are together: each is asked for several times."""
        key = (index, count, name_alone)
        if key not in self._read_before:
            page = self.page
            spans = [line.span for line in page.lines[index : index + count]]
            self._read_before[key] = heading.find(
                page.source, spans, page.profile, name_alone=name_alone
            )
        return self._read_before[key]

    @cached_property
    def _read_before(self) -> dict[tuple[int, int, bool], heading.HeadingLine | None]:
        """What was found of lines."""
        return {}


def _start(index: int, count: int, found: heading.HeadingLine) -> Start:
    titles = tuple(range(index, index + count))
    return Start(index, None, found.number, titles, found.heading)


def _with_number_below(start: Start, numbered: Mapping[int, Start]) -> Start:
    """A heading whose number stands on a line below it."""
    below = numbered.get(start.end)
    if below is None or start.number or below.titles or below.behind_number:
        return start
    return replace(start, number_line=start.end, number=below.number)
