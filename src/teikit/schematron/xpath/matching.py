"""Predicates of patterns, by elementpath: where one fails at a node, that does not match.

So says the standard: "Any dynamic error or type error that occurs during the evaluation of a
pattern against a particular node is treated as a recoverable error", and the recovery is "to treat
the pattern as not matching that node" (XSL Transformations 2.0, 5.5.4; in 3.0 it is a must).
"""

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any, NamedTuple

from elementpath import ElementPathError
from elementpath.datatypes import NumericProxy

from teikit.schematron.xpath.errors import ExpressionError, TooLongError

FAILURES = (
    ElementPathError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What elementpath raises where an expression cannot be evaluated."""


class PatternFailure(NamedTuple):
    """That a predicate of a pattern cannot be evaluated at an item, and why."""

    item: Any
    error: Exception


def failing_predicate(base: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """`select` of a predicate, of which `base` is that of elementpath.

    In a context with `failures`, which is that of a pattern, these are collected, and the items
    passed over. Within a predicate, all is as elsewhere: what fails in it, fails as a whole.
    """

    def select(token: Any, context: Any = None) -> Iterator[Any]:
        failures = getattr(context, "failures", None)
        if failures is None:
            yield from base(token, context)
            return
        outer = context.item, context.size, context.position, context.axis
        for place in _places(token[0], context):
            context.item, context.size, context.position, context.axis = place
            inner = copy(context)
            inner.failures = None
            try:
                is_true = _is_true(token, inner)
            except TooLongError:
                raise
            except (ExpressionError, *FAILURES) as error:
                failures.append(PatternFailure(context.item, error))
            else:
                if is_true:
                    yield context.item
        context.item, context.size, context.position, context.axis = outer

    return select


def _places(step: Any, context: Any) -> Iterator[tuple[Any, int, int, None]]:
    """What a step selects, each with the number of all and its own, and no axis."""
    inner = copy(context)
    if not hasattr(step, "reverse_axis"):
        inner.axis = None
    items = list(step.select(inner))
    first = step
    while first.symbol == "[":
        first = first[0]
    numbers = range(1, len(items) + 1)
    is_reverse = getattr(first, "reverse_axis", False)
    for number, item in zip(reversed(numbers) if is_reverse else numbers, items, strict=True):
        yield item, len(items), number, None


def _is_true(token: Any, context: Any) -> bool:
    items = list(token[1].select(context))
    if len(items) == 1 and isinstance(items[0], NumericProxy):
        return bool(context.position == items[0])
    return bool(token.boolean_value(items))
