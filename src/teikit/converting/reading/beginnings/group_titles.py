"""Titles that hold for several letters: "Letters to Roe", and below it letters without a receiver.

Such a title names one side. It is of a higher level than the headings of letters, or another
heading, or a letter without any, stands directly behind it. Where many letters have no heading,
those that have one name somebody for those below.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting.forms.prose import words
from teikit.converting.letter import Heading
from teikit.converting.reading import heading, numbers
from teikit.converting.reading.beginnings.start import Start, in_order
from teikit.converting.reading.lined_page import LinedPage

_NO_LEVEL = 99
_LETTER_WORDS = 1
"""Words besides the name in a heading of a single letter."""
_FEW_HEADINGS = 3
"""How many times as many letters without a heading there are, where the headings hold for them."""
_PIECES = re.compile(r"\{[^{}]*\}")
"""What of a template stands for names and the like."""


def with_higher_titles(page: LinedPage, starts: list[Start]) -> list[Start]:
    """The beginnings, with the titles of a higher level that name one side by their words."""
    usual = _usual_level(page, starts)
    taken = {index for start in starts for index in range(start.line, start.end)}
    found: list[Start] = []
    index = 0
    while index < len(page.lines):
        if index in taken or not 0 < page.lines[index].level < usual:
            index += 1
            continue
        end = index + 1
        while end < len(page.lines) and page.heading_goes_on(end - 1) and end not in taken:
            end += 1
        lines = page.lines[index:end]
        text = " ".join(heading.plain_words(page.source, line.span) for line in lines)
        if head := heading.of_several(text, page.profile):
            found.append(Start(index, titles=tuple(range(index, end)), heading=head))
        index = end
    return in_order(starts, found)


def under_group_titles(page: LinedPage, starts: Sequence[Start]) -> list[Start]:
    """The beginnings with the side that the title above them names for several letters."""
    return _Groups(page, starts).named()


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above a letter and names somebody for it as well."""

    group: Heading | None = None
    """What the title of a group says."""
    number: int = 0
    """The number that this title has; 0 where it has none."""
    letter: Heading | None = None
    """The heading of a letter that holds for those without any below."""
    level: int = 0
    """The level of the title or heading: it holds up to another of this level, or a higher one."""


