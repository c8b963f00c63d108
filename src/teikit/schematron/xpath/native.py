"""Expressions of XPath 1.0 evaluated by libxml2, with the functions that it lacks.

What XPath 2.0 has and XPath 1.0 has not is done by functions written here, which an expression
calls by the prefix `teikit`. They are our own; those of a schema are never called.
"""

import math
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2s
from importlib import import_module
from typing import Any, NamedTuple

from lxml import etree

from teikit.schematron.xpath.automaton import Automaton
from teikit.schematron.xpath.errors import ExpressionError

PREFIX = "teikit"
DEFAULT_PREFIX = "teikit-default"
"""The prefix of element names that have none, where a schema gives them a namespace."""

_URI = "urn:teikit:schematron"

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
_SPACES = re.compile(r"[ \t\r\n]+")
_PLAIN_FROM, _PLAIN_TO = 1e-5, 1e9
"""Numbers that libxml2 writes without an exponent."""
_AS_TEXT = etree.XPath("string($value)", smart_strings=False)
_NOWHERE = etree.Element("nowhere")
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


@lru_cache(maxsize=8192)
def _compiled(xpath1: str, namespaces: tuple[tuple[str, str], ...]) -> etree.XPath:
    names = {prefix or DEFAULT_PREFIX: uri for prefix, uri in namespaces if uri}
    names[PREFIX] = _URI
    try:
        return etree.XPath(xpath1, namespaces=names, extensions=_EXTENSIONS)
    except (etree.XPathError, ValueError) as error:
        raise ExpressionError(f"libxml2 cannot read “{xpath1}”: {error}.") from None


class RealNodes(NamedTuple):
    """Nodes as the value of a variable, though lxml takes elements alone for that.

    Attributes:
        ways: elements, with the path that leads from these to the nodes.
        has_document: whether the document is one of the nodes.
    """

    ways: tuple[tuple[str, list[etree._Element]], ...]
    has_document: bool


def real_nodes(value: list[Any], *, has_document: bool = False) -> Native:
    """Nodes that libxml2 has found as a variable for libxml2: just these, and none in their place.

    lxml gives all nodes but documents.

    Raises:
        ExpressionError: there are nodes of namespaces among them.
    """
    ways: dict[str, list[etree._Element]] = {}
    for item in value:
        if isinstance(item, tuple):
            raise ExpressionError("A variable cannot hold the nodes of namespaces.")
        if isinstance(item, str):
            smart: Any = item
            part = smart.attrname if smart.is_attribute else "tail" if smart.is_tail else "text"
            way = way_to(smart.attrname or "", "" if smart.is_attribute else part)
            ways.setdefault(way, []).append(smart.getparent())
        else:
            ways.setdefault("", []).append(item)
    if not has_document and ways.keys() <= {""}:
        return value
    return RealNodes(tuple(ways.items()), has_document)


def way_to(attribute: str, part: str) -> str:
    """A path from an element to what of it is meant, as `Node` says it."""
    if attribute:
        uri, _, name = attribute.rpartition("}")
        if not uri:
            return f"/@{name}"
        test = f"local-name() = {literal(name)} and namespace-uri() = {literal(uri.lstrip('{'))}"
        return f"/@*[{test}]"
    if part == "text":
        return "/node()[1][self::text()]"
    return "/following-sibling::node()[1][self::text()]" if part == "tail" else ""


def literal(text: str) -> str:
    """A string as a literal of XPath 1.0."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = [f"'{part}'" for part in text.split("'")]
    return "concat(" + ', "\'", '.join(parts) + ")"


_QUOTED_OR_VARIABLE = re.compile(r"""'[^']*'|"[^"]*"|\$\s*([\w.\-]+)""")


def with_paths(expression: str, paths: Mapping[str, str]) -> str:
    """An expression with paths in the place of some of its variables."""

    def path(match: re.Match[str]) -> str:
        return paths.get(match[1], match[0]) if match[1] else match[0]

    return _QUOTED_OR_VARIABLE.sub(path, expression)


def spread(expression: str, variables: Mapping[str, Native]) -> tuple[str, dict[str, Native]]:
    """An expression and its variables, so that lxml takes all of them."""
    paths: dict[str, str] = {}
    plain: dict[str, Native] = {}
    for name, value in variables.items():
        if not isinstance(value, RealNodes):
            plain[name] = value
            continue
        parts = []
        for number, (way, elements) in enumerate(value.ways):
            plain[f"{name}..{number}"] = elements
            parts.append(f"${name}..{number}{way}")
        if value.has_document:
            parts.append("/")
        paths[name] = f"({' | '.join(parts)})"
    return (with_paths(expression, paths) if paths else expression), plain


