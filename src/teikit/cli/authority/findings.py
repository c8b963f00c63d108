"""Findings of the commands of `teikit authority`, in the formats that all findings have."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import teikit
from teikit.cli.outputs import Rendering, destinations, outputs, reporters
from teikit.diagnostic import Diagnostic, Rule, Severity, Summary
from teikit.reporting import About


def findings_shown(
    findings: Sequence[Diagnostic],
    rules: Sequence[Rule],
    checked: Iterable[Path],
    formats: Sequence[str],
) -> bool:
    """Write findings in the formats that were asked for; whether one of them is an error."""
    wanted = destinations(formats, None)
    rendering = Rendering(reporters(wanted, About(teikit.__version__, rules)), frozenset(Severity))
    files = frozenset(finding.location.path for finding in findings)
    with outputs(wanted, rendering.reporters) as out:
        out.write(rendering(findings))
        out.end(
            Summary(
                tuple(map(str, checked)),
                Counter(finding.rule for finding in findings),
                len(files),
                shown=files,
            )
        )
    return any(finding.rule.severity is Severity.ERROR for finding in findings)
