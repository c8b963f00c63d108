"""`teikit.lock`: which schemas are in a store, and the sums that their files must have."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from teikit import strict
from teikit.errors import TeikitError
from teikit.validating.schemas.addresses import key
from teikit.validating.schemas.store.layout import is_safe
from teikit.xml.files import write_atomically

NAME = "teikit.lock"
_FORM = 1
"""The form of the file."""
_HEAD = "# The schemas that `teikit schemas` keeps here; it writes this file.\n"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the store.

    Attributes:
        address: by which documents and schemas name it.
        file: its path in the store, with `/`.
        sha256: the sum of its bytes, as hexadecimal digits.
        base: what its own addresses are relative to; the `address`, where it is empty.
    """

    address: str
    file: str
    sha256: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class StoredSchema(StoredFile):
    """A schema that was asked for.

    Attributes:
        version: that is found in it, or nothing.
        source: where it comes from, an address or a path relative to the lock; the `address`, where
            it is empty.
        includes: the addresses of all that it includes, directly or not.
    """

    version: str = ""
    source: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """What is in a store.

    Attributes:
        form: the form of the file that it is written in.
        schema: what was asked for.
        include: what they include.
    """

    form: int = _FORM
    schema: tuple[StoredSchema, ...] = ()
    include: tuple[StoredFile, ...] = ()

    @property
    def files(self) -> Iterator[StoredFile]:
        """All that is in the store; a file may be there by two addresses."""
        yield from self.schema
        yield from self.include

    def find(self, address: str) -> StoredSchema | None:
        """The schema that was asked for by an address."""
        return next((each for each in self.schema if key(each.address) == key(address)), None)

    def owners(self, stored: StoredFile) -> list[StoredSchema]:
        """The schemas that a file belongs to: it is theirs, or they include it."""
        mine = key(stored.address)
        return [
            each
            for each in self.schema
            if key(each.address) == mine or mine in map(key, each.includes)
        ]

    def with_schema(self, schema: StoredSchema, includes: Iterable[StoredFile]) -> "Lock":
        """This, with a schema and what it includes, in place of what has the same addresses.

        Other addresses of the same files get their new sums.
        """
        includes = [*includes]
        sums = {each.file: each.sha256 for each in (schema, *includes)}
        new = {key(each.address) for each in includes}
        schemas = [each for each in self.schema if key(each.address) != key(schema.address)]
        others = [each for each in self.include if key(each.address) not in new]
        return Lock(
            _FORM,
            (*(replace(each, sha256=sums.get(each.file, each.sha256)) for each in schemas), schema),
            (
                *(replace(each, sha256=sums.get(each.file, each.sha256)) for each in others),
                *includes,
            ),
        ).needed()

    def without(self, addresses: Iterable[str]) -> "Lock":
        """This, without the schemas of some addresses, and what only they include."""
        gone = set(map(key, addresses))
        schemas = tuple(each for each in self.schema if key(each.address) not in gone)
        return replace(self, schema=schemas).needed()

    def needed(self) -> "Lock":
        """This, without what no schema includes."""
        wanted = {key(address) for each in self.schema for address in each.includes}
        return replace(
            self, include=tuple(each for each in self.include if key(each.address) in wanted)
        )


def sum_of(data: bytes) -> str:
    """The sum of the bytes of a file."""
    return hashlib.sha256(data).hexdigest()


def read_lock(path: Path) -> Lock:
    """The lock in a file; an empty one where there is none. Raises `TeikitError`."""
    if not path.exists():
        return Lock()
    found = strict.parse(Lock, strict.read(path), str(path))
    if found.form != _FORM:
        raise TeikitError(f"{path}: this is of another version of teikit; update teikit")
    for each in found.files:
        if not is_safe(each.file):
            raise TeikitError(f"{path}: the file {each.file!r} would lie outside of the store")
    return found


def write_lock(path: Path, lock: Lock) -> None:
    """Write a lock; the same schemas make the same bytes. Raises `TeikitError`."""
    lines = [_HEAD, f"form = {lock.form}\n"]
    for name, files in (("schema", lock.schema), ("include", lock.include)):
        for each in sorted(files, key=lambda each: each.address):
            lines += ["\n", f"[[{name}]]\n"]
            for field in fields(each):
                value = getattr(each, field.name)
                if value:
                    lines.append(f"{field.name} = {_toml(value)}\n")
    write_atomically(path, "".join(lines).encode())


def _toml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "".join(("[\n", *(f"    {_toml(each)},\n" for each in sorted(value)), "]"))
