"""Identifiers that two files have."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus
from teikit.validating.index.digests import RepeatedNames
from teikit.validating.index.records import Id, Include
from teikit.validating.index.registers import KINDS
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.wording import and_more, beside, clipped
from teikit.validating.settings import RuleOptions
from teikit.xml.names import ID

# What editions copy into every file on purpose: entries, and what describes the edition.
# fmt: off
_COPIED = frozenset((
    *KINDS, "application", "author", "category", "char", "charDecl", "editor", "glyph", "handNote",
    "item", "language", "name", "prefixDef", "rendition", "resp", "respStmt", "taxonomy", "witness",
))
# fmt: on
_FEW = 3
"""Files that have an identifier by mistake; what more have is the edition's habit."""
_RARELY = 0.1
"""The share of identifiers that files have in common, where they are meant to be different."""
_LOCAL = re.compile(r"[A-Za-z]{1,5}[-_.]?\d{1,3}")
"""Names that are given in many files: "p1", "note-12"."""
_TELLING = 4
"""Letters of the name of a document that are no chance in an identifier."""
_FAR = 2


class _Holder(NamedTuple):
    """A file that has an identifier, the element there, and how little it belongs to the file."""

    distance: int
    file: int
    number: int


@dataclass(slots=True)
class _Holders:
    """The files that have an identifier.

    Attributes:
        files: how many they are.
        roots: in how many of them it is that of the outermost element.
        nearest: the two to which it belongs most.
        firsts: the first of them in each document of several files.
        meeting: the first two of one such document.
    """

    files: int = 0
    roots: int = 0
    nearest: Sequence[_Holder] = ()
    firsts: dict[int, _Holder] = field(default_factory=dict)
    meeting: tuple[_Holder, _Holder] | None = None

    def add(self, holder: _Holder, documents: Iterable[int], *, is_root: bool) -> None:
        """Count a file."""
        self.files += 1
        self.roots += is_root
        self.nearest = sorted((*self.nearest, holder))[:2]
        for document in documents:
            first = self.firsts.setdefault(document, holder)
            if first is not holder and not self.meeting:
                self.meeting = (first, holder)


