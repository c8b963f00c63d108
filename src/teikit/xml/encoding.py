"""In which encoding a document of XML is written."""

import codecs
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from functools import lru_cache
from typing import NamedTuple

_DECLARED = re.compile(rb"""<\?xml\b[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.\-]*)["']""")
_BEGINNING = 1024
"""Bytes in which a declaration ends."""
_MARKS = {
    BOM_UTF8: "utf-8",
    BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    BOM_UTF32_BE: "utf-32-be",
    BOM_UTF16_LE: "utf-16-le",
    BOM_UTF16_BE: "utf-16-be",
}
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_EBCDIC = b"\x4c\x6f\xa7\x94"
"""`<?xm` in the encodings of mainframes."""
_NO_TEXT = frozenset(
    (
        "idna",
        "mbcs",
        "oem",
        "punycode",
        "raw-unicode-escape",
        "undefined",
        "unicode-escape",
        "utf-8-sig",
    )
)
"""Codecs of Python that are no encodings of files."""
_OTHERS = {"iso-10646-ucs-2": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-4": "utf-32"}
"""Names that Python does not know."""
_REMEDY = 'save the file as UTF-8 and declare that: encoding="UTF-8"'


class EncodingFault(NamedTuple):
    """Why a document cannot be decoded; `position` is where in it that is said, in bytes."""

    position: int
    words: str


def encoding_of(beginning: bytes) -> str:
    """The encoding of a document, from its first bytes: by its mark, or as it is declared.

    It is one that Python knows: where what is declared is not, `latin-1`, which takes any bytes.
    """
    return mark_and_encoding(beginning)[1]


def mark_and_encoding(data: bytes) -> tuple[bytes, str]:
    """The mark of its encoding that a document begins with, or nothing, and the encoding."""
    # Nearly all documents begin so.
    if not data.startswith(b"<?x"):
        for mark, encoding in _MARKS.items():
            if data.startswith(mark):
                return mark, encoding
        for encoding in _WIDE:
            if data.startswith("<".encode(encoding)):
                return b"", encoding
    declared = _DECLARED.match(data, 0, _BEGINNING)
    if not declared:
        return b"", "utf-8"
    codec = _codec(declared[1])
    # What is written with bytes for ASCII is not in UTF-16, whatever is declared.
    return b"", "utf-8" if codec.startswith(("utf-16", "utf-32")) else codec or "latin-1"


def decoded(data: bytes) -> str:
    """The text of a file, in its encoding, as far as it can be read; without the mark of that."""
    mark, encoding = mark_and_encoding(data)
    return data[len(mark) :].decode(encoding, "replace")


def encoding_fault(data: bytes) -> EncodingFault | None:
    """What is wrong with what a document says of its encoding, if anything."""
    if data.startswith(_EBCDIC):
        return EncodingFault(0, f"the file is in an encoding of mainframes (EBCDIC); {_REMEDY}")
    mark, written = mark_and_encoding(data)
    beginning = data[len(mark) :][:_BEGINNING]
    wide = written in _WIDE
    if wide:
        beginning = beginning.decode(written, "replace").encode("latin-1", "replace")
    found = _DECLARED.match(beginning)
    if not found:
        return None
    name = found[1].decode("ascii")
    position = len(mark) + found.start(1)
    codec = _codec(found[1])
    if not codec:
        words = f"the encoding {name[:40]} is not known, or none for XML; {_REMEDY}"
        return EncodingFault(position, words)
    if wide and codec[:6] == written[:6]:
        return None
    if wide or codec.startswith(("utf-16", "utf-32")):
        real = written.upper()[:6] if wide else "UTF-8, or in another encoding that is not wide"
        return EncodingFault(
            position,
            f"the file declares that it is in {name[:40]}, but it is written in {real}; {_REMEDY}",
        )
    if mark and codec != written:
        words = f"the file begins with the mark of UTF-8, but declares {name[:40]}; {_REMEDY}"
        return EncodingFault(position, words)
    return None


@lru_cache(maxsize=64)
def _codec(name: bytes) -> str:
    """What Python calls an encoding; empty for what is none of texts."""
    known = name.decode("ascii").lower()
    try:
        codec = codecs.lookup(_OTHERS.get(known, known))
    except (LookupError, ValueError):
        return ""
    found = codec.name.replace("_", "-")
    # What is private in the class is how Python itself tells codecs for texts.
    is_text = getattr(codec, "_is_text_encoding", True) and found not in _NO_TEXT
    ascii_ = bytes(range(32, 127))
    try:
        plain = is_text and ascii_.decode(found) == ascii_.decode("ascii")
    except ValueError:
        plain = False
    return found if plain or (is_text and found.startswith(("utf-16", "utf-32"))) else ""
