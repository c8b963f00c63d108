"""What `teikit validate --fix` and `--diff` do: find what can be fixed, and fix it or show how."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from teikit.diagnostic import IN_BRIEF, Diagnostic
from teikit.validating.engine.report import FileReport
from teikit.validating.engine.runner import Run
from teikit.validating.fixes.fixing import FixedFile, fingerprint, fixed_files, write
from teikit.validating.settings import Settings

Fixable = tuple[str, str, list[Diagnostic]]
"""The name of a file, its fingerprint, and those of its findings that can be fixed."""
Watch = Callable[[Iterator[Fixable], int], Iterable[Fixable]]
"""Passes on what goes by, of which there is so much: the progress of a search."""


class FixRun:
    """The fixes of many files: an iterator of those that have any, sorted by path.

    To be used in a `with` block. All files are looked at before the first comes.

    Attributes:
        files: how many files have been fixed so far.
        unsafe: how many findings have a fix that is not made because it is not safe.
    """

    def __init__(
        self,
        run: Run,
        *,
        dry_run: bool,
        unsafe: bool = False,
        watch: Watch = lambda files, _: files,
    ) -> None:
        """Nothing is written by a `dry_run`; with `unsafe`, all fixes are made."""
        self._run = run
        self._dry_run = dry_run
        self._all = unsafe
        self._watch = watch
        self._fixed: set[int] = set()
        self.files = 0
        self.unsafe = 0

    def __enter__(self) -> "FixRun":
        return self

    def __exit__(self, *_: object) -> None:
        self._run.__exit__()

    @property
    def findings(self) -> int:
        """How many findings have been fixed so far."""
        return len(self._fixed)

    def __iter__(self) -> Iterator[FixedFile]:
        findings: list[Diagnostic] = []  # they are kept, so that each has an identity of its own
        fingerprints: dict[str, str] = {}
        for path, held, fixable in self._watch(self._run.each(_fixable), len(self._run)):
            findings += fixable
            fingerprints[path] = held
        findings += _only_fixable(self._run.across())
        if not self._all:
            safe = [finding for finding in findings if finding.safe]
            self.unsafe, findings = len(findings) - len(safe), safe
        for file in fixed_files(findings, fingerprints):
            done = file if self._dry_run else write(file)
            if done.findings:
                self.files += 1
                self._fixed.update(map(id, done.findings))
            yield done


def fix_files(
    paths: Iterable[Path],
    settings: Settings,
    *,
    dry_run: bool = False,
    unsafe: bool = False,
    jobs: int = 1,
    watch: Watch = lambda files, _: files,
) -> FixRun:
    """Fix what has exactly one right fix in the files that `paths` stand for.

    Fixes that are not safe, as they change what a witness may have written, are made with `unsafe`
    only. With `dry_run` nothing is written. A file that was changed meanwhile, or cannot be
    written, is left alone and says why (`refusal`). Raises `TeikitError` as `validate` does.
    """
    # Grammars fix nothing, and edits are all that is needed of a finding.
    details = IN_BRIEF._replace(edits=True)
    run = Run(settings, paths, jobs, details=details, with_grammars=False)
    return FixRun(run, dry_run=dry_run, unsafe=unsafe, watch=watch)


def _fixable(report: FileReport) -> Fixable:
    return str(report.path), fingerprint(report.data), _only_fixable(report.findings)


def _only_fixable(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in findings if finding.fixable]
