"""Notes as they are taken out of a page before it is cut into letters."""

from dataclasses import dataclass

from teikit.converting.reading.labels import Label
from teikit.converting.reading.links import NO_LINK, NoteLink
from teikit.converting.source import Span
from teikit.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class TakenNote:
    """A note of the page: its paragraphs, its label, and its marks in the text."""

    pieces: tuple[Span, ...]
    label: Label | None = None
    link: NoteLink = NO_LINK
    inline: bool = False
    """Whether it stands within a paragraph of the text."""

    @property
    def span(self) -> Span:
        """From its first character to its last."""
        return Span(self.pieces[0].start, self.pieces[-1].end)

    @property
    def value(self) -> str:
        """Its number, letter or sign; empty where it has none."""
        return self.label.value if self.label else ""


@dataclass(frozen=True, slots=True)
class NoteRun:
    """Notes that stand together, the title above them, and the rules around them."""

    notes: tuple[TakenNote, ...]
    title: Span | None = None
    rules: tuple[Span, ...] = ()
    given: bool = False
    """Whether the file's format tells that they are notes."""
    grouped: bool = False
    """Whether the title is that of a letter, whose notes these are."""
    letter: Span | None = None
    """That letter, from its first character to its last, where there is one."""

    @property
    def start(self) -> int:
        """Where its first note begins."""
        return self.notes[0].span.start


@dataclass(frozen=True, slots=True)
class TakenNotes:
    """All notes of a page, in order."""

    runs: tuple[NoteRun, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    editorial: tuple[int, ...] = ()
    """Where a text of the editors begins, before or behind notes that stand behind all letters."""

    @property
    def notes(self) -> list[TakenNote]:
        """The notes of all runs."""
        return [note for run in self.runs for note in run.notes]

    @property
    def spans(self) -> list[Span]:
        """What is no line of a letter: notes that are not in a paragraph, titles, rules."""
        spans = [piece for note in self.notes if not note.inline for piece in note.pieces]
        for run in self.runs:
            spans += [*run.rules, *filter(None, (run.title,))]
        return sorted(spans)


NO_NOTES = TakenNotes()
