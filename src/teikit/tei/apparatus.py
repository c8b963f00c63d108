"""The notes of a document, their numbers, and the marks that lead to them.

Editions encode notes in three ways: apart, with a `ref` as the mark where each belongs; apart,
with an `anchor` that the note points at; and in the middle of the text. All become one list.

Exports, review and rules ask here what is a note, what is a mark, whether the two belong together,
and what number is printed. The questions take elements and pointers, so that rules ask them with
what they have gathered already.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from teikit.tei.elements import TEI, XML_ID, is_empty, name_of, words_of
from teikit.xml.combining import normalized

if TYPE_CHECKING:
    from lxml import etree

Pointer = tuple["etree._Element", str, str]
"""An element, an attribute of it, and one address in the value of that."""

MARK_TYPES = ("noteMark", "noteAnchor", "note", "footnote", "endnote")
"""The values of `@type` by which marks of notes are known."""

INDEXES = frozenset(
    {"listBibl", "listEvent", "listObject", "listOrg", "listPerson", "listPlace", "listRelation"}
)
"""Notes on entries of an index are not notes on the letter."""

# These are words of the document itself, though encoded as notes.
_OWN_WORDS = frozenset({"endorsement"})
_PRINTED_MARK = re.compile(r"\W{0,3}\w{0,3}\W{0,3}")
_SIGN = re.compile(r"[\[(]?(\d{1,4}[a-z]?|[a-zа-я]|[ivxlc]{1,6}|[*†‡§]+)[.):\]]*", re.I)
_FIGURE = re.compile(r"[\[(]?(\d{1,4})[.):\]]*")
_OF_NOTES = re.compile(
    "note|anm|appar|annot|comment|kommentar|erläut|remarque|nota|primech|примеч|коммент", re.I
)

# --- the names of elements, as lxml has them ---


def _tags(*names: str) -> frozenset[str]:
    return frozenset(TEI + name for name in names)


_NOTE = f"{TEI}note"
_LINK = f"{TEI}link"
_LINKS = _tags("ref", "ptr")
_MARKS = _tags("ref", "ptr", "anchor")
_DIVISIONS = _tags("div", *(f"div{level}" for level in range(1, 8)))
_APART = _tags("back", "standOff", "listAnnotation")
_WRAPPERS = _tags("p", "ab", "item", "list", "noteGrp")
_BESIDE = _tags("note", "head", "pb", "lb", "cb", "fw", "milestone") | _WRAPPERS
_FAR = frozenset({"end", "foot", "bottom", "endnote", "footnote"})
_LABELS = _tags("label", "num", "hi", "seg", "ref")
# They speak about a note, and do not lead to it.
_ABOUT = _tags("certainty", "precision", "respons", "change", "interp", "interpGrp")
_OWN_PLACE = ("target", "corresp", "targetEnd", "sameAs", "copyOf", "prev")
_LEADING = frozenset({"target", "corresp", "sameAs", "copyOf", "ana", "ref"})
"""Attributes that may lead to a note; others cite it, as `source` and `resp` do."""
_EXPLICIT = frozenset(MARK_TYPES) - {"note"}


# --- what is a note ---


def is_note(note: "etree._Element") -> bool:
    """Whether a `note` is one on the letter: no words of its own, nor on an entry of an index."""
    return note.get("type") not in _OWN_WORDS and not any(
        name_of(ancestor) in INDEXES for ancestor in note.iterancestors()
    )


def in_note(element: "etree._Element") -> bool:
    """Whether an element is a part of a note."""
    return next(element.iterancestors(_NOTE), None) is not None


def is_of_notes(element: "etree._Element") -> bool:
    """Whether the type of an element says that it holds notes, as `apparatus` does."""
    return bool(_OF_NOTES.search(element.get("type", "")))


def apart(notes: "Iterable[etree._Element]") -> "dict[etree._Element, etree._Element]":
    """The notes that stand apart from the text, and what holds each.

    That is the back matter or a standOff, or a division that is one of notes or where the note's
    `@place` says so. Others stand at their places in the text.
    """
    # What holds a note can hold thousands, and is looked at once.
    wraps, holds_notes = cache(_wraps), cache(_holds_notes)
    held = {}
    for note in notes:
        holder = note.getparent()
        while holder is not None and wraps(holder):
            holder = holder.getparent()
        if holder is None:
            continue
        far = note.get("place") in _FAR
        if (
            holder.tag in _APART
            or (holder.tag in _DIVISIONS and (far or holds_notes(holder)))
            or (far and name_of(holder) == "body")
        ):
            held[note] = holder
    return held


def _wraps(element: "etree._Element") -> bool:
    """Whether an element only holds others together."""
    return element.tag in _WRAPPERS and not _own_words(element)


def _holds_notes(division: "etree._Element") -> bool:
    """Whether a division is one of notes."""
    return is_of_notes(division) or all(
        child.tag in _BESIDE and (child.tag not in _WRAPPERS or not _own_words(child))
        for child in division
        if isinstance(child.tag, str)
    )


def _own_words(element: "etree._Element") -> bool:
    """Whether there is text in an element that is in none of its children."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and not text.isspace() for text in texts)


