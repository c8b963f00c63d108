"""Findings for programs: JSON, as one array or as one object on each line."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from teikit.diagnostic import Diagnostic, Edit, Point
from teikit.reporting.reporter import About, Summary

_encoded = json.JSONEncoder(ensure_ascii=False).encode
_SURROGATE = re.compile("[\ud800-\udfff]")


def dumped(value: object) -> str:
    """A value as JSON on one line, which can be written as UTF-8."""
    text = _encoded(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text


class Array:
    """A JSON array, item by item, between what stands before and behind it."""

    def __init__(self, head: str = "", tail: str = "") -> None:
        self._before = f"{head}[\n"
        self._tail = f"\n]{tail}\n"

    def item(self, value: object) -> str:
        """A further item, with what divides it from the one before."""
        text = self._before + dumped(value)
        self._before = ",\n"
        return text

    def end(self) -> str:
        """What is still to be written, once there are no more items."""
        return self._tail if self._before == ",\n" else self._before + self._tail.lstrip()


class Json:
    """An array of objects; `record` says what is in each."""

    def __init__(self, _: About) -> None:
        self._array = Array()

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """An object for each finding."""
        return (self._array.item(record(finding)) for finding in batch)

    def end(self, _: Summary) -> Iterator[str]:
        """The end of the array."""
        yield self._array.end()


class JsonLines:
    """An object on each line; `record` says what is in each."""

    def __init__(self, _: About) -> None:
        """There is nothing to say before the first finding."""

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """A line for each finding."""
        return (f"{dumped(record(finding))}\n" for finding in batch)

    def end(self, _: Summary) -> Iterator[str]:
        """Nothing."""
        return iter(())


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
        "hint": rule.hint or None,
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
    }


def end_column(finding: Diagnostic) -> int | None:
    """The column behind the last character at fault, where that is known."""
    place = finding.location
    return place.column + place.length if place.column and place.length else None


def placed(finding: Diagnostic) -> tuple[Edit, ...]:
    """The edits of a finding; none where a place is not known: they belong together."""
    return finding.edits if all(edit.first.line for edit in finding.edits) else ()


def _place(point: Point) -> dict[str, int]:
    return {"line": point.line, "column": point.column}
