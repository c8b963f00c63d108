"""The values of a schema's expressions at the nodes of a document.

libxml2 evaluates what it can; elementpath, which makes a tree of its own of the document, is
loaded when the first expression needs it.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from teikit.schematron.evaluating.cost import AT_A_TIME, BEARABLE
from teikit.schematron.evaluating.libxml import Libxml, nodes_of
from teikit.schematron.evaluating.opening import Opening, Tree
from teikit.schematron.evaluating.program import Expression, Program, Variable, Words
from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import native
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.nodes import Node

if TYPE_CHECKING:
    from teikit.schematron.xpath.evaluation import Evaluator, Matching

FAILURES = (etree.XPathError, ExpressionError)
"""What libxml2 raises where an expression cannot be evaluated, and functions that it calls."""

_SPACE = re.compile(r"[ \t\r\n]+")
_LARGEST = 10_000_000
"""Characters of the value of a variable; an item takes as much as ten of them."""


class EvaluationError(Exception):
    """An expression has no value. The message is a sentence.

    The node is that at which it was asked for, or `None` where it has none at any.
    """

    def __init__(self, expression: Expression, message: str, node: Node | None = None) -> None:
        super().__init__(message)
        self.expression = expression
        self.message = message
        self.node = node


class NodeScope:
    """A node, and the variables that a rule binds for it, as far as their values are known.

    Those of the whole schema are bound for its document. Seen from another node (`at`), variables
    have the values that the rule's own node has given them.
    """

    def __init__(self, node: Node, of_rule: "NodeScope | None" = None) -> None:
        self.node = node
        self._of_rule = of_rule
        self.native: dict[int, Any] = {}
        self.full: dict[int, Any] = {}

    @property
    def of_rule(self) -> "NodeScope":
        """The scope of the rule's own node."""
        # Did it hold itself, the document would not be forgotten as soon as it is checked.
        return self._of_rule or self

    def at(self, node: Node) -> "NodeScope":
        """The same variables at another node."""
        return NodeScope(node, self.of_rule)


