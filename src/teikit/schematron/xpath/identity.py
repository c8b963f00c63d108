"""Nodes compared: whether they are the same, and which is first."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import conjunction, disjunction, negation
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator
from teikit.schematron.xpath.types import BOOLEAN, ItemKind, StaticType, exactly


def identity(translator: Translator, token: Any, scope: Focus) -> Translation:
    """Identifiers of nodes compared: whether they are the same node, or both are none."""
    left, right = (
        translator.value(item[0], scope) if len(item) else translator.dot(scope) for item in token
    )
    for part in (left, right):
        if part.form != "nodes" or not part.type.is_nodes or not part.type.single:
            raise UntranslatableError("identifiers of several nodes")
    same = conjunction(
        "" if left.type.required else f"boolean({left.text})",
        "" if right.type.required else f"boolean({right.text})",
        f"(count({left.text} | {right.text}) = 1)",
    )
    if not (left.type.required or right.type.required):
        same = disjunction(same, f"not({left.text} | {right.text})")
    text = same if token.symbol in ("eq", "=") else negation(same)
    return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")


def _is(translator: Translator, token: Any, scope: Focus) -> Translation:
    left, right = translator.value(token[0], scope), translator.value(token[1], scope)
    for part in (left, right):
        if part.form != "nodes" or not part.type.is_nodes or not part.type.single:
            raise UntranslatableError("nodes compared of which there can be several")
    required = left.type.required and right.type.required
    same = f"(count({left.text} | {right.text}) = 1)"
    if token.symbol != "is":
        first = left if token.symbol == "<<" else right
        begins = f"(count(({left.text} | {right.text})[1] | {first.text}) = 1)"
        same = conjunction(negation(same), begins)
    text = conjunction(f"boolean({left.text})", f"boolean({right.text})", same)
    return Translation(text, StaticType(BOOLEAN, required, True), "boolean")


IDENTITY: Mapping[str, Handler] = dict.fromkeys(("is", "<<", ">>"), _is)
"""How each is translated, by its construct."""
