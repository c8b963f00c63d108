"""What a conversion works on: raw pages, and what stands beside them."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.converting.authority import Authority
from teikit.converting.overrides import Overrides
from teikit.converting.overrides import load as load_overrides
from teikit.converting.readers import READERS
from teikit.converting.readers.page_files import (
    document_folder,
    gathered,
    inside_page_files,
    page_files,
)
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

    Files of PAGE XML are one page together: their folder stands for them.

    Raises:
        TeikitError: a folder holds no page, or only some of its files of PAGE XML are named.
    """
    given = list(map(Path, paths))
    pages = gathered(path for path in given if not path.is_dir())
    for path in given:
        if path.is_dir():
            pages += _pages_of(path)
    return pages


def _pages_of(folder: Path) -> list[Path]:
    """The pages in a folder, and the documents in PAGE XML: the folder itself, or those in it."""
    named = folder if folder.name else folder.resolve()
    pages = [each for each in _inside(named) if _is_page(each)]
    if page_files(named):
        pages.append(document_folder(named))
    else:
        pages += inside_page_files(named)
    if not pages:
        endings = ", ".join(f"*{ending}" for ending in READERS)
        below = next((each for each in _inside(named) if _has_pages(each)), None)
        remedy = f"folders in it are not entered: name {below}" if below else "name the raw pages"
        raise TeikitError(f"{folder}: no page ({endings}, or PAGE XML) in this folder; {remedy}")
    return pages


def folders(paths: Iterable[Path | str], known: Collection[str]) -> Iterator[RawFolder]:
    """The folders among the paths, with what in them is no page, nor belongs to the run.

    `known` are names of files that do belong to it.
    """
    for path in map(Path, paths):
        if path.is_dir():
            files = page_files(path)
            read = {*files, *(() if files else inside_page_files(path))}
            beside = _is_beside if files else _is_none
            others = (each for each in _inside(path) if not _is_page(each) and each not in read)
            unread = [_name(e) for e in others if not _belongs(e, known) and not beside(e)]
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


def _is_beside(path: Path) -> bool:
    """Whether it comes with transcriptions: the pictures, other forms of the text, what lists them.

    So do the folder with the transcriptions themselves, and files that are hidden.
    """
    return path.suffix.lower() in _PICTURES or path.name.casefold() in _OF_EXPORTS


def _is_none(_path: Path) -> bool:
    return False


_PICTURES = frozenset({".bmp", ".gif", ".jp2", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
_OF_EXPORTS = frozenset({"alto", "images", "metadata.xml", "mets.xml", "page"})


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
    # A page in several files is a folder itself, and may be the one that was named.
    beside = [folder for page in pages[:1] for folder in (page.parent.parent, page.parent)]
    folders = beside if pages and pages[0].is_dir() else beside[:1]
    paths = [output.parent / name, *(folder / name for folder in folders)]
    return next((path for path in paths if path.exists()), None)
