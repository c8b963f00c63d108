"""Expressions of XPath 1.0 evaluated by libxml2, with the functions that it lacks.

What XPath 2.0 has and XPath 1.0 has not is done by functions written here, which an expression
calls by the prefix `teikit`. They are our own; those of a schema are never called.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree

from teikit.schematron.xpath.errors import ExpressionError

PREFIX = "teikit"
DEFAULT_PREFIX = "teikit-default"
"""The prefix of element names that have none, where a schema gives them a namespace."""

URI = "urn:teikit:schematron"

Native = Any
"""A value of XPath 1.0, as lxml has it: nodes in a list, a string, a number or a boolean."""

_SPACE = r"[ \t\r\n]*"
_DIGITS = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = re.compile(rf"{_SPACE}({_DIGITS}(?:[Ee][+-]?[0-9]+)?){_SPACE}")
_DECIMAL = re.compile(rf"{_SPACE}({_DIGITS}){_SPACE}")
_INTEGER = re.compile(rf"{_SPACE}([+-]?[0-9]+){_SPACE}")
_SPECIAL = {"INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}
_LEXICAL = {"integer": _INTEGER, "decimal": _DECIMAL, "double": _DOUBLE}
_LARGEST = 2**53
_STRING_VALUE = etree.XPath("string()", smart_strings=False)


def compiled(xpath1: str, namespaces: tuple[tuple[str, str], ...]) -> etree.XPath:
    """An expression of `Analysis`, ready for `(element, **variables)`.

    Args:
        xpath1: the expression.
        namespaces: pairs of prefix and URI, those of the schema.

    Raises:
        ExpressionError: libxml2 cannot read it.
    """
    return _compiled(xpath1, namespaces)


def prefixes(namespaces: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The prefixes in expressions for libxml2, from pairs of prefix and URI."""
    names = {prefix or DEFAULT_PREFIX: uri for prefix, uri in namespaces if uri}
    names[PREFIX] = URI
    return names


@lru_cache(maxsize=8192)
def _compiled(xpath1: str, namespaces: tuple[tuple[str, str], ...]) -> etree.XPath:
    try:
        return etree.XPath(xpath1, namespaces=prefixes(namespaces), extensions=EXTENSIONS)
    except etree.XPathError as error:
        raise ExpressionError(f"libxml2 cannot read “{xpath1}”: {error}.") from None


def bound(value: Native) -> Native:
    """A value of libxml2 as a variable for libxml2.

    lxml takes elements only as the nodes of a variable. For attributes and texts elements with the
    same string values stand in; an expression that would see the difference is not translated.
    """
    if isinstance(value, list) and any(isinstance(item, str) for item in value):
        parent = etree.Element("values")
        stand_ins: list[etree._Element] = []
        for item in value:
            if isinstance(item, str):
                child = etree.SubElement(parent, "value")
                child.text = str(item)
                stand_ins.append(child)
            else:
                stand_ins.append(item)
        return stand_ins
    return value


def _string(value: Native) -> str:
    if isinstance(value, list):
        if not value:
            return ""
        return _node_string(value[0])
    return str(value)


def _node_string(item: Any) -> str:
    if isinstance(item, str):
        return str(item)
    return str(_STRING_VALUE(item)) if len(item) else item.text or ""


def _single(_context: Any, value: Native) -> Native:
    if len(value) > 1:
        raise ExpressionError(
            f"There are {len(value)} items where the expression takes one; select one of them."
        )
    return value


def _number(text: str, kind: str) -> float | None:
    match = _LEXICAL[kind].fullmatch(text)
    if match is not None:
        return float(match[1])
    if kind == "double":
        return _SPECIAL.get(text.strip(" \t\r\n"))
    return None


def _cast(_context: Any, value: Native, kind: str) -> float:
    text = _string(value)
    number = _number(text, kind)
    if number is None:
        raise ExpressionError(f"“{text}” is no number of the type xs:{kind}.")
    if kind == "integer" and abs(number) >= _LARGEST:
        raise ExpressionError(f"The number {text.strip()} is too large.")
    return number


def _castable(_context: Any, value: Native, kind: str) -> bool:
    if isinstance(value, list) and len(value) != 1:
        return False
    return _number(_string(value), kind) is not None


def _to_number(_context: Any, value: Native) -> float:
    number = _number(_string(value), "double")
    return float("nan") if number is None else number


def _lower(_context: Any, value: str) -> str:
    return value.lower()


def _upper(_context: Any, value: str) -> str:
    return value.upper()


@lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> re.Pattern[str]:
    return re.compile(pattern, sum((getattr(re, flag) for flag in flags), re.RegexFlag(0)))


def _matches(_context: Any, value: str, pattern: str, flags: str) -> bool:
    return _pattern(pattern, flags).search(value) is not None


def _tokenize(_context: Any, value: str, pattern: str, flags: str) -> list[str]:
    return _pattern(pattern, flags).split(value) if value else []


def _words(_context: Any, value: str) -> list[str]:
    return value.split()


def _replace(_context: Any, value: str, pattern: str, flags: str, replacement: str) -> str:
    return _pattern(pattern, flags).sub(replacement, value)


def _distinct(_context: Any, value: Native) -> list[str]:
    return list(dict.fromkeys(map(_node_string, value)))


EXTENSIONS: Mapping[tuple[str, str], Callable[..., Any]] = {
    (URI, "single"): _single,
    (URI, "cast"): _cast,
    (URI, "castable"): _castable,
    (URI, "number"): _to_number,
    (URI, "lower"): _lower,
    (URI, "upper"): _upper,
    (URI, "matches"): _matches,
    (URI, "tokenize"): _tokenize,
    (URI, "words"): _words,
    (URI, "replace"): _replace,
    (URI, "distinct"): _distinct,
}


def evaluated(
    xpath: etree.XPath, node: Any, variables: Mapping[str, Native], names: Sequence[str]
) -> Native:
    """The value of an expression at an element, with those variables that it names.

    Raises:
        ExpressionError: it cannot be evaluated.
    """
    try:
        return xpath(node, **{name: variables[name] for name in names})
    except etree.XPathError as error:
        raise ExpressionError(f"“{xpath.path}” cannot be evaluated: {error}.") from None
