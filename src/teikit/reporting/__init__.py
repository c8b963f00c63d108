"""Showing findings: a table of formats, one file for each.

A reporter turns findings into pieces, in whatever process they are found; a writer makes a report
of the pieces, as they come:

    reporter = REPORTERS["json"](About(version))
    writer = Writer(reporter)
    for report in reports:
        stream.write(writer.add(reporter.pieces(report.findings)))
    stream.write(writer.end(Summary(files)))
"""

from collections.abc import Mapping

from teikit.reporting.concise import Concise
from teikit.reporting.csv import Csv
from teikit.reporting.github import GitHub
from teikit.reporting.gitlab import GitLab
from teikit.reporting.json import Json, JsonLines
from teikit.reporting.junit import JUnit
from teikit.reporting.reporter import About, Piece, Reporter, Summary
from teikit.reporting.sarif import Sarif
from teikit.reporting.text import Text
from teikit.reporting.writer import Writer, joined

__all__ = ["REPORTERS", "About", "Piece", "Reporter", "Summary", "Writer", "joined"]

REPORTERS: Mapping[str, type[Reporter]] = {
    "text": Text,
    "concise": Concise,
    "json": Json,
    "jsonl": JsonLines,
    "csv": Csv,
    "sarif": Sarif,
    "junit": JUnit,
    "github": GitHub,
    "gitlab": GitLab,
}
