"""What a schema and a rule both find at one place, told once.

A schema's finding always stays. Where a rule has better words for it, or knows the fix, it takes
these over; a rule's finding is left out only where the schema's says it already.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from teikit.diagnostic import Diagnostic, Severity
from teikit.validating.schemas.relaxng import RELAXNG
from teikit.validating.schemas.voices import subjects
from teikit.validating.schemas.xsd import XSD

_SCHEMA = frozenset({RELAXNG.code, XSD.code})
# These rules say more than a schema does of the same fault ...
_EXPLAINING = frozenset({"T001", "T050"})
# ... and these say less: they are for files that no schema is held against.
_REPEATING = frozenset({"T011"})
# This one is for files that no schema is held against, or one that takes any namespace.
_OF_NAMESPACES = "T008"
_OVERLAPPING = _EXPLAINING | _REPEATING | {_OF_NAMESPACES}
_MEANT = re.compile(r"xmlns|did you mean <")
_GRAVITY = list(Severity)


def without_overlap(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings of one file that are to be shown, without what is said twice.

    Findings that are not wanted must be gone already: nothing may be left out in favour of them.
    """
    by_schema = [finding for finding in findings if finding.rule.code in _SCHEMA]
    codes = {finding.rule.code for finding in findings}
    if not by_schema or codes.isdisjoint(_OVERLAPPING):
        return [*findings]
    # An engine that reads trees knows the element only, so that the fault may be another one.
    places = {_place(finding) for finding in by_schema if finding.location.column}
    elements: dict[tuple[int, str], set[str]] = defaultdict(set)
    for finding in by_schema:
        if not finding.location.column:
            elements[_element(finding)] |= subjects(finding.message)
    words = {
        _place(finding): finding
        for finding in reversed(findings)
        if finding.rule.code in _EXPLAINING and _place(finding) in places
    }
    explained = {}
    for finding in by_schema:
        better = words.get(_place(finding))
        if better and _at_least(finding, better):
            explained[finding] = _explained(finding, words.pop(_place(finding)))
    guesses = [finding for finding in by_schema if _MEANT.search(finding.message)]
    guessed = {_place(finding) for finding in guesses if finding.location.column}
    guessed_elements = {_element(finding) for finding in guesses}
    explained_places = {_place(finding) for finding in explained}
    return [
        explained.get(finding, finding)
        for finding in findings
        if not (finding.rule.code in _EXPLAINING and _place(finding) in explained_places)
        and not (
            finding.rule.code in _REPEATING
            and (
                _place(finding) in explained_places
                or subjects(finding.message) <= elements.get(_element(finding), set())
            )
        )
        and not (
            finding.rule.code == _OF_NAMESPACES
            and (_place(finding) in guessed or _element(finding) in guessed_elements)
        )
    ]


def _explained(finding: Diagnostic, better: Diagnostic) -> Diagnostic:
    return finding._replace(
        location=finding.location._replace(length=better.location.length),
        message=f"{finding.message} ({better.message})",
        edits=better.edits,
        fixable=better.fixable,
        safe=better.safe,
    )


def _at_least(finding: Diagnostic, other: Diagnostic) -> bool:
    """Whether a finding is as grave as another, or graver: settings may grade rules anew."""
    return _GRAVITY.index(finding.rule.severity) <= _GRAVITY.index(other.rule.severity)


def _place(finding: Diagnostic) -> tuple[int, int]:
    return finding.location.line, finding.location.column


def _element(finding: Diagnostic) -> tuple[int, str]:
    return finding.location.line, finding.location.xpath
