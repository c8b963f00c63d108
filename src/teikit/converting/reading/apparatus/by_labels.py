"""The notes of a page by their labels, joined with their marks, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from teikit.converting.reading.apparatus.acceptance import Acceptance
from teikit.converting.reading.apparatus.bracketed import bracketed
from teikit.converting.reading.apparatus.candidate import CoveredSpans, NoteCandidate
from teikit.converting.reading.apparatus.extents import extents
from teikit.converting.reading.apparatus.leading import LeadingLabels
from teikit.converting.reading.apparatus.note_page import NotePage
from teikit.converting.reading.apparatus.standing_together import standing_together
from teikit.converting.reading.apparatus.unlinked import marks_without_note, notes_without_marks
from teikit.converting.reading.links import NO_LINK, Marks, NoteLink, link
from teikit.converting.reading.taken import NoteRun, TakenNote, TakenNotes
from teikit.converting.source import Span
from teikit.diagnostic import Diagnostic


def notes_by_labels(
    page: NotePage, known: Sequence[NoteRun], refused: frozenset[Span]
) -> TakenNotes:
    """The notes of a page by their labels, beside those that are known by other means."""
    taken = sorted(span for run in known for span in _spans(run))
    candidates, findings = _candidates(page, CoveredSpans(taken), refused)
    barred = [*(each.label.span for each in candidates), *taken]
    in_notes = page.marks.outside(barred)
    accepted = _accepted(page, standing_together(page, candidates, in_notes), in_notes)
    runs = extents(page, accepted)
    runs += [NoteRun((_inline(each),)) for each in candidates if each.inline]
    runs.sort(key=lambda run: run.start)
    in_text = page.marks.outside([*barred, *(note.span for run in runs for note in run.notes)])
    labels = [[note.label for note in run.notes if note.label] for run in runs]
    links = link(labels, in_text, in_notes, page.shapes)
    runs = [
        replace(run, notes=tuple(_with_link(note, links) for note in run.notes)) for run in runs
    ]
    findings += marks_without_note(page, runs, [each for run in labels for each in run], in_text)
    findings += notes_without_marks(page, runs)
    every = sorted((*known, *runs), key=lambda run: run.start)
    return TakenNotes(tuple(every), tuple(findings))


def _candidates(
    page: NotePage, known: CoveredSpans, refused: frozenset[Span]
) -> tuple[list[NoteCandidate], list[Diagnostic]]:
    """All that may be notes, in order, and findings on brackets that do not close."""
    closed, findings = bracketed(page, known)
    covered = CoveredSpans([Span(each.label.span.start, each.stop) for each in closed])
    leading = LeadingLabels(page, refused, known, covered).candidates()
    return sorted((*closed, *leading), key=lambda each: each.label.span), findings


def _accepted(
    page: NotePage, runs: Sequence[Sequence[NoteCandidate]], marks: Mapping[str, Marks]
) -> list[list[NoteCandidate]]:
    """The notes among the candidates; the text of a run begins behind the run before."""
    acceptance = Acceptance(page, marks)
    found: list[list[NoteCandidate]] = []
    for run in runs:
        after = found[-1][-1].stop if found else 0
        if surely := acceptance.accepted(run, after):
            found.append(surely)
    return found


def _spans(run: NoteRun) -> list[Span]:
    """What of a page the notes of a run take: in a group also its heading, and their marks."""
    spans = [piece for note in run.notes for piece in note.pieces]
    if run.grouped:
        spans += [*run.rules, *filter(None, (run.title,))]
        spans += [mark for note in run.notes for mark in note.link.marks]
    return spans


def _inline(candidate: NoteCandidate) -> TakenNote:
    words = Span(candidate.label.span.start, candidate.stop)
    return TakenNote((words,), candidate.label, inline=True)


def _with_link(note: TakenNote, links: Mapping[Span, NoteLink]) -> TakenNote:
    return replace(note, link=links.get(note.label.span, NO_LINK)) if note.label else note
