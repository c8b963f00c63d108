"""Addresses of schemas: which mean the same, which are paths, and what a relative one leads to."""

import os
import posixpath
import re
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")  # not the letter of a Windows drive
_WEB = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?", re.IGNORECASE)
_URN = re.compile(r"urn:[A-Za-z0-9\-]+:", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_FREE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PORTS = {"http": ":80", "https": ":443"}


def has_scheme(address: str) -> bool:
    """Whether an address begins with `http:`, `urn:`, `file:` or another word of that kind."""
    return _SCHEME.match(address) is not None


def is_web(address: str) -> bool:
    """Whether an address is one of http or https."""
    return _WEB.match(address) is not None


def key(address: str) -> str:
    """A text that is the same for all ways to write an address.

    What is on the web has it alike by http and https, with the default port or without, however its
    host and its escapes are written, and with any fragment; other queries are other addresses.
    """
    address = address.strip().partition("#")[0]
    web = _WEB.match(address)
    if not web:
        urn = _URN.match(address)
        return urn[0].lower() + address[urn.end() :] if urn else address
    scheme, host, path, query = web.groups(default="")
    host = host.lower().removesuffix(_PORTS[scheme.lower()]).rstrip(":")
    return f"http://{host}{_without_steps(_escaped(path))}{_escaped(query)}"


def joined(base: str, address: str) -> str:
    """What `address` means in a file at `base`; both may be paths, or have a scheme."""
    address = address.strip()
    if has_scheme(address):
        return address
    if has_scheme(base):
        try:
            return urljoin(base, address)
        except ValueError:  # no address at all; what asks for it will be told
            return address
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def path_of(address: str) -> Path | None:
    """The file that an address names by its path or by `file:`; None where it names none."""
    if not has_scheme(address):
        return Path(address)
    if not address.lower().startswith("file:"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc not in ("", "localhost"):
        return None  # of another machine
    path = unquote(parts.path)
    if os.name == "nt":
        path = re.sub(r"^/([A-Za-z]:)", r"\1", path)
    return Path(path)


def escaped(address: str) -> str:
    """An address of the web as servers take it: no spaces, nothing but ASCII, no fragment.

    Raises `ValueError` where its host can be none.
    """
    web = _WEB.match(address.strip().partition("#")[0])
    if not web:
        raise ValueError("this is no address of http or https")
    scheme, host, path, query = web.groups(default="")
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    return f"{scheme.lower()}://{host}{_escaped(path) or '/'}{_escaped(query)}"


def _escaped(text: str) -> str:
    """Text with an escape for each character that needs one, and for no other."""
    # What an escape stands for is decided first: `%7E` is `~`, and `%2f` is not `/`.
    plain = _ESCAPE.sub(_unescaped, text)
    return quote(plain, safe="%/?:@!$&'()*+,;=~[]")


def _unescaped(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _FREE else escape[0].upper()


def _without_steps(path: str) -> str:
    """A path without `.` and `..`; none leads above the first `/`."""
    steps = path.split("/")[1:] or [""]
    found: list[str] = []
    for step in steps:
        if step == "..":
            del found[-1:]
        elif step != ".":
            found.append(step)
    if steps[-1] in (".", ".."):
        found.append("")
    return "/" + "/".join(found)
