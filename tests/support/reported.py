"""Findings, and reports of them, for the tests of formats."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from hypothesis import strategies as st

from teikit.diagnostic import Diagnostic, Edit, Excerpt, Location, Rule, Severity
from teikit.reporting import REPORTERS, About, ReportWriter, Summary

ERROR = Rule("T901", "loud", Severity.ERROR, "It is loud.", "Write `#` before <it>.")
WARNING = Rule("T902", "soft", Severity.WARNING, "It is soft.", "Say it | once.")
INFO = Rule("T903", "mute", Severity.INFO, "It is mute.")
RULES = (ERROR, WARNING, INFO)


def found(
    message: str = "it's wrong",
    *,
    rule: Rule = ERROR,
    path: str = "letters/a.xml",
    line: int = 3,
    column: int = 5,
    length: int = 0,
    edits: tuple[Edit, ...] = (),
    excerpt: Excerpt | None = None,
) -> Diagnostic:
    """A finding."""
    place = Location(path, line, column, "/TEI/text/body/p[2]", length)
    return Diagnostic(rule, place, message, excerpt, edits, bool(edits))


def summed(findings: Sequence[Diagnostic], files: Sequence[str] = ()) -> Summary:
    """What is said of a run at its end."""
    faulty = {finding.location.path for finding in findings}
    files = [*dict.fromkeys([*files, *sorted(faulty)])]
    return Summary(files, Counter(finding.rule for finding in findings), len(faulty), shown=faulty)


def report(
    name: str,
    findings: Iterable[Diagnostic] = (),
    *,
    about: About | None = None,
    files: Sequence[str] = (),
) -> str:
    """The report of findings in a format, given file by file."""
    every = list(findings)
    reporter = REPORTERS[name](about or About("1.2.3", RULES))
    writer = ReportWriter(reporter)
    texts = [
        writer.add(reporter.pieces(batch))
        for _, batch in groupby(every, lambda finding: finding.location.path)
    ]
    return "".join([*texts, writer.end(summed(every, files))])


# Anything that can be the name of a file: also spaces, line ends, and bytes that are no UTF-8.
paths = (
    st.lists(
        st.binary(min_size=1, max_size=8)
        .map(lambda name: name.replace(b"\0", b"0").replace(b"/", b"\n"))
        .filter(lambda name: name not in {b".", b".."}),
        min_size=1,
        max_size=3,
    )
    .map(b"/".join)
    .map(os.fsdecode)
)
messages = st.text(max_size=40)
diagnostics = st.builds(
    found,
    messages,
    rule=st.sampled_from(RULES),
    path=paths,
    line=st.integers(0, 5),
    column=st.integers(0, 5),
    length=st.integers(0, 3),
)
batches = st.lists(diagnostics, max_size=4)
