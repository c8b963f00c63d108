"""Transcriptions in PAGE XML, one file a page: which files of a folder belong together.

Programs that transcribe (Transkribus, eScriptorium, OCR-D) write a file for each page, and letters
run over pages. So the files of a folder are one text, in the order of their names.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from teikit.converting.readers import encodings
from teikit.errors import TeikitError

ENDING = ".xml"
_INNER = "page"
"""The folder into which Transkribus puts the files of a document."""
_HEAD = 16 * 1024
"""Bytes at the beginning of a file in which its first element stands."""
_PROLOG = re.compile(r"(?:\s+|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->)*")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?PcGts[\s>]")


def is_page_xml(data: bytes) -> bool:
    """Whether a file that begins with these bytes is PAGE XML, by its first element."""
    head = data[:_HEAD]
    text = head.decode(encodings.marked(head) or "utf-8", "replace").lstrip("\ufeff")
    prolog = _PROLOG.match(text)
    return bool(_ROOT.match(text, prolog.end() if prolog else 0))


def page_files(folder: Path) -> list[Path]:
    """The files of a document in PAGE XML, in order; none where the folder holds no such thing.

    They stand in the folder, or in the folder `page` inside it.
    """
    for place in (folder, folder / _INNER):
        try:
            found = [each for each in place.iterdir() if _is_page_file(each)]
        except OSError:
            continue
        if found:
            return sorted(found, key=lambda path: natural(path.name))
    return []


def inside_page_files(folder: Path) -> list[Path]:
    """The folders in a folder that are documents in PAGE XML."""
    return [
        each
        for each in sorted(folder.iterdir(), key=lambda path: natural(path.name))
        if each.is_dir() and not each.name.startswith(".") and page_files(each)
    ]


def gathered(paths: Iterable[Path]) -> list[Path]:
    """The paths, but the folder in place of its files where all its files of PAGE XML are named.

    Raises:
        TeikitError: some of a folder's files are named, and others are not.
    """
    named = list(dict.fromkeys(paths))
    found: list[Path] = []
    for folder, group in groupby(named, key=lambda path: path.parent):
        files = list(group)
        pages = [each for each in files if _is_page_file(each)]
        if len(pages) > 1:
            if set(pages) != set(page_files(folder)):
                raise TeikitError(
                    f"{folder}: some of its pages of PAGE XML are named, and others are not; name"
                    " the folder, or put the pages of each text into a folder of their own"
                )
            found.append(document_folder(folder))
        found += [each for each in files if len(pages) < 2 or each not in pages]
    return found


def document_folder(folder: Path) -> Path:
    """The folder that has the name of a document whose files stand in a folder."""
    outer = folder.parent
    named = folder.name == _INNER and outer.name and page_files(outer) == page_files(folder)
    return outer if named else folder


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts names as people do: `p9` before `p10`."""
    return [
        (1, int(piece), "") if piece.isdecimal() else (0, 0, piece.casefold())
        for piece in re.split(r"(\d{1,18})", name)
        if piece
    ]


def _is_page_file(path: Path) -> bool:
    if path.suffix.lower() != ENDING or path.name.startswith(".") or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return is_page_xml(file.read(_HEAD))
    except OSError:
        return False
