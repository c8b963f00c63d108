"""References to resources: URIs by RFC 2396 and 2732, once what they may not have is escaped.

XML Schema lets `anyURI` be any string that becomes such a URI when characters beyond ASCII, spaces
and a few others are escaped. What is left to be wrong: bad escapes, a second `#`, a bad scheme,
nothing behind the scheme, square brackets outside of an address of IPv6.
"""

import re

_SIMPLE = re.compile(
    r"(?:https?://(?=[A-Za-z0-9]))?(?!//)[A-Za-z0-9_./-]*(?:\?[A-Za-z0-9_./=&;-]*)?(?:#[A-Za-z0-9_./=-]*)?"
)
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2}).{0,2}")
_BEFORE_COLON = re.compile("([^/?#:]*):")
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*")
_SERVER = re.compile(r"(?:[^@\[\]]*@)?\[([0-9A-Fa-f:.]+)\](?::[0-9]*)?")
# The name of a network card may follow an address: `[fe80::1%eth0]`.
_ZONE = re.compile(r"((?:[^/?#:]*:)?//(?:[^/?#@\[\]]*@)?\[[0-9A-Fa-f:.]+)%[A-Za-z0-9_.]+(?=\])")
_OCTET = re.compile("0*(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])")
_GROUP = re.compile("[0-9A-Fa-f]{1,4}")
_BRACKETS = "a square bracket cannot stand there: write [ as %5B, ] as %5D"


def is_uri(text: str) -> bool:
    """Whether a string can be a reference to a resource."""
    # Nearly all pointers, and most addresses, are simple.
    return _SIMPLE.fullmatch(text) is not None or not why_no_uri(text)


def why_no_uri(text: str) -> str:
    """What is wrong with a string as a reference, or nothing."""
    if zone := _ZONE.match(text):
        text = zone[1] + text[zone.end() :]
    if bad := _BAD_ESCAPE.search(text):
        return f"{bad[0]} is not an escape such as %20; write % itself as %25"
    if text.count("#") > 1:
        return "it has more than one #"
    first = _BEFORE_COLON.match(text)
    if not first:
        return _why_no_path(text)
    if not _SCHEME.fullmatch(first[1]):
        return f"{first[0][-20:]} is not a scheme such as http:"
    rest = text[first.end() :]
    if not rest or rest[0] == "#":
        return f"nothing follows {first[0][-20:]}"
    return _why_no_path(rest) if rest[0] == "/" else ""


def _why_no_path(text: str) -> str:
    """What is wrong with a reference behind its scheme, where it is made of steps."""
    if text == "//":
        return "nothing follows //"
    path = re.split("[?#]", text, maxsplit=1)[0]
    if path.startswith("//"):
        server, _, path = path[2:].partition("/")
        if ("[" in server or "]" in server) and not _is_numbered(server):
            return _BRACKETS
    return _BRACKETS if "[" in path or "]" in path else ""


def _is_numbered(server: str) -> bool:
    """Whether a server is named by an address of IPv6: eight numbers, or fewer around `::`."""
    found = _SERVER.fullmatch(server)
    if not found:
        return False
    before, double, after = found[1].partition("::")
    groups = [group for part in (before, after) if part for group in part.split(":")]
    count = len(groups)
    if groups and "." in groups[-1]:
        octets = groups.pop().split(".")
        count += 1
        if len(octets) != 4 or not all(map(_OCTET.fullmatch, octets)):
            return False
    return (count < 8 if double else count == 8) and all(map(_GROUP.fullmatch, groups))
