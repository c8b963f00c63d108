"""`teikit profile`: profiles that come with teikit, one suggested from pages, one tried on them."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from teikit.cli.wording import some
from teikit.docstrings import documented
from teikit.errors import TeikitError
from teikit.profiles.profile import load, names, shipped
from teikit.suggesting.trial import Trial, TrialDocument, TrialValue, try_profile
from teikit.xml.files import atomic_writer

_MOST_FINDINGS = 5
_WIDTH = 120
"""Columns of the table where it goes to a file."""
_FIELDS = {"senders": "sender", "receivers": "receiver", "dates": "date", "places": "place"}
_LABELS = {"senders": "from", "receivers": "to", "dates": "date", "places": "place"}


class _Profiles(click.Group):
    """A group in which the name of a profile stands for `show` and that name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_Profiles, invoke_without_command=True)
@click.pass_context
@documented
def profile(ctx: click.Context) -> None:
    """List the profiles that come with teikit, show one, suggest one for pages, or try one.

    Without a command, the profiles are listed; with the name of one, it is shown.

    A new edition: `teikit profile suggest PAGES -o my.toml`, then `teikit profile try my.toml
    PAGES`, as often as you change a line, then `teikit convert PAGES -o tei --profile my.toml`.
    """
    if ctx.invoked_subcommand is None:
        click.echo("\n".join(names()))


@profile.command(name="list")
@documented
def list_profiles() -> None:
    """List the names of the profiles that come with teikit."""
    click.echo("\n".join(names()))


@profile.command()
@click.argument("name")
@documented
def show(name: str) -> None:
    """Show the profile called NAME.

    `teikit profile show plain-letters > my.toml` makes a copy for an edition of your own.
    """
    click.echo(shipped(name), nl=False)


_encoding = click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="The encoding of pages that are not in UTF-8 and do not say what they are in.",
)


@profile.command(name="suggest")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path))
@_encoding
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The profile to write, a .toml file. [default: it is shown]",
)
@click.option("--force", is_flag=True, help="Write over FILE if it exists.")
@documented
def suggest_profile(
    pages: tuple[Path, ...], encoding: str, output: Path | None, force: bool
) -> None:
    """Look at PAGES, and write a profile for them, with the reason for each line.

    Then the documents that it makes of the pages are shown, and what is not sure. PAGES are raw
    pages, or folders of them; those of one edition belong into one run.
    """
    from teikit.converting.inputs import raw_pages  # noqa: PLC0415  (for `teikit --help`)
    from teikit.suggesting.pages import suggest_for  # noqa: PLC0415

    if output is not None and output.suffix != ".toml":
        raise TeikitError(f"{output}: a profile is a .toml file; name one, such as my.toml")
    if output is not None and output.exists() and not force:
        raise TeikitError(f"{output}: there is such a file; name another, or add --force")
    suggestion, errors = suggest_for(pages, encoding)
    for error in errors:
        click.echo(f"teikit: {error}", err=True)
    text = suggestion.toml()
    if output is None:
        click.echo(text, nl=False)
        return
    with atomic_writer(output) as file:
        file.write(text)
    trial = try_profile(raw_pages(pages), suggestion.profile(str(output)), encoding=encoding)
    _table(trial.documents)
    _sum_up(trial)
    for doubt in suggestion.doubts:
        click.echo(f"- {doubt}")
    named = _named(pages, encoding)
    click.echo(f"{output} was written. Read it, then: teikit profile try {output} {named}")


