"""From the pieces of a report to the report."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Summary
from teikit.reporting.reporter import Reporter

Plain = tuple[str, str, str]
"""A `Piece` that is sent from process to process: plain tuples are quicker to pack."""


def joined(pieces: Iterable[Plain], between: str) -> Iterator[Plain]:
    """The same in as few pieces as can be."""
    texts: list[str] = []
    topics: set[str] = set()
    for text, topic, once in pieces:
        texts.append(text)
        if once and topic not in topics:
            topics.add(topic)
            yield between.join(texts), topic, once
            texts.clear()
    if texts:
        yield between.join(texts), "", ""


class ReportWriter:
    """A report as it grows: what its pieces add to it, one behind the other."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._head = reporter.head()
        self._between = ""
        self._topics: set[str] = set()

    def add(self, pieces: Iterable[Plain]) -> str:
        """What is to be written for these pieces."""
        texts = [self._text_of(*piece) for piece in pieces]
        if not texts:
            return ""
        before = self._begun() + self._between
        self._between = self._reporter.between
        return before + self._between.join(texts)

    def end(self, summary: Summary) -> str:
        """What is still to be written, once there are no more pieces."""
        return self._begun() + self._reporter.end(summary)

    def _begun(self) -> str:
        head, self._head = self._head, ""
        return head

    def _text_of(self, text: str, topic: str, once: str) -> str:
        if not once or topic in self._topics:
            return text
        self._topics.add(topic)
        return text + once
