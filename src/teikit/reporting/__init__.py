"""Showing findings: a table of formats, one file for each.

A reporter turns findings into pieces, in whatever process they are found; a writer makes a report
of the pieces, as they come:

    reporter = REPORTERS["json"](About(version))
    writer = ReportWriter(reporter)
    for report in reports:
        stream.write(writer.add(reporter.pieces(report.findings)))
    stream.write(writer.end(Summary(files)))
"""

from collections.abc import Mapping

from teikit.diagnostic import Summary
from teikit.reporting.concise import ConciseReporter
from teikit.reporting.coverage import against
from teikit.reporting.csv import CsvReporter
from teikit.reporting.github import GitHubReporter
from teikit.reporting.gitlab import GitLabReporter
from teikit.reporting.json import JsonLinesReporter, JsonReporter
from teikit.reporting.junit import JUnitReporter
from teikit.reporting.reporter import About, Piece, Reporter
from teikit.reporting.sarif import SarifReporter
from teikit.reporting.text import TextReporter
from teikit.reporting.writer import ReportWriter, joined

__all__ = [
    "REPORTERS",
    "About",
    "Piece",
    "ReportWriter",
    "Reporter",
    "Summary",
    "against",
    "joined",
]

REPORTERS: Mapping[str, type[Reporter]] = {
    "text": TextReporter,
    "concise": ConciseReporter,
    "json": JsonReporter,
    "jsonl": JsonLinesReporter,
    "csv": CsvReporter,
    "sarif": SarifReporter,
    "junit": JUnitReporter,
    "github": GitHubReporter,
    "gitlab": GitLabReporter,
}
