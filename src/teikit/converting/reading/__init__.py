"""Reading a page: its documents, and the blocks of each.

`cut` divides a page: `page` makes drafts of it, one for each document, with furniture, heading,
text and notes told apart; `heading` reads the names in a heading; `notes` numbers the notes, lost
numbers too. `documents` makes letters of the drafts: `zones` divides the text into opening, body
and closing, where `lines` judges what kind a line is of.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.converting import dates
from teikit.converting.authority import Authority
from teikit.converting.forms import citations, prose
from teikit.converting.letter import CONVERTER, ESSAY, Block, Letter
from teikit.converting.raw_rules import (
    GENRE_UNCERTAIN,
    NO_HEADING,
    NO_SOURCE,
    NUMBER_LOST,
    NUMBER_REPAIRED,
)
from teikit.converting.reading import heading
from teikit.converting.reading.apparatus import NotePage, note_sections, take_notes
from teikit.converting.reading.findings import finding
from teikit.converting.reading.groups import LetterHead
from teikit.converting.reading.lines import LineJudge
from teikit.converting.reading.neighbours import with_neighbours
from teikit.converting.reading.notes import NumberedNote, number_notes
from teikit.converting.reading.page import Draft, divide
from teikit.converting.reading.refusals import refused
from teikit.converting.reading.same import to_the_same
from teikit.converting.reading.shares import Share, shares, with_notes
from teikit.converting.reading.taken import TakenNotes
from teikit.converting.reading.years import outside, with_years
from teikit.converting.reading.zones import Zones
from teikit.converting.source import Mark, Source, Span, collapse
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import Beginning, Profile

_LONGEST_DATELINE = 14
_MOST_CUTS = 3

__all__ = ["CutPage", "cut", "documents", "outlines"]


@dataclass(frozen=True, slots=True)
class CutPage:
    """A page cut into its documents: each with its share of notes elsewhere, and its own notes."""

    source: Source
    drafts: tuple[Draft, ...]
    shares: tuple[Share, ...]
    notes: tuple[Sequence[NumberedNote], ...]
    findings: tuple[Diagnostic, ...]
    """What was noticed in cutting it."""


def cut(source: Source, profile: Profile) -> CutPage:
    """Cut a page into its documents.

    Raises:
        TeikitError: the page holds no document.
    """
    taken, drafts, findings = _cut(source, profile)
    owned, more = shares(source, taken, [draft.span.start for draft in drafts])
    notes = tuple(_notes(source, draft, profile) for draft in drafts)
    noticed = (*findings, *taken.findings, *more)
    return CutPage(source, tuple(drafts), tuple(owned), notes, noticed)


def documents(
    page: CutPage, profile: Profile, authority: Authority
) -> tuple[list[Letter], list[Diagnostic]]:
    """The documents of a page as letters, and what was noticed. Ids are given later."""
    source, drafts, findings = page.source, page.drafts, [*page.findings]
    letters: list[Letter] = []
    numbers_alone = bool(profile.page.number) and not any(draft.heading for draft in drafts)
    named = False
    for draft, share, notes in zip(drafts, page.shares, page.notes, strict=True):
        letters.append(_letter(source, draft, notes, share, profile, authority))
        findings += _note_findings(source, notes, _name(draft))
        if not draft.is_essay:
            span = draft.span
            if letters[-1].genre_cert:
                message = f"the heading names no genre; taken for a {letters[-1].genre}"
                findings.append(finding(source, GENRE_UNCERTAIN, span, f"{_name(draft)}{message}"))
            if draft.heading is None and profile.page.begins is Beginning.HEADING and not named:
                # where numbers alone head the letters, this holds for all of them
                named = numbers_alone
                findings.append(
                    finding(source, NO_HEADING, span, f"{_name(draft)}there is no heading")
                )
            if profile.page.sourced and not letters[-1].of_kind("source"):
                findings.append(
                    finding(source, NO_SOURCE, span, f"{_name(draft)}there is no source line")
                )
    letters = with_neighbours(with_years(to_the_same(letters, profile), profile), profile)
    return letters, [*findings, *outside(letters, profile)]


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be said of a document before its blocks are told apart."""

    number: str
    section: str
    is_essay: bool
    date: str
    """The editors' date under the heading, or nothing."""
    notes: frozenset[int]
    text: str
    """From the heading to the source line, white space collapsed."""


def outlines(page: CutPage, profile: Profile) -> Iterator[Outline]:
    """The documents of a page in outline: cheaper than `documents`."""
    years = dates.Years(profile.edition.first_year, profile.edition.last_year)
    source = page.source
    for draft, share, notes in zip(page.drafts, page.shares, page.notes, strict=True):
        found = _first_date(source, draft, profile, years)
        yield Outline(
            number=draft.number,
            section=draft.section,
            is_essay=draft.is_essay,
            date=found.day if found else "",
            notes=share.numbers | {note.number for note in notes if note.number},
            text=collapse(
                " ".join(source[line] for line in (*draft.title_lines, *draft.summary, *draft.text))
            ),
        )


