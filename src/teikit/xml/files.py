"""Reading XML that may come from strangers, and writing files whole or not at all.

Reading fetches nothing (no DTD, no entity, no address) and is bounded: in size by `MAX_BYTES`, in
depth and in the length of one text by the limits of libxml2. Writing goes to a temporary file in
the same folder, which then takes the place of the old file in one step, once it is on the disk. A
file that is read-only is not replaced; a link to a file stays one.
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

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read: about ten thousand printed pages."""

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
_NO_ADDRESS = re.compile(r"'(.*\s.*)' is not a valid URI")
_LONG_TAG = 16384
"""Bytes; a shorter tag cannot hold too many attributes."""
_ATTRIBUTES = f"an element has more than {MAX_ATTRIBUTES} attributes"
_TOO_MUCH = "the document is nested too deeply, or holds a text or an entity that is too large"
_EXTERNAL = "the DOCTYPE names another file, which is not fetched; remove the DOCTYPE"


class _OtherFileError(Exception):
    """The parser was about to open another file."""


class _Refusal(etree.Resolver):
    """Opens nothing: without it, `collect_ids=False` makes libxml2 load an external DTD."""

    def resolve(self, *_: object) -> None:
        """Called before anything is opened."""
        raise _OtherFileError


def load(path: Path) -> etree._ElementTree:
    """The document at `path` as a tree: comments and instructions kept, entities not expanded.

    Raises `Unreadable`, and nothing else, whatever the file holds.
    """
    return parsed(read(path), path)


def parsed(data: bytes, path: Path) -> etree._ElementTree:
    """As `load`, where the bytes of the file at `path` are there already."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        collect_ids=False,  # an id used twice is not valid, but it is well-formed
    )
    parser.resolvers.add(_Refusal())
    try:
        root = etree.fromstring(data, parser, base_url=path.absolute().as_uri())
    except _OtherFileError:
        raise Unsafe(path, _doctype_line(data), 0, _EXTERNAL) from None
    except etree.XMLSyntaxError as error:
        raise _explained(path, error, parser) from None
    tree = root.getroottree()
    if reason := _wish(tree):
        raise Unsafe(path, _doctype_line(data), 0, reason)
    crowded = _crowded(data, root)
    if crowded is not None:
        line: Any = crowded.sourceline
        raise Unsafe(path, line or 0, 0, _ATTRIBUTES)
    return tree


def read(path: Path) -> bytes:
    """The bytes of a file, if they are not too many. Raises `Unreadable`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(path, 0, 0, "this is not a file")
        with path.open("rb") as stream:
            # Room for all that is asked for is made at once, which takes longer than to read.
            size = min(os.fstat(stream.fileno()).st_size, MAX_BYTES)
            data = stream.read(size + 1)
            if len(data) > size:  # it has grown, or has no size, as some that the system makes
                data += stream.read(MAX_BYTES + 1 - len(data))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(path, 0, 0, f"the file cannot be read: {reason}") from None
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        raise Unsafe(path, 0, 0, f"the file is larger than {limit} MB; split it into smaller files")
    return data


def beside(path: Path, address: str) -> Path | None:
    """The file that an address in the file at `path` leads to; None where it has a scheme.

    What stands behind `#` is left out.
    """
    if ":" in address.partition("/")[0]:
        return None
    return path.parent / unquote(address.partition("#")[0])


def real(path: Path) -> Path:
    """The path without links in it. Unlike `Path.resolve`, it takes links that go in circles."""
    return Path(os.path.realpath(path))


def _explained(path: Path, error: etree.XMLSyntaxError, parser: etree.XMLParser) -> Unreadable:
    line, column = error.position
    log: Any = parser.error_log  # that of the error also holds the errors of earlier files
    entry = log[0]
    if entry.type_name == "ERR_RESOURCE_LIMIT":
        return Unsafe(path, line, column, _TOO_MUCH)
    reason = _REASONS.get(entry.type_name) or " ".join(entry.message.split())
    if entry.type_name == "WAR_NS_URI" and (address := _NO_ADDRESS.search(reason)):
        meant = "".join(address[1].split())
        reason = f"the namespace '{address[1]}' is no address; did you mean '{meant}'?"
    return NotWellFormed(path, line, column, reason)


def _doctype_line(data: bytes) -> int:
    """The line of the DOCTYPE, in an encoding that contains ASCII; the first line in others."""
    return data.count(b"\n", 0, max(data.find(b"<!DOCTYPE"), 0)) + 1


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


def _wish(tree: etree._ElementTree) -> str:
    """What the DOCTYPE asks for beyond the file itself, as a reason to refuse it; or nothing."""
    declared: Any = tree.docinfo.internalDTD
    if declared is None:
        return ""
    if declared.system_url or declared.external_id:
        return _EXTERNAL
    if any(True for _ in declared.iterentities()):
        return "the DOCTYPE declares entities; write the characters themselves and remove it"
    return ""


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


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all; missing folders are made.

    Raises `TeikitError`; the old file is then as it was.
    """
    with _replacing(path) as stream:
        stream.write(data)


@contextmanager
def atomic_writer(path: Path, *, errors: str = "strict") -> Iterator[TextIO]:
    """A stream for text that becomes the file `path` when the `with` block ends without an error.

    UTF-8, line ends as written; `errors` says what becomes of what UTF-8 cannot hold, as the names
    of some files. Missing folders are made. When the block or the writing fails,
    the old file is as it was. Raises `TeikitError` where the file cannot be written.
    """
    with (
        _replacing(path) as stream,
        TextIOWrapper(stream, encoding="utf-8", newline="", errors=errors) as text,
    ):
        yield text


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    temporary: Path | None = None
    try:
        place = real(path) if path.is_symlink() else path  # the link stays
        old = _replaceable(path, place)
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = temporaries.name_beside(place)
        with temporary.open("xb") as stream:
            yield stream
        _put_on_disk(temporary)
        if old:
            _make_alike(temporary, old)
        temporary.replace(place)
    except OSError as error:
        reason = _TROUBLE.get(error.errno or 0) or error.strerror or str(error)
        raise TeikitError(f"cannot write {path}: {reason}") from None
    finally:
        if temporary:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


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
