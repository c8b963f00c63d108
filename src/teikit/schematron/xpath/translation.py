"""Expressions of XPath 2.0 and 3.1 into XPath 1.0, where it is certain that they mean the same.

The proof is by types: what kinds of items an expression has, and whether there can be several, is
followed from the leaves up. Where a rule of XPath 2.0 would see a difference that XPath 1.0 does
not, or raises an error where XPath 1.0 has a value, there is no translation, or a function of
`native` raises the error.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import conjunction, disjunction, negation
from teikit.schematron.xpath.tokens import comma_items, construct
from teikit.schematron.xpath.types import STRINGS, ItemKind, StaticType, atomized

Form = Literal["nodes", "string", "number", "boolean"]
"""Which of the four types of XPath 1.0 a translation has."""


class Translation(NamedTuple):
    """A translation.

    Attributes:
        text: in XPath 1.0; it can stand before `/` and `[` and as an operand.
        type: what it is in XPath 2.0.
        form: what it is in XPath 1.0.
        present: of a number, an expression that is true where there is one; empty where there
            always is.
    """

    text: str
    type: StaticType
    form: Form
    present: str = ""


class Focus(NamedTuple):
    """What `.` is: in the expression (`focus`), and in the translation of this part (`here`).

    Both are numbers of nodes; 0 is the node that the whole expression is evaluated at.
    """

    focus: int
    here: int
    type: StaticType
    ranges: Mapping[str, tuple[int, StaticType]]


class Translator:
    """Translates the expressions within an expression.

    Attributes:
        namespaces: URIs by prefix; the prefix `""` is the default of element names.
        types: those of the variables of the schema.
        context: the type of the node that the whole expression is evaluated at.
        pure: whether variables, `$current` and what can fail are refused.
        variables: those of the schema that were met.
        uses_current, uses_focus, may_fail: as `Analysis` has them.
        guards: where there is a list, tests that are true of the nodes at which a translation does
            not hold, as the expression is an error there, are put into it.
    """

    def __init__(
        self,
        namespaces: Mapping[str, str],
        variables: Mapping[str, StaticType],
        *,
        handlers: Mapping[str, "Handler"],
        context: StaticType,
        pure: bool = False,
        is_predicate: bool = False,
    ) -> None:
        self.pure = pure
        self._is_predicate = is_predicate
        self.context = context
        self._handlers = handlers
        self.variables: set[str] = set()
        self.uses_current = False
        self.uses_focus = False
        self.may_fail = False
        self.guards: list[str] | None = None
        self.namespaces = namespaces
        self.types = variables
        self._numbers = 0

    def value(self, token: Any, scope: Focus) -> Translation:
        """The value of an expression.

        Raises:
            UntranslatableError: its meaning in XPath 1.0 is not certain.
        """
        handler = self._handlers.get(construct(token))
        if handler is None:
            raise UntranslatableError(f"“{token.symbol}” has no counterpart")
        return handler(self, token, scope)

    def test(self, token: Any, scope: Focus) -> str:
        """The effective boolean value of an expression, as a test of XPath 1.0."""
        symbol = token.symbol
        if symbol == "and":
            return conjunction(self.test(token[0], scope), self.test(token[1], scope))
        if symbol == "or":
            return disjunction(self.test(token[0], scope), self.test(token[1], scope))
        if symbol == "(" and len(token) == 1:
            return self.test(token[0], scope)
        if symbol == "if":
            condition = self.test(token[0], scope)
            return disjunction(
                conjunction(condition, self.test(token[1], scope)),
                conjunction(negation(condition), self.test(token[2], scope)),
            )
        if symbol == ",":
            parts = [self.value(item, scope) for item in comma_items(token)]
            if not parts[0].type.is_nodes or not all(part.type.is_nodes for part in parts):
                raise UntranslatableError("a sequence of items that are no nodes has no truth")
            return disjunction(*(f"boolean({part.text})" for part in parts))
        return truth(self.value(token, scope))

    def number(self) -> int:
        """A number for another node."""
        self._numbers += 1
        return self._numbers

    def anchor(self, node: int, scope: Focus) -> str:
        """What a node is called where a part of the expression is; empty where it is `.`.

        Raises:
            UntranslatableError: it has no name there.
        """
        if node == scope.here:
            return ""
        if node == 0:
            return self._current()
        raise UntranslatableError("a node outside of a predicate cannot be named in it")

    def _current(self) -> str:
        if self.pure:
            raise UntranslatableError("there is no $current")
        if "current" in self.types:
            raise UntranslatableError("a variable of the schema is called $current")
        self.uses_current = True
        return "$current"

    def fails(self) -> None:
        """What is translated can raise an error."""
        if self.pure:
            raise UntranslatableError("it can fail")
        self.may_fail = True

    def dot(self, scope: Focus) -> Translation:
        """`.`."""
        if scope.focus == scope.here:
            return Translation(".", scope.type, "nodes")
        return Translation(self.anchor(scope.focus, scope), scope.type, "nodes")

    def passed(self, part: Translation) -> Translation:
        """A value that is given to a function of `native`; lxml leaves out documents."""
        if part.form == "nodes" and part.type.kinds & {ItemKind.DOCUMENT, ItemKind.NAMESPACE}:
            raise UntranslatableError("a document for a function")
        return part

    def singled(self, part: Translation, scope: Focus) -> Translation:
        """A value as an argument that takes one item at most."""
        if part.type.single:
            return part
        if part.form != "nodes":
            raise UntranslatableError("several items where there can be one")
        if self.guards is not None and scope.here == 0:
            self.guards.append(f"(count({part.text}) > 1)")
            return part._replace(text=f"({part.text})[1]", type=part.type._replace(single=True))
        self.passed(part)
        self.fails()
        return part._replace(
            text=f"teikit:single({part.text})", type=part.type._replace(single=True)
        )

    def string(self, token: Any, scope: Focus) -> str:
        """An argument `xs:string?` as a string; that of nothing is empty."""
        part = self.singled(self.value(token, scope), scope)
        if not atomized(part.type.kinds) <= STRINGS:
            raise UntranslatableError("an argument that is no string")
        return part.text if part.form == "string" else f"string({part.text})"

    def focus(self, scope: Focus) -> None:
        """The place of the focus is asked for."""
        if scope.focus == 0:
            self.uses_focus = True
            if not self._is_predicate:
                raise UntranslatableError("the place of the node of a rule")
        if scope.focus != scope.here:
            raise UntranslatableError("a place in a focus outside of a predicate")

    def current(self, scope: Focus) -> Translation:
        """`current()`."""
        return Translation("." if scope.here == 0 else self._current(), self.context, "nodes")


def inner_of(
    kind: StaticType, translator: Translator, ranges: Mapping[str, tuple[int, StaticType]]
) -> Focus:
    """The scope of a predicate on items of a type."""
    number = translator.number()
    return Focus(number, number, kind._replace(required=True, single=True), ranges)


def filtered(text: str, predicate: str) -> str:
    """A set of nodes with a predicate; XPath 1.0 has none after `.` and `..`."""
    return {".": "self::node()", "..": "parent::node()"}.get(text, text) + predicate


def truth(part: Translation) -> str:
    """The effective boolean value of a part."""
    if part.form == "boolean":
        return part.text
    if part.form == "nodes":
        if part.type.is_nodes:
            return f"boolean({part.text})"
        if part.type.single and part.type.kinds <= STRINGS:
            return f"(string-length({part.text}) > 0)"
        raise UntranslatableError("the truth of several items that are no nodes")
    return conjunction(part.present, f"boolean({part.text})")


Handler = Callable[[Translator, Any, Focus], Translation]
"""Translates the expressions that are of one construct."""