@profile.command(name="try")
@click.argument("file", metavar="PROFILE")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path))
@_encoding
@click.option("--json", "as_json", is_flag=True, help="Show all of it as JSON.")
@documented
def try_on_pages(file: str, pages: tuple[Path, ...], encoding: str, as_json: bool) -> None:
    """Show what PROFILE makes of PAGES: each document, and what decided each value.

    Nothing is written. PROFILE is a .toml file or the name of a profile that comes with teikit.
    """
    from teikit.converting.inputs import raw_pages  # noqa: PLC0415  (for `teikit --help`)

    trial = try_profile(raw_pages(pages), load(file), encoding=encoding)
    if as_json:
        click.echo(json.dumps(_plain(trial), ensure_ascii=False, indent=2))
        return
    for document in trial.documents:
        _show(document)
    _sum_up(trial)
    if trial.documents:
        click.echo(
            f"Change a line of {file} and try again, or: teikit convert"
            f" {_named(pages, encoding)} -o tei --profile {file}"
        )


def _named(pages: Sequence[Path], encoding: str) -> str:
    """The pages as they are typed, with the encoding if one was named."""
    return shlex.join([*map(str, pages), *(["--encoding", encoding] if encoding else [])])


def _show(document: TrialDocument) -> None:
    number = f"{document.number}  " if document.number else ""
    place = f"{Path(document.page).name}:{document.line}"
    click.echo(f"{place}  {number}{document.first_line}")
    click.echo(f"  {'begins':<7}{document.cut_by}")
    for field, label in _LABELS.items():
        values: Sequence[TrialValue] = getattr(document, field)
        for value in values:
            click.echo(f"  {label:<7}{value.text} [{value.cert or 'printed'}] {value.decided_by}")
        if not values:
            click.echo(f"  {label:<7}-")
    if document.notes:
        click.echo(f"  {'notes':<7}{document.notes}, {document.linked} with a mark")
    for finding in document.findings[:_MOST_FINDINGS]:
        line = finding.location.line
        click.echo(f"  ! {line}: {finding.rule.code} {finding.message}")
    if len(document.findings) > _MOST_FINDINGS:
        click.echo(f"  ! and {some(len(document.findings) - _MOST_FINDINGS, 'finding')} more")
    click.echo()


def _sum_up(trial: Trial) -> None:
    """Say how many documents there are, and what they lack."""
    for finding in trial.refused:
        click.echo(f"teikit: {finding.message}", err=True)
    for finding in trial.findings[:_MOST_FINDINGS]:
        click.echo(f"! {finding.location}: {finding.rule.code} {finding.message}")
    lacking = [
        f"{len(without)} without {word}"
        for field, word in _FIELDS.items()
        if (without := trial.without(field))
    ]
    notes = sum(document.notes for document in trial.documents)
    linked = sum(min(document.notes, document.linked) for document in trial.documents)
    if notes:
        lacking.append(f"{linked} of {some(notes, 'note')} with a mark")
    click.echo("; ".join((some(len(trial.documents), "document"), *lacking)))


def _table(documents: Sequence[TrialDocument]) -> None:
    from rich.console import Console  # noqa: PLC0415  (rich is slow to load)
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for title in ("no.", "begins with", "from", "to", "date", "place", "notes"):
        table.add_column(title, overflow="ellipsis", no_wrap=True)
    for document in documents:
        notes = f"{document.linked}/{document.notes}" if document.notes else ""
        sides = (document.senders, document.receivers, document.dates, document.places)
        table.add_row(
            document.number, document.first_line, *(_cell(values) for values in sides), notes
        )
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = _WIDTH
    console.print(table)


def _cell(values: Sequence[TrialValue]) -> str:
    """The values; what is only a guess with a question mark."""
    return "; ".join(f"{value.text}{'?' * (value.cert == 'low')}" for value in values)


def _plain(trial: Trial) -> dict[str, object]:
    """A trial as lists and texts."""
    return {
        "documents": [
            {
                **{
                    key: value for key, value in asdict(document).items() if key not in {"findings"}
                },
                "findings": [
                    {
                        "code": finding.rule.code,
                        "line": finding.location.line,
                        "message": finding.message,
                    }
                    for finding in document.findings
                ],
            }
            for document in trial.documents
        ],
        "refused": [finding.message for finding in trial.refused],
    }
