"""Reading XML that may come from strangers, and writing files whole or not at all.

Reading fetches nothing (no DTD, no entity, no address) and is bounded: in size by `MAX_BYTES`, in
depth by `MAX_DEPTH`, in memory by `MAX_TREE`. Writing goes to a temporary file in the same folder,
which then takes the place of the old file in one step, once it is on the disk. A file that is
read-only is not replaced; a link to a file stays one.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from urllib.parse import unquote

from lxml import etree

from teikit.errors import TeikitError
from teikit.xml import temporary as temporaries
from teikit.xml.encoding import decoded, encoding_fault, mark_and_encoding
from teikit.xml.entities import Expansion, ExpansionError, expanded, in_its_place
from teikit.xml.markup import Lines

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read: about ten thousand printed pages."""

MAX_DEPTH = 256
"""The most elements that may be in each other, by the limits of libxml2."""

MAX_TEXT = 10_000_000
"""Bytes of the longest text or value in a tree, by the same."""

MAX_TREE = 300_000_000
"""Bytes of memory that the tree of a document may take, as far as that can be told before."""

MAX_ATTRIBUTES = 1000
"""The most attributes that an element may have; TEI knows fewer than a hundred for any."""


class Unreadable(TeikitError):  # noqa: N818 (named for what the user meets)
    """A file that cannot be read as XML. Line and column count from 1; 0 stands for "not known"."""

    def __init__(self, path: Path, line: int, column: int, reason: str) -> None:
        place = ":".join(str(part) for part in (path, line, column) if part)
        super().__init__(f"{place}: {reason}")
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason


class NotWellFormed(Unreadable):
    """The file is not XML, or broken XML."""


class Unsafe(Unreadable):
    """The file wants more than a document may: other files, entities, too much memory."""


class TooLarge(Unsafe):
    """The document would take too much memory as a tree."""


# In libxml2's words these are about its own functions and options, not about the document.
_REASONS = {
    "ERR_DOCUMENT_EMPTY": "this is not XML: no element is found where the document should begin",
    "ERR_DOCUMENT_END": "text or a second element stands after the end of the document",
    "ERR_ENTITYREF_SEMICOL_MISSING": "'&' stands alone; write '&amp;' for the character",
    "ERR_INVALID_CHAR": "a character stands here that XML does not allow (a control character)",
    "ERR_INVALID_ENCODING": "the bytes do not fit the encoding; save the file as UTF-8",
    "ERR_NAME_REQUIRED": "a name is missing; write '&lt;' for '<' and '&amp;' for '&' in text",
    "ERR_RESERVED_XML_NAME": "the XML declaration must be the very first thing in the file",
    "ERR_TAG_NOT_FINISHED": "the file ends before all its elements are closed",
}
_NO_FILE = "this is not a file"
_NO_ADDRESS = re.compile(r"'(.*\s.*)' is not a valid URI")
_PIECE = 1 << 20
"""Bytes that are read at a time of a file that has more than it said."""
_SMALL = 1 << 18
"""Bytes of a file whose tree is never too large."""
_LONG_TAG = 16384
"""Bytes; a shorter tag cannot hold too many attributes."""
_ATTRIBUTES = f"an element has more than {MAX_ATTRIBUTES} attributes"
_TOO_MUCH = (
    f"more than {MAX_DEPTH} elements are in each other, or one text is longer than "
    f"{MAX_TEXT:,} bytes; split it, or take the needless elements out"
)
_HIDDEN = "the DOCTYPE cannot be read in this encoding; save the file as UTF-8"
_UNDECLARED = re.compile("Entity '([^']+)' not defined")


class _OtherFileError(Exception):
    """The parser was about to open another file."""


class _Refusal(etree.Resolver):
    """Opens nothing, whatever a parser would like."""

    def resolve(self, *_: object) -> None:
        """Called before anything is opened."""
        raise _OtherFileError


