"""Where in the store the file of an address lies: in a tree of hosts and paths.

So what a schema includes by a relative address lies beside it. No name leads out of the tree, means
a device on Windows, or is another name where capitals are not told apart.
"""

import hashlib
import re
from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from teikit.validating.schemas.addresses import has_scheme, is_web, key

ENDINGS = (".rng", ".rnc", ".xsd", ".sch")
"""What a file ends with, so that its kind is known; the first is for what nothing is known of."""

_LONGEST = 120
"""Characters of a name; systems take 255 bytes, of which some are for temporary names."""
_DEPTH = 30
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_SAFE = "~+@,()!'"
_LOCAL = "local"
"""The folder of what comes from no host; a host of this name gets another."""


def file_of(address: str, ending: str, taken: Collection[str] = ()) -> str:
    """The path of the file for an address in the store, relative and with `/`.

    It has the `ending`, unless that of the address is one of a schema, too; `taken` are the paths
    of the files of other addresses.
    """
    place = key(address)
    path, _, query = place.partition("?")
    if is_web(place):
        host, *segments = path.partition("://")[2].split("/")
        host = f"{host}=" if host == _LOCAL else host.replace(":", "+")
    else:
        scheme, _, rest = path.partition(":")
        host = _LOCAL
        segments = rest.strip("/").split("/") if scheme == "file" else [path]
    if query:
        segments[-1] += f"?{query}"
    names = [host if host.endswith("=") else _name(host), *map(_name, segments)]
    if not names[-1].lower().endswith(ENDINGS):
        names[-1] += ending
    found = "/".join(names)
    if len(names) > _DEPTH or _clashes(found, taken):
        mark = hashlib.sha256(place.encode()).hexdigest()[:16]
        found = f"{names[0]}/={mark}{PurePosixPath(names[-1]).suffix}"
    return found


def is_safe(file: str) -> bool:
    """Whether a path, as a lock gives it, stays in the store."""
    names = file.split("/")
    return bool(file) and not has_scheme(file) and all(_is_name(name) for name in names)


def _is_name(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set('\\:\0"<>|*?')


def _name(segment: str) -> str:
    """A segment of a path as a name that every system takes; what it cannot be has `=` escapes.

    With `%`, programs would take the name for an address, and find another.
    """
    name = quote(unquote(segment), safe=_SAFE).replace("%", "=") or "="
    if name.startswith("."):
        name = f"=2E{name[1:]}"
    if _DEVICES.fullmatch(name):
        name = f"={ord(name[0]):02X}{name[1:]}"
    if name.endswith("."):
        name = f"{name[:-1]}=2E"
    if len(name) > _LONGEST:
        mark = hashlib.sha256(name.encode()).hexdigest()[:16]
        suffix = PurePosixPath(name).suffix
        name = f"{name[:80]}~{mark}{suffix if suffix in ENDINGS else ''}"
    return name


def _clashes(file: str, taken: Collection[str]) -> bool:
    """Whether a file would be another one, or the folder of one, or lie in one."""
    mine = file.casefold()
    for other in taken:
        theirs = other.casefold()
        if (mine == theirs and file != other) or _is_above(mine, theirs) or _is_above(theirs, mine):
            return True
        # `a/B/c` and `a/b/d` would be in one folder.
        ours = zip(file.split("/"), other.split("/"), strict=False)
        for name, their_name in ours:
            if name != their_name:
                if name.casefold() == their_name.casefold():
                    return True
                break
    return False


def _is_above(folder: str, file: str) -> bool:
    return file.startswith(f"{folder}/")
