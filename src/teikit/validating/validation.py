"""What `teikit validate` does: findings as they come, and then what came of the run."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Rule, Severity, Summary
from teikit.errors import TeikitError
from teikit.validating.archives.chosen import chosen
from teikit.validating.engine.catalogue import RULES
from teikit.validating.engine.left_out import sentences
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.runner import Run
from teikit.validating.fixes.run import fix_files
from teikit.validating.schemas import Held
from teikit.validating.settings import Settings, load, no_rule

if TYPE_CHECKING:
    from concurrent.futures import Executor

Made = TypeVar("Made")
"""What a caller makes of the findings of a file."""


@dataclass(frozen=True, slots=True)
class Tally(Generic[Made]):
    """What came of one file, or of all files together; it is sent from process to process.

    Attributes:
        path: the file; empty for what was found across files.
        held: the schemas that the file was held against, with the seconds that each took.
        unheld: why it was held against none; None where it was, or could not be read.
        counts: how many findings there are, by their rules.
        faulty: the files that they are in.
        failing: those of the files that make the run fail.
        fixable: how many of them have a fix that is safe.
        unsafe: how many have another fix.
        made: what the caller wanted of them.
    """

    path: str
    held: Mapping[Held, float]
    unheld: str | None
    counts: Mapping[Rule, int]
    faulty: frozenset[str]
    failing: frozenset[str]
    fixable: int
    unsafe: int
    made: Made


class Validation:
    """A run of `validate`: its findings, file by file, and what has come of it so far.

    It is an iterator; the findings across files come last. Where there are several processes, use
    it in a `with` block, at whose end they end.

    Attributes:
        rules: all that can be found, as grave as the settings have it.
        archives: the names of the archives that files are held against.
        fixable: how many findings have a fix that is safe.
        unsafe: how many have a fix that changes what a witness may have written.
        failing: the paths of the files whose findings make the run fail.
        fixed: with `fix`, the findings that were fixed before, by their files.
        not_fixed: with `fix`, why nothing was fixed in a file that has fixes.
        unknown: the words of the settings that mean no rule, neither of teikit nor of a Schematron
            that files were held against. It is complete when the last finding is there.
    """

    def __init__(  # noqa: PLR0913  # as many as of `validate`
        self,
        paths: Iterable[Path],
        settings: Settings,
        *,
        contents: Mapping[Path, bytes] | None = None,
        jobs: int = 0,
        details: Details = IN_FULL,
        executor: "Executor | None" = None,
        keep: Path | None = None,
    ) -> None:
        """As for `validate`; findings have `details`.

        With `keep`, what was found before is taken from there, the folder of a project, and what
        is found is kept there for other runs.
        """
        self._run = Run(settings, paths, jobs, contents, details, executor, keep=keep)
        self._severities = settings.failing
        selection = self._run.checker.selection
        self.archives = [archive.title for archive in chosen(settings.for_)]
        self.rules = [selection.graded(rule) for rule in RULES if rule in selection]
        self.fixable = 0
        self.unsafe = 0
        self.failing: set[str] = set()
        self.fixed: dict[Path, Sequence[Diagnostic]] = {}
        self.not_fixed: dict[Path, str] = {}
        self.unknown: Sequence[str] = ()
        self._files: list[str] = []
        self._faulty: set[str] = set()
        self._counts: Counter[Rule] = Counter()
        self._held: Counter[Held] = Counter()
        self._seconds: dict[Held, float] = defaultdict(float)
        self._unheld: dict[str, str] = {}
        self._findings = self._found()

    def __enter__(self) -> "Validation":
        return self

    def __exit__(self, *_: object) -> None:
        self._run.__exit__()

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._run)

    def __iter__(self) -> Iterator[Diagnostic]:
        return self

    def __next__(self) -> Diagnostic:
        return next(self._findings)

    def each(
        self, make: Callable[[Sequence[Diagnostic]], Made], purpose: str = ""
    ) -> Iterator[Made]:
        """What `make` makes of the findings of each file, and at last of those across files.

        It takes the place of iterating. `make` is called where a file is checked, so that no more
        than it returns goes from process to process; it can be sent to other processes. What was
        made before for the same `purpose` is not made again, if results are kept.
        """
        for tally in self._run.each(partial(_of_file, make, self._severities), purpose):
            self._files.append(tally.path)
            self._add(tally)
            yield tally.made
        across = _outcome(make, self._severities, self._run.across())
        self._add(across)
        self.unknown = self._run.checker.unknown(self._held)
        yield across.made

    def left_out(self) -> list[str]:
        """What folders and patterns hold that is not checked, in a few sentences."""
        return [*sentences(self._run.left_out, self._run.unmatched)]

    @property
    def not_kept(self) -> str:
        """Why what was found is not kept for other runs, in words; empty where it is."""
        return self._run.keeping.trouble if self._run.keeping else ""

    @property
    def others(self) -> frozenset[str]:
        """The files beside its own on which the findings depend, if results are kept.

        They need not be there. It is complete when the last finding is there.
        """
        return self._run.keeping.others if self._run.keeping else frozenset()

    @property
    def failed(self) -> bool:
        """Whether `teikit validate` would exit with 1: a finding is as grave as `fail_on` says."""
        return bool(self.failing)

    @property
    def summary(self) -> Summary:
        """Files and findings in numbers."""
        faulty = self._faulty
        names = _names(self._held)
        return Summary(
            self._files,
            dict(self._counts),
            len(faulty),
            self._unheld,
            faulty,
            {names[schema]: count for schema, count in self._held.items()},
            {names[schema]: seconds for schema, seconds in self._seconds.items()},
        )

    def _found(self) -> Iterator[Diagnostic]:
        with self:
            for findings in self.each(tuple):
                yield from findings
        if self.unknown:
            raise TeikitError(no_rule(self.unknown[0]))

    def _add(self, tally: Tally[Made]) -> None:
        self._held.update(tally.held.keys())
        for schema, seconds in tally.held.items():
            self._seconds[schema] += seconds
        if tally.unheld is not None:
            self._unheld[tally.path] = sys.intern(tally.unheld)
        self._counts.update(tally.counts)
        self._faulty |= tally.faulty
        self.failing |= tally.failing
        self.fixable += tally.fixable
        self.unsafe += tally.unsafe


def validate(  # noqa: PLR0913  # the options of the command
    paths: Iterable[Path],
    *,
    schemas: Iterable[Path | str] | None = None,
    settings: Settings | None = None,
    contents: Mapping[Path, bytes] | None = None,
    fix: bool = False,
    unsafe_fixes: bool = False,
    jobs: int = 1,
    executor: "Executor | None" = None,
    keep: Path | None = None,
) -> Validation:
    """Check the files that `paths` stand for, as the command does; files are read as it goes on.

        found = validate([Path("corpus/tei")])
        for finding in found:
            print(finding.location, finding.message)
        print(found.failed, len(found.summary.files))

    Args:
        paths: files, and folders, which stand for every XML file in them.
        schemas: files of RELAX NG (`.rng`, `.rnc`), XSD (`.xsd`) or Schematron (`.sch`),
            `"teikit"` for its own, `"auto"` for those that each file names; without them, what the
            settings say.
        settings: rules and their options; without them, those of the nearest `teikit.toml` or
            `pyproject.toml`, if there is one, as the command takes them.
        contents: what files hold that are being edited; it counts in place of what is on the disk.
        fix: make the fixes first, those that are safe: they leave what a witness may have written.
            What was fixed is in `fixed` and `not_fixed` of what is returned.
        unsafe_fixes: with `fix`, make the others, too.
        jobs: processes; 0 for one on each core.
        executor: does their work, if there is one; that of a cluster does it on other machines
            (docs/scale.md).
        keep: a folder, as that of a project: what was found before is taken from there, and what
            is found is kept there for other runs. With `contents` nothing is.

    Returns:
        The findings, in order; those across files come last. A broken file is a finding.

    Raises:
        TeikitError: a path is missing, a folder holds no XML, a schema or a setting is broken.
    """
    used = load() if settings is None else settings
    if schemas is not None:
        used = used.with_schemas(map(str, schemas))
    paths = [*paths]
    if not fix:
        if unsafe_fixes:
            raise TeikitError("unsafe_fixes says which fixes to make; it needs fix=True")
        return Validation(paths, used, contents=contents, jobs=jobs, executor=executor, keep=keep)
    if contents:
        raise TeikitError("contents that are given cannot be fixed; name the files")
    with fix_files(paths, used, unsafe=unsafe_fixes, jobs=jobs) as files:
        done = [(file.path, file.findings, file.refusal) for file in files]
    validation = Validation(paths, used, jobs=jobs, executor=executor, keep=keep)
    validation.fixed = {path: findings for path, findings, refusal in done if findings}
    validation.not_fixed = {path: refusal for path, _, refusal in done if refusal}
    return validation


def _of_file(
    make: Callable[[Sequence[Diagnostic]], Made], failing: frozenset[Severity], report: FileReport
) -> Tally[Made]:
    unheld = None if report.held or report.summary is None else report.unheld
    return _outcome(make, failing, report.findings, str(report.path), report.held, unheld)


def _outcome(
    make: Callable[[Sequence[Diagnostic]], Made],
    failing: frozenset[Severity],
    findings: Sequence[Diagnostic],
    path: str = "",
    held: Mapping[Held, float] | None = None,
    unheld: str | None = None,
) -> Tally[Made]:
    return Tally(
        path,
        held or {},
        unheld,
        dict(Counter([finding.rule for finding in findings])),
        frozenset([finding.location.path for finding in findings]),
        frozenset([each.location.path for each in findings if each.rule.severity in failing]),
        sum([finding.fixable and finding.safe for finding in findings]),
        sum([finding.fixable and not finding.safe for finding in findings]),
        make(findings),
    )


def _names(held: Iterable[Held]) -> Mapping[Held, str]:
    """What schemas are called: by their names, or by their paths where several have one name."""
    names = Counter(schema.name for schema in held)
    return {schema: schema.name if names[schema.name] == 1 else schema.path for schema in held}
