"""`teikit authority`: entries of authority files, suggested from TEI."""

from pathlib import Path

import click

from teikit.cli.progress import watching
from teikit.cli.wording import some
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TEI...")
@click.option(
    "--authority",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder with the authority files that there are [default: 'authority' beside the"
    " folder of the TEI].",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write persons.xml, places.xml and orgs.xml into this folder. [default: they are listed]",
)
@documented
def suggest(paths: tuple[Path, ...], folder: Path | None, output: Path | None) -> None:
    """List the correspondents and places of TEI files that have no entry, spellings together.

    TEI are files that `teikit convert` made, or folders of them. With -o the entries are written as
    authority files, which an editor corrects: what is wrong is taken out, what is two persons is
    divided. `teikit convert --authority DIR` then refers to them. Files that exist are never
    changed, and nothing is added that the letters do not say.
    """
    from teikit.converting.writing.authorities import load_authority  # noqa: PLC0415  (lxml)
    from teikit.suggesting.authority import suggest_authority, write_authority  # noqa: PLC0415

    first = paths[0] if paths[0].is_dir() else paths[0].parent
    known = load_authority(folder or first.parent / "authority")
    errors: list[TeikitError] = []
    entries = suggest_authority(paths, known, errors.append, watching("Reading"))
    for error in errors:
        click.echo(f"teikit: {error}", err=True)
    for entry in entries:
        more = f"  (also {'; '.join(entry.spellings[1:])})" if entry.spellings[1:] else ""
        maybe = f"  perhaps {' or '.join(entry.perhaps)}" if entry.perhaps else ""
        click.echo(f"{entry.kind:7} {entry.letters:4}  {entry.spellings[0]}{more}{maybe}")
    if output is not None and entries:
        for path in write_authority(output, entries):
            click.echo(f"{path} was written. Read it, and correct it.")
    click.echo(f"{some(len(entries), 'name')} without an entry")
    if errors:
        raise click.exceptions.Exit(2)
