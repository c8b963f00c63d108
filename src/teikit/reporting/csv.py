"""Findings for spreadsheets: CSV (RFC 4180), a record for each."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import IN_BRIEF, Diagnostic
from teikit.reporting.json import end_column
from teikit.reporting.reporter import Piece, Reporter

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
    "remedy",
    "fixable",
    "safe",
)


class CsvReporter(Reporter):
    """A heading and a record for each finding; what is not known is empty."""

    details = IN_BRIEF._replace(paths=True)

    def head(self) -> str:
        """The names of the columns."""
        return "".join(_records([_COLUMNS]))

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """A record for each finding."""
        return map(Piece, _records(map(_cells, batch)))


def _records(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    # The way tables are exported, and that brings lxml with it, which is slow to load.
    from teikit.spreadsheet import line  # noqa: PLC0415

    return map(line, rows)


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
        rule.remedy,
        "yes" if finding.fixable else "no",
        ("yes" if finding.safe else "no") if finding.fixable else "",
    )


def _number(number: int | None) -> str:
    return str(number) if number else ""
