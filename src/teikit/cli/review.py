"""`teikit review`: what an editor should look at."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from teikit.cli import machines
from teikit.cli.progress import watching
from teikit.cli.wording import some
from teikit.converting.raw_rules import OF_THE_CUT
from teikit.errors import TeikitError
from teikit.reviewing import FORMATS, Row
from teikit.reviewing import review as reviewed
from teikit.runtime.docstrings import documented

if TYPE_CHECKING:
    from rich.console import Console

_TABLE = "table"
_WIDTH = 100
"""Columns of a table that goes to a file or another program."""


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option(
    "--raw",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the raw pages [default: 'raw' beside the folder of the TEI].",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice([_TABLE, *FORMATS]),
    default=_TABLE,
    show_default=True,
    help="How the rows are written.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to this file instead of the screen.",
)
@click.option(
    "--document",
    "only",
    multiple=True,
    metavar="ID",
    help="Review this document only, named by its id or number; may be given several times.",
)
@click.option("--jobs", **machines.jobs())
@click.pass_context
@documented
def review(
    ctx: click.Context,
    paths: tuple[Path, ...],
    raw: Path | None,
    format_: str,
    output: Path | None,
    only: tuple[str, ...],
    jobs: int,
) -> None:
    """List what was inferred and is not certain, and every open question, document by document.

    PATH is a TEI file, a corpus file (teiCorpus), or a folder of them. Each row tells the words in
    question, their place in the raw page, what was decided, and why. The exit status is 0 also
    when there are rows, 1 when a file could not be read, 2 when the review cannot be done.
    """
    from teikit.xml.files import atomic_writer  # noqa: PLC0415 (it brings lxml with it)

    faults: list[TeikitError] = []
    certainties: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    documents: set[str] = set()

    def report(error: TeikitError) -> None:
        faults.append(error)
        click.echo(f"teikit: {error}", err=True)

    def counted() -> Iterator[Row]:
        watch = watching("Reviewing")
        for row in reviewed(paths, raw, only=only, report=report, jobs=jobs, watch=watch):
            certainties[row.certainty] += 1
            doubtful[row.page] += any(code in row.where.split() for code in _OF_THE_CUT)
            documents.add(row.document)
            yield row

    screen = sys.stdout if output is None else None
    rows = counted()
    written = _tables(rows, screen) if format_ == _TABLE else FORMATS[format_](rows)
    if output is None:
        for piece in written:
            click.echo(piece.encode(), nl=False)
    else:
        with atomic_writer(output) as file:
            file.writelines(written)
    to_screen = output is None and format_ == _TABLE
    for line in (*_cut(doubtful), _summary(certainties, len(documents))):
        click.echo(line, err=not to_screen)
    ctx.exit(1 if faults else 0)


_OF_THE_CUT = frozenset(rule.code for rule in OF_THE_CUT)


def _cut(doubtful: Counter[str]) -> Iterator[str]:
    """For each page where it is doubtful, how sure it is that it was cut into its letters."""
    for page, count in doubtful.items():
        if count:
            yield f"{page}: {some(count, 'doubt')} about where its letters begin and end"


_CERTAINTIES = ("low", "medium", "high", "unknown", "not stated", "open")


def _summary(certainties: Counter[str], documents: int) -> str:
    """`71 rows in 23 documents: 15 low, 44 medium, 12 open`."""
    rows = certainties.total()
    if not rows:
        return "nothing to review"
    order = [*filter(certainties.get, _CERTAINTIES), *sorted({*certainties} - {*_CERTAINTIES})]
    counted = ", ".join(f"{certainties[certainty]} {certainty}" for certainty in order)
    return f"{some(rows, 'row')} in {some(documents, 'document')}: {counted}"


# --- the table for people ---


def _tables(rows: Iterable[Row], stream: IO[str] | None) -> Iterator[str]:
    """A table for each document under a line with its name; plain where `stream` is no terminal."""
    from rich.console import Console  # noqa: PLC0415 (slow to load)

    terminal = stream is not None and stream.isatty()
    console = Console(
        file=stream,
        force_terminal=terminal,
        width=None if terminal else _WIDTH,
        color_system="auto" if terminal else None,
        highlight=False,
    )
    for (_, number, page, path), group in groupby(rows, _document):
        listed = list(group)
        named = " · ".join(
            filter(None, [listed[0].document, number and f"No. {number}", page, path])
        )
        with console.capture() as captured:
            _print(console, named, listed)
        lines = captured.get().splitlines()
        yield "".join(f"{line.rstrip()}\n" for line in [*lines, ""])


def _document(row: Row) -> tuple[str, str, str, str]:
    return row.document, row.number, row.page, row.tei.rpartition(":")[0]


# The columns of a table, and how they share its width.
_SHARES = {"place": 9, "what": 18, "words": 23, "decided": 20, "why": 22}


def _print(console: "Console", named: str, rows: Sequence[Row]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console.print(Text(named, "bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), expand=True)
    for title, share in _SHARES.items():
        table.add_column(title, ratio=share, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, _cells(row)))
    console.print(table)


def _cells(row: Row) -> Iterator[str]:
    place = f"{row.line}:{row.column}\n" if row.line else ""
    yield f"{place}xml {row.tei.rpartition(':')[2]}"
    yield f"{row.where}\n{', '.join(filter(None, [row.certainty, row.evidence]))}"
    yield from (row.words, row.decided, row.why)
