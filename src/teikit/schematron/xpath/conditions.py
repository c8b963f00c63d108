"""`and`, `or`, `some`, `every` and `if`."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import negation
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator, filtered
from teikit.schematron.xpath.types import DOUBLE, INTEGER, STRINGS, ItemKind, StaticType, exactly


def _logic(translator: Translator, token: Any, scope: Focus) -> Translation:
    return Translation(translator.test(token, scope), exactly(ItemKind.BOOLEAN), "boolean")


def _condition(translator: Translator, token: Any, scope: Focus) -> Translation:
    condition = translator.test(token[0], scope)
    failed, translator.may_fail = translator.may_fail, False
    first, second = translator.value(token[1], scope), translator.value(token[2], scope)
    safe, translator.may_fail = not translator.may_fail, failed or translator.may_fail
    required = first.type.required and second.type.required
    if first.form == second.form == "boolean" and required:
        return Translation(translator.test(token, scope), exactly(ItemKind.BOOLEAN), "boolean")
    kinds = first.type.kinds | second.type.kinds
    alike = kinds <= STRINGS or kinds <= INTEGER or kinds <= DOUBLE
    if safe and alike and required and first.form == second.form:
        text = f"teikit:choose({condition}, {first.text}, {second.text})"
        single = first.type.single and second.type.single
        return Translation(text, StaticType(kinds, True, single), first.form)
    raise UntranslatableError("a choice of values")


def _quantified(translator: Translator, token: Any, scope: Focus) -> Translation:
    return Translation(
        _quantifier(translator, list(token), scope, token.symbol),
        exactly(ItemKind.BOOLEAN),
        "boolean",
    )


def _quantifier(translator: Translator, tokens: list[Any], scope: Focus, symbol: str) -> str:
    if len(tokens) == 1:
        return translator.test(tokens[0], scope)
    name = str(tokens[0][0].value)
    base = translator.value(tokens[1], scope)
    if base.form != "nodes":
        raise UntranslatableError("a quantifier over something that is no set of nodes")
    number = translator.number()
    item = base.type._replace(required=True, single=True)
    inner = Focus(scope.focus, number, scope.type, {**scope.ranges, name: (number, item)})
    test = _quantifier(translator, tokens[2:], inner, symbol)
    if symbol == "every":
        return f"not({filtered(base.text, f'[{negation(test)}]')})"
    return f"boolean({filtered(base.text, f'[{test}]')})"


CONDITIONS: Mapping[str, Handler] = {
    "and": _logic,
    "or": _logic,
    "if": _condition,
    "some": _quantified,
    "every": _quantified,
}
"""How each is translated, by its construct."""
