"""What a file is that a document names as its schema, by how it begins."""

import re
from enum import Enum

from teikit.validating.schemas.naming import SchemaLanguage, by_namespace
from teikit.xml.encoding import decoded
from teikit.xml.prolog import prolog

_BEGINNING = 65536
"""Bytes in which the first element begins, behind licences and other comments."""
_LFS = b"version https://git-lfs.github.com/spec/"
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*+<(?:!doctype\s+html|html)\b", re.I | re.S)
_DTD = re.compile(r"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*+<!(?:ELEMENT|ENTITY|ATTLIST|\[)", re.S)


class NoSchema(Enum):
    """What a file is that was to be a schema, and what to do, in words."""

    EMPTY = "it is empty; put the schema there"
    LFS_POINTER = "it is a pointer of Git LFS, not the schema itself; run `git lfs pull`"
    WEB_PAGE = "it is a web page, not a schema; download the schema itself"


def no_schema(data: bytes) -> NoSchema | None:
    """What a file is instead of a schema, if that is known."""
    beginning = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xfe\xff\0 \t\r\n")
    if not beginning:
        return NoSchema.EMPTY
    if beginning.startswith(_LFS):
        return NoSchema.LFS_POINTER
    return NoSchema.WEB_PAGE if _PAGE.match(beginning) else None


def by_content(data: bytes) -> SchemaLanguage:
    """The language of a schema, by the namespace of its first element or its first declaration."""
    text = decoded(data[:_BEGINNING]).lstrip("\N{BYTE ORDER MARK}")
    if not text.lstrip().startswith("<"):
        return SchemaLanguage.UNKNOWN
    if _DTD.match(text):
        return SchemaLanguage.DTD
    return by_namespace(prolog(text).namespace)
