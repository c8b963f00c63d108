"""The operators of XPath 1.0 for elementpath, which evaluates what libxml2 cannot be given.

elementpath's mode of compatibility has numbers and comparisons of XPath 2.0 in many places: nothing
divided by two is nothing there, and not NaN.
"""

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from elementpath import XPathNode

_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")
_Value = list[Any] | bool | float | str


def _value(token: Any, context: Any) -> _Value:
    """The value of an operand; nodes are in a list."""
    items = list(token.select(copy(context)))
    if not items or isinstance(items[0], XPathNode):
        return items
    item = items[0]
    if isinstance(item, bool):
        return item
    return float(item) if isinstance(item, int | float | Decimal) else str(item)


def _numbers(value: _Value) -> Iterator[float]:
    if isinstance(value, list):
        for node in value:
            yield number(node.string_value)
    else:
        yield number(value) if isinstance(value, str) else float(value)


def number(text: str) -> float:
    """A string as a number; NaN where it is none."""
    match = _NUMBER.fullmatch(text)
    return float(match[1]) if match else math.nan


def _operands(token: Any, context: Any) -> list[float]:
    """The operands as numbers: of nodes, the first counts."""
    values = (_value(part, context) for part in token)
    return [next(_numbers(value), math.nan) for value in values]


def _divided(first: float, second: float) -> float:
    if second:
        return first / second
    if math.isnan(first) or first == 0 or math.isnan(second):
        return math.nan
    return math.copysign(math.inf, first) * math.copysign(1, second)


def _remainder(first: float, second: float) -> float:
    if second == 0 or math.isinf(first):
        return math.nan
    return math.fmod(first, second)


def _arithmetic(
    symbol: str, base: Callable[..., Any], compute: Callable[..., float]
) -> Callable[..., Any]:
    def evaluate(token: Any, context: Any = None) -> Any:
        """A number."""
        if symbol == "*" and len(token) < 2:
            return base(token, context)
        numbers = _operands(token, context)
        if len(numbers) == 1:
            return -numbers[0] if symbol == "-" else numbers[0]
        return compute(*numbers)

    return evaluate


def _comparison(symbol: str, holds: Callable[[Any, Any], bool]) -> Callable[..., Any]:
    is_equality = symbol in ("=", "!=")

    def evaluate(token: Any, context: Any = None) -> bool:
        """Whether a comparison is true: of nodes, of any of them."""
        first, second = (_value(part, context) for part in token)
        has_nodes = isinstance(first, list) or isinstance(second, list)
        has_boolean = isinstance(first, bool) or isinstance(second, bool)
        if has_boolean and (is_equality or has_nodes):
            return holds(_truth(first), _truth(second))
        if is_equality and not (isinstance(first, float) or isinstance(second, float)):
            return _any(holds, _strings(first), _strings(second))
        return _any(holds, [*_numbers(first)], [*_numbers(second)])

    return evaluate


def _truth(value: _Value) -> bool:
    return bool(value) and value == value  # noqa: PLR0124 -- NaN is false


def _strings(value: _Value) -> list[str]:
    return [node.string_value for node in value] if isinstance(value, list) else [str(value)]


def _any(holds: Callable[[Any, Any], bool], first: list[Any], second: list[Any]) -> bool:
    if holds is operator.eq:
        return not set(first).isdisjoint({each for each in second if each == each})  # noqa: PLR0124
    return any(holds(left, right) for left in first for right in second)


_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPUTED: Mapping[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divided,
    "mod": _remainder,
}


def of_xpath1(symbol: str, token_class: Any) -> Mapping[str, Any]:
    """The methods that a symbol has in XPath 1.0; none where they are those of XPath 2.0."""
    if symbol in _COMPARED:
        return {"evaluate": _comparison(symbol, _COMPARED[symbol])}
    if symbol in _COMPUTED:
        return {"evaluate": _arithmetic(symbol, token_class.evaluate, _COMPUTED[symbol])}
    return {}
