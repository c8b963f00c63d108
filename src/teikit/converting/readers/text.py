"""Plain text."""

import re

from teikit.converting.source import Source
from teikit.errors import TeikitError

# XML 1.0 cannot hold these, not even as character references. White space among them (form feed
# and its kin) is harmless: the encoder writes it as a space.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff]")


def read_text(data: bytes, path: str) -> Source:
    """Make a `Source` of the bytes of a page.

    Raises:
        TeikitError: the bytes are empty, not UTF-8, or hold what no XML file can hold.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TeikitError(f"{path}: is in UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise TeikitError(f"{path}: is a binary file, not text; name a page of plain text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TeikitError(
            f"{path}:{line}: byte 0x{data[error.start]:02x} is not UTF-8; save the page as UTF-8"
        ) from None
    if not text.strip():
        raise TeikitError(f"{path}: is empty; there is nothing to convert")
    source = Source(path, text)
    if bad := _NOT_XML.search(text):
        line, column = source.position(bad.start())
        raise TeikitError(
            f"{path}:{line}:{column}: the control character U+{ord(bad.group()):04X} cannot stand"
            " in XML; remove it"
        )
    return source
