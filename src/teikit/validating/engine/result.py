"""What becomes of the report of a file: what the caller makes of it, and what is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Location
from teikit.validating.archives.once import ArchiveReport
from teikit.validating.engine.report import FileReport, Ignoring, UnusedSchema
from teikit.validating.schemas.bounds import STOPPED

if TYPE_CHECKING:
    from teikit.validating.engine.recalling import NewResult


Made = TypeVar("Made")
"""What is made of the report of a file."""

Result = tuple[
    Made,
    str,
    bytes | None,
    tuple[Ignoring, ...],
    tuple[UnusedSchema, ...],
    ArchiveReport,
    "NewResult | None",
]
"""That, and what is kept of the file by its name; at last what is kept for other runs."""


def unchanged(report: FileReport) -> FileReport:
    """What is made of a report where all of it is wanted."""
    return report


def result_of(
    make: Callable[[FileReport], Made],
    report: FileReport,
    details: Details = IN_FULL,
    purpose: str | None = None,
) -> Result[Made]:
    """What is made of a report, and what is kept of the file; with a `purpose`, for other runs."""
    made = make(report)
    new = None
    if purpose is not None:
        from teikit.validating.engine.recalling import new_result  # noqa: PLC0415  # as above

        new = new_result(report, made, details, purpose)
    return (
        made,
        str(report.path),
        report.summary,
        report.ignoring,
        report.unused,
        report.for_archives,
        new,
    )


def lost(make: Callable[[FileReport], Made], name: str, ended: str) -> Result[Made]:
    """The result of a file over which a process ended, in some way: that it is not checked."""
    words = (
        f"the process that checked this file ended {ended}, perhaps for want of memory; the file is"
        " not checked"
    )
    return result_of(make, FileReport(Path(name), (Diagnostic(STOPPED, Location(name), words),)))
