"""Numbers: decimal numbers of any length, and floating-point numbers.

Decimal numbers stay strings of digits: a number with a million digits costs as much as reading it.
"""

import math
import re
from collections.abc import Hashable
from typing import NamedTuple

DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
INTEGER = re.compile(r"[+-]?[0-9]+")
FLOAT = re.compile(r"-?INF|NaN|[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LARGEST_FLOAT = (2 - 2**-24) * 2.0**127
"""From here on, numbers are rounded to infinity in the 32 bits of a float."""


class Number(NamedTuple):
    """A decimal number: its digits without any that do not matter."""

    negative: bool
    integral: str
    fraction: str

    def precedes(self, other: "Number") -> bool:
        """Whether this number is less than another."""
        if self.negative != other.negative:
            return self.negative
        less, more = (other, self) if self.negative else (self, other)
        return less._size < more._size

    @property
    def _size(self) -> tuple[int, str, str]:
        return len(self.integral), self.integral, self.fraction


def number(text: str) -> Number:
    """The number that a string of the type `decimal` stands for."""
    integral, _, fraction = text.lstrip("+-").partition(".")
    integral, fraction = integral.lstrip("0"), fraction.rstrip("0")
    return Number(text[0] == "-" and bool(integral or fraction), integral, fraction)


def digits(text: str) -> int:
    """How many digits a decimal number is written with, from the first that is not zero."""
    return len(text.lstrip("+-").replace(".", "").lstrip("0")) or 1


def fraction_digits(text: str) -> int:
    """How many digits a decimal number is written with behind its point."""
    return len(text.partition(".")[2])


def double(text: str) -> Hashable:
    """The value of a `double`; the one that is no number is a string, to be equal to itself."""
    return text if text == "NaN" else float(text)


def single(text: str) -> Hashable:
    """The value of a `float`: what is left of a number in 32 bits."""
    value = double(text)
    if not isinstance(value, float) or math.isinf(value):
        return value
    if abs(value) >= _LARGEST_FLOAT:
        return math.copysign(math.inf, value)
    import struct  # noqa: PLC0415  # few schemas have floats

    rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    return rounded


def float_precedes(first: object, second: object) -> bool:
    """Whether one floating-point number is less than another; nothing is less than NaN."""
    return isinstance(first, float) and isinstance(second, float) and first < second


def why_no_decimal(text: str) -> str:
    """What is commonly wrong with a string that is no decimal number."""
    if re.fullmatch(r"[+-]?[0-9]*,[0-9]+", text):
        return "write a point instead of the comma"
    if " " in text:
        return "a space stands in it"
    return "it has an exponent" if FLOAT.fullmatch(text) and text[-1].isdigit() else ""


def why_no_integer(text: str) -> str:
    """What is commonly wrong with a string that is no whole number."""
    return "it has a decimal point" if DECIMAL.fullmatch(text) else why_no_decimal(text)
