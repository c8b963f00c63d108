"""A store of schemas as a check uses it: a file by an address, if it is what the lock says."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from teikit.errors import TeikitError
from teikit.validating.schemas.addresses import key
from teikit.validating.schemas.store.lock import NAME, Lock, StoredFile, read_lock, sum_of
from teikit.xml.files import Unreadable, read, real

_IN_PROJECT = Path(".teikit", "schemas")


class Store:
    """A folder of schemas and its lock, which is read when something is first looked for.

    Attributes:
        folder: where the files are, without links in it.
        lock_file: the file of the lock.
        place: whose it is: "user" or "project".
    """

    def __init__(self, folder: Path, lock_file: Path, place: str) -> None:
        self.folder = real(folder)
        self.lock_file = lock_file
        self.place = place
        self._lock: Lock | None = None
        self._by_address: dict[str, StoredFile] = {}
        self._by_file: dict[Path, StoredFile] = {}

    @property
    def lock(self) -> Lock:
        """What is in the store, as it was when it was first asked for. Raises `TeikitError`."""
        if self._lock is None:
            self._lock = read_lock(self.lock_file)
            self._by_address = {key(each.address): each for each in self._lock.files}
            self._by_file = {self.path(each): each for each in self._lock.files}
        return self._lock

    def path(self, stored: StoredFile) -> Path:
        """Where a file of the store is."""
        return self.folder / stored.file

    def find(self, address: str) -> StoredFile | None:
        """What is in the store by an address. Raises `TeikitError` for a broken lock."""
        _ = self.lock
        return self._by_address.get(key(address))

    def holds(self, path: Path) -> bool:
        """Whether a path lies in the folder of the store."""
        return self.folder in path.parents

    def at(self, path: Path) -> StoredFile | None:
        """What the lock has for a path. Raises `TeikitError` for a broken lock."""
        _ = self.lock
        return self._by_file.get(path)

    def fault(self, stored: StoredFile) -> str:
        """What is wrong with a file of the store, in words; empty where it is as it should be."""
        path = self.path(stored)
        if real(path) != path:
            return "is a link, which the store has none of"
        if not path.exists():
            return "is not there"
        try:
            data = read(path)
        except Unreadable as error:
            return f"cannot be read: {error.reason}"
        return "" if sum_of(data) == stored.sha256 else f"is not what {NAME} says"


def project_store(root: Path) -> Store:
    """The store of the project in a folder."""
    return Store(root / _IN_PROJECT, root / NAME, "project")


def user_store(environment: Mapping[str, str] = os.environ) -> Store | None:
    """The store in the user's folder of data; None where there is no such folder."""
    try:
        if environment.get("XDG_DATA_HOME"):
            base = Path(environment["XDG_DATA_HOME"])
        elif sys.platform == "win32":
            base = Path(environment["LOCALAPPDATA"])
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Application Support"
        else:
            base = Path.home() / ".local" / "share"
    except (KeyError, RuntimeError):
        return None
    folder = base / "teikit" / "schemas"
    return Store(folder, folder / NAME, "user") if base.is_absolute() else None


def stores(roots: Iterable[Path]) -> list[Store]:
    """The stores of projects, and then that of the user."""
    found = [project_store(root) for root in roots]
    mine = user_store()
    return [*found, mine] if mine else found


def known_user_store() -> Store:
    """As `user_store`. Raises `TeikitError` where there is none."""
    found = user_store()
    if found is None:
        raise TeikitError("it is not known where your data is kept; use --project, or set HOME")
    return found


def faults(store: Store, address: str) -> Iterator[tuple[StoredFile, str]]:
    """What is wrong with the files of a schema in a store."""
    schema = store.lock.find(address)
    wanted = {key(each) for each in (address, *(schema.includes if schema else ()))}
    for stored in store.lock.files:
        if key(stored.address) in wanted and (fault := store.fault(stored)):
            yield stored, fault
