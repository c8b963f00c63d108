"""Findings for spreadsheets: CSV (RFC 4180), a record for each."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic
from teikit.reporting.json import end_column
from teikit.reporting.reporter import About, Summary

_COLUMNS = (
    "path",
    "line",
    "column",
    "endColumn",
    "xpath",
    "severity",
    "code",
    "rule",
    "message",
    "hint",
    "fixable",
)


class Csv:
    """A heading and a record for each finding; what is not known is empty."""

    def __init__(self, _: About) -> None:
        # The way tables are exported, and that brings lxml with it, which is slow to load.
        from teikit.exporting.csv import line  # noqa: PLC0415

        self._line = line
        self._heading = line(_COLUMNS)

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """A record for each finding."""
        for finding in batch:
            yield self._begun() + self._line(_cells(finding))

    def end(self, _: Summary) -> Iterator[str]:
        """The heading, if nothing was found."""
        yield self._begun()

    def _begun(self) -> str:
        heading, self._heading = self._heading, ""
        return heading


def _cells(finding: Diagnostic) -> tuple[str, ...]:
    place, rule = finding.location, finding.rule
    return (
        place.path,
        _number(place.line),
        _number(place.column),
        _number(end_column(finding)),
        place.xpath,
        rule.severity,
        rule.code,
        rule.name,
        finding.message,
        rule.hint,
        "yes" if finding.edits else "no",
    )


def _number(number: int | None) -> str:
    return str(number) if number else ""
