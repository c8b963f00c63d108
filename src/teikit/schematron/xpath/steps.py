"""Steps of paths: axes and node tests."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.native import DEFAULT_PREFIX, literal
from teikit.schematron.xpath.tokens import is_call
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator
from teikit.schematron.xpath.types import ELEMENT, NODES, ItemKind, StaticType
from teikit.schematron.xpath.xpath1_syntax import AXES

XML = "http://www.w3.org/XML/1998/namespace"
"""The namespace of the prefix `xml`."""

_AXES = AXES - {"namespace"}
_STEPS = frozenset({"(name)", "*", "@", "..", ":"})
_KIND_TESTS = {
    "text": frozenset({ItemKind.TEXT}),
    "comment": frozenset({ItemKind.COMMENT}),
    "processing-instruction": frozenset({ItemKind.INSTRUCTION}),
}


def _step(translator: Translator, token: Any, scope: Focus) -> Translation:
    if not scope.type.is_nodes:
        raise UntranslatableError("a step from an item that is no node")
    prefix = translator.anchor(scope.focus, scope)
    text, kind = _axis_step(translator, token, scope.type)
    return Translation(f"{prefix}/{text}" if prefix else text, kind, "nodes")


def _axis_step(translator: Translator, token: Any, base: StaticType) -> tuple[str, StaticType]:
    symbol = token.symbol
    if symbol == "..":
        kinds = frozenset({ItemKind.ELEMENT, ItemKind.DOCUMENT})
        return "..", StaticType(kinds, False, True)
    if symbol == "@":
        return tested(translator, "attribute", token[0])
    if symbol in _AXES and not (symbol == "attribute" and str(token.label) == "kind test"):
        if symbol.startswith(("following", "preceding")) and (
            base.kinds & {ItemKind.ATTRIBUTE, ItemKind.NAMESPACE}
        ):
            raise UntranslatableError("what follows an attribute")
        text, kind = tested(translator, symbol, token[0])
        if symbol == "self":
            kind = StaticType(kind.kinds & base.kinds, False, True)
        return text, kind
    if symbol == "attribute" and str(token.label) == "kind test":
        raise UntranslatableError("attribute() as a step")
    return tested(translator, "child", token)


def tested(translator: Translator, axis: str, token: Any) -> tuple[str, StaticType]:
    """A node test on an axis, and the type of what it selects.

    Raises:
        UntranslatableError: its meaning in XPath 1.0 is not certain.
    """
    head = {"child": "", "attribute": "@"}.get(axis, f"{axis}::")
    single = axis in ("self", "parent")
    principal = frozenset({ItemKind.ATTRIBUTE}) if axis == "attribute" else ELEMENT
    symbol = token.symbol
    if symbol == "(name)":
        return head + _name(translator, "", str(token.value), axis), StaticType(
            principal, False, single or axis == "attribute"
        )
    if symbol == "*":
        return f"{head}*", StaticType(principal, False, single)
    if symbol == ":":
        prefix, name = token[0], token[1]
        if prefix.symbol == "*":
            test = f"{head}*[local-name()={literal(str(name.value))}]"
            return test, StaticType(principal, False, single)
        if str(prefix.value) not in translator.namespaces and prefix.value != "xml":
            raise UntranslatableError("a prefix that the schema does not declare")
        if name.symbol == "*":
            return f"{head}{prefix.value}:*", StaticType(principal, False, single)
        return head + _name(translator, str(prefix.value), str(name.value), axis), StaticType(
            principal, False, single or axis == "attribute"
        )
    if str(token.label) == "kind test":
        return _kind_tested(translator, axis, head, token, single)
    raise UntranslatableError(f"“{symbol}” as a step")


def _name(translator: Translator, prefix: str, name: str, axis: str) -> str:
    if prefix:
        return f"{prefix}:{name}"
    if axis != "attribute" and translator.namespaces.get(""):
        return f"{DEFAULT_PREFIX}:{name}"
    return name


def _kind_tested(
    translator: Translator, axis: str, head: str, token: Any, single: bool
) -> tuple[str, StaticType]:
    symbol = token.symbol
    if symbol == "node" and not len(token):
        kinds = {
            "attribute": frozenset({ItemKind.ATTRIBUTE}),
            "child": NODES - {ItemKind.ATTRIBUTE, ItemKind.DOCUMENT, ItemKind.NAMESPACE},
            "parent": frozenset({ItemKind.ELEMENT, ItemKind.DOCUMENT}),
            "ancestor": frozenset({ItemKind.ELEMENT, ItemKind.DOCUMENT}),
        }.get(axis, NODES - {ItemKind.NAMESPACE})
        return f"{head}node()", StaticType(kinds, False, single)
    if symbol in _KIND_TESTS and axis != "attribute":
        argument = ""
        if len(token):
            if symbol != "processing-instruction":
                raise UntranslatableError(f"an argument of {symbol}()")
            argument = literal(str(token[0].value))
        return f"{head}{symbol}({argument})", StaticType(_KIND_TESTS[symbol], False, single)
    if symbol == "element" and axis != "attribute" and len(token) <= 1:
        if not len(token):
            return f"{head}*", StaticType(ELEMENT, False, single)
        return tested(translator, axis, token[0])
    raise UntranslatableError(f"{symbol}() as a step")


def is_step(token: Any) -> bool:
    """Whether an expression is a step without predicates."""
    symbol = token.symbol
    if is_call(token) or (symbol == ":" and is_call(token[1])):
        return False
    return symbol == "." or symbol in _AXES or symbol in _STEPS or "kind test" in str(token.label)


STEPS: Mapping[str, Handler] = dict.fromkeys((*_AXES, *_STEPS, "kind test"), _step)
"""How each is translated, by its construct."""
