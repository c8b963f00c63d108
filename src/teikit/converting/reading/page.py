"""From a page to its documents.

Every line of a page goes to exactly one document: the title block to the first, the running title
at the end to the last. Where documents begin is found by `beginnings`, and by `supposed` where the
profile does not say so.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from teikit.converting.letter import Heading
from teikit.converting.raw_rules import (
    BEHIND_SIGNATURE,
    NO_LETTER,
    PREFACE_SUPPOSED,
    UNKNOWN_FURNITURE,
    WRAPPED_PERHAPS,
)
from teikit.converting.reading.beginnings import Start, in_order, starts_of
from teikit.converting.reading.behind import BehindSignature
from teikit.converting.reading.commentary import (
    bracketed_end,
    comments_behind,
    preface_end,
)
from teikit.converting.reading.doubts import Doubts
from teikit.converting.reading.findings import finding
from teikit.converting.reading.layout import Line, arrange
from teikit.converting.reading.lined_page import PROSE, LinedPage
from teikit.converting.reading.notes import are_marked, is_first_label
from teikit.converting.reading.signs import plain
from teikit.converting.reading.supposed import Supposed
from teikit.converting.reading.taken import NO_NOTES, TakenNotes
from teikit.converting.source import Mark, Source, Span
from teikit.diagnostic import Diagnostic, Rule
from teikit.errors import TeikitError
from teikit.profiles.profile import Profile
from teikit.profiles.template import match, match_paragraph

_LONGEST_TITLE = 10
"""Words of the title of what is no letter."""
_LONE_YEAR = re.compile(r"\[?(1\d{3}|20\d\d)\]?\.?(?:\s*[-–—]\s*\[?(?:1\d{3}|20\d\d)\]?\.?)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of one document, by their part in it."""

    header: tuple[Span, ...] = ()
    number_line: Span | None = None
    number: str = ""
    title_lines: tuple[Span, ...] = ()
    heading: Heading | None = None
    section: str = ""
    """The Roman numeral of the section that an essay introduces; empty for a letter."""
    is_essay: bool = False
    """Whether the editors wrote it."""
    summary: tuple[Span, ...] = ()
    """The editors' summary under the heading."""
    preface: Span | None = None
    """The first of its paragraphs that only the dateline behind it shows to be the editors'."""
    text: tuple[Span, ...] = ()
    commentary: tuple[Span, ...] = ()
    """What the editors say of it behind its end."""
    doubtful: Span | None = None
    """A paragraph behind its signature that may be theirs, too."""
    notes_line: Span | None = None
    notes: tuple[Span, ...] = ()
    footer: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    """Page numbers and running heads between its lines."""
    marks: tuple[Mark, ...] = ()
    """Line ends within words, and furniture within paragraphs."""
    verse: frozenset[Span] = frozenset()
    """Those lines of the text that are lines of verse."""

    @property
    def span(self) -> Span:
        """From its first character to its last, furniture left out."""
        lines = [
            *filter(None, (self.number_line,)),
            *self.title_lines,
            *self.summary,
            *self.text,
            *self.commentary,
            *filter(None, (self.notes_line,)),
            *self.notes,
        ]
        return Span(min(line.start for line in lines), max(line.end for line in lines))


def divide(
    source: Source, profile: Profile, apart: TakenNotes = NO_NOTES
) -> tuple[list[Draft], list[Diagnostic]]:
    """The documents of a page, in order, and what was noticed; `apart` are no lines of them.

    Raises:
        TeikitError: the page holds no document.
    """
    page = LinedPage(source, profile, arrange(source, profile, apart.spans))
    return _Cut(page, frozenset(apart.editorial)).result()


