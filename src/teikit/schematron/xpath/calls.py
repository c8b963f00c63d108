"""Calls of functions."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.casts import XS, converted
from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.functions import FUNCTIONS
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator


def _call(translator: Translator, token: Any, scope: Focus) -> Translation:
    function = FUNCTIONS.get(token.symbol)
    if function is None:
        raise UntranslatableError(f"{token.symbol}() has no counterpart")
    return function(translator, token, scope)


def _prefixed_call(translator: Translator, token: Any, scope: Focus) -> Translation:
    function = token[1]
    if function.namespace == XS:
        return converted(translator, str(function.symbol), function[0], scope)
    if function.namespace == "http://www.w3.org/2005/xpath-functions":
        return _call(translator, function, scope)
    raise UntranslatableError(f"{token.value}() has no counterpart")


CALLS: Mapping[str, Handler] = {"call": _call, "prefixed call": _prefixed_call}
"""How each is translated, by its construct."""
