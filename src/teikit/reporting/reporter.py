"""What a reporter is given, and what it gives."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from teikit.diagnostic import IN_BRIEF, Details, Diagnostic, Rule, Severity, Summary

if TYPE_CHECKING:
    from teikit.validating.rule import RuleDoc


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a run before its first finding.

    Attributes:
        version: of teikit, if a reporter tells it.
        rules: all that can be found, as grave as this run takes them.
        docs: what is written about rules, by their codes.
        failing: the severities that make the run fail.
        root: the folder that paths in reports for other programs are relative to.
        colour: whether the text is for a terminal that shows colours.
        width: the columns of that terminal; 0 stands for any number.
    """

    version: str = ""
    rules: Sequence[Rule] = ()
    docs: "Mapping[str, RuleDoc]" = field(default_factory=dict)
    failing: frozenset[Severity] = frozenset({Severity.ERROR})
    root: Path = Path()
    colour: bool = False
    width: int = 0


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
