"""Files of word processors: zip archives of XML, unpacked within limits.

Nothing is followed that leads out of the file, no program in it is run, and no more of it is
unpacked than what the text is read from.
"""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from teikit.errors import TeikitError

if TYPE_CHECKING:
    from lxml import etree

MOST_PARTS = 10_000
LARGEST_PART = 64 * 1024 * 1024
"""Bytes of a part, unpacked. The text of a long book takes some 10 MB as XML."""
LARGEST_RATIO = 300
"""Bytes unpacked for each byte of the archive; XML of word processors is packed to a tenth."""
_SMALL = 1024 * 1024
"""Bytes up to which a part may be packed as closely as it likes."""


class Package:
    """The parts of one file."""

    def __init__(self, data: bytes, path: str) -> None:
        """Open the archive.

        Raises:
            TeikitError: it is no archive, broken, encrypted, or beyond the limits.
        """
        self.path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {info.filename: info for info in self._archive.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise self._broken() from None
        if len(self._archive.infolist()) > MOST_PARTS:
            raise TeikitError(f"{path}: has too many parts to be a text; it is not unpacked")

    def names(self) -> list[str]:
        """The names of the parts, sorted."""
        return sorted(self._parts)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            TeikitError: it is missing, broken, encrypted, or beyond the limits.
        """
        info = self._parts.get(name)
        if info is None:
            raise self._broken()
        if info.flag_bits & 1:
            raise TeikitError(f"{self.path}: is encrypted; save it without a password")
        close = info.file_size > _SMALL and info.file_size > LARGEST_RATIO * info.compress_size
        if info.file_size > LARGEST_PART or close:
            raise self._bomb()
        try:
            with self._archive.open(info) as part:
                data = part.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ):
            raise self._broken() from None
        if len(data) > LARGEST_PART:  # more than the archive says
            raise self._bomb()
        return data

    def xml(self, name: str) -> "etree._Element":
        """The root of a part that is XML.

        Raises:
            TeikitError: the part cannot be read, is no XML, or has a document type.
        """
        root = _parsed(self.read(name))
        if root is None:
            raise self._broken()
        if _doctype(root):
            raise TeikitError(
                f"{self.path}: {name} in it has a document type, as no word processor writes;"
                " it is not read"
            )
        return root

    def _broken(self) -> TeikitError:
        return TeikitError(
            f"{self.path}: is broken, or not what its name says; open it in a word processor and"
            " save it again"
        )

    def _bomb(self) -> TeikitError:
        return TeikitError(f"{self.path}: unpacks to more than any text needs; it is not unpacked")


def safe_root(data: bytes) -> "etree._Element | None":
    """The root of XML; nothing where it is broken, or has a document type."""
    root = _parsed(data)
    return None if root is None or _doctype(root) else root


def _parsed(data: bytes) -> "etree._Element | None":
    from lxml import etree  # noqa: PLC0415  (slow to load)

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _doctype(root: "etree._Element") -> bool:
    return bool(getattr(root.getroottree().docinfo, "doctype", ""))


def local(element: "etree._Element") -> str:
    """The name of an element without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: "etree._Element | None", name: str = "val") -> str:
    """An attribute by its name without namespace; empty where there is none."""
    if element is None:
        return ""
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return ""


def child(element: "etree._Element | None", name: str) -> "etree._Element | None":
    """The first child of a name without namespace."""
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)
