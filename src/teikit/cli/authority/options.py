"""The options of the commands that change authority files by a table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from teikit.tei.entries import AUTHORITY

Command = Callable[..., Any]


def changing(command: Command) -> Command:
    """TABLE, and where and how the files are changed that it is about."""
    for option in (
        click.option(
            "--format",
            "formats",
            multiple=True,
            metavar="FORMAT[=FILE]",
            help="Write the findings in this format, as `teikit validate --format`. [default:"
            " text]",
        ),
        click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing."),
        click.option(
            "-o",
            "--output",
            "folder",
            default=Path(AUTHORITY),
            type=click.Path(file_okay=False, path_type=Path),
            metavar="FOLDER",
            help="The folder of the authority files, which are changed. [default: 'authority']",
        ),
    ):
        command = option(command)
    return command
