"""The editors' notes of a page, taken out before the page is cut into letters.

Notes stand behind each letter, at the foot of a printed page in the middle of one, at the end of
the book, or in brackets in the running text. They are known by the file's format (`given`), by the
headings of letters that stand again above them, or by their labels (`by_labels`): in brackets that
close (`bracketed`), or at the beginnings of rows (`leading`). Labels that stand together
(`standing_together`) are taken for notes by a title above them or a rule, and by the marks in the
text that lead to them (`acceptance`); then it is seen how far they reach (`extents`), and what has
no mark or no note (`unlinked`). What is taken out cannot begin a letter, and is never read as its
dateline or signature.
"""

from collections.abc import Sequence

from teikit.converting.reading.apparatus.by_labels import notes_by_labels
from teikit.converting.reading.apparatus.given import given_notes
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.group_notes import GroupedNotes
from teikit.converting.reading.groups import LetterHead, NoteSection, NoteSections
from teikit.converting.reading.links import Marks
from teikit.converting.reading.rows import RawRow
from teikit.converting.reading.signs import LineSigns
from teikit.converting.reading.taken import NoteRun, TakenNotes
from teikit.converting.source import Span
from teikit.profiles.profile import NotePlace, Profile

__all__ = ["NotePage", "note_sections", "take_notes"]


def take_notes(
    page: NotePage,
    refused: frozenset[Span] = frozenset(),
    sections: Sequence[NoteSection] = (),
) -> TakenNotes:
    """Find the notes of a page and link them to their marks.

    `refused` are spans that look like labels and are known to be none; `sections` are the notes
    that stand behind all letters in groups.
    """
    given = given_notes(page)
    grouped = _grouped(page, sections, given)
    known = sorted((*given, *grouped.runs), key=lambda run: run.start)
    taken = TakenNotes(tuple(known))
    if not _are_numbered_behind_title(page.profile):
        taken = notes_by_labels(page, known, refused)
    editorial = tuple(start for section in sections for start in section.editorial)
    return TakenNotes(taken.runs, (*taken.findings, *grouped.findings()), editorial)


def note_sections(page: NotePage, heads: Sequence[LetterHead]) -> list[NoteSection]:
    """The notes behind all letters in groups that are headed like these."""
    signs = LineSigns(page.profile)
    return NoteSections(
        page.source, signs, page.rows, heads, page.heads_section, page.is_furniture
    ).found()


def _grouped(
    page: NotePage, sections: Sequence[NoteSection], given: Sequence[NoteRun]
) -> GroupedNotes:
    """The notes of the groups; no row is one that the format knows, or that is furniture."""
    marks = {name: Marks(found) for name, found in page.marks.every.items()} if sections else {}
    starts = {piece.start for run in given for note in run.notes for piece in note.pieces}

    def is_taken(row: RawRow) -> bool:
        return row.span.start in starts or page.is_furniture(row)

    return GroupedNotes(page.source, page.rows, sections, page.shapes, marks, page.label, is_taken)


def _are_numbered_behind_title(profile: Profile) -> bool:
    """Whether the profile says that notes are plain numbers under a title behind each letter.

    Then a letter's notes are read when the page has been cut: its title tells where they begin, and
    numbers that the page lost can be supplied.
    """
    notes = profile.notes
    plain = not notes.bracketed and not notes.labels and notes.place is NotePlace.LETTER
    return bool(profile.page.notes) and plain