def load(path: Path) -> etree._ElementTree:
    """The document at `path` as a tree: comments and instructions kept, its entities expanded.

    Raises `Unreadable`, and nothing else, whatever the file holds.
    """
    return parsed(read(path), path)


def parsed(data: bytes, path: Path) -> etree._ElementTree:
    """As `load`, where the bytes of the file at `path` are there already."""
    if fault := encoding_fault(data):
        raise NotWellFormed(path, 1, fault.position + 1, fault.words)
    if (size := tree_size(data)) > MAX_TREE:
        words = f"the document would take about {size >> 20} MB of memory"
        raise TooLarge(path, 0, 0, f"{words}; split it into smaller files")
    expansion = expansion_of(data, path)
    encoding = mark_and_encoding(data)[1]
    # Of other encodings, two programs may have two opinions, and a tree must be that of its text.
    as_utf8 = encoding == "utf-8" and expansion is None
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        collect_ids=False,  # an id used twice is not valid, but it is well-formed
        encoding=None if as_utf8 else "utf-8",
    )
    parser.resolvers.add(_Refusal())
    written = data
    if not as_utf8:
        written = (expansion.text if expansion else _decoded(data, path)).encode()
    try:
        root = etree.fromstring(written, parser, base_url=path.absolute().as_uri())
    except _OtherFileError:
        raise Unsafe(path, 1, 0, _HIDDEN) from None
    except etree.XMLSyntaxError as error:
        raise _explained(path, error, parser, data, expansion) from None
    tree = root.getroottree()
    dtd: Any = tree.docinfo.internalDTD
    if dtd is not None and expansion is None:
        raise Unsafe(path, 1, 0, _HIDDEN)
    crowded = _crowded(written, root)
    if crowded is not None:
        line: Any = crowded.sourceline
        raise Unsafe(path, line or 0, 0, _ATTRIBUTES)
    return tree


def tree_size(data: bytes) -> int:
    """Bytes of memory that the tree of a document takes, about; few for small ones, unlooked at."""
    if len(data) < _SMALL:
        return 0
    return 150 * data.count(b"<") + 260 * data.count(b"=") + 3 * len(data)


def expansion_of(data: bytes, path: Path) -> Expansion | None:
    """The document in `data`, the bytes of the file at `path`, without entities of its own.

    None where it has no DOCTYPE. Raises `Unreadable`.
    """
    # Where characters are two bytes or four, "<!" is another sign.
    if b"<!DOCTYPE" not in data and mark_and_encoding(data)[1] == "utf-8":
        return None
    text = _decoded(data, path)
    try:
        return expanded(text)
    except ExpansionError as error:
        kind = Unsafe if error.unsafe else NotWellFormed
        raise kind(path, *Lines(text).line_and_column(error.position), str(error)) from None


def missing_content(data: bytes, path: Path) -> list[Unreadable]:
    """The references in `data`, as `parsed`, of which it is not known what they stand for."""
    expansion = expansion_of(data, path)
    if expansion is None or not expansion.missing:
        return []
    lines = Lines(decoded(data))
    return [
        Unreadable(path, *lines.line_and_column(missing.position), missing.words)
        for missing in expansion.missing
    ]


