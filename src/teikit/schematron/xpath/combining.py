"""Several expressions put together: sequences, unions, differences."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import disjunction, negation
from teikit.schematron.xpath.native import literal
from teikit.schematron.xpath.steps import XML
from teikit.schematron.xpath.tokens import alternatives, comma_items
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator
from teikit.schematron.xpath.types import STRINGS, StaticType, kinds_of


def _sequence(translator: Translator, token: Any, scope: Focus) -> Translation:
    parts = [translator.value(item, scope) for item in comma_items(token)]
    if not all(part.type.kinds <= STRINGS for part in parts):
        raise UntranslatableError("a sequence of items that are no strings")
    kinds = kinds_of(part.type for part in parts)
    required = any(part.type.required for part in parts)
    text = ", ".join(part.text for part in parts)
    return Translation(f"teikit:strings({text})", StaticType(kinds, required, False), "nodes")


def _union(translator: Translator, token: Any, scope: Focus) -> Translation:
    left, right = translator.value(token[0], scope), translator.value(token[1], scope)
    for part in (left, right):
        if part.form != "nodes" or not part.type.is_nodes:
            raise UntranslatableError("a union of items that are no nodes")
    kinds = left.type.kinds | right.type.kinds
    required = left.type.required or right.type.required
    return Translation(f"({left.text} | {right.text})", StaticType(kinds, required, False), "nodes")


def _difference(translator: Translator, token: Any, scope: Focus) -> Translation:
    left = translator.value(token[0], scope)
    if token[0].symbol == "@" and left.type.is_nodes:
        names = [_attribute(translator, item) for item in alternatives(token[1])]
        test = disjunction(*names)
        if token.symbol == "except":
            test = negation(test)
        return Translation(f"{left.text}[{test}]", left.type._replace(required=False), "nodes")
    number = translator.number()
    inner = Focus(scope.focus, number, scope.type, scope.ranges)
    right = _as_union(translator, token[1], inner)
    for part in (left, right):
        if part.form != "nodes" or not part.type.is_nodes:
            raise UntranslatableError("a difference of items that are no nodes")
    sign = "!=" if token.symbol == "except" else "="
    text = f"({left.text})[count(. | {right.text}) {sign} count({right.text})]"
    return Translation(text, StaticType(left.type.kinds, False, left.type.single), "nodes")


def _as_union(translator: Translator, token: Any, scope: Focus) -> Translation:
    parts = [translator.value(item, scope) for item in comma_items(token)]
    if len(parts) == 1:
        return parts[0]
    kinds = kinds_of(part.type for part in parts)
    text = f"({' | '.join(part.text for part in parts)})"
    return Translation(text, StaticType(kinds, False, False), "nodes")


def _attribute(translator: Translator, token: Any) -> str:
    """A test whether an attribute is that which a step selects."""
    if token.symbol != "@":
        raise UntranslatableError("attributes without something else")
    test = token[0]
    prefix = ""
    if test.symbol == ":" and test[0].symbol == test[1].symbol == "(name)":
        prefix, test = str(test[0].value), test[1]
    if test.symbol != "(name)":
        raise UntranslatableError("attributes without some of them")
    uri = XML if prefix == "xml" else ""
    if prefix and not uri:
        uri = translator.namespaces[prefix]
    name = literal(str(test.value))
    return f"(local-name() = {name} and namespace-uri() = {literal(uri)})"


COMBINING: Mapping[str, Handler] = {
    ",": _sequence,
    "|": _union,
    "union": _union,
    "except": _difference,
    "intersect": _difference,
}
"""How each is translated, by its construct."""
