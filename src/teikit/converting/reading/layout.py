"""The lines of a page as they were meant: what the width of the page broke is joined again.

A text file breaks its paragraphs at a width, and runs page numbers and running heads between them,
even within a word. Here its rows become lines: a paragraph, a dateline, a signature are one each.
A break counts as one of the width where the next word would not have fitted behind it; all others
are meant (addresses, signatures, verse). Nothing is changed in the text: a line is a span, and
hyphens and furniture within it are marks.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from teikit.converting.source import Mark, Region, Source, Span, collapse
from teikit.profiles.profile import Profile, Wrapping
from teikit.profiles.template import match

_NARROWEST, _WIDEST = 28, 160
"""Characters: texts are broken between these widths."""
_FULL = 0.86
"""How much of the width a row and the word behind it must take for its end to be the width's."""
_WRAPPED, _PERHAPS = 0.6, 0.35
"""The share of full rows from which a text is surely broken at a width, and perhaps."""
_LONG_ROW = 0.6
"""The share of the width from which a row is a long one."""
_SMALL = 0.25
"""The share of the rows of prose that begin with a small letter, at the least."""
_FEWEST = 3
"""Rows that must be full, in a page that is broken at a width."""
_INDENT = 2
_LOOSE_HYPHENS = frozenset("-¬\u00ad⸗=\u2010")
_SOFT = frozenset("¬\u00ad⸗")
_LEFT_OVER = re.compile(r"(?<=[^\W\d_])[¬\u00ad](?=[^\W\d_])")
"""A hyphen of a line end that is none any more."""
_HARD = frozenset("-\u2010")
_WITHIN = {"break": "no"}
_TIED = {"break": "maybe"}
"""What is said of a line end behind a hyphen that belongs to the words: no space follows it."""
_PAGE_NUMBER = re.compile(
    r"(?P<open>[\[({<—–-]+\s*)?(?:(?:page|pg?|s|стр)\b\.?\s*)?(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?P<close>\s*[\])}>—–-]+)?\.?",
    re.IGNORECASE,
)
_PAGE_BREAK = re.compile(r"\[(?:page|pg?|s|стр)\b\.?\s*(?P<number>\d{1,4})\]", re.IGNORECASE)
_PAGE_STEP = 9
"""Pages between two numbers of pages that are printed in a text."""
_NUMBER_BEFORE = re.compile(r"[\[(]?(?P<number>\d{1,4})[\])]?\.?\s+(?P<title>\D{4,70})")
_NUMBER_BEHIND = re.compile(r"(?P<title>\D{4,70}?)\s+[\[(]?(?P<number>\d{1,4})[\])]?\.?")
_MOST_PAGES = 1399
"""What is larger is a year."""
_SUSPENDED = re.compile(r"(?<=[^\W\d_]-)[^\S\n]([^\W\d_]+)")
"""The word behind a hyphen and a space, within a line."""
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]_*]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was meant: a whole paragraph, or a line that counts as one.

    `gap` is the number of empty lines before it, `indent` of spaces. `rows` says how many rows of
    the file it takes. `regions` are what the file's format says of it, `level` that of a heading.
    """

    span: Span
    gap: int = 0
    indent: int = 0
    rows: int = 1
    last_gap: int = 0
    """The number of empty lines behind it."""
    regions: tuple[Region, ...] = ()
    verse: bool = False
    furniture: bool = False
    """Whether it is a page number, a running head, or what the format calls furniture."""

    @property
    def alone(self) -> bool:
        """Whether empty lines stand on both sides of it, or the page ends there."""
        return bool(self.gap and self.last_gap)

    def is_in(self, *kinds: str) -> bool:
        """Whether the file's format gives it one of these kinds."""
        return any(region.kind in kinds for region in self.regions)

    @property
    def level(self) -> int:
        """Its level as a heading of the format; 0 for what is none."""
        levels = [r.attributes.get("level", "1") for r in self.regions if r.kind == "heading"]
        return max((int(each) for each in levels if each.isdecimal()), default=0)


