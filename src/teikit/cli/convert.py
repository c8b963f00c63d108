"""`teikit convert`: turn raw pages into TEI."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from teikit.cli.progress import tracked
from teikit.converting.authority import Authority
from teikit.converting.convert import File, Page, encode
from teikit.converting.overrides import Overrides
from teikit.converting.overrides import load as load_overrides
from teikit.converting.raw_rules import PAGE_REFUSED
from teikit.diagnostic import Diagnostic, Severity
from teikit.errors import TeikitError
from teikit.profiles import profile
from teikit.reporting import REPORTERS, About, ReportWriter

_NO_DRAFT = re.compile(rb"<revisionDesc[^>]*\sstatus=['\"](?!draft['\"])")
"""In a file that an editor has taken in hand, the history no longer says "draft"."""


@dataclass(slots=True)
class _Run:
    """What a run did so far."""

    documents: int = 0
    notes: int = 0
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    refused: int = 0


@click.command()
@click.argument("raw", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder for the TEI files; it is made if need be.",
)
@click.option(
    "--profile",
    "profile_name",
    default=profile.DEFAULT,
    show_default=True,
    metavar="NAME|FILE",
    help="The edition's profile: its name, or a .toml file.",
)
@click.option(
    "--authority",
    "authority_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder with persons.xml, places.xml, orgs.xml"
    " [default: 'authority' beside the output folder, or beside the raw pages' folder].",
)
@click.option(
    "--overrides",
    "overrides_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The editor's decisions [default: 'overrides.toml' beside the same folders].",
)
@click.option("--check", is_flag=True, help="Write nothing; fail when a file is not up to date.")
@click.option("-v", "--verbose", is_flag=True, help="Show notices too, not only warnings.")
@click.pass_context
def convert(
    ctx: click.Context,
    raw: tuple[Path, ...],
    output: Path,
    profile_name: str,
    authority_folder: Path | None,
    overrides_file: Path | None,
    check: bool,
    verbose: bool,
) -> None:
    """Turn raw pages into TEI, one file for each document, and one for the whole.

    RAW are pages of plain text in UTF-8, or folders of *.txt. What the program was not sure of is
    listed with its place. The exit status is 0 when all pages were converted, 1 when --check finds
    a difference or a decision of the overrides points nowhere, 2 when a page could not be read.
    """
    pages = _pages(raw)
    used = profile.load(profile_name)
    authority = _authority(authority_folder, pages, output)
    overrides = _overrides(overrides_file, pages, output)
    made = encode(pages, profile=used, authority=authority, overrides=overrides)
    run = _Run()
    rows = []
    for page in tracked(made, "Converting", len(pages)):
        before = _Run(severities=run.severities.copy())
        _show(page, run, verbose=verbose)
        files = page.files
        if run.refused and any(file.letter is None for file in files):
            click.echo(
                f"teikit: {files[0].name} is left as it is, since a page is missing", err=True
            )
            files = ()
        for file in files:
            _settle(file, output, run, check=check)
        rows.append(_row(page, run.severities - before.severities))
    _finish(ctx, run, rows, output, check=check, verbose=verbose)


def _pages(raw: Sequence[Path]) -> list[Path]:
    """The pages that the arguments stand for."""
    pages: list[Path] = []
    for path in raw:
        if path.is_dir():
            found = sorted(path.glob("*.txt"))
            if not found:
                raise TeikitError(f"{path}: no *.txt in this folder; name the raw pages")
            pages += found
        else:
            pages.append(path)
    return pages


def _beside(name: str, pages: Sequence[Path], output: Path) -> Path | None:
    """What has this name beside the output folder, or beside the folder of the raw pages."""
    places = [output.parent / name, *(page.parent.parent / name for page in pages[:1])]
    return next((place for place in places if place.exists()), None)


def _authority(folder: Path | None, pages: Sequence[Path], output: Path) -> Authority:
    """The authority files: those named, or those that stand where they usually do."""
    from teikit.converting.writing.authorities import load_authority  # noqa: PLC0415  (lxml is slow to load)

    if folder is not None and not folder.is_dir():
        raise TeikitError(f"{folder}: there is no such folder of authority files")
    found = folder or _beside("authority", pages, output)
    if found is None:
        return Authority()
    base = os.path.relpath(found, output).replace(os.sep, "/")
    return load_authority(found, f"{base}/")


def _overrides(file: Path | None, pages: Sequence[Path], output: Path) -> Overrides:
    """The editor's decisions: those named, or those that stand where they usually do."""
    found = file or _beside("overrides.toml", pages, output)
    return load_overrides(found) if found else Overrides()


def _show(page: Page, run: _Run, *, verbose: bool) -> None:
    """Print the findings of a page; what stops it goes to standard error."""
    shown: list[Diagnostic] = []
    for finding in page.findings:
        if finding.rule is PAGE_REFUSED:
            run.refused += 1
            click.echo(f"teikit: {finding.message}", err=True)
            continue
        run.severities[finding.rule.severity] += 1
        if verbose or finding.rule.severity is not Severity.INFO:
            shown.append(finding)
    reporter = REPORTERS["text"](About())
    click.echo(ReportWriter(reporter).add(reporter.pieces(shown)), nl=False)


def _settle(file: File, output: Path, run: _Run, *, check: bool) -> None:
    """Write a file where it is not yet as it should be; with `check`, only say so."""
    from teikit.xml.files import write_atomically  # noqa: PLC0415  (lxml is slow to load)

    path = output / file.name
    try:
        current = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None
    if file.letter is not None:
        run.documents += 1
        run.notes += len(file.letter.of_kind("note"))
    if current == file.data:
        run.unchanged += 1
        return
    if current and _NO_DRAFT.search(current):
        run.unchanged += 1
        click.echo(f"teikit: {path} is no draft any more and is left as it is", err=True)
        return
    run.changed.append(file.name)
    if check:
        click.echo(
            f"{path}: {'does not exist' if current is None else 'is not what would be written'}"
        )
    else:
        write_atomically(path, file.data)


def _row(page: Page, severities: Counter[Severity]) -> tuple[str, ...]:
    letters = [file.letter for file in page.files if file.letter]
    notes = sum(len(letter.of_kind("note")) for letter in letters)
    warnings = severities[Severity.ERROR] + severities[Severity.WARNING]
    return (
        Path(page.path).name,
        str(len(letters)),
        str(notes),
        str(warnings),
        str(severities[Severity.INFO]),
    )


def _finish(
    ctx: click.Context,
    run: _Run,
    rows: Sequence[tuple[str, ...]],
    output: Path,
    *,
    check: bool,
    verbose: bool,
) -> None:
    """The table at the end, and the exit status."""
    if run.documents:
        _table([row for row in rows if row[1] != "0"])
    if run.severities[Severity.INFO] and not verbose:
        click.echo(f"{run.severities[Severity.INFO]} notices are not shown; --verbose shows them")
    if check:
        state = f"{len(run.changed)} of {len(run.changed) + run.unchanged} files differ"
    else:
        state = f"{len(run.changed)} files written, {run.unchanged} already up to date"
    click.echo(f"{run.documents} documents, {run.notes} notes; {state} in {output}")
    if run.refused:
        ctx.exit(2)
    ctx.exit(1 if (check and run.changed) or run.severities[Severity.ERROR] else 0)


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console  # noqa: PLC0415  (rich is slow to load)
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    table.add_column("page")
    for title in ("documents", "notes", "warnings", "notices"):
        table.add_column(title, justify="right")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)
