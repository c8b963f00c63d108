"""What is made of the report of a file in processes that die over some of them."""

import os
import signal
import time
from pathlib import Path

from teikit.validating.engine.report import FileReport


def codes(report: FileReport) -> list[str]:
    """The codes of what is found; over `deadly` the process dies that checks it."""
    if "deadly" in report.path.name and report.summary is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return [finding.rule.code for finding in report.findings]


def slowly(report: FileReport) -> list[str]:
    """The codes of what is found, which for `endless` takes too long."""
    if "endless" in report.path.name and report.summary is not None:
        time.sleep(60)
    return [finding.rule.code for finding in report.findings]


def for_its_worker(report: FileReport, killed: Path | None = None) -> FileReport:
    """The report; the first process that comes to `letter-030` kills the one that it works for.

    It leaves word of that in the folder `killed`.
    """
    if killed and report.path.name == "letter-030.xml" and not any(killed.iterdir()):
        (killed / "once").touch()
        os.kill(os.getppid(), signal.SIGKILL)
    return report
