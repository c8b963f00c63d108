"""Which encoding the bytes of a page are in: what they say, and what they look like."""

import codecs
import re
from itertools import pairwise

from teikit.errors import TeikitError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_SURE = 3
"""Characters of several bytes: that so many come about by chance is as good as impossible."""


def marked(data: bytes) -> str:
    """The encoding that a byte order mark names, or nothing."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def known(name: str) -> str:
    """Python's name of an encoding of text; nothing where it has none.

    Latin-1 is read as Windows reads it: its own control characters are in no page.
    """
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return ""
    if not info._is_text_encoding:
        return ""
    return "cp1252" if info.name in {"iso8859-1", "ascii"} else info.name


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 and hold what no other encoding has by chance."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(1 for sign in text if sign > "\x7f") >= _SURE


def is_wide(data: bytes) -> bool:
    """Whether the bytes look like UTF-16: the zeros in it stand on one side of the letters."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if (
        len(data) % 2
        or max(even, odd) <= len(sample) // 16
        or min(even, odd) * 20 >= max(even, odd)
    ):
        return False
    text = sample.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    return not _CONTROL.search(text)


def likely(data: bytes) -> str:
    """The encoding that bytes look like which are not UTF-8: the name that a user would give."""
    sample = data[:_SAMPLE]
    if is_wide(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    high = [byte for byte in sample if byte >= 0x80]
    together = sum(1 for first, second in pairwise(sample) if min(first, second) >= 0x80)
    if not high or together < len(high) * 0.6:
        return "windows-1252"
    # A Cyrillic page: most of its letters are small, and each encoding has these elsewhere.
    small = {
        "windows-1251": sum(1 for byte in high if byte >= 0xE0),
        "koi8-r": sum(1 for byte in high if 0xC0 <= byte < 0xE0),
        "cp866": sum(1 for byte in high if 0xA0 <= byte < 0xB0 or 0xE0 <= byte < 0xF0),
    }
    return max(small, key=lambda name: small[name])


def decode(data: bytes, path: str, encoding: str) -> str:
    """The text of bytes in a named encoding, without a byte order mark.

    Raises:
        TeikitError: there is no such encoding, or the bytes are not in it.
    """
    name = known(encoding)
    if not name:
        raise TeikitError(f"no encoding is called {encoding!r}; try utf-8 or windows-1252")
    if name.startswith("utf-8"):
        name = "utf-8-sig"
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start] if error.start < len(data) else 0
        raise TeikitError(
            f"{path}:{line}: byte 0x{byte:02x} is not {shown(encoding)}; {advice(data, encoding)}"
        ) from None


def advice(data: bytes, encoding: str = "utf-8") -> str:
    """What to do with a page that is not in an encoding, in words."""
    guess = likely(data)
    if known(guess) == known(encoding):
        return "save the page as UTF-8"
    return f"it looks like {guess}: give --encoding {guess}, or save the page as UTF-8"


def shown(encoding: str) -> str:
    """The name of an encoding as people write it."""
    return encoding.upper() if encoding.lower().startswith("utf") else encoding
