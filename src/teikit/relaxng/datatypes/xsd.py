"""The datatypes of XML Schema 1.0 by their names.

What only some schemas use is imported when it is used first: a program should start quickly.
"""
# ruff: noqa: PLC0415

import re
from collections.abc import Callable, Hashable
from functools import cache, partial
from typing import TypeVar

from teikit.relaxng.datatypes import names, numbers
from teikit.relaxng.datatypes.builtin import BuiltinType, Order
from teikit.relaxng.datatypes.interface import Namespaces
from teikit.relaxng.datatypes.numbers import Number
from teikit.relaxng.datatypes.text import keep, single_spaces, spaced

LIBRARY = "http://www.w3.org/2001/XMLSchema-datatypes"

_LANGUAGE = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_SIGNIFICANT = 25
"""Digits of a whole number that tell it from all limits of the built-in types."""

_NUMERIC = Order(Number.precedes)
_FLOATING = Order(numbers.float_precedes)

_INTEGERS: dict[str, tuple[str, int | None, int | None]] = {
    "integer": ("a whole number", None, None),
    "nonPositiveInteger": ("a whole number of at most 0", None, 0),
    "negativeInteger": ("a negative whole number", None, -1),
    "nonNegativeInteger": ("a whole number of at least 0", 0, None),
    "positiveInteger": ("a positive whole number", 1, None),
    "long": ("", -(2**63), 2**63 - 1),
    "int": ("", -(2**31), 2**31 - 1),
    "short": ("", -(2**15), 2**15 - 1),
    "byte": ("", -(2**7), 2**7 - 1),
    "unsignedLong": ("", 0, 2**64 - 1),
    "unsignedInt": ("", 0, 2**32 - 1),
    "unsignedShort": ("", 0, 2**16 - 1),
    "unsignedByte": ("", 0, 2**8 - 1),
}

_DATES = ("date", "dateTime", "time", "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay")

Answer = TypeVar("Answer")


def builtin_type(name: str) -> BuiltinType:
    """What the type of a name is."""
    return _TYPES[name]()


def type_names() -> list[str]:
    """The names of all types."""
    return [*_TYPES]


def _anywhere(ask: Callable[[str], Answer]) -> Callable[[str, Namespaces], Answer]:
    """A question that has the same answer whatever namespaces are in scope."""
    return lambda text, namespaces: ask(text)


def _matching(pattern: re.Pattern[str]) -> Callable[[str, Namespaces], bool]:
    matches = pattern.fullmatch
    return lambda text, namespaces: matches(text) is not None


def _always(text: str, namespaces: Namespaces) -> bool:
    return True


def _never(text: str, namespaces: Namespaces) -> bool:
    return False


@cache
def _string(phrase: str, spaces: Callable[[str], str]) -> BuiltinType:
    return BuiltinType(phrase, _always, spaces=spaces, description="any text", measure=len)


@cache
def _name(
    phrase: str, accepts: Callable[[str], bool], why: Callable[[str], str], id_type: str = ""
) -> BuiltinType:
    return BuiltinType(phrase, _anywhere(accepts), _anywhere(why), measure=len, id_type=id_type)


@cache
def _entity() -> BuiltinType:
    """Entities are declared in document type definitions, and no document here declares any."""
    return BuiltinType(
        "the name of an unparsed entity",
        _never,
        _anywhere(lambda text: "the document declares none"),
        measure=len,
    )


@cache
def _qname(phrase: str) -> BuiltinType:
    return BuiltinType(phrase, names.is_qname, names.why_no_qname, names.expanded, contextual=True)


@cache
def _list(item: Callable[[], BuiltinType], phrase: str, id_type: str = "") -> BuiltinType:
    """One or more items with spaces between them."""
    item_type = item()

    def accepts(text: str, namespaces: Namespaces) -> bool:
        return all(item_type.accepts(word, namespaces) for word in text.split(" "))

    def why(text: str, namespaces: Namespaces) -> str:
        wrong = next(word for word in text.split(" ") if not item_type.accepts(word, namespaces))
        return f"in '{wrong[:20]}' {item_type.why(wrong, namespaces)}" if wrong else ""

    return BuiltinType(
        phrase,
        accepts,
        why,
        measure=lambda text: text.count(" ") + 1,
        unit="word",
        id_type=id_type,
    )


@cache
def _boolean() -> BuiltinType:
    return BuiltinType(
        "true or false",
        lambda text, namespaces: text in _BOOLEANS,
        lambda text, namespaces: "write true, false, 1 or 0",
        _anywhere(_BOOLEANS.__getitem__),
    )


@cache
def _decimal() -> BuiltinType:
    return BuiltinType(
        "a decimal number",
        _matching(numbers.DECIMAL),
        _anywhere(numbers.why_no_decimal),
        _anywhere(numbers.number),
        order=_NUMERIC,
        decimal=True,
    )


