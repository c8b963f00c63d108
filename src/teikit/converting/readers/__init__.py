"""Readers: a file as people have it, as a `Source`. A format is a function in a file of its own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from teikit.converting.readers.page_files import ENDING, is_page_xml, page_files
from teikit.converting.readers.refused import refusal
from teikit.converting.readers.text import read_text
from teikit.converting.source import Source
from teikit.errors import TeikitError

LARGEST_PAGE = 32 * 1024 * 1024
"""Bytes. A web page of an edition holds some 100 kB; a file beyond this is something else."""

Reader = Callable[[bytes, str, str], Source]
Note = Callable[[str, bytes], object]
"""Takes the name of a file and its bytes."""


def _web_page(data: bytes, path: str, encoding: str) -> Source:
    from teikit.converting.readers.html import read_html  # noqa: PLC0415  (lxml is slow to load)

    return read_html(data, path, encoding)


def _word(data: bytes, path: str, encoding: str) -> Source:
    from teikit.converting.readers.docx import read_docx  # noqa: PLC0415

    return read_docx(data, path, encoding)


def _open_document(data: bytes, path: str, encoding: str) -> Source:
    from teikit.converting.readers.odt import read_odt  # noqa: PLC0415

    return read_odt(data, path, encoding)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".htm": _web_page,
        ".html": _web_page,
        ".xhtml": _web_page,
        ".docx": _word,
        ".odt": _open_document,
    }
)
"""For the end of a file's name its reader: bytes, path and a named encoding, or none, to a source.

Others are read as text.
"""

_LARGEST_DOCUMENT = 1024 * 1024 * 1024
"""Bytes of all files of a document in PAGE XML: a thousand pages with their words."""

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, and bytes of a name that are no UTF-8."""


def read(path: Path, encoding: str = "", note: Note | None = None) -> Source:
    """Read a raw page, in the encoding that is named, or a folder with pages in PAGE XML.

    What is read is told to `note`.

    Raises:
        TeikitError: the file has a name that cannot stand in XML, is missing, empty, too large, in
            another encoding, or not text.
    """
    if _UNWRITABLE.search(path.name):
        raise TeikitError(f"{str(path)!r}: no XML file can name this file; rename it")
    if path.is_dir() and (files := page_files(path)):
        return _transcription(files, path, note)
    try:
        if path.exists() and not path.is_file():
            raise TeikitError(f"{path}: is not a file; name the raw pages, or their folder")
        size = path.stat().st_size
        if size > LARGEST_PAGE:
            raise TeikitError(f"{path}: {size:,} bytes are too many for a page; split it")
        data = path.read_bytes()
    except FileNotFoundError:
        raise TeikitError(f"{path}: no such file; name the raw pages to convert") from None
    except OSError as error:
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None
    if note:
        note(path.name, data)
    suffix = path.suffix.lower()
    if suffix == ENDING and is_page_xml(data):
        return _page_xml([(path.name, data)], path)
    if words := refusal(suffix, data, zipped=suffix in {".docx", ".odt"}):
        raise TeikitError(f"{path}: {words}")
    return READERS.get(suffix, read_text)(data, str(path), encoding)


def page_digest(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """The digest of a page, from those of its files by their names."""
    return sha256(repr([*parts]).encode(errors="surrogateescape")).digest()


def _transcription(files: Sequence[Path], folder: Path, note: Note | None) -> Source:
    """Read the files of a document in PAGE XML, which are one text."""
    try:
        sizes = [file.stat().st_size for file in files]
        if max(sizes) > LARGEST_PAGE or sum(sizes) > _LARGEST_DOCUMENT:
            raise TeikitError(f"{folder}: its pages are too large for transcriptions; divide them")
        return _page_xml(_read_files(files, note), folder)
    except OSError as error:
        raise TeikitError(f"{folder}: cannot be read: {error.strerror}") from None


def _read_files(files: Iterable[Path], note: Note | None) -> Iterator[tuple[str, bytes]]:
    for file in files:
        data = file.read_bytes()
        if note:
            note(file.name, data)
        yield file.name, data


def _page_xml(files: Iterable[tuple[str, bytes]], path: Path) -> Source:
    from teikit.converting.readers.page_xml import read_page_xml  # noqa: PLC0415  (as above)

    return read_page_xml(files, str(path))
