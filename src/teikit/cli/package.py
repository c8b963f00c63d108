"""`teikit package`: a package for deposit, and whether one is undamaged."""

from pathlib import Path

import click

from teikit.cli.progress import watching
from teikit.cli.wording import some
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.zip|DIR",
    help="Write the package to this zip file, or into this new folder.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Read the settings from this file. [default: teikit.toml in the folder of the project, or"
    " the nearest]",
)
@click.option(
    "--authority",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file or folder of persons, places and bodies, besides those that are found.",
)
@click.option(
    "--even-if-invalid",
    is_flag=True,
    help="Pack files with errors, too; README.md in the package says so.",
)
@click.option(
    "--check",
    "checked",
    type=click.Path(path_type=Path),
    metavar="PACKAGE",
    help="Say whether this package, a zip file or a folder, is as it was made.",
)
@documented
def package(
    paths: tuple[Path, ...],
    output: Path | None,
    config: Path | None,
    authority: Path | None,
    even_if_invalid: bool,
    checked: Path | None,
) -> None:
    """Make a package of an edition for deposit in an archive: a bag (BagIt).

    PATH is the folder of a project, with folders `tei` and `authority` in it, or TEI files or
    folders of them. The package holds the TEI, the schemas that it names, authority files, plain
    text, tables, CMIF, Dublin Core, metadata for DataCite, README.md, CITATION.cff and checksums.
    The same edition makes the same bytes. The exit status is 0 if all went well, 1 if files have
    errors or something is missing, 2 if no package could be made.
    """
    if checked is not None:
        if paths or output or config or authority or even_if_invalid:
            raise click.UsageError("--check takes a package and nothing else")
        _check(checked)
        return
    if not paths or output is None:
        raise click.UsageError(
            "name what is to be packed, and the package: teikit package corpus -o deposit.zip"
        )
    from teikit.packaging import NotSound  # noqa: PLC0415 (it brings lxml)
    from teikit.packaging import package as make  # noqa: PLC0415

    try:
        done = make(
            paths,
            output,
            config=config,
            authority=authority,
            even_if_invalid=even_if_invalid,
            jobs=0,
            report=_report,
            watching=watching,
        )
    except NotSound as error:
        for finding in error.findings:
            rule = finding.rule
            click.echo(
                f"{finding.location}: {rule.severity} {rule.code} {finding.message}", err=True
            )
        _report(error)
        raise click.exceptions.Exit(1) from None
    click.echo(f"{done.path}: {some(done.files, 'file')}")
    if not done.complete:
        _report(TeikitError("something is missing in the package: see above, and its README.md"))
        raise click.exceptions.Exit(1)


def _check(path: Path) -> None:
    from teikit.packaging import check  # noqa: PLC0415

    number = 0
    for number, fault in enumerate(check(path), 1):  # noqa: B007 (the last number is counted)
        click.echo(f"{path}: {fault}")
    if number:
        click.echo(f"{some(number, 'fault')}: the package is not as it was made")
        raise click.exceptions.Exit(1)
    click.echo(f"{path}: all files are there and as they were made")


def _report(error: TeikitError) -> None:
    click.echo(f"teikit: {error}", err=True)