class Values:
    """Evaluates the expressions of a program in a document."""

    def __init__(
        self, program: Program, tree: Tree, libxml: Libxml, opening: Opening, most_nodes: int
    ) -> None:
        """The tree has at most so many nodes; where that is 0, they are counted."""
        self._program = program
        self._tree = tree
        self._libxml = libxml
        self._opening = opening
        self._most_nodes = most_nodes
        self.document = Node(tree.getroot(), part="document")
        self.namespaces = program.namespaces
        self._globals = NodeScope(self.document)
        self._has_xpath1 = program.binding in (QueryBinding.XPATH, QueryBinding.XSLT)

    @cached_property
    def evaluator(self) -> "Evaluator":
        """That of elementpath."""
        from teikit.schematron.xpath.evaluation import Addresses, Evaluator  # noqa: PLC0415

        program = self._program
        return Evaluator(
            self._tree,
            program.binding,
            program.namespaces,
            keys=program.keys,
            documents=self._opening,
            addresses=Addresses(self._opening.document, program.address),
        )

    def test(self, expression: Expression, scope: NodeScope) -> bool:
        """Whether an expression is true."""
        if self._is_native(expression):
            return bool(self._native(expression, f"boolean({expression.native})", scope))
        return bool(self._full(expression, scope, "boolean"))

    def may_be(self, expression: Expression, scope: NodeScope) -> bool:
        """Whether an assertion with this test may speak of the node of a scope."""
        if not self.is_bearable(expression.maybe_degree):
            return True
        return bool(self._libxml.value(f"boolean({expression.maybe})", scope.node, {}))

    def string(self, expression: Expression, scope: NodeScope) -> str:
        """What an expression gives for a message."""
        if self._is_native(expression):
            return str(self._native(expression, expression.native, scope))
        return str(self._full(expression, scope, "string"))

    def nodes(self, expression: Expression, scope: NodeScope) -> list[Node]:
        """The nodes that an expression selects."""
        if self._is_native(expression):
            return nodes_of(self._native(expression, expression.native, scope))
        found: list[Node] = self._full(expression, scope, "nodes")
        return found

    def matching(
        self,
        context: Expression,
        nodes: list[Node],
        tree: Tree,
        note: Callable[[EvaluationError], None],
    ) -> list[Node]:
        """Those of some nodes of a document that match a context, by elementpath.

        `note` takes the failures at nodes, which then do not match.
        """
        document = Node(tree.getroot(), part="document")
        if not context.uses_current:
            found, failures = self._matching(context, document, document)
            for node, error in failures:
                note(EvaluationError(context, sentence(error, context), node))
            return [node for node in nodes if node in found]
        # In a context, it is the node that may match.
        matching: list[Node] = []
        for current in nodes:
            found, failures = self._matching(context, document, current)
            if current in found:
                matching.append(current)
                continue
            for node, error in failures:
                if _is_around(node, current):
                    note(EvaluationError(context, sentence(error, context), node))
        return matching

    def _matching(self, context: Expression, document: Node, current: Node) -> "Matching":
        variables = self._bound_variables(context, NodeScope(document))
        try:
            return self.evaluator.matching(context.text, variables, document, current)
        except ExpressionError as error:
            raise EvaluationError(context, sentence(error, context)) from None

    def other_document(self, address: str) -> tuple[str, Tree | None]:
        """The document at an address, ready for expressions, and its whole address."""
        resolved, tree = self._opening.beside(address)
        if tree is not None:
            self.evaluator.document(resolved)
        return resolved, tree

    def strings(self, expression: Expression, scope: NodeScope) -> list[str]:
        """The strings of all items that an expression selects."""
        items = self._full(expression, scope, "value")
        return [str(getattr(item, "string_value", item)) for item in items]

    def items(self, expression: Expression, scope: NodeScope) -> list[Node] | str:
        """What an expression selects: nodes, or else a string.

        Raises `EvaluationError`, also where there are both.
        """
        found = self._full(expression, scope, "value")
        nodes = [item for item in found if hasattr(item, "string_value")]
        if not nodes:
            return str(self._full(expression, scope, "string")) if found else ""
        if len(nodes) < len(found):
            words = f"“{expression.text}” gives nodes and values; write an expression for each."
            raise EvaluationError(expression, words)
        return [self.evaluator.node(item) for item in nodes]

    def words(self, words: Words, scope: NodeScope) -> str:
        """A message, all filled in."""
        parts = (part if isinstance(part, str) else self.string(part, scope) for part in words)
        return _SPACE.sub(" ", "".join(parts)).strip(" ")

    def bound(self, variables: tuple[tuple[str, int], ...]) -> dict[str, Any]:
        """The values of variables of the whole schema, for libxml2."""
        return {name: self._native_variable(number, self._globals) for name, number in variables}

    def _variables(self, expression: Expression, scope: NodeScope) -> dict[str, Any]:
        found = {
            name: self._native_variable(number, scope) for name, number in expression.variables
        }
        if expression.uses_current and not (scope.node.attribute or scope.node.part):
            found["current"] = [scope.node.element]
        return found

    # By libxml2

    @cached_property
    def _size(self) -> int:
        return self._most_nodes or int(self._libxml.compiled("count(//node())")(self._tree))

    def cost(self, degree: int) -> int:
        """How many nodes libxml2 may look at for an expression of that degree at one node."""
        return 1 if degree == 0 else self._size**degree

    def is_bearable(self, degree: int) -> bool:
        """Whether libxml2 may be given an expression of that degree."""
        return self.cost(degree) <= BEARABLE

    def at_a_time(self, degree: int) -> int:
        """How many nodes libxml2 may be given at a time with it."""
        return min(AT_A_TIME, BEARABLE // self.cost(degree))

    def _is_native(self, expression: Expression) -> bool:
        """Whether libxml2 can be given an expression."""
        return bool(expression.native) and self.is_bearable(expression.degree)

    def _native(self, expression: Expression, text: str, scope: NodeScope) -> Any:
        try:
            return self._libxml.value(text, scope.node, self._variables(expression, scope))
        except FAILURES as error:
            raise EvaluationError(expression, sentence(error, expression), scope.node) from None

    def _native_variable(self, number: int, scope: NodeScope) -> Any:
        variable = self._program.variables[number]
        scope = scope.of_rule if variable.is_local else self._globals
        if number not in scope.native:
            value = self._bound(
                variable,
                scope,
                lambda expression: self._native(expression, expression.native, scope),
            )
            scope.native[number] = self._for_libxml(value, variable, scope)
        return _known(scope.native[number])

    def _for_libxml(self, value: Any, variable: Variable, scope: NodeScope) -> Any:
        """A value of libxml2 so that it can be given it again."""
        expression = variable.expression
        if not (variable.holds_nodes and expression and isinstance(value, list)):
            return native.bound(value)
        try:
            count = len(value)
            if self._has_xpath1:  # the document may be one of the nodes, which lxml does not give
                count = int(self._native(expression, f"count({expression.native})", scope))
            return native.real_nodes(value, has_document=count > len(value))
        except EvaluationError as error:
            return error
        except ExpressionError as error:
            return EvaluationError(expression, str(error))

    # By elementpath

    def _full(self, expression: Expression, scope: NodeScope, what: str) -> Any:
        variables = self._bound_variables(expression, scope)
        try:
            return getattr(self.evaluator, what)(expression.text, scope.node, variables)
        except ExpressionError as error:
            raise EvaluationError(expression, sentence(error, expression), scope.node) from None

    def _bound_variables(self, expression: Expression, scope: NodeScope) -> dict[str, Any]:
        if expression.fault:
            raise EvaluationError(expression, expression.fault)
        return {name: self._full_variable(number, scope) for name, number in expression.variables}

    def _full_variable(self, number: int, scope: NodeScope) -> Any:
        variable = self._program.variables[number]
        scope = scope.of_rule if variable.is_local else self._globals
        if number not in scope.full:
            value = self._bound(
                variable, scope, lambda expression: self._full(expression, scope, "value")
            )
            scope.full[number] = [value] if isinstance(value, str) else value
        return _known(scope.full[number])

    def _bound(
        self, variable: Variable, scope: NodeScope, evaluate: Callable[[Expression], Any]
    ) -> Any:
        """The value of a variable, or why it has none."""
        try:
            if variable.expression:
                value = evaluate(variable.expression)
                if _size(value) > _LARGEST:
                    name = variable.name
                    words = f"The value of the variable “{name}” is too large; let it hold less."
                    raise EvaluationError(variable.expression, words)
                return value
            parts = variable.content
            return "".join(p if isinstance(p, str) else self.string(p, scope) for p in parts)
        except EvaluationError as error:
            return error


def _is_around(node: Node, other: Node) -> bool:
    """Whether a node is another, or may be one of those in which that is."""
    return node.element is other.element or node.element in other.element.iterancestors()


def _size(value: Any) -> int:
    """How large a value is, in characters."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return 10 * len(value) + sum([len(item) for item in value if isinstance(item, str)])
    return 0


def _known(value: Any) -> Any:
    if isinstance(value, EvaluationError):
        raise value
    return value


def sentence(error: Exception, expression: Expression) -> str:
    """Why an expression cannot be evaluated."""
    if isinstance(error, ExpressionError):
        return str(error)
    shown = " ".join(expression.text.split())
    return f"“{shown}” cannot be evaluated: {error}."
