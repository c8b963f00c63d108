"""The searches that a site can have: teikit's own, which works from a disk, and Pagefind's."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from teikit.errors import TeikitError
from teikit.publishing.index import Indexed, scripts, slow_search
from teikit.publishing.languages import html_language
from teikit.publishing.pagefind import Pagefind, installed_pagefind

FOLDER = "search"
"""Where the files of the index are in a site."""
UNKNOWN = "unknown"
"""The language of an index whose letters do not say theirs."""


class SiteSearch(Protocol):
    """What finds letters: the script in the page is `static/search-NAME.js`, with its index."""

    name: str
    first_file: str
    """What the script begins with, of the files of the index."""
    needs_server: bool
    """Whether pages that are opened from a disk cannot search."""

    @property
    def version(self) -> str:
        """Another one makes another index of the same letters."""

    def files(self, letters: Sequence[Indexed], language: str) -> Iterator[tuple[str, bytes]]:
        """The files of the index of letters of a language, by their names. Raises `TeikitError`."""

    def remarks(self, count: int) -> Iterable[str]:
        """What is to be known of the search of so many letters."""


class _TeikitSearch:
    name = "teikit"
    first_file = "index.js"
    needs_server = False
    version = ""

    def files(self, letters: Sequence[Indexed], _: str) -> Iterator[tuple[str, bytes]]:
        for name, text in scripts(letters):
            yield name, text.encode()

    def remarks(self, count: int) -> Iterable[str]:
        return slow_search(count)


class _PagefindSearch:
    name = "pagefind"
    first_file = "pagefind.js"
    needs_server = True

    def __init__(self, program: Pagefind) -> None:
        self._program = program

    @property
    def version(self) -> str:
        return self._program.version

    def files(self, letters: Sequence[Indexed], language: str) -> Iterator[tuple[str, bytes]]:
        return self._program.files(letters, language)

    def remarks(self, _: int) -> Iterable[str]:
        return ()


def search_named(name: str) -> SiteSearch:
    """A search by its name, `teikit` or `pagefind`.

    Raises `TeikitError` where there is none of this name, or what it needs is not installed.
    """
    if name == _TeikitSearch.name:
        return _TeikitSearch()
    if name == _PagefindSearch.name:
        return _PagefindSearch(installed_pagefind())
    raise TeikitError(f"no search is called {name!r}; there are teikit and pagefind")


def main_language(languages: Iterable[str]) -> str:
    """The language of most letters, as `de`: an index knows the word forms of only one.

    `languages` are their tags, as `de-AT; fr`. `UNKNOWN` where none is said.
    """
    tags = (tag for each in languages for tag in each.split(";"))
    counts = Counter(html_language(tag).partition("-")[0].lower() for tag in tags)
    del counts[""]
    return min(counts, key=lambda code: (-counts[code], code), default=UNKNOWN)
