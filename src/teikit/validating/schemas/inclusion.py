"""Files that other files include by XInclude: which are checked, and which are left alone.

A file that includes others is checked as it is written, and they are checked by themselves. Which
are followed, `tei.inclusion` says.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from teikit.diagnostic import Rule, Severity
from teikit.tei.inclusion import included, is_inside
from teikit.validating.finding import Finding, Range
from teikit.validating.index.document import CheckedDocument, load_document
from teikit.xml.files import exists, is_file, opened, real
from teikit.xml.names import INCLUDE, XI, Element

NOT_FOLLOWED = Rule(
    "X004",
    "include-not-followed",
    Severity.INFO,
    "The file includes another one that was not checked.",
    "Name its folder, too, if it is to be checked.",
)

_BEGINNING = 65536
"""Bytes in which a file that includes others names the namespace that it needs for that."""


def with_included(names: Iterable[str], folders: Collection[Path]) -> list[str]:
    """The files, and those that they include, directly or not, within the folders; sorted."""
    found = _by_real_path(names)
    waiting = [*found.values()]
    while waiting:
        name = waiting.pop()
        if not _may_include(name):
            continue
        try:
            document = load_document(Path(name))
            for _, target in includes(document):
                known = real(target)
                if str(known) not in found and is_inside(known, folders) and is_file(target):
                    found[str(known)] = str(target)
                    waiting.append(str(target))
        except Exception:  # that is told when it is its turn
            continue
    return sorted(found.values())


def _by_real_path(names: Iterable[str]) -> dict[str, str]:
    """Files by their paths without links; where several are the same, the last."""
    folder = cache(os.path.realpath)  # many files have the same, and the disk is slow to ask
    found = {}
    for name in names:
        above, last = os.path.split(name)
        linked = os.path.islink(name)  # noqa: PTH114
        found[os.path.realpath(name) if linked else os.path.join(folder(above), last)] = name  # noqa: PTH118
    return found


def includes(document: CheckedDocument) -> Iterator[tuple[Element, Path]]:
    """The elements that include files as XML, and the files; none that are on the web."""
    for element in document.facts.others:
        if element.tag == INCLUDE and (target := included(element, document.path)):
            yield element, target


def not_followed(
    document: CheckedDocument, folders: Collection[Path]
) -> Iterator[Finding[Element]]:
    """Files that a document includes, that are there, and that are outside of the folders."""
    for element, target in includes(document):
        if not is_inside(real(target), folders) and exists(target):
            words = f"{element.get('href')} lies outside of the folders that are checked"
            yield Finding(Range(element, "href"), words)


def _may_include(name: str) -> bool:
    try:
        with opened(name) as file:
            return XI.encode() in file.read(_BEGINNING)
    except (OSError, ValueError):
        return False
