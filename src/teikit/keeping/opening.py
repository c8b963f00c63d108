"""Where things are kept between runs, and by which program they were made."""

import os
import platform
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from lxml import etree

import teikit
from teikit.keeping.describing import described
from teikit.keeping.rows import Rows, UnusableRows
from teikit.keeping.states import digest_of
from teikit.xml.cache import Cache

_CACHE = Cache("teikit.keeping", Path(teikit.__file__).parent)


def opened(folder: Path) -> Rows:
    """The rows that are kept in the folder of a project. Raises `UnusableRows`."""
    try:
        key = _CACHE.key(make=True)
    except OSError as error:
        raise UnusableRows(f"{error.filename}: {error.strerror}") from None
    if key is None:
        raise UnusableRows("there is no place for your key; set HOME")
    return Rows(folder, key)


def versions(libraries: Iterable[str] = ()) -> list[str]:
    """What tells this program from another: its modules and tables, and those that it runs on.

    `libraries` are those whose versions count, besides lxml.
    """
    return [
        teikit.__version__,
        _modules(),
        sys.implementation.cache_tag or "",
        platform.python_version(),
        repr(etree.LXML_VERSION),
        repr(etree.LIBXML_VERSION),
        *map(metadata.version, libraries),
    ]


def mark(*asked: object) -> bytes:
    """A mark of the program and of what it is asked to do; another after each change of them.

    What it is asked is records and simple values; the present folder counts, too.
    """
    parts = (versions(), os.getcwd(), *asked)  # noqa: PTH109
    return digest_of(described(parts).encode(errors="surrogateescape"))


def _modules() -> str:
    """The modules and tables of the program; in other words after each change of them."""
    paths = (
        os.path.join(folder, name)  # noqa: PTH118  (paths take ten times as long)
        for folder, _, names in os.walk(Path(teikit.__file__).parent)
        for name in names
        if name.endswith((".py", ".toml"))
    )
    states = ((path, os.stat(path)) for path in sorted(paths))  # noqa: PTH116
    return repr([(path, state.st_size, state.st_mtime_ns) for path, state in states])
