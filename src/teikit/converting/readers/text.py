"""Plain text."""

import re

from teikit.converting.readers import encodings
from teikit.converting.readers.signs import signs_as_marks
from teikit.converting.source import Source
from teikit.errors import TeikitError

# XML 1.0 cannot hold these, not even as character references. White space among them (form feed
# and its kin) is harmless: the encoder writes it as a space.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff]")


def read_text(data: bytes, path: str, encoding: str = "") -> Source:
    """Make a `Source` of the bytes of a page.

    The encoding is what a byte order mark says, or the one named, or UTF-8.

    Raises:
        TeikitError: the bytes are empty, in another encoding, or hold what no XML file can hold.
    """
    marked = encodings.marked(data)
    if not marked and not encoding and b"\0" in data:
        if not encodings.is_wide(data):
            raise TeikitError(
                f"{path}: is a binary file, not text; give plain text, .html, .docx or .odt"
            )
        raise TeikitError(f"{path}: is not UTF-8; {encodings.advice(data)}")
    text = encodings.decode(data, path, marked or encoding or "utf-8")
    if not text.strip():
        raise TeikitError(f"{path}: is empty; there is nothing to convert")
    source = Source(path, text, encoding="" if marked else encoding)
    if bad := _NOT_XML.search(text):
        line, column = source.position(bad.start())
        raise TeikitError(
            f"{path}:{line}:{column}: the control character U+{ord(bad.group()):04X} cannot stand"
            " in XML; remove it"
        )
    return signs_as_marks(source)
