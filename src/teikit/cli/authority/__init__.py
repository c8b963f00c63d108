"""`teikit authority`: authority files, their entries and the public identifiers of these."""

import click

from teikit.cli.authority.check import check
from teikit.cli.authority.reconcile import accept_candidates, reconcile
from teikit.cli.authority.suggest import suggest
from teikit.cli.authority.table import export_table, import_table
from teikit.runtime.docstrings import documented


@click.group()
@documented
def authority() -> None:
    """Work on authority files: persons, places and bodies, and their public identifiers."""


for command in (suggest, check, export_table, import_table, reconcile, accept_candidates):
    authority.add_command(command)
