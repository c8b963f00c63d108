"""All files of a run together, and what their pointers lead to."""

import os
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from teikit.checking.corpus.kept import Kept, KeptLetter, packed
from teikit.checking.corpus.records import Entry, Id, Include, Link, Part
from teikit.checking.corpus.shelf import Shelf
from teikit.checking.corpus.summary import summarise
from teikit.checking.corpus.sums import Positions
from teikit.checking.document import load_document
from teikit.checking.settings import Options
from teikit.tei.files import Unreadable

_OUTSIDE = 200
"""Files that are not in the run, but are read because something in it points to them."""
_AT_HAND = 64
"""Files that are asked for again and again: registers, and what lies beside a file."""
_ADDRESSES = 1024


class Target(NamedTuple):
    """What an address leads to: a file by its whole path, and an identifier in it, or none."""

    file: str
    id: str


class Corpus:
    """All files of a run that could be read.

    The files have numbers, in their order, and so have all their letters. Only a few files are in
    memory at any time; those that a rule walks over are taken from the shelf one by one.
    """

    def __init__(self, shelf: Shelf) -> None:
        """`shelf` has what is kept of each file (`packed`)."""
        self._shelf = shelf
        self._firsts = array("I", [0])
        self._having: dict[object, array[int]] = defaultdict(lambda: array("I"))
        for at, record in enumerate(shelf):
            file = Kept(record)
            self._firsts.append(self._firsts[-1] + len(file.heads))
            for kind in file.kinds:
                self._having[kind].append(at)
        self._outside: dict[str, bytes | None] = {}
        # Each of these is asked again and again for the same few.
        self._whole = lru_cache(_ADDRESSES)(_whole)
        self.leads = lru_cache(_ADDRESSES)(self._leads)
        self.exists = lru_cache(_ADDRESSES)(self._exists)
        self.file_at = lru_cache(_AT_HAND)(self._file_at)
        self.ids = lru_cache(_AT_HAND)(self._ids)
        self.entries = lru_cache(_AT_HAND)(self._entries)
        self.parts = lru_cache(_AT_HAND)(self._parts)

    def files(self, kind: object = None) -> Iterator[Kept]:
        """The files in their order; with a kind of records, those of which there are some."""
        return map(self._file_at, self._having[kind] if kind else range(len(self._shelf)))

    def letters(self, kind: object = None) -> Iterator[KeptLetter]:
        """The documents in the order of the files; with a kind of records, those of such files."""
        return (letter for file in self.files(kind) for letter in file.letters)

    def letter_at(self, number: int) -> KeptLetter:
        """The letter of a number."""
        file = self.file_at(self.holder(number))
        return KeptLetter(file, number - file.first)

    def holder(self, number: int) -> int:
        """The number of the file in which the letter of a number is."""
        return bisect_right(self._firsts, number) - 1

    def number(self, file: str) -> int | None:
        """The number of a file of the run, by its whole path."""
        found = self._by_path.last_first(file)
        return next((at for at in found if whole(self.file_at(at).name) == file), None)

    def target(self, one: Kept | KeptLetter, address: str) -> Target:
        """What an address in a file leads to."""
        written, _, fragment = address.removeprefix("file://").partition("#")
        return Target(self._whole(one.folder, written), unquote(fragment))

    def targets(self, file: Kept) -> Iterator[tuple[Link, Target]]:
        """The pointers of a file into others, and what each leads to."""
        for link in file.all(Link):
            yield link, self.target(file, link.address)

    def letter(self, one: KeptLetter, address: str) -> KeptLetter | None:
        """The letter of the run that is meant: by its file, its identifier, or its bare name."""
        name = address.removeprefix("#")
        if "#" not in name and "/" not in name and not name.lower().endswith(".xml"):
            return self._named(name)
        target = self.target(one, address)
        number = self.number(target.file)
        letters = [] if number is None else [*self.file_at(number).letters]
        alone = letters[0] if len(letters) == 1 else None
        return next((one for one in letters if one.id == target.id), alone)

    def _named(self, name: str) -> KeptLetter | None:
        """The letter with this identifier, or else in the file of this name; the last of them."""
        count = self._firsts[-1]
        for at in self._names.last_first(name) if name else ():
            letter = self.letter_at(at % count)
            if name == (letter.file.stem if at < count else letter.id):
                return letter
        return None

    @cached_property
    def _names(self) -> Positions:
        """First those of the files of all letters, then their identifiers."""
        count = self._firsts[-1]
        return Positions(
            place
            for one in self.letters()
            for place in ((one.at, one.file.stem), (count + one.at, one.id))
        )

    @cached_property
    def _by_path(self) -> Positions:
        return Positions((one.at, whole(one.name)) for one in self.files())

    def _file_at(self, number: int) -> Kept:
        return Kept(self._shelf[number], number, self._firsts[number])

    def _leads(self, target: Target) -> bool:
        """Whether a target is there, as far as that is known."""
        ids = self.ids(target.file)
        if not target.id or ids is None:
            return self.exists(target.file)
        file = self._summed(target.file)
        return target.id in ids or (
            file is not None
            and any(
                target.id in (self.ids(self.target(file, one.address).file) or ())
                for one in file.all(Include)
            )
        )

    def _summed(self, file: str) -> Kept | None:
        """What is kept of a file, also of one that is not in the run but can be read."""
        number = self.number(file)
        if number is not None:
            return self.file_at(number)
        # Unlike those of Path, these questions have an answer for names that no disk can hold.
        if file not in self._outside and len(self._outside) < _OUTSIDE and os.path.isfile(file):  # noqa: PTH113
            try:
                self._outside[file] = packed(summarise(load_document(Path(file)), Options()))
            except Unreadable:
                self._outside[file] = None
        record = self._outside.get(file)
        return Kept(record) if record else None

    def _exists(self, file: str) -> bool:
        """Whether there is such a file."""
        return self.number(file) is not None or os.path.exists(file)  # noqa: PTH110

    def _ids(self, file: str) -> Mapping[str, Id] | None:
        """The identifiers in a file; None where they are not known."""
        one = self._summed(file)
        return {each.id: each for each in one.all(Id)} if one else None

    def _entries(self, file: str) -> Mapping[str, Entry] | None:
        """The entries of an authority file; None for other files."""
        one = self._summed(file)
        return {each.id: each for each in one.all(Entry)} if one and one.authority else None

    def _parts(self, number: int) -> Mapping[int, Part]:
        """The parts in a file of the run, by the numbers of their elements."""
        return {each.number: each for each in self.file_at(number).all(Part)}


def whole(name: str | Path) -> str:
    """A path from the root of the disk, without detours."""
    return os.path.abspath(name)  # noqa: PTH100  # links of the disk are not followed


def _whole(folder: str, written: str) -> str:
    """The whole path of a file by its address in a file of this folder."""
    return whole(os.path.join(folder, unquote(written)))  # noqa: PTH118
