"""Findings for code scanning: SARIF 2.1.0, a standard of OASIS."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from teikit.diagnostic import IN_FULL, Diagnostic, Edit, Rule, Severity, Summary
from teikit.reporting.identity import Fingerprints, ReportPaths
from teikit.reporting.json import Array, dumped, item, placed
from teikit.reporting.reporter import About, Piece

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "SRCROOT"

Object = dict[str, object]


class SarifReporter(Array):
    """A log with one run. Results are written as they come; the rules stand behind them.

    Not all rules are known before: what a Schematron asserts, files name as they are read.
    """

    details = IN_FULL
    tells_version = True

    def head(self) -> str:
        """The log and its run, up to the first result."""
        log = {"$schema": _SCHEMA, "version": "2.1.0"}
        run = {
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {_ROOT: {"description": {"text": "Where teikit was run."}}},
            "invocations": [{"executionSuccessful": True}],
        }
        return f'{dumped(log)[:-1]}, "runs": [{dumped(run)[:-1]}, "results": ['

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """A result for each finding."""
        paths, fingerprints = ReportPaths(self.about.root), Fingerprints()
        for finding in batch:
            fingerprint = fingerprints.of(finding, paths.name(finding.location.path))
            yield item(self._result(finding, fingerprint, paths))

    def end(self, summary: Summary) -> str:
        """The end of the results; the rules; what files were held against; the end of the log."""
        foreign = sorted({rule.code: rule for rule in summary.counts if rule.family}.values())
        tool = {"driver": _driver(self.about, [*self.about.rules, *foreign])}
        properties = {
            "files": len(summary.files),
            "schemas": dict(sorted(summary.held.items())),
            "withoutSchema": len(summary.without_schema),
        }
        return f'\n], "tool": {dumped(tool)}, "properties": {dumped(properties)}}}]}}\n'

    @cached_property
    def _index(self) -> dict[str, int]:
        """Where each rule stands, by its code."""
        return {rule.code: index for index, rule in enumerate(self.about.rules)}

    def _result(self, finding: Diagnostic, fingerprint: str, paths: ReportPaths) -> Object:
        rule, place = finding.rule, finding.location
        location: Object = {"physicalLocation": _physical(finding, paths)}
        if place.xpath:
            logical = {"fullyQualifiedName": place.xpath, "kind": "element"}
            location["logicalLocations"] = [logical]
        result: Object = {
            "ruleId": rule.code,
            "level": _LEVELS[rule.severity],
            "message": {"text": finding.message},
            "locations": [location],
            "partialFingerprints": {"finding/v1": fingerprint},
        }
        if rule.code in self._index:
            result["ruleIndex"] = self._index[rule.code]
        edits = placed(finding)
        if edits:
            result["fixes"] = [_fix(finding, edits, paths)]
        return result


def _artifact(path: str, paths: ReportPaths) -> Object:
    uri = paths.uri(path)
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": _ROOT}


def _physical(finding: Diagnostic, paths: ReportPaths) -> Object:
    physical: Object = {"artifactLocation": _artifact(finding.location.path, paths)}
    if finding.location.line:
        physical["region"] = _region(finding)
        context = _context(finding)
        if context:
            physical["contextRegion"] = context
    return physical


def _fix(finding: Diagnostic, edits: Sequence[Edit], paths: ReportPaths) -> Object:
    by_file = groupby(sorted(edits, key=attrgetter("path")), attrgetter("path"))
    files = [
        {
            "artifactLocation": _artifact(path, paths),
            "replacements": [_replacement(edit) for edit in same],
        }
        for path, same in by_file
    ]
    words = finding.rule.remedy or finding.rule.summary
    if not finding.safe:
        words = f"Unsafe, as it changes what was transcribed: {words}"
    return {
        "description": {"text": words},
        "artifactChanges": files,
        "properties": {"safe": finding.safe},
    }


def _driver(about: About, rules: Iterable[Rule]) -> Object:
    driver: Object = {"name": "teikit"}
    if about.version:
        driver["version"] = about.version
    return {**driver, "rules": [_descriptor(rule, about) for rule in rules]}


def _descriptor(rule: Rule, about: About) -> Object:
    """A rule with what is written about it."""
    doc = about.docs.get(rule.code)
    descriptor: Object = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": doc.why if doc and doc.why else rule.summary},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if doc and doc.source:
        descriptor["helpUri"] = doc.source.address
    if rule.remedy:
        samples = (("Bad", doc.bad), ("Good", doc.good)) if doc else ()
        shown = [f"{title}:\n\n```xml\n{sample}\n```" for title, sample in samples if sample]
        markdown = "\n\n".join([f"Remedy: {rule.remedy}", *shown])
        descriptor["help"] = {"text": f"Remedy: {rule.remedy}", "markdown": markdown}
    return descriptor


def _region(finding: Diagnostic) -> Object:
    """The characters at fault, as far as they are known."""
    place, excerpt = finding.location, finding.excerpt
    region: Object = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
        if place.length:
            region["endColumn"] = place.column + place.length
            if excerpt:
                text = excerpt.text[excerpt.column - 1 :][: place.length]
                if len(text) == place.length:
                    region["snippet"] = {"text": text}
    return region


def _context(finding: Diagnostic) -> Object | None:
    """The line around them, where it encloses them."""
    place, excerpt = finding.location, finding.excerpt
    if not excerpt or not place.column:
        return None
    start = place.column - excerpt.column + 1
    end = start + len(excerpt.text)
    if start < 1 or end < place.column + max(place.length, 1):
        return None
    return {
        "startLine": place.line,
        "startColumn": start,
        "endColumn": end,
        "snippet": {"text": excerpt.text},
    }


def _replacement(edit: Edit) -> Object:
    return {
        "deletedRegion": {
            "startLine": edit.first.line,
            "startColumn": edit.first.column,
            "endLine": edit.last.line,
            "endColumn": edit.last.column,
        },
        "insertedContent": {"text": edit.text},
    }
