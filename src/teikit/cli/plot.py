"""`teikit plot`: the pictures of an edition as files, for a paper or a notebook."""

from pathlib import Path

import click

from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the pictures into this folder.",
)
@click.option(
    "--what",
    multiple=True,
    type=click.Choice(["months", "network", "matrix", "map", "map-near"]),
    help="Draw this alone; may be given several times. Without it, all that there is.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="CODE",
    help="The language of the words in the pictures: en, de, fr or ru.",
)
@documented
def plot(paths: tuple[Path, ...], output: Path, what: tuple[str, ...], language: str) -> None:
    """Draw pictures of letters of TEI as files of SVG: by month, who wrote to whom, a map.

    PATH is a TEI file, or a folder of them; the TEI of any edition of letters will do. A map needs
    coordinates (`geo`) of places, in the files or in authority files.
    """
    from teikit.publishing.plotting import write_plots  # noqa: PLC0415 (it brings lxml)

    errors: list[TeikitError] = []
    done = write_plots(paths, output, what, language=language, report=errors.append)
    for line in (*map(str, errors), *done.missing):
        click.echo(f"teikit: {line}", err=True)
    for file in done.files:
        click.echo(file)
    if errors or done.missing:
        raise click.exceptions.Exit(1)
