"""`teikit export`: plain text and tables from TEI."""

from contextlib import ExitStack
from pathlib import Path

import click

from teikit.errors import TeikitError
from teikit.exporting import LAYERS, TABLES
from teikit.exporting import export as exported

_PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)


@click.group()
def export() -> None:
    """Make plain text or tables from TEI files.

    PATH is a TEI file, a corpus file (teiCorpus), or a folder of them; the TEI of any edition of
    letters will do. A file that cannot be exported is reported, and the others are exported.
    """


@export.command("text")
@_PATHS
@click.option(
    "--layer",
    type=click.Choice(list(LAYERS)),
    default="reading",
    show_default=True,
    help="source: the words of the page, and no more. diplomatic: deletions, additions and "
    "supplied words in signs. reading: what one reads aloud.",
)
@click.option("--no-notes", is_flag=True, help="Leave out the notes and their marks.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write one .txt file for each document into this folder, instead of all to the screen.",
)
def export_text(paths: tuple[Path, ...], layer: str, no_notes: bool, output: Path | None) -> None:
    """Write the documents as plain text."""
    if no_notes and layer == "source":
        raise click.UsageError("--no-notes: the source layer is the whole page, with its notes")
    from teikit.xml.files import write_atomically  # noqa: PLC0415 (it brings lxml with it)

    faults = _Faults()
    for place, part in enumerate(exported(paths, layer=layer, notes=not no_notes, report=faults)):
        if output is not None:
            write_atomically(output / part.file, part.text.encode())
        else:
            heading = "" if layer == "source" else f"===== {part.document} =====\n\n"
            gap = "\n" if place and heading else ""
            click.echo(f"{gap}{heading}{part.text}".encode(), nl=False)
    faults.end()


@export.command("csv")
@_PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=f"Write {', '.join(f'{name}.csv' for name in TABLES)} into this folder.",
)
@click.option("--table", type=click.Choice(list(TABLES)), help="Write this table only.")
def export_csv(paths: tuple[Path, ...], output: Path | None, table: str | None) -> None:
    """Write tables: documents, notes, citations, actions, shelfmarks."""
    if output is None and table is None:
        raise click.UsageError("name a folder with -o, or one table with --table for the screen")
    from teikit.xml.files import atomic_writer  # noqa: PLC0415 (it brings lxml with it)

    faults = _Faults()
    wanted = [f"{name}.csv" for name in TABLES if table in {None, name}]
    parts = (part for part in exported(paths, "csv", report=faults) if part.file in wanted)
    if output is None:
        for part in parts:
            click.echo(part.text.encode(), nl=False)
    else:
        with ExitStack() as stack:
            files = {name: stack.enter_context(atomic_writer(output / name)) for name in wanted}
            for part in parts:
                files[part.file].write(part.text)
    faults.end()


class _Faults:
    """Reports the documents that cannot be exported, and remembers that there were some."""

    def __init__(self) -> None:
        self.found = False

    def __call__(self, error: TeikitError) -> None:
        self.found = True
        click.echo(f"teikit: {error}", err=True)

    def end(self) -> None:
        """End with status 1 where a document was not exported."""
        if self.found:
            raise click.exceptions.Exit(1)
