"""`teikit authority check`: the rules of `teikit validate` that authority files are held to."""

from pathlib import Path

import click

from teikit.cli.validate import validate
from teikit.diagnostic import Severity
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented
from teikit.tei.entries import AUTHORITY
from teikit.validating.settings import NEVER

CODES = ("X", "I", "T001", "T031", "C004", "C005", "C006")
"""What can be wrong with entries, their identifiers, and the names that lead to them."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATHS]...")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="Write the findings in this format, as `teikit validate --format`. [default: text]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the findings to this file.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not report these rules.")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    help="Exit with 1 if there are findings of this severity or above. [default: error]",
)
@click.option("--fix", is_flag=True, help="Write https where an address has http.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also in the words of an idno."
)
@click.option(
    "--diff", "show_diff", is_flag=True, help="Show the fixes as a diff; without --fix, only that."
)
@click.pass_context
@documented
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    formats: tuple[str, ...],
    output_file: Path | None,
    ignore: tuple[str, ...],
    fail_on: str | None,
    fix: bool,
    unsafe_fixes: bool,
    show_diff: bool,
) -> None:
    """Check authority files: the form of identifiers, and entries that are double or bare.

    PATHS are authority files or folders of them, [default: the folder 'authority']. Name the
    letters as well, and it is also told which names lead to no entry, and which entries nobody
    names. These are rules of `teikit validate`, which looks at them, too; `teikit explain I001`
    says more about a finding.
    """
    if not paths and not Path(AUTHORITY).is_dir():
        raise TeikitError(f"there is no folder '{AUTHORITY}' here; name the authority files")
    ctx.invoke(
        validate,
        paths=paths or (Path(AUTHORITY),),
        select=CODES,
        formats=formats,
        output_file=output_file,
        ignore=ignore,
        fail_on=fail_on,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        show_diff=show_diff,
    )
