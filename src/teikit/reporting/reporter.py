"""What a reporter is given, and what it gives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from teikit.diagnostic import Diagnostic, Rule, Severity

if TYPE_CHECKING:
    from teikit.checking.rule import RuleDoc


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a run before its first finding.

    Attributes:
        version: of teikit.
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
    """

    files: Sequence[str] = ()
    counts: Mapping[Rule, int] = field(default_factory=dict)
    with_findings: int = 0
    without_schema: int = 0

    @property
    def severities(self) -> Counter[Severity]:
        """How many findings there are, by their severities."""
        counted: Counter[Severity] = Counter()
        for rule, count in self.counts.items():
            counted[rule.severity] += count
        return counted


class Reporter(Protocol):
    """Turns findings into text. What it yields, one behind the other, is the report.

    The pieces have their line ends. They may hold the lone surrogates that stand for undecodable
    bytes in names of files, and are written with the error handler `surrogateescape`.
    """

    def findings(self, batch: Iterable[Diagnostic]) -> Iterator[str]:
        """The findings of a file, or of all files together, in order."""
        ...

    def end(self, summary: Summary) -> Iterator[str]:
        """What comes behind the last finding."""
        ...
