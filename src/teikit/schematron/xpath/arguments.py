"""Arguments of functions without a type, converted to that which the function takes.

XPath 2.0, 3.1.5 (function conversion rules): what is untyped, as the values of attributes and
elements are, is cast to the expected type. elementpath does so for strings, and not for dates,
durations and many numbers.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from elementpath import XPathNode
from elementpath.datatypes import NumericProxy, UntypedAtomic

_CASTS = {
    "xs:date": "date",
    "xs:dateTime": "dateTime",
    "xs:dayTimeDuration": "dayTimeDuration",
    "xs:double": "double",
    "xs:duration": "duration",
    "xs:integer": "integer",
    "xs:numeric": "double",
    "xs:time": "time",
}
"""The constructors that make a value of a type."""


def takes_values(token_class: Any) -> bool:
    """Whether a function takes arguments that are to be converted."""
    types = getattr(token_class, "sequence_types", None) or ()
    return isinstance(types, tuple) and any(_cast_to(each) for each in types[:-1])


def converting(base: Callable[..., Any]) -> Mapping[str, Any]:
    """The methods of a function that takes such arguments; `base` is elementpath's for one."""

    def get_argument(
        token: Any,
        context: Any,
        index: int = 0,
        *,
        default: Any = None,
        cls: type[Any] | None = None,
        promote: Any = None,
        **options: bool,
    ) -> Any:
        item = base(token, context, index, default=default, **options)
        if item is None or item is default:
            return item
        item = _converted(token, index, item)
        return item if cls is None else token.validated_value(item, cls, promote, index)

    return {"get_argument": get_argument}


def _converted(token: Any, index: int, item: Any) -> Any:
    types = token.sequence_types
    is_constructor = token.symbol == "dateTime" and len(token) == 1
    if token.parser.compatibility_mode or is_constructor or index >= len(types) - 1:
        return item
    cast = _cast_to(types[index])
    value = token.data_value(item) if cast and isinstance(item, XPathNode) else item
    if not cast or not isinstance(value, UntypedAtomic):
        return item
    return token.parser.symbol_table[cast](token.parser).cast(value)


def _cast_to(sequence_type: str) -> str:
    """The constructor for an argument, or nothing where it needs none."""
    return _CASTS.get(sequence_type.removesuffix("?"), "")


def substring(token: Any, context: Any = None) -> str:
    """Characters of a string; elementpath rounds 2.5 to 2, as Python does."""
    there = token.context or context
    text = str(token.get_argument(there, default="", cls=str))
    begin = _rounded(token, there, 1)
    end = begin + _rounded(token, there, 2) if len(token) > 2 else math.inf
    if math.isnan(begin) or math.isnan(end):
        return ""
    first = min(max(begin, 1), len(text) + 1)
    last = min(max(end, first), len(text) + 1)
    return text[int(first) - 1 : int(last) - 1]


def _rounded(token: Any, context: Any, index: int) -> float:
    value = token.get_argument(context, index=index, required=True)
    if token.parser.compatibility_mode:
        value = token.number_value(value)
    elif not isinstance(value, NumericProxy):
        raise token.error("XPTY0004", "substring() takes numbers for its places")
    number = float(value)
    return math.floor(number + 0.5) if math.isfinite(number) else number
