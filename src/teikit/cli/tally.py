"""Findings as `teikit validate` needs them: told where they are found, then added up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from teikit.diagnostic import Diagnostic, Rule, Severity
from teikit.reporting import Reporter, Summary, joined
from teikit.reporting.writer import Plain
from teikit.validating.engine.runner import FileReport


class Told(NamedTuple):
    """Findings of a file, or those across files, told.

    Attributes:
        counts: how many there are, by the codes of their rules.
        faulty: the files that they are in.
        shown: those of the files of which a finding is shown.
        repairable: how many can be repaired.
        fails: whether they make the run fail.
        pieces: what is shown of them, in each format.
    """

    counts: Mapping[str, int]
    faulty: frozenset[str]
    shown: frozenset[str]
    repairable: int
    fails: bool
    pieces: tuple[tuple[Plain, ...], ...]


class CheckedFile(NamedTuple):
    """A file whose findings are told."""

    path: str
    without_schema: bool
    told: Told


@dataclass(frozen=True, slots=True)
class Telling:
    """How findings are told.

    Attributes:
        reporters: of the formats.
        fails: how grave findings are that make the run fail.
        quiet: whether only those are shown.
    """

    reporters: Sequence[Reporter]
    fails: frozenset[Severity]
    quiet: bool

    def __call__(self, report: FileReport) -> CheckedFile:
        """What is to be known of a file."""
        without_schema = not report.schemas and report.summary is not None
        return CheckedFile(str(report.path), without_schema, self.told(report.findings))

    def told(self, findings: Sequence[Diagnostic]) -> Told:
        """What is to be known of findings."""
        failing = [one for one in findings if one.rule.severity in self.fails]
        shown = failing if self.quiet else findings
        faulty = _files(findings)
        return Told(
            dict(Counter([one.rule.code for one in findings])),
            faulty,
            faulty if shown is findings else _files(shown),
            sum(one.repairable for one in findings),
            bool(failing),
            tuple([tuple(joined(one.pieces(shown), one.between)) for one in self.reporters]),
        )


def _files(findings: Sequence[Diagnostic]) -> frozenset[str]:
    return frozenset([one.location.path for one in findings])


class Tally:
    """What a run has found so far."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """`rules` are those that can be found, as grave as this run takes them."""
        self._rules = {rule.code: rule for rule in rules}
        self._files: list[str] = []
        self._faulty: set[str] = set()
        self._shown: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._without_schema = 0
        self.repairable = 0
        self.failed = False

    def add_file(self, file: CheckedFile) -> None:
        """Add a file with its findings."""
        self._files.append(file.path)
        self._without_schema += file.without_schema
        self.add(file.told)

    def add(self, told: Told) -> None:
        """Add findings."""
        self._counts.update(told.counts)
        self._faulty |= told.faulty
        self._shown |= told.shown
        self.repairable += told.repairable
        self.failed |= told.fails

    @property
    def summary(self) -> Summary:
        """All of it, for the formats."""
        counts = {self._rules[code]: count for code, count in self._counts.items()}
        return Summary(self._files, counts, len(self._faulty), self._without_schema, self._shown)
