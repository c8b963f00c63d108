"""Parameters that make a datatype narrower: the facets of XML Schema."""

from collections.abc import Callable
from typing import Any, NamedTuple

from teikit.relaxng.datatypes.builtin import BuiltinType
from teikit.relaxng.datatypes.interface import DatatypeError, Namespaces, Param
from teikit.relaxng.datatypes.numbers import DECIMAL, digits, fraction_digits, number
from teikit.relaxng.datatypes.text import clip, counted, single_spaces

LIMITS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
"""Parameters whose values have to belong to the type themselves."""
_PATTERN_SHOWN = 50
_COUNTED = 9
"""Digits of a count that is compared as a number; no text is longer than what is beyond."""


class Facet(NamedTuple):
    """One condition on text whose white space has been dealt with."""

    allows: Callable[[str, Namespaces], bool]
    fault: Callable[[str, Namespaces], str]
    """What a string that is not allowed does: "does not match ...", "is less than 5"."""
    description: str


_WITHOUT_SPACES = frozenset((r"\S+", r"[^\p{C}\p{Z}]+", r"[^\s]+"))
"""Patterns that are met most, and that nobody needs to read."""


def facet(param: Param, builtin: BuiltinType, name: str) -> Facet:
    """What a parameter asks of the strings of a type.

    Raises:
        DatatypeError: The type has no such parameter, or the value is wrong.
    """
    make = _FACETS.get(param.name)
    if make is None:
        raise DatatypeError(_REFUSED.get(param.name, f"there is no parameter '{clip(param.name)}'"))
    return make(param, builtin, name)


def _pattern(param: Param, builtin: BuiltinType, name: str) -> Facet:
    from teikit.relaxng.datatypes.regex.expression import Regex  # noqa: PLC0415  # it takes a while

    regex = Regex(param.value)
    shown = clip(param.value, _PATTERN_SHOWN)
    if param.value in _WITHOUT_SPACES:
        return Facet(
            lambda text, namespaces: regex.matches(text),
            lambda text, namespaces: "has a space, or a character that cannot be seen",
            "without spaces",
        )
    return Facet(
        lambda text, namespaces: regex.matches(text),
        lambda text, namespaces: f"does not match the pattern {shown}",
        f"matching {shown}",
    )


def _length(
    compares: Callable[[int, int], bool], words: str
) -> Callable[[Param, BuiltinType, str], Facet]:
    """A facet about the length of strings."""

    def make(param: Param, builtin: BuiltinType, name: str) -> Facet:
        measure = builtin.measure
        if measure is None:
            raise DatatypeError(f"values of the datatype '{name}' have no length")
        length = _count(param)
        expected = f"{words}{counted(length, builtin.unit)}"
        return Facet(
            lambda text, namespaces: compares(measure(text), length),
            lambda text, namespaces: f"has {counted(measure(text), builtin.unit)}, not {expected}",
            f"of {expected}",
        )

    return make


def _digits(
    count: Callable[[str], int], least: int, words: str
) -> Callable[[Param, BuiltinType, str], Facet]:
    """A facet about the digits of decimal numbers; those are counted that are written."""

    def make(param: Param, builtin: BuiltinType, name: str) -> Facet:
        if not builtin.decimal:
            raise DatatypeError(f"the digits of values of the datatype '{name}' cannot be counted")
        most = _count(param, least)
        return Facet(
            lambda text, namespaces: count(text) <= most,
            lambda text, namespaces: (
                f"has {counted(count(text), 'digit')}{words}, not at most {most}"
            ),
            f"of at most {counted(most, 'digit')}{words}",
        )

    return make


def _limit(below: bool, inclusive: bool) -> Callable[[Param, BuiltinType, str], Facet]:
    """A facet about the least or the greatest value."""

    def make(param: Param, builtin: BuiltinType, name: str) -> Facet:
        order = builtin.order
        if order is None:
            raise DatatypeError(f"values of the datatype '{name}' have no order")
        shown = clip(param.value)
        limit: Any = builtin.value(builtin.spaces(param.value), param.namespaces)
        words = order.below if below else order.above

        def beyond(value: Any) -> bool:
            return order.precedes(value, limit) if below else order.precedes(limit, value)

        def allows(text: str, namespaces: Namespaces) -> bool:
            value: Any = builtin.value(text, namespaces)
            inside = order.precedes(limit, value) if below else order.precedes(value, limit)
            return inside or (inclusive and value == limit)

        def fault(text: str, namespaces: Namespaces) -> str:
            value: Any = builtin.value(text, namespaces)
            if beyond(value):
                return f"is {words} {shown}"
            if value == limit:
                return f"is {shown} itself, which is excluded"
            return f"cannot be compared with {shown}"

        opposite = order.above if below else order.below
        inclusive_words = order.from_ if below else order.to
        return Facet(
            allows, fault, f"{inclusive_words} {shown}" if inclusive else f"{opposite} {shown}"
        )

    return make


def _count(param: Param, least: int = 0) -> int:
    """The whole number that is the value of a parameter."""
    text = single_spaces(param.value)
    value = number(text) if DECIMAL.fullmatch(text) else None
    if value is None or value.negative or "." in text.rstrip("."):
        raise DatatypeError(
            f"the value of '{param.name}' is a whole number, not '{clip(param.value)}'"
        )
    count = int(value.integral[:_COUNTED] or 0) if len(value.integral) <= _COUNTED else 10**_COUNTED
    if count < least:
        raise DatatypeError(f"the value of '{param.name}' is at least {least}, not {count}")
    return count


_FACETS: dict[str, Callable[[Param, BuiltinType, str], Facet]] = {
    "pattern": _pattern,
    "length": _length(int.__eq__, ""),
    "minLength": _length(int.__ge__, "at least "),
    "maxLength": _length(int.__le__, "at most "),
    "minInclusive": _limit(below=True, inclusive=True),
    "maxInclusive": _limit(below=False, inclusive=True),
    "minExclusive": _limit(below=True, inclusive=False),
    "maxExclusive": _limit(below=False, inclusive=False),
    "totalDigits": _digits(digits, 1, ""),
    "fractionDigits": _digits(fraction_digits, 0, " behind the point"),
}
_REFUSED = {
    "enumeration": "'enumeration' is not allowed as a parameter; write <value> elements instead",
    "whiteSpace": "'whiteSpace' is not allowed as a parameter",
}
