"""What makes a cut doubtful: each a finding, for an editor to look at.

A line that looks like a heading and is none, numbers that jump, a document with two letters' ends,
one that is much longer than its fellows: such things are seen only when the page is cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.converting.forms import run_in
from teikit.converting.raw_rules import (
    HEADING_MISSED,
    LETTER_BEFORE_FIRST,
    LETTER_IN_LETTER,
    MUCH_LONGER,
    NO_TEXT,
    NOBODY_NAMED,
    NUMBERS_JUMP,
    QUOTATION_OPEN,
    TWO_LETTERS,
)
from teikit.converting.reading import heading, numbers
from teikit.converting.reading.beginnings import Start
from teikit.converting.reading.findings import finding
from teikit.converting.reading.lined_page import PROSE, LinedPage
from teikit.converting.reading.signs import plain
from teikit.converting.reading.supposed import Supposed
from teikit.diagnostic import Diagnostic, Rule
from teikit.profiles.profile import Beginning

_LONGEST_HEADING = 16
_FEWEST = 5
"""Documents of which one may be called much longer than the others."""
_TIMES = 8
_LONG = 20_000
"""Characters: no document below is much longer than others."""
_QUOTES = {"“": "”", "«": "»", "„": "“”"}


@dataclass(frozen=True)
class Doubts:
    """Looks over the beginnings that were found in a page."""

    page: LinedPage
    starts: Sequence[Start]
    end: int
    """The index behind the last line of the last document."""

    def findings(self) -> Iterator[Diagnostic]:
        """All doubts, in no order."""
        yield from self._before_first()
        yield from self._numbers()
        yield from self._lengths()
        for start, end in self._documents():
            if start.is_essay:
                continue
            yield from self._of_document(start, end)

    def _documents(self) -> Iterator[tuple[Start, int]]:
        bounds = [*(start.line for start in self.starts[1:]), self.end]
        return zip(self.starts, bounds, strict=True)

    def _of_document(self, start: Start, end: int) -> Iterator[Diagnostic]:
        if start.end >= end:
            yield self._finding(NO_TEXT, start.line, "has no text behind it")
            return
        if start.heading and any(
            not any(map(str.isalpha, name))
            for group in start.heading.groups
            for name in group.names
        ):
            yield self._finding(NOBODY_NAMED, start.titles[0], "names nobody")
        yield from self._missed(start, end)
        yield from self._run_in(start, end)
        yield from self._two_letters(start, end)
        for index in range(start.end, end):
            if self._quotation_open(index, end):
                yield self._finding(QUOTATION_OPEN, index, "opens a quotation that does not close")

    def _missed(self, start: Start, end: int) -> Iterator[Diagnostic]:
        """Lines that look like headings, with the beginning of a letter behind them."""
        supposed = Supposed(self.page)
        if end < self.end and self.page.signs.run_in_dateline(self.page.texts[end]):
            last = plain(self.page.texts[end - 1])
            alone = self.page.lines[end - 1].gap and len(last.split()) <= _LONGEST_HEADING
            if alone and heading.of_line(last, self.page.profile) is not None:
                yield self._finding(HEADING_MISSED, end - 1, "looks like the heading of a letter")
        for index in range(start.end + 2, end - 1):
            line, text = self.page.lines[index], self.page.texts[index]
            if not line.gap or line.is_in("note", "notes"):
                continue
            if len(text.split()) > _LONGEST_HEADING:
                continue
            looks = supposed.looks_like_heading(index) or (
                heading.of_line(plain(text), self.page.profile) is not None
            )
            if looks and self._opens(index + 1):
                yield self._finding(HEADING_MISSED, index, "looks like the heading of a letter")

    def _run_in(self, start: Start, end: int) -> Iterator[Diagnostic]:
        """Paragraphs in the middle of a document that begin with a place and a full date."""
        signs = self.page.signs
        for index in range(start.end + 1, end):
            line, text = self.page.lines[index], self.page.texts[index]
            if not line.gap or line.is_in("note", "notes"):
                continue
            head = text[: signs.run_in_dateline(text)]
            if head and signs.dateline(run_in.plain_head(head)) == "year":
                yield self._finding(LETTER_IN_LETTER, index, "looks like the beginning of a letter")

    def _opens(self, index: int) -> bool:
        """Whether a salutation stands here, or a dateline with its year."""
        text = self.page.texts[index]
        signs = self.page.signs
        return signs.short_salutation(text) or signs.dateline(text) == "year"

    def _two_letters(self, start: Start, end: int) -> Iterator[Diagnostic]:
        """A dateline between two signatures, with prose on both sides of it."""
        signs = self.page.signs
        signed, dated, prose = False, -1, False
        for index in range(start.end + 1, end):
            line, text = self.page.lines[index], self.page.texts[index]
            if line.is_in("note", "notes"):
                return
            if len(text.split()) > PROSE:
                prose = True
            elif prose and line.gap and signs.dateline(text) == "year" and signed:
                dated, prose = index, False
            elif prose and signs.signature(text) and not signs.salutation(text):
                if dated >= 0:
                    yield self._finding(TWO_LETTERS, dated, "stands between two signatures")
                    return
                signed = True

    def _quotation_open(self, index: int, end: int) -> bool:
        """Whether a paragraph opens a quotation, and neither it nor the next goes on with it."""
        text = self.page.texts[index]
        for opening, closing in _QUOTES.items():
            opened = text.count(opening)
            if opening == "“" and "„" in text:
                continue
            closed = sum(text.count(each) for each in closing)
            if opened > closed:
                following = self.page.texts[index + 1] if index + 1 < end else ""
                return not following.startswith(opening)
        return False

    def _before_first(self) -> Iterator[Diagnostic]:
        first = self.starts[0]
        last = next((s.line for s in self.starts if not s.is_essay), first.line)
        if self.page.profile.page.begins is not Beginning.HEADING:
            return
        for index in range(last):
            if self.page.signs.short_salutation(self.page.texts[index]):
                yield self._finding(LETTER_BEFORE_FIRST, index, "stands before the first letter")
                return

    def _numbers(self) -> Iterator[Diagnostic]:
        """Numbers that jump or go back, where nearly all rise by one."""
        numbered = [start for start in self.starts if start.number]
        pairs = [
            (first, second, numbers.value(second.number) - numbers.value(first.number))
            for first, second in pairwise(numbered)
        ]
        regular = sum(step in {0, 1} for _, _, step in pairs)
        if regular * 3 < len(pairs) * 2:
            return
        for first, second, step in pairs:
            if step not in {0, 1}:
                message = f"number {second.number} follows number {first.number}"
                span = self.page.lines[second.line].span
                yield finding(self.page.source, NUMBERS_JUMP, span, message)

    def _lengths(self) -> Iterator[Diagnostic]:
        lengths = [
            self.page.lines[end - 1].span.end - self.page.lines[start.line].span.start
            for start, end in self._documents()
        ]
        if len(lengths) < _FEWEST:
            return
        usual = sorted(lengths)[len(lengths) // 2]
        for start, length in zip(self.starts, lengths, strict=True):
            if length > max(_LONG, _TIMES * usual) and not start.is_essay:
                words = f"is {length // usual} times as long as the others of this page"
                yield self._finding(MUCH_LONGER, start.line, words)

    def _finding(self, rule: Rule, index: int, words: str) -> Diagnostic:
        message = f"“{self.page.texts[index][:60]}” {words}"
        return finding(self.page.source, rule, self.page.lines[index].span, message)
