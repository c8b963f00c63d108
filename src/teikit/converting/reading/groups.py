"""Notes that stand behind all letters in groups, each headed like the letter that they belong to.

Under a title ("Notes", "Anmerkungen zu den Briefen") come the numbers or headings of the letters a
second time, and below each the notes on this letter. Seen as the heading of a letter, such a line
would begin one that nobody wrote. It is told from one by what it repeats, in the same order, and by
what stands below it: no dateline and no salutation.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from teikit.converting.reading import heading, numbers
from teikit.converting.reading.rows import RawRow
from teikit.converting.reading.signs import LineSigns
from teikit.converting.source import Source, Span

_LONGEST = 25
"""Words of a line that heads notes."""
_PROSE = 40
"""Words between the title and the first group from which they are a text of the editors."""
_OPENING = 3
"""Rows below a heading in which a letter opens."""
_MOST_ROWS = 3
"""Rows that a heading may take."""
_MOST_TAIL = 5
"""Rows behind the last group that are the foot of the page."""
_SOON = 40
"""Rows behind a title of notes within which the first group begins."""
_MOST_FAILED = 4
"""Titles of notes behind which no groups stand, after which others are not looked at."""
_WIDE_GAP = 3
"""Empty lines from which something else begins."""
_FEW = 2
_FEWEST = 3
"""Headings that must be repeated where no title says that notes follow."""
_LIKE_LETTERS = 0.3
"""The share of groups that may begin as letters do, where a title says that they are notes."""
_WORDS = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(
    r"(?P<lead>(?:[^\W\d_]{1,20}\.?\s+){0,4})(?:[^\W\d_]{1,3}[.°]?\s?|[№#]\s?)?"
    r"(?P<value>\d{1,5}[a-z]?|[IVXLCDM]{1,9})(?![^\W_])(?P<stop>[.):,;/\s—–-]*)(?P<tail>.*)"
)
_PAGES = re.compile(
    r"[(\[]?\s*(?:[^\W\d_]{1,6}\.?\s*)?\d{1,4}(?:\s?[-–—]\s?\d{1,4})?\s*(?:f{1,2}\.?)?[)\]]?\.?"
)


class LetterHead(NamedTuple):
    """A letter as the page was cut: where it stands, its number, and the lines that head it."""

    span: Span
    number: str
    lines: tuple[Span, ...]
    opening: tuple[Span, ...]
    """The first lines of its text: letters without a heading are called by their datelines."""
    is_essay: bool


class NoteGroup(NamedTuple):
    """The notes on a letter: the line that names it, and the rows below, up to `end`."""

    heading: Span
    letter: Span | None
    """That letter up to its end; nothing where no letter is called so."""
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class NoteSection:
    """Groups of notes that stand together, and what belongs to them."""

    groups: tuple[NoteGroup, ...]
    around: tuple[Span, ...]
    """The title, and lines of the page's foot."""
    foot: tuple[Span, ...] = ()
    """Lines of the page's foot, which nothing says to be such."""
    editorial: tuple[int, ...] = ()
    """Where a text of the editors begins."""
    supposed: bool = False
    """Whether no title says that notes follow."""


class _Found(NamedTuple):
    """A line that may head a group: its row, the rows that it takes, the letter, and how sure."""

    row: int
    end: int
    letter: int | None
    by_words: bool
    """Whether words of the letter's heading are repeated; else its number alone."""
    lead: str = ""
    """The words before the number."""


