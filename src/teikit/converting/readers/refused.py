"""Formats that cannot be read, and what to do with a file of each."""

from collections.abc import Mapping
from types import MappingProxyType

_OLD = "is a file of a word processor in an old format; open it there and save it as .docx or .odt"
_PDF = "is a PDF, which has no paragraphs; save it as .docx (word processors open it), or as text"
_ARCHIVE = "is an archive; unpack it, and name the folder with the pages"
_BOOK = "is an e-book; save it as .docx or .html first (Calibre does that)"
_PICTURE = "is a picture; transcribe it first, by hand or with a program that reads writing"
_FLAT = "is a file of a word processor in one piece; save it as .odt or .docx"
_SAVED = "is a web archive; open it in a browser, and save the page as .html alone"
_XML = (
    "is XML, but not PAGE XML; TEI needs no conversion, and transcriptions in ALTO are exported as"
    " PAGE XML, text or .docx by the program that made them"
)
_TABLE = "is a table; a page is text: .txt, .html, .docx or .odt"

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        ".7z": _ARCHIVE,
        ".azw3": _BOOK,
        ".bmp": _PICTURE,
        ".csv": _TABLE,
        ".doc": _OLD,
        ".djvu": _PICTURE,
        ".epub": _BOOK,
        ".fodt": _FLAT,
        ".gif": _PICTURE,
        ".gz": _ARCHIVE,
        ".jpeg": _PICTURE,
        ".jpg": _PICTURE,
        ".mht": _SAVED,
        ".mhtml": _SAVED,
        ".mobi": _BOOK,
        ".ods": _TABLE,
        ".pages": _OLD,
        ".pdf": _PDF,
        ".png": _PICTURE,
        ".rar": _ARCHIVE,
        ".rtf": _OLD,
        ".tar": _ARCHIVE,
        ".tgz": _ARCHIVE,
        ".tif": _PICTURE,
        ".tiff": _PICTURE,
        ".tsv": _TABLE,
        ".webp": _PICTURE,
        ".wpd": _OLD,
        ".xls": _TABLE,
        ".xlsx": _TABLE,
        ".xml": _XML,
        ".zip": _ARCHIVE,
    }
)
"""For the end of a file's name, what is said of the file."""

_BEGINNINGS = (
    (b"%PDF-", _PDF),
    (b"{\\rtf", _OLD),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"{_OLD}; if it is encrypted, take the password off"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
)
_ZIP = b"PK\x03\x04"


def refusal(suffix: str, data: bytes, *, zipped: bool) -> str:
    """What is said of a file that is not read; nothing of others.

    `zipped` says that a file of this name is a zip archive inside, as .docx is.
    """
    for beginning, words in _BEGINNINGS:
        if data.startswith(beginning):
            return words
    if suffix in REFUSED:
        return REFUSED[suffix]
    return _ARCHIVE if data.startswith(_ZIP) and not zipped else ""
