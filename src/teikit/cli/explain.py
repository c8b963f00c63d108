"""`teikit explain`: what a finding means, and what to do about it."""

from pathlib import Path

import click

from teikit.runtime.docstrings import documented
from teikit.validating.engine.foreign import listed, meant_in, of_settings, rules_in, written
from teikit.validating.engine.manual import explained, is_known, meant, overview, page
from teikit.validating.settings import load


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Explain the rules of this Schematron, or of a grammar or ODD that holds one. [default:"
    " those that the settings name]",
)
@click.option("--markdown", is_flag=True, help="Write about all rules, as a page of Markdown.")
@documented
def explain(codes: tuple[str, ...], schemas: tuple[Path, ...], markdown: bool) -> None:
    """Explain findings: what is wrong, why it matters, how it is fixed.

    CODE is the code of a finding, such as T002, or its name, or the beginning of several codes. It
    may also be the identifier of a rule in a Schematron, which is then shown as it is written.
    Without any, all rules are listed.
    """
    if markdown:
        lines = [*page()]
    elif not codes:
        lines = [*listed(rules_in(schemas, all_must=True))] if schemas else [*overview()]
    else:
        lines = []
        own = () if schemas else tuple(code for code in codes if is_known(code))
        others = [code for code in codes if code not in own]
        pieces = [explained(rule) for rule in meant(own)]
        if others:
            files = schemas or of_settings(load())
            pieces += map(written, meant_in(files, others, all_must=bool(schemas)))
        for piece in pieces:
            lines += [*([""] if lines else []), *piece]
    for line in lines:
        click.echo(line)
