"""Findings for editors: one line each, in the form that compilers have made common."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic
from teikit.reporting.reporter import About, Summary
from teikit.reporting.visible import visible


class Concise:
    """`path:line:column: severity CODE message`."""

    def __init__(self, _: About) -> None:
        pass

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """A line for each finding."""
        for finding in batch:
            rule = finding.rule
            words = f"{finding.location}: {rule.severity} {rule.code} {finding.message}"
            yield f"{visible(words)}\n"

    def end(self, _: Summary) -> Iterator[str]:
        """Nothing."""
        return iter(())
