"""Letters that the profile does not say: where the heading is missing, or was not recognised.

A dateline that stands alone, with a salutation alone behind it, begins a letter wherever it stands:
there the page is cut, and a finding says so.
"""

from dataclasses import dataclass

from teikit.converting.raw_rules import CUT_WITHOUT_HEADING, LETTER_IN_LETTER
from teikit.converting.reading.beginnings import Start, in_order
from teikit.converting.reading.commentary import preface_end
from teikit.converting.reading.findings import finding
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.reading.signs import plain
from teikit.diagnostic import Diagnostic, Rule
from teikit.profiles.profile import Beginning

_FEWEST_LINES, _MOST_LINES = 3, 6
"""Lines behind a heading in which the letter itself opens."""
_SHORT = 8
"""Words of a line of an address."""


@dataclass(frozen=True)
class Supposed:
    """Finds what looks like the beginning of a letter."""

    page: LinedPage

    def add_to(self, starts: list[Start]) -> tuple[list[Start], list[Diagnostic]]:
        """The beginnings, with those of letters whose heading is missing, and findings."""
        findings: list[Diagnostic] = []
        if self.page.profile.page.begins is not Beginning.HEADING:
            return starts, findings
        taken = {index for start in starts for index in range(start.line, self._opened(start))}
        found: list[Start] = []
        for index in range(len(self.page.lines)):
            if index in taken or not self.may_open(index) or self.page.is_behind_enclosure(index):
                continue
            first = self._heading_like(index)
            if self._is_enclosed(index):
                findings.append(
                    self._finding(
                        LETTER_IN_LETTER,
                        index,
                        f"“{self.page.texts[index][:60]}” looks like the beginning of a letter",
                    )
                )
                continue
            found.append(Start(first, titles=tuple(range(first, index)), supposed="dateline"))
            findings.append(
                self._finding(CUT_WITHOUT_HEADING, index, "begins a letter that has no heading")
            )
        return in_order(starts, found), findings

    def _opened(self, start: Start) -> int:
        """The line behind those with which a letter begins: a preface, address, place, date."""
        texts = self.page.texts
        if prefaced := self._preface(start):
            return prefaced + _MOST_LINES
        end = start.end + _FEWEST_LINES
        while (
            end < min(len(texts), start.end + _MOST_LINES)
            and start.heading is not None
            and all(len(text.split()) < _SHORT for text in texts[start.end : end])
            and not any(map(self.page.signs.salutation, texts[start.end : end]))
        ):
            end += 1
        return end

    def _preface(self, start: Start) -> int:
        """The line behind what the editors say below a heading, before the dateline; or 0."""
        if start.heading is None:
            return 0
        page = self.page
        end = preface_end(
            page.source, page.lines, page.texts, page.signs, start.end, len(page.lines)
        )
        return end if end > start.end else 0

    def may_open(self, index: int) -> bool:
        """Whether a dateline stands here alone, with a salutation alone behind it."""
        line = self.page.lines[index]
        if not line.gap or line.is_in("note", "notes", "quote"):
            return False
        text = self.page.texts[index]
        if text[:1] in "\"“«„‘'(" or not self.page.signs.dateline(text):
            return False
        behind = index + 1
        while (
            behind < len(self.page.lines)
            and behind < index + 3
            and self.page.signs.dateline(self.page.texts[behind])
        ):
            behind += 1
        if behind >= len(self.page.lines) or not self.page.lines[behind].gap:
            return False
        salutation = self.page.texts[behind]
        if self.page.signs.dateline(text) == "year" and self.page.signs.salutation(salutation):
            return True
        return self.page.signs.short_salutation(salutation)

    def _heading_like(self, index: int) -> int:
        """The line before a dateline that looks like a heading, or the dateline itself."""
        before = index - 1
        if before > 0 and self.looks_like_heading(before):
            return before
        return index

    def looks_like_heading(self, index: int) -> bool:
        """Whether a short line that stands alone names a receiver or joins two names."""
        text = plain(self.page.texts[index]).strip("[]")
        line = self.page.lines[index]
        words = text.split()
        if not line.gap or not 2 <= len(words) <= 16 or self.page.signs.dateline(text):
            return False
        receivers = {each.casefold() for each in self.page.profile.heading.receiver}
        return words[0].casefold() in receivers or line.level > 0

    def _is_enclosed(self, index: int) -> bool:
        """Whether what stands before says that a letter is quoted here."""
        return index > 0 and self.page.texts[index - 1].rstrip('_*"”»').endswith(
            (":", ":—", ":--", ":-")
        )

    def _finding(self, rule: Rule, index: int, words: str) -> Diagnostic:
        message = f"“{self.page.texts[index][:60]}” {words}"
        return finding(self.page.source, rule, self.page.lines[index].span, message)
