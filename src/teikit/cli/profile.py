"""`teikit profile`: the profiles that come with teikit, to be copied."""

import click

from teikit.docstrings import documented
from teikit.profiles.profile import names, shipped


@click.command()
@click.argument("name", required=False)
@documented
def profile(name: str | None) -> None:
    """List the profiles that come with teikit, or show the one called NAME.

    `teikit profile plain-letters > my-edition.toml` makes a copy for an edition of your own.
    """
    click.echo(shipped(name) if name else "\n".join(names()), nl=not name)