# --- what number is printed ---


def printed_number(note: "etree._Element") -> str:
    """The number or sign of a note: its `@n`, or the label that begins it. Often there is none."""
    number = note.get("n", "").strip()
    if number or (note.text or "").strip():
        return number
    first = next(note.iterchildren("*"), None)
    if name_of(first) == "p" and first is not None and not (first.text or "").strip():
        first = next(first.iterchildren("*"), None)
    # Other labels are words of the text that the note is on.
    return sign(_words(first)) if first is not None and first.tag in _LABELS else ""


def sign(text: str) -> str:
    """The number, letter or star that a text is, without brackets and stops; empty for others."""
    found = _SIGN.fullmatch(text)
    return found[1] if found else ""


def figure(text: str) -> int | None:
    """The number that a text is, with or without brackets and stops."""
    found = _FIGURE.fullmatch(normalized("NFKC", text.strip()))
    return int(found[1]) if found else None


def _words(element: "etree._Element") -> str:
    return " ".join(words_of(element).split())


# --- what is a mark ---


def is_mark(element: "etree._Element", leads_to_note: bool) -> bool:
    """Whether a `ref`, `ptr` or `anchor` is the mark of a note, printed instead of words.

    A `noteMark` always is. Others are where they look like one, empty, a number or a star, and
    lead to a note or say so by their type. Words are no mark: they are the place of the note.
    """
    kind = element.get("type", "")
    if kind == "noteMark":
        return True
    if not (leads_to_note or kind in MARK_TYPES) or kind == "document":
        return False
    if kind == "note" and not leads_to_note and element.get("target"):
        return False  # it may speak of the note of another letter
    return looks_like_mark(element)


def looks_like_mark(element: "etree._Element") -> bool:
    """Whether an element is empty, or its words are a number, a letter or a star."""
    return is_empty(element) or _PRINTED_MARK.fullmatch(words_of(element)) is not None


def _speaks_of_note(element: "etree._Element") -> bool:
    """Whether a link that is no mark may only speak of its note: `see note 3`."""
    if element.tag not in _LINKS or element.get("type") in _EXPLICIT:
        return False
    words = words_of(element)
    numbered = any(map(str.isdecimal, words)) and bool(_OF_NOTES.search(words))
    return numbered or element.get("type") == "note"


