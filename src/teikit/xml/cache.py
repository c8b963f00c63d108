"""What was made of files before, kept in a folder, as Python keeps the bytecode of modules.

It is found there by the address of the first file, and taken if none of the files has changed
since, nor the program. Whatever is wrong with the folder, it is merely not found, and made again.

Others may be able to write to that folder. So each entry is sealed with a key that lies elsewhere,
and that only the user can read: what others have made is not even looked at.
"""

import hashlib
import hmac
import json
import os
import stat
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

KEPT = 20  # entries in a folder, the last used; one takes some hundred kilobytes
_LONG = 3600  # seconds; writing takes less than one


_LARGEST = 64 << 20
"""Bytes of an entry; that of TEI's schema takes less than one million."""
_KEY = 32
"""Bytes of the key."""

Read = Callable[[str], bytes]
"""Gives the bytes of a file by its address; may raise `OSError`, `LookupError` or `ValueError`."""
Locate = Callable[[str, str], str]
"""Gives the address of a file: from one as it is written, and that of the file in which it is."""


class Sources(NamedTuple):
    """What something was made of.

    Attributes:
        files: the bytes of the files by their addresses.
        references: for an address as it is written, and that of its file, where it led to.
    """

    files: Mapping[str, bytes]
    references: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Cache:
    """Things of a kind that are kept.

    Attributes:
        name: of the user's folders for them.
        package: the folder of the modules that make them: when these change, nothing is taken.
        suffix: of the files.
    """

    name: str
    package: Path
    suffix: str = ".json"

    def user_folder(self, environment: Mapping[str, str] = os.environ) -> Path | None:
        """The place for this in the user's folder of what can be made again; None without it."""
        return self._of_user("XDG_CACHE_HOME", (".cache",), ("Library", "Caches"), environment)

    def recall(
        self, folder: Path, address: str, read: Read, locate: Locate, variant: str = ""
    ) -> bytes | None:
        """What was made of the file at an address; None where it is not kept, or out of date.

        `read` gives the bytes of its files by their addresses, and `locate` the addresses, as when
        it was made. Of a file there can be several variants.
        """
        path = self._path(folder, address, variant)
        try:
            key = self.key()
            state = path.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST or not key:
                return None
            seal, _, content = path.read_bytes().partition(b"\n")
            if not hmac.compare_digest(seal, _seal(key, content)):
                return None
            head, _, body = content.partition(b"\n")
            entry = json.loads(head)
            if entry["program"] != self.program() or address not in entry["files"]:
                return None
            for href, base, target in entry["references"]:
                if locate(href, base) != target:
                    return None
            for file, digest in entry["files"].items():
                if _digest(read(file)) != digest:
                    return None
            os.utime(path)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return body

    def keep(
        self, folder: Path, address: str, sources: Sources, body: bytes, variant: str = ""
    ) -> None:
        """Keep what was made of the file at an address."""
        head = {
            "program": self.program(),
            "files": {file: _digest(data) for file, data in sources.files.items()},
            "references": [[*asked, target] for asked, target in sources.references.items()],
        }
        content = json.dumps(head).encode() + b"\n" + body
        path = self._path(folder, address, variant)
        temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
        try:
            key = self.key(make=True)
            if not key:
                return
            folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_seal(key, content) + b"\n" + content)
            temporary.replace(path)
            entries = sorted(
                folder.glob(f"*{self.suffix}"),
                key=lambda entry: entry.stat().st_mtime,
                reverse=True,
            )
            for old in (*entries[KEPT:], *_left(folder)):
                old.unlink(missing_ok=True)
        except OSError:
            return

    def _of_user(
        self,
        variable: str,
        linux: tuple[str, ...],
        mac: tuple[str, ...],
        environment: Mapping[str, str],
    ) -> Path | None:
        """A folder of the user; None where it is not known."""
        try:
            if variable in environment:
                base = Path(environment[variable])
            elif sys.platform == "win32":
                base = Path(environment["LOCALAPPDATA"])
            else:
                base = Path.home().joinpath(*(mac if sys.platform == "darwin" else linux))
        except (KeyError, RuntimeError):
            return None
        return base / self.name if base.is_absolute() else None

    def key(self, *, make: bool = False) -> bytes | None:
        """The key of the user; None where there is none, or others can read it.

        Raises `OSError` where it cannot be made.
        """
        home = self._of_user(
            "XDG_DATA_HOME", (".local", "share"), ("Library", "Application Support"), os.environ
        )
        if home is None:
            return None
        path = home / "key"
        found = _found_key(path)
        if found is None and make:
            home.mkdir(parents=True, exist_ok=True)
            temporary = home / f".{os.urandom(8).hex()}.tmp"
            temporary.touch(mode=0o600, exist_ok=False)
            temporary.write_bytes(os.urandom(_KEY))
            temporary.replace(path)
            found = _found_key(path)
        return found

    def _path(self, folder: Path, address: str, variant: str) -> Path:
        name = "\0".join(filter(None, (os.path.realpath(address), variant)))
        return folder / f"{_digest(name.encode())[:32]}{self.suffix}"

    def program(self) -> str:
        """A mark of the modules; another after each change of them."""
        modules = sorted(self.package.rglob("*.py"))
        stats = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in modules]
        return _digest(repr(stats).encode())


def _found_key(path: Path) -> bytes | None:
    try:
        state = path.lstat()
    except OSError:
        return None
    mine = os.name == "nt" or (state.st_uid == os.geteuid() and not state.st_mode & 0o077)
    if not (mine and stat.S_ISREG(state.st_mode) and state.st_size == _KEY):
        return None
    return path.read_bytes()


def _seal(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).hexdigest().encode()


def _left(folder: Path) -> list[Path]:
    """What processes have left that were killed while they wrote."""
    old = time.time() - _LONG
    return [path for path in folder.glob(".*.tmp") if path.stat().st_mtime < old]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