@dataclass(frozen=True)
class _Cut:
    """The work of cutting one page."""

    page: LinedPage
    editorial: frozenset[int] = frozenset()
    """Where texts of the editors begin, between the letters and notes behind them."""

    @property
    def source(self) -> Source:
        """The page."""
        return self.page.source

    @property
    def profile(self) -> Profile:
        """What the page should look like."""
        return self.page.profile

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its lines without furniture."""
        return self.page.lines

    @cached_property
    def _spans(self) -> list[Span]:
        return [line.span for line in self.lines]

    @property
    def texts(self) -> list[str]:
        """The words of each line."""
        return self.page.texts

    def result(self) -> tuple[list[Draft], list[Diagnostic]]:
        """The drafts and the findings."""
        starts = starts_of(self.page)
        findings = list(self._layout_findings())
        if not starts:
            return self._without_letter(findings)
        starts, more = Supposed(self.page).add_to(starts)
        findings += more
        starts = self._with_back(self._with_front(self._with_editorial(starts)))
        end = self._footer_start(starts[-1].line)
        findings += Doubts(self.page, starts, end).findings()
        bounds = [*(start.line for start in starts[1:]), end]
        drafts = [self._draft(start, bound) for start, bound in zip(starts, bounds, strict=True)]
        findings += [
            finding(self.source, PREFACE_SUPPOSED, draft.preface, "the letter opens behind it")
            for draft in drafts
            if draft.preface
        ]
        findings += [
            finding(self.source, BEHIND_SIGNATURE, draft.doubtful, _behind(draft))
            for draft in drafts
            if draft.doubtful
        ]
        first = starts[0].line
        header = [line.span for line in self.lines[:first]]
        drafts[0] = replace(drafts[0], header=(*header, *drafts[0].header))
        drafts[-1] = replace(drafts[-1], footer=tuple(line.span for line in self.lines[end:]))
        findings += [
            self._finding(
                UNKNOWN_FURNITURE,
                index,
                f"“{self.texts[index][:60]}” stands before the first document",
            )
            for index in range(first)
            if not self.page.is_furniture(index)
        ]
        return self._with_furniture(drafts), findings

    def _finding(self, rule: Rule, index: int, message: str) -> Diagnostic:
        return finding(self.source, rule, self.lines[index].span, message)

    def _layout_findings(self) -> list[Diagnostic]:
        if self.page.layout.perhaps_wrapped is None:
            return []
        message = "these lines look broken at a width, but not all: they were not joined"
        return [finding(self.source, WRAPPED_PERHAPS, self.page.layout.perhaps_wrapped, message)]

    def _with_editorial(self, starts: list[Start]) -> list[Start]:
        """The beginnings, with those of the editors' texts beside the notes behind all letters."""
        lines = [i for i, line in enumerate(self.lines) if line.span.start in self.editorial]
        taken = {start.line for start in starts}
        essays = [Start(index, is_essay=True) for index in lines if index not in taken]
        return in_order(starts, essays)

    def _with_front(self, starts: list[Start]) -> list[Start]:
        """The beginnings, with the editors' text before the first where there is prose."""
        first = starts[0].line
        prose = [i for i in range(first) if len(self.texts[i].split()) > PROSE]
        if not prose:
            return starts
        begin = next(i for i in range(first) if not self.page.is_furniture(i))
        return [Start(begin, is_essay=True), *starts]

    def _with_back(self, starts: list[Start]) -> list[Start]:
        """The beginnings, with what the volume has behind its last letter: an index, a licence."""
        first = starts[-1].end + 1
        back = next((i for i in range(first, len(self.lines)) if self._ends_letters(i)), None)
        if back is None or starts[-1].is_essay:
            return starts
        return [*starts, Start(back, is_essay=True)]

    def _ends_letters(self, index: int) -> bool:
        """Whether a short line that stands alone heads what is no letter of the volume."""
        text, line = plain(self.texts[index]), self.lines[index]
        if not line.alone or len(text.split()) > _LONGEST_TITLE:
            return False
        phrases = self.profile.letter.back
        return any(_is_titled(text.casefold(), phrase.casefold()) for phrase in phrases)

    def _without_letter(self, findings: list[Diagnostic]) -> tuple[list[Draft], list[Diagnostic]]:
        """A page of the editors as a document of its own; else the page is refused."""
        prose = [i for i, text in enumerate(self.texts) if len(text.split()) > PROSE]
        letters = any(map(Supposed(self.page).may_open, range(len(self.lines))))
        if not prose or letters:
            raise TeikitError(
                f"{self.source.path}: no document was found: no line with a number, no heading;"
                " check that the profile fits the page"
            )
        begin = next((i for i in range(prose[0]) if not self.page.is_furniture(i)), prose[0])
        draft = self._draft(Start(begin, is_essay=True), len(self.lines))
        draft = replace(draft, header=tuple(line.span for line in self.lines[:begin]))
        message = "no letter was found in this page: it is taken for a text of the editors"
        return self._with_furniture([draft]), [*findings, self._finding(NO_LETTER, begin, message)]

    # Drafts

    def _footer_start(self, last_start: int) -> int:
        end = len(self.lines)
        while end - 1 > last_start and self.page.is_furniture(end - 1):
            end -= 1
        return end

    def _draft(self, start: Start, end: int) -> Draft:
        if start.is_essay:
            return self._essay(start, end)
        spans = self._spans
        texts = self.texts[start.line : end]
        notes, notes_line = _notes_start(texts, self.profile)
        notes += start.line
        number_line = spans[start.number_line] if start.number_line is not None else None
        titles = tuple(spans[index] for index in start.titles)
        if start.behind_number:
            number_line, title = _split_behind(self.source, spans[start.line], start.behind_number)
            titles = (title,)
        body = max(start.end, start.line)
        summary = [spans[index] for index in start.between]
        while body < notes and match_paragraph(self.profile.page.summary, self.texts[body]):
            summary.append(spans[body])
            body += 1
        commented = bracketed_end(self.texts, body, notes) if body < notes else body
        if commented < notes:
            summary += spans[body:commented]
            body = commented
        prefaced = self._preface_end(start, body, notes)
        preface = spans[body] if prefaced > body else None
        summary += spans[body:prefaced]
        body = prefaced
        text, behind = self._without_section_titles(body, notes, end)
        comments = comments_behind(self.texts, body + 1, text)
        behind_it = BehindSignature(self.page, start, body, comments).find()
        doubtful: Span | None = None
        if behind_it and behind_it.sure:
            comments = behind_it.line
        elif behind_it:
            doubtful = spans[behind_it.line]
        return Draft(
            number_line=number_line,
            number=start.number,
            title_lines=titles,
            header=tuple(spans[index] for index in start.above),
            heading=start.heading,
            summary=tuple(summary),
            preface=preface,
            text=tuple(spans[body:comments]),
            commentary=tuple(spans[comments:text]),
            notes_line=spans[notes] if notes_line else None,
            notes=tuple(spans[notes + notes_line : behind if notes < end else end]),
            furniture=tuple(spans[text:notes]) if notes >= end else (),
            doubtful=doubtful,
            verse=frozenset(line.span for line in self.lines[body:comments] if line.verse),
        )

    def _preface_end(self, start: Start, body: int, end: int) -> int:
        """The index behind the editors' paragraphs below a heading, before the letter opens."""
        if not (start.heading or start.number):
            return body
        page = self.page
        return preface_end(self.source, page.lines, page.texts, page.signs, body, end)

    def _without_section_titles(self, body: int, notes: int, end: int) -> tuple[int, int]:
        """The end of the text before a year or a rule that stands between two letters."""
        if notes < end or end >= len(self.lines):
            return notes, end
        text = notes
        while text - 1 > body and self._divides(text - 1):
            text -= 1
        return text, end

    def _divides(self, index: int) -> bool:
        """Whether a line behind a letter is a title of the volume: a year, a rule."""
        text = self.texts[index]
        if self.page.is_furniture(index) or self.lines[index].level:
            return True
        return bool(self.lines[index].gap and _LONE_YEAR.fullmatch(plain(text)))

    def _essay(self, start: Start, end: int) -> Draft:
        spans = self._spans
        first = self.texts[start.line]
        found = match(self.profile.page.essay, first)
        section = (found.groupdict().get("roman") or "").upper() if found else ""
        notes, notes_line = _notes_start(self.texts[start.line : end], self.profile)
        notes += start.line
        titled = bool(found) or len(first.split()) < 16
        body = start.line + titled
        if not section:
            notes, notes_line = end, 0
        return Draft(
            title_lines=tuple(spans[start.line : body]),
            section=section,
            is_essay=True,
            text=tuple(spans[body:notes]),
            notes_line=spans[notes] if notes_line else None,
            notes=tuple(spans[notes + notes_line : end]),
        )

    def _with_furniture(self, drafts: list[Draft]) -> list[Draft]:
        """The drafts with page numbers and running heads: each to the document it stands in."""
        furniture = [line.span for line in self.page.layout.lines if line.furniture]
        marks = self.page.layout.marks
        starts = [mark.span.start for mark in marks]
        result: list[Draft] = []
        at = 0
        for place, draft in enumerate(drafts):
            following = drafts[place + 1].span.start if place + 1 < len(drafts) else None
            before, inside, behind = [], [], []
            while at < len(furniture) and (following is None or furniture[at].start < following):
                span = furniture[at]
                at += 1
                if place == 0 and span.start < draft.span.start:
                    before.append(span)
                elif following is None and span.start > draft.span.end:
                    behind.append(span)
                else:
                    inside.append(span)
            upto = bisect_left(starts, draft.span.end)
            result.append(
                replace(
                    draft,
                    marks=marks[bisect_left(starts, draft.span.start) : upto],
                    header=tuple(sorted((*draft.header, *before))),
                    furniture=tuple(sorted((*draft.furniture, *inside))),
                    footer=tuple(sorted((*draft.footer, *behind))),
                )
            )
        return result


