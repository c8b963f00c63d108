"""Octets written as hexadecimal digits or in base 64."""

import re

HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")
# What does not belong to an octet any more has to be zero.
_BASE64 = re.compile(
    "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?"
)


def is_base64(text: str) -> bool:
    """Whether a string is `base64Binary`; spaces may stand anywhere in it."""
    return _BASE64.fullmatch(text.replace(" ", "")) is not None


def hex_value(text: str) -> bytes:
    """The octets of a `hexBinary`."""
    return bytes.fromhex(text)


def hex_length(text: str) -> int:
    """How many octets a `hexBinary` has."""
    return len(text) // 2


def base64_value(text: str) -> str:
    """What tells the octets of a `base64Binary`: there is one way to write them without spaces."""
    return text.replace(" ", "")


def base64_length(text: str) -> int:
    """How many octets a `base64Binary` has."""
    return (len(text) - text.count(" ") - text.count("=")) * 3 // 4


def why_no_hex(text: str) -> str:
    """What is wrong with a string that is not `hexBinary`."""
    wrong = re.search(r"[^0-9a-fA-F]", text)
    return f"{wrong[0]!r} is not one of 0-9 and A-F" if wrong else "it has an odd number of digits"


def why_no_base64(text: str) -> str:
    """What is wrong with a string that is not `base64Binary`."""
    wrong = re.search(r"[^A-Za-z0-9+/= ]", text)
    return f"{wrong[0]!r} cannot stand in it" if wrong else "it ends too early or too late"
