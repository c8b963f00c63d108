"""Names of XML: which strings are names, name tokens and qualified names, and why not."""

import re
from functools import cache

from teikit.relaxng.datatypes.interface import Namespaces
from teikit.relaxng.datatypes.name_ranges import FOLLOWING, STARTING

_ASCII_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def is_start(character: str) -> bool:
    """Whether a character may begin a name; a colon may."""
    return _patterns()[0].fullmatch(character) is not None


def is_nmtoken(text: str) -> bool:
    """Whether a string is a name token: characters of names in any order."""
    return _ASCII_NAME.fullmatch(text) is not None or _patterns()[1].fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a string is a name, with or without colons."""
    return _ASCII_NAME.fullmatch(text) is not None or _patterns()[0].fullmatch(text) is not None


def is_ncname(text: str) -> bool:
    """Whether a string is a name without a colon."""
    return _ASCII_NAME.fullmatch(text) is not None or (":" not in text and is_name(text))


def is_qname(text: str, namespaces: Namespaces) -> bool:
    """Whether a string is a name whose prefix, if it has one, stands for a namespace."""
    prefix, colon, local = text.rpartition(":")
    return is_ncname(local) and (not colon or (is_ncname(prefix) and prefix in known(namespaces)))


def expanded(text: str, namespaces: Namespaces) -> tuple[str, str]:
    """The namespace name and the local name of a qualified name."""
    prefix, _, local = text.rpartition(":")
    return known(namespaces).get(prefix, ""), local


def known(namespaces: Namespaces) -> Namespaces:
    """The namespaces in scope with the one that is always there."""
    return {"xml": "http://www.w3.org/XML/1998/namespace", **namespaces}


def why_no_nmtoken(text: str) -> str:
    """What is wrong with a string that is no name token."""
    wrong = next((character for character in text if not is_nmtoken(character)), "")
    return _STANDS.get(wrong, f"the character {wrong!r} cannot stand in it")


def why_no_name(text: str) -> str:
    """What is wrong with a string that is no name."""
    if not is_nmtoken(text):
        return why_no_nmtoken(text)
    kind = "a digit" if text[0].isdigit() else repr(text[0])
    return f"it begins with {kind}, not with a letter or _"


def why_no_ncname(text: str) -> str:
    """What is wrong with a string that is no name, or has a colon."""
    return why_no_name(text) if not is_name(text) else "a colon stands in it"


def why_no_qname(text: str, namespaces: Namespaces) -> str:
    """What is wrong with a string that is no qualified name in a place."""
    prefix, colon, local = text.rpartition(":")
    if not colon:
        return why_no_ncname(local)
    for part, where in (prefix, "before the colon"), (local, "after the colon"):
        if not part:
            return f"nothing stands {where}"
    if ":" in prefix:
        return "more than one colon stands in it"
    for part in (prefix, local):
        if not is_ncname(part):
            return why_no_ncname(part)
    return f"the prefix {prefix} stands for no namespace here"


_STANDS = {"": "", " ": "a space stands in it"}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Names and name tokens; made when the first one comes that is not plain ASCII."""
    starting = f":A-Z_a-z{_class(STARTING)}"
    standing = f"{starting}.0-9{_class(FOLLOWING)}-"
    return re.compile(f"[{starting}][{standing}]*"), re.compile(f"[{standing}]+")


def _class(ranges: str) -> str:
    return "".join(
        "-".join(chr(int(end, 16)) for end in item.split("-")) for item in ranges.split()
    )
