"""Expressions evaluated by elementpath: all that libxml2 cannot say with certainty."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from elementpath import (
    AttributeNode,
    DocumentNode,
    NamespaceNode,
    TextNode,
    XPathNode,
)
from lxml import etree

from teikit.schematron.model import Key, QueryBinding
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.limits import shown
from teikit.schematron.xpath.matching import FAILURES, PatternFailure
from teikit.schematron.xpath.native import decimal
from teikit.schematron.xpath.nodes import Node
from teikit.schematron.xpath.parsing import XPATH1, parse
from teikit.schematron.xpath.patterns import pattern_expression
from teikit.schematron.xpath.trees import node_tree
from teikit.schematron.xpath.wording import sentence
from teikit.schematron.xpath.xslt_functions import RuleContext

Value = list[Any]
"""The items of a value, as elementpath has them; to be given back as a variable."""


class Addresses(NamedTuple):
    """Addresses of files, or empty. Relative ones in expressions start from that of the schema."""

    document: str = ""
    schema: str = ""


class Matching(NamedTuple):
    """The nodes that match a pattern, and those where it fails, in order, each with the reason."""

    nodes: set[Node]
    failures: list[tuple[Node, ExpressionError]]


class Evaluator:
    """Evaluates expressions in a document.

    The document must not change while the evaluator is in use. elementpath's tree of it is made
    when the first expression is evaluated.

    Attributes:
        tree: the document.
        addresses: of the document and of the schema.
    """

    def __init__(
        self,
        tree: etree._ElementTree,
        binding: QueryBinding,
        namespaces: Mapping[str, str],
        *,
        keys: Iterable[Key] = (),
        documents: Callable[[str], etree._ElementTree | None] | None = None,
        addresses: Addresses | None = None,
    ) -> None:
        """An evaluator for a document.

        Args:
            tree: the document.
            binding: the language of the expressions.
            namespaces: URIs by prefix; the prefix `""` is the default of element names.
            keys: what `key()` finds.
            documents: gives the document at an address, or `None`; without it `doc()` finds none.
            addresses: of the document and of the schema.
        """
        self.tree = tree
        self._binding = binding
        self._namespaces = dict(namespaces)
        self.addresses = addresses or Addresses()
        self._keys: dict[str, list[Key]] = {}
        for key in keys:
            self._keys.setdefault(key.name, []).append(key)
        self._documents = documents
        self._roots: dict[str, DocumentNode | None] = {}
        self._indexes: dict[tuple[str, int], dict[str, list[XPathNode]]] = {}
        self._root: Any = None
        self._now = datetime.datetime.now(tz=datetime.UTC)

    def boolean(
        self,
        expression: str,
        node: Node,
        variables: Mapping[str, Value] | None = None,
        current: Node | None = None,
    ) -> bool:
        """The effective boolean value of an expression.

        Raises:
            ExpressionError: it has none, or is no expression.
        """
        token = parse(expression, self._binding, self._namespaces)
        try:
            context = self._context(node, variables, current)
            return bool(token.boolean_value(list(token.select(context))))
        except FAILURES as error:
            raise _error(error, expression) from None

    def string(
        self,
        expression: str,
        node: Node,
        variables: Mapping[str, Value] | None = None,
        current: Node | None = None,
    ) -> str:
        """What `value-of` puts into a message: all items with spaces between, or the first."""
        token = parse(expression, self._binding, self._namespaces)
        try:
            items = list(token.select(self._context(node, variables, current)))
            if self._binding in XPATH1:
                if items and isinstance(items[0], float):
                    return decimal(items[0])
                return str(token.string_value(items[0])) if items else ""
            return " ".join(_strings(token, items))
        except FAILURES as error:
            raise _error(error, expression) from None

    def value(
        self,
        expression: str,
        node: Node,
        variables: Mapping[str, Value] | None = None,
        current: Node | None = None,
    ) -> Value:
        """The items of an expression, for a variable."""
        token = parse(expression, self._binding, self._namespaces)
        try:
            return list(token.select(self._context(node, variables, current)))
        except FAILURES as error:
            raise _error(error, expression) from None

    def nodes(
        self,
        expression: str,
        node: Node,
        variables: Mapping[str, Value] | None = None,
        current: Node | None = None,
    ) -> list[Node]:
        """The nodes that an expression selects, those of namespaces left out.

        Raises:
            ExpressionError: an item of it is no node.
        """
        items = self.value(expression, node, variables, current)
        if not all(isinstance(item, XPathNode) for item in items):
            raise ExpressionError(
                f"“{shown(expression)}” gives something that is no node; select nodes."
            )
        return [self.node(item) for item in items if _is_node(item)]

    def matching(
        self,
        pattern: str,
        variables: Mapping[str, Value] | None = None,
        document: Node | None = None,
        current: Node | None = None,
    ) -> Matching:
        """The nodes of a document, or of `tree`, that match a pattern of XSLT.

        Raises:
            ExpressionError: it is no pattern, or cannot be evaluated at any node.
        """
        token = parse(pattern_expression(pattern, self._binding), self._binding, self._namespaces)
        top = document or Node(self.tree.getroot(), part="document")
        failures: list[PatternFailure] = []
        try:
            context = self._context(top, variables, current)
            context.failures = failures
            items = list(token.select(context))
        except FAILURES as error:
            raise _error(error, pattern) from None
        return Matching(
            {self.node(item) for item in items if _is_node(item)},
            [(self.node(item), _error(error, pattern)) for item, error in failures],
        )

    def items(self, values: Iterable[Node | str | float | bool]) -> Value:
        """Values from elsewhere as a variable's value: nodes, strings, numbers."""
        return [self._item(value) if isinstance(value, Node) else value for value in values]

    def node(self, item: Any) -> Node:
        """The node that an item of a value is."""
        kind = type(item)
        if issubclass(kind, AttributeNode):
            return Node(item.parent.value, str(item.name))
        if issubclass(kind, DocumentNode):
            return Node(item.value.getroot(), part="document")
        return _text_node(item) if issubclass(kind, TextNode) else Node(item.value)

    def document(self, address: str) -> DocumentNode | None:
        """The document at an address, as elementpath has it; `None` where it cannot be read."""
        if address not in self._roots:
            tree = self._documents(address) if self._documents is not None else None
            made: Any = None if tree is None else node_tree(tree, self._namespaces, address)
            self._roots[address] = made
        return self._roots[address]

    def by_key(self, name: str, values: Iterable[str], root: Any) -> list[XPathNode]:
        """The nodes of a document that a key finds by values.

        Raises:
            KeyError: there is no such key.
        """
        index = self._indexes.get((name, id(root)))
        if index is None:
            index = self._indexes[name, id(root)] = self._index(self._keys[name], root)
        found = {id(node): node for value in values for node in index.get(value, ())}
        return sorted(found.values(), key=lambda node: node.position)

    def _index(self, keys: list[Key], root: Any) -> dict[str, list[XPathNode]]:
        index: dict[str, list[XPathNode]] = {}
        for key in keys:
            nodes = parse(
                pattern_expression(key.match, self._binding), self._binding, self._namespaces
            )
            use = parse(key.use, self._binding, self._namespaces)
            for node in list(nodes.select(self._context_at(root, root, None))):
                context = self._context_at(node, node, None)
                for value in use.atomization(context):
                    index.setdefault(use.string_value(value), []).append(node)  # type: ignore[arg-type]
        return index

    def _context(
        self, node: Node, variables: Mapping[str, Value] | None, current: Node | None
    ) -> RuleContext:
        item = self._item(node)
        return self._context_at(item, item if current is None else self._item(current), variables)

    def _context_at(
        self, item: Any, current: Any, variables: Mapping[str, Value] | None
    ) -> RuleContext:
        root = item
        while root.parent is not None:
            root = root.parent
        context = RuleContext(root, self._namespaces, item=item, current_dt=self._now)
        context.current = current
        context.evaluator = self
        context.steps = [0]
        context.failures = None
        if variables:
            context.variables.update(
                (name, value[0] if len(value) == 1 else value) for name, value in variables.items()
            )
        return context

    def _item(self, node: Node) -> XPathNode:
        found = self._element(node.element)
        if node.attribute:
            for attribute in found.attributes:
                if attribute.name == node.attribute:
                    return attribute  # type: ignore[no-any-return]
            raise ExpressionError(f"There is no attribute “{node.attribute}” here.")
        if node.part == "document":
            while found.parent is not None:
                found = found.parent
        elif node.part:
            parent = found if node.part == "text" else found.parent
            for child in parent.children:
                if isinstance(child, TextNode) and _text_node(child) == node:
                    return child
            raise ExpressionError("There is no such text here.")
        return found  # type: ignore[no-any-return]

    def _element(self, element: etree._Element) -> Any:
        if self._root is None:
            self._root = node_tree(self.tree, self._namespaces, self.addresses.document or None)
        for document in (self._root, *self._roots.values()):
            if document is not None and element in document.elements:
                return document.elements[element]
        raise ExpressionError("A node is of no document that the expression is about.")


