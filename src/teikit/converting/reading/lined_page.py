"""A page as lines, and what is seen of each where the borders of letters are looked for."""

import re
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.reading.layout import Line, PageLayout
from teikit.converting.reading.lines import is_enclosure
from teikit.converting.reading.signs import LineSigns
from teikit.converting.source import Source, collapse
from teikit.profiles.profile import Profile
from teikit.profiles.template import match

PROSE = 40
"""Words: a paragraph of more is no title, no furniture."""
CENTRED = 8
"""Spaces before a line that is set in the middle, or at the right."""
_TITLE = 12
"""Words: a line of fewer may be a title."""
_RULE = re.compile(r"[-–—_*=~•.·\s]{3,}|[*\s]+")
"""A line of dashes or stars."""


@dataclass(frozen=True)
class LinedPage:
    """The lines of a page, and what is seen of them without regard to any letter.

    Lines are named by their index, furniture of the layout not counted.
    """

    source: Source
    profile: Profile
    layout: PageLayout

    @cached_property
    def signs(self) -> LineSigns:
        """What judges the words of a line."""
        return LineSigns(self.profile)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the page without furniture."""
        return tuple(line for line in self.layout.lines if not line.furniture)

    @cached_property
    def texts(self) -> list[str]:
        """The words of each line."""
        return [collapse(self.source[line.span]) for line in self.lines]

    @cached_property
    def usual_gap(self) -> int:
        """The number of empty lines between most lines."""
        gaps = sorted(line.gap for line in self.lines[1:] if line.gap)
        return gaps[len(gaps) // 2] if gaps else 1

    def is_known(self, index: int) -> bool:
        """Whether the profile says that a line is furniture."""
        return bool(match(self.profile.page.furniture, self.texts[index]))

    def is_rule(self, index: int) -> bool:
        """Whether a line is a rule: by its signs, or by the file's format."""
        return bool(_RULE.fullmatch(self.texts[index])) or self.lines[index].is_in("rule")

    def is_furniture(self, index: int) -> bool:
        """Whether a line belongs to no document: the profile knows it, or it is a mere rule."""
        titled = match(self.profile.page.essay, self.texts[index])
        return self.is_known(index) or bool(titled) or self.is_rule(index)

    def is_title(self, index: int) -> bool:
        """Whether a line is as short as titles are, and no salutation."""
        text = self.texts[index]
        return len(text.split()) < _TITLE and not self.signs.salutation(text)

    def is_in_notes(self, index: int) -> bool:
        """Whether the file's format says that a line is a note, or among them."""
        return self.lines[index].is_in("note", "notes")

    def heading_goes_on(self, index: int) -> bool:
        """Whether a line and the next one are a heading of the file's format, both together."""
        if index + 1 >= len(self.lines):
            return False
        first, second = self.lines[index].regions, self.lines[index + 1].regions
        return any(region.kind == "heading" and region in first for region in second)

    def is_behind_enclosure(self, index: int) -> bool:
        """Whether one of the two lines before says that what follows is enclosed."""
        before = self.texts[max(0, index - 2) : index]
        return any(is_enclosure(text, self.profile) for text in before)
