"""Corpus files, which include all documents of an edition."""

import os
from collections.abc import Iterator
from pathlib import Path

from teikit.checking.corpus import Corpus, CorpusFound, Place
from teikit.checking.corpus.together import whole
from teikit.checking.corpus_rules.wording import beside
from teikit.checking.rule import rule
from teikit.checking.settings import Options
from teikit.diagnostic import Severity


@rule("C010", "corpus-misses-document", Severity.WARNING)
def corpus_misses_document(corpus: Corpus, _: Options) -> Iterator[CorpusFound]:
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
    included = {
        summary.path: [corpus.target(summary.path, one.address).file for one in summary.includes]
        for summary in corpus.summaries
        if summary.root == "teiCorpus" and summary.includes
    }
    found = {file for files in included.values() for file in files}
    documents = (
        [
            file
            for file, one in corpus.by_path.items()
            if one.root == "TEI" and not one.authority and file not in found
        ]
        if included
        else []
    )
    told: set[str] = set()
    for path, files in included.items():
        folders = {str(Path(file).parent) for file in files if file in corpus.by_path}
        missing = [
            one
            for one in documents
            if one not in told and any(_is_in(one, each) for each in folders)
        ]
        if len(missing) <= len(files):
            told.update(missing)
            place = Place(path, corpus.by_path[whole(path)].number)
            for one in missing:
                yield CorpusFound(place, f"{beside(path, one)} is not included")


def _is_in(file: str, folder: str) -> bool:
    return file.startswith(folder + os.sep)
