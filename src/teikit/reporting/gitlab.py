"""Findings for GitLab: a Code Quality report."""

from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic, Severity
from teikit.reporting.identity import Fingerprints, Paths
from teikit.reporting.json import Array
from teikit.reporting.reporter import About, Summary

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitLab:
    """An array of objects, each with a fingerprint by which GitLab knows what is new."""

    def __init__(self, about: About) -> None:
        self._paths = Paths(about.root)
        self._fingerprints = Fingerprints()
        self._array = Array()

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """An object for each finding."""
        return (self._array.item(self._issue(finding)) for finding in batch)

    def end(self, _: Summary) -> Iterator[str]:
        """The end of the array."""
        yield self._array.end()

    def _issue(self, finding: Diagnostic) -> dict[str, object]:
        rule, place = finding.rule, finding.location
        name = self._paths.name(place.path)
        return {
            "description": f"{rule.code} {finding.message}",
            "check_name": rule.name,
            "fingerprint": self._fingerprints.of(finding, name),
            "severity": _SEVERITIES[rule.severity],
            # A line is required: what is said of a whole file stands at its beginning.
            "location": {"path": name, "lines": {"begin": place.line or 1}},
        }
