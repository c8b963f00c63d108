"""From a page to its documents.

Every line of a page goes to exactly one document: the title block to the first, the running title
at the end to the last.
"""

import re
from dataclasses import dataclass, replace

from teikit.converting import dates
from teikit.converting.letter import Heading
from teikit.converting.raw_rules import UNKNOWN_FURNITURE
from teikit.converting.reading import heading
from teikit.converting.reading.apparatus import NO_NOTES, TakenNotes
from teikit.converting.reading.notes import is_first_label
from teikit.converting.source import Source, Span, collapse
from teikit.diagnostic import Diagnostic, Location, Rule
from teikit.errors import TeikitError
from teikit.profiles.profile import Profile
from teikit.profiles.template import match


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
    text: tuple[Span, ...] = ()
    notes_line: Span | None = None
    notes: tuple[Span, ...] = ()
    footer: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        """From its first character to its last, furniture left out."""
        lines = [
            *filter(None, (self.number_line,)),
            *self.title_lines,
            *self.text,
            *filter(None, (self.notes_line,)),
            *self.notes,
        ]
        return Span(lines[0].start, lines[-1].end)


def divide(
    source: Source, profile: Profile, apart: TakenNotes = NO_NOTES
) -> tuple[list[Draft], list[Diagnostic]]:
    """The documents of a page, in order, and what was noticed; `apart` are no lines of them.

    Raises:
        TeikitError: the page holds no document.
    """
    lines = apart.without(source.lines())
    texts = [collapse(source[line]) for line in lines]
    starts = [i for i, text in enumerate(texts) if _number(text, profile)]
    essay = _essay_start(texts, profile, starts[0] if starts else len(texts))
    if essay is not None:
        starts.insert(0, essay)
    if not starts:
        starts = _headed_starts(texts, profile)
    if not starts:
        raise TeikitError(
            f"{source.path}: no document was found: no line with a number, no heading;"
            " check that the profile fits the page"
        )
    end = _footer_start(texts, profile, starts[-1])
    drafts = []
    for position, (first, last) in enumerate(zip(starts, [*starts[1:], end], strict=True)):
        draft = _draft(source, lines[first:last], profile, is_essay=first == essay)
        if position == 0:
            draft = replace(draft, header=tuple(lines[: starts[0]]))
        drafts.append(draft)
    drafts[-1] = replace(drafts[-1], footer=tuple(lines[end:]))
    findings = [
        finding(source, UNKNOWN_FURNITURE, line, f"“{text[:60]}” stands before the first document")
        for line, text in zip(lines[: starts[0]], texts, strict=False)
        if not match(profile.page.furniture, text) and not match(profile.page.essay, text)
    ]
    return drafts, findings


def finding(source: Source, rule: Rule, span: Span, message: str) -> Diagnostic:
    """A finding at a place of a raw page."""
    place = Location(source.path, *source.position(span.start))
    return Diagnostic(rule, place, collapse(message))


def _number(text: str, profile: Profile) -> re.Match[str] | None:
    """The number that a line is, alone or with the heading behind it."""
    found = match(profile.page.number, text)
    behind = found.groupdict().get("heading") if found else None
    return found if not behind or heading.read(behind, profile.heading) else None


def _essay_start(texts: list[str], profile: Profile, end: int) -> int | None:
    """The section title that prose follows: a title with no prose behind it is furniture."""
    for index, text in enumerate(texts[:end]):
        if match(profile.page.essay, text):
            behind = texts[index + 1 : end]
            if any(len(each.split()) > heading.LONGEST_HEADING for each in behind):
                return index
    return None


def _headed_starts(texts: list[str], profile: Profile) -> list[int]:
    """The lines that read as headings: the first alone, where documents should have numbers."""
    starts = [
        index
        for index, text in enumerate(texts)
        if not match(profile.page.furniture, text) and heading.read(text, profile.heading)
    ]
    return starts[:1] if profile.page.number else starts


def _footer_start(texts: list[str], profile: Profile, last_start: int) -> int:
    end = len(texts)
    while end - 1 > last_start and (
        match(profile.page.furniture, texts[end - 1]) or match(profile.page.essay, texts[end - 1])
    ):
        end -= 1
    return end


def _draft(source: Source, lines: list[Span], profile: Profile, *, is_essay: bool) -> Draft:
    texts = [collapse(source[line]) for line in lines]
    notes, notes_line = _notes_start(texts, profile)
    body, number_line, number, section = 0, None, "", ""
    title_lines: tuple[Span, ...] = ()
    head: Heading | None = None
    if is_essay:
        found = match(profile.page.essay, texts[0])
        section = found["roman"].upper() if found else ""
        title_lines, body = (lines[0],), 1
    else:
        if found := _number(texts[0], profile):
            number_line, number, body = lines[0], found["number"], 1
        if found and found.groupdict().get("heading"):
            words = len(texts[0][: found.start("heading")].split())
            number_line, line = _split_behind(source, lines[0], words)
            title_lines, head = (line,), heading.read(found["heading"], profile.heading)
        else:
            title_lines, head = _title(source, lines[body:notes], profile)
            body += len(title_lines)
    return Draft(
        number_line=number_line,
        number=number,
        title_lines=title_lines,
        heading=head,
        section=section,
        text=tuple(lines[body:notes]),
        notes_line=lines[notes] if notes_line else None,
        notes=tuple(lines[notes + notes_line :]),
    )


def _notes_start(texts: list[str], profile: Profile) -> tuple[int, int]:
    """The index of the first line of the notes, and how many lines head them: one or none."""
    for index, text in enumerate(texts):
        if index and match(profile.page.notes, text):
            return index, 1
        plain = not profile.page.notes and not profile.notes.bracketed
        if index and plain and is_first_label(text):
            return index, 0
    return len(texts), 0


def _split_behind(source: Source, line: Span, words: int) -> tuple[Span, Span]:
    """A line divided behind its first words."""
    pieces = list(re.finditer(r"\S+", source[line]))
    return (
        Span(line.start, line.start + pieces[words - 1].end()),
        Span(line.start + pieces[words].start(), line.end),
    )


def _title(
    source: Source, lines: list[Span], profile: Profile
) -> tuple[tuple[Span, ...], Heading | None]:
    """The heading: its first line, and a second one where the date line only comes after it."""
    if not lines:
        return (), None
    first = heading.read(source[lines[0]], profile.heading)
    if first is None:
        return (), None
    # A second line belongs to the heading when it goes on in small letters before the date.
    if len(lines) > 2 and _is_date(source, lines[2], profile) and source[lines[1]][:1].islower():
        both = heading.read(f"{source[lines[0]]} {source[lines[1]]}", profile.heading)
        if both and len(both.groups) >= len(first.groups):
            return (lines[0], lines[1]), both
    return (lines[0],), first


def _is_date(source: Source, line: Span, profile: Profile) -> bool:
    text = source[line]
    years = dates.Years(
        profile.edition.first_year, profile.edition.last_year, profile.edition.first_year
    )
    found = next(dates.find(text, profile.dates, years), None)
    return bool(found and len(text) - (found.span.end - found.span.start) < 8)
