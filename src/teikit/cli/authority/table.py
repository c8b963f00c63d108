"""`teikit authority export` and `import`: authority files as a table, and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.authority.findings import findings_shown
from teikit.cli.authority.options import changing
from teikit.cli.wording import some
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented
from teikit.tei.entries import AUTHORITY
from teikit.xml.files import atomic_writer

if TYPE_CHECKING:
    from teikit.suggesting.authorities.merging import Merged


@click.command("export")
@click.argument(
    "folder", type=click.Path(path_type=Path), metavar="[FOLDER]", default=Path(AUTHORITY)
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the table into this file of CSV.",
)
@documented
def export_table(folder: Path, output: Path) -> None:
    """Write the entries of authority files as a table of CSV, for OpenRefine or a spreadsheet.

    FOLDER has the authority files [default: 'authority']. A row is an entry: its spellings, and the
    numbers of one registry, stand in one cell with ' | ' between them. Change what you like but
    the columns file, id, kind and version; `teikit authority import` brings it back.
    """
    from teikit.suggesting.authorities.entries import load_files  # noqa: PLC0415  (lxml)
    from teikit.suggesting.authorities.table import written  # noqa: PLC0415

    files = load_files(folder)
    with atomic_writer(output) as stream:
        stream.writelines(written(files))
    count = sum(len(file.entries) for file in files)
    entries = "1 entry" if count == 1 else f"{count} entries"
    click.echo(f"{output}: {entries} of {some(len(files), 'file')}")
    for file in files:
        if file.without_id:
            click.echo(
                f"teikit: {file.path}: entries without an xml:id are not in the table:"
                f" {file.without_id}",
                err=True,
            )


@click.command("import")
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path), metavar="TABLE")
@changing
@click.pass_context
@documented
def import_table(
    ctx: click.Context, table: Path, folder: Path, dry_run: bool, formats: tuple[str, ...]
) -> None:
    """Bring a table of `teikit authority export` back into the authority files.

    Only what changed in the table is changed in the files, all else stays as it is written. A row
    with a new id becomes a new entry. Nothing is deleted for want of a row. What cannot be taken is
    told, and the exit status is 1 if that is an error.
    """
    from teikit.suggesting.authorities.merging import merge  # noqa: PLC0415  (lxml)

    if not table.exists():
        raise TeikitError(f"{table}: there is no such file")
    ctx.exit(brought(merge(table, folder), table, formats, dry_run=dry_run))


def brought(merged: "Merged", table: Path, formats: Sequence[str], *, dry_run: bool) -> int:
    """Tell what a table brings, and write it; the exit status."""
    from teikit.suggesting.authorities.rules import RULES  # noqa: PLC0415  (lxml)

    failed = findings_shown(merged.findings, RULES, [table], formats)
    if not dry_run:
        merged.write()
    for file in merged.files:
        verb = "would be made" if dry_run else "made"
        click.echo(f"{file.path}: {some(file.changes, 'change')} {verb}")
    if not merged.files:
        click.echo("nothing changed")
    return 1 if failed else 0