def _cut(source: Source, profile: Profile) -> tuple[TakenNotes, list[Draft], list[Diagnostic]]:
    """The notes of a page, its documents, and what was noticed in cutting it."""
    page = NotePage(source, profile)
    taken = take_notes(page)
    drafts, findings = divide(source, profile, taken)
    sections = note_sections(page, [_head(draft) for draft in drafts])
    if sections:
        taken = take_notes(page, sections=sections)
        drafts, findings = divide(source, profile, taken)
    no_notes: dict[Span, Diagnostic] = {}
    for _ in range(_MOST_CUTS):  # a mark that a refused note leaves free may lead to another
        more = refused(source, taken, drafts, profile.notes.place)
        if not more:
            break
        no_notes |= more
        taken = take_notes(page, frozenset(no_notes), sections)
        drafts, findings = divide(source, profile, taken)
    return taken, drafts, [*findings, *no_notes.values()]


def _head(draft: Draft) -> LetterHead:
    number = filter(None, (draft.number_line,))
    lines = tuple(sorted({*number, *draft.title_lines}))
    return LetterHead(draft.span, draft.number, lines, draft.text[:2], draft.is_essay)


def _first_date(
    source: Source, draft: Draft, profile: Profile, years: dates.Years
) -> dates.FoundDate | None:
    """The editors' date under the heading; else a date in one of the first lines."""
    if profile.page.dated:
        return _heading_date(source, draft.text[0], profile, years) if draft.text else None
    short = (
        source[line] for line in draft.text[:3] if len(source[line].split()) < _LONGEST_DATELINE
    )
    found = (date for text in short for date in dates.find(text, profile.dates, years, line=True))
    return next((date for date in found if date.year and not date.kind), None)


def _notes(source: Source, draft: Draft, profile: Profile) -> list[NumberedNote]:
    marks = _numbers(source, draft.text)
    return number_notes(source, draft.notes, profile.notes, marks)


def _name(draft: Draft) -> str:
    return f"No. {draft.number}: " if draft.number else ""


def _letter(
    source: Source,
    draft: Draft,
    notes: Sequence[NumberedNote],
    share: Share,
    profile: Profile,
    authority: Authority,
) -> Letter:
    blocks = [Block("header", line) for line in draft.header]
    if draft.number_line:
        blocks.append(Block("number", draft.number_line))
    blocks += [Block("heading", line) for line in draft.title_lines]
    blocks += [Block("summary", line) for line in draft.summary]
    if draft.is_essay:
        blocks += [Block("p", line) for line in draft.text]
        genre, genre_cert = ESSAY, ""
    else:
        blocks += _text_blocks(source, draft, profile, authority)
        genre, genre_cert = _genre(source, draft, blocks, profile)
    blocks += [Block("commentary", line) for line in draft.commentary]
    if draft.notes_line:
        blocks.append(Block("notes", draft.notes_line))
    if notes:
        blocks += [_note_block(note) for note in notes]
    blocks, links = with_notes(source, blocks, share, profile.notes.textual)
    # Links back to their marks stand between notes: the foot of the page is behind all of them.
    last = max((block.span.end for block in blocks), default=0)
    between = tuple(line for line in draft.footer if line.start < last)
    draft = replace(draft, furniture=(*draft.furniture, *between))
    blocks += [Block("footer", line) for line in draft.footer if line not in between]
    return Letter(
        source=source,
        id="",
        genre=genre,
        genre_cert=genre_cert,
        blocks=tuple(_with_furniture(blocks, draft)),
        number=draft.number,
        section=draft.section,
        heading=draft.heading,
        links=links,
    )


def _genre(
    source: Source, draft: Draft, blocks: Sequence[Block], profile: Profile
) -> tuple[str, str]:
    """The genre that the heading names; else one that the description shows, and how sure it is."""
    if draft.heading and draft.heading.genre:
        return draft.heading.genre, ""
    described = " ".join(source[block.span] for block in blocks if block.kind == "source")
    for genre, words in profile.manuscript.genres.items():
        if any(word.casefold() in described.casefold() for word in words):
            return genre, "low"
    return profile.heading.default_genre, ""


def _with_furniture(blocks: Sequence[Block], draft: Draft) -> list[Block]:
    """The blocks in the order of the page, with its furniture, and verse told from prose."""
    blocks = [
        replace(block, kind="verse") if block.kind == "p" and block.span in draft.verse else block
        for block in blocks
    ]
    if draft.marks:
        starts = [mark.span.start for mark in draft.marks]
        blocks = [_marked(block, draft.marks, starts) for block in blocks]
    if not draft.furniture:
        return blocks
    furniture = [Block("furniture", span) for span in draft.furniture]
    return sorted([*blocks, *furniture], key=lambda block: block.span)


def _marked(block: Block, marks: Sequence[Mark], starts: Sequence[int]) -> Block:
    """A block with the line ends and the furniture within it."""
    inside = marks[bisect_left(starts, block.span.start) : bisect_right(starts, block.span.end)]
    return replace(block, marks=(*block.marks, *inside)) if inside else block


