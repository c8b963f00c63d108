"""Paths: steps, and functions of each node, put one behind the other."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.filters import predicate_of
from teikit.schematron.xpath.native import literal
from teikit.schematron.xpath.pattern_arguments import splitting_pattern
from teikit.schematron.xpath.steps import XML, is_step, tested
from teikit.schematron.xpath.tokens import is_call, union_items
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator, inner_of
from teikit.schematron.xpath.types import (
    ELEMENT,
    NODES,
    STRING,
    ItemKind,
    StaticType,
    atomized,
    exactly,
    kinds_of,
    optional,
)


def _path(translator: Translator, token: Any, scope: Focus) -> Translation:
    double = token.symbol == "//"
    if len(token) == 0:
        return root(translator, scope)
    if len(token) == 1:
        start = _root_text(translator, scope)
        head = "" if start == "/" else start
        base = Translation(head, exactly(ItemKind.DOCUMENT), "nodes")
        if double:
            base = Translation(head, StaticType(NODES - {ItemKind.ATTRIBUTE}, True, False), "nodes")
        return _joined(translator, base, token.symbol, token[0], scope)
    base = translator.value(token[0], scope)
    if base.form != "nodes" or not base.type.is_nodes:
        raise UntranslatableError("a path begins at nodes")
    if double:
        kinds = base.type.kinds | (NODES - {ItemKind.ATTRIBUTE, ItemKind.DOCUMENT})
        base = base._replace(type=StaticType(kinds, False, False))
    return _joined(translator, base, token.symbol, token[1], scope)


def root(translator: Translator, scope: Focus) -> Translation:
    """`/`, the document.

    Raises:
        UntranslatableError: the focus is no node, or cannot be named where this stands.
    """
    return Translation(f"({_root_text(translator, scope)})", exactly(ItemKind.DOCUMENT), "nodes")


def _root_text(translator: Translator, scope: Focus) -> str:
    if not scope.type.is_nodes:
        raise UntranslatableError("an item that is no node has no root")
    if scope.focus == scope.here:
        return "/"
    anchor = translator.anchor(scope.focus, scope)
    return f"{anchor}/ancestor-or-self::node()[last()]"


def _joined(
    translator: Translator, base: Translation, separator: str, token: Any, scope: Focus
) -> Translation:
    inner = inner_of(base.type, translator, scope.ranges)
    if token.symbol == "(" and len(token) == 1:
        items = union_items(token[0])
        if items is None:
            return _joined(translator, base, separator, token[0], scope)
        parts = [_joined(translator, base, separator, item, scope) for item in items]
        kinds = kinds_of(part.type for part in parts)
        text = " | ".join(part.text for part in parts)
        return Translation(f"({text})", StaticType(kinds, False, False), "nodes")
    if token.symbol == "[" and (token[0].symbol == "(" or is_call(token[0])):
        joined = _joined(translator, base, separator, token[0], scope)
        predicate, positional = predicate_of(
            translator, token[1], inner_of(joined.type, translator, scope.ranges)
        )
        if positional or "position()" in predicate or "last()" in predicate:
            raise UntranslatableError("a place among all nodes of a step in brackets")
        return Translation(joined.text + predicate, optional(joined.type), "nodes")
    if is_call(token):
        return _call_at_each(translator, base, separator, token)
    innermost = token
    while innermost.symbol == "[":
        innermost = innermost[0]
    if not is_step(innermost):
        raise UntranslatableError("something that is no step in a path")
    step = translator.value(token, inner)
    single = base.type.single and step.type.single
    required = base.type.required and step.type.required
    return Translation(
        f"{base.text}{separator}{step.text}",
        StaticType(step.type.kinds, required, single),
        "nodes",
    )


def _call_at_each(
    translator: Translator, base: Translation, separator: str, token: Any
) -> Translation:
    """A function of each of some nodes, as `a/name()`."""
    if separator != "//" and base.text:
        if token.symbol == "string" and len(token) == 1 and base.type.kinds == ELEMENT:
            name = _attribute_name(translator, token[0])
            if name:
                text = f"teikit:attributes({base.text}, {literal(name)})"
                return Translation(text, base.type._replace(kinds=STRING), "nodes")
        if token.symbol == "tokenize" and len(token) > 1 and token[0].symbol == ".":
            translator.passed(base)
            text = f"teikit:tokenize-each({base.text}, {splitting_pattern(token)})"
            return Translation(text, StaticType(STRING, False, False), "nodes")
    if len(token) > 1 or (len(token) == 1 and token[0].symbol != "."):
        raise UntranslatableError("a function of something else at each node")
    if separator == "//" or not base.text:
        raise UntranslatableError("a function at each node")
    translator.passed(base)
    kind = base.type._replace(kinds=STRING)
    if token.symbol in ("string", "data"):
        kinds = STRING if token.symbol == "string" else atomized(base.type.kinds)
        return Translation(base.text, base.type._replace(kinds=kinds), "nodes")
    if token.symbol == "normalize-space":
        return Translation(f"teikit:spaced({base.text})", kind, "nodes")
    if token.symbol in ("name", "local-name") and base.type.kinds == ELEMENT:
        return Translation(f"teikit:{token.symbol}s({base.text})", kind, "nodes")
    raise UntranslatableError(f"{token.symbol}() at each node")


def _attribute_name(translator: Translator, token: Any) -> str:
    """The Clark name in `@name`; empty where an expression is something else."""
    if token.symbol != "@" or token[0].symbol not in ("(name)", ":"):
        return ""
    prefix, _, name = tested(translator, "attribute", token[0])[0].removeprefix("@").rpartition(":")
    if name == "*" or "(" in prefix or "(" in name:
        return ""
    uri = XML if prefix == "xml" else translator.namespaces[prefix] if prefix else ""
    return f"{{{uri}}}{name}" if uri else name


PATHS: Mapping[str, Handler] = {"/": _path, "//": _path}
"""How each is translated, by its construct."""
