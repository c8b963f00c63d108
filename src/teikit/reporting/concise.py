"""Findings for editors: one line each, in the form that compilers have made common."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic
from teikit.reporting.reporter import Piece, Reporter
from teikit.reporting.visible import visible


class ConciseReporter(Reporter):
    """`path:line:column: severity CODE message`."""

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """A line for each finding."""
        for finding in batch:
            rule = finding.rule
            words = f"{finding.location}: {rule.severity} {rule.code} {finding.message}"
            yield Piece(f"{visible(words)}\n")
