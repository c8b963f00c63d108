"""`teikit convert`: turn raw pages into TEI."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import click

import teikit
from teikit.cli import machines
from teikit.cli.progress import tracked, watching
from teikit.cli.wording import some
from teikit.converting.outcome import ConvertedFile, ConvertedPage, Outcome
from teikit.converting.raw_rules import PAGE_REFUSED
from teikit.diagnostic import Diagnostic, Severity
from teikit.keeping.projects import folder_if_wanted
from teikit.profiles.profile import DEFAULT
from teikit.reporting import REPORTERS, About, ReportWriter
from teikit.runtime.docstrings import documented


@click.command()
@click.argument("raw", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder for the TEI files; it is created if it does not exist.",
)
@click.option(
    "--profile",
    "profile_name",
    default=DEFAULT,
    show_default=True,
    metavar="NAME|FILE",
    help="The profile that describes the edition: its name, or a .toml file.",
)
@click.option(
    "--authority",
    "authority_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder with persons.xml, places.xml and orgs.xml. [default: 'authority' beside the"
    " output folder, or beside the folder of the raw pages]",
)
@click.option(
    "--overrides",
    "overrides_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The editor's decisions. [default: 'overrides.toml' beside the same folders]",
)
@click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="The encoding of pages that are not in UTF-8 and do not say what they are in:"
    " windows-1252, koi8-r …",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if a file is not up to date."
)
@click.option("--jobs", **machines.jobs(", where the pages are many"))
@click.option(
    "--on",
    "scheduler",
    metavar="ADDRESS",
    help="Encode the pages on the machines of a cluster, by the address of its scheduler (Dask):"
    " tcp://scheduler:8786.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Convert all pages again, and keep nothing of what comes of them for the next run.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show notices as well as warnings.")
@click.pass_context
@documented
def convert(
    ctx: click.Context,
    raw: tuple[Path, ...],
    output: Path,
    profile_name: str,
    authority_folder: Path | None,
    overrides_file: Path | None,
    encoding: str,
    check: bool,
    jobs: int,
    scheduler: str | None,
    no_cache: bool,
    verbose: bool,
) -> None:
    """Turn raw pages into TEI: one file for each document, and one for the whole edition.

    RAW are plain text, web pages (.html), files of word processors (.docx, .odt),
    transcriptions in PAGE XML (.xml), or folders of these. Whatever the program was not sure of is
    listed, with its line and column. A file that you have edited is left as it is, once the
    status in its revisionDesc is no longer "draft". The exit status is 0 if all pages were
    converted, 1 if --check finds a difference or a decision in the overrides points nowhere, 2 if a
    page could not be read.
    """
    rows: list[tuple[str, ...]] = []
    outcomes: Counter[Outcome] = Counter()
    notices = 0
    with machines.executor_on(scheduler) as executor:
        conversion = teikit.convert(
            raw,
            output,
            profile=profile_name,
            authority=authority_folder,
            overrides=overrides_file,
            encoding=encoding,
            check=check,
            jobs=jobs,
            executor=executor,
            watch=watching("Reading"),
            keep=None if no_cache else folder_if_wanted(raw),
        )
        for page in tracked(conversion, "Converting", conversion.total):
            _show(page.findings, verbose=verbose)
            for file in page.files:
                outcomes[file.outcome] += 1
                _show_outcome(file)
            severities = Counter(finding.rule.severity for finding in page.findings)
            notices += severities[Severity.INFO]
            if any(file.notes is not None for file in page.files):
                rows.append(_row(page, severities))
    if rows:
        _table(rows)
    if notices and not verbose:
        verb = "is" if notices == 1 else "are"
        click.echo(f"{some(notices, 'notice')} {verb} not shown; --verbose shows them")
    documents, notes = (sum(int(row[column]) for row in rows) for column in (1, 3))
    state = _state(outcomes, check=check)
    click.echo(f"{some(documents, 'document')}, {some(notes, 'note')}; {state} in {output}")
    ctx.exit(conversion.grade())


def _show(findings: Iterable[Diagnostic], *, verbose: bool) -> None:
    """Print findings; that a page cannot be converted goes to standard error."""
    shown: list[Diagnostic] = []
    for finding in findings:
        if finding.rule is PAGE_REFUSED:
            click.echo(f"teikit: {finding.message}", err=True)
        elif verbose or finding.rule.severity is not Severity.INFO:
            shown.append(finding)
    reporter = REPORTERS["text"](About())
    click.echo(ReportWriter(reporter).add(reporter.pieces(shown)), nl=False)


def _show_outcome(file: ConvertedFile) -> None:
    """Print what became of a file, unless it was written or had no need to be."""
    if file.outcome is Outcome.NO_DRAFT:
        click.echo(f"teikit: {file.path} {file.outcome}", err=True)
    elif file.outcome in {Outcome.WOULD_BE_NEW, Outcome.WOULD_CHANGE}:
        click.echo(f"{file.path}: {file.outcome}")


def _state(outcomes: Counter[Outcome], *, check: bool) -> str:
    """`4 files written, 1 already up to date`."""
    changed = sum(count for outcome, count in outcomes.items() if outcome.changes)
    same, edited = outcomes[Outcome.UNCHANGED], outcomes[Outcome.NO_DRAFT]
    if check:
        verb = "differs" if changed == 1 else "differ"
        return f"{changed} of {some(changed + same + edited, 'file')} {verb}"
    state = f"{some(changed, 'file')} written, {same} already up to date"
    return f"{state}, {edited} edited and left as they are" if edited else state


def _row(page: ConvertedPage, severities: Counter[Severity]) -> tuple[str, ...]:
    notes = [file.notes for file in page.files if file.notes is not None]
    warnings = severities[Severity.ERROR] + severities[Severity.WARNING]
    return (
        Path(page.path).name,
        str(len(notes)),
        some(page.doubts, "doubt") if page.doubts else "sure",
        str(sum(notes)),
        str(warnings),
        str(severities[Severity.INFO]),
    )


_TITLES = ("page", "documents", "cut", "notes", "warnings", "notices")


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print what became of each page.

    Rich holds a table in memory several times over. Where it would do nothing but align the cells,
    it gets the head of the table, and the rows are aligned here.
    """
    from rich.cells import cell_len  # noqa: PLC0415  (rich is slow to load)
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    widths = [max(map(cell_len, cells)) for cells in zip(_TITLES, *rows, strict=True)]
    console = Console(highlight=False, markup=False)
    fits = sum(widths) + len("  ") * (len(widths) - 1) <= console.width
    aligned = fits and all(row[0].isprintable() for row in rows)
    table = Table(box=None, pad_edge=False)
    for title, width in zip(_TITLES, widths, strict=True):
        justify: Literal["left", "right"] = "left" if title == _TITLES[0] else "right"
        table.add_column(title, justify=justify, min_width=width if aligned else None)
    for row in () if aligned else rows:
        table.add_row(*row)
    console.print(table)
    for name, *counts in rows if aligned else ():
        padding = " " * (widths[0] - cell_len(name))
        cells = (f"{cell:>{width}}" for cell, width in zip(counts, widths[1:], strict=True))
        click.echo("  ".join((name + padding, *cells)))
