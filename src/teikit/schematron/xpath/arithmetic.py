"""Sums, products and the like."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import conjunction
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator
from teikit.schematron.xpath.types import DOUBLE, INTEGER, StaticType


def _arithmetic(translator: Translator, token: Any, scope: Focus) -> Translation:
    parts = [translator.value(item, scope) for item in token]
    if any(part.form != "number" or not part.type.kinds <= INTEGER | DOUBLE for part in parts):
        raise UntranslatableError("arithmetic with something that is no integer or double")
    present = conjunction(*(part.present for part in parts))
    present = "" if present == "true()" else present
    kinds = INTEGER if all(part.type.kinds <= INTEGER for part in parts) else DOUBLE
    kind = StaticType(kinds, not present, True)
    if len(parts) == 1:
        sign = token.symbol.replace("+", "")
        return Translation(f"({sign}{parts[0].text})", kind, "number", present)
    if token.symbol in ("div", "mod") and kinds == INTEGER:
        divisor = token[1]
        if token.symbol == "div" or divisor.symbol != "(integer)" or not divisor.value:
            raise UntranslatableError("division of integers")
    text = f"({parts[0].text} {token.symbol} {parts[1].text})"
    return Translation(text, kind, "number", present)


ARITHMETIC: Mapping[str, Handler] = dict.fromkeys(("+", "-", "product", "div", "mod"), _arithmetic)
"""How each is translated, by its construct."""
