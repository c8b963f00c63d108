"""Schemas that were compiled before, kept in a folder, as Python keeps the bytecode of modules.

A schema is found there by its address, and taken if none of its files has changed since, nor the
program. Whatever is wrong with the folder, a schema is merely not found: it is compiled again.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from teikit.relaxng.compile.table import Row
from teikit.relaxng.errors import SchemaError

KEPT = 20  # schemas in a folder, the last used; one takes some hundred kilobytes
_LONG = 3600  # seconds; writing takes less than one


def user_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The place for this in the user's folder of what can be made again; None without such one."""
    try:
        if "XDG_CACHE_HOME" in environment:
            base = Path(environment["XDG_CACHE_HOME"])
        elif sys.platform == "win32":
            base = Path(environment["LOCALAPPDATA"])
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path.home() / ".cache"
    except (KeyError, RuntimeError):
        return None
    return base / "teikit.relaxng" if base.is_absolute() else None


def recall(
    folder: Path, address: str, read: Callable[[str], bytes] | None = None
) -> list[Row] | None:
    """The table of the schema at an address; None where it is not kept, or out of date.

    `read` gives the bytes of its files by their addresses, as when it was compiled.
    """
    # Only here are schemas read again without being compiled.
    from teikit.relaxng.compile.loading import read_file  # noqa: PLC0415

    path = _path(folder, address)
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        entry = json.loads(head)
        if entry["program"] != _program() or entry["digest"] != _digest(body):
            return None
        if any(
            _digest((read or read_file)(file)) != digest for file, digest in entry["files"].items()
        ):
            return None
        rows: list[Row] = json.loads(body)
        os.utime(path)
    except (OSError, ValueError, LookupError, TypeError, SchemaError):
        return None
    return rows


def keep(folder: Path, address: str, files: Mapping[str, bytes], rows: list[Row]) -> None:
    """Keep the table of the schema at an address, which was made from `files`."""
    body = json.dumps(rows, separators=(",", ":")).encode()
    digests = {file: _digest(data) for file, data in files.items()}
    head = json.dumps({"program": _program(), "digest": _digest(body), "files": digests}).encode()
    path = _path(folder, address)
    temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(head + b"\n" + body)
        temporary.replace(path)
        entries = sorted(
            folder.glob("*.json"), key=lambda entry: entry.stat().st_mtime, reverse=True
        )
        for old in (*entries[KEPT:], *_left(folder)):
            old.unlink(missing_ok=True)
    except OSError:
        return


def _left(folder: Path) -> list[Path]:
    """What processes have left that were killed while they wrote."""
    old = time.time() - _LONG
    return [path for path in folder.glob(".*.tmp") if path.stat().st_mtime < old]


def _path(folder: Path, address: str) -> Path:
    return folder / f"{_digest(os.path.realpath(address).encode())[:32]}.json"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _program() -> str:
    """A mark of the engine's modules; another after each change of them."""
    modules = sorted(Path(__file__).parents[1].rglob("*.py"))
    stats = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in modules]
    return _digest(repr(stats).encode())
