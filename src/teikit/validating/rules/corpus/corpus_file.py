"""Corpus files, which include all documents of an edition."""

import os
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus
from teikit.validating.index.parted import Parted
from teikit.validating.index.records import Include
from teikit.validating.index.together import absolute
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.wording import beside
from teikit.validating.settings import RuleOptions

_AT_HAND = 1000
"""Folders of which it is known between which others they are."""


@rule("C010", "corpus-misses-document", Severity.WARNING)
def corpus_misses_document(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """A corpus file does not include a document that lies beside the others.

    What is made from the corpus file, a web site or a search index, lacks that letter. A corpus
    file is a `teiCorpus` with `xi:include`. If it includes less than half of what lies there, it is
    taken for a selection.

    Remedy: Include the document, at its place in the order; or move it to another folder.

    Bad:
        --- edition.xml
        <teiCorpus xmlns:xi="http://www.w3.org/2001/XInclude">
          <xi:include href="letter-1.xml"/>
        </teiCorpus>
        --- letter-1.xml
        <p>Dear Anna</p>
        --- letter-2.xml
        <p>Dear Max</p>

    Good:
        --- edition.xml
        <teiCorpus xmlns:xi="http://www.w3.org/2001/XInclude">
          <xi:include href="letter-1.xml"/>
          <xi:include href="letter-2.xml"/>
        </teiCorpus>
        --- letter-1.xml
        <p>Dear Anna</p>
        --- letter-2.xml
        <p>Dear Max</p>
    """
    done = bytearray(len(corpus))
    """For each file whether nothing is to be told of it: it is included, or it was told of."""
    folders: dict[str, int] = {}
    """Those in which files are that are included, by their numbers."""
    corpus_files: list[_CorpusFile] = []
    for summary in corpus.files(Include):
        if summary.root == "teiCorpus":
            files = [corpus.target(summary, each.address).file for each in summary.all(Include)]
            own = set()
            for file in files:
                if (number := corpus.number(file)) is not None:
                    done[number] = True
                    own.add(folders.setdefault(_folder(file), len(folders)))
            corpus_files.append(_CorpusFile(summary.at, len(files), own))
    if not folders:
        return
    documents = _by_folder(corpus, folders)
    for corpus_file in corpus_files:
        missing: set[int] = set()
        for number in chain.from_iterable(map(documents.part, sorted(corpus_file.folders))):
            if not done[number]:
                missing.add(number)
            if len(missing) > corpus_file.files:
                break
        else:
            summary = corpus.file_at(corpus_file.at)
            place = in_file(summary.path, summary.number)
            for number in sorted(missing):
                done[number] = True
                file = absolute(corpus.file_at(number).name)
                yield Finding(place, f"{beside(summary.path, file)} is not included")


class _CorpusFile(NamedTuple):
    """Of a corpus file its number, how many files it includes, and the numbers of their folders."""

    at: int
    files: int
    folders: Set[int]


def _by_folder(corpus: Corpus, folders: Mapping[str, int]) -> Parted:
    """The documents in folders, however deep: by the number of a folder those of the files."""

    @lru_cache(_AT_HAND)
    def around(folder: str) -> Sequence[int]:
        above = _folder(folder)
        further = around(above) if above != folder else ()
        return (*further, folders[folder]) if folder in folders else further

    documents = Parted(len(folders), "I")
    for summary in corpus.files():
        if summary.root == "TEI" and not summary.authority:
            for number in around(_folder(absolute(summary.name))):
                documents.add(number, summary.at)
    return documents


def _folder(path: str) -> str:
    return os.path.dirname(path)  # noqa: PTH120  # Path takes ten times as long
