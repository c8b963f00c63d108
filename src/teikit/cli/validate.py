"""`teikit validate`: check TEI files, report what is wrong with them, and repair some of it."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from teikit.checking import Run, Settings
from teikit.checking.catalogue import RULES
from teikit.checking.manual import DOCS
from teikit.checking.repairs import diff, repaired, write
from teikit.checking.runner import FileReport
from teikit.checking.settings import AUTO, NEVER, OWN, load
from teikit.checking.source import Text, decoded
from teikit.cli.outputs import destinations, outputs
from teikit.cli.progress import tracked
from teikit.cli.wording import some
from teikit.diagnostic import Diagnostic, Rule, Severity
from teikit.errors import TeikitError
from teikit.reporting import About, Summary, opened
from teikit.tei.files import MAX_BYTES

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
    type=click.Choice([*Severity, NEVER]),
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
@click.option("--fix", is_flag=True, help="Repair what has exactly one right repair.")
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
        made = _repair(Run(settings, files, jobs), fix=fix, show_diff=show_diff, prose=prose)
        if not fix:
            ctx.exit(1 if made else 0)
    run = Run(settings, files, jobs, given)
    about = _about(run, settings, given)
    tally = _Tally(about, quiet)
    with outputs(wanted, about) as out:
        for report in tracked(run.reports(), "Checking", len(run)):
            out.findings(tally.of_file(report))
        out.findings(tally.kept(run.across()))
        out.end(tally.summary)
    if statistics:
        for line in _statistics(tally.counts):
            click.echo(line, err=not prose)
    if not quiet:
        click.echo(_summary(tally), err=not prose)
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


def _about(run: Run, settings: Settings, given: dict[Path, bytes]) -> About:
    choice = run.checker.choice
    texts = {str(path): Text(decoded(data)) for path, data in given.items()}
    terminal = sys.stdout.isatty()
    from teikit import __version__  # noqa: PLC0415  # it takes a while

    return About(
        version=__version__,
        rules=[choice.graded(rule) for rule in RULES if rule in choice],
        docs=DOCS,
        fail_on=None if settings.fail_on == NEVER else Severity(settings.fail_on),
        colour=terminal and not os.environ.get("NO_COLOR"),
        width=shutil.get_terminal_size().columns if terminal else 0,
        text=lambda path: texts.get(path) or opened(path),
    )


def _repair(run: Run, *, fix: bool, show_diff: bool, prose: bool) -> int:
    """Repair files, or only show how; the number of findings that are repaired so."""
    findings: list[Diagnostic] = []
    fingerprints: dict[str, str] = {}
    for report in tracked(run.reports(), "Checking", len(run)):
        findings += [one for one in report.findings if one.edits]
        fingerprints[str(report.path)] = report.fingerprint
    findings += [one for one in run.across() if one.edits]
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


@dataclass(slots=True)
class _Tally:
    """What a run has found so far."""

    about: About
    quiet: bool
    files: list[str] = field(default_factory=list)
    counts: Counter[Rule] = field(default_factory=Counter)
    faulty: set[str] = field(default_factory=set)
    repairable: Counter[Rule] = field(default_factory=Counter)
    without_schema: int = 0
    failed: bool = False

    def of_file(self, report: FileReport) -> list[Diagnostic]:
        """The findings of a file that are to be shown."""
        self.files.append(str(report.path))
        self.without_schema += not report.schemas and report.summary is not None
        return self.kept(report.findings)

    def kept(self, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """The findings that are to be shown; all are counted."""
        shown = []
        for finding in findings:
            self.counts[finding.rule] += 1
            self.repairable[finding.rule] += bool(finding.edits)
            self.faulty.add(finding.location.path)
            fails = self.about.fails(finding.rule.severity)
            self.failed |= fails
            if fails or not self.quiet:
                shown.append(finding)
        return shown

    @property
    def summary(self) -> Summary:
        return Summary(self.files, self.counts, len(self.faulty), self.without_schema)


def _statistics(counts: Counter[Rule]) -> list[str]:
    """A line for each rule: how often it was found, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].code))
    return [f"{count:8}  {rule.code}  {rule.severity:7}  {rule.name}" for rule, count in ranked]


def _summary(tally: _Tally) -> str:
    """`25 files checked: 3 errors, 1 info in 2 files; 4 can be repaired by --fix`."""
    checked = f"{some(len(tally.files), 'file')} checked"
    if tally.without_schema:
        checked += f" ({tally.without_schema} without a schema)"
    severities = tally.summary.severities
    if not severities:
        return f"{checked}: no findings"
    found = ", ".join(some(severities[one], one) for one in Severity if severities[one])
    line = f"{checked}: {found} in {some(len(tally.faulty), 'file')}"
    repairable = tally.repairable.total()
    return f"{line}; {repairable} can be repaired by --fix" if repairable else line
