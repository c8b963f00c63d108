"""Files that other files include by XInclude: which are checked, and which are left alone.

A file that is included is checked in its own turn, in the places where it stands in others. Which
are followed, `tei.inclusion` says.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from teikit.diagnostic import Rule, Severity
from teikit.tei.inclusion import has_fallback, is_inside, is_text, pointed, target
from teikit.validating.finding import Finding, Range
from teikit.validating.index.document import CheckedDocument, document_of
from teikit.validating.index.inclusions import Inclusion, Inclusions, Standing, includes, kind_of
from teikit.validating.wording import clipped
from teikit.xml.files import in_pieces, is_file, read, real
from teikit.xml.names import XI, Element, local

NOT_FOLLOWED = Rule(
    "X004",
    "include-not-followed",
    Severity.INFO,
    "The file includes something that was not looked at.",
    "Name its folder, too, if it is to be checked; download what is on the web.",
)

FAILING = Rule(
    "X015",
    "include-fails",
    Severity.ERROR,
    "The file includes another in a way that cannot be carried out.",
    "Correct the include: its namespace, the file that it names, or the xml:id in it.",
)

_PIECE = 65536
"""Bytes that are read at a time."""
_NAMESPACES = tuple(XI.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
"""What a file mentions that includes others, as it may be written."""


def with_included(
    names: Iterable[str],
    folders: Collection[Path],
    given: Mapping[Path, bytes],
    may_include: Callable[[str], bool] | None = None,
) -> tuple[list[str], Inclusions]:
    """The files, and those that they include, directly or not, within the folders; sorted.

    And which includes which. `given` is what files hold that are being edited; `may_include` knows
    of a file whether it may include others, where it need not be read for that.
    """
    may_include = may_include or reads_as_including
    edited = {str(real(path)): data for path, data in given.items()}
    real_path = _real_paths()
    inside = cache(lambda folder: is_inside(Path(folder, "file"), folders))
    # Where several names are those of the same file, the last.
    found = {real_path(name): name for name in names}
    waiting = [*found.items(), *((file, str(path)) for file, path in _by_file(given).items())]
    known = {file for file, _ in waiting}
    inclusions: list[Inclusion] = []
    holders: dict[str, bool] = {}
    beside: dict[str, list[str]] = defaultdict(list)
    while waiting:
        file, name = waiting.pop()
        data = edited.get(file)
        if not (may_include(name) if data is None else mentions(data)):
            continue
        path = Path(name)
        try:
            document = document_of(path, read(path) if data is None else data)
        except Exception:  # that is told when it is its turn
            continue
        for include in includes(document):
            there = target(include, path)
            included = real_path(str(there)) if there else ""
            holders.setdefault(file, True)
            is_there = there and is_file(there)
            followed = pointed(include) is not None and inside(os.path.dirname(included))  # noqa: PTH120
            if there and (not followed or is_text(include) or not is_there):
                beside[file].append(included)
            if not there or not followed:
                holders[file] = False
            elif not is_there and included not in edited:
                if not has_fallback(include):
                    holders[file] = False
            elif not is_text(include):
                inclusions.append(Inclusion(file, included, kind_of(include)))
                # What only an edited file includes is not checked, but may include others.
                is_new = file in found and included not in found
                if is_new:
                    found[included] = str(there)
                if is_new or included not in known:
                    known.add(included)
                    waiting.append((included, str(there)))
    return sorted(found.values()), Inclusions(inclusions, holders, folders, edited, dict(beside))


def _by_file(given: Mapping[Path, bytes]) -> Mapping[str, Path]:
    return {str(real(path)): path for path in given}


def _real_paths() -> Callable[[str], str]:
    """A function from the names of files to their paths without links."""
    folder = cache(os.path.realpath)  # many files have the same, and the disk is slow to ask

    def path(name: str) -> str:
        above, last = os.path.split(name)
        if last in {"", ".", ".."} or os.path.islink(name):  # noqa: PTH114
            return os.path.realpath(name)
        return os.path.join(folder(above), last)  # noqa: PTH118

    return path


def not_followed(
    document: CheckedDocument, folders: Collection[Path]
) -> Iterator[Finding[Element]]:
    """What a document includes that may be there, and is not looked at."""
    for element in includes(document):
        address = clipped(element.get("href") or "", 80)
        there = target(element, document.path)
        if there and not is_inside(real(there), folders):
            if is_file(there):
                words = f"{address} lies outside of the folders that are checked"
                yield Finding(Range(element, "href"), words)
        elif pointed(element) is None:
            words = f"of xpointers, only those to an xml:id are followed; {address} is left out"
            yield Finding(Range(element, "xpointer"), words)
        elif there is None and address:
            words = f"{address} is not a file on this machine, and is not fetched"
            yield Finding(Range(element, "href"), words)


def failing(document: CheckedDocument) -> Iterator[Finding[Element]]:
    """Includes of a document that no program can follow, but for missing files of XML."""
    for element in document.facts.others:
        name = str(element.tag)
        if name.startswith(f"{{{XI}}}"):
            continue
        if local(element) == "include" and "xinclude" in name.lower():
            words = "nothing is included by this element of a draft of XInclude: its namespace"
            yield Finding(Range(element), f"{words} must be {XI}")
    relatives = document.relatives
    for element in includes(document) if relatives else ():
        assert relatives
        there, id_ = target(element, document.path), pointed(element)
        href = clipped(element.get("href") or "", 80)
        if not there:
            if not element.get("href") and id_ == "":
                yield Finding(Range(element), "nothing is included, for @href is missing")
        elif is_text(element):
            if not is_file(there) and not has_fallback(element):
                yield Finding(Range(element, "href"), f"there is no file {href} to be included")
        elif relatives.leads_back(there) and not id_:
            words = f"{href} includes this file in turn: they would include each other for ever"
            yield Finding(Range(element, "href"), words)
        elif (
            id_
            and not has_fallback(element)
            and is_file(there)
            and relatives.standing(element, document.path) == Standing()
        ):
            words = f"there is no xml:id '{clipped(id_, 60)}' in {href}: nothing is included"
            yield Finding(Range(element, "xpointer"), words)


def reads_as_including(name: str) -> bool:
    """Whether a file may include others, by what it holds."""
    try:
        before = b""
        for piece in in_pieces(name, _PIECE):
            if mentions(before + piece if before else piece):
                return True
            before = piece[-2 * len(XI) :]
    except (OSError, ValueError):
        pass
    return False


def mentions(data: bytes) -> bool:
    """Whether the namespace of XInclude stands in it, in any encoding that is read."""
    wide = b"\0" in data[:64]
    return any(namespace in data for namespace in _NAMESPACES[: 3 if wide else 1])
