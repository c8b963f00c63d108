"""Where elementpath 5.1 differs from the standards of XPath, and what it does here instead."""

import math
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from itertools import pairwise
from typing import Any

from elementpath import AttributeNode, ElementNode, NamespaceNode, XPathContext, XPathNode
from elementpath.compare import deep_equal
from elementpath.datatypes import NumericProxy, UntypedAtomic

from teikit.schematron.xpath.arguments import converting, substring, takes_values
from teikit.schematron.xpath.descendants import selecting_by_name
from teikit.schematron.xpath.kind_tests import corrected_kind_test
from teikit.schematron.xpath.matching import failing_predicate

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class StandardContext(XPathContext):
    """A dynamic context whose axes begin at any kind of node of any document."""

    def get_root(self, node: Any) -> Any:
        """The root of the tree of a node; elementpath knows that of one document."""
        return _top(node)

    def iter_attributes(self) -> Iterator[AttributeNode]:
        """The attributes of an element; elementpath gives those of attributes too."""
        if not isinstance(self.item, AttributeNode):
            yield from super().iter_attributes()

    def iter_siblings(self, axis: str | None = None) -> Iterator[Any]:
        """The siblings of a node; attributes have none, but elementpath gives them."""
        if not isinstance(self.item, AttributeNode | NamespaceNode):
            yield from super().iter_siblings(axis)

    def iter_preceding(self) -> Iterator[Any]:
        """The nodes before a node; those before an attribute are those before its element."""
        item = self.item
        if isinstance(item, AttributeNode | NamespaceNode):
            self.item = item.parent  # type: ignore[assignment]
        yield from super().iter_preceding()
        self.item = item

    def iter_followings(self) -> Iterator[Any]:
        """The nodes behind a node; elementpath gives those of elements alone."""
        item, axis = self.item, self.axis
        if not isinstance(item, XPathNode) or item.parent is None:
            return
        within: set[Any] = {item}
        if isinstance(item, ElementNode):
            within.update(item.iter_descendants())
        top: Any = item
        while top.parent is not None:
            top = top.parent
        self.axis = "following"
        for node in top.iter_descendants(with_self=False):
            if node.position > item.position and node not in within:
                self.item = node
                yield node
        self.item, self.axis = item, axis


