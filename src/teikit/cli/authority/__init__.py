"""`teikit authority`: authority files, their entries and the public identifiers of these."""

import click

from teikit.cli.authority.check import check
from teikit.cli.authority.suggest import suggest
from teikit.docstrings import documented


@click.group()
@documented
def authority() -> None:
    """Work on authority files: persons, places and bodies, and their public identifiers."""


for command in (suggest, check):
    authority.add_command(command)
