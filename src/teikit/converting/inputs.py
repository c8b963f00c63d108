"""What a conversion works on: raw pages, and what stands beside them."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.converting.authority import Authority
from teikit.converting.overrides import Overrides
from teikit.converting.overrides import load as load_overrides
from teikit.converting.readers import READERS
from teikit.converting.writing.authorities import load_authority
from teikit.errors import TeikitError


@dataclass(frozen=True, slots=True)
class RawFolder:
    """A folder of raw pages, and the names of what in it is none."""

    path: Path
    unread: tuple[str, ...]


_COMPANIONS = ("_files", "-files", "_fichiers", "-Dateien", ".files", "_archivos")
"""With what the folder's name ends in which a browser puts the pictures of a saved page."""


def raw_pages(paths: Iterable[Path | str]) -> list[Path]:
    """The pages that the paths stand for: a folder for the pages in it, by their names.

    Raises:
        TeikitError: a folder holds no page.
    """
    pages: list[Path] = []
    for path in map(Path, paths):
        if not path.is_dir():
            pages.append(path)
            continue
        found = [each for each in _inside(path) if _is_page(each)]
        if not found:
            endings = ", ".join(f"*{ending}" for ending in READERS)
            below = next((each for each in _inside(path) if _has_pages(each)), None)
            remedy = (
                f"folders in it are not entered: name {below}" if below else "name the raw pages"
            )
            raise TeikitError(f"{path}: no page ({endings}) in this folder; {remedy}")
        pages += found
    return pages


def folders(paths: Iterable[Path | str], known: Collection[str]) -> Iterator[RawFolder]:
    """The folders among the paths, with what in them is no page, nor belongs to the run.

    `known` are names of files that do belong to it.
    """
    for path in map(Path, paths):
        if path.is_dir():
            others = (each for each in _inside(path) if not _is_page(each))
            unread = [_name(each) for each in others if not _belongs(each, known)]
            yield RawFolder(path, tuple(unread))


def _inside(folder: Path) -> list[Path]:
    """What stands in a folder, but for what is hidden, and what an open word processor locks."""
    return sorted(each for each in folder.iterdir() if not each.name.startswith((".", "~$")))


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in READERS and path.is_file()


def _has_pages(path: Path) -> bool:
    return path.is_dir() and any(map(_is_page, _inside(path)))


def _belongs(path: Path, known: Collection[str]) -> bool:
    return path.name in known or (path.is_dir() and path.name.endswith(_COMPANIONS))


def _name(path: Path) -> str:
    return f"{path.name}/" if path.is_dir() else path.name


def find_authority(folder: Path | str | None, pages: Sequence[Path], output: Path) -> Authority:
    """The authority files in `folder`, or in the folder `authority` where it usually stands.

    Raises:
        TeikitError: the folder does not exist, or a file in it cannot be read.
    """
    if folder is not None and not Path(folder).is_dir():
        raise TeikitError(f"{folder}: there is no such folder of authority files")
    found = Path(folder) if folder is not None else _beside("authority", pages, output)
    if found is None:
        return Authority()
    base = os.path.relpath(found, output).replace(os.sep, "/")
    return load_authority(found, f"{base}/")


def find_overrides(file: Path | str | None, pages: Sequence[Path], output: Path) -> Overrides:
    """The editor's decisions in `file`, or in `overrides.toml` where it usually stands.

    Raises:
        TeikitError: the file cannot be read, or a decision in it is wrong.
    """
    found = Path(file) if file is not None else _beside("overrides.toml", pages, output)
    return load_overrides(found) if found else Overrides()


def _beside(name: str, pages: Sequence[Path], output: Path) -> Path | None:
    """What has this name beside the output folder, or beside the folder of the raw pages."""
    paths = [output.parent / name, *(page.parent.parent / name for page in pages[:1])]
    return next((path for path in paths if path.exists()), None)
