"""Marks and notes that point at each other."""

from collections.abc import Iterator, Mapping, Sequence, Set

from teikit.diagnostic import Severity
from teikit.tei.apparatus import figure, in_note, printed_number
from teikit.validating.finding import Finding, Fix, Range, at
from teikit.validating.index.apparatus import NOTE, called, marks, named, reading
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.texts import words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element

_There = Mapping[Element, Sequence[Element]]
_Pairs = Sequence[tuple[Element, Element]]


@rule("T006", "mark-note-mismatch", Severity.WARNING)
def mark_note_mismatch(
    document: CheckedDocument, options: RuleOptions
) -> Iterator[Finding[Element]]:
    """A mark and a note do not point at each other.

    The mark leads to one note, and the note names another mark; or the mark is printed with
    another number than the note. One of the two is wrong, and a reader who goes to the note and
    back ends elsewhere. Where the notes of a file point back at their marks, a note that does not
    is reported, too. Several marks may share a note.

    Remedy: Let the mark's @target name its note, and the note's @target the mark.

    Fix: safe; where a note does not point back, and one mark alone leads to it.

    Bad:
        <p>Yours <ref type="noteMark" xml:id="r1" target="#n2">1</ref> as
        ever <ref type="noteMark" xml:id="r2" target="#n2">2</ref></p>
        <note n="1" xml:id="n1" target="#r1">From the draft.</note>
        <note n="2" xml:id="n2" target="#r2">In the margin: No.</note>

    Good:
        <p>Yours <ref type="noteMark" xml:id="r1" target="#n1">1</ref> as
        ever <ref type="noteMark" xml:id="r2" target="#n2">2</ref></p>
        <note n="1" xml:id="n1" target="#r1">From the draft.</note>
        <note n="2" xml:id="n2" target="#r2">In the margin: No.</note>
    """
    facts = document.facts
    there: dict[Element, list[Element]] = {}
    for mark in marks(facts, options):
        notes = [goal for goal in named(mark.get("target"), facts.ids) if goal.tag == NOTE]
        if notes and not in_note(mark):
            there[mark] = notes
    if not there:
        return
    back = {note: named(note.get("target"), facts.ids) for note in facts.all("note")}
    pairs = [(mark, note) for mark, notes in there.items() for note in notes]
    leading = set(pairs)
    naming = {(mark, note) for note, goals in back.items() for mark in goals}
    claimed = {mark for mark, _ in naming}
    answering = {note for mark, note in naming if mark in there}
    settled = {note for _, note in leading & naming}
    mutual = sum(pair in naming for pair in pairs)
    blamed: set[Element] = set()
    for mark, note in pairs:
        # A note may have several marks, and name one; unless another note claims one of them.
        astray = mark in claimed if note in settled else mutual > 1 or note in answering
        if astray and back[note] and (mark, note) not in naming:
            blamed.update((mark, note, *back[note]))
            yield _blamed(mark, note, there, back)
    for note, goals in back.items():
        for mark in goals:
            if mark in there and (mark, note) not in leading and not blamed & {note, mark}:
                message = f"{called(note)} names a mark that leads to {called(there[mark][0])}"
                yield at(note, message, attribute="target")
    left = [pair for pair in pairs if pair[0] not in blamed]
    silent = {note for note in back if not note.get("target")}
    yield from _misnumbered(pairs, {pair for pair in left if pair in naming or pair[1] in silent})
    if open_ := [pair for pair in left if pair[1] in silent]:
        yield from _one_sided(open_, mutual)


def _blamed(mark: Element, note: Element, there: _There, back: _There) -> Finding[Element]:
    """The finding at the one of both that is more likely to be wrong."""
    number = figure(words(mark))
    names = clipped(note.get("target", ""), 40)
    agree = number is not None and number == figure(printed_number(note))
    of_another = (
        other is not note and goal in back[other]
        for goal in back[note]
        for other in there.get(goal, ())
    )
    if agree or (number is None and any(of_another)):
        message = f"{called(note)} names '{names}', but the mark{reading(mark)} leads to it"
        return at(note, message, attribute="target")
    message = f"the mark{reading(mark)} leads to {called(note)}, which names '{names}'"
    return at(mark, message, attribute="target")


def _misnumbered(
    pairs: _Pairs, certain: Set[tuple[Element, Element]]
) -> Iterator[Finding[Element]]:
    """Marks that lead to a note of another number, where most have the number of their note."""
    compared = [
        (mark, note)
        for mark, note in pairs
        if figure(words(mark)) is not None and figure(printed_number(note)) is not None
    ]
    wrong = [
        (mark, note)
        for mark, note in compared
        if figure(words(mark)) != figure(printed_number(note))
    ]
    if len(compared) > 3 * len(wrong):
        for mark, note in wrong:
            if (mark, note) in certain:
                message = f"the mark{reading(mark)} leads to {called(note)}"
                yield at(mark, message, attribute="target")


def _one_sided(open_: _Pairs, mutual: int) -> Iterator[Finding[Element]]:
    """Notes that do not point back, where most do."""
    by_note: dict[Element, list[Element]] = {}
    for mark, note in open_:
        by_note.setdefault(note, []).append(mark)
    if mutual >= len(by_note):
        for note, leading in by_note.items():
            names = {mark.get(ID) for mark in leading}
            if None not in names and not note.get("corresp"):
                message = f"{called(note)} does not point back at its mark, as other notes here do"
                fix = Fix(Range(note, "target"), f"#{leading[0].get(ID)}")
                yield at(note, message, fixes=(fix,) if len(leading) == 1 else ())
