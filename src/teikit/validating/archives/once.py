"""What archives miss in many files in the same way: it is told once, with the number of files."""

from collections.abc import Iterator
from typing import NamedTuple

from teikit.diagnostic import Diagnostic


class ArchiveNews(NamedTuple):
    """What is missing in a file; `counts` if the number of files says something.

    What the settings lack does so in no file.
    """

    finding: Diagnostic
    counts: bool


class OncePerRun:
    """What is missing in the files of a run, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[ArchiveNews, int]] = {}

    def add(self, news: ArchiveNews) -> None:
        """Count what is missing in one more file; files come in their order."""
        key = (news.finding.rule.code, news.finding.message)
        first, count = self._found.get(key, (news, 0))
        self._found[key] = (first, count + 1)

    def __iter__(self) -> Iterator[Diagnostic]:
        """A finding for each, at the first file, with the number of all."""
        for (finding, counts), count in self._found.values():
            more = f" (in {count} files)" if counts and count > 1 else ""
            yield finding._replace(message=f"{finding.message}{more}")