def _text_blocks(
    source: Source, draft: Draft, profile: Profile, authority: Authority
) -> list[Block]:
    lines = list(draft.text)
    edition = profile.edition
    years = dates.Years(edition.first_year, edition.last_year)
    blocks: list[Block] = []
    headed = _heading_date(source, lines[0], profile, years) if lines else None
    if headed and profile.page.dated:
        blocks.append(Block("edition-date", lines.pop(0)))
        years = dates.Years(edition.first_year, edition.last_year, headed.year, headed.month)
    end = _source_line(source, lines, profile, authority)
    known_years = _with_year(years, edition.first_year)
    zones = Zones(
        source, profile, LineJudge(source, profile, authority, draft.heading, known_years)
    )
    enclosure = _enclosure(source, lines[:end], profile, zones)
    blocks += zones.blocks(lines[:enclosure])
    if enclosure < end:
        behind = lines[enclosure + 1 : end]
        heads = [lines[enclosure], *(behind[:1] if _is_heading(source, behind, profile) else ())]
        enclosed = [Block("heading", line) for line in heads]
        enclosed += zones.blocks(lines[enclosure + len(heads) : end])
        blocks += [replace(block, enclosed=True) for block in enclosed]
    blocks += [Block("source", line) for line in lines[end:]]
    return blocks


def _is_heading(source: Source, lines: Sequence[Span], profile: Profile) -> bool:
    return bool(lines) and heading.find(source, lines[:1], profile) is not None


def _enclosure(source: Source, lines: Sequence[Span], profile: Profile, zones: Zones) -> int:
    """The index of the line that heads an enclosed document, behind the letter's signature."""
    signed, judged, outside = False, 1, False
    for index, line in enumerate(lines):
        outside = outside or (index > 1 and zones.lines.is_envelope(line))
        if index > 1 and zones.lines.is_enclosure(line):
            return index
        added = source[line].startswith(profile.letter.postscript)
        if index > 1 and not outside and not added and heading.read(source[line], profile.heading):
            signed = signed or any(map(zones.is_signature, lines[judged:index]))
            judged = index
            if signed:
                return index
    return len(lines)


def _heading_date(
    source: Source, line: Span, profile: Profile, years: dates.Years
) -> dates.FoundDate | None:
    """The editors' date under the heading: a line that is a date with its year and nothing else."""
    text = source[line]
    found = next(dates.find(text, profile.dates, years, line=True), None)
    if found is None or found.year is None:
        return None
    usual = {word.casefold() for word in profile.dates.around}
    rest = prose.words(text[: found.span.start]) + prose.words(text[found.span.end :])
    return found if all(word.casefold().rstrip(".") in usual for word in rest) else None


def _with_year(years: dates.Years, year: int) -> dates.Years:
    """Years with some year given: to tell the form of a date its value does not matter."""
    return years if years.given else dates.Years(years.first, years.last, year, years.month)


def _source_line(
    source: Source, lines: Sequence[Span], profile: Profile, authority: Authority
) -> int:
    """The index of the source line: the last that begins with an archival citation.

    Where there is none, the last line of all may name a printed work and a page in it, or say in
    brackets where the manuscript is.
    """
    for index in range(len(lines) - 1, -1, -1):
        if citations.begins(
            source[lines[index]], profile.archive, profile.notes.numerals, authority
        ):
            return index
    if len(lines) > 1 and citations.is_bracketed_source(source[lines[-1]]):
        return len(lines) - 1
    words = profile.archive.volume + profile.archive.page
    if len(lines) > 1 and citations.is_printed_work(source[lines[-1]], words):
        return len(lines) - 1
    return len(lines)


def _numbers(source: Source, lines: Sequence[Span]) -> frozenset[int]:
    """The numbers in a text that stand as note marks may stand."""
    return frozenset(int(number) for line in lines for number in _MAY_MARK.findall(source[line]))


_MAY_MARK = re.compile(r"\d(?<![\d/.,-]\d)\d?(?![\d/-]|,\d|\.\d)")


def _note_block(note: NumberedNote) -> Block:
    if not note.number:
        return Block("note-more", note.span)
    number = str(note.number)
    inferred = {"resp": CONVERTER, "cert": "high"}
    match note.how:
        case "printed":
            marks = [Mark(note.label, "label")]
        case "repaired":
            marks = [Mark(note.label, "label-repaired", inferred, number)]
        case _:
            marks = [Mark(note.label, "label-lost", inferred | {"cert": "medium"}, number)]
    if note.fallen:
        marks.append(Mark(note.fallen, "choice", inferred, note.mended))
    return Block("note", note.span, {"n": number}, tuple(marks))


def _note_findings(
    source: Source, notes: Sequence[NumberedNote], name: str
) -> Iterator[Diagnostic]:
    for note in notes:
        words = " ".join(source[note.span].split()[:6])
        if note.how == "repaired":
            message = f"{name}note {note.number} is printed “{source[note.label]}”"
            yield finding(source, NUMBER_REPAIRED, note.span, message)
        elif note.how == "lost":
            message = f"{name}“{words} …” is taken for note {note.number}: {note.why}"
            yield finding(source, NUMBER_LOST, note.span, message)
