"""Paths `//name`, by the names of elements that libxml2 finds.

elementpath asks each node of the document whether it has such children.
"""

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

from elementpath import DocumentNode, ElementNode, XPathNode

Select = Callable[..., Iterator[Any]]

_NODES_PER_STEP = 64
"""How many elements libxml2 passes by while elementpath would take one step."""


def selecting_by_name(base: Select) -> Select:
    """`select` of `//`, of which `base` is that of elementpath."""

    def select(token: Any, context: Any = None) -> Iterator[Any]:
        name = _name(token[-1])
        if not name or context is None:
            yield from base(token, context)
            return
        found: dict[Any, None] = {}
        for start in _starts(token, context):
            found.update(dict.fromkeys(_selected(token[-1], name, start, context)))
        yield from sorted(found, key=lambda node: node.position) if len(token) < 2 else found

    return select


def _name(step: Any) -> str:
    """The name of the children that a step selects, as lxml has it, or empty."""
    while step.symbol == "[":
        step = step[0]
    if step.symbol == "(name)":
        default = step.parser.default_namespace
        return f"{{{default}}}{step.value}" if default else str(step.value)
    if step.symbol == ":" and step[0].symbol == step[1].symbol == "(name)":
        return str(step.name)
    return ""


def _starts(token: Any, context: Any) -> Iterator[Any]:
    """The nodes below which something is looked for."""
    if len(token) < 2:
        yield context.document
        return
    for item in token[0].select_with_focus(context):
        if not isinstance(item, XPathNode):
            raise token.error("XPTY0019")
        yield item


def _selected(step: Any, name: str, start: Any, context: Any) -> Iterator[Any]:
    """What a step selects from the descendants of a node, or itself."""
    if not isinstance(start, DocumentNode | ElementNode):
        return
    value: Any = start.value
    known: Any = start.tree.elements
    context.count(1 + len(known) // _NODES_PER_STEP)
    is_document = isinstance(start, DocumentNode)
    elements = value.getroot().iter(name) if is_document else value.iterdescendants(name)
    named = [known[element] for element in elements]
    context.count(len(named))
    if step.symbol != "[":
        yield from named
        return
    inner = copy(context)
    inner.axis = None
    for parent in dict.fromkeys(node.parent for node in named):
        inner.item = parent
        yield from step.select(inner)
