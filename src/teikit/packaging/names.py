"""Names of files in a bag: such as every system can hold, and each once.

A bag is unpacked on systems that do not tell capitals apart, nor the two ways to write an accented
letter, and that know names of devices. Readers of bags do not agree on the percent sign.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePosixPath

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029<>:"|?*\\%]|[. ]$|^ ')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)


@dataclass(slots=True)
class BagNames:
    """The names that were given, and which of them are not those that were wanted."""

    changed: dict[str, str] = field(default_factory=dict)
    """By the name that was wanted, the name that was given."""
    _files: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def give(self, wanted: str) -> str:
        """A name for a file, with `/` between its parts, that no other file has."""
        *folders, last = map(_safe, wanted.split("/"))
        above = ""
        for folder in folders:
            above = _free(f"{above}{folder}", self._files) + "/"
            self._folders.add(_same(above[:-1]))
        name = _free(f"{above}{last}", self._files, self._folders)
        self._files.add(_same(name))
        if name != wanted:
            self.changed[wanted] = name
        return name


def _free(name: str, *taken: set[str]) -> str:
    path = PurePosixPath(name)
    others = (str(path.with_name(f"{path.stem}-{n}{path.suffix}")) for n in count(2))
    while any(_same(name) in names for names in taken):
        name = next(others)
    return name


def _safe(part: str) -> str:
    safe = _UNSAFE.sub("_", part) or "_"
    return f"_{safe}" if _DEVICES.match(safe) else safe


def _same(name: str) -> str:
    """A text that is the same for names that some systems take for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
