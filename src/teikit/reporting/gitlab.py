"""Findings for GitLab: a Code Quality report."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import IN_BRIEF, Diagnostic, Severity
from teikit.reporting.identity import Fingerprints, ReportPaths
from teikit.reporting.json import Array, item
from teikit.reporting.reporter import Piece

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitLabReporter(Array):
    """An array of objects, each with a fingerprint by which GitLab knows what is new."""

    details = IN_BRIEF._replace(paths=True)

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """An object for each finding."""
        paths, fingerprints = ReportPaths(self.about.root), Fingerprints()
        for finding in batch:
            name = paths.name(finding.location.path)
            yield item(_issue(finding, name, fingerprints.of(finding, name)))


def _issue(finding: Diagnostic, name: str, fingerprint: str) -> dict[str, object]:
    rule = finding.rule
    return {
        "description": f"{rule.code} {finding.message}",
        "check_name": rule.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[rule.severity],
        # A line is required: what is said of a whole file stands at its beginning.
        "location": {"path": name, "lines": {"begin": finding.location.line or 1}},
    }
