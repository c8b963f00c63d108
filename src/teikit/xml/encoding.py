"""In which encoding a document of XML is written."""

import re

_DECLARED = re.compile(rb"""<\?xml\b[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")


def encoding_of(beginning: bytes) -> str:
    """The encoding of a document, from its first bytes: by its mark, or as it is declared."""
    if beginning.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    if beginning.startswith((b"\xfe\xff", b"\0<")):
        return "utf-16-be"
    declared = _DECLARED.match(beginning)
    return declared[1].decode("ascii") if declared else "utf-8"
