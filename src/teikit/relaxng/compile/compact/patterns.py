"""The patterns."""

from collections.abc import Mapping
from functools import partial

from teikit.relaxng.compile.compact import annotations
from teikit.relaxng.compile.compact.cursor import IDENTIFIER_OR_KEYWORD
from teikit.relaxng.compile.compact.declarations import DEFAULT
from teikit.relaxng.compile.compact.names import ATTRIBUTE_NAMES, ELEMENT_NAMES
from teikit.relaxng.compile.compact.reader import GrammarBody, Language, Level, NextStep, Reader
from teikit.relaxng.compile.compact.tokens import END, IDENTIFIER, LITERAL, PREFIXED
from teikit.relaxng.compile.node import SchemaNode
from teikit.relaxng.errors import SchemaError

_NAMES = {"element": ELEMENT_NAMES, "attribute": ATTRIBUTE_NAMES}
_BUILT_IN: Mapping[str, Mapping[str, str]] = {
    name: {"type": name, "datatypeLibrary": ""} for name in ("string", "token")
}


def reference(reader: Reader) -> Mapping[str, str]:
    """Goes past an `include` or `external`, its URI and the namespace that it hands down.

    Returns:
        The attributes of the element.
    """
    cursor = reader.cursor
    keyword = cursor.values[cursor.at]
    cursor.at += 1
    uri = cursor.literal(f"'{keyword}'")
    prefix, token = DEFAULT, cursor.at
    if cursor.kind == "inherit":
        cursor.at += 1
        cursor.sign("=", "'inherit'")
        token = cursor.at
        prefix = cursor.take(IDENTIFIER_OR_KEYWORD, "a prefix is missing after 'inherit ='")
    return {"href": uri, **reader.ns(prefix, token)}


def _leaf(reader: Reader) -> NextStep:
    """A pattern that is a keyword."""
    cursor = reader.cursor
    cursor.at += 1
    return reader.have(reader.node(cursor.kinds[cursor.at - 1], cursor.at - 1))


def _reference_to_definition(reader: Reader) -> NextStep:
    cursor = reader.cursor
    cursor.at += 1
    name = cursor.values[cursor.at - 1]
    return reader.have(reader.node("ref", cursor.at - 1, {"name": name}))


def _parent(reader: Reader) -> NextStep:
    cursor = reader.cursor
    start = cursor.at
    cursor.at += 1
    name = cursor.take((IDENTIFIER,), "the name of a definition is missing after 'parent'")
    return reader.have(reader.node("parentRef", start, {"name": name}))


def _external(reader: Reader) -> NextStep:
    start = reader.cursor.at
    return reader.have(reader.node("externalRef", start, reference(reader)))


def _grammar(reader: Reader) -> NextStep:
    cursor = reader.cursor
    start = cursor.at
    cursor.at += 1
    cursor.sign("{", "the keyword 'grammar'")
    node = reader.node("grammar", start)
    return reader.enter(GrammarBody(node, "}", reader.have, cursor.at - 1))


def _named(reader: Reader) -> NextStep:
    """An element or attribute: its names first."""
    cursor = reader.cursor
    start = cursor.at
    cursor.at += 1
    keyword = cursor.kinds[start]
    node = reader.node(keyword, start)
    then = partial(_content, reader, node)
    return reader.open(Level(_NAMES[keyword], "{", then, start, f"'{keyword}'"))


def _content(reader: Reader, node: SchemaNode, names: SchemaNode) -> NextStep:
    node.children.append(names)
    return _braces(reader, node, reader.cursor.at - 1)


def _container(reader: Reader) -> NextStep:
    """A list, or mixed content."""
    cursor = reader.cursor
    start = cursor.at
    cursor.at += 1
    keyword = cursor.kinds[start]
    cursor.sign("{", f"the keyword '{keyword}'")
    return _braces(reader, reader.node(keyword, start), cursor.at - 1)


def _braces(reader: Reader, node: SchemaNode, opener: int) -> NextStep:
    """A pattern in braces, which the cursor has opened: the last child of a node."""

    def then(content: SchemaNode) -> NextStep:
        node.children.append(content)
        return reader.have(node)

    return reader.open(Level(PATTERNS, "}", then, opener, "'{'"))


def _literal(reader: Reader) -> NextStep:
    cursor = reader.cursor
    start = cursor.at
    text = cursor.literal("")
    return reader.have(reader.node("value", start, _BUILT_IN["token"], text))


def _datatype(reader: Reader) -> NextStep:
    """A datatype, or a value of one."""
    cursor = reader.cursor
    start = cursor.at
    attributes = _BUILT_IN.get(cursor.kind) or _imported(reader)
    cursor.at += 1
    if cursor.kind == LITERAL:
        text = cursor.literal("the datatype")
        return reader.have(reader.node("value", start, attributes, text))
    data = reader.node("data", start, attributes)
    if cursor.kind == "{":
        opener = cursor.at
        cursor.at += 1
        while cursor.kind != "}":
            data.children.append(_param(reader, opener))
        cursor.at += 1
    return reader.have(data, is_bare=True)


def _imported(reader: Reader) -> Mapping[str, str]:
    """The attributes for a datatype of a declared library."""
    cursor = reader.cursor
    prefix, _, name = cursor.values[cursor.at].partition(":")
    library = reader.declarations.libraries.get(prefix)
    if library is None:
        raise _undeclared(prefix, name, reader)
    return {"type": name, "datatypeLibrary": library}


def _undeclared(prefix: str, name: str, reader: Reader) -> SchemaError:
    """The error for a datatype of an unknown library, which may be meant as an element."""
    advice = (
        f"an element is written as element {prefix}:{name} {{ … }}"
        if prefix in reader.declarations.ns
        else f'write datatypes {prefix} = "…" at the top'
    )
    return reader.cursor.fault(f"the datatype prefix '{prefix}' is not declared; {advice}")


def _param(reader: Reader, opener: int) -> SchemaNode:
    cursor = reader.cursor
    annotations.skip_initial(cursor, reader.declarations)
    start = cursor.at
    if cursor.kind == END:
        raise reader.missing_closer("}", opener)
    name = cursor.take(IDENTIFIER_OR_KEYWORD, f"{cursor.shown()} is not the name of a parameter")
    cursor.sign("=", "the parameter")
    return reader.node("param", start, {"name": name}, cursor.literal("'='"))


PATTERNS = Language(
    noun="pattern",
    operands={
        **dict.fromkeys(("empty", "text", "notAllowed"), _leaf),
        **dict.fromkeys(("element", "attribute"), _named),
        **dict.fromkeys(("list", "mixed"), _container),
        **dict.fromkeys((PREFIXED, "string", "token"), _datatype),
        IDENTIFIER: _reference_to_definition,
        LITERAL: _literal,
        "parent": _parent,
        "external": _external,
        "grammar": _grammar,
        "(": Reader.parenthesis,
    },
    operators={",": "group", "|": "choice", "&": "interleave"},
    repeats={"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"},
    subtrahend="a datatype",
)
