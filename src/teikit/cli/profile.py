"""`teikit profile`: profiles that come with teikit, one suggested from pages, one tried on them."""

import json
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from teikit.cli.progress import watching
from teikit.cli.wording import some
from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.profiles.layers import toml
from teikit.profiles.profile import (
    language_tables,
    language_words,
    languages,
    layered,
    load,
    names,
    source,
)
from teikit.runtime.docstrings import documented
from teikit.strict import loads
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
    """Profiles say what the pages of an edition look like. This makes, shows and tries them.

    A new edition: `teikit profile suggest PAGES -o my.toml`, then `teikit profile try my.toml
    PAGES`, as often as you change a line, then `teikit convert PAGES -o tei --profile my.toml`.

    Without a command, the profiles that come with teikit are listed; with the name of one, it is
    shown.
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
@click.option(
    "--all",
    "amounts",
    is_flag=True,
    help="With all that it extends, and the words of its language.",
)
@documented
def show(name: str, amounts: bool) -> None:
    """Show the profile NAME: one that comes with teikit, a .toml file, or a language, such as de.

    `teikit profile show plain-letters > my.toml` makes a copy for an edition of your own.
    """
    if amounts:
        click.echo(toml(_tables(name)), nl=False)
    else:
        click.echo(language_words(name) if name in languages() else source(name), nl=False)


@profile.command()
@click.argument("name")
@click.argument("key", default="")
@documented
def words(name: str, key: str) -> None:
    """Show the words of the language NAME (de), or those that hold with the profile NAME.

    With KEY (letter, letter.greeting), only those of this table or list. A list of your profile
    replaces such a list; with "..." as one of its elements, it adds to it.
    """
    tables = _tables(name)
    before: list[str] = []
    found: object = tables
    for part in key.split(".") if key else ():
        if not isinstance(found, dict) or part not in found:
            known = ", ".join(found) if isinstance(found, dict) else "no more"
            place = ".".join(before) or name
            raise TeikitError(f"{name}: nothing is called {key}; in {place} there are: {known}")
        found = found[part]
        before.append(part)
    for part in reversed(before):
        found = {part: found}
    assert isinstance(found, dict)
    click.echo(toml(found), nl=False)


def _tables(name: str) -> Mapping[str, object]:
    """The tables of a language, or all that a profile amounts to."""
    return language_tables(name) if name in languages() else layered(source(name), name)


_encoding = click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="The encoding of pages that are not in UTF-8 and do not say what they are in.",
)

_output = partial(
    click.option,
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
)


@profile.command(name="suggest")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path))
@_encoding
@_output(help="The profile to write, a .toml file. [default: it is shown]")
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
    _are_there(pages)
    suggestion, errors = suggest_for(pages, encoding, watching("Reading"))
    for error in errors:
        click.echo(f"teikit: {error}", err=True)
    text = suggestion.toml()
    if output is None:
        click.echo(text, nl=False)
        return
    with atomic_writer(output) as file:
        file.write(text)
    suggested = suggestion.profile(str(output))
    trial = try_profile(raw_pages(pages), suggested, encoding=encoding, watching=watching)
    _table(trial.documents)
    _sum_up(trial)
    for doubt in suggestion.doubts:
        click.echo(f"- {doubt}")
    named = _named(pages, encoding)
    click.echo(f"{output} was written. Read it, then: teikit profile try {output} {named}")


@profile.command(name="try")
@click.argument("file", metavar="PROFILE")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--authority",
    "authority_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder with persons.xml, places.xml and orgs.xml. [default: 'authority' here, or"
    " beside the folder of the pages]",
)
@_encoding
@click.option("-v", "--verbose", is_flag=True, help="Show every finding, and no counts of them.")
@click.option("--json", "as_json", is_flag=True, help="Show all of it as JSON.")
@click.pass_context
@documented
def try_on_pages(
    ctx: click.Context,
    file: str,
    pages: tuple[Path, ...],
    authority_folder: Path | None,
    encoding: str,
    verbose: bool,
    as_json: bool,
) -> None:
    """Show what PROFILE makes of PAGES: each document, and what decided each value.

    Nothing is written. PROFILE is a .toml file or the name of a profile that comes with teikit.
    At the end stands what in a .toml file does nothing: templates that fit no line, keys without
    effect, words that stand nowhere in the pages. Lines are counted as `teikit profile text` shows
    them. The exit status is 2 if no document was found.
    """
    from teikit.converting.inputs import find_authority, raw_pages  # noqa: PLC0415  (for `--help`)

    _are_there(pages)
    used, paths = load(file), raw_pages(pages)
    known = find_authority(authority_folder, paths, Path("tei"))
    own = loads(source(file), file) if file.endswith(".toml") else None
    trial = try_profile(paths, used, known, encoding, own, watching)
    if as_json:
        click.echo(json.dumps(_plain(trial), ensure_ascii=False, indent=2))
        return
    for document in trial.documents:
        _show(document, verbose=verbose)
    _sum_up(trial, verbose=verbose)
    if trial.unused:
        click.echo(f"In {file}:")
    for sentence in trial.unused:
        click.echo(f"- {sentence}")
    if trial.documents:
        click.echo(
            f"Change a line of {file} and try again, or: teikit convert"
            f" {_named(pages, encoding)} -o tei --profile {file}"
        )
    else:
        ctx.exit(2)


@profile.command()
@click.argument("page", type=click.Path(path_type=Path))
@_encoding
@_output(help="The file to write. [default: it is shown]")
@documented
def text(page: Path, encoding: str, output: Path | None) -> None:
    """Show the text of PAGE as it is read, its lines numbered as findings count them.

    Of a web page or a file of a word processor nobody can open the text in which findings name
    lines: this is it.
    """
    from teikit.converting import readers  # noqa: PLC0415  (for `teikit --help`)

    if output is not None and output.exists():
        raise TeikitError(f"{output}: there is such a file; name another")
    lines = readers.read(page, encoding).text.split("\n")
    shown = "".join(f"{number:>5}  {line}".rstrip() + "\n" for number, line in enumerate(lines, 1))
    if output is None:
        click.echo(shown, nl=False)
        return
    with atomic_writer(output) as file:
        file.write(shown)


def _are_there(pages: Sequence[Path]) -> None:
    """Refuse a path that leads nowhere before any work is done."""
    for page in pages:
        if not page.exists():
            raise TeikitError(f"{page}: there is no such page or folder; is it spelt right?")


def _named(pages: Sequence[Path], encoding: str) -> str:
    """The pages as they are typed, with the encoding if one was named."""
    return shlex.join([*map(str, pages), *(["--encoding", encoding] if encoding else [])])


def _show(document: TrialDocument, *, verbose: bool) -> None:
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
    _findings(
        [(f"{each.location.line}", each) for each in document.findings], "  ", verbose=verbose
    )
    click.echo()


def _findings(placed: Sequence[tuple[str, Diagnostic]], before: str, *, verbose: bool) -> None:
    """The first findings, or all; of the others how many there are of each code."""
    most = len(placed) if verbose else _MOST_FINDINGS
    for place, finding in placed[:most]:
        click.echo(f"{before}! {place}: {finding.rule.code} {finding.message}")
    codes = Counter(finding.rule.code for _, finding in placed[most:])
    if codes:
        counts = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
        click.echo(f"{before}! and {counts} more; --verbose shows them")


def _sum_up(trial: Trial, *, verbose: bool = False) -> None:
    """Say how many documents there are, and what they lack."""
    for finding in trial.refused:
        click.echo(f"teikit: {finding.message}", err=True)
    _findings([(str(each.location), each) for each in trial.findings], "", verbose=verbose)
    if not trial.documents:
        if not trial.refused:
            click.echo("teikit: no document was found", err=True)
        return
    found = [each for document in trial.documents for each in document.findings]
    rules = Counter(each.rule for each in (*trial.findings, *found))
    for rule, count in sorted(rules.items(), key=lambda pair: (-pair[1], pair[0].code)):
        click.echo(f"{count:>5}  {rule.code} {rule.name}")
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
        "unused": list(trial.unused),
    }