@dataclass(frozen=True)
class PageLayout:
    """The lines of a page, the marks that joining them asks for, and how sure it is."""

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    wrapped: bool = False
    perhaps_wrapped: Span | None = None
    """Rows that look broken at a width and were not joined."""
    by_start: dict[int, Line] = field(default_factory=dict, compare=False)

    def of(self, span: Span) -> Line | None:
        """The line that begins where a span does."""
        return self.by_start.get(span.start)


@dataclass(frozen=True, slots=True)
class _PageRow:
    """A line of the file, without white space at its ends."""

    span: Span
    gap: int
    indent: int
    words: str = field(repr=False)
    furniture: bool = False

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.indent + len(self.words)

    @property
    def first_word(self) -> int:
        """The length of its first word."""
        return len(self.words.split(None, 1)[0])


def arrange(source: Source, profile: Profile, apart: Sequence[Span] = ()) -> PageLayout:
    """The lines of a page; those that are `apart`, in order, are left out."""
    rows = _furnished(_rows(source, apart), source, profile)
    text = [row for row in rows if not row.furniture]
    width = _Width.of(text)
    wanted = profile.page.wrapped
    given = sorted(region.span for region in source.regions if region.kind == "rows")
    auto = wanted is Wrapping.AUTO and not given
    wrapped = wanted is Wrapping.YES or (auto and width.surely)
    perhaps = auto and not wrapped and width.perhaps
    joints = _Joints(
        source,
        profile,
        width if wrapped else None,
        given if wanted is not Wrapping.NO else [],
    )
    lines, marks = joints.lines(rows)
    marks += [
        Mark(Span(at.end(), at.end()), "lb", _WITHIN) for at in _LEFT_OVER.finditer(source.text)
    ]
    marks += _page_breaks(source, rows)
    full = _with_regions(lines, source.regions)
    first = next((a.span for a, b in width.pairs if width.is_full(a, b)), None)
    return PageLayout(
        lines=tuple(full),
        marks=tuple(sorted(marks, key=lambda mark: mark.span)),
        wrapped=wrapped,
        perhaps_wrapped=first if perhaps else None,
        by_start={line.span.start: line for line in full},
    )


def _page_breaks(source: Source, rows: Sequence[_PageRow]) -> list[Mark]:
    """The numbers of pages in brackets, with a word for page, that stand within rows.

    Such numbers may also cite a page: they count only where there are several, and they rise.
    """
    found = list(_PAGE_BREAK.finditer(source.text))
    values = [int(each["number"]) for each in found]
    steps = [behind - before for before, behind in pairwise(values)]
    if len(steps) < _FEWEST - 1 or not all(0 < step <= _PAGE_STEP for step in steps):
        return []
    alone = {row.span for row in rows}
    spans = [Span(*each.span()) for each in found]
    return [Mark(span, "fw", {"type": "pageNum"}) for span in spans if span not in alone]


def _rows(source: Source, apart: Sequence[Span]) -> list[_PageRow]:
    rows: list[_PageRow] = []
    gap = 1
    place = 0
    for found in re.finditer(r"[^\n]*\n|[^\n]+", source.text):
        span = source.trim(Span(found.start(), found.end()))
        if not span:
            gap += 1
            continue
        while place < len(apart) and apart[place].end <= span.start:
            place += 1
        if place < len(apart) and apart[place].start <= span.start:
            gap = max(gap, 1)
            continue
        before = source.text[found.start() : span.start].expandtabs(8)
        rows.append(_PageRow(span, gap + before.count("\f"), len(before), source[span]))
        gap = 0
    return rows


# Furniture: page numbers and running heads


