"""The notes of a document, their numbers, and the marks that lead to them.

Editions encode notes in three ways: apart, with a `ref` as the mark where each belongs; apart,
with an `anchor` that the note points at; and in the middle of the text. All become one list.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from teikit.tei.documents import TEI, XML_ID
from teikit.tei.text.layers import is_empty, name_of, words_of

if TYPE_CHECKING:
    from lxml import etree

# These are words of the document itself, though encoded as notes.
_OWN_WORDS = frozenset({"endorsement"})
# In these, notes stand apart from the words that they are about.
_APART = frozenset({"back", "noteGrp", "standOff"})
_BLOCKS = frozenset({"body", "div"})
# Notes on entries of an index are not notes on the letter.
INDEXES = frozenset(
    {"listBibl", "listEvent", "listObject", "listOrg", "listPerson", "listPlace", "listRelation"}
)
_PRINTED_MARK = re.compile(r"\W{0,3}\w{0,3}\W{0,3}")


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its `note` element, its number as text, and where its mark stands.

    `mark` is the id that the note names as its place, or of the `ref` that leads to it; empty where
    there is none. `in_place` says that the note stands in the text, where its mark would stand;
    `linked` that its place in the text is known.
    """

    element: "etree._Element"
    number: str
    mark: str
    in_place: bool
    linked: bool


@dataclass(frozen=True, slots=True)
class Apparatus:
    """All notes of a document, in its order, and what leads to them.

    `of_element` finds a note by its element, `of_mark` by a `ref` or `ptr` that is its mark,
    `at` by the id of an element that it is about and that is not such a mark.
    """

    notes: "tuple[Note, ...]"
    of_element: "Mapping[etree._Element, Note]"
    of_mark: "Mapping[etree._Element, Note | None]"
    at: Mapping[str, Note]


NO_APPARATUS = Apparatus(notes=(), of_element={}, of_mark={}, at={})


def apparatus(text: "etree._Element") -> Apparatus:
    """The notes of a `text` element. A mark whose note is missing is in `of_mark` with `None`."""
    elements = [note for note in text.iter(f"{TEI}note") if _is_apparatus(note)]
    by_id = {note.get(XML_ID, ""): note for note in elements if note.get(XML_ID)}
    targets: dict[etree._Element, etree._Element | None] = {}
    for reference in text.iter(f"{TEI}ref", f"{TEI}ptr"):
        target = by_id.get(reference.get("target", "").removeprefix("#"))
        if _is_mark(reference, target):
            targets[reference] = target
    led_to: dict[etree._Element, str] = {}
    for mark, target in targets.items():
        if target is not None:
            led_to.setdefault(target, mark.get(XML_ID, ""))
    ids = frozenset(element.get(XML_ID) for element in text.iter("*")) - {None}
    numbers = _numbers(elements)
    notes = tuple(_note(element, next(numbers), led_to, ids) for element in elements)
    of_element = {note.element: note for note in notes}
    return Apparatus(
        notes=notes,
        of_element=of_element,
        of_mark={
            mark: None if target is None else of_element[target] for mark, target in targets.items()
        },
        at={
            note.mark: note
            for note in notes
            if note.linked and not note.in_place and note.element not in led_to
        },
    )


def _note(
    element: "etree._Element",
    number: str,
    led_to: "Mapping[etree._Element, str]",
    ids: frozenset[str | None],
) -> Note:
    named = (element.get("target") or element.get("corresp") or "").split()
    mark = named[0].removeprefix("#") if named else led_to.get(element, "")
    in_place = element not in led_to and not _is_apart(element)
    return Note(
        element=element,
        number=number,
        mark=mark,
        in_place=in_place,
        linked=in_place or element in led_to or mark in ids,
    )


def _numbers(elements: "list[etree._Element]") -> Iterator[str]:
    """The notes' own numbers; a note without one gets the next that no other note has."""
    own = [element.get("n", "").strip() for element in elements]
    taken = frozenset(own)
    free = (str(number) for number in count(1) if str(number) not in taken)
    return (number or next(free) for number in own)


def _is_apparatus(note: "etree._Element") -> bool:
    return note.get("type") not in _OWN_WORDS and not any(
        name_of(ancestor) in INDEXES for ancestor in note.iterancestors()
    )


def _is_apart(note: "etree._Element") -> bool:
    return name_of(note.getparent()) in _BLOCKS or any(
        name_of(ancestor) in _APART for ancestor in note.iterancestors()
    )


def _is_mark(reference: "etree._Element", note: "etree._Element | None") -> bool:
    """A `ref` that says so, or one to a note that looks like a mark: empty, a number, a star."""
    kind = reference.get("type")
    if kind == "noteMark":
        return True
    if note is None or kind in {"document", "note"}:
        return False
    looks_so = _PRINTED_MARK.fullmatch(words_of(reference))
    return is_empty(reference) or looks_so is not None
