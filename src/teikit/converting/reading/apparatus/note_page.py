"""A page as notes are looked for in it: its rows, and what each is by profile and format."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from teikit.converting.reading import heading
from teikit.converting.reading.apparatus.marks import PageMarks
from teikit.converting.reading.apparatus.stars import Stars
from teikit.converting.reading.labels import LOOSE, Label, Shapes, shapes
from teikit.converting.reading.rows import RawRow, rows_of
from teikit.converting.source import Source, Span, collapse
from teikit.profiles.profile import Profile
from teikit.profiles.template import LONGEST_LINE, match

_LONGEST_TITLE = 60
"""Characters of a title of notes."""
_AROUND_TITLE = " .:;_*=-–—[]()"


@dataclass(frozen=True)
class NotePage:
    """The rows of a page; what is found of them is found once."""

    source: Source
    profile: Profile

    @cached_property
    def shapes(self) -> Shapes:
        """What labels and marks look like."""
        return shapes(self.profile.notes)

    @cached_property
    def rows(self) -> list[RawRow]:
        """The lines of the file."""
        return rows_of(self.source)

    @cached_property
    def stars(self) -> Stars:
        """The stars that stress words."""
        return Stars(self.source, self.rows)

    @cached_property
    def marks(self) -> PageMarks:
        """What has the form of a mark."""
        return PageMarks(self.source.text, self.shapes, self.stars)

    @cached_property
    def base_indent(self) -> int:
        """The indentation of most rows."""
        indents = sorted(row.indent for row in self.rows)
        return indents[len(indents) // 2] if indents else 0

    def row_at(self, offset: int) -> int:
        """The index of the row that an offset is in."""
        return bisect_right(self._starts, offset) - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [row.span.start for row in self.rows]

    def label(self, span: Span) -> Label | None:
        """The label that a row begins with."""
        return self.shapes.label(self.source.text, span.start, span.end)

    # Titles, rules, furniture

    def is_title(self, row: RawRow) -> bool:
        """Whether a row is a title of notes."""
        text = collapse(self.source[row.span])
        if len(text) > _LONGEST_TITLE:
            return False
        bare = text.strip(_AROUND_TITLE).casefold()
        return bare in self._titles or match(self.profile.page.notes, text) is not None

    def heads_section(self, row: RawRow) -> bool:
        """Whether a row is a title of notes, or begins with one: "Notes to the letters"."""
        if self.is_title(row):
            return True
        text = collapse(self.source[row.span]).strip(_AROUND_TITLE).casefold()
        if len(text) > _LONGEST_TITLE or not text:
            return False
        return any(text.startswith(f"{title} ") for title in self._titles)

    @cached_property
    def _titles(self) -> frozenset[str]:
        """The titles of notes that the profile knows, in small letters."""
        return frozenset(title.casefold() for title in self.profile.notes.titles)

    def title_above(self, index: int) -> int | None:
        """The title of notes right above a row."""
        return index - 1 if index and self.is_title(self.rows[index - 1]) else None

    def rule_above(self, index: int) -> int | None:
        """The rule right above a row."""
        return index - 1 if index and self.rows[index - 1].rule else None

    def is_announced(self, index: int) -> bool:
        """Whether a title of notes, or a rule, stands right above a row."""
        return self.title_above(index) is not None or self.rule_above(index) is not None

    def around(self, first: Span, last: Span) -> tuple[Span | None, tuple[Span, ...]]:
        """The title and the rules around notes, from the first to the last."""
        above, below = self.row_at(first.start) - 1, self.row_at(last.end - 1) + 1
        title, rules = None, []
        if above >= 0 and self.is_title(self.rows[above]):
            title = self.rows[above].span
            above -= 1
        if above >= 0 and self.rows[above].rule:
            rules.append(self.rows[above].span)
            if below < len(self.rows) and self.rows[below].rule:
                rules.append(self.rows[below].span)
        return title, tuple(rules)

    def is_furniture(self, row: RawRow) -> bool:
        """Whether the profile, or the file's format, knows a row as furniture."""
        text = collapse(self.source[row.span])
        return bool(match(self.profile.page.furniture, text)) or row.span.start in self._furniture

    @cached_property
    def _furniture(self) -> frozenset[int]:
        """Where what the format calls furniture begins."""
        regions = [region for region in self.source.regions if region.kind == "furniture"]
        return frozenset(self.source.trim(region.span).start for region in regions)

    # Headings of letters

    @cached_property
    def headings(self) -> list[int]:
        """Where what the format calls headings begins."""
        return sorted(r.span.start for r in self.source.regions if r.kind == "heading")

    def is_heading(self, line: Span) -> bool:
        """Whether the profile knows a line as the number or heading of a document."""
        page = self.profile.page
        if line.end - line.start > LONGEST_LINE:
            return False
        text = collapse(self.source[line])
        if match(page.number, text) is not None:
            return True
        if not any(template.fits(text) for template in page.headings):
            return False
        found = heading.find(self.source, [line], self.profile)
        return found is not None and bool(found.heading.template)

    def has_heading(self, rows: Sequence[RawRow]) -> bool:
        """Whether rows hold what heads a document."""
        return any(self.is_heading(row.span) for row in rows)

    def heads_letter(self, row: RawRow, label: Label) -> bool:
        """Whether a row that begins like a note is the heading of a letter.

        "[12] Sent to Anna" fits "{sender} to {receiver}": it is a note if a mark leads to it,
        unless the profile's headings begin with brackets, too.
        """
        page = self.profile.page
        opening = self.source.text[label.span.start]
        starts = [template.text for template in page.headings]
        starts += [re.sub(r"\\(.)", r"\1", pattern.pattern) for pattern in page.number]
        bracketed = any(start.startswith(opening) for start in starts)
        unlike = label.shape not in LOOSE | {"sign"} and not bracketed
        if unlike and self.marks.stand_before(label):
            return False
        return self.is_heading(row.span)