# --- what belongs together ---


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds notes to their places.

    Attributes:
        marks: the notes that each mark leads to, none where they are missing.
        places: the notes that belong to an element that is not such a mark, behind its words.
        elsewhere: notes whose own pointer leads to another file, or to what is not in this one.
    """

    marks: "Mapping[etree._Element, Sequence[etree._Element]]"
    places: "Mapping[etree._Element, Sequence[etree._Element]]"
    elsewhere: "frozenset[etree._Element]"

    def tied(self) -> "frozenset[etree._Element]":
        """All notes whose place in the text of this file is known."""
        bound = (*self.marks.values(), *self.places.values())
        return frozenset(note for notes in bound for note in notes)


def ties(
    notes: "Sequence[etree._Element]",
    marks: "Iterable[etree._Element]",
    pointers: "Iterable[Pointer]",
    find: "Callable[[str], etree._Element | None]",
) -> Ties:
    """What binds these notes to the text.

    These bind a note, or a wrapper or part of it: a mark or another element of the text that leads
    to it; its own `@target`, `@corresp` and the like; a `link` of both; a mark that begins the note
    and leads back. Where no mark has a target, marks and notes of the same `@n` belong together.
    What speaks of a note, as `see note 3` does, binds it only where nothing else does, and in
    another note never.

    Args:
        notes: all notes, in the order of the document.
        marks: each `ref`, `ptr` and `anchor`.
        pointers: all pointers of the document.
        find: the element of this file that an address names.
    """
    binder = _Binder(notes, find)
    binder.bind_by_pointers(pointers)
    binder.bind_by_own_places(notes)
    typed = [mark for mark in marks if is_mark(mark, leads_to_note=False)]
    if not any(mark.get("target") for mark in typed):
        binder.bind_by_numbers(typed, notes)
    binder.bind_weakly()
    for mark in typed:
        if mark.tag in _LINKS:
            binder.marks.setdefault(mark, [])
    return Ties(binder.marks, binder.places, frozenset(binder.elsewhere))


class _Binder:
    """Gathers what binds notes, one way after the other."""

    def __init__(
        self,
        notes: "Sequence[etree._Element]",
        find: "Callable[[str], etree._Element | None]",
    ) -> None:
        self.find = find
        self.known = frozenset(notes)
        self.wraps = cache(_wraps)
        self.members: dict[etree._Element, list[etree._Element]] = {}
        """The notes in each element that only holds notes together."""
        for note in notes:
            holder = note.getparent()
            while holder is not None and self.wraps(holder):
                self.members.setdefault(holder, []).append(note)
                holder = holder.getparent()
        self.marks: dict[etree._Element, list[etree._Element]] = {}
        self.places: dict[etree._Element, list[etree._Element]] = {}
        self.weak: list[tuple[etree._Element, Sequence[etree._Element]]] = []
        self.elsewhere: set[etree._Element] = set()

    def bind_by_pointers(self, pointers: "Iterable[Pointer]") -> None:
        """By what leads to notes."""
        links: dict[etree._Element, list[etree._Element]] = {}
        for element, attribute, address in pointers:
            if attribute not in _LEADING or element.tag == _NOTE or element.tag in _ABOUT:
                continue
            goal = self.find(address)
            if goal is None:
                continue
            if element.tag == _LINK:
                links.setdefault(element, []).append(goal)
            elif (notes := self._notes_at(goal)) and _leads(element, notes[0]):
                if element.tag in _MARKS and is_mark(element, leads_to_note=True):
                    _put(self.marks, element, notes)
                elif in_note(element) or element.get("type") == "document":
                    continue
                elif _speaks_of_note(element):
                    self.weak.append((element, notes))
                else:
                    _put(self.places, element, notes)
        for goals in links.values():
            ends = {goal: self._notes_at(goal) for goal in goals}
            bound = [note for notes in ends.values() for note in notes]
            for goal in goals:
                if bound and not ends[goal]:
                    _put(self.places, goal, bound)

    def bind_by_own_places(self, notes: "Iterable[etree._Element]") -> None:
        """By what notes name themselves."""
        for note in notes:
            named = self._own_place(note)
            found = map(self.find, named)
            goals = [goal for goal in found if goal is not None and not _is_within(goal, note)]
            goals = goals or self._back(note)
            if goals and note not in self.marks.get(goals[0], ()):
                is_free_mark = _is_link_mark(goals[0]) and goals[0] not in self.marks
                _put(self.marks if is_free_mark else self.places, goals[0], [note])
            elif named and not goals:
                self.elsewhere.add(note)

    def bind_weakly(self) -> None:
        """By what may only speak of a note, where nothing else binds it."""
        bound = self._bound()
        for element, notes in self.weak:
            if free := [note for note in notes if note not in bound]:
                _put(self.places, element, free)

    def _bound(self) -> "set[etree._Element]":
        return {note for notes in (*self.marks.values(), *self.places.values()) for note in notes}

    def bind_by_numbers(
        self, marks: "Iterable[etree._Element]", notes: "Iterable[etree._Element]"
    ) -> None:
        """By the same `@n` of a mark and of a single note."""
        bound = self._bound()
        numbered: dict[str, list[etree._Element]] = {}
        for note in notes:
            if note not in bound and (number := note.get("n", "").strip()):
                numbered.setdefault(number, []).append(note)
        for mark in marks:
            found = numbered.get(mark.get("n", "").strip(), [])
            if len(found) == 1 and mark not in self.marks and not in_note(mark):
                self.marks[mark] = found

    def _notes_at(self, goal: "etree._Element") -> "Sequence[etree._Element]":
        """The note that an element is or is part of, or the notes that it holds together."""
        if goal in self.known:
            return (goal,)
        if goal in self.members:
            return self.members[goal]
        around = (note for note in goal.iterancestors(_NOTE) if note in self.known)
        return tuple(around)[:1]

    def _own_place(self, note: "etree._Element") -> list[str]:
        """The addresses by which a note, or what holds it with others, names its place."""
        for attribute in _OWN_PLACE:
            if value := note.get(attribute):
                return value.split()
        holder = note.getparent()
        while holder is not None and self.wraps(holder):
            if value := holder.get("target"):
                return value.split()
            holder = holder.getparent()
        return []

    def _back(self, note: "etree._Element") -> "list[etree._Element]":
        """Where a link in a note leads that looks like its mark: a number or an arrow."""
        links = (link for link in note.iter(*_LINKS) if looks_like_mark(link))
        found = (self.find(address) for link in links for address in link.get("target", "").split())
        return [goal for goal in found if goal is not None and not _is_or_in_note(goal)]


def _put(
    table: "dict[etree._Element, list[etree._Element]]",
    key: "etree._Element",
    notes: "Iterable[etree._Element]",
) -> None:
    listed = table.setdefault(key, [])
    listed += [note for note in notes if note not in listed]


def _leads(element: "etree._Element", note: "etree._Element") -> bool:
    """Whether an element can lead to a note: it is in the text, and neither in nor around it."""
    return (
        not _is_within(element, note)
        and all(ancestor is not element for ancestor in note.iterancestors())
        and next(element.iterancestors(f"{TEI}text", f"{TEI}standOff"), None) is not None
    )


def _is_link_mark(element: "etree._Element") -> bool:
    return element.tag in _LINKS and is_mark(element, leads_to_note=True)


def _is_within(element: "etree._Element", note: "etree._Element") -> bool:
    return element is note or any(ancestor is note for ancestor in element.iterancestors(_NOTE))


def _is_or_in_note(element: "etree._Element") -> bool:
    return element.tag == _NOTE or in_note(element)


# --- the list of notes of a document ---


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

    `of_element` finds a note by its element, `of_mark` those that a mark leads to, `at` those that
    belong behind an element that is no such mark. `outside` are the elements of notes that stand
    outside of the document's text: in a `standOff`, or in what a volume has for all its letters.
    `without_words` are elements of notes in which nothing stands: they are none.
    """

    notes: "tuple[Note, ...]"
    of_element: "Mapping[etree._Element, Note]"
    of_mark: "Mapping[etree._Element, tuple[Note, ...]]"
    at: "Mapping[etree._Element, tuple[Note, ...]]"
    outside: "tuple[etree._Element, ...]" = ()
    without_words: "frozenset[etree._Element]" = frozenset()


