"""`teikit validate`: check TEI files, report what is wrong with them, and repair some of it."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

import teikit
from teikit.cli.outputs import destinations, outputs, reporters
from teikit.cli.progress import tracked
from teikit.cli.tally import Tally, Telling
from teikit.cli.wording import some
from teikit.diagnostic import IN_BRIEF, Details, Diagnostic, Severity
from teikit.errors import TeikitError
from teikit.reporting import REPORTERS, About, Reporter, Summary
from teikit.validating import Run, Settings
from teikit.validating.engine.catalogue import RULES
from teikit.validating.engine.garbage import collecting_seldom
from teikit.validating.engine.manual import DOCS
from teikit.validating.engine.runner import FileReport
from teikit.validating.fixes.repairs import diff, fingerprint, repaired, write
from teikit.validating.settings import AUTO, NEVER, OWN, load
from teikit.xml.files import MAX_BYTES

STDIN = "-"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="FILE",
    help=f"Check against this .rng, .rnc or .xsd; '{OWN}' stands for teikit's own, '{AUTO}' for"
    " those that each file names. May be given several times. [default: auto]",
)
@click.option("--no-xsd", is_flag=True, help="Leave out schemas of XSD: many times faster.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Look for these alone: T002, C, date-disagrees.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not look for these.")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    help="From which severity on findings make the exit status 1. [default: error]",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The settings [default: the nearest teikit.toml, or pyproject.toml with [tool.teikit]].",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="How findings are written, and to which file; may be given several times: text, concise,"
    " json, jsonl, sarif, junit, github, gitlab, csv. [default: text]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the findings to this file.",
)
@click.option("--fix", is_flag=True, help="Fix what has exactly one right repair.")
@click.option(
    "--diff", "show_diff", is_flag=True, help="Show the repairs; without --fix make none."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes [default: one on each core].",
)
@click.option("-q", "--quiet", is_flag=True, help="Show only what makes the exit status 1.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="NAME",
    help="The name of the file that is read from standard input, where PATHS is '-'.",
)
@click.pass_context
def validate(
    ctx: click.Context,
    paths: tuple[Path, ...],
    schemas: tuple[str, ...],
    no_xsd: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    config: Path | None,
    formats: tuple[str, ...],
    output_file: Path | None,
    fix: bool,
    show_diff: bool,
    jobs: int,
    quiet: bool,
    statistics: bool,
    stdin_filename: Path | None,
) -> None:
    """Check TEI files: well-formed, valid, and sound by many rules.

    PATHS are files, folders with *.xml in them, patterns such as 'letters/**/*.xml', or - for
    standard input. The exit status is 0 when nothing grave was found, 1 when something was (see
    --fail-on), 2 when the check itself cannot be done. `teikit explain` says more of each finding.
    """
    settings = _settings(load(config), schemas, no_xsd, select, ignore, fail_on)
    given = _given(paths, stdin_filename)
    files = [path for path in paths if str(path) != STDIN]
    wanted = destinations(formats, output_file)
    if (fix or show_diff) and given:
        raise TeikitError("standard input cannot be repaired; name the file")
    prose = any(name == "text" and file is None for name, file in wanted)
    if fix or show_diff:
        # Schemas repair nothing.
        details = IN_BRIEF._replace(edits=True)
        with Run(replace(settings, schema=()), files, jobs, details=details) as run:
            made = _repair(run, fix=fix, show_diff=show_diff, prose=prose)
        if not fix:
            ctx.exit(1 if made else 0)
    kinds = [REPORTERS[name] for name, _ in wanted]
    shown = zip(*(one.details for one in kinds), strict=True)
    with Run(settings, files, jobs, given, Details(*map(any, shown))) as run:
        about = _about(run, settings, kinds)
        tally = Tally(about.rules)
        fails = frozenset(filter(about.fails, Severity))
        telling = Telling(reporters(wanted, about), fails, quiet)
        checked = run.each(telling)
        with collecting_seldom(), outputs(wanted, telling.reporters) as out:
            for file in tracked(checked, "Checking", len(run)):
                tally.add_file(file)
                out.write(file.told.pieces)
            across = telling.told(run.across())
            tally.add(across)
            out.write(across.pieces)
            summary = tally.summary
            out.end(summary)
    lines = _statistics(summary) if statistics else []
    for line in lines if quiet else [*lines, _told(summary, tally.repairable)]:
        click.echo(line, err=not prose)
    ctx.exit(1 if tally.failed else 0)


def _settings(
    settings: Settings,
    schemas: Sequence[str],
    no_xsd: bool,
    select: Sequence[str],
    ignore: Sequence[str],
    fail_on: str | None,
) -> Settings:
    """The settings of the file, with those of the command line in their place."""
    return replace(
        settings,
        schema=tuple(schemas) or settings.schema,
        xsd=settings.xsd and not no_xsd,
        select=_words(select) or settings.select,
        ignore=(*settings.ignore, *_words(ignore)),
        fail_on=fail_on or settings.fail_on,
    )


def _words(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())


def _given(paths: Sequence[Path], name: Path | None) -> dict[Path, bytes]:
    """Standard input, by the name of the file that it is."""
    if not any(str(path) == STDIN for path in paths):
        if name:
            raise click.UsageError("--stdin-filename needs '-' as one of the paths")
        return {}
    return {name or Path("<stdin>"): sys.stdin.buffer.read(MAX_BYTES + 1)}


def _about(run: Run, settings: Settings, kinds: Iterable[type[Reporter]]) -> About:
    choice = run.checker.choice
    terminal = sys.stdout.isatty()
    return About(
        version=teikit.__version__ if any(one.tells_version for one in kinds) else "",
        rules=[choice.graded(rule) for rule in RULES if rule in choice],
        docs=DOCS,
        fail_on=None if settings.fail_on == NEVER else Severity(settings.fail_on),
        colour=terminal and not os.environ.get("NO_COLOR"),
        width=shutil.get_terminal_size().columns if terminal else 0,
    )


def _repairable(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [one for one in findings if one.repairable]


def _repairs(report: FileReport) -> tuple[str, str, list[Diagnostic]]:
    """The name of a file, its fingerprint, and those of its findings that can be repaired."""
    return str(report.path), fingerprint(report.data), _repairable(report.findings)


def _repair(run: Run, *, fix: bool, show_diff: bool, prose: bool) -> int:
    """Fix files, or only show how; the number of findings that are repaired so."""
    findings: list[Diagnostic] = []
    fingerprints: dict[str, str] = {}
    for path, held, found in tracked(run.each(_repairs), "Checking", len(run)):
        findings += found
        fingerprints[path] = held
    findings += _repairable(run.across())
    made: set[int] = set()
    files = 0
    for one in repaired(findings, fingerprints):
        if show_diff:
            for line in diff(one):
                click.echo(line, nl=False, err=not prose)
        done = write(one) if fix else one
        if done.refusal:
            click.echo(f"teikit: {done.path} is not repaired: {done.refusal}", err=True)
        elif done.findings:
            files += 1
            made.update(map(id, done.findings))
    if made or not fix:
        words = "repaired" if fix else "can be repaired"
        click.echo(f"{some(len(made), 'finding')} in {some(files, 'file')} {words}", err=not prose)
    return len(made)


def _statistics(summary: Summary) -> list[str]:
    """A line for each rule: how often it was found, the most frequent first."""
    ranked = sorted(summary.counts.items(), key=lambda item: (-item[1], item[0].code))
    return [f"{count:8}  {rule.code}  {rule.severity:7}  {rule.name}" for rule, count in ranked]


def _told(summary: Summary, repairable: int) -> str:
    """`25 files checked: 3 errors, 1 info in 2 files; 4 can be repaired by --fix`."""
    checked = f"{some(len(summary.files), 'file')} checked"
    if summary.without_schema:
        checked += f" ({summary.without_schema} without a schema)"
    severities = summary.severities
    if not severities:
        return f"{checked}: no findings"
    found = ", ".join(some(severities[one], one) for one in Severity if severities[one])
    line = f"{checked}: {found} in {some(summary.with_findings, 'file')}"
    return f"{line}; {repairable} can be repaired by --fix" if repairable else line
