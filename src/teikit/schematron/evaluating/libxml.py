"""Expressions in XPath 1.0, evaluated by libxml2 through lxml.

lxml evaluates from elements alone, and compiles an expression in some tenths of a millisecond. So
each is compiled once, and other nodes are reached from what holds them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from teikit.schematron.xpath import native
from teikit.schematron.xpath.nodes import Node
from teikit.xml.names import Element


class Libxml:
    """The expressions of a schema, each compiled when it is first evaluated."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = tuple(sorted(namespaces.items()))
        self._compiled: dict[str, Callable[..., Any]] = {}

    def compiled(self, expression: str) -> Callable[..., Any]:
        """An expression that can be called; raises `ExpressionError` where it is not correct."""
        found = self._compiled.get(expression)
        if found is None:
            found = native.compiled(expression, self._namespaces)
            self._compiled[expression] = found
        return found

    def found(self, expression: str, tree: Any, variables: Mapping[str, Any]) -> Any:
        """The value of an expression from an element, or from a document."""
        expression, variables = native.spread(expression, variables)
        return self.compiled(expression)(tree, **variables)

    def filtered(
        self, nodes: Sequence[Element], step: str, variables: Mapping[str, Any], most: int
    ) -> Iterator[Any]:
        """Those that `step` leads to from the nodes: `[…]`, predicates, or a path.

        libxml2 is given `most` nodes at a time.
        """
        step, variables = native.spread(step, variables)
        find = self.compiled(f"$_nodes{step}")
        remaining = iter(nodes)
        while part := list(islice(remaining, most)):
            yield from find(part[0], _nodes=part, **variables)

    def value(self, expression: str, node: Node, variables: Mapping[str, Any]) -> Any:
        """The value of an expression from any node, which is `$current`, too.

        Nodes are in a list; those that are no elements are strings that know their element.
        """
        element, attribute, part = node
        if not (attribute or part) and isinstance(element.tag, str):
            return self.found(expression, element, variables)
        way = "/self::node()" if part == "document" else f"$_node{native.way_to(attribute, part)}"
        expression = native.with_paths(expression, {"current": f"({way})"})
        expression, variables = native.spread(expression, variables)
        evaluate = native.compiled_at(way, expression, self._namespaces)
        return evaluate(element.getroottree(), _node=[element], **variables)


def nodes_of(found: Iterable[Any]) -> list[Node]:
    """The nodes that libxml2 has found, as all parts know them."""
    return [_node(item) for item in found]


def _node(item: Any) -> Node:
    if not isinstance(item, str):
        return Node(item)
    smart: Any = item
    if smart.is_attribute:
        return Node(smart.getparent(), smart.attrname)
    return Node(smart.getparent(), "", "tail" if smart.is_tail else "text")