NO_APPARATUS = Apparatus(notes=(), of_element={}, of_mark={}, at={})


def apparatus(text: "etree._Element") -> Apparatus:
    """The notes of a `text` element. A mark whose note is missing leads to none in `of_mark`.

    They are all in it, and those in a `standOff` beside it whose place is in it.
    """
    return apparatuses((text, *stand_offs(text)), (text,))[text]


def stand_offs(text: "etree._Element") -> "tuple[etree._Element, ...]":
    """Each `standOff` beside a `text` element."""
    around = text.getparent()
    return () if around is None else tuple(around.iterchildren(f"{TEI}standOff"))


def apparatuses(
    scope: "Iterable[etree._Element]", texts: "Iterable[etree._Element]"
) -> "dict[etree._Element, Apparatus]":
    """The notes of each of several texts, which may stand apart from them in the same file.

    Args:
        scope: elements that hold all notes and marks; none is in another.
        texts: elements in these, each the text of a document.
    """
    scope = tuple(scope)
    elements = [note for part in scope for note in part.iter(_NOTE) if is_note(note)]
    marks = [mark for part in scope for mark in part.iter(*_MARKS)]
    ids: dict[str, etree._Element] = {}
    pointers: list[Pointer] = []
    for part in scope if elements else ():  # without notes, nothing leads to one
        for element in part.iter("*"):
            names = element.keys()
            if XML_ID in names:
                ids.setdefault(element.get(XML_ID, ""), element)
            if not _LEADING.isdisjoint(names):  # half as long as to look at each of them
                pointers += [
                    (element, str(name), address)
                    for name, value in element.items()
                    if name in _LEADING
                    for address in str(value).split()
                ]
    found = ties(elements, marks, pointers, finder(scope[0], ids.get))
    held = frozenset(apart(elements))
    owned = _Owned(elements, found, frozenset(texts))
    return {text: _of_text(owned.by_text[text], held) for text in owned.texts}


