"""Temporary files and folders that stand beside others until they take their place.

Their names say which process of which machine writes them, so that those of a run that was killed
can be told from those of one that goes on.
"""

import os
import re
import secrets
import shutil
import socket
import sys
import time
import zlib
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

_NAME = re.compile(r"\.teikit-(?:([0-9a-f]{8})-(\d{1,10})-)?[0-9a-f]{8,16}\.tmp")
_OLD = 24 * 3600
"""Seconds after which no run goes on."""


def name_beside(path: Path) -> Path:
    """A name for a temporary file in the folder of another, which must be there.

    What killed runs have left there is removed first, once for each folder.
    """
    _sweep(path.parent)
    return path.with_name(f".teikit-{_machine()}-{os.getpid()}-{secrets.token_hex(4)}.tmp")


@lru_cache(maxsize=1000)
def _sweep(folder: Path) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _NAME.fullmatch(entry.name)
            if match and _is_left(match[1], match[2], entry):
                _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    """Remove a file, or a folder that was to take the place of another."""
    with suppress(OSError):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            Path(entry.path).unlink()


def _is_left(machine: str | None, process: str | None, entry: os.DirEntry[str]) -> bool:
    try:
        if entry.stat(follow_symlinks=False).st_mtime < time.time() - _OLD:
            return True
    except OSError:
        return False
    return machine == _machine() and process is not None and not _lives(int(process))


def _lives(process: int) -> bool:
    """Whether there is a process of this number; on Windows, asking would end it."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is not ours
        return True
    return True


@cache
def _machine() -> str:
    """A mark of this machine; containers have names of their own."""
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"
