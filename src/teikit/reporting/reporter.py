"""What a reporter is given, and what it gives."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from teikit.diagnostic import IN_BRIEF, Details, Diagnostic, Rule, Severity

if TYPE_CHECKING:
    from teikit.validating.rule import RuleDoc


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a run before its first finding.

    Attributes:
        version: of teikit, if a reporter tells it.
        rules: all that can be found, as grave as this run takes them.
        docs: what is written about rules, by their codes.
        fail_on: from which severity on findings make the run fail; None for none.
        root: the folder that paths in reports for other programs are relative to.
        colour: whether the text is for a terminal that shows colours.
        width: the columns of that terminal; 0 stands for any number.
    """

    version: str = ""
    rules: Sequence[Rule] = ()
    docs: "Mapping[str, RuleDoc]" = field(default_factory=dict)
    fail_on: Severity | None = Severity.ERROR
    root: Path = Path()
    colour: bool = False
    width: int = 0

    def fails(self, severity: Severity) -> bool:
        """Whether a finding as grave as that makes the run fail."""
        order = list(Severity)
        return self.fail_on is not None and order.index(severity) <= order.index(self.fail_on)


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a run after its last finding.

    Attributes:
        files: the paths of all that were checked, in order.
        counts: how many findings there are, by their rules.
        with_findings: how many files have any.
        without_schema: how many files were held against no schema.
        shown: the paths of those of which a finding stands in the report.
    """

    files: Sequence[str] = ()
    counts: Mapping[Rule, int] = field(default_factory=dict)
    with_findings: int = 0
    without_schema: int = 0
    shown: Collection[str] = frozenset()

    @property
    def severities(self) -> Counter[Severity]:
        """How many findings there are, by their severities."""
        counted: Counter[Severity] = Counter()
        for rule, count in self.counts.items():
            counted[rule.severity] += count
        return counted


class Piece(NamedTuple):
    """What is said of a finding, or of several.

    Behind `text` stands `once`, if the report has not yet said that of its `topic`.
    """

    text: str
    topic: str = ""
    once: str = ""


@dataclass(frozen=True)
class Reporter(ABC):
    """Turns findings into the pieces of a report.

    A report is its head, the pieces with `between` between them, and its end. The pieces depend on
    nothing but the findings, so that any process can make them; a `Writer` puts them together.

    All of it may hold the lone surrogates that stand for undecodable bytes in names of files, and
    is written with the error handler `surrogateescape`.
    """

    about: About

    between: ClassVar[str] = ""
    details: ClassVar[Details] = IN_BRIEF
    """What it shows of findings."""
    tells_version: ClassVar[bool] = False
    """Whether it tells the version of teikit, which takes a while to find out."""

    def head(self) -> str:
        """What stands before the first piece."""
        return ""

    @abstractmethod
    def pieces(self, batch: Iterable[Diagnostic]) -> Iterator[Piece]:
        """The findings of a file, or those across files, in order."""

    def end(self, _: Summary) -> str:
        """What stands behind the last piece."""
        return ""
