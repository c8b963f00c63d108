"""Writing TEI files into the folder of an edition, without losing what an editor did there."""

import re
from collections.abc import Callable
from pathlib import Path

from teikit.converting.outcome import Outcome
from teikit.errors import TeikitError
from teikit.xml.encoding import encoding_of
from teikit.xml.files import write_atomically

_NO_DRAFT = re.compile(r"<(?:[\w.-]+:)?revisionDesc\b[^>]*\sstatus\s*=\s*['\"](?!\s*draft\s*['\"])")


def settle(path: Path, data: bytes, *, check: bool) -> Outcome:
    """Write a file where it is not yet as it should be; with `check`, only say so.

    A file whose history no longer says `draft` is an editor's, and is left as it is.

    Raises:
        TeikitError: the file cannot be read or written.
    """
    try:
        current = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise TeikitError(f"{path}: cannot be read: {error.strerror}") from None
    if current == data:
        return Outcome.UNCHANGED
    if current and not _is_draft(current):
        return Outcome.NO_DRAFT
    if check:
        return Outcome.WOULD_BE_NEW if current is None else Outcome.WOULD_CHANGE
    write_atomically(path, data)
    return Outcome.WRITTEN


def left_alone(path: Path, is_same: Callable[[bytes], bool]) -> Outcome | None:
    """What becomes of a file that is not written; None where it must be, or cannot be read.

    `is_same` says of what it holds whether that is what would be written.
    """
    try:
        current = path.read_bytes()
    except OSError:
        return None
    if is_same(current):
        return Outcome.UNCHANGED
    return Outcome.NO_DRAFT if current and not _is_draft(current) else None


def _is_draft(data: bytes) -> bool:
    encoding = encoding_of(data)
    # What is looked for is ASCII, which all encodings but UTF-16 write as Latin-1 does.
    readable = encoding if encoding.startswith("utf-16") else "latin-1"
    return not _NO_DRAFT.search(data.decode(readable, errors="replace"))
