"""Values compared: in general (`=`), one by one (`eq`), as numbers."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.identity import identity
from teikit.schematron.xpath.logic import conjunction, disjunction
from teikit.schematron.xpath.tokens import comma_items, is_call
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator, filtered
from teikit.schematron.xpath.types import (
    BOOLEAN,
    NUMBERS,
    STRINGS,
    ItemKind,
    StaticType,
    atomized,
    exactly,
)

_REVERSED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_GENERAL = ("=", "!=", "<", "<=", ">", ">=")
_VALUE = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def _comparison(translator: Translator, token: Any, scope: Focus) -> Translation:
    symbol = token.symbol
    if symbol in ("eq", "ne", "=", "!=") and all(
        item.symbol == "generate-id" and len(item) <= 1 for item in token
    ):
        return identity(translator, token, scope)
    if symbol in ("eq", "ne", "=", "!=") and (text := _is_no_number(translator, token, scope)):
        return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")
    if symbol in _VALUE:
        return _value_comparison(translator, token, scope)
    lefts = [translator.value(item, scope) for item in comma_items(token[0])]
    rights = [translator.value(item, scope) for item in comma_items(token[1])]
    if len(lefts) == len(rights) == 1:
        text = _general(translator, symbol, lefts[0], rights[0])
    else:
        text = disjunction(
            *(_general(translator, symbol, left, right) for left in lefts for right in rights)
        )
    return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")


def _is_no_number(translator: Translator, token: Any, scope: Focus) -> str:
    """`string(number(…)) = 'NaN'`, the way to ask for that; empty for all else."""
    inner, literal_ = token[0], token[1]
    if inner.symbol == "(string)":
        inner, literal_ = literal_, inner
    if literal_.symbol != "(string)" or literal_.value != "NaN":
        return ""
    if not (is_call(inner) and inner.symbol == "string" and len(inner) == 1):
        return ""
    if not (is_call(inner[0]) and inner[0].symbol == "number"):
        return ""
    number = translator.value(inner[0], scope)
    if number.form != "number" or number.present or not number.type.required:
        return ""
    # Only that is not equal to itself.
    sign = "!=" if token.symbol in ("=", "eq") else "="
    return f"({number.text} {sign} {number.text})"


def _general(translator: Translator, symbol: str, left: Translation, right: Translation) -> str:
    first, second = atomized(left.type.kinds), atomized(right.type.kinds)
    if first <= STRINGS and second <= STRINGS:
        if symbol in ("=", "!="):
            return f"({left.text} {symbol} {right.text})"
        if not (left.type.single and right.type.single):
            raise UntranslatableError("XPath 1.0 does not sort strings")
        return _order(symbol, translator.passed(left), translator.passed(right))
    if first <= NUMBERS and second <= NUMBERS:
        if left.form != "number" or right.form != "number":
            raise UntranslatableError("a sequence of numbers")
        return conjunction(left.present, right.present, f"({left.text} {symbol} {right.text})")
    if first == BOOLEAN and second == BOOLEAN and symbol in ("=", "!="):
        if not (left.type.required and right.type.required):
            raise UntranslatableError("a boolean that can be nothing")
        return f"({left.text} {symbol} {right.text})"
    untyped = frozenset({ItemKind.UNTYPED})
    if second <= NUMBERS and first == untyped:
        return _number_comparison(translator, symbol, left, right)
    if first <= NUMBERS and second == untyped:
        return _number_comparison(translator, _REVERSED.get(symbol, symbol), right, left)
    raise UntranslatableError("types that XPath 1.0 compares otherwise")


def _number_comparison(
    translator: Translator, symbol: str, untyped: Translation, number: Translation
) -> str:
    if number.form != "number":
        raise UntranslatableError("several items compared with a number")
    translator.fails()
    translator.passed(untyped)
    if not untyped.type.single:
        if untyped.form != "nodes" or not number.text.replace(".", "").isdigit():
            raise UntranslatableError("several items compared with a number")
        test = f"[teikit:cast(., 'double') {symbol} {number.text}]"
        return f"boolean({filtered(untyped.text, test)})"
    cast = f"(teikit:cast({untyped.text}, 'double') {symbol} {number.text})"
    present = f"boolean({untyped.text})" if untyped.form == "nodes" else ""
    return conjunction(number.present, present, cast)


def _value_comparison(translator: Translator, token: Any, scope: Focus) -> Translation:
    left, right = translator.value(token[0], scope), translator.value(token[1], scope)
    symbol = _VALUE[token.symbol]
    required = left.type.required and right.type.required
    kind = StaticType(BOOLEAN, required, True)
    first, second = atomized(left.type.kinds), atomized(right.type.kinds)
    left, right = translator.singled(left, scope), translator.singled(right, scope)
    if first <= STRINGS and second <= STRINGS:
        if symbol not in ("=", "!="):
            return Translation(
                _order(symbol, translator.passed(left), translator.passed(right)), kind, "boolean"
            )
    elif not (
        (first <= NUMBERS and second <= NUMBERS and left.form == right.form == "number")
        or (first == second == BOOLEAN and required)
    ):
        raise UntranslatableError("types that XPath 1.0 compares otherwise")
    text = conjunction(left.present, right.present, f"({left.text} {symbol} {right.text})")
    return Translation(text, kind, "boolean")


def _order(symbol: str, left: Translation, right: Translation) -> str:
    return conjunction(
        *(f"boolean({part.text})" for part in (left, right) if part.form == "nodes"),
        f"teikit:compare({left.text}, '{symbol}', {right.text})",
    )


COMPARISONS: Mapping[str, Handler] = dict.fromkeys((*_GENERAL, *_VALUE), _comparison)
"""How each is translated, by its construct."""
