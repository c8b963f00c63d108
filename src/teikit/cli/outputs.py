"""Where findings are written: each format to standard output or to a file of its own."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import click

from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.reporting import REPORTERS, About, Reporter, Summary
from teikit.reporting.github import step_summary
from teikit.tei.files import atomic_writer

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


@dataclass(frozen=True, slots=True)
class Outputs:
    """The formats of a run."""

    about: About
    _open: Sequence[tuple[Reporter, TextIO | None]]
    _summarised: bool

    def findings(self, batch: Sequence[Diagnostic]) -> None:
        """Write findings: those of one file, or those across files."""
        for reporter, stream in self._open:
            _write(reporter.findings(batch), stream)

    def end(self, summary: Summary) -> None:
        """Write what stands behind the findings."""
        for reporter, stream in self._open:
            _write(reporter.end(summary), stream)
        page = os.environ.get("GITHUB_STEP_SUMMARY")
        if self._summarised and page:
            with suppress(OSError), Path(page).open("a", encoding="utf-8") as file:
                file.write(step_summary(summary))


@contextmanager
def outputs(wanted: Sequence[Destination], about: About) -> Iterator[Outputs]:
    """Open the places to write to. What goes to a file is there, whole, when the block ends."""
    plain = replace(about, colour=False, width=0)
    opened: list[tuple[Reporter, TextIO | None]] = []
    try:
        with ExitStack() as files:
            for name, path in wanted:
                if path is None:
                    opened.append((REPORTERS[name](about), None))
                else:
                    writer = atomic_writer(path, errors="surrogateescape")
                    opened.append((REPORTERS[name](plain), files.enter_context(writer)))
            yield Outputs(about, opened, any(name == "github" for name, _ in wanted))
    except _UnpluggedError as error:
        raise error.reason from None


class _UnpluggedError(Exception):
    """Standard output takes no more; that is no fault of the files that are written beside it."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason)
        self.reason = reason


def _write(pieces: Iterator[str], stream: TextIO | None) -> None:
    text = "".join(pieces)
    if stream is not None:
        stream.write(text)
    elif text:
        try:
            click.echo(text, nl=False, color=True)
        except OSError as error:
            raise _UnpluggedError(error) from None
