"""Findings for CI: JUnit's XML, which nearly every CI server shows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from teikit.diagnostic import Diagnostic, Summary
from teikit.reporting.reporter import Piece, Reporter

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="teikit">\n'
_NO_SCHEMA = "S007"
"""It is told at the end, of all files that were held against no schema."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# By hand, since the library's functions for it bring its network client with them.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ESCAPED_IN_ATTRIBUTE = {**_ESCAPED, **str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})}


class JUnitReporter(Reporter):
    """A test suite for each file, with a test case for each rule that found something in it.

    A case fails where the rule is grave enough to make the run fail. What other rules found is what
    their cases print. A file without findings has one case, which passes; one that was held against
    no schema has one that is skipped, whatever else is found.
    """

    def head(self) -> str:
        """The beginning of the document."""
        return _HEAD

    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """A suite for each file of the batch."""
        failing = self.about.failing
        for path, found in groupby(batch, lambda finding: finding.location.path):
            by_rule: dict[str, list[Diagnostic]] = {}
            for finding in found:
                if finding.rule.code != _NO_SCHEMA or finding.rule.severity in failing:
                    by_rule.setdefault(finding.rule.code, []).append(finding)
            if not by_rule:
                continue
            failures = sum(same[0].rule.severity in failing for same in by_rule.values())
            cases = "".join(self._case(path, same) for same in by_rule.values())
            yield Piece(_suite(path, len(by_rule), failures, cases))

    def end(self, summary: Summary) -> str:
        """The files in which nothing was found or looked for, and the end of the document."""
        suites = []
        for path in summary.files:
            if reason := summary.without_schema.get(path):
                inner = f"<skipped message={_attribute(reason)}/>"
                case = f"{_opened(path, 'held against a schema')}>{inner}</testcase>\n"
                suites.append(_suite(path, 1, 0, case, skipped=1))
            elif path not in summary.shown:
                suites.append(_suite(path, 1, 0, f"{_opened(path, 'no findings')}/>\n"))
        return "".join([*suites, "</testsuites>\n"])

    def _case(self, path: str, same: Sequence[Diagnostic]) -> str:
        """The findings of a rule in a file."""
        rule = same[0].rule
        lines = [f"{finding.location}: {finding.message}" for finding in same]
        content = _text("\n".join([*lines, *filter(None, [rule.remedy])]))
        if rule.severity in self.about.failing:
            more = f" (and {len(same) - 1} more)" if len(same) > 1 else ""
            message = _attribute(same[0].message + more)
            kind = _attribute(rule.severity)
            inner = f"<failure type={kind} message={message}>{content}</failure>"
        else:
            inner = f"<system-out>{content}</system-out>"
        return f"{_opened(path, f'{rule.code} {rule.name}')}>{inner}</testcase>\n"


def _suite(path: str, tests: int, failures: int, cases: str, *, skipped: int = 0) -> str:
    counts = f'tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"'
    return f"<testsuite name={_attribute(path)} {counts}>\n{cases}</testsuite>\n"


def _opened(path: str, name: str) -> str:
    return f"  <testcase classname={_attribute(path)} name={_attribute(name)}"


def _text(text: str) -> str:
    return _NOT_XML.sub(_UNKNOWN, text).translate(_ESCAPED)


def _attribute(value: str) -> str:
    return f'"{_NOT_XML.sub(_UNKNOWN, value).translate(_ESCAPED_IN_ATTRIBUTE)}"'
