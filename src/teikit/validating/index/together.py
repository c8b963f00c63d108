"""All files of a run together, and what their pointers lead to."""

import hashlib
import os
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from teikit.validating.finding import NodeNumber, Range, in_file
from teikit.validating.index.digests import Numbers, RepeatedNames
from teikit.validating.index.document import document_of
from teikit.validating.index.packing import PackedFile, PackedLetter, packed
from teikit.validating.index.records import Entry, Id, Include, Link, Part
from teikit.validating.index.spill import SpillFile
from teikit.validating.index.summary import summarise
from teikit.validating.settings import RuleOptions
from teikit.xml.files import Unreadable, read

_OUTSIDE = 200
"""Files that are not in the run, but are read because something in it points to them."""
_AT_HAND = 64
"""Files that are asked for again and again: registers, and what lies beside a file."""
_POINTED_TO = 1000
"""The same, where only a little is kept of each."""
_ADDRESSES = 4000
MANY = 10
"""Files from which on a file that all of them miss is told of once."""
MANY_QUESTIONS = 100_000
"""Questions about the disk from which on they are not all noted."""


class Target(NamedTuple):
    """What an address leads to: a file by its whole path, and an identifier in it, or none."""

    file: str
    id: str


class Astray(NamedTuple):
    """Pointers of a file that are wrong in the same way: the first, and how many they are."""

    range: Range[NodeNumber]
    file: str
    id: str
    times: int


class DiskQuestion(NamedTuple):
    """What was asked of the disk about a file or folder that is not in a run, and the answer.

    Kinds are `exists`, `file` (whether it is one), `names` (of files of XML in a folder) and
    `holds` (a digest).
    """

    kind: str
    path: str
    answer: str


def still(question: DiskQuestion) -> bool:
    """Whether what was asked has the same answer now."""
    return _answer(question.kind, question.path) == question.answer


def _answer(kind: str, path: str) -> str:
    # Unlike those of Path, these questions have an answer for names that no disk can hold.
    if kind == "exists":
        return str(os.path.exists(path))  # noqa: PTH110
    if kind == "file":
        return str(os.path.isfile(path))  # noqa: PTH113
    if kind == "names":
        return _digest("\0".join(_xml_names(path)).encode(errors="surrogateescape"))
    try:
        return _digest(read(Path(path)))
    except Unreadable:
        return ""


