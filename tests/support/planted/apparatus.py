"""Faults of identifiers, pointers, notes and their marks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from planted.pages import Page, Place, gone, put, swapped, without
from planted.places import identifiers, numbered, pairs, pointers


def identifier_given_again(where: Page) -> Iterator[Place]:
    known = [span.text for _, span in identifiers(where)]
    for first in known[:1]:
        for paragraph in where.all("p"):
            if not paragraph.get("xml:id") and paragraph.within("text"):
                at = paragraph.start + len("<p")
                yield put(at, f' xml:id="{first}"')


def identifier_copied(where: Page) -> Iterator[Place]:
    known = list(identifiers(where))
    for (_, before), (_, span) in pairwise(known):
        if not where.pointers(span.text):
            yield swapped(span, before.text)


def pointer_misspelt(where: Page) -> Iterator[Place]:
    for _, span in (
        () if _includes(where) else pointers(where, "resp", "who", "hand", "corresp", "ref")
    ):
        yield swapped(span, f"{span.text}x")


def _includes(where: Page) -> bool:
    """Whether what is pointed to may be in another file."""
    return bool(where.all("xi:include"))


def identifier_misspelt(where: Page) -> Iterator[Place]:
    for _, span in () if _includes(where) else identifiers(where):
        if first := where.pointers(span.text):
            yield Place(first[0].start, [(span.end, span.end, "x")])


def identifier_taken_away(where: Page) -> Iterator[Place]:
    for element, span in () if _includes(where) else identifiers(where):
        if first := where.pointers(span.text):
            yield Place(first[0].start, without(element, "xml:id"))


def hash_forgotten(where: Page) -> Iterator[Place]:
    for _, span in pointers(where, "resp", "who", "hand", "corresp", "ref"):
        name = span.text[1:]
        if not re.search(rf'\s(?!xml:id)[\w:]+="{re.escape(name)}"', where.text):
            yield swapped(span, name)


def mark_lost(where: Page) -> Iterator[Place]:
    for mark, note in pairs(where):
        is_alone = len(where.pointers(note.get("xml:id"))) == 1
        if note.get("n") and is_alone and not where.inside(note, "ref", "ptr"):
            yield Place(note.start, [*gone(mark), *without(note, "target")])


def target_of_mark_lost(where: Page) -> Iterator[Place]:
    for mark, _ in pairs(where):
        yield Place(mark.start, without(mark, "target"))


def mark_leads_to_no_note(where: Page) -> Iterator[Place]:
    for mark, _ in pairs(where):
        if (span := mark.span("target")) and (name := where.root.get("xml:id")):
            yield swapped(span, f"#{name}")


def mark_leads_to_other_note(where: Page) -> Iterator[Place]:
    known = numbered(where)
    for (mark, _), (_, note) in pairwise(known):
        if span := mark.span("target"):
            yield swapped(span, f"#{note.get('xml:id')}")


def notes_exchanged(where: Page) -> Iterator[Place]:
    known = numbered(where)
    for (_, mark), (_, following) in pairwise(known):
        first, second = mark.span("target"), following.span("target")
        if first and second:
            there, back = swapped(first, second.text), swapped(second, first.text)
            yield Place(there.at, [*there.changes, *back.changes])


def note_does_not_point_back(where: Page) -> Iterator[Place]:
    known = pairs(where)
    for _, note in known if len(known) > 2 else ():
        yield Place(note.start, without(note, "target"))


def mark_misnumbered(where: Page) -> Iterator[Place]:
    known = numbered(where)
    for mark, note in known if len(known) > 4 else ():
        yield Place(mark.start, [(mark.open, mark.close, f"{int(note.get('n')) + 1}")])


def number_given_twice(where: Page) -> Iterator[Place]:
    known = numbered(where)
    for (_, before), (_, note) in pairwise(known):
        # Notes of two kinds can both begin at 1.
        if (span := note.span("n")) and before.get("type") == note.get("type"):
            yield swapped(span, str(int(span.text) - 1))


def number_too_high(where: Page) -> Iterator[Place]:
    for _, note in numbered(where)[1:]:
        if span := note.span("n"):
            yield swapped(span, f"{span.text}1")


def note_lost(where: Page) -> Iterator[Place]:
    known = numbered(where)
    for (mark, note), (_, after) in pairwise(known[1:]):
        if int(after.get("n")) != int(note.get("n")) + 1:
            continue
        ids = [element.get("xml:id") for element in (note, *where.inside(note, *_IDENTIFIED))]
        if sum(len(where.pointers(id_)) for id_ in ids if id_) == 1:
            yield Place(after.start, gone(mark, note))


_IDENTIFIED = ("bibl", "p", "ref", "seg", "note", "quote", "cit")
