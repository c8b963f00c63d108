"""Findings for programs: JSON, as one array or as one object on each line."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from teikit.diagnostic import IN_FULL, Diagnostic, Edit, LineColumn, Summary
from teikit.reporting.reporter import Piece, Reporter

_encoded = json.JSONEncoder(ensure_ascii=False).encode
_RECORDED = IN_FULL._replace(excerpts=False)
_SURROGATE = re.compile("[\ud800-\udfff]")


def dumped(value: object) -> str:
    """A value as JSON on one line, which can be written as UTF-8."""
    text = _encoded(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text


class Array(Reporter):
    """An array of JSON; a piece is an `item` of it."""

    between = ","

    def head(self) -> str:
        """The beginning of the array."""
        return "["

    def end(self, _: Summary) -> str:
        """The end of the array."""
        return "\n]\n"


def item(value: object) -> Piece:
    """An item of an array, on a line of its own."""
    return Piece(f"\n{dumped(value)}")


class JsonReporter(Array):
    """An array of objects; `record` says what is in each."""

    details = _RECORDED

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """An object for each finding."""
        return (item(record(finding)) for finding in batch)


class JsonLinesReporter(Reporter):
    """An object on each line; `record` says what is in each."""

    details = _RECORDED

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """A line for each finding."""
        return (Piece(f"{dumped(record(finding))}\n") for finding in batch)


def record(finding: Diagnostic) -> dict[str, Any]:
    """A finding as an object of JSON; what is not known is null."""
    place, rule = finding.location, finding.rule
    return {
        "path": place.path,
        "line": place.line or None,
        "column": place.column or None,
        "endColumn": end_column(finding),
        "xpath": place.xpath or None,
        "severity": rule.severity,
        "code": rule.code,
        "rule": rule.name,
        "message": finding.message,
        "remedy": rule.remedy or None,
        "fix": [
            {
                "path": edit.path,
                "start": _place(edit.first),
                "end": _place(edit.last),
                "text": edit.text,
            }
            for edit in placed(finding)
        ]
        or None,
        "safe": finding.safe if placed(finding) else None,
    }


def end_column(finding: Diagnostic) -> int | None:
    """The column behind the last character at fault, where that is known."""
    place = finding.location
    return place.column + place.length if place.column and place.length else None


def placed(finding: Diagnostic) -> tuple[Edit, ...]:
    """The edits of a finding; none where a place is not known: they belong together."""
    return finding.edits if all(edit.first.line for edit in finding.edits) else ()


def _place(point: LineColumn) -> dict[str, int]:
    return {"line": point.line, "column": point.column}
