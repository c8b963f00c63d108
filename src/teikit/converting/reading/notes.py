"""The notes of a document: where each begins, and its number.

Translation and web page damaged the numbers: "oneApparently", "4On July", and a number before a
date is lost altogether. What is printed is kept; what is inferred says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teikit.converting.source import NOWHERE, Source, Span
from teikit.profiles.profile import NoteWords

_NUMBER = re.compile(
    r"(?P<number>\d{1,2})(?P<stop>\s?[.)])?(?:(?P<space>\s+)|(?=[^\W\d_\"“«\[(]))(?=\S)"
)
_LARGEST_STEP = 4
_MARK = re.compile(
    r"(?<=[^\W\d_])[.,;:!?”\"»)\]]{0,3}(?:(?P<glued>\d{1,2})(?![\w/%)]|[.,]\d)"
    r"|\s(?P<apart>\d{1,2})(?=\s?(?:[.,;:!?”»]|$))(?![.,]\d))"
)
"""A number where marks stand: glued to a word, or behind one and before a stop."""


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A paragraph among the notes.

    `number` is 0 for a paragraph that goes on with the note before. `label` is the span of the
    printed number, empty where it is lost; `how` is `printed`, `repaired` or `lost`. A number that
    fell into a date ("May 9 , 5, 1920") is lost, and `fallen` is the span of the damaged date.
    """

    span: Span
    number: int = 0
    label: Span = NOWHERE
    how: str = ""
    fallen: Span = NOWHERE
    mended: str = ""
    why: str = ""
    """What a lost number is inferred from."""


def is_first_label(text: str) -> bool:
    """Whether a line begins with the number of a first note."""
    found = _NUMBER.match(text)
    return found is not None and int(found["number"]) == 1


def are_marked(text: Sequence[str], notes: Sequence[str]) -> bool:
    """Whether each number that paragraphs begin with stands in the text before, in their order.

    If not, they are the points of a list, and no notes.
    """
    marks = [int(found["glued"] or found["apart"]) for t in text for found in _MARK.finditer(t)]
    place = last = 0
    for paragraph in notes:
        label = _NUMBER.match(paragraph)
        if label is None or not last < int(label["number"]) <= last + _LARGEST_STEP:
            continue
        last = int(label["number"])
        try:
            place = marks.index(last, place) + 1
        except ValueError:
            return False
    return bool(last)


def number_notes(
    source: Source,
    paragraphs: Sequence[Span],
    words: NoteWords,
    marks: frozenset[int],
) -> list[NumberedNote]:
    """Give each paragraph of the notes its number.

    `marks` are the numbers that stand in the document's text where a note mark may be; they decide
    whether an unnumbered paragraph at the end is a note whose number is lost.
    """
    notes: list[NumberedNote] = []
    last = 0
    for span in paragraphs:
        note = _labelled(source, span, words, marks, last)
        notes.append(note)
        last = note.number or last
    return _supply(source, notes, marks)


def _labelled(
    source: Source, span: Span, words: NoteWords, marks: frozenset[int], last: int
) -> NumberedNote:
    text = source[span]
    if match := _NUMBER.match(text):
        number = int(match["number"])
        if last < number and (number <= last + _LARGEST_STEP or number in marks):
            label = Span(span.start, span.start + match.end("stop" if match["stop"] else "number"))
            return NumberedNote(span, number, label, "printed")
    for word, number in words.numerals.items():
        # "one" is a number only in its turn, and where a sentence begins behind it.
        match = re.match(rf"{re.escape(word)}(?P<stop>\s?[.)])?\s*(?=[A-ZА-ЯЁ\"“«\[(])", text)
        if match and number == last + 1:
            end = match.end("stop") if match["stop"] else len(word)
            return NumberedNote(span, number, Span(span.start, span.start + end), "repaired")
    return NumberedNote(span)


def _supply(source: Source, notes: list[NumberedNote], marks: frozenset[int]) -> list[NumberedNote]:
    """Supply lost numbers: where exactly as many are missing as paragraphs have none."""
    result = list(notes)
    index = 0
    while index < len(result):
        if result[index].number:
            index += 1
            continue
        end = index
        while end < len(result) and not result[end].number:
            end += 1
        before = result[index - 1].number if index else 0
        # A paragraph that begins with an asterisk is a footnote of its own, without a number.
        run = [at for at in range(index, end) if source.text[result[at].span.start] != "*"]
        if end < len(result):
            missing = list(range(before + 1, result[end].number))
        else:
            missing = []
            while before + len(missing) + 1 in marks and len(missing) < len(run):
                missing.append(before + len(missing) + 1)
        for position, number in zip(_places(source, result, run, missing), missing, strict=False):
            span = result[position].span
            if end < len(result):
                why = f"it stands before note {result[end].number}"
                why = (
                    f"it stands between notes {before} and {result[end].number}" if before else why
                )
            else:
                why = f"it comes after note {before}, and the text has a number {number}"
            result[position] = _lost(source, span, number, why)
        index = end
    return result


def _lost(source: Source, span: Span, number: int, why: str) -> NumberedNote:
    label = Span(span.start, span.start)
    match = re.match(
        rf"(?:[^\W\d_]+\s+){{1,2}}(?P<fallen>{number}\s*,\s*)\d{{1,2}}(?=[\s,])", source[span]
    )
    if match is None:
        return NumberedNote(span, number, label, "lost", why=why)
    fallen = Span(span.start, span.start + match.end())
    mended = match.group()[: match.start("fallen")] + match.group()[match.end("fallen") :]
    why = f"{why}, and the number fell into “{source[fallen]}”"
    return NumberedNote(span, number, label, "lost", fallen, mended, why)


def _places(
    source: Source, notes: Sequence[NumberedNote], run: Sequence[int], missing: Sequence[int]
) -> list[int]:
    """Which of the unnumbered paragraphs take the missing numbers; none where it is not clear."""
    if len(run) == len(missing) or not missing:
        return list(run)[: len(missing)]
    # The translation loses numbers before a date ("3 22 June" became "On June 22").
    dated = [
        index
        for index in run
        if re.match(r"[^\W\d_]+\s+[A-ZА-ЯЁ][\w]+\s+\d", source[notes[index].span])
    ]
    return dated if len(dated) == len(missing) else []
