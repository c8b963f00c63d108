"""Which files a folder or a pattern stands for, and what in it is left out."""

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from teikit.errors import TeikitError
from teikit.xml.files import exists, is_file

ENDINGS = (".xml",)
"""Of the files that a folder stands for, if nothing else is said."""

KEPT = ".teikit_cache"
"""The folder of what teikit keeps between runs, of which nothing is to be said."""
_SHOWN = 100
"""Names of what is left out that are remembered of each kind."""


@dataclass(slots=True)
class LeftOut:
    """What folders and patterns hold that is not among the files that they stand for.

    Of each kind, the first names are there, and the number of all.
    """

    excluded: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    endings: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, name: str) -> None:
        """Note a file or folder: `excluded`, `hidden`, or one of `links` to folders."""
        self.counts[kind] += 1
        if self.counts[kind] <= _SHOWN:
            getattr(self, kind).append(name)


@dataclass(frozen=True, slots=True)
class Search:
    """How files are looked for.

    Attributes:
        endings: of the files that folders stand for, in any case.
        excluded: whether a file or folder that a folder or a pattern stands for is left out.
        closed: is told of a folder that cannot be read, and why.
        left_out: takes what is left out.
    """

    endings: Sequence[str] = ENDINGS
    excluded: Callable[[str], bool] | None = None
    closed: Callable[[Path, str], object] | None = None
    left_out: LeftOut = field(default_factory=LeftOut)


def find(paths: Iterable[Path], search: Search | None = None) -> list[Path]:
    """The files that `paths` stand for, each once, sorted.

    A folder stands for every file in it with one of the endings, however deep; hidden files and
    folders are left out, and links to folders are not followed. A file stands for itself, a pattern
    with `*`, `?`, `[…]` or `**` for the files that match. A path that is missing, a pattern that
    nothing matches, or a folder without such files, is a `TeikitError`; so is a folder that cannot
    be read, unless `closed` is told.
    """
    return [*map(Path, names(paths, search))]


def names(paths: Iterable[Path], search: Search | None = None) -> list[str]:
    """The same as text, which takes a fourth of the memory."""
    return sorted({file for path in paths for file in _files(path, search or Search())})


def _files(path: Path, search: Search) -> list[str]:
    if is_file(path):
        return [str(path)]
    if not exists(path):
        return _matches(path, search)
    shut: list[OSError] = []
    before = search.left_out.counts["excluded"]
    found = [*_walk(path, search, shut.append)]
    for error in shut:
        (search.closed or _refuse)(Path(error.filename), error.strerror or str(error))
    if not found and not shut:
        kinds = " or ".join(f"*{ending}" for ending in search.endings)
        if search.left_out.counts["excluded"] > before:
            raise TeikitError(f"no files are left in {path}: those that it holds are excluded")
        raise TeikitError(f"no XML files in {path}; name a folder that holds {kinds}, or the files")
    return found


def _matches(pattern: Path, search: Search) -> list[str]:
    """The files that a pattern stands for; shells that know patterns have replaced it already."""
    if not any(sign in str(pattern) for sign in "*?["):
        raise TeikitError(f"no such file or folder: {pattern}; check the path")
    found = map(Path, glob.iglob(str(pattern), recursive=True))  # noqa: PTH207 (any path)
    files = [str(file) for file in found if is_file(file)]
    if not files:
        raise TeikitError(f"no files match {pattern}")
    left = [file for file in files if not _is_excluded(file, search)]
    if not left:
        raise TeikitError(f"all files that match {pattern} are excluded")
    return left


def _walk(top: Path, search: Search, refuse: Callable[[OSError], object]) -> Iterator[str]:
    endings = tuple(ending.lower() for ending in search.endings)
    left_out = search.left_out
    for folder, subfolders, files in os.walk(top, onerror=refuse):
        entered = []
        for name in subfolders:
            path = os.path.join(folder, name)  # noqa: PTH118  (Path takes longer than the rest)
            if name == KEPT:
                continue
            if name.startswith("."):
                left_out.add("hidden", str(Path(path)))
            elif os.path.islink(path):  # noqa: PTH114
                left_out.add("links", str(Path(path)))
            elif not _is_excluded(path, search):
                entered.append(name)
        subfolders[:] = entered
        for name in files:
            if not name.lower().endswith(endings):
                left_out.endings[PurePath(name).suffix.lower()] += 1
            elif name.startswith("."):
                left_out.add("hidden", str(Path(folder, name)))
            else:
                path = str(Path(folder, name))
                if not _is_excluded(path, search):
                    yield path


def _is_excluded(path: str, search: Search) -> bool:
    if search.excluded is None or not search.excluded(path):
        return False
    search.left_out.add("excluded", str(Path(path)))
    return True


def _refuse(folder: Path, reason: str) -> None:
    raise TeikitError(f"cannot read the folder {folder}: {reason}")
