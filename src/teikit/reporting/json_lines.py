"""Findings for programs: one JSON object on each line."""

import json
from collections.abc import Iterable, Iterator

from teikit.diagnostic import Diagnostic


def json_lines(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """`{"path", "line", "column", "xpath", "severity", "code", "rule", "message"}`."""
    for diagnostic in diagnostics:
        place, rule = diagnostic.location, diagnostic.rule
        record = {
            "path": place.path,
            "line": place.line,
            "column": place.column,
            "xpath": place.xpath,
            "severity": rule.severity,
            "code": rule.code,
            "rule": rule.name,
            "message": diagnostic.message,
        }
        yield json.dumps(record, ensure_ascii=False)
