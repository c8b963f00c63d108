"""Files that other files include by XInclude: where they are, and which of them are followed.

An address is relative to the `xml:base` around it, or else to the file. Files from strangers could
include any file of the machine, so that only those are followed that lie in the folders of what was
asked for. What is on the web is never read.
"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urljoin, urlsplit

from teikit.xml.files import beside, exists, real
from teikit.xml.names import XI, XML, Element

_BASE = f"{{{XML}}}base"


def folders_of(paths: Iterable[Path]) -> frozenset[Path]:
    """The folders within which includes are followed: those given, and those of given files."""
    return frozenset(real(path if path.is_dir() else path.parent) for path in paths if exists(path))


def is_inside(path: Path, folders: Collection[Path]) -> bool:
    """Whether a path without links in it lies in one of the folders, however deep."""
    return any(folder in folders for folder in path.parents)


def included(include: Element, path: Path) -> Path | None:
    """The file that an `xi:include` in the file at `path` includes as XML, there or not.

    None where it includes text, nothing, or what is on the web.
    """
    return None if is_text(include) else target(include, path)


def is_text(include: Element) -> bool:
    """Whether an `xi:include` takes a file as text."""
    return include.get("parse") == "text"


def target(include: Element, path: Path) -> Path | None:
    """The file that an `xi:include` names, as XML or text; None as for `included`."""
    address = (include.get("href") or "").strip().partition("#")[0]
    if not address:
        return None
    try:
        for element in (include, *include.iterancestors()):
            if base := element.get(_BASE):
                address = _joined(base, address)
    except ValueError:  # no address at all
        return None
    found = beside(path, address)
    return None if found is None or "\0" in str(found) else found


def _joined(base: str, address: str) -> str:
    if any(part.scheme or part.netloc for part in map(urlsplit, (base, address))):
        return urljoin(base, address)
    # `urljoin` loses the steps upwards at the beginning.
    return normpath(join(dirname(base), address))


_NAME = r"[\w.-]+"
_POINTERS = re.compile(
    rf"(?:\s*xmlns\([^()]*\))*\s*(?:({_NAME})|element\(({_NAME})\)"
    rf"|x(?:pointer|path1?)\(\s*id\(\s*[\"']({_NAME})[\"']\s*\)\s*\))\s*"
)


def pointed(include: Element) -> str | None:
    """The `xml:id` of the element that an `xi:include` takes of a file.

    Empty where it takes the outermost; None where it says so in a form that is not followed.
    """
    written = include.get("xpointer")
    if written is None:
        return ""
    found = _POINTERS.fullmatch(written)
    return next(filter(None, found.groups()), None) if found else None


def has_fallback(include: Element) -> bool:
    """Whether an `xi:include` says what stands for a file that is missing."""
    return include.find(f"{{{XI}}}fallback") is not None


def fallback(include: Element) -> list[Element]:
    """What stands for an include whose file is missing."""
    return [child for given in include.iterchildren(f"{{{XI}}}fallback") for child in given]
