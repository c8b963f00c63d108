"""`teikit validate`: check TEI files and report what is wrong with them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from teikit.checking import check_file, packaged, schema_checks
from teikit.cli.progress import tracked
from teikit.cli.wording import some
from teikit.diagnostic import Diagnostic, Severity
from teikit.reporting import REPORTERS
from teikit.tei.files import find


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check against this .rng, .rnc or .xsd, not teikit's own; may be given several times.",
)
@click.option("--no-xsd", is_flag=True, help="Leave out teikit's XSD: many times faster.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.pass_context
def validate(
    ctx: click.Context,
    paths: tuple[Path, ...],
    schemas: tuple[Path, ...],
    no_xsd: bool,
    format_: str,
) -> None:
    """Check TEI files: well-formed, valid by RELAX NG, valid by XSD.

    PATHS are files, or folders with *.xml in them. The exit status is 0 when all is well, 1 when
    a file is in error, 2 when the check itself cannot be done.
    """
    files = find(paths)
    checks = schema_checks(schemas or packaged()[: 1 if no_xsd else None])
    counts: Counter[Severity] = Counter()
    faulty: set[str] = set()

    def counted() -> Iterator[Diagnostic]:
        for file in tracked(files, "Checking", len(files)):
            for finding in check_file(file, checks):
                counts[finding.rule.severity] += 1
                faulty.add(finding.location.path)
                yield finding

    for line in REPORTERS[format_](counted()):
        click.echo(line)
    click.echo(_summary(len(files), counts, len(faulty)), err=format_ != "text")
    ctx.exit(1 if counts[Severity.ERROR] else 0)


def _summary(files: int, counts: Counter[Severity], faulty: int) -> str:
    """`25 files checked: 3 errors, 1 info in 2 files`."""
    checked = f"{some(files, 'file')} checked"
    if not counts:
        return f"{checked}: no findings"
    found = ", ".join(some(counts[severity], severity) for severity in Severity if counts[severity])
    return f"{checked}: {found} in {some(faulty, 'file')}"
