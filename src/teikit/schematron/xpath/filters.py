"""Predicates."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.translation import (
    Focus,
    Handler,
    Translation,
    Translator,
    filtered,
    inner_of,
    truth,
)
from teikit.schematron.xpath.types import StaticType


def _filter(translator: Translator, token: Any, scope: Focus) -> Translation:
    base = translator.value(token[0], scope)
    if base.form != "nodes":
        raise UntranslatableError("a predicate on something that is no set of nodes")
    predicate, positional = predicate_of(
        translator, token[1], inner_of(base.type, translator, scope.ranges)
    )
    kind = StaticType(base.type.kinds, False, base.type.single or positional)
    return Translation(filtered(base.text, predicate), kind, "nodes")


def predicate_of(translator: Translator, token: Any, inner: Focus) -> tuple[str, bool]:
    """A predicate in brackets, and whether it leaves one node at most.

    Raises:
        UntranslatableError: its meaning in XPath 1.0 is not certain.
    """
    if token.symbol in ("and", "or", "if", ","):
        return f"[{translator.test(token, inner)}]", False
    part = translator.value(token, inner)
    if part.form == "number":
        if part.present:
            raise UntranslatableError("a predicate that can be a number or nothing")
        return f"[{part.text}]", True
    return f"[{part.text if part.type.is_nodes else truth(part)}]", False


FILTERS: Mapping[str, Handler] = {"[": _filter}
"""How each is translated, by its construct."""
