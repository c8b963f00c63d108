"""Which files may be opened because a document or a schema names them.

What the user names is trusted. What a stranger's file names is opened only within folders that have
to do with the run; without that, a schema could include any file of the machine.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from teikit.tei.inclusion import is_inside
from teikit.xml.files import real

_MARKS = ("teikit.toml", "teikit.lock", "pyproject.toml", ".git")
"""What the root of a project has."""
_SYSTEM = frozenset(
    (
        *("bin", "boot", "dev", "etc", "home", "lib", "media", "mnt", "opt", "private", "proc"),
        *("root", "run", "sbin", "srv", "sys", "tmp", "usr", "var", "Users", "Windows"),
    )
)
"""Folders below the root of a file system that are nobody's project."""


class Allowed:
    """The folders, with all below them, and the single files that may be opened."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = {real(folder) for folder in folders}
        self._files: set[Path] = set()

    def trust(self, path: Path) -> None:
        """Allow a file that the user named, or that has been allowed, and what is beside it."""
        path = real(path)
        if path in self._files:
            return
        self._files.add(path)
        if not (is_common(path.parent) or path.parent == _home()):
            self._folders.add(path.parent)

    def open_to(self, path: Path) -> bool:
        """Whether a file may be opened, there or not. Links are followed before it is asked."""
        path = real(path)
        return path in self._files or is_inside(path, self._folders)

    def near(self, path: Path, document: Path) -> bool:
        """Whether a file may be opened that the file of a document names by a relative path.

        Editors write `../../schema/tei_all.rng`, so that it may lie above the given folders; but
        the nearest folder that holds both must be more than a meeting place of all that there is.
        What is hidden, as `~/.ssh`, is not meant.
        """
        if self.open_to(path):
            return True
        path = real(path)
        try:
            both = Path(os.path.commonpath((path, real(document).parent)))
        except ValueError:  # on two drives of Windows
            return False
        hidden = any(part.startswith(".") for part in path.relative_to(both).parts)
        return not hidden and not is_common(both)


def is_common(folder: Path) -> bool:
    """Whether a folder holds what has nothing to do with each other, as `/` and `/home` do.

    Of other folders directly below the root, the present folder is none.
    """
    home = _home()
    if folder == home:
        return False
    if _is_system(folder) or (home and folder in home.parents):
        return True
    return folder.parent == Path(folder.anchor) and folder != real(Path())


def project_of(folder: Path) -> Path | None:
    """The root of the project that a folder belongs to: the nearest that is marked as one."""
    folder = real(folder)
    home = _home()
    for place in (folder, *folder.parents):
        if place != home and _is_system(place):
            continue
        # Many keep the settings of their programs in a repository at home.
        marks = _MARKS[:2] if place == home else _MARKS
        if any(os.path.exists(place / mark) for mark in marks):  # noqa: PTH110 (no error for any)
            return place
    return None


def _is_system(folder: Path) -> bool:
    root = Path(folder.anchor)
    return folder == root or (folder.parent == root and folder.name in _SYSTEM)


def projects_of(folders: Iterable[Path]) -> list[Path]:
    """The projects of folders, each once, in order."""
    found = (project_of(folder) for folder in folders)
    return list(dict.fromkeys(project for project in found if project))


def why_no_file(path: Path) -> str:
    """Why a path leads to no file that can be read, in words; empty where it leads to one."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "is not there"
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
    # Anything else could wait for ever, or never end.
    return "" if stat.S_ISREG(mode) else "is not a file"


def _home() -> Path | None:
    try:
        return real(Path.home())
    except RuntimeError:
        return None
