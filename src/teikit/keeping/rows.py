"""Rows of bytes, each by its key, in a database that several processes may use at once.

The folder of a project may come from a stranger, or others may write to it. So the database has a
name that only this user can know, and each row is sealed with the user's key: what others have put
there is not opened.
"""

import hashlib
import hmac
import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from teikit.errors import TeikitError
from teikit.xml.folders import KEPT

LIMIT = 512 * 1024**2
"""Bytes of a database; of more, what was not used for the longest time goes."""
_REMAINING = 0.75
"""The share of them that remains then."""
_SEAL = hashlib.sha256().digest_size
_LAYOUT = 2
"""The number of the layout of the table; another has a database of its own."""
_WAITING = 0.5
"""Seconds for which another process may write while we wait."""
_TOGETHER = 200
"""Rows that are written together."""
_ASKED = 500
"""Rows that are asked for together."""
_DAY = 86400
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by teikit; what is in it can be made again.
"""
_FILES = (("CACHEDIR.TAG", _TAG), (".gitignore", "# Made by teikit.\n*\n"))


class UnusableRows(TeikitError):  # noqa: N818 (named for what it tells)
    """A database that cannot be used; the words say why."""


class Rows:
    """The database in the folder of a project.

    Attributes:
        trouble: why nothing more is written, in words; empty where it is.
    """

    def __init__(self, folder: Path, key: bytes, limit: int = LIMIT) -> None:
        """`folder` is the project's; `key` seals the rows. Raises `UnusableRows`."""
        self._key = key
        self._limit = limit
        self._waiting: dict[bytes, bytes] = {}
        self._used: list[bytes] = []
        self._at_hand: dict[bytes, bytes] = {}
        self._absent: set[bytes] = set()
        self._today = int(time.time()) // _DAY
        self._connection: sqlite3.Connection | None = None
        self.trouble = ""
        with self._explained():
            home = _prepared(folder / KEPT)
            name = f"{_LAYOUT}\0{os.path.realpath(home)}".encode()
            sign = hmac.new(key, name, hashlib.sha256).hexdigest()[:24]
            self._path = home / f"results-{sign}.sqlite"
            self._connect()

    def load(self, keys: Iterable[bytes]) -> None:
        """Bring what was put by keys to hand, in few questions; `get` then takes it from there."""
        self._at_hand, self._absent = {}, set()
        wanted = iter(keys)
        while some := [*islice(wanted, _ASKED)]:
            self._absent.update(some)
            marks = ",".join("?" * len(some))
            try:
                found = self._connect().execute(
                    f"SELECT id, body, used FROM rows WHERE id IN ({marks})",
                    some,
                )
                for key, sealed, used in found.fetchall():
                    if (body := self._opened(key, sealed, used)) is not None:
                        self._at_hand[key] = body
                        self._absent.discard(key)
            except sqlite3.Error as error:
                self._stop(error)
                return

    def get(self, key: bytes) -> bytes | None:
        """What was put by a key; None where there is nothing, or what others have put."""
        for known in (self._waiting.get(key), self._at_hand.pop(key, None)):
            if known is not None:
                return known
        if key in self._absent:
            return None
        try:
            found = self._connect().execute("SELECT body, used FROM rows WHERE id = ?", (key,))
            row = found.fetchone()
        except sqlite3.Error as error:
            self._stop(error)
            return None
        return None if row is None else self._opened(key, *row)

    def _opened(self, key: bytes, sealed: object, used: object) -> bytes | None:
        """What is in a row; None where the seal is not ours."""
        if not isinstance(sealed, bytes):
            return None
        seal, body = sealed[:_SEAL], sealed[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(key, body)):
            return None
        if used != self._today:
            self._used.append(key)
        return body

    def put(self, key: bytes, body: bytes) -> None:
        """Keep something by a key; it is written together with others, at the latest by `flush`."""
        self._waiting[key] = body
        self._at_hand.pop(key, None)
        self._absent.discard(key)
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def remove(self, key: bytes) -> None:
        """Forget what was put by a key."""
        self._waiting.pop(key, None)
        self._at_hand.pop(key, None)
        try:
            self._connect().execute("DELETE FROM rows WHERE id = ?", (key,))
        except sqlite3.Error as error:
            self._stop(error)

    def flush(self) -> None:
        """Write what waits to be written."""
        waiting, self._waiting = self._waiting, {}
        self._absent.difference_update(waiting)
        used, self._used = self._used, []
        if self.trouble or not (waiting or used):
            return
        rows = [(key, self._seal(key, body) + body, self._today) for key, body in waiting.items()]
        try:
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", rows)
                connection.executemany(
                    "UPDATE rows SET used = ? WHERE id = ?", [(self._today, key) for key in used]
                )
            except sqlite3.Error:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._stop(error)

    def release(self) -> None:
        """Close the database until it is used again: no process that starts may take it over."""
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def close(self) -> None:
        """Write what waits, and forget what was not used for long where it is too much."""
        self.flush()
        if not self.trouble:
            try:
                self._shrink(self._connect())
            except sqlite3.Error as error:
                self._stop(error)
        self.release()

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            if self._path.is_symlink():
                raise sqlite3.OperationalError("it is a link")
            connection = sqlite3.connect(
                self._path, timeout=_WAITING, isolation_level=None, check_same_thread=False
            )
            self._connection = connection
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS rows (id BLOB PRIMARY KEY, body BLOB, used INTEGER)"
            )
        return self._connection

    def _shrink(self, connection: sqlite3.Connection) -> None:
        def pages(name: str) -> int:
            return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

        size = pages("page_size")
        surplus = (pages("page_count") - pages("freelist_count")) * size - self._limit
        if surplus <= 0:
            return
        surplus += round(self._limit * (1 - _REMAINING))
        oldest = connection.execute("SELECT id, length(body) FROM rows ORDER BY used, rowid")
        going = []
        for key, length in oldest:
            if surplus <= 0:
                break
            going.append((key,))
            surplus -= length
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("DELETE FROM rows WHERE id = ?", going)
        connection.execute("COMMIT")
        connection.execute("PRAGMA incremental_vacuum").fetchall()

    def _seal(self, key: bytes, body: bytes) -> bytes:
        return hmac.digest(self._key, key + body, "sha256")

    def _stop(self, error: sqlite3.Error) -> None:
        """Note why nothing more is written; a database that is damaged goes."""
        self.trouble = self.trouble or f"the database {self._path} cannot be used: {error}"
        self.release()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + ending).unlink()
        # Until the run ends, what is asked for is not there.
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(":memory:", isolation_level=None)
            connection.execute("CREATE TABLE rows (id BLOB PRIMARY KEY, body BLOB, used INTEGER)")
            self._connection = connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self._stop(error)
            self.release()
            raise UnusableRows(self.trouble) from None
        except OSError as error:
            raise UnusableRows(f"{error.filename}: {error.strerror or error}") from None


def _prepared(home: Path) -> Path:
    """The folder for the database, made if it is not there. Raises `OSError`."""
    with suppress(FileExistsError):
        home.mkdir()
        for name, text in _FILES:
            (home / name).write_text(text, encoding="ascii")
    state = home.lstat()
    mine = os.name == "nt" or state.st_uid == os.geteuid()
    if not (stat.S_ISDIR(state.st_mode) and mine):
        raise OSError(0, "it is no folder of yours", str(home))
    return home
