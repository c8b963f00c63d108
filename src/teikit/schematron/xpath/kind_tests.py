"""Where elementpath differs from the standards in asking of what kind a node is.

Its `attribute(…)` looks for attributes of the context item on every axis, so that an attribute is
none; and names that are words of operators (`to`, `div`) are not taken everywhere.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any

from elementpath import AttributeNode, XPathNode

_KINDS = ("kind test", "sequence type", "function test")
_KIND_SYMBOLS = (
    *("attribute", "comment", "document-node", "element", "node"),
    *("processing-instruction", "schema-attribute", "schema-element", "text"),
)

_UNTYPED = frozenset(
    f"{{http://www.w3.org/2001/XMLSchema}}{name}"
    for name in ("anyAtomicType", "anySimpleType", "anyType", "untypedAtomic")
)
"""The types of an attribute of a document without a schema of types."""


def _nud_attribute(base: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def nud(token: Any) -> Any:
        """Parse `attribute(name)`; the axis of that name is parsed by elementpath."""
        parser = token.parser
        if parser.next_token.symbol != "(":
            return base(token)
        token.label = "kind test"
        parser.advance("(")
        if parser.next_token.symbol != ")":
            parser.expected_next("(name)", "*", ":")
            token[:] = (parser.expression(5),)
            if parser.next_token.symbol == ",":
                parser.advance(",")
                parser.expected_next("(name)", ":")
                token[1:] = (parser.expression(5),)
        parser.advance(")")
        return token

    return nud


def _nud_instruction(token: Any) -> Any:
    """Parse `processing-instruction(name)`."""
    parser = token.parser
    parser.advance("(")
    if parser.next_token.symbol != ")":
        parser.expected_next("(name)", "(string)")
        token[:] = (parser.expression(5),)
    parser.advance(")")
    return token


def _nud_at(base: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def nud(token: Any) -> Any:
        """Parse `@name`, and `@node()` and others, which elementpath takes for no step."""
        parser = token.parser
        if parser.next_token.symbol not in _KIND_SYMBOLS or parser.next_token.label != "kind test":
            return base(token)
        token[:] = (parser.expression(rbp=80),)
        return token

    return nud


def _select_attribute(base: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def select(token: Any, context: Any = None) -> Iterator[Any]:
        """The attributes that are meant: on another axis than its own, the context item itself."""
        if context is None:
            raise token.missing_context()
        if str(token.label) == "axis":
            yield from base(token, context)
            return
        if len(token) > 1 and token[1].name not in _UNTYPED:
            return
        if context.axis is None:
            attributes = context.iter_attributes()
        else:
            attributes = iter([context.item] if isinstance(context.item, AttributeNode) else [])
        for attribute in attributes:
            if not token or attribute.match_name(token[0].name or token[0].value):
                yield attribute

    return select


def _select_any(token: Any, context: Any = None) -> Iterator[Any]:
    """What `node()` selects; elementpath leaves out all documents but one."""
    if context is None:
        raise token.missing_context()
    for item in context.iter_children_or_self():
        if isinstance(item, XPathNode):
            yield item


def _fits(kind: Any, items: list[Any], context: Any) -> bool:
    """Whether items are of a kind, and as many as are wanted."""
    if len(items) != 1 and kind.occurrence not in ("*", "?" if not items else "+"):
        return False
    for item in items:
        inner = copy(context)
        inner.item, inner.axis = item, "self"
        result = kind.evaluate(inner)
        if isinstance(result, list) and not result:
            return False
    return True


def _instance(base: Callable[..., Any]) -> Callable[..., Any]:
    def evaluate(token: Any, context: Any = None) -> Any:
        """Whether items are of a kind; elementpath goes on with the last of them as the item."""
        if context is None or not _asks_for_kind(token[1]):
            return base(token, context)
        return _fits(token[1], list(token[0].select(copy(context))), context)

    return evaluate


def _treat(base: Callable[..., Any]) -> Callable[..., Any]:
    def evaluate(token: Any, context: Any = None) -> Any:
        """Items that have to be of a kind; elementpath asks the context item instead."""
        if context is None or not _asks_for_kind(token[1]):
            return base(token, context)
        items = list(token[0].select(copy(context)))
        if not _fits(token[1], items, context):
            raise token.error("XPDY0050")
        return items

    return evaluate


def _asks_for_kind(kind: Any) -> bool:
    return str(kind.label) in _KINDS and kind.symbol != "empty-sequence"


def corrected_kind_test(symbol: str, token_class: Any) -> Mapping[str, Any]:
    """The methods that a symbol has instead of elementpath's; none for most."""
    if symbol == "@":
        return {"nud": _nud_at(token_class.nud)}
    if symbol == "attribute":
        return {
            "nud": _nud_attribute(token_class.nud),
            "select": _select_attribute(token_class.select),
        }
    if symbol == "instance":
        return {"evaluate": _instance(token_class.evaluate)}
    if symbol == "node":
        return {"select": _select_any}
    if symbol == "processing-instruction":
        return {"nud": _nud_instruction}
    if symbol == "treat":
        return {"evaluate": _treat(token_class.evaluate)}
    return {}
