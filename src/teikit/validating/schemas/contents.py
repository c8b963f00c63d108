"""What a file is that a document names as its schema, by how it begins."""

import re

from teikit.validating.schemas.naming import SchemaLanguage, by_namespace
from teikit.xml.encoding import decoded
from teikit.xml.prolog import prolog

_BEGINNING = 65536
"""Bytes in which the first element begins, behind licences and other comments."""
_LFS = b"version https://git-lfs.github.com/spec/"
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*+<(?:!doctype\s+html|html)\b", re.I | re.S)
_DTD = re.compile(r"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*+<!(?:ELEMENT|ENTITY|ATTLIST|\[)", re.S)


def no_schema(data: bytes) -> str:
    """What a file is instead of a schema, and what to do, in words; else empty."""
    beginning = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf")
    if not beginning.strip(b"\0 \t\r\n"):
        return "it is empty; put the schema there"
    if beginning.startswith(_LFS):
        return "it is a pointer of Git LFS, not the schema itself; run `git lfs pull`"
    if _PAGE.match(beginning):
        return "it is a web page, not a schema; download the schema itself"
    return ""


def by_content(data: bytes) -> SchemaLanguage:
    """The language of a schema, by the namespace of its first element or its first declaration."""
    text = decoded(data[:_BEGINNING]).lstrip("\N{BYTE ORDER MARK}")
    if not text.lstrip().startswith("<"):
        return SchemaLanguage.UNKNOWN
    if _DTD.match(text):
        return SchemaLanguage.DTD
    return by_namespace(prolog(text).namespace)
