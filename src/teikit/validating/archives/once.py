"""What archives miss in many files in the same way: it is told once, with the number of files."""

from collections.abc import Iterator
from typing import NamedTuple

from teikit.diagnostic import Diagnostic


class ArchiveNews(NamedTuple):
    """What is missing in a file; `counts` if the number of files says something.

    What the settings lack does so in no file. `subject` is what the edition calls the person or
    the place that it is about.
    """

    finding: Diagnostic
    counts: bool
    subject: str = ""


class ArchiveReport(NamedTuple):
    """What is missing in a file, and of which subjects the file knows the identifier."""

    news: tuple[ArchiveNews, ...] = ()
    known: frozenset[str] = frozenset()


NO_NEWS = ArchiveReport()


class OncePerRun:
    """What is missing in the files of a run, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], tuple[ArchiveNews, int]] = {}
        self._known: set[str] = set()

    def add(self, report: ArchiveReport) -> None:
        """Count what is missing in one more file; files come in their order."""
        self._known |= report.known
        for news in report.news:
            key = (news.finding.rule.code, news.finding.message, news.subject)
            first, count = self._found.get(key, (news, 0))
            self._found[key] = (first, count + 1)

    def __iter__(self) -> Iterator[Diagnostic]:
        """A finding for each, at the first file, with the number of all.

        What one letter does not tell of a subject, another may: the exports take it from there.
        """
        for (finding, counts, subject), count in self._found.values():
            if subject not in self._known:
                more = f" (in {count} files)" if counts and count > 1 else ""
                yield finding._replace(message=f"{finding.message}{more}")