@dataclass(frozen=True)
class NoteSections:
    """Finds the sections of a page. `is_title` is whether a row is a title of notes."""

    source: Source
    signs: LineSigns
    rows: Sequence[RawRow]
    heads: Sequence[LetterHead]
    is_title: Callable[[RawRow], bool]
    is_furniture: Callable[[RawRow], bool]

    def found(self) -> list[NoteSection]:
        """All sections, in order."""
        if not any(not head.is_essay for head in self.heads) or len(self.rows) < _FEWEST:
            return []
        sections: list[NoteSection] = []
        begin = reached = failed = 0
        for row in self._titles():
            if failed == _MOST_FAILED:
                break
            start = self.rows[row].span.start
            upto = bisect_left(self.heads, start, key=lambda head: head.span.start)
            letters = [head for head in self.heads[begin:upto] if not head.is_essay]
            if row < reached or not letters or row + 1 == len(self.rows):
                continue
            if section := self._section(letters, row, row + 1, supposed=False):
                sections.append(section)
                reached = section.groups[-1].end
                begin = upto
            else:
                failed += 1
        return sections or list(self._repeated())

    def _titles(self) -> list[int]:
        """The titles of notes soon behind which a line names some letter."""
        names = _Names([head for head in self.heads if not head.is_essay], self)
        return [
            index
            for index, row in enumerate(self.rows)
            if self.is_title(row)
            and any(
                names.at(place, None)
                for place in range(index + 1, min(len(self.rows), index + 1 + _SOON))
            )
        ]

    def _repeated(self) -> Iterator[NoteSection]:
        """The section that no title names: from some heading on all are those of letters before."""
        letters = [head for head in self.heads if not head.is_essay]
        calls = [self._call(head) for head in letters]
        first: dict[str, int] = {}
        start = len(letters)
        for place, call in enumerate(calls):
            if not call or call not in first:
                first.setdefault(call, place)
                start = len(letters)
            elif start == len(letters):
                start = place
        again = [first[call] for call in calls[start:]]
        rises = all(a < b for a, b in pairwise(again))
        if len(again) < _FEWEST or not rises or 2 * len(again) < start:
            return
        row = self._row_at(letters[start].span)
        title = row - 1 if row and self._may_be_title(row - 1, row) else None
        section = self._section(letters[:start], title, row, supposed=True)
        if section and len(section.groups) >= _FEWEST:
            yield section

    def _call(self, head: LetterHead) -> str:
        """The words by which a letter is called, and its number; nothing where there are none."""
        words = _folded(self._text(head.lines))
        return words if re.search(r"[^\W\d_]{2}", words) else ""

    def _text(self, lines: Sequence[Span]) -> str:
        return " ".join(heading.plain_words(self.source, line) for line in lines)

    def row_words(self, index: int) -> str:
        """The words of a row, without note marks."""
        if index not in self._row_words:
            text = self._text([self.rows[index].span])
            self._row_words[index] = " ".join(text.split())
        return self._row_words[index]

    @cached_property
    def _row_words(self) -> dict[int, str]:
        """What was read of rows: each is asked for several times."""
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        return [row.span.start for row in self.rows]

    def _row_at(self, span: Span) -> int:
        return bisect_left(self._starts, span.start)

    def _may_be_title(self, index: int, following: int) -> bool:
        """Whether a short line stands alone above the first group, as a title does."""
        row = self.rows[index]
        text = self.source[row.span]
        titled = text.isupper() or row.span.start in self._headings
        return self._is_alone(index, following) and titled and len(text.split()) <= 8

    @cached_property
    def _headings(self) -> frozenset[int]:
        """Where what the format calls headings begins."""
        regions = [region for region in self.source.regions if region.kind == "heading"]
        return frozenset(self.source.trim(region.span).start for region in regions)

    def _is_alone(self, index: int, end: int) -> bool:
        """Whether some rows are a block and no more, or a heading of the format."""
        rows = self.rows
        if rows[index].span.start in self._headings:
            return True
        before = index == 0 or rows[index - 1].block != rows[index].block
        return before and (end >= len(rows) or rows[end].block != rows[end - 1].block)

    # Sections

    def _section(
        self, letters: Sequence[LetterHead], title: int | None, first: int, *, supposed: bool
    ) -> NoteSection | None:
        """The groups from a row on; nothing where they are rather letters, or a list."""
        names = _Names(letters, self)
        found, stop = self._walk(names, first)
        found = _consistent(found)
        if not found or not self._are_groups(found, stop, supposed=supposed):
            return None
        ends = [*(each.row for each in found[1:]), self._end_of_last(found, stop)]
        start = self.rows[title if title is not None else found[0].row].span.start
        spans = [
            Span(head.span.start, min(end, start))
            for head, end in zip(
                letters, [*(h.span.start for h in letters[1:]), start], strict=True
            )
        ]
        groups = tuple(
            NoteGroup(
                Span(self.rows[each.row].span.start, self.rows[each.end - 1].span.end),
                spans[each.letter] if each.letter is not None else None,
                each.end,
                end,
            )
            for each, end in zip(found, ends, strict=True)
        )
        section = NoteSection(groups, (), supposed=supposed)
        return self._with_surroundings(section, title, found[0].row, stop)

    def _with_surroundings(
        self, section: NoteSection, title: int | None, first: int, stop: int
    ) -> NoteSection:
        """A section with its title, what the editors say below this, and the foot of the page."""
        above = list(self.rows[title if title is not None else first : first])
        behind = list(self.rows[section.groups[-1].end : stop])
        editorial: list[int] = []
        around: list[Span] = []
        if sum(len(self.source[row.span].split()) for row in above) > _PROSE:
            editorial.append(above[0].span.start)
        else:
            around += [row.span for row in above]
        foot: list[Span] = []
        own = [row for row in behind if not self.is_furniture(row) and not row.rule]
        if len(own) > _MOST_TAIL:
            editorial.append(own[0].span.start)
        else:
            foot = [row.span for row in own]
        return replace(section, around=tuple(around), foot=tuple(foot), editorial=tuple(editorial))

    def _walk(self, names: "_Names", first: int) -> tuple[list[_Found], int]:
        """The lines that may head groups, and the row behind the last group: a letter, or the end.

        A heading of a letter that is not among these, with no letter below, heads notes as well.
        """
        later = {
            self._row_at(head.span)
            for head in self.heads
            if not head.is_essay and head.span.start >= self.rows[first].span.start
        }
        found: list[_Found] = []
        index = first
        while index < len(self.rows):
            each = names.at(index, found[-1].letter if found else None)
            if each is None and index in later:
                if self._opens_letter(index + 1):
                    return found, index
                each = _Found(index, self._heading_end(index), None, by_words=False)
            if each is None:
                index += 1
                continue
            found.append(each)
            index = each.end
        return found, len(self.rows)

    def _heading_end(self, index: int) -> int:
        """The row behind the heading of a letter that the page was cut at."""
        head = self._heads_at[self.rows[index].span.start]
        last = max((line.end for line in head.lines), default=head.span.start)
        end = index + 1
        while end < len(self.rows) and self.rows[end].span.start < last:
            end += 1
        return end

    @cached_property
    def _heads_at(self) -> dict[int, LetterHead]:
        """The letters, by where they begin."""
        return {head.span.start: head for head in self.heads}

    def _opens_letter(self, index: int) -> bool:
        """Whether a dateline alone, or a salutation, stands in the next rows."""
        for place in range(index, min(len(self.rows), index + _OPENING)):
            text = self.source[self.rows[place].span]
            if self.signs.salutation(text):
                return True
            if self.signs.dateline(text) and self._is_alone(place, place + 1):
                return True
        return False

    def _are_groups(self, found: Sequence[_Found], stop: int, *, supposed: bool) -> bool:
        """Whether enough lines name letters, each another, and few are like letters below."""
        named = [each for each in found if each.letter is not None]
        by_words = sum(each.by_words for each in named)
        enough = by_words >= 1 or len(named) >= _FEW
        distinct = len({each.letter for each in named}) == len(named)
        if not enough or not distinct or 2 * len(named) < len(found):
            return False
        like = sum(self._opens_letter(each.end) for each in found)
        limit = 0.0 if supposed else _LIKE_LETTERS
        return like <= limit * len(found) and found[-1].end < stop

    def _end_of_last(self, found: Sequence[_Found], stop: int) -> int:
        """The row behind the last group: before a rule, a wide gap, what the profile knows.

        Where behind no other group's notes an empty line stands, none does in the last.
        """
        gaps = [
            self.rows[place].gap
            for each, following in pairwise(found)
            for place in range(each.end + 1, following.row)
        ]
        most = max(gaps, default=_WIDE_GAP - 1)
        index = found[-1].end
        while index < stop:
            row = self.rows[index]
            apart = index > found[-1].end and row.gap > max(most, 0)
            if row.rule or apart or self.is_furniture(row) or row.span.start in self._headings:
                break
            index += 1
        return index


