"""Pages as they lie on the disk: read for a suggestion, and tried with it."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path

from teikit.converting import readers
from teikit.converting.inputs import raw_pages
from teikit.converting.source import Source, collapse
from teikit.errors import TeikitError
from teikit.runtime.watching import Watch, unwatched
from teikit.suggesting.suggest import suggest
from teikit.suggesting.suggestion import Suggestion

_HEAD = 64 * 1024
"""Bytes of a web page in which its title stands."""
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,400})</title", re.IGNORECASE)


def suggest_for(
    paths: Iterable[Path], encoding: str = "", watch: Watch = unwatched
) -> tuple[Suggestion, list[TeikitError]]:
    """A profile for pages and folders of pages, and the pages that could not be read.

    `encoding` is that of pages which are not in UTF-8 and do not say what they are in. `watch` sees
    each page when it is read.

    Raises:
        TeikitError: a folder holds no page, or none of the pages can be read.
    """
    pages = sorted(raw_pages(paths), key=lambda path: (path.name, str(path)))
    sources: list[Source] = []
    errors: list[TeikitError] = []
    for page in watch(iter(pages), len(pages)):
        try:
            sources.append(readers.read(page, encoding))
        except TeikitError as error:
            errors.append(error)
    if not sources:
        raise errors[0] if errors else TeikitError("no pages were named")
    return suggest(sources, titles(pages)), errors


def titles(pages: Sequence[Path]) -> list[str]:
    """The titles that web pages have for the bar of a browser."""
    found: dict[str, None] = {}
    for page in pages:
        if page.suffix.lower() not in {".htm", ".html", ".xhtml"}:
            continue
        try:
            with page.open("rb") as file:
                head = file.read(_HEAD)
        except OSError:
            continue
        declared = re.search(rb"charset=[\"']?([\w-]{2,20})", head)
        text = _decoded(head, declared[1].decode() if declared else "utf-8")
        if title := _TITLE.search(text):
            found[collapse(unescape(title[1]))] = None
    return list(found)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, errors="replace")
    except LookupError:
        return data.decode("latin-1")
