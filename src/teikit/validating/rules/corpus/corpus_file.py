"""Corpus files, which include all documents of an edition."""

import os
from collections.abc import Iterator, Set
from typing import NamedTuple

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus
from teikit.validating.index.records import Include
from teikit.validating.index.together import absolute
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.wording import beside
from teikit.validating.settings import RuleOptions


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
    included: list[_Included] = []
    found: set[int] = set()
    for summary in corpus.files(Include):
        if summary.root == "teiCorpus":
            files = [
                corpus.target(summary, include.address).file for include in summary.all(Include)
            ]
            there = {file: at for file in files if (at := corpus.number(file)) is not None}
            found.update(there.values())
            included.append(_Included(summary.at, len(files), {*map(os.path.dirname, there)}))
    documents = dict.fromkeys(_others(corpus, found) if included else ())
    shown: set[str] = set()
    for corpus_file in included:
        missing = [
            file
            for file in documents
            if file not in shown and any(_is_in(file, folder) for folder in corpus_file.folders)
        ]
        if len(missing) <= corpus_file.files:
            shown.update(missing)
            summary = corpus.file_at(corpus_file.at)
            place = in_file(summary.path, summary.number)
            for file in missing:
                yield Finding(place, f"{beside(summary.path, file)} is not included")


class _Included(NamedTuple):
    """Of a corpus file its number, how many files it includes, and the folders of these."""

    at: int
    files: int
    folders: Set[str]


def _others(corpus: Corpus, included: Set[int]) -> Iterator[str]:
    """The documents that are not included, by their whole paths."""
    for summary in corpus.files():
        if summary.root == "TEI" and not summary.authority:
            file = absolute(summary.name)
            if corpus.number(file) not in included:
                yield file


def _is_in(file: str, folder: str) -> bool:
    return file.startswith(folder + os.sep)