def _is_titled(text: str, phrase: str) -> bool:
    """Whether a line is a phrase, or begins with it and has no sentence behind it."""
    if not text.startswith(phrase):
        return False
    rest = text[len(phrase) :]
    return not rest[:1].isalnum() and rest[:1] not in {",", ";"} and text[-1:] not in {"?", "!"}


def _behind(draft: Draft) -> str:
    number = f" of No. {draft.number}" if draft.number else ""
    return f"text stands behind the signature{number}: a postscript, or the editors'"


def _notes_start(texts: Sequence[str], profile: Profile) -> tuple[int, int]:
    """The index of the first line of the notes, and how many lines head them: one or none."""
    for index, text in enumerate(texts):
        if index and match(profile.page.notes, text):
            return index, 1
    plain = not (profile.page.notes or profile.notes.bracketed or profile.notes.labels)
    first = len(texts) - 1 if plain else 0
    while first > 0 and not is_first_label(texts[first]):
        first -= 1
    if first > 0 and are_marked(texts[:first], texts[first:]):
        return first, 0
    return len(texts), 0


def _split_behind(source: Source, line: Span, words: int) -> tuple[Span, Span]:
    """A line divided behind its first words."""
    pieces = list(re.finditer(r"\S+", source[line]))
    return (
        Span(line.start, line.start + pieces[words - 1].end()),
        Span(line.start + pieces[words].start(), line.end),
    )
