"""What expressions begin with: literals, variables, `.`, brackets."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError, no_variable
from teikit.schematron.xpath.native import literal
from teikit.schematron.xpath.translation import Focus, Form, Handler, Translation, Translator
from teikit.schematron.xpath.types import (
    BOOLEAN,
    DECIMAL,
    DOUBLE,
    INTEGER,
    NUMBERS,
    STRINGS,
    ItemKind,
    StaticType,
    exactly,
)


def _dot(translator: Translator, _token: Any, scope: Focus) -> Translation:
    return translator.dot(scope)


def _variable(translator: Translator, token: Any, scope: Focus) -> Translation:
    name = str(token[0].value)
    if name in scope.ranges:
        node, kind = scope.ranges[name]
        return Translation(translator.anchor(node, scope) or ".", kind, "nodes")
    if name not in translator.types:
        raise no_variable(name)
    translator.variables.add(name)
    if translator.pure:
        raise UntranslatableError("it has a variable")
    kind = translator.types[name]
    form = _variable_form(kind)
    if form is None:
        raise UntranslatableError(f"of what type ${name} is is not certain")
    return Translation(f"${name}", kind, form)


def _bracket(translator: Translator, token: Any, scope: Focus) -> Translation:
    if len(token) != 1:
        raise UntranslatableError("an empty sequence")
    part = translator.value(token[0], scope)
    return part._replace(text=f"({part.text})")


def _literal(translator: Translator, token: Any, scope: Focus) -> Translation:
    if token.symbol == "(string)":
        return Translation(literal(str(token.value)), exactly(ItemKind.STRING), "string")
    kinds = {"(integer)": INTEGER, "(decimal)": DECIMAL, "(float)": DOUBLE}[token.symbol]
    text = format(token.value, "f") if token.symbol != "(integer)" else str(token.value)
    if token.symbol == "(integer)" and abs(token.value) >= 2**53:
        raise UntranslatableError("a number that is too large")
    if token.symbol == "(float)" or len(text) > 15:
        raise UntranslatableError("a number with an exponent")
    return Translation(text, StaticType(kinds, True, True), "number")


def _variable_form(kind: StaticType) -> Form | None:
    """What a variable of a type is in XPath 1.0; `None` where it cannot be one."""
    if kind.is_nodes:
        return (
            None if ItemKind.NAMESPACE in kind.kinds or ItemKind.DOCUMENT in kind.kinds else "nodes"
        )
    exact = kind.required and kind.single
    if kind.kinds <= STRINGS:
        return "string" if exact else "nodes"
    if kind.kinds <= NUMBERS and exact:
        return "number"
    if kind.kinds == BOOLEAN and kind.single:
        return "boolean"
    return None


PRIMARIES: Mapping[str, Handler] = {
    ".": _dot,
    "$": _variable,
    "(": _bracket,
    "(string)": _literal,
    "(integer)": _literal,
    "(decimal)": _literal,
    "(float)": _literal,
}
"""How each is translated, by its construct."""