def _xml_names(folder: str) -> list[str]:
    try:
        names = os.listdir(folder)  # noqa: PTH208  # names are wanted
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if name.lower().endswith(".xml"))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Corpus:
    """All files of a run that could be read.

    The files have numbers, in their order, and so have all their letters. Only a few files are in
    memory at any time; those that a rule walks over are taken from the shelf one by one.

    Attributes:
        asked: what was asked of the disk about what is not in the run, in the order of asking.
    """

    def __init__(self, shelf: SpillFile | Sequence[bytes]) -> None:
        """`shelf` has what is kept of each file (`packed`)."""
        self._shelf = shelf
        self._firsts = array("I", [0])
        self._flags: dict[object, int] = defaultdict(lambda: 1 << len(self._flags))
        self._having = array("H")
        """For each file the flags of those kinds of records of which there are some."""
        for record in shelf:
            file = PackedFile(record)
            self._firsts.append(self._firsts[-1] + len(file.heads))
            self._having.append(sum(self._flags[kind] for kind in file.kinds))
        self._outside: dict[str, bytes | None] = {}
        self.asked: dict[DiskQuestion, None] = {}
        # Each of these is asked again and again for the same few.
        self._resolve = lru_cache(_ADDRESSES)(_resolved)
        self.exists = lru_cache(_ADDRESSES)(self._exists)
        self.xml_names = lru_cache(_AT_HAND)(self._xml_names)
        self.ids = lru_cache(_POINTED_TO)(self._ids)
        self.entries = lru_cache(_POINTED_TO)(self._entries)
        self.file_at = lru_cache(_AT_HAND)(self._file_at)
        self.elements = lru_cache(_AT_HAND)(self._elements)
        self.parts = lru_cache(_AT_HAND)(self._parts)

    def __len__(self) -> int:
        return len(self._shelf)

    def files(self, kind: object = None) -> Iterator[PackedFile]:
        """The files in their order; with a kind of records, those of which there are some."""
        numbers: Iterable[int] = range(len(self._shelf))
        if kind:
            flag = self._flags[kind]
            numbers = (at for at, flags in enumerate(self._having) if flags & flag)
        return map(self._file_at, numbers)

    def letters(self, kind: object = None) -> Iterator[PackedLetter]:
        """The documents in the order of the files; with a kind of records, those of such files."""
        return (letter for file in self.files(kind) for letter in file.letters)

    def letter_at(self, number: int) -> PackedLetter:
        """The letter of a number."""
        file = self.file_at(self.holder(number))
        return PackedLetter(file, number - file.first)

    def holder(self, number: int) -> int:
        """The number of the file in which the letter of a number is."""
        return bisect_right(self._firsts, number) - 1

    def letters_in(self, file: int) -> range:
        """The numbers of the letters in the file of a number."""
        return range(*self._firsts[file : file + 2])

    def number(self, file: str) -> int | None:
        """The number of a file of the run, by its whole path."""
        return self._by_path.get(file)

    def target(self, source: PackedFile | PackedLetter, address: str) -> Target:
        """What an address in a file leads to."""
        written, _, fragment = address.removeprefix("file://").partition("#")
        return Target(
            self._resolve(source.folder, written),
            unquote(fragment) if "%" in fragment else fragment,
        )

    def targets(self, file: PackedFile) -> Iterator[tuple[Link, Target]]:
        """The pointers of a file into others, and what each leads to."""
        for link in file.all(Link):
            yield link, self.target(file, link.address)

    def wrong(self, fault: Callable[[Target], Hashable | None]) -> Iterator[Astray]:
        """The pointers whose targets have a fault; those of a file with the same one together."""
        for file in self.files(Link):
            found: dict[Hashable, Astray] = {}
            for link, target in self.targets(file):
                same = fault(target)
                if same is not None:
                    place = in_file(file.path, link.number, link.attribute)
                    first = found.setdefault(same, Astray(place, *target, 0))
                    found[same] = first._replace(times=first.times + link.times)
            yield from found.values()

    @property
    def astray(self) -> Sequence[Astray]:
        """The pointers to identifiers that files do not have."""
        return self._astray_and_missing[0]

    @property
    def missing(self) -> RepeatedNames:
        """The files that are pointed to from more than `MANY` and are not there; and the others."""
        return self._astray_and_missing[1]

    @cached_property
    def _astray_and_missing(self) -> tuple[Sequence[Astray], RepeatedNames]:
        astray: list[Astray] = []

        def missing() -> Iterator[str]:
            for pointer in self.wrong(self._fault):
                if self.exists(pointer.file):
                    astray.append(pointer)
                else:
                    yield pointer.file

        return astray, RepeatedNames(missing(), MANY)

    def _fault(self, target: Target) -> Hashable | None:
        if not self.exists(target.file):
            return target.file
        ids = self.ids(target.file) if target.id else None
        if ids is None or target.id in ids:
            return None
        return None if any(target.id in names for names in self._included(target.file)) else target

    def letter(self, source: PackedLetter, address: str) -> PackedLetter | None:
        """The letter of the run that is meant: by its file, its identifier, or its bare name."""
        number = self.letter_number(source, address)
        return None if number is None else self.letter_at(number)

    def letter_number(self, source: PackedLetter, address: str) -> int | None:
        """The number of the letter that is meant, in the same way."""
        name = address.removeprefix("#")
        if "#" not in name and "/" not in name and not name.lower().endswith(".xml"):
            number = self._by_id.get(name) if name else None
            return self._by_stem.get(name) if number is None else number
        target = self.target(source, address)
        file = self.number(target.file)
        numbers = range(0) if file is None else self.letters_in(file)
        if len(numbers) == 1:  # as in most editions: then the file need not be opened
            return numbers[0]
        return next((at for at in numbers if self.letter_at(at).id == target.id), None)

    @cached_property
    def _by_id(self) -> Numbers:
        return Numbers(letter.id for letter in self.letters())

    @cached_property
    def _by_stem(self) -> Numbers:
        return Numbers(letter.file.stem for letter in self.letters())

    @cached_property
    def _by_path(self) -> Numbers:
        return Numbers(absolute(file.name) for file in self.files())

    def _file_at(self, number: int) -> PackedFile:
        return PackedFile(self._shelf[number], number, self._firsts[number])

    def _included(self, file: str) -> Iterator[Set[str]]:
        """The identifiers in files that a file includes."""
        if summary := self._summed(file):
            for include in summary.all(Include):
                yield self.ids(self.target(summary, include.address).file) or frozenset()

    def _summed(self, file: str) -> PackedFile | None:
        """What is kept of a file, also of one that is not in the run but can be read."""
        number = self.number(file)
        if number is not None:
            return self.file_at(number)
        if file not in self._outside and len(self._outside) < _OUTSIDE and self._ask("file", file):
            try:
                data = read(Path(file))
                self._note(DiskQuestion("holds", file, _digest(data)))
                document = document_of(Path(file), data)
                self._outside[file] = packed(summarise(document, RuleOptions()))
            except Unreadable:
                self._ask("holds", file)
                self._outside[file] = None
            except Exception:  # whatever is in it, it is not in the run
                self._outside[file] = None
        record = self._outside.get(file)
        return PackedFile(record) if record else None

    def is_file(self, file: str) -> bool:
        """Whether there is such a file, and no folder."""
        return self.number(file) is not None or self._ask("file", file)

    def _xml_names(self, folder: str) -> list[str]:
        """The files of XML in a folder, sorted."""
        self._ask("names", folder)
        return _xml_names(folder)

    def _ask(self, kind: str, path: str) -> bool:
        question = DiskQuestion(kind, path, _answer(kind, path))
        self._note(question)
        return question.answer == str(True)

    def _note(self, question: DiskQuestion) -> None:
        if len(self.asked) <= MANY_QUESTIONS:
            self.asked[question] = None

    def _exists(self, file: str) -> bool:
        """Whether there is such a file."""
        return self.number(file) is not None or self._ask("exists", file)

    def _ids(self, file: str) -> Set[str] | None:
        """The identifiers in a file; None where they are not known."""
        summary = self._summed(file)
        return frozenset(name for name, *_ in summary.rows(Id)) if summary else None

    def _entries(self, file: str) -> Mapping[str, Entry] | None:
        """The entries of an authority file; None for other files."""
        summary = self._summed(file)
        return (
            {each.id: each for each in summary.all(Entry)}
            if summary and summary.authority
            else None
        )

    def _elements(self, number: int) -> Mapping[str, int]:
        """The elements in a file of the run that have an identifier, by that."""
        return {each.id: each.number for each in self.file_at(number).all(Id)}

    def _parts(self, number: int) -> Mapping[int, Part]:
        """The parts in a file of the run, by the numbers of their elements."""
        return {each.number: each for each in self.file_at(number).all(Part)}


def absolute(name: str | Path) -> str:
    """A path from the root of the disk, without detours."""
    return os.path.abspath(name)  # noqa: PTH100  # links of the disk are not followed


def _resolved(folder: str, written: str) -> str:
    """The whole path of a file by its address in a file of this folder."""
    return absolute(os.path.join(folder, unquote(written)))  # noqa: PTH118