def read(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file, if they are not more than `limit`. Raises `Unreadable`."""
    try:
        data = _up_to(path, limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        prefix = "" if isinstance(error, ValueError) else "the file cannot be read: "
        raise Unreadable(path, 0, 0, f"{prefix}{reason}") from None
    if len(data) > limit:
        raise Unsafe(path, 0, 0, too_many(limit))
    return data


def _up_to(path: str | Path, most: int) -> bytes:
    number = _descriptor(path)
    try:
        # Room for all that is asked for is made at once, which takes longer than to read.
        data = os.read(number, min(os.fstat(number).st_size + 1, most))
        # It has grown, or has no size, as some that the system makes.
        while len(data) < most and (more := os.read(number, min(most - len(data), _PIECE))):
            data += more
        return data
    finally:
        os.close(number)


def in_pieces(path: str | Path, size: int) -> Iterator[bytes]:
    """The bytes of a file, at most so many at a time. Raises `OSError` or `ValueError`."""
    number = _descriptor(path)
    try:
        while piece := os.read(number, size):
            yield piece
    finally:
        os.close(number)


def _descriptor(path: str | Path) -> int:
    """The number of a file that is open; as for `opened`."""
    if stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        number = _at_once(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        if stat.S_ISREG(os.fstat(number).st_mode):
            return number
        os.close(number)
    raise ValueError(_NO_FILE)


def too_many(limit: int) -> str:
    """The words for a file that is larger than `limit`, in bytes."""
    return f"the file is larger than {limit // 1024**2} MB; split it into smaller files"


@contextmanager
def opened(path: str | Path) -> Iterator[BinaryIO]:
    """The bytes of a file as a stream. Raises `OSError` or `ValueError`.

    A pipe or a device is not opened, or not waited for: it can take a file's place at any time.
    """
    if stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        with open(path, "rb", opener=_at_once) as stream:
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                yield stream
                return
    raise ValueError(_NO_FILE)


def _at_once(path: str | Path, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def is_file(path: str | Path) -> bool:
    """Whether there is such a file; unlike `Path`, this takes names that no disk can hold."""
    return os.path.isfile(path)  # noqa: PTH113


def exists(path: str | Path) -> bool:
    """Whether there is such a file or folder, in the same way."""
    return os.path.exists(path)  # noqa: PTH110


def beside(path: Path, address: str) -> Path | None:
    """The file that an address in the file at `path` leads to; None where it has a scheme.

    What stands behind `#` is left out.
    """
    if ":" in address.partition("/")[0]:
        return None
    # No name of a file has a NUL in it; so it is one that is not there.
    return path.parent / unquote(address.partition("#")[0]).replace("\0", "%00")


def real(path: Path) -> Path:
    """The path without links in it. Unlike `Path.resolve`, it takes links that go in circles."""
    return Path(os.path.realpath(path))


def _decoded(data: bytes, path: Path) -> str:
    mark, encoding = mark_and_encoding(data)
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = decoded(data[: len(mark) + error.start])
        line, column = Lines(before).line_and_column(len(before))
        raise NotWellFormed(path, line, column, _REASONS["ERR_INVALID_ENCODING"]) from None


def _explained(
    path: Path,
    error: etree.XMLSyntaxError,
    parser: etree.XMLParser,
    data: bytes,
    expansion: Expansion | None,
) -> Unreadable:
    line, column = error.position
    if expansion:
        position = Lines(expansion.text).position(line, column)
        line, column = Lines(decoded(data)).line_and_column(expansion.origin.start(position))
    log: Any = parser.error_log  # that of the error also holds the errors of earlier files
    entry = log[0]
    if entry.type_name == "ERR_RESOURCE_LIMIT":
        return Unsafe(path, line, column, _TOO_MUCH)
    reason = _REASONS.get(entry.type_name) or " ".join(entry.message.split())
    if entry.type_name == "WAR_NS_URI" and (address := _NO_ADDRESS.search(reason)):
        meant = "".join(address[1].split())
        reason = f"the namespace '{address[1]}' is no address; did you mean '{meant}'?"
    if name := _UNDECLARED.search(entry.message):
        reason = f"the entity &{name[1][:60]}; is not declared{in_its_place(name[1])}"
    return NotWellFormed(path, line, column, reason)


def _crowded(data: bytes, root: etree._Element) -> etree._Element | None:
    """An element with more attributes than can be meant: lxml takes a time that is squared."""
    # In most files there are not as many in all; in what has no "<", characters are other bytes.
    if data.count(b"=") <= MAX_ATTRIBUTES and b"<" in data:
        return None
    if len(data) < _LONG_TAG or max(map(len, data.split(b"<"))) < _LONG_TAG:
        return None
    return next(
        (element for element in root.iter("*") if len(element.attrib) > MAX_ATTRIBUTES), None
    )


_TROUBLE = {
    errno.EACCES: "there is no permission to write there; choose another folder",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EEXIST: "a file stands where a folder is needed; choose another path",
    errno.EISDIR: "this is a folder; name a file",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOSPC: "the disk is full; free some space",
    errno.ENOTDIR: "a file stands where a folder is needed; choose another path",
    errno.EPERM: "there is no permission to write there; choose another folder",
    errno.EROFS: "the disk is read-only; choose another folder",
}

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_atomically(path: Path, data: bytes, *, synced: bool = True) -> None:
    """Write `data` to `path`, whole or not at all; missing folders are made.

    What can be made again at any time need not be `synced`: it is not waited for until it is on
    the disk. Raises `TeikitError`; the old file is then as it was.
    """
    with atomic_stream(path, synced=synced) as stream:
        stream.write(data)


def write_if_changed(path: Path, data: bytes, *, synced: bool = True) -> None:
    """The same, unless the file holds just that already. Raises `TeikitError`."""
    if not is_file(path) or path.stat().st_size != len(data) or path.read_bytes() != data:
        write_atomically(path, data, synced=synced)


@contextmanager
def atomic_writer(path: Path, *, errors: str = "strict") -> Iterator[TextIO]:
    """A stream for text that becomes the file `path` when the `with` block ends without an error.

    UTF-8, line ends as written; `errors` says what becomes of what UTF-8 cannot hold, as the names
    of some files. Missing folders are made. When the block or the writing fails,
    the old file is as it was. Raises `TeikitError` where the file cannot be written.
    """
    with (
        atomic_stream(path) as stream,
        TextIOWrapper(stream, encoding="utf-8", newline="", errors=errors) as text,
    ):
        yield text


@contextmanager
def atomic_stream(path: Path, *, synced: bool = True) -> Iterator[BinaryIO]:
    """The same for bytes; the old file stays until the block ends."""
    temporary: Path | None = None
    try:
        place = real(path) if path.is_symlink() else path  # the link stays
        old = _replaceable(path, place)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporaries.name_beside(place)
        with temporary.open("xb") as stream:
            yield stream
        if synced:
            _put_on_disk(temporary)
        if old:
            _make_alike(temporary, old)
        temporary.replace(place)
        temporary = None
    except OSError as error:
        raise TeikitError(f"cannot write {path}: {write_trouble(error)}") from None
    finally:
        if temporary:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_trouble(error: OSError) -> str:
    """Why something cannot be written, and what to do, in words."""
    return _TROUBLE.get(error.errno or 0) or error.strerror or str(error)


def _replaceable(path: Path, place: Path) -> os.stat_result | None:
    """What is known of the file that is to be replaced, if there is one.

    Raises `TeikitError` or `OSError` where it is not to be.
    """
    try:
        old = place.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not stat.S_ISREG(old.st_mode):
        raise TeikitError(f"cannot write {path}: this is not an ordinary file; name another")
    # The file itself is never opened for writing, so that nobody else would ask.
    if not (old.st_mode & _WRITABLE and os.access(place, os.W_OK)):
        raise TeikitError(
            f"cannot write {path}: the file is read-only; make it writable, or name another"
        )
    return old


def _put_on_disk(path: Path) -> None:
    """Wait until the contents of a file are there, whatever becomes of the machine afterwards."""
    number = os.open(path, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _make_alike(temporary: Path, old: os.stat_result) -> None:
    """Give a file the owner and the permissions of another, as far as we may."""
    new = temporary.stat()
    if hasattr(os, "chown") and (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with suppress(OSError):
            os.chown(temporary, old.st_uid, old.st_gid)
    temporary.chmod(stat.S_IMODE(old.st_mode))
