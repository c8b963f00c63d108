"""Checking TEI files, however they were made: well-formed, valid, and by rules of its own.

`check` is the whole of it. `Run` is the same for callers that show progress: its reports come file
by file, and then what is to be said of all of them together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from teikit.diagnostic import Diagnostic
from teikit.validating.engine.runner import FileReport, Run
from teikit.validating.schemas import packaged
from teikit.validating.settings import Settings

__all__ = ["FileReport", "Run", "Settings", "check", "packaged"]


def check(
    paths: Iterable[Path],
    *,
    schemas: Iterable[Path] | None = None,
    settings: Settings | None = None,
) -> Iterator[Diagnostic]:
    """What is wrong with the files that `paths` stand for, in order, found as it is asked for.

    `schemas` are RELAX NG (`.rng`, `.rnc`) and XSD (`.xsd`) files; without them, each file is held
    against those that it names. `settings` choose rules and their options. A folder stands for
    every XML file in it. A broken file is a finding, and the files after it are checked; what is
    wrong with several files together comes last. Raises `TeikitError` for a missing path, a folder
    without XML, a broken schema, a rule that is not known.
    """
    used = settings or Settings()
    if schemas is not None:
        used = replace(used, schema=tuple(str(schema) for schema in schemas))
    return _findings(Run(used, paths, jobs=1))


def _findings(run: Run) -> Iterator[Diagnostic]:
    with run:
        for report in run.reports():
            yield from report.findings
        yield from run.across()
