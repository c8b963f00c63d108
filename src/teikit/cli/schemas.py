"""`teikit schemas`: copies of the schemas that documents name by addresses of the web."""

from pathlib import Path

import click

from teikit.cli.wording import some
from teikit.errors import TeikitError
from teikit.validating.schemas.store.adding import (
    StoreChange,
    known_stores,
)
from teikit.validating.schemas.store.adding import (
    add as bring,
)
from teikit.validating.schemas.store.adding import (
    remove as take_out,
)
from teikit.validating.schemas.store.adding import (
    update as bring_anew,
)
from teikit.validating.schemas.store.lock import StoredSchema
from teikit.validating.schemas.store.store import faults


@click.group()
def schemas() -> None:
    """Keep copies of schemas that files name by addresses of the web.

    `teikit validate` fetches nothing. It takes a schema from here wherever a file, or another
    schema, names it by its address; http and https are the same. Only `add` and `update` use the
    network.
    """


@schemas.command()
@click.argument("source", metavar="URL|FILE")
@click.option(
    "--as",
    "address",
    default="",
    metavar="ADDRESS",
    help="What files call the schema, if that is not its address, as urn:…; needed for FILE.",
)
@click.option(
    "--project",
    is_flag=True,
    help="Keep it in the project (.teikit/schemas and teikit.lock, to be shared with the project's"
    " other files), not in your own folder.",
)
def add(source: str, address: str, project: bool) -> None:
    """Bring a schema, with all that it includes.

    URL is an address of http or https, FILE a schema on this machine. It is kept only if it can be
    used: RELAX NG in either syntax, XML Schema, Schematron.
    """
    _say(bring(source, address, project=project))


@schemas.command("list", short_help="List the schemas that are kept, and which are intact.")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """List the schemas that are kept, and whether their files are as they were brought.

    The exit status is 1 if one is not.
    """
    wrong = 0
    stores = known_stores()
    for store in stores:
        for schema in sorted(store.lock.schema, key=lambda schema: schema.address):
            found = [*faults(store, schema.address)]
            wrong += bool(found)
            click.echo(schema.address)
            click.echo(f"    {_described(schema)}")
            click.echo(f"    {store.place}: {_short(store.path(schema))}")
            for stored, fault in found:
                click.echo(f"    {stored.address} {fault}")
            if not found:
                click.echo("    intact")
    if not any(store.lock.schema for store in stores):
        click.echo("no schemas are kept; `teikit schemas add ADDRESS` brings one")
    ctx.exit(1 if wrong else 0)


@schemas.command(short_help="Bring schemas anew, and say what has changed.")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
def update(addresses: tuple[str, ...]) -> None:
    """Bring schemas anew from where they came from, and say what has changed.

    Without an ADDRESS, all that are kept, in the project and in your own folder.
    """
    failed = 0
    for change in bring_anew(addresses):
        if isinstance(change, TeikitError):
            failed += 1
            click.echo(f"teikit: {change}", err=True)
        else:
            _say(change)
    if failed:
        raise TeikitError(f"{some(failed, 'schema')} could not be updated, and is as it was")


@schemas.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
def remove(addresses: tuple[str, ...]) -> None:
    """Remove schemas, and the files that no other schema needs."""
    for store, schema in take_out(addresses):
        click.echo(f"removed {schema.address} from {_short(store.folder)}")


def _say(change: StoreChange) -> None:
    """What became of a schema."""
    before, after = change.before, change.after
    if before is None:
        click.echo(f"added {after.address}: {_described(after)}")
    elif before.sha256 != after.sha256:
        click.echo(f"updated {after.address}: {_named(before)} is now {_described(after)}")
    elif before.includes != after.includes or change.changed:
        click.echo(f"updated {after.address}: what it includes has changed; {_described(after)}")
    else:
        click.echo(f"unchanged {after.address}: {_described(after)}")
    click.echo(f"    {change.store.place}: {_short(change.store.path(after))}")
    for file in change.restored:
        click.echo(f"    {file} was not as it had been brought, and is again")
    for address in change.others:
        click.echo(f"    this also changes {address}, which shares files with it")


def _named(schema: StoredSchema) -> str:
    version = schema.version or "no version"
    return f"{version} (sha256 {schema.sha256[:12]})"


def _described(schema: StoredSchema) -> str:
    includes = f", with {some(len(schema.includes), 'further file')}" if schema.includes else ""
    return f"{_named(schema)}{includes}"


def _short(path: Path) -> str:
    """A path as it is seen from the present folder, if it is in it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