def _furnished(rows: list[_PageRow], source: Source, profile: Profile) -> list[_PageRow]:
    """The rows, page numbers and running heads among them marked as furniture."""
    alone = {
        index
        for index, row in enumerate(rows)
        if len(row.words) < 80 and row.gap and (index + 1 == len(rows) or rows[index + 1].gap)
    }
    heads: dict[int, tuple[str, int]] = {}
    for index, row in enumerate(rows):
        at_edge = row.gap or index + 1 == len(rows) or rows[index + 1].gap
        if not at_edge or len(row.words) >= 80 or _is_of_letter(row.words, profile):
            continue
        if head := _running_head(collapse(row.words)):
            heads[index] = head
    numbered = Counter(title for title, _ in heads.values())
    titles = {title for title, count in numbered.items() if count > 1}
    found = {index for index, (title, _) in heads.items() if title in titles}
    if titles:
        found |= {i for i in alone if _title(collapse(rows[i].words)) in titles}
    headed = [(index, number) for index, (title, number) in heads.items() if title in titles]
    found |= {i for i in alone if match(profile.page.furniture, collapse(rows[i].words))}
    found |= _page_numbers(rows, alone, found, headed, profile) | _given_furniture(rows, source)
    return [replace(row, furniture=True) if i in found else row for i, row in enumerate(rows)]


def _given_furniture(rows: Sequence[_PageRow], source: Source) -> set[int]:
    """The indices of the rows that the file's format tells from the text: links to elsewhere."""
    spans = sorted(each.span for each in source.regions if each.kind == "furniture")
    starts = [span.start for span in spans]
    return {
        index
        for index, row in enumerate(rows)
        if (place := bisect_right(starts, row.span.start)) and row.span in spans[place - 1]
    }


def _running_head(text: str) -> tuple[str, int] | None:
    """The title and the number of a running head: "18 LETTERS OF ANNA ROE"."""
    found = _NUMBER_BEFORE.fullmatch(text) or _NUMBER_BEHIND.fullmatch(text)
    if found is None:
        return None
    title = _title(found["title"])
    upper = found["title"].upper() == found["title"]
    return (title, int(found["number"])) if title and upper and " " in title else None


