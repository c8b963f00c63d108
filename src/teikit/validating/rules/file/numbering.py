"""The numbers of notes."""

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from teikit.diagnostic import Severity
from teikit.tei.apparatus import apart, figure, in_note, printed_number
from teikit.tei.names import tei
from teikit.validating.finding import Finding, at
from teikit.validating.index.apparatus import marks
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.texts import words
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.xml.names import ID, LANG, Element

_SERIES = ("type", "place", "resp", LANG)
"""Attributes of notes that may be numbered each kind for itself."""
_LEFT_OUT = 2
"""Numbers that are missing at once in a text; where more are, it may be an extract."""
_COUNTED = ("lb", "l", "milestone")
"""What notes may be on by its number."""
_DIVISIONS = [
    tei(name) for name in ("div", "floatingText", "text", *(f"div{n}" for n in "1234567"))
]


@rule("T007", "note-numbers", Severity.WARNING)
def note_numbers(document: CheckedDocument, options: RuleOptions) -> Iterator[Finding[Element]]:
    """The numbers of notes have a gap, a repetition, or are out of order.

    A number that is missing is a note that is missing, or was miscounted; one that is given twice
    cannot be cited. Numbers may begin anew at 1. Where they are no series, as numbers of lines are
    none, nothing is said.

    Remedy: Look at the original: correct the number, or add the note that is missing.

    Bad:
        <back><div type="notes">
        <note n="1" target="#p1">From the draft.</note>
        <note n="2" target="#p2">In the margin: No.</note>
        <note n="4" target="#p3">Not found.</note>
        </div></back>

    Good:
        <back><div type="notes">
        <note n="1" target="#p1">From the draft.</note>
        <note n="2" target="#p2">In the margin: No.</note>
        <note n="3" target="#p3">Not found.</note>
        </div></back>
    """
    together: dict[Element, list[_Numbered]] = {}
    inline: dict[tuple[object, ...], list[_Numbered]] = {}
    numbered = [
        _Numbered(note, figure(printed_number(note))) for note in document.facts.all("note")
    ]
    if all(entry.number is None for entry in numbered):
        return
    holders = apart(entry.note for entry in numbered)
    for entry in numbered:
        note = entry.note
        if note in holders:
            together.setdefault(holders[note], []).append(entry)
        elif note.get("n") and not in_note(note):
            within = next(note.iterancestors(*_DIVISIONS), None)
            key = (within, *(note.get(attribute) for attribute in _SERIES))
            inline.setdefault(key, []).append(entry)
    for notes in together.values():
        found = [fault for series in _series(notes) for fault in _faults(series)]
        if found and _have_marks(notes, document, options):
            yield from found if _is_series(notes, found, 1) else ()
        elif found and _is_series(notes, found, 2) and not _of_lines(notes, document):
            yield from found
    everywhere = {entry.number for entry in numbered}
    for notes in inline.values():
        found = _faults(notes, everywhere)
        if found and _is_series(notes, found, 4):
            yield from found


class _Numbered(NamedTuple):
    note: Element
    number: int | None


def _series(notes: Sequence[_Numbered]) -> list[Sequence[_Numbered]]:
    """Notes that are numbered together: all, or those of each kind where several begin at 1."""
    kinds: dict[tuple[str | None, ...], list[_Numbered]] = {}
    for entry in notes:
        key = tuple(entry.note.get(attribute) for attribute in _SERIES)
        kinds.setdefault(key, []).append(entry)
    beginnings = sum(kind[0].number == 1 for kind in kinds.values())
    return list(kinds.values()) if beginnings > 1 else [notes]


def _have_marks(
    notes: Sequence[_Numbered], document: CheckedDocument, options: RuleOptions
) -> bool:
    """Whether a mark bears the number of its note: then these are not numbers of lines."""
    facts = document.facts
    read = {(mark.get("target"), figure(words(mark))) for mark in marks(facts, options)}
    return any((f"#{note.get(ID)}", number) in read for note, number in notes if number)


def _of_lines(notes: Sequence[_Numbered], document: CheckedDocument) -> bool:
    """Whether notes have the numbers of the lines that they are on."""
    counted = {figure(element.get("n", "")) for element in document.facts.all(*_COUNTED)}
    return {entry.number for entry in notes} <= counted


def _is_series(notes: Sequence[_Numbered], found: Sequence[Finding[Element]], least: int) -> bool:
    """Whether notes are numbered one after another, but for a few; `least` of them at least."""
    numbers = {entry.number for entry in notes if entry.number is not None}
    steps = sum(number + 1 in numbers for number in numbers)
    return steps + 1 >= least and len(found) <= max(1, steps // 4)


def _faults(
    notes: Sequence[_Numbered], everywhere: Set[int | None] = frozenset()
) -> list[Finding[Element]]:
    """Where numbers are not as they should be.

    Notes that stand in their places, for which the numbers of notes `everywhere` are given, may
    begin anew at 1 on every page, may share their numbers with others, and may leave many out.
    """
    found = []
    last = {entry.number: index for index, entry in enumerate(notes)}
    seen: set[int] = set()
    highest = 0
    for index, (note, given) in enumerate(notes):
        expected = _expected(notes, index)
        number = given if expected is None else expected
        if number is None:
            seen, highest = set(), 0  # what follows may be another series
            continue
        if expected is not None:
            found.append(_at(note, _instead(given, expected)))
        if number == 1 and (highest > 1 or everywhere):
            seen, highest = set(), 0
        elif number in seen:
            found.append(_at(note, f"there is a note {number} already"))
        elif number < highest:
            found.append(_at(note, f"note {number} stands behind note {highest}"))
        elif highest:
            between = range(highest + 1, number)
            missing = [n for n in between if n not in everywhere and last.get(n, 0) <= index]
            if missing and (len(missing) <= _LEFT_OUT or not everywhere):
                gap = f"note {number} follows note {highest}: {_listed(missing)} missing"
                found.append(_at(note, gap))
        seen.add(number)
        highest = max(highest, number)
    return found


def _expected(notes: Sequence[_Numbered], index: int) -> int | None:
    """The number that a note should have, where those around it leave one and it has another."""
    before = notes[index - 1].number if index else 0
    after = notes[index + 1].number if index + 1 < len(notes) else None
    if before is None or after != before + 2 or notes[index].number == before + 1:
        return None
    if not index and (notes[0].number is None or [entry.number for entry in notes[2:3]] != [3]):
        return None
    return before + 1


def _instead(number: int | None, expected: int) -> str:
    if number is None:
        return f"this note has no number; by those around it, it is note {expected}"
    return f"this note is numbered {number}; by those around it, it is note {expected}"


def _listed(numbers: Sequence[int]) -> str:
    """Missing numbers in words, many of them shortened."""
    if len(numbers) == 1:
        return f"{numbers[0]} is"
    return f"{numbers[0]} {'and' if len(numbers) == 2 else 'to'} {numbers[-1]} are"


def _at(note: Element, message: str) -> Finding[Element]:
    return at(note, message, attribute="n" if note.get("n") else "")