def _select_path(base: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def select(token: Any, context: Any = None) -> Iterator[Any]:
        """The items of a path, its nodes in the order of the document.

        Where a path begins at the document, that is the one of the context item, and elementpath
        takes that where the expression began; and it leaves the context there.
        """
        if len(token) < 2:
            there = copy(context)
            if there is not None and isinstance(there.item, XPathNode):
                there.root = there.document = _top(there.item)
            yield from base(token, there)
            return
        found = list(base(token, context))
        if all(isinstance(item, XPathNode) for item in found) and _is_mixed(found):
            found.sort(key=lambda node: node.position)
        yield from found

    return select


def _is_mixed(nodes: list[Any]) -> bool:
    """Whether nodes of a document are in another order than its own."""
    if all(first.position < second.position for first, second in pairwise(nodes)):
        return False
    return len({id(_top(node)) for node in nodes}) == 1


def _top(node: Any) -> Any:
    while node.parent is not None:
        node = node.parent
    return node


def _there(token: Any, context: Any) -> Any:
    there = token.context or context
    if there is None:
        raise token.missing_context()
    return there


def _lang(token: Any, context: Any = None) -> bool:
    """Whether a node is in a language; elementpath wants an element."""
    there = _there(token, context)
    wanted = token.get_argument(there, default="", cls=str).lower()
    node = token.get_argument(there, index=1) if len(token) > 1 else there.item
    if not isinstance(node, XPathNode):
        raise token.error("XPTY0004", "the argument of lang() is no node")
    holder: Any = node
    while holder is not None:
        found = getattr(holder.value, "attrib", {}).get(_LANG)
        if found is not None:
            language = str(found).lower()
            return language == wanted or language.startswith(f"{wanted}-")
        holder = holder.parent
    return False


def _deep_equal(token: Any, context: Any = None) -> bool:
    """Whether two sequences are equal; elementpath selects both at the same time."""
    there = _there(token, context)
    first, second = (list(token[place].select(there)) for place in (0, 1))
    collation = token.parser.default_collation
    if len(token) > 2:
        collation = token.get_argument(there, 2, required=True, cls=str)
    return deep_equal(iter(first), iter(second), collation)


def _mod(token: Any, context: Any = None) -> Any:
    """The remainder, with the sign of the dividend."""
    first, second = token.get_operands(context, cls=NumericProxy)
    if first is None or second is None:
        return []
    if isinstance(first, float) or isinstance(second, float):
        if second == 0 or math.isinf(first):
            return math.nan
        return math.fmod(first, second)
    if second == 0:
        raise token.error("FOAR0001")
    remainder = abs(first) % abs(second)
    return -remainder if first < 0 else remainder


def _idiv(token: Any, context: Any = None) -> Any:
    """The whole quotient, or nothing where there is nothing to divide."""
    first, second = token.get_operands(context, cls=NumericProxy)
    if first is None or second is None:
        return []
    if second == 0:
        raise token.error("FOAR0001")
    if not (math.isfinite(first) and not math.isnan(second)):
        raise token.error("FOAR0002")
    if math.isinf(second):
        return 0
    if isinstance(first, float) or isinstance(second, float):
        first, second = float(first), float(second)
    quotient = abs(first) // abs(second)
    return int(quotient if (first < 0) == (second < 0) else -quotient)


def _compared(base: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def iter_comparison_data(token: Any, context: Any) -> Iterator[Any]:
        """What is compared; two untyped values as strings, which elementpath sorts as numbers."""
        for first, second in base(token, context):
            if isinstance(first, UntypedAtomic) and isinstance(second, UntypedAtomic):
                yield first.value, second.value
            else:
                yield first, second

    return iter_comparison_data


def _nud_range(last: str) -> Callable[[Any], Any]:
    def nud(token: Any) -> Any:
        """Parse `for`, `some`, `every`; the range of a variable may use another of its name."""
        parser = token.parser
        del token[:]
        if parser.next_token.symbol != "$":
            return token.as_name()
        while True:
            parser.next_token.expected("$")
            token.append(parser.expression(5))
            parser.advance("in")
            token.append(parser.expression(5))
            if parser.next_token.symbol != ",":
                break
            parser.advance()
        parser.advance(last)
        token.append(parser.expression(5))
        return token

    return nud


def corrected(symbol: str, token_class: Any) -> Mapping[str, Any]:
    """The methods that a symbol has instead of elementpath's; none for most."""
    if symbol == "/":
        return {"select": _select_path(token_class.select)}
    if symbol == "//":
        return {"select": _select_path(selecting_by_name(token_class.select))}
    if symbol == "[":
        return {"select": failing_predicate(token_class.select)}
    if symbol in ("<", "<=", ">", ">="):
        return {"iter_comparison_data": _compared(token_class.iter_comparison_data)}
    if symbol in _LAST_WORDS:
        return {"nud": _nud_range(_LAST_WORDS[symbol])}
    if methods := corrected_kind_test(symbol, token_class):
        return methods
    methods = converting(token_class.get_argument) if takes_values(token_class) else {}
    return {**methods, "evaluate": _EVALUATE[symbol]} if symbol in _EVALUATE else methods


_LAST_WORDS = {"for": "return", "some": "satisfies", "every": "satisfies"}
_EVALUATE: Mapping[str, Callable[..., Any]] = {
    "deep-equal": _deep_equal,
    "idiv": _idiv,
    "lang": _lang,
    "mod": _mod,
    "substring": substring,
}
