"""Pointers into other files."""

import os
import re
from collections.abc import Iterable, Iterator

from teikit.diagnostic import Severity
from teikit.validating.finding import Finding, NodeNumber, in_file
from teikit.validating.index import Corpus
from teikit.validating.index.records import Include, Link
from teikit.validating.rule import rule
from teikit.validating.rules.corpus.wording import and_more, beside, clipped
from teikit.validating.settings import RuleOptions
from teikit.xml.spelling import nearest

_NUMBER = re.compile(r"[1-9]\d*")
_PART = 20
"""Files that are missing, from which on all are told of at once, where they are most."""


@rule("C002", "unresolved-link", Severity.ERROR)
def unresolved_link(corpus: Corpus, _: RuleOptions) -> Iterator[Finding[NodeNumber]]:
    """A pointer leads into a file that is not there, or to an xml:id that the file does not have.

    Readers who follow it find nothing. Addresses of XML files beside this one are looked at, and
    those of `xi:include`; addresses in the net and facsimiles are not. Files that are pointed to
    need not be among those that are checked. A file that more than ten files miss is told of once,
    where it is missed first; and where most files that are pointed to are missing, and they are
    many, that is told once: the letters are a part of an edition.

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
    yield from _missing_files(corpus)
    for pointer in corpus.astray:
        if corpus.entries(pointer.file) is None:
            there = beside(pointer.range.node.path, pointer.file)
            meant = likely(pointer.id, corpus.ids(pointer.file) or ())
            message = f"there is no xml:id '{clipped(pointer.id)}' in {there}"
            yield Finding(pointer.range, message + suggestion(meant) + times(pointer.times))
    for summary in corpus.files(Include):
        for include in summary.all(Include):
            file = corpus.target(summary, include.address).file
            if not include.fallback and not corpus.is_file(file):
                message = f"there is no file {beside(summary.path, file)} to be included"
                yield Finding(in_file(summary.path, include.number, "href"), message)


def _missing_files(corpus: Corpus) -> Iterator[Finding[NodeNumber]]:
    """Files that are not there: each once for a file that points to it, or once for all."""
    missing = corpus.missing
    rare = missing.others
    is_part = rare > _PART and not _are_there(corpus, rare)
    lost = corpus.wrong(lambda to: None if corpus.exists(to.file) else to.file)
    causes = set()
    for pointer in lost if missing or rare else ():
        files = missing.times(pointer.file)
        cause = pointer.file if files else ""
        if cause in causes:
            continue
        message = f"there is no file {beside(pointer.range.node.path, pointer.file)}"
        if cause:
            message += (
                f"{suggestion(_likely_file(corpus, pointer.file))}; {files} files point to it"
            )
        elif is_part:
            message += f", and none of {rare - 1} others that are pointed to"
        else:
            message += suggestion(_likely_file(corpus, pointer.file)) + times(pointer.times)
        if cause or is_part:
            causes.add(cause)
        yield Finding(pointer.range, message)


def _likely_file(corpus: Corpus, file: str) -> str | None:
    """The file that is likely to be meant by one that is not there."""
    folder, name = os.path.split(file)
    return likely(name, corpus.xml_names(folder))


def _are_there(corpus: Corpus, count: int) -> bool:
    """Whether so many files are pointed to from others, and are there."""
    inside = bytearray(len(corpus))
    outside: set[str] = set()
    for summary in corpus.files(Link):
        for _, (file, _id) in corpus.targets(summary):
            number = corpus.number(file)
            if number is not None:
                count -= not inside[number]
                inside[number] = True
            elif file not in outside and corpus.exists(file):
                outside.add(file)
                count -= 1
        if count <= 0:
            return True
    return False


def likely(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that is likely to be meant. What has another number is another thing."""
    numbers = _NUMBER.findall(name)
    return nearest(
        name, (candidate for candidate in names if _NUMBER.findall(candidate) == numbers)
    )


def suggestion(meant: str | None) -> str:
    """What may have been meant."""
    return f"; is '{clipped(meant)}' meant?" if meant else ""


def times(count: int) -> str:
    """That more pointers of the file are wrong in the same way."""
    return and_more(count - 1, "pointer")