class _Owned:
    """What is whose, of several texts."""

    def __init__(
        self,
        notes: "Iterable[etree._Element]",
        found: Ties,
        texts: "frozenset[etree._Element]",
    ) -> None:
        self.texts = texts
        self.by_text = {text: _Share([], set(), {}, {}) for text in texts}
        leading: dict[etree._Element, list[etree._Element]] = {}
        for place, goals in (*found.marks.items(), *found.places.items()):
            for goal in goals:
                leading.setdefault(goal, []).append(place)
        for note in notes:
            inside = self._around(note)
            owners = inside or {
                text: None for place in leading.get(note, ()) for text in self._around(place)
            }
            for text in owners:
                share = self.by_text[text]
                share.notes.append(note)
                if not inside:
                    share.outside.add(note)
        shown_by: dict[etree._Element, list[_Share]] = {}
        for share in self.by_text.values():
            for note in share.outside:
                shown_by.setdefault(note, []).append(share)
        for place in (*found.marks, *found.places):
            shares = [self.by_text[text] for text in self._around(place)]
            if not shares and shown_by:
                around = place.iterancestors(_NOTE)
                shares = [share for note in around for share in shown_by.get(note, ())]
            for share in shares:
                if place in found.marks:
                    share.marks[place] = found.marks[place]
                if place in found.places:
                    share.places[place] = found.places[place]

    def _around(self, element: "etree._Element") -> "dict[etree._Element, None]":
        """The texts that an element is in."""
        ancestors = (element, *element.iterancestors())
        return {ancestor: None for ancestor in ancestors if ancestor in self.texts}