def _title(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


def _page_numbers(
    rows: Sequence[_PageRow],
    alone: set[int],
    furniture: set[int],
    headed: Sequence[tuple[int, int]],
    profile: Profile,
) -> set[int]:
    """The rows that are page numbers: in a dash or bracket, in a rising row, or in mid-sentence."""
    numbers: list[tuple[int, int, bool]] = []
    for index in sorted(alone):
        found = _PAGE_NUMBER.fullmatch(collapse(rows[index].words))
        if found is None:
            continue
        value = int(found["number"]) if found["number"].isdecimal() else 0
        dressed = bool(found["open"] and found["close"])
        if (not value and not dressed) or value > _MOST_PAGES:
            continue
        numbers.append((index, value, dressed))
    numbers = sorted([*numbers, *((index, number, True) for index, number in headed)])
    result = set()
    for at, (index, value, dressed) in enumerate(numbers):
        if index in furniture:
            continue
        inside = 0 < index < len(rows) - 1 and _runs_on(rows[index - 1], rows[index + 1])
        if inside:
            result.add(index)
            continue
        if _is_of_letter(rows[index].words, profile):
            continue
        around = [numbers[i][1] for i in (at - 1, at + 1) if 0 <= i < len(numbers)]
        rising = any(1 <= abs(value - other) <= 3 for other in around)
        if value and (rising or dressed):
            result.add(index)
    return result


def _is_of_letter(words: str, profile: Profile) -> bool:
    """Whether a line may be the number of a letter, or its heading with the number."""
    text = collapse(words)
    if match(profile.page.number, text):
        return True
    return any(
        ("{number}" in template.text or "{roman}" in template.text) and template.fits(text)
        for template in profile.page.headings
    )


def _runs_on(before: _PageRow, behind: _PageRow) -> bool:
    """Whether a sentence goes on from one row to another."""
    if before.words[-1] in _LOOSE_HYPHENS and before.words[-2:-1].isalpha():
        return behind.words[:1].isalpha()
    return behind.words[:1].islower() and not _SENTENCE_END.search(before.words[-8:])


# Width


@dataclass(frozen=True)
class _Width:
    """The width at which the rows of a page are broken, if they are."""

    width: int
    pairs: tuple[tuple[_PageRow, _PageRow], ...] = field(repr=False)
    """Rows with the row behind them, where no empty line stands between."""

    @classmethod
    def of(cls, rows: Sequence[_PageRow]) -> "_Width":
        """The width that all but a few rows keep to."""
        pairs = tuple((a, b) for a, b in pairwise(rows) if not b.gap)
        ends = sorted(row.end for row, _ in pairs)
        return cls(ends[int(len(ends) * 0.97)] if ends else 0, pairs)

    def is_full(self, row: _PageRow, behind: _PageRow) -> bool:
        """Whether the word behind would not have fitted into the row, or hardly."""
        return row.end + 1 + behind.first_word >= self.width * _FULL

    @cached_property
    def _share(self) -> float:
        """The share of full rows among the long ones: short ones may be verse, or an address."""
        if not _NARROWEST <= self.width <= _WIDEST:
            return 0.0
        full = [behind for row, behind in self.pairs if self.is_full(row, behind)]
        long = sum(row.end >= self.width * _LONG_ROW for row, _ in self.pairs)
        small = sum(row.words[:1].islower() for row in full)
        # Where each row begins with a capital, they are verses or the entries of a list.
        if len(full) < _FEWEST or small < _SMALL * len(full):
            return 0.0
        return len(full) / max(long, 1)

    @property
    def surely(self) -> bool:
        """Whether the text is broken at this width."""
        return self._share >= _WRAPPED

    @property
    def perhaps(self) -> bool:
        """Whether it may be."""
        return self._share >= _PERHAPS


# Joining


class _Joints:
    """Joins rows to lines, and keeps the marks that this asks for."""

    def __init__(
        self, source: Source, profile: Profile, width: _Width | None, given: Sequence[Span]
    ) -> None:
        self.source = source
        self.profile = profile
        self.width = width
        self.given = given
        """Rows that are one line each, as the file's format says; in order."""
        self._pairs = width.pairs if width else ()
        words = profile.heading.conjunction + profile.dates.alternative
        self._conjunctions = frozenset(word.casefold() for word in words)

    def lines(self, rows: Sequence[_PageRow]) -> tuple[list[Line], list[Mark]]:
        """The lines, and the marks on line ends and on furniture in them."""
        text = [row for row in rows if not row.furniture]
        joined = self._joined(text)
        if self.given and not self.width:
            self._pairs = tuple((text[i - 1], text[i]) for i in sorted(joined))
        behind = {row.span: index for index, row in enumerate(text)}
        lines: list[Line] = []
        marks: list[Mark] = []
        waiting: list[_PageRow] = []
        number = -1
        for row in rows:
            if row.furniture:
                waiting.append(row)
                continue
            number = behind[row.span]
            if number in joined and lines:
                marks += [
                    Mark(each.span, "fw", {"type": _furniture_type(each.words)}) for each in waiting
                ]
                if mark := self._hyphen(text[number - 1], row):
                    marks.append(mark)
                last = lines[-1]
                lines[-1] = replace(
                    last, span=Span(last.span.start, row.span.end), rows=last.rows + 1
                )
            else:
                lines += [self._furniture_line(each) for each in waiting]
                # A gap that furniture stands in is one all the same.
                gap = row.gap + sum(each.gap for each in waiting)
                lines.append(Line(row.span, gap, row.indent))
            waiting = []
        lines += [self._furniture_line(each) for each in waiting]
        return self._with_verse(_with_last_gaps(lines)), marks

    def _furniture_line(self, row: _PageRow) -> Line:
        return Line(row.span, row.gap, row.indent, furniture=True)

    def _joined(self, text: Sequence[_PageRow]) -> set[int]:
        """The indices of the rows that go on with the row before."""
        joined: set[int] = set()
        first = 0
        for index in range(1, len(text) + 1):
            if index < len(text) and not self._parted(text, index):
                continue
            joined |= self._joined_in(text, first, index)
            first = index
        for index in range(1, len(text)):
            if self._furniture_between(text[index - 1], text[index]):
                joined.add(index)
        return joined | self._given_joints(text)

    def _given_joints(self, text: Sequence[_PageRow]) -> set[int]:
        """The indices of the rows that go on with the row before as the file's format says."""
        found: set[int] = set()
        place = 0
        for index in range(1, len(text)):
            while place < len(self.given) and self.given[place].end <= text[index].span.start:
                place += 1
            if place < len(self.given) and self.given[place].start <= text[index - 1].span.start:
                found.add(index)
        return found

    def _parted(self, text: Sequence[_PageRow], index: int) -> bool:
        return bool(text[index].gap)

    def _furniture_between(self, before: _PageRow, behind: _PageRow) -> bool:
        """Whether only a page's end parts a sentence, so that both are a paragraph."""
        if not behind.gap and self.source[Span(before.span.end, behind.span.start)].isspace():
            return False
        between = self.source[Span(before.span.end, behind.span.start)]
        page_end = bool(between.strip()) or "\f" in between
        return page_end and _runs_on(before, behind)

    def _joined_in(self, text: Sequence[_PageRow], first: int, end: int) -> set[int]:
        """The rows of a block that go on with the row before."""
        if self.width is None or end - first < 2:
            return set()
        block = text[first:end]
        widest = max(row.end for row in block[:-1])
        limit = self.width.width * _FULL
        if widest < limit and len(block) > 3 and self._is_narrow_prose(block, widest):
            limit = widest * _FULL
        base = min(row.indent for row in block)
        found: set[int] = set()
        for place, (row, behind) in enumerate(pairwise(block), 1):
            full = row.end + 1 + behind.first_word >= limit
            hyphen = row.words[-1] in _LOOSE_HYPHENS and behind.words[:1].islower()
            if not (full or hyphen) or self._is_set_in(block, place, base):
                continue
            found.add(first + place)
        return found

    def _is_narrow_prose(self, block: Sequence[_PageRow], widest: int) -> bool:
        """Whether a block is prose of a narrower width, and no verse."""
        pairs = list(pairwise(block))
        full = sum(a.end + 1 + b.first_word >= widest * 0.9 for a, b in pairs)
        small = sum(row.words[:1].islower() for row in block[1:])
        return full >= 0.8 * len(pairs) and small >= 0.4 * len(pairs)

    def _is_set_in(self, block: Sequence[_PageRow], place: int, base: int) -> bool:
        """Whether a row stands further to the right: a paragraph, or a signature, begins."""
        row, before = block[place], block[place - 1]
        if row.indent < before.indent + _INDENT or row.indent < base + _INDENT:
            return False
        behind = block[place + 1] if place + 1 < len(block) else None
        far = row.indent - before.indent >= 10
        return far or (behind is not None and behind.indent < row.indent and before.indent <= base)

    def _hyphen(self, row: _PageRow, behind: _PageRow) -> Mark | None:
        """The mark of a line end within a word, or behind the hyphen of a compound.

        There is none where a space follows the hyphen: "Lehr- und Schulbücher".
        """
        last = row.words[-1]
        if last not in _LOOSE_HYPHENS or not row.words[-2:-1].isalpha():
            return None
        if not behind.words[:1].isalpha():
            return None
        place = Mark(Span(behind.span.start, behind.span.start), "lb", _WITHIN)
        if last in _SOFT:
            return place
        following = _WORD.match(behind.words)
        before = _last_word(row.words[:-1])
        if following is None or following.group().casefold() in self._behind_hyphens:
            return None
        tied = Mark(place.span, "lb", _TIED) if last in _HARD else None
        if behind.words[:1].isupper():
            return tied
        words = self._vocabulary
        if f"{before}-{following.group()}".casefold() in words:
            return tied
        joined = f"{before}{following.group()}".casefold()
        over_page = "\n" in self.source[Span(row.span.end, behind.span.start)].strip(" \t\r\n")
        if joined in words or self._breaks_words or over_page or behind.gap:
            return place
        return tied

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """The words of the page, small; a hyphen within a line belongs to its word."""
        return frozenset(each.group().casefold() for each in _WORD.finditer(self.source.text))

    @cached_property
    def _behind_hyphens(self) -> frozenset[str]:
        """The words before which a hyphen has a space: "Lehr- und Schulbücher"."""
        within = _SUSPENDED.findall(self.source.text)
        return self._conjunctions | {word.casefold() for word in within}

    @cached_property
    def _breaks_words(self) -> bool:
        """Whether the print broke words at line ends, as all but retyped texts do."""
        ends = sum(a.words[-1] == "-" and b.words[:1].islower() for a, b in self._pairs)
        return ends >= 3 and ends * 50 >= len(self._pairs)

    def _with_verse(self, lines: list[Line]) -> list[Line]:
        """The lines of verse marked: short ones that stand together, in a text of a width."""
        if self.width is None:
            return lines
        result = list(lines)
        first = 0
        for index in range(1, len(lines) + 1):
            if index < len(lines) and not lines[index].gap:
                continue
            run = lines[first:index]
            if self._is_verse(run):
                result[first:index] = [replace(line, verse=True) for line in run]
            first = index
        return result

    def _is_verse(self, run: Sequence[Line]) -> bool:
        rows = [collapse(self.source[line.span]) for line in run if line.rows == 1]
        if len(rows) < max(2, len(run)):
            return False
        set_in = min(line.indent for line in run) >= _INDENT
        long_enough = all(len(row.split()) >= 2 and len(row) < 80 for row in rows)
        lettered = sum(not any(c.isdigit() for c in row) for row in rows)
        full = sum(len(row.split()) >= 4 for row in rows)
        return (
            long_enough
            and (set_in or len(rows) >= 4)
            and lettered == len(rows)
            and full >= len(rows) / 2
        )


def _last_word(words: str) -> str:
    found = _WORD.findall(words[-40:])
    return found[-1] if found else ""


def _furniture_type(words: str) -> str:
    found = _PAGE_NUMBER.fullmatch(collapse(words))
    is_year = found and found["number"].isdecimal() and int(found["number"]) > _MOST_PAGES
    return "pageNum" if found and not is_year else "header"


def _with_last_gaps(lines: Sequence[Line]) -> list[Line]:
    gaps = [*(line.gap for line in lines[1:]), 1]  # without lines, none of them counts
    return [replace(line, last_gap=gap) for line, gap in zip(lines, gaps, strict=False)]


def _with_regions(lines: Sequence[Line], regions: Sequence[Region]) -> list[Line]:
    """The lines with the regions of the format that hold their beginning."""
    if not regions:
        return list(lines)
    ordered = sorted(regions, key=lambda region: region.span)
    starts = [region.span.start for region in ordered]
    open_regions: list[Region] = []
    result: list[Line] = []
    at = 0
    for line in lines:
        upto = bisect_right(starts, line.span.start)
        open_regions += ordered[at:upto]
        at = upto
        open_regions = [each for each in open_regions if each.span.end > line.span.start]
        own = tuple(open_regions)
        furniture = line.furniture or any(each.kind == "furniture" for each in own)
        verse = line.verse or any(each.kind == "verse" for each in own)
        result.append(replace(line, regions=own, furniture=furniture, verse=verse))
    return result


def furniture_type(text: str) -> str:
    """What a line of furniture is: the number of a page, or a running head."""
    return _furniture_type(text)
