"""Showing findings: a table of formats, one file for each.

A reporter turns findings, as they come, into text:

    reporter = REPORTERS["json"](About(version))
    for report in reports:
        for piece in reporter.findings(report.findings):
            stream.write(piece)
    for piece in reporter.end(Summary(files)):
        stream.write(piece)
"""

from collections.abc import Callable, Mapping

from teikit.reporting.concise import Concise
from teikit.reporting.csv import Csv
from teikit.reporting.github import GitHub
from teikit.reporting.gitlab import GitLab
from teikit.reporting.json import Json, JsonLines
from teikit.reporting.junit import JUnit
from teikit.reporting.reporter import About, Reporter, Summary
from teikit.reporting.sarif import Sarif
from teikit.reporting.text import Text

__all__ = ["REPORTERS", "About", "Reporter", "Summary"]

REPORTERS: Mapping[str, Callable[[About], Reporter]] = {
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
