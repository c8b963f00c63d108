"""Where references to other files lead to."""

import posixpath
import re
from urllib.parse import unquote, urljoin

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")
"""How a URI begins; not the letter of a Windows drive."""


def resolve(base: str, href: str) -> str:
    """The address that `href` means in a file at `base`."""
    if SCHEME.match(href):
        return href
    if SCHEME.match(base):
        return urljoin(base, href)
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href)))


def in_place(href: str, base: str) -> str:
    """Where an address leads to in the file at `base`, without a catalog."""
    return resolve(base, href)