@dataclass(frozen=True)
class _Names:
    """Tells which letter a line names."""

    letters: Sequence[LetterHead]
    page: NoteSections

    @cached_property
    def _by_words(self) -> dict[str, list[int]]:
        """The letters by all words of their headings, and by these without the number."""
        found: dict[str, list[int]] = {}
        for place, head in enumerate(self.letters):
            text = self.page._text(head.lines)
            bare = text.replace(head.number, " ", 1) if head.number else text
            openings = [self.page._text(head.opening[:1])] if not head.lines else []
            for words in dict.fromkeys(map(_folded, (text, bare, *openings))):
                if re.search(r"[^\W\d_]{2}", words):
                    found.setdefault(words, []).append(place)
        return found

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(words.partition(" ")[0] for words in self._by_words)

    @cached_property
    def _by_number(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, head in enumerate(self.letters):
            if head.number:
                found.setdefault(_value(head.number), []).append(place)
        return found

    @cached_property
    def _opening_words(self) -> list[frozenset[str]]:
        """The words of the first lines of each letter."""
        return [
            frozenset(_folded(self.page._text((*head.lines, *head.opening))).split())
            for head in self.letters
        ]

    def at(self, index: int, last: int | None) -> _Found | None:
        """The group that a row heads; `last` is the letter that the group before belongs to."""
        page, row = self.page, self.page.rows[index]
        if row.rule or row.span.end - row.span.start > 300:
            return None
        if index and page.rows[index - 1].block == row.block and not page._is_alone(index, index):
            return None
        first = _folded(page.row_words(index)).partition(" ")[0]
        for count in range(_MOST_ROWS if first in self._first_words else 0, 0, -1):
            rows = page.rows[index : index + count]
            if len(rows) < count or rows[-1].rule:
                continue
            words = " ".join(_folded(page.row_words(i)) for i in range(index, index + count))
            places = self._by_words.get(words, ())
            if places:
                place = _next(places, last)
                # "No. 12" alone may be another letter with a number that is misprinted
                named = sum(word.isalpha() and len(word) > 1 for word in words.split())
                return _Found(index, index + count, place, by_words=named >= _FEW)
        if not page._is_alone(index, index + 1):
            return None
        return self._numbered(index, last)

    def _numbered(self, index: int, last: int | None) -> _Found | None:
        """The group whose heading tells the number of a letter: "Letter 12", "12 / p. 34"."""
        text = self.page.row_words(index)
        if len(text.split()) > _LONGEST or not self._by_number:
            return None
        found = _NUMBERED.fullmatch(text)
        if found is None:
            return None
        places = self._by_number.get(_value(found["value"]), ())
        if not places:
            return None
        place = _next(places, last)
        if last is not None and place <= last:
            return None
        lead, tail = _folded(found["lead"]), found["tail"]
        if not tail or _PAGES.fullmatch(tail):
            return _Found(index, index + 1, place, by_words=False, lead=lead)
        words = set(_folded(tail).split())
        own = self._opening_words[place]
        called = set(_folded(self.page._text(self.letters[place].lines)).split())
        called -= set(_folded(self.letters[place].number).split())
        if found["stop"] and (words <= own or (called and called <= words)):
            return _Found(index, index + 1, place, by_words=True, lead=lead)
        return None


def _consistent(found: Sequence[_Found]) -> list[_Found]:
    """The lines without those whose number stands behind words that no other has."""
    leads = Counter(each.lead for each in found if each.letter is not None)
    return [
        each
        for each in found
        if each.letter is None or each.by_words or not each.lead or leads[each.lead] >= _FEW
    ]


def _next(places: Sequence[int], last: int | None) -> int:
    """The first of some letters behind the last; else the first of all."""
    return next((place for place in places if last is None or place > last), places[0])


def _folded(text: str) -> str:
    """The words of a text in small letters, as headings are compared."""
    return " ".join(_WORDS.findall(text.casefold()))


def _value(number: str) -> str:
    """A number as such: "12" and "XII" are the same, "12a" is another."""
    digits = re.match(r"\d+", number)
    return number.casefold() if digits else str(numbers.value(number))
