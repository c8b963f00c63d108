"""Notes and their marks in a file that is checked: the questions of `tei.apparatus`, by its facts.

What is a note, what is a mark and what binds them is said there; here are the settings of a check,
and the words of findings.
"""

from collections.abc import Mapping, Sequence

from teikit.tei.apparatus import Ties, finder, in_note, is_note, is_of_notes, printed_number, ties
from teikit.tei.names import tags, tei
from teikit.validating.index.facts import Facts
from teikit.validating.index.texts import words
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import ID, Element

NOTE = tei("note")
ANCHOR = tei("anchor")

_AS_NOTE = tags("note", "noteGrp", "annotation", "item", "app", "span", "interp")
_PIECES = tags("p", "ab", "label", "seg", "head", "anchor")


def marks(facts: Facts, options: RuleOptions) -> list[Element]:
    """The marks of notes, as the settings know them."""
    links = facts.all("ref", "ptr", "anchor")
    return [mark for mark in links if mark.get("type") in options.marks]


def bound(facts: Facts) -> Ties:
    """What binds the notes of a file to their places."""

    def by_id(name: str) -> Element | None:
        return next(iter(facts.ids.get(name, ())), None)

    notes = [note for note in facts.all("note") if is_note(note)]
    links = facts.all("ref", "ptr", "anchor")
    return ties(notes, links, facts.pointers, finder(facts.root, by_id))


def serves_as_note(element: Element) -> bool:
    """Whether a mark may lead to this: a note, a part of one, or what an edition has instead."""
    if element.tag in _AS_NOTE:
        return True
    if element.tag in _PIECES and any(child.tag == NOTE for child in element):
        return True
    if in_note(element):
        return element.tag in _PIECES
    return any(map(is_of_notes, (element, *element.iterancestors())))


def named(value: str | None, ids: Mapping[str, Sequence[Element]]) -> list[Element]:
    """The elements of this file that the addresses in a value name."""
    return [
        ids[word[1:]][0] for word in (value or "").split() if word[0] == "#" and word[1:] in ids
    ]


def called(note: Element) -> str:
    """A note in words, by its number or its identifier."""
    number = clipped(printed_number(note), 20)
    return f"note {number}" if number else f"note '{clipped(note.get(ID, ''), 40)}'"


def reading(mark: Element) -> str:
    """What is printed as a mark, to be set behind "the mark"."""
    text = clipped(words(mark), 20)
    return f" '{text}'" if text else ""
