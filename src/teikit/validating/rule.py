"""Rules: a function that finds, and its docstring, which is what people read about it.

A docstring of a rule reads so:

    What is wrong, in a sentence.

    Why that matters, in a paragraph or two.

    Remedy: what to do, in a sentence.

    Fix: safe; or unsafe, and when.

    Options: years = [1912, 1927]

    Bad:
        <p>a sample in which it is found</p>

    Good:
        <p>the same, as it should be</p>

"Fix" stands where a rule has fixes: a safe one changes nothing that a witness may have written.
"Options" are those of the samples, and may be missing. A sample is a piece of a TEI document (see
`samples`). Of rules across files it is several files, each behind its name:

    Bad:
        --- a.xml
        <p>…</p>
        --- b.xml
        <p>…</p>
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from teikit.diagnostic import Rule, Severity
from teikit.runtime.docstrings import docstring
from teikit.validating.finding import Finding, Node
from teikit.validating.index.document import CheckedDocument
from teikit.validating.settings import RuleOptions
from teikit.xml.names import Element

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Checked(Generic[Subject, Node]):
    """A rule, what finds its faults, and what is written about it."""

    rule: Rule
    find: Callable[[Subject, RuleOptions], Iterator[Finding[Node]]]
    doc: "RuleDoc"


class RuleSource(NamedTuple):
    """The document that a rule was taken from, as far as it was."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """The docstring of a rule, taken apart. Samples are as they are written."""

    summary: str
    why: str
    remedy: str
    fix: str
    options: str
    bad: str
    good: str
    source: RuleSource | None = None


FileRule = Checked[CheckedDocument, Element]
"""A rule on one file."""


def rule(
    code: str, name: str, severity: Severity
) -> Callable[[Callable[[Subject, RuleOptions], Iterator[Finding[Node]]]], Checked[Subject, Node]]:
    """Make a rule of a generator."""

    def made(
        find: Callable[[Subject, RuleOptions], Iterator[Finding[Node]]],
    ) -> Checked[Subject, Node]:
        doc = parsed_doc(docstring(find))
        return Checked(Rule(code, name, severity, doc.summary, doc.remedy), find, doc)

    return made


_PARTS = re.compile(r"^(Remedy|Fix|Options|Bad|Good):[ \n]*", re.MULTILINE)


def parsed_doc(text: str) -> RuleDoc:
    """Take a docstring apart. What is missing is empty."""
    start, *rest = _PARTS.split(text)
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    summary, _, why = start.strip().partition("\n\n")
    bad, good = (
        inspect.cleandoc("\n" + _indented(parts.get(name, ""))) for name in ("Bad", "Good")
    )
    return RuleDoc(
        " ".join(summary.split()),
        why.strip(),
        " ".join(parts.get("Remedy", "").split()),
        " ".join(parts.get("Fix", "").split()),
        parts.get("Options", "").strip(),
        bad,
        good,
    )


def _indented(sample: str) -> str:
    """A sample whose first line has lost its indentation, as the heading took it."""
    return f"    {sample}" if sample and not sample.startswith(" ") else sample
