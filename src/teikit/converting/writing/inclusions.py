"""The inclusions in the file of an edition, where a run could not read all of its pages."""

import re
from pathlib import Path

_INCLUSION = re.compile(rb'[ \t]*<xi:include href="([^"<>]+)"/>\r?\n')


def with_kept(data: bytes, path: Path) -> bytes:
    """The new file of an edition with the inclusions of the old one whose files are there.

    A page that cannot be read in this run has its documents still in the folder: they stay, each
    behind the document that it stood behind.
    """
    try:
        old = path.read_bytes() if path.is_file() else b""
    except OSError:
        return data
    found = list(_INCLUSION.finditer(data))
    names = [each.group(1) for each in found]
    before = b""
    for name in _INCLUSION.findall(old):
        if name not in names and (path.parent / name.decode("utf-8", "replace")).is_file():
            names.insert(names.index(before) + 1 if before in names else 0, name)
        before = name
    if not found or len(names) == len(found):
        return data
    lines = b"".join(b'  <xi:include href="' + name + b'"/>\n' for name in names)
    return data[: found[0].start()] + lines + data[found[-1].end() :]
