"""Findings for GitHub: workflow commands, which become annotations, and a summary in Markdown."""

import re
from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic, Severity, Summary
from teikit.reporting.coverage import against
from teikit.reporting.identity import ReportPaths
from teikit.reporting.json import end_column
from teikit.reporting.reporter import Piece, Reporter
from teikit.reporting.visible import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_MESSAGE, ord(":"): "%3A", ord(","): "%2C"}


class GitHubReporter(Reporter):
    """`::error file=…,line=…,col=…,endColumn=…,title=CODE name::message`.

    The summary goes into a file of its own.
    """

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """A line for each finding."""
        paths = ReportPaths(self.about.root)
        for finding in batch:
            rule, place = finding.rule, finding.location
            properties = {
                "file": paths.name(place.path),
                "line": place.line,
                "col": place.column,
                "endColumn": end_column(finding),
                "title": f"{rule.code} {rule.name}",
            }
            listed = ",".join(
                f"{name}={str(value).translate(_IN_PROPERTY)}"
                for name, value in properties.items()
                if value
            )
            message = "\n".join(filter(None, (visible(finding.message), rule.remedy)))
            command = f"::{_COMMANDS[rule.severity]} {listed}::{message.translate(_IN_MESSAGE)}"
            yield Piece(f"{command}\n")


def step_summary(summary: Summary) -> str:
    """What was found, in Markdown: a table of the rules, for the summary of a job.

    It belongs at the end of the file that the environment variable GITHUB_STEP_SUMMARY names.
    """
    lines = ["### teikit", "", f"{_sentence(summary)}.", ""]
    if summary.counts:
        lines += ["| findings | severity | rule | remedy |", "| ---: | --- | --- | --- |"]
        order = list(Severity)
        for rule, count in sorted(
            summary.counts.items(),
            key=lambda item: (order.index(item[0].severity), -item[1], item[0].code),
        ):
            what = escaped(rule.remedy or rule.summary)
            lines.append(f"| {count} | {rule.severity} | `{rule.code}` {rule.name} | {what} |")
        lines.append("")
    return "\n".join(lines)


def _sentence(summary: Summary) -> str:
    checked = f"Files checked: {len(summary.files)}"
    if schemas := against(summary):
        checked += f" ({escaped(schemas)})"
    if not summary.counts:
        return f"{checked}; nothing was found"
    return (
        f"{checked}; findings: {sum(summary.counts.values())}, in {summary.with_findings} of them"
    )


def escaped(text: str) -> str:
    """A text in a cell of a table of Markdown; what stands between backticks stays code."""
    text = " ".join(visible(text).split())
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # a backtick without its fellow
        pieces = [text]
    for at in range(0, len(pieces), 2):
        pieces[at] = re.sub(r"[\\`*_{}\[\]<>#~&]", r"\\\g<0>", pieces[at])
    return "`".join(pieces).replace("|", "\\|")