def bound(value: Native) -> Native:
    """A value of libxml2 as a variable for libxml2; nodes are given by `real_nodes`.

    lxml takes elements only as the items of a variable. For strings, elements with the same string
    values stand in; an expression that would see the difference is not translated.
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
    if isinstance(value, list) and not value:
        raise ExpressionError(f"There is no value where a number of the type xs:{kind} is wanted.")
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


@lru_cache(maxsize=512)
def _searcher(pattern: str, flags: str) -> re.Pattern[str] | Automaton:
    """What says by `search` whether a pattern of `translated` matches."""
    options = sum((getattr(re, flag) for flag in flags if flag != "A"), re.RegexFlag(0))
    return Automaton(pattern, int(options)) if "A" in flags else re.compile(pattern, options)


def is_match(pattern: str, flags: str, text: str) -> bool:
    """Whether a regular expression of XPath matches. Raises `ExpressionError`."""
    # This needs elementpath, which most documents can do without.
    regex = import_module("teikit.schematron.xpath.regex")
    return bool(_searcher(*regex.translated(pattern, flags, is_searched=True)).search(text))


def compiled_pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """A regular expression of XPath. Raises `ExpressionError`."""
    # This needs elementpath, which most documents can do without.
    regex = import_module("teikit.schematron.xpath.regex")
    return _pattern(*regex.translated(pattern, flags))


def _matches(_context: Any, value: str, pattern: str, flags: str) -> bool:
    return bool(_searcher(pattern, flags).search(value))


def _matches_of(_context: Any, value: str, pattern: str, flags: str) -> bool:
    return is_match(pattern, flags, value)


def _tokenize(_context: Any, value: str, pattern: str, flags: str) -> list[str]:
    return split(_pattern(pattern, flags), value)


def _tokenize_each(_context: Any, value: Native, pattern: str, flags: str) -> list[str]:
    compiled_ = _pattern(pattern, flags)
    return [part for item in value for part in split(compiled_, _node_string(item))]


def split(pattern: re.Pattern[str], value: str) -> list[str]:
    """What stands between the matches of a pattern; nothing of an empty text."""
    if not value:
        return []
    parts = []
    start = 0
    for match in pattern.finditer(value):
        parts.append(value[start : match.start()])
        start = match.end()
    return [*parts, value[start:]]


def _words(_context: Any, value: str) -> list[str]:
    return [word for word in _SPACES.split(value) if word]


def _replace(_context: Any, value: str, pattern: str, flags: str, replacement: str) -> str:
    return replaced(_pattern(pattern, flags), value, replacement)


def replaced(pattern: re.Pattern[str], value: str, replacement: str) -> str:
    """A text with the matches of a pattern replaced, as XPath writes replacements.

    Raises:
        ExpressionError: the replacement is none.
    """
    pieces: list[str | int] = []
    rest = replacement
    while rest:
        if rest[0] == "\\":
            if rest[1:2] not in ("\\", "$"):
                raise ExpressionError(f"“{replacement}” is no replacement of a regular expression.")
            pieces.append(rest[1])
            rest = rest[2:]
        elif rest[0] == "$":
            size = 1
            while rest[size : size + 1] in tuple("0123456789") and (
                size == 1 or int(rest[1 : size + 1]) <= pattern.groups
            ):
                size += 1
            if size == 1:
                raise ExpressionError(f"“{replacement}” is no replacement of a regular expression.")
            pieces.append(int(rest[1:size]))
            rest = rest[size:]
        else:
            pieces.append(rest[0])
            rest = rest[1:]

    def filled(match: re.Match[str]) -> str:
        return "".join(
            piece if isinstance(piece, str) else match[piece] or ""
            for piece in pieces
            if isinstance(piece, str) or piece <= pattern.groups
        )

    return pattern.sub(filled, value)


def _distinct(_context: Any, value: Native) -> list[str]:
    return list(dict.fromkeys(map(_node_string, value)))


def _strings(_context: Any, *values: Native) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found += map(_node_string, value)
        else:
            found.append(str(value))
    return found


def _choose(_context: Any, condition: bool, first: Native, second: Native) -> Native:
    return first if condition else second


def _compare(_context: Any, left: Native, operator: str, right: Native) -> bool:
    first, second = _string(left), _string(right)
    if operator in ("<", "<="):
        return first < second or (operator == "<=" and first == second)
    return first > second or (operator == ">=" and first == second)


def _generate_id(_context: Any, value: Native, count: float) -> str:
    """The same for the same node; of another node another."""
    if not count:
        return ""
    place = ""
    if len(value) == count:  # else the document is among them, which is the first of all nodes
        first: Any = value[0]
        holder = first
        if hasattr(first, "attrname"):
            holder = first.getparent()
            place = first.attrname or ("tail" if first.is_tail else "text")
        place = f"{holder.getroottree().getpath(holder)} {place}"
    return f"ID{blake2s(place.encode(), digest_size=10).hexdigest()}"


def _decimal(_context: Any, value: Native) -> str:
    if isinstance(value, float):
        return decimal(value)
    return str(value).lower() if isinstance(value, bool) else _string(value)


def decimal(value: float) -> str:
    """A number as a string of XPath 1.0; libxml2 writes an exponent for large ones."""
    if not math.isfinite(value) or value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_TO:
        return str(_AS_TEXT(_NOWHERE, value=value))
    digits = f"{Decimal(f'{value:.15g}'):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _names(_context: Any, value: Native) -> list[str]:
    return [":".join(filter(None, (item.prefix, etree.QName(item).localname))) for item in value]


def _local_names(_context: Any, value: Native) -> list[str]:
    return [etree.QName(item).localname for item in value]


def _attributes(_context: Any, value: Native, name: str) -> list[str]:
    return [item.get(name, "") for item in value]


def _joined(_context: Any, value: Native) -> str:
    """The strings of nodes with spaces between them; texts that follow each other are a single."""
    words: list[str] = []
    was_text = False
    for item in value:
        is_text = isinstance(item, str) and not getattr(item, "is_attribute", False)
        if is_text and was_text:
            words[-1] += str(item)
        else:
            words.append(_node_string(item))
        was_text = is_text
    return " ".join(words)


def _joined_strings(_context: Any, value: Native) -> str:
    return " ".join(map(_node_string, value))


def _spaced(_context: Any, value: Native) -> list[str]:
    return [" ".join(_words(None, _node_string(item))) for item in value]


_EXTENSIONS: Mapping[tuple[str, str], Callable[..., Any]] = {
    (_URI, "single"): _single,
    (_URI, "cast"): _cast,
    (_URI, "castable"): _castable,
    (_URI, "number"): _to_number,
    (_URI, "lower"): _lower,
    (_URI, "upper"): _upper,
    (_URI, "matches"): _matches,
    (_URI, "tokenize"): _tokenize,
    (_URI, "words"): _words,
    (_URI, "replace"): _replace,
    (_URI, "distinct"): _distinct,
    (_URI, "matches-of"): _matches_of,
    (_URI, "strings"): _strings,
    (_URI, "choose"): _choose,
    (_URI, "compare"): _compare,
    (_URI, "names"): _names,
    (_URI, "local-names"): _local_names,
    (_URI, "spaced"): _spaced,
    (_URI, "tokenize-each"): _tokenize_each,
    (_URI, "attributes"): _attributes,
    (_URI, "joined"): _joined,
    (_URI, "joined-strings"): _joined_strings,
    (_URI, "generate-id"): _generate_id,
    (_URI, "decimal"): _decimal,
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


@lru_cache(maxsize=1024)
def compiled_at(
    path: str, xpath1: str, namespaces: tuple[tuple[str, str], ...]
) -> Callable[..., Native]:
    """An expression, ready for `(tree, **variables)`, evaluated at the node that a path leads to.

    lxml evaluates at elements alone. This is for attributes, texts and documents.

    Raises:
        ExpressionError: libxml2 cannot read it. Also by what is returned, where there is no node.
    """
    names = {prefix or DEFAULT_PREFIX: uri for prefix, uri in namespaces if uri}
    names[PREFIX] = _URI
    taken = threading.local()

    def take(_context: Any, value: Native) -> bool:
        taken.values.append(value)
        return False

    extensions = {**_EXTENSIONS, (_URI, "take"): take}
    text = f"{path}[{PREFIX}:take({xpath1})]"
    try:
        xpath = etree.XPath(text, namespaces=names, extensions=extensions)
    except (etree.XPathError, ValueError) as error:
        raise ExpressionError(f"libxml2 cannot read “{xpath1}”: {error}.") from None

    def evaluate(tree: etree._ElementTree, **variables: Native) -> Native:
        taken.values = []
        xpath(tree, **variables)
        if not taken.values:
            raise ExpressionError("The node is no more in the document.")
        return taken.values[0]

    return evaluate