@cache
def _integer(phrase: str, least: int | None, most: int | None) -> BuiltinType:
    def accepts(text: str, namespaces: Namespaces) -> bool:
        return numbers.INTEGER.fullmatch(text) is not None and not beyond(text)

    def beyond(text: str) -> str:
        if len(text) > _SIGNIFICANT:
            text = text[: text[0] in "+-"] + text.lstrip("+-0")[:_SIGNIFICANT]
            text = text if text[-1:].isdigit() else "0"
        number = int(text)
        if least is not None and number < least:
            return f"it is less than {least}"
        return f"it is greater than {most}" if most is not None and number > most else ""

    def why(text: str, namespaces: Namespaces) -> str:
        found = numbers.INTEGER.fullmatch(text)
        return beyond(text) if found else numbers.why_no_integer(text)

    described = _described(least, most)
    return _decimal()._replace(
        phrase=phrase or "a whole number of the right size",
        accepts=accepts,
        why=why,
        description=described,
    )


def _described(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"a whole number from {least} to {most}"
    if least is not None:
        return f"a whole number of at least {least}"
    return "a whole number" if most is None else f"a whole number of at most {most}"


@cache
def _float(value: Callable[[str], Hashable]) -> BuiltinType:
    return BuiltinType(
        "a number",
        _matching(numbers.FLOAT),
        _anywhere(numbers.why_no_decimal),
        _anywhere(value),
        description="a number, such as 1.5 or 2E10",
        order=_FLOATING,
    )


@cache
def _duration() -> BuiltinType:
    from teikit.relaxng.datatypes.dates import durations

    return BuiltinType(
        "a length of time",
        _matching(durations.DURATION),
        _anywhere(durations.why_no_duration),
        _anywhere(durations.duration),
        description="a length of time, such as P1Y2M3DT4H5M",
        order=Order(durations.Duration.precedes, "shorter than", "longer than"),
    )


@cache
def _date(name: str) -> BuiltinType:
    from teikit.relaxng.datatypes.dates.forms import DATE_TYPES, Moment

    def why(text: str, namespaces: Namespaces) -> str:
        from teikit.relaxng.datatypes.dates.faults import why_no_date

        return why_no_date(name, text)

    form = DATE_TYPES[name]
    return BuiltinType(
        form.phrase,
        _anywhere(form.accepts),
        why,
        _anywhere(form.value),
        description=f"{form.phrase}, such as {form.example}" if name != "date" else "",
        order=Order(Moment.precedes, "before", "after", "not before", "not after"),
    )


@cache
def _hex() -> BuiltinType:
    from teikit.relaxng.datatypes import binary

    return BuiltinType(
        "a string of hexadecimal octets",
        _matching(binary.HEX),
        _anywhere(binary.why_no_hex),
        _anywhere(binary.hex_value),
        measure=binary.hex_length,
        unit="octet",
    )


@cache
def _base64() -> BuiltinType:
    from teikit.relaxng.datatypes import binary

    return BuiltinType(
        "a string in base 64",
        _anywhere(binary.is_base64),
        _anywhere(binary.why_no_base64),
        _anywhere(binary.base64_value),
        measure=binary.base64_length,
        unit="octet",
    )


@cache
def _uri() -> BuiltinType:
    from teikit.relaxng.datatypes import uris

    return BuiltinType("a URI", _anywhere(uris.is_uri), _anywhere(uris.why_no_uri), measure=len)


@cache
def _language() -> BuiltinType:
    return BuiltinType(
        "a language code",
        _matching(_LANGUAGE),
        _anywhere(_why_no_language),
        description="a language code, such as en or ru-Latn",
        measure=len,
    )


def _why_no_language(text: str) -> str:
    if "_" in text:
        return "write a hyphen instead of _"
    return "write it as in en or ru-Latn"


_ncname = partial(_name, "an XML name", names.is_ncname, names.why_no_ncname)
_nmtoken = partial(_name, "a name token", names.is_nmtoken, names.why_no_nmtoken)

_TYPES: dict[str, Callable[[], BuiltinType]] = {
    "string": partial(_string, "a string", keep),
    "normalizedString": partial(_string, "a string", spaced),
    "token": partial(_string, "a token", single_spaces),
    "language": _language,
    "Name": partial(_name, "an XML name", names.is_name, names.why_no_name),
    "NCName": _ncname,
    "NMTOKEN": _nmtoken,
    "NMTOKENS": partial(_list, _nmtoken, "a list of name tokens"),
    "ID": partial(_ncname, "ID"),
    "IDREF": partial(_ncname, "IDREF"),
    "IDREFS": partial(_list, _ncname, "a list of XML names", "IDREFS"),
    "ENTITY": _entity,
    "ENTITIES": partial(_list, _entity, "a list of names of unparsed entities"),
    "boolean": _boolean,
    "decimal": _decimal,
    **{name: partial(_integer, *limits) for name, limits in _INTEGERS.items()},
    "float": partial(_float, numbers.single),
    "double": partial(_float, numbers.double),
    "duration": _duration,
    **{name: partial(_date, name) for name in _DATES},
    "hexBinary": _hex,
    "base64Binary": _base64,
    "anyURI": _uri,
    "QName": partial(_qname, "a name whose prefix is declared"),
    "NOTATION": partial(_qname, "the name of a notation"),
}
