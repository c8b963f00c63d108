"""Schemas put into a store, brought anew, and taken out.

What is brought is used as a check would use it, in a folder of its own, before it takes its place;
the lock is written last. Two who do this at once wait for each other.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from teikit.errors import TeikitError
from teikit.relaxng import Schema, SchemaError
from teikit.validating.schemas.addresses import has_scheme, is_web, key, path_of
from teikit.validating.schemas.allowed import Allowed, project_of, projects_of
from teikit.validating.schemas.catalogs import Catalogs, from_environment
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.schematron import schematron
from teikit.validating.schemas.store.bundle import Bundle, BundlePart, gather
from teikit.validating.schemas.store.kinds import version
from teikit.validating.schemas.store.layout import file_of
from teikit.validating.schemas.store.lock import (
    NAME,
    Lock,
    StoredFile,
    StoredSchema,
    read_lock,
    sum_of,
    write_lock,
)
from teikit.validating.schemas.store.store import (
    Store,
    faults,
    known_user_store,
    project_store,
    stores,
)
from teikit.xml.files import write_atomically, write_if_changed

WAIT = 120
"""Seconds to wait for another who changes the store."""


class StoreChange(NamedTuple):
    """What became of a schema of a store.

    Attributes:
        store: the store.
        before: what the lock had for it, if anything.
        after: what it has now.
        changed: the files that had other sums before.
        restored: the files that were not as the lock had them.
        others: further schemas that are made of files which have changed.
    """

    store: Store
    before: StoredSchema | None
    after: StoredSchema
    changed: Sequence[str] = ()
    restored: Sequence[str] = ()
    others: Sequence[str] = ()


def add(source: str, address: str = "", *, project: bool = False) -> StoreChange:
    """Bring a schema, and all that it includes, into the user's store or that of the project.

    `source` is an address of the web or a file, and `address` what documents call it, if that is
    another. Raises `TeikitError`; the store is then as it was.
    """
    source, address = source.strip(), address.strip()
    if address and (not has_scheme(address) or address.lower().startswith("file:")):
        raise TeikitError(f"--as {address}: name an address as documents do, with http: or urn:")
    root = project_of(Path()) or Path().absolute()
    store = project_store(root) if project else known_user_store()
    if is_web(source):
        source = source.partition("#")[0]
        return _put(store, source, address.partition("#")[0] or source)
    path = path_of(source)
    if path is None:
        raise TeikitError(
            f"{source} cannot be fetched; save the schema, and add the file --as {source}"
        )
    if not path.exists():
        raise TeikitError(f"no such file: {path}; name a file, or an address with http: or https:")
    if not address:
        raise TeikitError("say with --as by which address documents name this schema")
    return _put(store, _recorded(store, path), address)


def update(addresses: Iterable[str]) -> Iterator[StoreChange | TeikitError]:
    """Bring schemas anew, in the stores that have them; without addresses, all that there are.

    An error stands for a schema that could not be brought, and is as it was. Raises `TeikitError`
    where none has an address.
    """
    for store, schema in [*_meant(addresses)]:
        try:
            yield _put(store, schema.source or schema.address, schema.address)
        except TeikitError as error:
            yield error


def remove(addresses: Iterable[str]) -> Iterator[tuple[Store, StoredSchema]]:
    """Take schemas out of the stores that have them, and the files that no other needs.

    Raises `TeikitError` where none has an address.
    """
    for store, schema in [*_meant(addresses)]:
        with _alone(store):
            before = read_lock(store.lock_file)
            after = before.without([schema.address])
            write_lock(store.lock_file, after)
            _clean(store, before, after)
        yield store, schema


def known_stores() -> list[Store]:
    """The stores that count in the present folder, that of the project first."""
    return stores(projects_of([Path()]))


def _meant(addresses: Iterable[str]) -> Iterator[tuple[Store, StoredSchema]]:
    addresses = [*addresses]
    known = known_stores()
    if not addresses:
        yield from ((store, schema) for store in known for schema in store.lock.schema)
    for address in addresses:
        found = [(store, each) for store in known if (each := store.lock.find(address))]
        if not found:
            raise TeikitError(f"{address} is not in the store; `teikit schemas list` shows what is")
        yield from found


def _recorded(store: Store, path: Path) -> str:
    """A file as the lock of a store names it: what is shared is relative to the project."""
    path = Path(os.path.abspath(path))  # noqa: PTH100  # with the links that the user named
    if store.place == "user":
        return path.as_posix()
    try:
        return Path(os.path.relpath(path, store.lock_file.parent)).as_posix()
    except ValueError:  # on another drive of Windows
        return path.as_posix()


def _put(store: Store, source: str, address: str) -> StoreChange:
    origin = source if is_web(source) else (store.lock_file.parent / source).as_posix()
    near = [Path(), *projects_of([Path()])]
    allowed = Allowed([Path(origin).parent, *near] if not is_web(source) else near)
    behind = Resolver(near, {}, Catalogs(environment=from_environment()))
    bundle = gather(origin, address, allowed, behind)
    with _alone(store):
        before = read_lock(store.lock_file)
        schema, includes = _entries(bundle, before, "" if source == address else source)
        files = {
            each.file: part.data
            for each, part in zip((schema, *includes), (bundle.root, *bundle.includes), strict=True)
        }
        _check(schema, includes, files, bundle.root.ending)
        after = before.with_schema(schema, includes)
        there = Store(store.folder, store.lock_file, store.place)
        restored = [stored.file for stored, _ in faults(there, address) if before.find(address)]
        for file, data in files.items():
            write_if_changed(store.folder / file, data)
        write_lock(store.lock_file, after)
        _clean(store, before, after)
    changed = [
        each
        for each in before.files
        if each.file in files and each.sha256 != sum_of(files[each.file])
    ]
    others = {owner.address for each in changed for owner in after.owners(each)}
    return StoreChange(
        store,
        before.find(address),
        schema,
        sorted({each.file for each in changed}),
        restored,
        sorted(others - {schema.address}),
    )


def _entries(
    bundle: Bundle, lock: Lock, source: str
) -> tuple[StoredSchema, tuple[StoredFile, ...]]:
    """What the lock will have for a schema and for what it includes."""
    files = {key(each.base or each.address): each.file for each in lock.files}

    def stored(part: BundlePart) -> StoredFile:
        place = key(part.base)
        if place not in files:
            files[place] = file_of(part.base, part.ending, files.values())
        base = "" if part.base == part.address else part.base
        return StoredFile(part.address, files[place], sum_of(part.data), base)

    root = stored(bundle.root)
    includes = tuple(map(stored, bundle.includes))
    schema = StoredSchema(
        root.address,
        root.file,
        root.sha256,
        root.base,
        version(bundle.root.data),
        source,
        tuple(sorted({each.address for each in includes})),
    )
    return schema, includes


def _check(
    schema: StoredSchema, includes: Sequence[StoredFile], files: dict[str, bytes], ending: str
) -> None:
    """Use a schema as a check would, in a folder of its own. Raises `TeikitError`."""
    with TemporaryDirectory(prefix="teikit-") as folder:
        staged = Store(Path(folder, "schemas"), Path(folder, NAME), "user")
        for file, data in files.items():
            write_atomically(staged.folder / file, data)
        write_lock(staged.lock_file, Lock().with_schema(schema, includes))
        near = Resolver([Path()], {}, Catalogs(environment=from_environment()), first=[staged])
        path = staged.path(schema)
        try:
            if ending in (".rng", ".rnc"):
                Schema.from_file(path, cache=False, read=near.read, locate=near.located)
            elif ending == ".xsd":
                from teikit.validating.schemas.xsd import xsd  # noqa: PLC0415  # slow to import

                near.trust(path)
                xsd(path, near)
            else:
                near.trust(path)
                schematron(path, near, cache=False)
        except (SchemaError, TeikitError) as error:
            words = str(error).replace(f"{staged.folder.as_posix()}/", "")
            raise TeikitError(f"{schema.address} cannot be used as a schema: {words}") from None


def _clean(store: Store, before: Lock, after: Lock) -> None:
    """Remove the files that the lock no longer has, and the folders that are empty then."""
    needed = {each.file for each in after.files}
    for file in {each.file for each in before.files} - needed:
        path = store.folder / file
        with suppress(OSError):
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == store.folder:
                    break
                folder.rmdir()


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Wait until nobody else changes a store, and let nobody else until the end."""
    try:
        store.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TeikitError(f"cannot write {store.folder}: {error.strerror}") from None
    end = time.monotonic() + WAIT
    handle = _opened(store.folder)
    try:
        while not _locked(handle):
            if time.monotonic() > end:
                raise TeikitError(f"another program changes {store.folder}; try again")
            time.sleep(0.1)
        yield
    finally:
        os.close(handle)


# What is held is let go by the system when its program ends, however it ends.
if sys.platform == "win32":
    import msvcrt

    def _opened(folder: Path) -> int:
        return os.open(folder / ".busy", os.O_CREAT | os.O_RDWR)

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _opened(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
