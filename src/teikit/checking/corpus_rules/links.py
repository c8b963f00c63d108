"""Pointers into other files."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from teikit.checking.corpus import Corpus, CorpusFound, Place
from teikit.checking.corpus.together import Target
from teikit.checking.corpus_rules.wording import and_more, beside, clipped
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.diagnostic import Severity
from teikit.relaxng.spelling import nearest

_MANY = 10
"""Files from which on a file that all of them miss is told of once."""


class Astray(NamedTuple):
    """Pointers of a file that lead to something that is not there, and the place of the first."""

    place: Place
    file: str
    id: str
    times: int


def astray(corpus: Corpus) -> Sequence[Astray]:
    """The pointers that lead to nothing; those of a file that lead to the same once."""
    found: dict[tuple[Path, Target], Astray] = {}
    for summary in corpus.summaries:
        for link, target in corpus.targets(summary):
            if corpus.leads(target):
                continue
            place = Place(summary.path, link.number, link.attribute)
            first = found.setdefault((summary.path, target), Astray(place, *target, 0))
            found[summary.path, target] = first._replace(times=first.times + link.times)
    return [*found.values()]


@rule("C002", "unresolved-link", Severity.ERROR)
def unresolved_link(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
    """A pointer leads into a file that is not there, or to an xml:id that the file does not have.

    Readers who follow it find nothing. Addresses of XML files beside this one are looked at, and
    those of `xi:include`; addresses in the net and facsimiles are not. Files that are pointed to
    need not be among those that are checked. A file that more than ten files miss is told of once,
    where it is missed first.

    Remedy: Correct the address, or supply what it leads to.

    Bad:
        --- letter-1.xml
        <p>See <ref target="letter-2.xml#n3">my last</ref></p>
        --- letter-2.xml
        <note xml:id="n1">Not sent.</note>

    Good:
        --- letter-1.xml
        <p>See <ref target="letter-2.xml#n1">my last</ref></p>
        --- letter-2.xml
        <note xml:id="n1">Not sent.</note>
    """
    found = astray(corpus)
    missing = {(one.place.path, one.file) for one in found if not corpus.exists(one.file)}
    missed = Counter(file for _path, file in missing)
    told = set()
    for one in found:
        if missed[one.file]:
            if missed[one.file] <= _MANY or one.file not in told:
                told.add(one.file)
                yield CorpusFound(one.place, _no_file(one, missed[one.file]))
        elif corpus.entries(one.file) is None:
            there = beside(one.place.path, one.file)
            meant = nearest(one.id, corpus.ids(one.file) or ())
            message = f"there is no xml:id '{clipped(one.id)}' in {there}"
            yield CorpusFound(one.place, message + hint(meant) + times(one.times))
    for summary in corpus.summaries:
        for include in summary.includes:
            file = corpus.target(summary.path, include.address).file
            if not include.fallback and not corpus.exists(file):
                message = f"there is no file {beside(summary.path, file)} to be included"
                yield CorpusFound(Place(summary.path, include.number, "href"), message)


def _no_file(one: Astray, files: int) -> str:
    message = f"there is no file {beside(one.place.path, one.file)}"
    folder, name = os.path.split(one.file)
    names = os.listdir(folder) if Path(folder).is_dir() else []  # noqa: PTH208  # names
    meant = nearest(name, (each for each in names if each.lower().endswith(".xml")))
    if files > _MANY:
        return f"{message}{hint(meant)}; {files} files point to it"
    return message + hint(meant) + times(one.times)


def hint(meant: str | None) -> str:
    """What may have been meant."""
    return f"; is '{clipped(meant)}' meant?" if meant else ""


def times(count: int) -> str:
    """That more pointers of the file are wrong in the same way."""
    return and_more(count - 1, "pointer")
