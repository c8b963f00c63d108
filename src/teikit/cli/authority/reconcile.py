"""`teikit authority reconcile` and `accept`: numbers of public registries, chosen by an editor."""

from pathlib import Path

import click

from teikit.cli.authority.options import changing
from teikit.cli.authority.table import brought
from teikit.cli.progress import tracked
from teikit.cli.wording import some
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented
from teikit.tei.entries import AUTHORITY
from teikit.xml.files import atomic_writer

KINDS = ("person", "place", "org")


@click.command()
@click.argument(
    "folder", type=click.Path(path_type=Path), metavar="[FOLDER]", default=Path(AUTHORITY)
)
@click.option(
    "--service",
    "address",
    required=True,
    metavar="URL",
    help="The address of a reconciliation service, as OpenRefine takes it.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the candidates into this file of CSV.",
)
@click.option(
    "--registry",
    default="",
    metavar="NAME",
    help="Whose numbers the service gives: GND, VIAF, Wikidata … [default: as it says]",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Ask for these entries only. May be given several times.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="KIND=ID",
    help="Ask for candidates of this type of the service: person=Q5, place=PlaceOrGeographicName.",
)
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="COLUMN=ID",
    help="Send birth, death, type or note along as this property of the service: birth=P569.",
)
@click.option(
    "--limit",
    default=5,
    type=click.IntRange(1, 50),
    metavar="N",
    help="So many candidates of each entry. [default: 5]",
)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the answers in this file; what is in it is not asked again. [default: that of -o,"
    " with the ending .answers.jsonl]",
)
@click.option("--offline", is_flag=True, help="Ask nothing: what is in the answers must do.")
@click.option(
    "--batch",
    default=10,
    type=click.IntRange(1, 50),
    metavar="N",
    help="Ask for so many entries at a time. [default: 10, or fewer if the service says so]",
)
@click.option(
    "--pause",
    default=1.0,
    type=click.FloatRange(0, 60),
    metavar="SECONDS",
    help="Wait so long between two requests. [default: 1]",
)
@documented
def reconcile(
    folder: Path,
    address: str,
    output: Path,
    registry: str,
    kinds: tuple[str, ...],
    types: tuple[str, ...],
    properties: tuple[str, ...],
    limit: int,
    answers_file: Path | None,
    offline: bool,
    batch: int,
    pause: float,
) -> None:
    """Ask a service who the persons, places and bodies without a number may be.

    FOLDER has the authority files [default: 'authority']. Names go to the service at URL, and
    nothing else but what --property sends along. The candidates are written into a table, in which
    an editor writes 'x' into the column 'accept' where one is right; `teikit authority accept`
    then brings their numbers into the authority files. Nothing is decided by the program.
    """
    from teikit.suggesting.authorities.candidates import (  # noqa: PLC0415  (lxml)
        Counts,
        Wish,
        candidates_table,
        marks_in,
        properties_of,
        questions,
        registry_of,
        types_of,
    )
    from teikit.suggesting.authorities.entries import load_files  # noqa: PLC0415
    from teikit.suggesting.authorities.service import Service, load_answers  # noqa: PLC0415

    if not address.lower().startswith(("http://", "https://")):
        raise TeikitError(f"--service {address}: the address of a service begins with https://")
    wish = Wish(kinds, types_of(types), properties_of(properties), limit)
    files = load_files(folder)
    marks = marks_in(output)
    answers = load_answers(answers_file or output.with_suffix(".answers.jsonl"))
    service = Service(address, answers, offline, pause, batch)
    answered = 0
    try:
        manifest = service.manifest()
        numbers = registry_of(manifest, registry, address)
        asked = questions(files, numbers, wish)
        queries = [question.query for question in asked]
        requests = len(service.requests(queries, manifest.batch))
        for count in tracked(service.ask(queries, manifest.batch), "Asking", requests):
            answered += count
    except TeikitError as error:
        if answered:
            noun = some(answered, "new answer")
            words = f"{error} ({noun} kept in {answers.path}; run it again to go on)"
            raise TeikitError(words) from None
        raise
    finally:
        answers.save()
    counts = Counts()
    with atomic_writer(output) as stream:
        stream.writelines(candidates_table(asked, service, manifest, numbers, marks, counts))
    click.echo(
        f"{output}: candidates of {numbers.name} for {counts.found} of {len(asked)} entries without"
        f" a number; for {counts.nobody} there is none"
    )
    if counts.left_out:
        words = some(counts.left_out, "candidate")
        click.echo(f"{words} left out, whose ids are no numbers of {numbers.name}", err=True)
    if counts.unanswered:
        words = "1 entry" if counts.unanswered == 1 else f"{counts.unanswered} entries"
        click.echo(f"teikit: {words} without an answer of {address}", err=True)


@click.command("accept")
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path), metavar="CANDIDATES")
@changing
@click.pass_context
@documented
def accept_candidates(
    ctx: click.Context, table: Path, folder: Path, dry_run: bool, formats: tuple[str, ...]
) -> None:
    """Bring the numbers of accepted candidates into the authority files.

    CANDIDATES is the table of `teikit authority reconcile`, with 'x' or 'yes' in the column
    'accept' where a candidate is right. An entry that has a number of the registry keeps it.
    """
    from teikit.suggesting.authorities.candidates import accept  # noqa: PLC0415  (lxml)

    if not table.exists():
        raise TeikitError(f"{table}: there is no such file")
    ctx.exit(brought(accept(table, folder), table, formats, dry_run=dry_run))