def _is_node(item: Any) -> bool:
    """Whether an item is a node as the package has it: none of a namespace."""
    return isinstance(item, XPathNode) and not isinstance(item, NamespaceNode)


def _strings(token: Any, items: Value) -> Iterator[str]:
    """The strings of items, as `value-of` has them: neighbouring text nodes are a single one."""
    for are_texts, group in groupby(items, lambda item: isinstance(item, TextNode)):
        if are_texts:
            yield "".join(item.string_value for item in group)
            continue
        for item in group:
            yield from (str(token.string_value(part)) for part in token.atomize_item(item))


def _text_node(text: Any) -> Node:
    parent = text.parent
    before: Any = None
    for child in parent.children:
        if child is text:
            break
        if not isinstance(child, TextNode):
            before = child
    return Node(parent.value, part="text") if before is None else Node(before.value, part="tail")


def _error(error: BaseException, expression: str) -> ExpressionError:
    if isinstance(error, ExpressionError):
        return error
    if isinstance(error, RecursionError):
        return ExpressionError(f"“{shown(expression)}” has too many expressions within it.")
    if isinstance(error, MemoryError):
        return ExpressionError(f"“{shown(expression)}” needs too much memory; write it otherwise.")
    return ExpressionError(sentence(error, expression))  # type: ignore[arg-type]
