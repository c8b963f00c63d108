"""Where findings are written: each format to standard output or to a file of its own."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import click

from teikit.diagnostic import Diagnostic, Severity
from teikit.errors import TeikitError
from teikit.reporting import REPORTERS, About, Reporter, ReportWriter, Summary, joined
from teikit.reporting.github import step_summary
from teikit.reporting.writer import Plain
from teikit.xml.files import atomic_writer

Destination = tuple[str, Path | None]
"""The name of a format, and its file; None stands for standard output."""


def destinations(formats: Sequence[str], output_file: Path | None) -> list[Destination]:
    """What `--format` and `--output-file` ask for.

    Raises `TeikitError` for an unknown format, and where two would be written to one place.
    """
    found: list[Destination] = []
    for words in formats or ("text",):
        name, _, file = words.partition("=")
        if name not in REPORTERS:
            raise TeikitError(f"no format is called {name!r}; there are {', '.join(REPORTERS)}")
        found.append((name, Path(file) if file else output_file))
    places = [str(file) if file else "standard output" for _, file in found]
    for place in places:
        if places.count(place) > 1:
            raise TeikitError(
                f"two formats cannot both go to {place}; name a file for one: --format sarif=FILE"
            )
    return found


def reporters(wanted: Sequence[Destination], about: About) -> tuple[Reporter, ...]:
    """The reporters of the formats; a file is no terminal."""
    plain = replace(about, colour=False, width=0)
    return tuple(REPORTERS[name](plain if path else about) for name, path in wanted)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What the formats of a run make of findings; it is sent to the processes that check files.

    Attributes:
        reporters: of the formats.
        shown: the severities of the findings that are shown.
    """

    reporters: Sequence[Reporter]
    shown: frozenset[Severity]

    def __call__(self, findings: Sequence[Diagnostic]) -> tuple[tuple[Plain, ...], ...]:
        """The pieces of each report for these findings."""
        shown = [finding for finding in findings if finding.rule.severity in self.shown]
        return tuple(
            [tuple(joined(reporter.pieces(shown), reporter.between)) for reporter in self.reporters]
        )


@dataclass(frozen=True, slots=True)
class Outputs:
    """The formats of a run."""

    _open: Sequence[tuple[ReportWriter, TextIO | None]]
    _summarised: bool

    def write(self, formats: Iterable[Iterable[Plain]]) -> None:
        """Write the pieces of a report, in each format."""
        for (writer, stream), pieces in zip(self._open, formats, strict=True):
            _write(writer.add(pieces), stream)

    def end(self, summary: Summary) -> None:
        """Write what stands behind the findings."""
        for writer, stream in self._open:
            _write(writer.end(summary), stream)
        page = os.environ.get("GITHUB_STEP_SUMMARY")
        if self._summarised and page:
            with suppress(OSError), Path(page).open("a", encoding="utf-8") as file:
                file.write(step_summary(summary))


@contextmanager
def outputs(wanted: Sequence[Destination], reporters: Iterable[Reporter]) -> Iterator[Outputs]:
    """Open the places to write to. What goes to a file is there, whole, when the block ends."""
    opened: list[tuple[ReportWriter, TextIO | None]] = []
    try:
        with ExitStack() as files:
            for (_, path), reporter in zip(wanted, reporters, strict=True):
                stream = None
                if path is not None:
                    stream = files.enter_context(atomic_writer(path, errors="surrogateescape"))
                opened.append((ReportWriter(reporter), stream))
            yield Outputs(opened, any(name == "github" for name, _ in wanted))
    except _UnpluggedError as error:
        raise error.reason from None


class _UnpluggedError(Exception):
    """Standard output takes no more; that is no fault of the files that are written beside it."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason)
        self.reason = reason


def _write(text: str, stream: TextIO | None) -> None:
    if stream is not None:
        stream.write(text)
    elif text:
        try:
            click.echo(text, nl=False, color=True)
        except OSError as error:
            raise _UnpluggedError(error) from None
