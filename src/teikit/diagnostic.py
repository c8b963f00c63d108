"""Diagnostics, on the screen called findings: what is wrong, or not sure, in a document.

One type serves every stage. The first letter of a rule's code names the stage: `R` raw text,
`X` well-formedness, `S` schema, `T` rules on one file, `I` public identifiers and entries of
authority files, `C` rules across files, `A` what archives ask for.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """What can be found: `code` is stable and unique, `remedy` says what to do about it.

    The assertions of a Schematron are rules, too, that others have written. `family` is then the
    code of the rule that stands for all of them; else it is empty.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    remedy: str = ""
    family: str = ""

    def __hash__(self) -> int:
        return hash(self.code)  # findings are sorted and counted by their rules, again and again


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 stands for "not known"."""

    path: str
    line: int = 0
    column: int = 0
    xpath: str = ""
    length: int = 0
    """Characters from there on that are at fault, all on the line; 0 where that is not known."""

    def __str__(self) -> str:
        """`path:line:column`, as far as it is known: what terminals and editors make a link of."""
        path, line, column = self[:3]
        if not line:
            return path
        return f"{path}:{line}:{column}" if column else f"{path}:{line}"


class LineColumn(NamedTuple):
    """A line and a column, both from 1; 0 stands for "not known"."""

    line: int = 0
    column: int = 0


UNKNOWN = LineColumn()


class Edit(NamedTuple):
    """The characters of a file from `start` up to `end`, counted from 0, become `text`.

    `first` and `last` are the lines and columns of `start` and `end`. Where it `has_nodes`, it may
    take away nodes or make some; else it changes a text, a value or an attribute.
    """

    path: str
    start: int
    end: int
    text: str
    first: LineColumn = UNKNOWN
    last: LineColumn = UNKNOWN
    has_nodes: bool = False


class Excerpt(NamedTuple):
    """The line at fault, or as much of it as is worth showing; `column` is where the fault is."""

    text: str
    column: int


class Details(NamedTuple):
    """The parts of diagnostics that a report leaves out, if it says so, for the sake of speed.

    Who asks for no less gets whole diagnostics. Only reporters choose (`Reporter.details`), and a
    test holds that a report is the same with all parts; `bench/validation.py --details` shows what
    the choice brings.

    Attributes:
        excerpts: the lines at fault.
        paths: where in the tree the elements at fault stand.
        edits: what fixes them.
    """

    excerpts: bool = True
    paths: bool = True
    edits: bool = True


IN_FULL = Details()
IN_BRIEF = Details(excerpts=False, paths=False, edits=False)


class Diagnostic(NamedTuple):
    """One finding: a rule, a location, and what was found there, in a sentence.

    It is `fixable` where there is exactly one right fix: all `edits`, made together. The fix is
    `safe` where it changes nothing that a witness may have written.
    """

    rule: Rule
    location: Location
    message: str
    excerpt: Excerpt | None = None
    edits: tuple[Edit, ...] = ()
    fixable: bool = False
    safe: bool = True

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, code: the order of every report."""
        location = self.location
        return (location.path, location.line, location.column, self.rule.code, self.message)


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a run after its last finding.

    Attributes:
        files: the paths of all that were checked, in order.
        counts: how many findings there are, by their rules.
        with_findings: how many files have any.
        without_schema: the paths of the files that were held against no schema, and why; that is
            empty where schemas were not looked for.
        shown: the paths of those of which a finding stands in the report.
        held: for each schema how many files were held against it.
        seconds: for each schema how long that took, in all processes together.
    """

    files: Sequence[str] = ()
    counts: Mapping[Rule, int] = field(default_factory=dict)
    with_findings: int = 0
    without_schema: Mapping[str, str] = field(default_factory=dict)
    shown: Collection[str] = frozenset()
    held: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def severities(self) -> Counter[Severity]:
        """How many findings there are, by their severities."""
        counted: Counter[Severity] = Counter()
        for rule, count in self.counts.items():
            counted[rule.severity] += count
        return counted


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics sorted as every report shows them."""
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)
