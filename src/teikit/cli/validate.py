"""`teikit validate`: check TEI files, report what is wrong with them, and fix some of it."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

import teikit
from teikit import project
from teikit.cli import machines
from teikit.cli.outputs import Destination, Rendering, destinations, outputs, reporters
from teikit.cli.progress import tracked
from teikit.cli.watching import watch
from teikit.cli.wording import listed, some
from teikit.diagnostic import Details, Diagnostic, Rule, Severity, Summary
from teikit.errors import TeikitError
from teikit.keeping.projects import folder_of
from teikit.reporting import REPORTERS, About, Reporter, against
from teikit.reporting.visible import visible
from teikit.runtime.docstrings import documented
from teikit.runtime.machine import collecting_seldom
from teikit.validating import FixRun, Settings, Validation, fix_files
from teikit.validating.engine.manual import DOCS
from teikit.validating.fixes.fixing import diff
from teikit.validating.fixes.run import Fixable
from teikit.validating.patterns import PathPatterns
from teikit.validating.settings import AUTO, NEVER, OWN, load, no_rule
from teikit.xml.folders import Search, names

STDIN = "-"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    metavar="FILE",
    help=f"Check against this .rng, .rnc, .xsd or .sch file; '{OWN}' stands for teikit's own"
    f" schemas, '{AUTO}' for those that each file names. May be given several times. [default:"
    " auto]",
)
@click.option(
    "--schematron",
    "schematrons",
    multiple=True,
    metavar="FILE",
    help="Check against the Schematron in this file, too: a .sch, or a grammar or ODD that holds"
    " rules. May be given several times.",
)
@click.option(
    "--phase",
    metavar="ID",
    help="Apply this phase of each Schematron that has it. [default: that of the schema]",
)
@click.option(
    "--require-schema",
    is_flag=True,
    help="A file that is held against no schema is an error, not a warning.",
)
@click.option(
    "--catalog",
    "catalogs",
    multiple=True,
    metavar="FILE",
    help="Look up the addresses of schemas in this catalog of XML (OASIS), besides those that"
    " XML_CATALOG_FILES names. May be given several times.",
)
@click.option("--no-xsd", is_flag=True, help="Do not use XSD schemas: many times faster.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Report only these rules: T002, C, date-disagrees.",
)
@click.option(
    "--for",
    "archives",
    multiple=True,
    metavar="ARCHIVE",
    help="Say what is missing for an archive: cmif, correspsearch, dtabf, europeana, zenodo, arche."
    " May be given several times.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not report these rules.")
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave out the files and folders that this means, where a folder or a pattern stands for"
    " them: 'drafts', 'letters/**/old-*.xml'. May be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    help="Exit with 1 if there are findings of this severity or above. [default: error]",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Read the settings from this file. [default: the nearest teikit.toml, or pyproject.toml"
    " with [tool.teikit]]",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="Write the findings in this format: text, concise, json, jsonl, sarif, junit, github,"
    " gitlab, csv. May be given several times, each with a file of its own. [default: text]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the findings to this file.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Fix what has exactly one right fix, and leaves what was transcribed as it is.",
)
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also fixes that change what was transcribed.",
)
@click.option(
    "--diff",
    "show_diff",
    is_flag=True,
    help="Show the fixes as a diff; without --fix, only that.",
)
@click.option("--jobs", **machines.jobs())
@click.option(
    "--on",
    "scheduler",
    metavar="ADDRESS",
    help="Check the files on the machines of a cluster, by the address of its scheduler (Dask):"
    " tcp://scheduler:8786.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Check all files again, and keep nothing of what is found for the next run.",
)
@click.option(
    "--watch",
    "watching",
    is_flag=True,
    help="Check again what changes, at once, until you press Ctrl-C; files, schemas and settings.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show only findings that make the exit status 1.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say on standard error what was left out, and why."
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Count the findings of each rule, and the seconds that each schema took.",
)
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="NAME",
    help="With '-': the name of the file that standard input is.",
)
@click.pass_context
@documented
def validate(
    ctx: click.Context,
    paths: tuple[Path, ...],
    schemas: tuple[str, ...],
    schematrons: tuple[str, ...],
    phase: str | None,
    require_schema: bool,
    catalogs: tuple[str, ...],
    no_xsd: bool,
    select: tuple[str, ...],
    archives: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    fail_on: str | None,
    config: Path | None,
    formats: tuple[str, ...],
    output_file: Path | None,
    fix: bool,
    unsafe_fixes: bool,
    show_diff: bool,
    jobs: int,
    scheduler: str | None,
    no_cache: bool,
    watching: bool,
    quiet: bool,
    verbose: bool,
    statistics: bool,
    stdin_filename: Path | None,
) -> None:
    """Check TEI files: well-formed, valid, and sound by many rules.

    PATHS are files, folders with *.xml, *.tei or *.odd in them, patterns such as
    'letters/**/*.xml', or - for standard input. The exit status is 0 if nothing grave was found, 1
    if something was (see --fail-on), 2 if the check could not be done. `teikit explain CODE` says
    more about a finding.
    """

    def chosen() -> Settings:
        return load(config).with_options(
            schemas=schemas,
            schematrons=schematrons,
            phase=phase or "",
            select=select,
            ignore=ignore,
            exclude=exclude,
            fail_on=fail_on or "",
            xsd=not no_xsd,
            require_schema=require_schema,
            catalogs=catalogs,
            archives=archives,
        )

    settings = chosen()
    given = _given(paths, stdin_filename, settings.max_size * 1024**2)
    files = [path for path in paths if str(path) != STDIN]
    wanted = destinations(formats, output_file)
    if (fix or show_diff) and given:
        raise TeikitError("standard input cannot be fixed; name the file")
    if unsafe_fixes and not (fix or show_diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff beside it")
    prose = any(name == "text" and file is None for name, file in wanted)
    if watching:
        if given or fix or show_diff or statistics or not _is_plain(wanted):
            raise click.UsageError(
                "--watch goes with files and one of the formats text and concise, on the screen"
            )
        keep = None if no_cache or not settings.cache else folder_of(files, config)
        _watch(files, chosen, config, wanted, jobs=jobs, quiet=quiet, keep=keep)
    if fix or show_diff:
        with fix_files(
            files, settings, dry_run=not fix, unsafe=unsafe_fixes, jobs=jobs, watch=_watched
        ) as run:
            _fix(run, fix=fix, show_diff=show_diff, prose=prose)
        if not fix:
            ctx.exit(1 if run.findings else 0)
    kinds = [REPORTERS[name] for name, _ in wanted]
    parts = zip(*(kind.details for kind in kinds), strict=True)
    details = Details(*map(any, parts))
    keep = None if no_cache or given or not settings.cache else folder_of(files, config)
    with (
        machines.executor_on(scheduler) as executor,
        Validation(
            files,
            settings,
            contents=given,
            jobs=jobs,
            details=details,
            executor=executor,
            keep=keep,
        ) as validation,
    ):
        for line in validation.left_out() if verbose else ():
            click.echo(f"teikit: {visible(line)}", err=True)
        about = _about(validation.rules, settings, kinds)
        shown = settings.failing if quiet else frozenset(Severity)
        rendering = Rendering(reporters(wanted, about), shown)
        # One more than there are files: what is found across them comes last.
        purpose = _purpose(wanted, about, shown)
        rendered = tracked(validation.each(rendering, purpose), "Checking", len(validation) + 1)
        with collecting_seldom(), outputs(wanted, rendering.reporters) as out:
            for pieces in rendered:
                out.write(pieces)
            summary = validation.summary
            out.end(replace(summary, shown=validation.failing) if quiet else summary)
    if verbose and validation.not_kept:
        click.echo(
            f"teikit: nothing is kept for the next run: {visible(validation.not_kept)}", err=True
        )
    lines = _statistics(summary) if statistics else []
    for line in lines if quiet else [*lines, _in_numbers(validation, summary)]:
        click.echo(line, err=not prose)
    if validation.unknown:
        raise TeikitError(no_rule(validation.unknown[0]))
    ctx.exit(1 if validation.failed else 0)


def _given(paths: Sequence[Path], name: Path | None, limit: int) -> dict[Path, bytes]:
    """Standard input, by the name of the file that it is; no more than is more than `limit`."""
    if not any(str(path) == STDIN for path in paths):
        if name:
            raise click.UsageError("--stdin-filename needs '-' as one of the paths")
        return {}
    return {name or Path("<stdin>"): sys.stdin.buffer.read(limit + 1)}


def _is_plain(wanted: Sequence[Destination]) -> bool:
    """Whether findings go to the screen alone, one after the other."""
    return len(wanted) == 1 and wanted[0][0] in ("text", "concise") and wanted[0][1] is None


def _watch(
    files: Sequence[Path],
    chosen: Callable[[], Settings],
    config: Path | None,
    wanted: Sequence[Destination],
    *,
    jobs: int,
    quiet: bool,
    keep: Path | None,
) -> None:
    """Check files whenever they change, until that is interrupted."""
    kinds = [REPORTERS[name] for name, _ in wanted]
    latest = [chosen()]

    def begin(folder: Path) -> Validation:
        latest[:] = [chosen()]
        return Validation(files, latest[0], jobs=jobs, details=kinds[0].details, keep=folder)

    def look() -> Iterator[str]:
        settings = latest[0]
        excluded = PathPatterns(settings.exclude).match if settings.exclude else None
        yield from names(files, Search(settings.endings, excluded, lambda *_: None))
        if file := project.file(config):
            yield str(file)

    def show(found: Sequence[Diagnostic], validation: Validation) -> None:
        about = _about(validation.rules, latest[0], kinds)
        shown = latest[0].failing if quiet else frozenset(Severity)
        rendering = Rendering(reporters(wanted, about), shown)
        with outputs(wanted, rendering.reporters) as out:
            out.write(rendering(found))
            summary = validation.summary
            out.end(summary)
        click.echo(_in_numbers(validation, summary))
        sys.stdout.flush()

    watch(begin, look, show, keep)


def _purpose(wanted: Iterable[Destination], about: About, shown: Iterable[Severity]) -> str:
    """What reports of findings depend on, beside these: a mark by which they are known again."""
    parts = (
        [(name, file is None) for name, file in wanted],
        replace(about, failing=frozenset()),
        sorted(about.failing),
        sorted(shown),
    )
    return hashlib.sha256(repr(parts).encode(errors="surrogateescape")).hexdigest()


def _about(rules: Sequence[Rule], settings: Settings, kinds: Iterable[type[Reporter]]) -> About:
    terminal = sys.stdout.isatty()
    return About(
        version=teikit.__version__ if any(kind.tells_version for kind in kinds) else "",
        rules=rules,
        docs=DOCS,
        failing=settings.failing,
        colour=terminal and not os.environ.get("NO_COLOR"),
        width=shutil.get_terminal_size().columns if terminal else 0,
    )


def _watched(files: Iterator[Fixable], total: int) -> Iterable[Fixable]:
    return tracked(files, "Checking", total)


def _fix(run: FixRun, *, fix: bool, show_diff: bool, prose: bool) -> None:
    """Fix files, or only show how, and say what was done."""
    for file in run:
        if show_diff:
            for line in diff(file):
                click.echo(line, nl=False, err=not prose)
        if file.refusal:
            click.echo(f"teikit: {file.path} is not fixed: {file.refusal}", err=True)
    if run.findings or not fix:
        words = "fixed" if fix else "can be fixed"
        counts = f"{some(run.findings, 'finding')} in {some(run.files, 'file')}"
        more = f", {run.unsafe} more with --unsafe-fixes" if run.unsafe and not fix else ""
        click.echo(f"{counts} {words}{more}", err=not prose)


def _statistics(summary: Summary) -> list[str]:
    """A line for each rule: how often it was found, the most frequent first.

    Then one for each schema: how long it took, in all processes together.
    """
    ranked = sorted(summary.counts.items(), key=lambda item: (-item[1], item[0].code))
    lines = [f"{count:8}  {rule.code}  {rule.severity:7}  {rule.name}" for rule, count in ranked]
    slowest = sorted(summary.seconds.items(), key=lambda item: (-item[1], item[0]))
    return lines + [f"{seconds:8.2f}s {name}" for name, seconds in slowest]


def _in_numbers(validation: Validation, summary: Summary) -> str:
    """`25 files checked, 25 against a.rng: 3 errors in 2 files; 4 can be fixed by --fix`."""
    fixable, unsafe = validation.fixable, validation.unsafe
    checked = f"{some(len(summary.files), 'file')} checked"
    if schemas := against(summary):
        checked += f", {schemas}"
    if archives := validation.archives:
        checked += f", and against what {listed(archives)} ask{'s' * (len(archives) == 1)}"
    severities = summary.severities
    if not severities:
        return f"{checked}: no findings"
    found = ", ".join(some(severities[each], each) for each in Severity if severities[each])
    line = f"{checked}: {found} in {some(summary.with_findings, 'file')}"
    if unsafe and not fixable:
        return f"{line}; {unsafe} can be fixed by --fix --unsafe-fixes"
    more = f", {unsafe} more by --unsafe-fixes" if unsafe else ""
    return f"{line}; {fixable} can be fixed by --fix{more}" if fixable else line
