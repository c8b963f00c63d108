"""What files hold, known by the states that the disk tells of them where that is enough.

The contents are read where a state has changed, and where it is so fresh that a file could have
been changed again within the same tick of the clock.
"""

import hashlib
import marshal
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from teikit.keeping.rows import Rows
from teikit.xml.files import Unreadable, read

_FRESH = 2 * 10**9
"""Nanoseconds of the coarsest clock of a disk."""
_TOGETHER = 5000
"""Files of which is asked together."""
_KEY_SIZE = 20


class FileContent(NamedTuple):
    """What a file holds: the digest of its bytes, and whether it may include other files."""

    digest: bytes
    may_include: bool


def key_of(kind: str, *parts: bytes) -> bytes:
    """The key of a row of a kind."""
    sums = hashlib.blake2b(kind.encode(), digest_size=_KEY_SIZE)
    for part in parts:
        sums.update(b"%d:" % len(part))
        sums.update(part)
    return sums.digest()


def digest_of(data: bytes) -> bytes:
    """The digest of what a file holds."""
    return hashlib.sha256(data).digest()


class States:
    """The contents of files."""

    def __init__(self, rows: Rows, mentions: Callable[[bytes], bool], largest: int) -> None:
        """`mentions` says of the bytes of a file whether it may include others.

        Files of more than `largest` bytes are not looked into.
        """
        self._rows = rows
        self._mentions = mentions
        self._largest = largest
        self._known: dict[str, FileContent | None] = {}
        self._folder = os.getcwd()  # noqa: PTH109  # to put before a name as it is

    def load(self, names: Sequence[str]) -> None:
        """Find out what files hold, all together, which takes less time than one by one."""
        for name, content in zip(names, self.each(names), strict=True):
            self._known.setdefault(name, content)

    def each(self, names: Sequence[str]) -> Iterator[FileContent | None]:
        """The same, handed on and not remembered."""
        for start in range(0, len(names), _TOGETHER):
            some = names[start : start + _TOGETHER]
            self._rows.load(map(self._key, some))
            yield from map(self.now, some)

    def of(self, name: str) -> FileContent | None:
        """What a file holds; None where it is no file, cannot be read, or is very large."""
        if name not in self._known:
            self._known[name] = self.now(name)
        return self._known[name]

    def now(self, name: str) -> FileContent | None:
        """The same, asked anew."""
        try:
            asked = time.time_ns()
            state = os.stat(name)  # noqa: PTH116  # a path takes longer than the rest
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(state.st_mode) or state.st_size > self._largest:
            return None
        mark = (
            state.st_mtime_ns,
            state.st_ctime_ns,
            state.st_size,
            state.st_ino,
            state.st_dev,
        )
        key = self._key(name)
        row = self._rows.get(key)
        if row is not None:
            *before, digest, may_include = marshal.loads(row)
            if tuple(before) == mark:
                return FileContent(digest, may_include)
        try:
            data = read(Path(name), self._largest)
        except (Unreadable, OSError):
            return None
        content = FileContent(digest_of(data), self._mentions(data))
        if max(state.st_mtime_ns, state.st_ctime_ns) + _FRESH < asked:
            self._rows.put(key, marshal.dumps((*mark, *content)))
        return content

    def _key(self, name: str) -> bytes:
        return key_of("file", os.path.join(self._folder, name).encode(errors="surrogateescape"))  # noqa: PTH118