@rule("C001", "duplicate-id-across", Severity.WARNING)
def duplicate_id_across(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """An xml:id stands in two files.

    As soon as the files are put together, in one corpus or one database, a pointer to it leads to
    one of the two only. The name of a document must be its own in any case. Of other identifiers
    those are told that are meant to be the only ones of their kind: they hold the name of a
    document, or hardly any others of the corpus stand in two files. A copy of one entry (of a
    person, a place, a category) in many files is no fault. Where files are parts of one document,
    that is C011.

    Remedy: Give one of them another xml:id, and correct the pointers that mean it.

    Bad:
        --- letter-1.xml
        <TEI xml:id="letter-1"><text><body><p xml:id="letter-1-p1">Dear Anna</p></body></text></TEI>
        --- letter-2.xml
        <TEI xml:id="letter-2"><text><body><p xml:id="letter-1-p1">Dear Max</p></body></text></TEI>

    Good:
        --- letter-1.xml
        <TEI xml:id="letter-1"><text><body><p xml:id="letter-1-p1">Dear Anna</p></body></text></TEI>
        --- letter-2.xml
        <TEI xml:id="letter-2"><text><body><p xml:id="letter-2-p1">Dear Max</p></body></text></TEI>
    """
    own, others = _own(corpus)
    rarely = len(own) <= _RARELY * (others + len(own))
    pairs: Pairs = defaultdict(list)
    for name, holders in _holders(corpus, own).items():
        first, second = holders.nearest
        few = holders.files <= _FEW
        meant = (
            holders.roots > 1
            or (few and first.distance < _FAR)
            or (few and rarely and not _LOCAL.fullmatch(name))
        )
        if meant and not holders.meeting:
            pairs[first.file, second.file].append((name, second.number, holders.files - 2))
    yield from _findings(corpus, pairs)


@rule("C011", "duplicate-id-in-document", Severity.ERROR)
def duplicate_id_in_document(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """An xml:id stands in two files that are parts of one document.

    Files that include each other by XInclude, directly or not, are one document, in which every
    xml:id must be given once only: a schema refuses it otherwise, and a pointer to it leads to one
    of the two. Copies of entries (of a person, a place, a category) are left to the edition.

    Remedy: Give one of them another xml:id, and correct the pointers that mean it.

    Bad:
        --- book.xml
        <TEI xmlns:xi="http://www.w3.org/2001/XInclude"><text><body>
        <xi:include href="one.xml"/><xi:include href="two.xml"/></body></text></TEI>
        --- one.xml
        <div xmlns="http://www.tei-c.org/ns/1.0">
        <p xml:id="p1">Dear Anna</p></div>
        --- two.xml
        <div xmlns="http://www.tei-c.org/ns/1.0">
        <p xml:id="p1">Dear Max</p></div>

    Good:
        --- book.xml
        <TEI xmlns:xi="http://www.w3.org/2001/XInclude"><text><body>
        <xi:include href="one.xml"/><xi:include href="two.xml"/></body></text></TEI>
        --- one.xml
        <div xmlns="http://www.tei-c.org/ns/1.0">
        <p xml:id="p1">Dear Anna</p></div>
        --- two.xml
        <div xmlns="http://www.tei-c.org/ns/1.0">
        <p xml:id="p2">Dear Max</p></div>
    """
    pairs: Pairs = defaultdict(list)
    if any(True for _ in corpus.files(Include)):
        for name, holders in _holders(corpus, _own(corpus)[0]).items():
            if holders.meeting:
                first, second = holders.meeting
                pairs[first.file, second.file].append((name, second.number, holders.files - 2))
    yield from _findings(corpus, pairs)


Pairs = dict[tuple[int, int], list[tuple[str, int, int]]]
"""For two files what both have: an identifier, its element in the second, how many more have it."""


def _findings(corpus: Corpus, pairs: Pairs) -> Iterator[Finding[NodeNumber]]:
    for (there, here), found in pairs.items():
        # Where there are many, one file is a copy of the other.
        name, number, _more = found[0]
        as_copy = [(name, number, and_more(len(found) - 1, "xml:id"))]
        each = [(name, number, and_more(more, "file")) for name, number, more in found]
        path = corpus.file_at(here).path
        where = beside(path, corpus.file_at(there).path)
        for name, number, further in each if len(found) <= _FEW else as_copy:
            message = f"the xml:id '{clipped(name)}' is given already, in {where}"
            yield Finding(in_file(path, number, ID), message + further)


def _own(corpus: Corpus) -> tuple[Sequence[str], int]:
    """The identifiers that several files have, but for copies; and how many stand in one only."""
    repeated = RepeatedNames(name for file in corpus.files(Id) for name, *_ in file.rows(Id))
    files: Counter[str] = Counter()
    elements: dict[str, str] = {}
    for file in corpus.files(Id) if repeated else ():
        for name, element, _number in file.rows(Id):
            if name in repeated:
                files[name] += 1
                if elements.setdefault(name, element) != element:
                    elements[name] = ""
    alone = sum(1 for count in files.values() if count == 1)
    own = [name for name, count in files.items() if count > 1 and elements[name] not in _COPIED]
    return own, repeated.others + alone


def _holders(corpus: Corpus, names: Iterable[str]) -> Mapping[str, _Holders]:
    found = {name: _Holders() for name in names}
    documents_of = _together(corpus) if found else {}
    for file in corpus.files(Id) if found else ():
        documents = [letter.id for letter in file.letters]
        for id_ in file.all(Id):
            if holders := found.get(id_.id):
                holder = _Holder(_distance(id_.id, file.stem, documents), file.at, id_.number)
                together = documents_of.get(file.at, ())
                holders.add(holder, together, is_root=id_.number == file.number)
    return found


def _distance(name: str, stem: str, documents: Iterable[str]) -> int:
    """How little an identifier belongs to a file: it may hold its name, or that of a document."""
    if _holds(name, stem):
        return 0
    return 1 if any(_holds(name, document) for document in documents) else _FAR


def _holds(name: str, document: str) -> bool:
    return len(document) >= _TELLING and document in name


def _together(corpus: Corpus) -> Mapping[int, Iterable[int]]:
    """For files the documents of several files that they are in, by the outermost of these."""
    including: dict[int, dict[int, None]] = defaultdict(dict)
    for summary in corpus.files(Include):
        for include in summary.all(Include):
            number = corpus.number(corpus.target(summary, include.address).file)
            if number is not None and number != summary.at and not include.pointer:
                including[number][summary.at] = None
    outermost: dict[int, dict[int, None]] = defaultdict(dict)
    for file in {*including, *(above for found in including.values() for above in found)}:
        known = {file}
        waiting = [file]
        while waiting:
            at = waiting.pop()
            further = including.get(at, {}).keys() - known
            if at not in including:
                outermost[file][at] = None
            known |= further
            waiting += sorted(further)
    return outermost
