"""Identifiers that two files have."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from teikit.checking.corpus import Corpus, CorpusFound, Place, Summary
from teikit.checking.corpus.records import Id
from teikit.checking.corpus.registers import KINDS
from teikit.checking.corpus.together import whole
from teikit.checking.corpus_rules.wording import and_more, beside, clipped
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.diagnostic import Severity
from teikit.tei.names import ID

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

Holders = Sequence[tuple[Summary, Id]]


@rule("C001", "duplicate-id-across", Severity.WARNING)
def duplicate_id_across(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
    """An xml:id stands in two files.

    As soon as the files are put together, in one corpus or one database, a pointer to it leads to
    one of the two only. The name of a document must be its own in any case. Of other identifiers
    those are told that are meant to be the only ones of their kind: they hold the name of a
    document, or hardly any others of the corpus stand in two files, or a `teiCorpus` includes
    both files. A copy of one entry (of a person, a place, a category) in many files is no fault.

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
    shared, alone = _shared(corpus)
    own = {name: one for name, one in shared.items() if not _copied(one)}
    rarely = len(own) <= _RARELY * (alone + len(own))
    together = _together(corpus)
    pairs: dict[tuple[Path, Path], list[tuple[Id, str]]] = defaultdict(list)
    for name, holders in own.items():
        first, second, *more = sorted(holders, key=lambda one: _distance(name, one[0]))
        roots = [one for one in (first, second, *more) if one[1].number == one[0].number]
        meant = (
            len(roots) > 1
            or (len(holders) <= _FEW and any(_distance(name, one[0]) < _FAR for one in holders))
            or (len(holders) <= _FEW and rarely and not _LOCAL.fullmatch(name))
            or _meet(holders, together)
        )
        if not meant:
            continue
        pair = (first[0].path, second[0].path)
        pairs[pair].append((second[1], and_more(len(more), "file")))
    for (there, path), found in pairs.items():
        # Where there are many, one file is a copy of the other.
        one, *others = found
        as_copy = [(one[0], and_more(len(others), "xml:id"))]
        for each, further in found if len(found) <= _FEW else as_copy:
            message = f"the xml:id '{clipped(each.id)}' is given already, in {beside(path, there)}"
            yield CorpusFound(Place(path, each.number, ID), message + further)


def _shared(corpus: Corpus) -> tuple[Mapping[str, Holders], int]:
    """The identifiers that several files have, and how many stand in one only."""
    seen: set[str] = set()
    twice: set[str] = set()
    for summary in corpus.summaries:
        for one in summary.ids:
            (twice if one.id in seen else seen).add(one.id)
    holders: dict[str, list[tuple[Summary, Id]]] = defaultdict(list)
    for summary in corpus.summaries if twice else ():
        for one in summary.ids:
            if one.id in twice:
                holders[one.id].append((summary, one))
    return holders, len(seen) - len(twice)


def _copied(holders: Holders) -> bool:
    elements = {one.element for _, one in holders}
    return len(elements) == 1 and elements <= _COPIED


def _distance(name: str, summary: Summary) -> int:
    """How little an identifier belongs to a file: it may hold its name, or that of a document."""
    if _holds(name, summary.path.stem):
        return 0
    return 1 if any(_holds(name, one.id) for one in summary.letters) else _FAR


def _holds(name: str, document: str) -> bool:
    return len(document) >= _TELLING and document in name


def _together(corpus: Corpus) -> Mapping[str, set[Path]]:
    """For included files, by their whole paths, the corpus files that include them."""
    found: dict[str, set[Path]] = defaultdict(set)
    for summary in corpus.summaries:
        for one in summary.includes:
            found[corpus.target(summary.path, one.address).file].add(summary.path)
    return found


def _meet(holders: Holders, together: Mapping[str, set[Path]]) -> bool:
    """Whether two of these files are included by one."""
    met: set[Path] = set()
    for summary, _ in holders if together else ():
        into = together.get(whole(summary.path), set())
        if met & into:
            return True
        met |= into
    return False
