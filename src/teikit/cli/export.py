"""`teikit export`: text, tables, files for archives. Its subcommands are made from `EXPORTERS`."""

import dataclasses
from pathlib import Path
from typing import Any

import click

from teikit.cli import machines
from teikit.cli.progress import watching
from teikit.errors import TeikitError
from teikit.exporting import EXPORTERS, Exporter, run
from teikit.keeping.projects import folder_if_wanted
from teikit.runtime.docstrings import docstring, documented


@click.group()
@documented
def export() -> None:
    """Make plain text, tables, or files for archives from TEI files.

    PATH is a TEI file, a corpus file (teiCorpus), or a folder of them; the TEI of any edition of
    letters will do. A file that cannot be exported is reported, and the others are exported.
    """


def command(name: str, kind: type[Exporter]) -> click.Command:
    """The subcommand of a format."""

    def callback(
        paths: tuple[Path, ...], output: Path | None, jobs: int, no_cache: bool, **options: Any
    ) -> None:
        status = run(
            kind(**options),
            paths,
            output=output,
            screen=_screen,
            report=_report,
            jobs=jobs,
            watch=watching("Exporting"),
            keep=None if no_cache else folder_if_wanted(paths),
        )
        if status:
            raise click.exceptions.Exit(status)

    assert dataclasses.is_dataclass(kind)
    paths = click.Argument(
        ["paths"], nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
    )
    output = click.Option(
        ["-o", "--output"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=f"Write {kind.files} into this folder, instead of to the screen.",
    )
    jobs = click.Option(["--jobs"], **machines.jobs())
    no_cache = click.Option(
        ["--no-cache"],
        is_flag=True,
        help="Read all files again, and keep nothing of what is in them for the next run.",
    )
    options = [_option(field) for field in dataclasses.fields(kind)]
    return click.Command(
        name,
        callback=callback,
        params=[paths, *options, jobs, no_cache, output],
        help=docstring(kind),
    )


def _option(field: "dataclasses.Field[Any]") -> click.Option:
    """The option that a field of an exporter stands for."""
    words, choices = field.metadata["help"], field.metadata["choices"]
    flag = field.name.replace("_", "-")
    if field.default is True:
        return click.Option(
            [f"--no-{flag}", field.name], is_flag=True, flag_value=False, default=True, help=words
        )
    if field.default is False:
        return click.Option([f"--{flag}", field.name], is_flag=True, help=words)
    return click.Option(
        [f"--{flag}", field.name],
        type=click.Choice(choices) if choices else None,
        default=field.default,
        show_default=field.default is not None,
        help=words,
    )


def _screen(text: str) -> None:
    click.echo(text.encode(), nl=False)


def _report(error: TeikitError) -> None:
    click.echo(f"teikit: {error}", err=True)


for _name, _kind in EXPORTERS.items():
    export.add_command(command(_name, _kind))
