"""Notes and the marks that lead to them, however an edition arranges them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from teikit.tei.names import tags, tei
from teikit.validating.index.facts import Facts
from teikit.validating.index.texts import words
from teikit.validating.settings import RuleOptions as Options
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element

NOTE = tei("note")
ANCHOR = tei("anchor")


_DIVISIONS = tags("div", *(f"div{level}" for level in range(1, 8)))
_PARTS = tags("back", "standOff", "listAnnotation")
_WRAPPERS = tags("p", "ab", "item", "list", "noteGrp")
_BESIDE = tags("note", "head", "pb", "lb", "cb", "fw", "milestone") | _WRAPPERS
_FAR = frozenset({"end", "foot", "bottom", "endnote", "footnote"})
_AS_NOTE = tags("note", "noteGrp", "annotation", "item", "app", "span", "interp")
_PIECES = tags("p", "ab", "label", "seg", "head", "anchor")
_LABELS = tags("label", "num", "hi", "seg", "ref")
_OF_NOTES = re.compile(
    "note|anm|appar|annot|comment|kommentar|erläut|remarque|nota|primech|примеч|коммент", re.I
)
_SIGN = re.compile(r"[\[(]?(?:\d{1,4}[a-z]?|[a-zа-я]|[ivxlc]{1,6}|[*†‡§]+)[.):\]]*", re.I)
_FIGURE = re.compile(r"[\[(]?(\d{1,4})[.):\]]*")


def marks(facts: Facts, options: Options) -> list[Element]:
    """The marks of notes, as the settings know them."""
    return [one for one in facts.all("ref", "ptr", "anchor") if one.get("type") in options.marks]


def apart(notes: Iterable[Element]) -> dict[Element, Element]:
    """The notes that stand apart from the text, and what holds each.

    That is a division of notes, or the back matter; others stand at their places in the text.
    """
    # What holds a note can hold thousands, and is looked at once.
    wraps, holds_notes = cache(_wraps), cache(_holds_notes)
    held = {}
    for note in notes:
        holder = note.getparent()
        while holder is not None and wraps(holder):
            holder = holder.getparent()
        if holder is not None and (
            holder.tag in _PARTS
            or (holder.tag in _DIVISIONS and (note.get("place") in _FAR or holds_notes(holder)))
        ):
            held[note] = holder
    return held


def _wraps(element: Element) -> bool:
    """Whether an element only holds others together."""
    return element.tag in _WRAPPERS and not _own_words(element)


def _holds_notes(division: Element) -> bool:
    """Whether a division is one of notes."""
    return bool(_OF_NOTES.search(division.get("type", ""))) or all(
        child.tag in _BESIDE and (child.tag not in _WRAPPERS or not _own_words(child))
        for child in division
        if isinstance(child.tag, str)
    )


def _own_words(element: Element) -> bool:
    """Whether there is text in an element that is in none of its children."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and not text.isspace() for text in texts)


def in_note(element: Element) -> bool:
    """Whether an element is a part of a note."""
    return any(one.tag == NOTE for one in element.iterancestors())


def serves_as_note(element: Element) -> bool:
    """Whether a mark may lead to this: a note, a part of one, or what an edition has instead."""
    if element.tag in _AS_NOTE:
        return True
    if element.tag in _PIECES and any(child.tag == NOTE for child in element):
        return True
    if in_note(element):
        return element.tag in _PIECES
    return any(_OF_NOTES.search(one.get("type", "")) for one in (element, *element.iterancestors()))


def named(value: str | None, ids: Mapping[str, Sequence[Element]]) -> list[Element]:
    """The elements of this file that the addresses in a value name."""
    return [
        ids[word[1:]][0] for word in (value or "").split() if word[0] == "#" and word[1:] in ids
    ]


def printed_number(note: Element) -> str:
    """The number or sign of a note: its `@n`, or the label that begins it. Often there is none."""
    number = note.get("n", "").strip()
    if not number and len(note) and not (note.text or "").strip():
        first = note[0]
        label = words(first) if first.tag in _LABELS else ""
        # Other labels are words of the text that the note is on.
        number = label if _SIGN.fullmatch(label) else ""
    return number


def figure(text: str) -> int | None:
    """The number that a text is, with or without brackets and stops."""
    found = _FIGURE.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    return int(found[1]) if found else None


def called(note: Element) -> str:
    """A note in words, by its number or its identifier."""
    number = clipped(printed_number(note), 20)
    return f"note {number}" if number else f"note '{clipped(note.get(ID, ''), 40)}'"


def reading(mark: Element) -> str:
    """What is printed as a mark, to be set behind "the mark"."""
    text = clipped(words(mark), 20)
    return f" '{text}'" if text else ""
