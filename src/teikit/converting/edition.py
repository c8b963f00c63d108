"""The order of an edition: which documents its pages hold, and what each is called.

A survey goes through all pages and keeps a line for each document. Everything that one document
must know of others comes from it: neighbours, targets of references, duplicates. So the pages
themselves need not be in memory together.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from teikit.converting.letter import RelatedLetter
from teikit.converting.readers.beside import Beside, same_before
from teikit.converting.reading import CutPage, numbers, outlines
from teikit.converting.recognise.context import Numbered
from teikit.profiles.profile import Profile

_ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """One document of the edition. `page` and `place` say where it stands."""

    page: str
    place: int
    number: str
    section: str
    date: str
    notes: frozenset[int]
    fingerprint: bytes
    is_essay: bool = False
    id: str = ""
    original: str = ""
    """The id of the document that this one is a second copy of."""
    namesake: str = ""
    """The page of an earlier document with the same number."""


@dataclass(frozen=True)
class Survey:
    """All documents of the pages, in print order."""

    entries: tuple[EditionEntry, ...]
    label: str = "No."
    """What stands before a number when a document is named."""

    @cached_property
    def numbered(self) -> Mapping[str, Numbered]:
        """The documents by their printed number."""
        found: dict[str, Numbered] = {}
        for entry in self.entries:
            if entry.number:
                found.setdefault(entry.number, Numbered(entry.id, entry.notes))
        return found

    @cached_property
    def _by_place(self) -> dict[tuple[str, int], EditionEntry]:
        return {(entry.page, entry.place): entry for entry in self.entries}

    @cached_property
    def _by_id(self) -> dict[str, EditionEntry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _neighbours(self) -> dict[str, tuple[EditionEntry | None, EditionEntry | None]]:
        row = [entry for entry in self.entries if entry.number]
        if not row:  # a collection without numbers: its order is that of the letters themselves
            row = [entry for entry in self.entries if not entry.is_essay and not entry.original]
        around: dict[str, tuple[EditionEntry | None, EditionEntry | None]] = dict.fromkeys(
            (entry.id for entry in row), (None, None)
        )
        for first, second in pairwise(row):
            if not first.number or numbers.value(second.number) - numbers.value(first.number) <= 1:
                around[first.id] = (around[first.id][0], second)
                around[second.id] = (first, None)
        return around

    def entry(self, page: str, place: int) -> EditionEntry:
        """The entry of a page's document, counted from 0."""
        return self._by_place[page, place]

    def found(self, page: str, place: int) -> EditionEntry | None:
        """The same; None where there is no such document."""
        return self._by_place.get((page, place))

    def _name(self, entry: EditionEntry) -> str:
        return f"{self.label} {entry.number}" if entry.number else entry.id

    def references(self, entry: EditionEntry) -> list[RelatedLetter]:
        """The neighbours of a document in print, and the document that it is a copy of."""
        before, after = self._neighbours.get(entry.id, (None, None))
        found = [
            RelatedLetter(kind, self._name(other), f"{other.id}.xml")
            for kind, other in (("prev", before), ("next", after))
            if other
        ]
        if entry.original:
            number = self._by_id[entry.original].number
            label = f"{self.label} {number}" if number else entry.original
            found.append(RelatedLetter("duplicateOf", label, f"{entry.original}.xml"))
        return found


def entries(cut: CutPage, profile: Profile, beside: Beside) -> Iterator[EditionEntry]:
    """What the survey keeps of the documents of a page, in their order."""
    path = cut.source.path
    found = list(outlines(cut, profile))
    alone = sum(not outline.is_essay for outline in found) == 1
    same = same_before(outline.number for outline in found)
    for place, outline in enumerate(found):
        given = (
            {} if outline.is_essay else beside.of(path, outline.number, same[place], alone=alone)
        )
        date = given.get("date", "")
        yield EditionEntry(
            page=path,
            place=place,
            number=outline.number or given.get("number", ""),
            section=outline.section,
            is_essay=outline.is_essay,
            date=outline.date or (date if _ISO_DATE.fullmatch(date) else ""),
            notes=_same(outline.notes),
            fingerprint=hashlib.blake2b(outline.text.encode(), digest_size=16).digest(),
        )


@lru_cache(maxsize=4096)
def _same(notes: frozenset[int]) -> frozenset[int]:
    """The numbers of notes, once for all documents that have the same: most have 1 to some."""
    return notes


def survey(entries: Iterable[EditionEntry], profile: Profile) -> Survey:
    """Give every document its id and its place in the edition."""
    originals: dict[bytes, EditionEntry] = {}
    by_number: dict[str, EditionEntry] = {}
    named: list[EditionEntry] = []
    taken: set[str] = set()
    following: dict[str, int] = defaultdict(int)
    # Numbered documents first: a copy without number is the copy, whatever the order of the pages.
    for each in sorted(entries, key=lambda entry: (not entry.number, entry.page, entry.place)):
        stem = _stem(each, profile.edition.id)
        unnumbered = not each.number and not each.section
        id_ = _free(stem, taken, following, always=unnumbered)
        taken.add(id_)
        original = originals.get(each.fingerprint)
        earlier = by_number.get(each.number) if each.number else None
        full = replace(
            each,
            id=id_,
            notes=_same(each.notes),
            original=original.id if original else "",
            namesake=earlier.page if earlier else "",
        )
        by_number.setdefault(each.number, full)
        originals.setdefault(each.fingerprint, full)
        named.append(full)
    by_id = {each.id: each for each in named}
    ordered = tuple(sorted(named, key=lambda entry: _print_order(entry, by_id)))
    return Survey(ordered, profile.edition.number)


def _stem(entry: EditionEntry, edition: str) -> str:
    if entry.section:
        return f"{edition}-section-{numbers.roman(entry.section)}"
    if entry.is_essay:
        return f"{edition}-essay"
    if entry.number:
        return f"{edition}-{numbers.in_id(entry.number)}"
    return f"{edition}-{entry.date or 'undated'}"


def _free(stem: str, taken: set[str], following: dict[str, int], *, always: bool) -> str:
    """The stem, with the first free letter behind it where it needs one.

    `following` is where to look for it: the number of the first letter that may be free.
    """
    if not always and stem not in taken:
        return stem
    while (name := stem + _letters(following[stem])) in taken:
        following[stem] += 1
    return name


def _letters(number: int) -> str:
    """0, 1, … as a, b, …, z, aa, ab, and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _print_order(
    entry: EditionEntry, by_id: Mapping[str, EditionEntry]
) -> tuple[int, int, str, int, str]:
    """Introductions, numbered documents with their copies behind them, the others by date."""
    if entry.section:
        return (0, numbers.roman(entry.section), "", 0, entry.id)
    if entry.is_essay:
        return (0, 0, entry.page, entry.place, entry.id)
    original: EditionEntry | None = entry
    while original and not original.number and original.original:
        original = by_id.get(original.original)
    if original and original.number:
        return (
            1,
            numbers.value(original.number),
            original.number,
            int(original is not entry),
            entry.id,
        )
    return (2, 0, entry.date, 0, entry.id)
