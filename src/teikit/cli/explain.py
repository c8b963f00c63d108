"""`teikit explain`: what a finding means, and what to do about it."""

import click

from teikit.docstrings import documented
from teikit.validating.engine.manual import explained, meant, overview, page


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--markdown", is_flag=True, help="Write about all rules, as a page of Markdown.")
@documented
def explain(codes: tuple[str, ...], markdown: bool) -> None:
    """Explain findings: what is wrong, why it matters, how it is fixed.

    CODE is the code of a finding, such as T002, or its name, or the beginning of several codes.
    Without any, all rules are listed.
    """
    if markdown:
        lines = [*page()]
    elif not codes:
        lines = [*overview()]
    else:
        lines = []
        for rule in meant(codes):
            lines += [*([""] if lines else []), *explained(rule)]
    for line in lines:
        click.echo(line)