@dataclass(frozen=True, slots=True)
class _Share:
    """The notes, marks and places of one text; `outside` are those notes that are not in it."""

    notes: "list[etree._Element]"
    outside: "set[etree._Element]"
    marks: "dict[etree._Element, Sequence[etree._Element]]"
    places: "dict[etree._Element, Sequence[etree._Element]]"


def _of_text(share: _Share, held: "frozenset[etree._Element]") -> Apparatus:
    without_words = frozenset(note for note in share.notes if not _has_words(note))
    elements = [note for note in share.notes if note not in without_words]
    outside = share.outside
    led_to: dict[etree._Element, etree._Element] = {}
    for mark, goals in share.marks.items():
        for goal in goals:
            led_to.setdefault(goal, mark)
    placed = {note: element for element, notes in share.places.items() for note in notes}
    numbers = _numbers(elements, led_to)
    notes = []
    for element in elements:
        in_place = element not in led_to and element not in held and element not in outside
        notes.append(
            Note(
                element=element,
                number=next(numbers),
                mark=_mark(element, led_to.get(element), placed.get(element)),
                in_place=in_place,
                linked=in_place or element in led_to or element in placed,
            )
        )
    of_element = {note.element: note for note in notes}
    of_mark = {
        mark: tuple(of_element[note] for note in goals if note in of_element)
        for mark, goals in share.marks.items()
    }
    at = {}
    for element, to in share.places.items():
        behind = [of_element[note] for note in to if note in of_element and note not in led_to]
        if shown := tuple(note for note in behind if not note.in_place):
            at[element] = shown
    apart_from_all = tuple(
        element
        for element in elements
        if element in outside
        and not any(ancestor in outside for ancestor in element.iterancestors(_NOTE))
    )
    return Apparatus(tuple(notes), of_element, of_mark, at, apart_from_all, without_words)


def _has_words(note: "etree._Element") -> bool:
    """Whether anything stands in a note: words, a gap, or a link to the web, which is printed."""
    return any(map(str.strip, map(str, note.itertext()))) or any(
        found.tag == _GAP or "://" in found.get("target", "") for found in note.iter(_GAP, *_LINKS)
    )


_GAP = f"{TEI}gap"


def finder(
    root: "etree._Element", ids: "Callable[[str], etree._Element | None]"
) -> "Callable[[str], etree._Element | None]":
    """Finds the element that an address names, where that is in the same file.

    A mere name stands for the address `#name`, and `#range(name, …)` for its beginning.
    """
    path = root.getroottree().docinfo.URL or ""
    name = path.rpartition("/")[2]

    def find(address: str) -> "etree._Element | None":
        if address[0] == "#" and address[-1] != ")":
            return ids(address[1:])
        file, mark, identity = address.rpartition("#")
        if mark and file and file != name:
            return None
        return ids(_IN_SCHEME.sub(r"\1", identity) if "(" in identity else identity)

    return find


_IN_SCHEME = re.compile(r"(?:range|left|right|string-range|string-index|match)\(#?([^,)]+).*")


def _mark(
    note: "etree._Element", mark: "etree._Element | None", place: "etree._Element | None"
) -> str:
    named = (note.get("target") or note.get("corresp") or "").split()
    if named and not named[0].endswith(")"):
        return named[0].removeprefix("#")
    element = place if mark is None else mark
    return "" if element is None else element.get(XML_ID, "")


def _numbers(
    elements: "Sequence[etree._Element]", led_to: "Mapping[etree._Element, etree._Element]"
) -> Iterator[str]:
    """The notes' numbers: their own, or that of their mark, or the next that no other note has."""
    printed = map(printed_number, elements)
    own = [
        sign(number) or number or _number_of(led_to.get(note))
        for note, number in zip(elements, printed, strict=True)
    ]
    taken = frozenset(own)
    free = (str(number) for number in count(1) if str(number) not in taken)
    return (number or next(free) for number in own)


def _number_of(mark: "etree._Element | None") -> str:
    return "" if mark is None else mark.get("n", "").strip() or sign(_words(mark))