@dataclass(frozen=True)
class _Groups:
    """The beginnings of a page, of which some are titles of several letters."""

    page: LinedPage
    starts: Sequence[Start]

    def named(self) -> list[Start]:
        """The beginnings of letters, each with all that is said of it; titles belong to these."""
        result: list[Start] = []
        above = _Above()
        titles: tuple[int, ...] = ()
        for place, start in enumerate(self.starts):
            above = self._still_above(above, place)
            if start.heading is not None and self._heads_group(place):
                outer = above.group if titles else None
                above = _Above(
                    group=_both(outer, start.heading) or start.heading,
                    number=numbers.value(start.number) if start.number else 0,
                    level=self._level(start),
                )
                titles = (*titles, *range(start.line, start.end))
                if not self._adjoins(place):
                    result.append(Start(titles[0], is_essay=True))
                    titles = ()
                continue
            if start.heading and not start.is_essay:
                above = self._with_letter(above, start)
            result.append(_under(start, above, titles))
            titles = ()
        return result

    def _still_above(self, above: _Above, place: int) -> _Above:
        """What of it holds for the next beginning as well."""
        start = self.starts[place]
        if above.level and place:
            end = self.starts[place - 1].end
            if self._has_title(end, start.line, above.level):
                above = replace(above, group=None, letter=None, level=0)
        if above.number and start.number and numbers.value(start.number) == above.number + 1:
            above = replace(above, group=None, number=0)  # the number behind that of the group
        return above

    def _with_letter(self, above: _Above, start: Start) -> _Above:
        """What holds from a letter with a heading on."""
        holding = start.heading if self._holds_below(start) else None
        return replace(above, letter=holding, level=self._level(start) if holding else above.level)

    def _level(self, start: Start) -> int:
        return self.page.lines[start.titles[0]].level

    def _has_title(self, first: int, end: int, level: int) -> bool:
        """Whether a title of some level or a higher one stands between two beginnings."""
        page = self.page
        return any(
            0 < page.lines[index].level <= level
            and not any(map(str.isdigit, page.texts[index]))
            and not page.is_furniture(index)
            for index in range(first, end)
        )

    def _holds_below(self, start: Start) -> bool:
        """Whether the heading of a letter names one side for the letters without any below."""
        head = start.heading
        if head is None or len(_sides(head)) != 1:
            return False
        # "Briefe an Roe" says more than "An Roe", which may head a single letter.
        titled = len(words(_PIECES.sub(" ", head.template))) > _LETTER_WORDS
        edition = self.page.profile.edition
        given = {"sender": edition.sender, "receiver": edition.receiver}
        if not titled and (start.number or any(map(given.get, _sides(head)))):
            return False  # it is this number's own, or the profile says who it is in the others
        bare, headed = self._bare_and_headed
        return bare >= headed * (1 if titled else _FEW_HEADINGS)

    @cached_property
    def _bare_and_headed(self) -> tuple[int, int]:
        """How many letters have no heading, and how many beginnings have one."""
        bare = sum(start.heading is None and not start.is_essay for start in self.starts)
        return bare, sum(start.heading is not None for start in self.starts)

    def _heads_group(self, place: int) -> bool:
        """Whether a heading is the title of several letters."""
        start = self.starts[place]
        if start.heading is None or len(_sides(start.heading)) != 1:
            return False
        following = self.starts[place + 1] if self._adjoins(place) else None
        if start.number:  # "XV. Two letters to Roe", and below it "I.", "II."
            return bool(
                following
                and following.heading is None
                and following.number
                and numbers.value(following.number) == 1 < numbers.value(start.number)
            )
        if 0 < self._level(start) < self._usual_level:
            return True
        if following is None:
            return False
        return following.heading is None or not (_sides(start.heading) & _sides(following.heading))

    def _adjoins(self, place: int) -> bool:
        """Whether nothing stands before the next beginning but rules and what is furniture."""
        if place + 1 == len(self.starts):
            return False
        between = range(self.starts[place].end, self.starts[place + 1].line)
        return all(map(self.page.is_furniture, between))

    @cached_property
    def _usual_level(self) -> int:
        return _usual_level(self.page, self.starts)


def _usual_level(page: LinedPage, starts: Sequence[Start]) -> int:
    """The level of most headings of letters, by the format; beyond all where they have none."""
    levels = Counter(page.lines[start.line].level for start in starts if not start.is_essay)
    return levels.most_common(1)[0][0] or _NO_LEVEL if levels else 0


def _under(start: Start, above: _Above, titles: tuple[int, ...]) -> Start:
    """A beginning with what stands above it; `titles` are the lines right above that are its."""
    if not start.is_essay:
        start = replace(start, heading=_named(start.heading, above))
    if titles:
        start = replace(start, line=titles[0], above=(*titles, *start.above))
    return start


def _named(own: Heading | None, above: _Above) -> Heading | None:
    """What is said of a letter by its own heading and by what stands above it."""
    own, title = own or _inherited(above.letter), _inherited(above.group)
    return (_both(title, own) or own) if own else title


def _sides(head: Heading) -> set[str]:
    """The sides of a heading that a template names."""
    return {group.side for group in head.groups if group.side}


def _inherited(title: Heading | None) -> Heading | None:
    """What a title says of the letters below it: it does not name them one by one."""
    if title is None:
        return None
    groups = tuple(replace(group, inherited=True) for group in title.groups)
    return replace(title, groups=groups)


def _both(outer: Heading | None, inner: Heading) -> Heading | None:
    """A heading with the side that the title above it names; nothing where they name the same."""
    if outer is None or _sides(outer) & _sides(inner):
        return None
    groups = (*outer.groups, *inner.groups)
    return replace(inner, groups=tuple(sorted(groups, key=lambda each: each.side != "sender")))
