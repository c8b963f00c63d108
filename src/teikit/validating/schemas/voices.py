"""What several engines say of one document, without what is said twice."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.validating.schemas.bounds import LIMIT

MORE = Rule(
    "S003",
    "too-many",
    Severity.INFO,
    "The same is wrong with the document in more places than are shown.",
    "Fix these first; often one cause is behind many.",
)

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_IDENTIFIER = re.compile(r"\b(?:is used twice|was given already)\b")
_ATTRIBUTE = re.compile(r"@([\w.:-]*\w)|\battribute ([\w.:-]*\w)")
_ASPECTS = (
    ("incomplete", re.compile(r"\bis not complete\b")),
    ("place", re.compile(r"\bnot allowed\b|too early|no element|no namespace|cannot begin with")),
    ("text", re.compile(r"\btext (?:cannot )?stands?\b")),
)


def one_voice(reports: Iterable[Iterator[Diagnostic]], path: Path) -> Iterator[Diagnostic]:
    """The findings of several engines on the file `path`, without saying the same thing twice.

    What two engines report of one attribute, or of one aspect of the content of an element, is one
    fault, told by the engine that comes first. No more than `LIMIT` are taken from each engine.
    """
    known: set[tuple[str, str]] = set()
    findings: dict[str, list[Diagnostic]] = {}
    for report in reports:
        new: set[tuple[str, str]] = set()
        for finding in islice(report, LIMIT):
            xpath = finding.location.xpath
            about = {(xpath, subject) for subject in subjects(finding.message)}
            new |= about
            if not about <= known:
                findings.setdefault(xpath, []).append(finding)
        known |= new
        if next(report, None):
            yield Diagnostic(MORE, Location(str(path)), f"only the first {LIMIT} faults are shown")
    for here in findings.values():
        yield from here


@lru_cache(maxsize=4096)  # the same is wrong in many documents
def subjects(message: str) -> frozenset[str]:
    """What a message of an engine is about: attributes, as `@name`, or an aspect of the content.

    Where two mean the same in words that have nothing in common, both are told: that is better than
    to lose one.
    """
    fault = _QUOTED.sub("", message).partition(";")[0]  # behind that stands what is expected
    if _IDENTIFIER.search(fault):
        return frozenset(("identifier",))
    names = frozenset([f"@{name or other}" for name, other in _ATTRIBUTE.findall(fault)])
    aspects = (name for name, words in _ASPECTS if words.search(fault))
    return names or frozenset((next(aspects, "content"),))
