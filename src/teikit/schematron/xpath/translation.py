"""Expressions of XPath 2.0 and 3.1 into XPath 1.0, where it is certain that they mean the same.

The proof is by types: what kinds of items an expression has, and whether there can be several, is
followed from the leaves up. Where a rule of XPath 2.0 would see a difference that XPath 1.0 does
not, or raises an error where XPath 1.0 has a value, there is no translation, or a function of
`native` raises the error.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from teikit.schematron.xpath.errors import UntranslatableError, no_variable
from teikit.schematron.xpath.native import DEFAULT_PREFIX, literal
from teikit.schematron.xpath.pattern_arguments import splitting_pattern
from teikit.schematron.xpath.types import NODES, NUMBERS, STRINGS, ItemKind, StaticType
from teikit.schematron.xpath.xpath1_syntax import AXES

Form = Literal["nodes", "string", "number", "boolean"]
"""Which of the four types of XPath 1.0 a translation has."""

_XML = "http://www.w3.org/XML/1998/namespace"
XS = "http://www.w3.org/2001/XMLSchema"

BOOLEAN = frozenset({ItemKind.BOOLEAN})
STRING = frozenset({ItemKind.STRING})
INTEGER = frozenset({ItemKind.INTEGER})
DOUBLE = frozenset({ItemKind.DOUBLE})
DECIMAL = frozenset({ItemKind.DECIMAL})
ELEMENT = frozenset({ItemKind.ELEMENT})

_REVERSED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_GENERAL = {"=", "!=", "<", "<=", ">", ">="}
_VALUE = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_AXES = AXES - {"namespace"}
_KIND_TESTS = {
    "text": frozenset({ItemKind.TEXT}),
    "comment": frozenset({ItemKind.COMMENT}),
    "processing-instruction": frozenset({ItemKind.INSTRUCTION}),
}


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


def conjunction(*parts: str) -> str:
    """`and` of tests, the empty ones left out."""
    some = [part for part in parts if part and part != "true()"]
    if "false()" in some:
        return "false()"
    if not some:
        return "true()"
    return some[0] if len(some) == 1 else "(" + " and ".join(some) + ")"


def disjunction(*parts: str) -> str:
    """`or` of tests."""
    some = [part for part in parts if part != "false()"]
    if "true()" in some:
        return "true()"
    if not some:
        return "false()"
    return some[0] if len(some) == 1 else "(" + " or ".join(some) + ")"


def negation(test: str) -> str:
    """`not` of a test."""
    return {"true()": "false()", "false()": "true()"}.get(test, f"not({test})")


class Translator:
    """Translates the expressions within an expression.

    Attributes:
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
        functions: Mapping[str, "Function"],
        context: StaticType,
        pure: bool = False,
        is_predicate: bool = False,
    ) -> None:
        self.pure = pure
        self._is_predicate = is_predicate
        self.context = context
        self._functions = functions
        self.variables: set[str] = set()
        self.uses_current = False
        self.uses_focus = False
        self.may_fail = False
        self.guards: list[str] | None = None
        self._namespaces = namespaces
        self._types = variables
        self._numbers = 0

    # What an expression is.

    def value(self, token: Any, scope: Focus) -> Translation:
        """The value of an expression.

        Raises:
            UntranslatableError: its meaning in XPath 1.0 is not certain.
        """
        symbol = token.symbol
        handler = _HANDLERS.get(symbol)
        if symbol in ("-", "+", "div", "mod") or (symbol == "*" and len(token) == 2):
            return self._arithmetic(token, scope)
        if _is_call(token):
            return self._call(token, scope)
        if symbol == ":" and _is_call(token[1]):
            return self._prefixed_call(token, scope)
        if handler is not None:
            return handler(self, token, scope)
        if symbol in _VALUE or symbol in _GENERAL:
            return self._comparison(token, scope)
        if symbol in _AXES or symbol in _STEPS or str(token.label) == "kind test":
            return self._step(token, scope)
        raise UntranslatableError(f"“{symbol}” has no counterpart")

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

    # Paths.

    def number(self) -> int:
        """A number for another node."""
        self._numbers += 1
        return self._numbers

    def _anchor(self, node: int, scope: Focus) -> str:
        if node == scope.here:
            return ""
        if node == 0:
            return self._current()
        raise UntranslatableError("a node outside of a predicate cannot be named in it")

    def _current(self) -> str:
        if self.pure:
            raise UntranslatableError("there is no $current")
        if "current" in self._types:
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
            return _focus_part(".", scope.type)
        return _focus_part(self._anchor(scope.focus, scope), scope.type)

    def _variable(self, token: Any, scope: Focus) -> Translation:
        name = str(token[0].value)
        if name in scope.ranges:
            node, kind = scope.ranges[name]
            return _focus_part(self._anchor(node, scope) or ".", kind)
        if name not in self._types:
            raise no_variable(name)
        self.variables.add(name)
        if self.pure:
            raise UntranslatableError("it has a variable")
        kind = self._types[name]
        form = variable_form(kind)
        if form is None:
            raise UntranslatableError(f"of what type ${name} is is not certain")
        return Translation(f"${name}", kind, form)

    def _path(self, token: Any, scope: Focus) -> Translation:
        double = token.symbol == "//"
        if len(token) == 0:
            return self.root(scope)
        if len(token) == 1:
            root = self._root(scope)
            head = "" if root == "/" else root
            base = Translation(head, exactly(ItemKind.DOCUMENT), "nodes")
            if double:
                base = Translation(
                    head, StaticType(NODES - {ItemKind.ATTRIBUTE}, True, False), "nodes"
                )
            return self._joined(base, token.symbol, token[0], scope)
        base = self.value(token[0], scope)
        if base.form != "nodes" or not base.type.is_nodes:
            raise UntranslatableError("a path begins at nodes")
        if double:
            kinds = base.type.kinds | (NODES - {ItemKind.ATTRIBUTE, ItemKind.DOCUMENT})
            base = base._replace(type=StaticType(kinds, False, False))
        return self._joined(base, token.symbol, token[1], scope)

    def root(self, scope: Focus) -> Translation:
        """`/`, the document."""
        return Translation(f"({self._root(scope)})", exactly(ItemKind.DOCUMENT), "nodes")

    def _root(self, scope: Focus) -> str:
        if not scope.type.is_nodes:
            raise UntranslatableError("an item that is no node has no root")
        if scope.focus == scope.here:
            return "/"
        anchor = self._anchor(scope.focus, scope)
        return f"{anchor}/ancestor-or-self::node()[last()]"

    def passed(self, part: Translation) -> Translation:
        """A value that is given to a function of `native`; lxml leaves out documents."""
        if part.form == "nodes" and part.type.kinds & {ItemKind.DOCUMENT, ItemKind.NAMESPACE}:
            raise UntranslatableError("a document for a function")
        return part

    def _joined(self, base: Translation, separator: str, token: Any, scope: Focus) -> Translation:
        inner = inner_of(base.type, self, scope.ranges)
        if token.symbol == "(" and len(token) == 1:
            alternatives = _union(token[0])
            if alternatives is None:
                return self._joined(base, separator, token[0], scope)
            parts = [self._joined(base, separator, item, scope) for item in alternatives]
            kinds = frozenset[ItemKind]().union(*(part.type.kinds for part in parts))
            text = " | ".join(part.text for part in parts)
            return Translation(f"({text})", StaticType(kinds, False, False), "nodes")
        if token.symbol == "[" and (token[0].symbol == "(" or _is_call(token[0])):
            joined = self._joined(base, separator, token[0], scope)
            predicate, positional = self._predicate(
                token[1], inner_of(joined.type, self, scope.ranges)
            )
            if positional or "position()" in predicate or "last()" in predicate:
                raise UntranslatableError("a place among all nodes of a step in brackets")
            return Translation(joined.text + predicate, _optional(joined.type), "nodes")
        if _is_call(token):
            return self._call_at_each(base, separator, token)
        innermost = token
        while innermost.symbol == "[":
            innermost = innermost[0]
        if not _is_step(innermost):
            raise UntranslatableError("something that is no step in a path")
        step = self.value(token, inner)
        single = base.type.single and step.type.single
        required = base.type.required and step.type.required
        return Translation(
            f"{base.text}{separator}{step.text}",
            StaticType(step.type.kinds, required, single),
            "nodes",
        )

    def _call_at_each(self, base: Translation, separator: str, token: Any) -> Translation:
        """A function of each of some nodes, as `a/name()`."""
        if separator != "//" and base.text:
            if token.symbol == "string" and len(token) == 1 and base.type.kinds == ELEMENT:
                name = self._attribute_name(token[0])
                if name:
                    text = f"teikit:attributes({base.text}, {literal(name)})"
                    return Translation(text, base.type._replace(kinds=STRING), "nodes")
            if token.symbol == "tokenize" and len(token) > 1 and token[0].symbol == ".":
                self.passed(base)
                text = f"teikit:tokenize-each({base.text}, {splitting_pattern(token)})"
                return Translation(text, StaticType(STRING, False, False), "nodes")
        if len(token) > 1 or (len(token) == 1 and token[0].symbol != "."):
            raise UntranslatableError("a function of something else at each node")
        if separator == "//" or not base.text:
            raise UntranslatableError("a function at each node")
        self.passed(base)
        kind = base.type._replace(kinds=STRING)
        if token.symbol in ("string", "data"):
            kinds = STRING if token.symbol == "string" else atomized(base.type.kinds)
            return Translation(base.text, base.type._replace(kinds=kinds), "nodes")
        if token.symbol == "normalize-space":
            return Translation(f"teikit:spaced({base.text})", kind, "nodes")
        if token.symbol in ("name", "local-name") and base.type.kinds == ELEMENT:
            return Translation(f"teikit:{token.symbol}s({base.text})", kind, "nodes")
        raise UntranslatableError(f"{token.symbol}() at each node")

    def _attribute_name(self, token: Any) -> str:
        """The Clark name in `@name`; empty where an expression is something else."""
        if token.symbol != "@" or token[0].symbol not in ("(name)", ":"):
            return ""
        prefix, _, name = self._tested("attribute", token[0])[0].removeprefix("@").rpartition(":")
        if name == "*" or "(" in prefix or "(" in name:
            return ""
        uri = _XML if prefix == "xml" else self._namespaces[prefix] if prefix else ""
        return f"{{{uri}}}{name}" if uri else name

    def _filter(self, token: Any, scope: Focus) -> Translation:
        base = self.value(token[0], scope)
        if base.form != "nodes":
            raise UntranslatableError("a predicate on something that is no set of nodes")
        predicate, positional = self._predicate(token[1], inner_of(base.type, self, scope.ranges))
        kind = StaticType(base.type.kinds, False, base.type.single or positional)
        return Translation(filtered(base.text, predicate), kind, "nodes")

    def _predicate(self, token: Any, inner: Focus) -> tuple[str, bool]:
        """A predicate in brackets, and whether it leaves one node at most."""
        if token.symbol in ("and", "or", "if", ","):
            return f"[{self.test(token, inner)}]", False
        part = self.value(token, inner)
        if part.form == "number":
            if part.present:
                raise UntranslatableError("a predicate that can be a number or nothing")
            return f"[{part.text}]", True
        return f"[{part.text if part.type.is_nodes else truth(part)}]", False

    def _step(self, token: Any, scope: Focus) -> Translation:
        if not scope.type.is_nodes:
            raise UntranslatableError("a step from an item that is no node")
        prefix = self._anchor(scope.focus, scope)
        text, kind = self._axis_step(token, scope.type)
        return Translation(f"{prefix}/{text}" if prefix else text, kind, "nodes")

    def _axis_step(self, token: Any, base: StaticType) -> tuple[str, StaticType]:
        symbol = token.symbol
        if symbol == ".":
            return ".", base
        if symbol == "..":
            kinds = frozenset({ItemKind.ELEMENT, ItemKind.DOCUMENT})
            return "..", StaticType(kinds, False, True)
        if symbol == "@":
            return self._tested("attribute", token[0])
        if symbol in _AXES and not (symbol == "attribute" and str(token.label) == "kind test"):
            if symbol.startswith(("following", "preceding")) and (
                base.kinds & {ItemKind.ATTRIBUTE, ItemKind.NAMESPACE}
            ):
                raise UntranslatableError("what follows an attribute")
            text, kind = self._tested(symbol, token[0])
            if symbol == "self":
                kind = StaticType(kind.kinds & base.kinds, False, True)
            return text, kind
        if symbol == "attribute" and str(token.label) == "kind test":
            raise UntranslatableError("attribute() as a step")
        return self._tested("child", token)

    def _tested(self, axis: str, token: Any) -> tuple[str, StaticType]:
        head = {"child": "", "attribute": "@"}.get(axis, f"{axis}::")
        single = axis in ("self", "parent")
        principal = frozenset({ItemKind.ATTRIBUTE}) if axis == "attribute" else ELEMENT
        symbol = token.symbol
        if symbol == "(name)":
            return head + self._name("", str(token.value), axis), StaticType(
                principal, False, single or axis == "attribute"
            )
        if symbol == "*":
            return f"{head}*", StaticType(principal, False, single)
        if symbol == ":":
            prefix, name = token[0], token[1]
            if prefix.symbol == "*":
                test = f"{head}*[local-name()={literal(str(name.value))}]"
                return test, StaticType(principal, False, single)
            if str(prefix.value) not in self._namespaces and prefix.value != "xml":
                raise UntranslatableError("a prefix that the schema does not declare")
            if name.symbol == "*":
                return f"{head}{prefix.value}:*", StaticType(principal, False, single)
            return head + self._name(str(prefix.value), str(name.value), axis), StaticType(
                principal, False, single or axis == "attribute"
            )
        if str(token.label) == "kind test":
            return self._kind_tested(axis, head, token, single)
        raise UntranslatableError(f"“{symbol}” as a step")

    def _name(self, prefix: str, name: str, axis: str) -> str:
        if prefix:
            return f"{prefix}:{name}"
        if axis != "attribute" and self._namespaces.get(""):
            return f"{DEFAULT_PREFIX}:{name}"
        return name

    def _kind_tested(
        self, axis: str, head: str, token: Any, single: bool
    ) -> tuple[str, StaticType]:
        symbol = token.symbol
        if symbol == "node" and not len(token):
            kinds = {
                "attribute": frozenset({ItemKind.ATTRIBUTE}),
                "child": NODES - {ItemKind.ATTRIBUTE, ItemKind.DOCUMENT, ItemKind.NAMESPACE},
                "parent": frozenset({ItemKind.ELEMENT, ItemKind.DOCUMENT}),
                "ancestor": frozenset({ItemKind.ELEMENT, ItemKind.DOCUMENT}),
            }.get(axis, NODES - {ItemKind.NAMESPACE})
            return f"{head}node()", StaticType(kinds, False, single)
        if symbol in _KIND_TESTS and axis != "attribute":
            argument = ""
            if len(token):
                if symbol != "processing-instruction":
                    raise UntranslatableError(f"an argument of {symbol}()")
                argument = literal(str(token[0].value))
            return f"{head}{symbol}({argument})", StaticType(_KIND_TESTS[symbol], False, single)
        if symbol == "element" and axis != "attribute" and len(token) <= 1:
            if not len(token):
                return f"{head}*", StaticType(ELEMENT, False, single)
            return self._tested(axis, token[0])
        raise UntranslatableError(f"{symbol}() as a step")

    # Operators.

    def _bracket(self, token: Any, scope: Focus) -> Translation:
        if len(token) != 1:
            raise UntranslatableError("an empty sequence")
        part = self.value(token[0], scope)
        return part._replace(text=f"({part.text})")

    def _literal(self, token: Any, scope: Focus) -> Translation:
        if token.symbol == "(string)":
            return Translation(literal(str(token.value)), exactly(ItemKind.STRING), "string")
        kinds = {"(integer)": INTEGER, "(decimal)": DECIMAL, "(float)": DOUBLE}[token.symbol]
        text = format(token.value, "f") if token.symbol != "(integer)" else str(token.value)
        if token.symbol == "(integer)" and abs(token.value) >= 2**53:
            raise UntranslatableError("a number that is too large")
        if token.symbol == "(float)" or len(text) > 15:
            raise UntranslatableError("a number with an exponent")
        return Translation(text, StaticType(kinds, True, True), "number")

    def _sequence(self, token: Any, scope: Focus) -> Translation:
        parts = [self.value(item, scope) for item in comma_items(token)]
        if not all(part.type.kinds <= STRINGS for part in parts):
            raise UntranslatableError("a sequence of items that are no strings")
        kinds = frozenset[ItemKind]().union(*(part.type.kinds for part in parts))
        required = any(part.type.required for part in parts)
        text = ", ".join(part.text for part in parts)
        return Translation(f"teikit:strings({text})", StaticType(kinds, required, False), "nodes")

    def _logic(self, token: Any, scope: Focus) -> Translation:
        return Translation(self.test(token, scope), exactly(ItemKind.BOOLEAN), "boolean")

    def _union_of(self, token: Any, scope: Focus) -> Translation:
        left, right = self.value(token[0], scope), self.value(token[1], scope)
        for part in (left, right):
            if part.form != "nodes" or not part.type.is_nodes:
                raise UntranslatableError("a union of items that are no nodes")
        kinds = left.type.kinds | right.type.kinds
        required = left.type.required or right.type.required
        return Translation(
            f"({left.text} | {right.text})", StaticType(kinds, required, False), "nodes"
        )

    def _difference(self, token: Any, scope: Focus) -> Translation:
        left = self.value(token[0], scope)
        if token[0].symbol == "@" and left.type.is_nodes:
            names = [self._attribute(item) for item in _alternatives(token[1])]
            test = disjunction(*names)
            if token.symbol == "except":
                test = negation(test)
            return Translation(f"{left.text}[{test}]", left.type._replace(required=False), "nodes")
        number = self.number()
        inner = Focus(scope.focus, number, scope.type, scope.ranges)
        right = self._as_union(token[1], inner)
        for part in (left, right):
            if part.form != "nodes" or not part.type.is_nodes:
                raise UntranslatableError("a difference of items that are no nodes")
        sign = "!=" if token.symbol == "except" else "="
        text = f"({left.text})[count(. | {right.text}) {sign} count({right.text})]"
        return Translation(text, StaticType(left.type.kinds, False, left.type.single), "nodes")

    def _identity(self, token: Any, scope: Focus) -> Translation:
        """Identifiers of nodes compared: whether they are the same node, or both are none."""
        left, right = (
            self.value(item[0], scope) if len(item) else self.dot(scope) for item in token
        )
        for part in (left, right):
            if part.form != "nodes" or not part.type.is_nodes or not part.type.single:
                raise UntranslatableError("identifiers of several nodes")
        same = conjunction(
            "" if left.type.required else f"boolean({left.text})",
            "" if right.type.required else f"boolean({right.text})",
            f"(count({left.text} | {right.text}) = 1)",
        )
        if not (left.type.required or right.type.required):
            same = disjunction(same, f"not({left.text} | {right.text})")
        text = same if token.symbol in ("eq", "=") else negation(same)
        return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")

    def _as_union(self, token: Any, scope: Focus) -> Translation:
        parts = [self.value(item, scope) for item in comma_items(token)]
        if len(parts) == 1:
            return parts[0]
        kinds = frozenset[ItemKind]().union(*(part.type.kinds for part in parts))
        text = f"({' | '.join(part.text for part in parts)})"
        return Translation(text, StaticType(kinds, False, False), "nodes")

    def _attribute(self, token: Any) -> str:
        """A test whether an attribute is that which a step selects."""
        if token.symbol != "@":
            raise UntranslatableError("attributes without something else")
        test = token[0]
        prefix = ""
        if test.symbol == ":" and test[0].symbol == test[1].symbol == "(name)":
            prefix, test = str(test[0].value), test[1]
        if test.symbol != "(name)":
            raise UntranslatableError("attributes without some of them")
        uri = "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else ""
        if prefix and not uri:
            uri = self._namespaces[prefix]
        name = literal(str(test.value))
        return f"(local-name() = {name} and namespace-uri() = {literal(uri)})"

    def _comparison(self, token: Any, scope: Focus) -> Translation:
        symbol = token.symbol
        if symbol in ("eq", "ne", "=", "!=") and all(
            item.symbol == "generate-id" and len(item) <= 1 for item in token
        ):
            return self._identity(token, scope)
        if symbol in ("eq", "ne", "=", "!=") and (text := self._is_no_number(token, scope)):
            return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")
        if symbol in _VALUE:
            return self._value_comparison(token, scope)
        lefts = [self.value(item, scope) for item in comma_items(token[0])]
        rights = [self.value(item, scope) for item in comma_items(token[1])]
        if len(lefts) == len(rights) == 1:
            text = self._general(symbol, lefts[0], rights[0])
        else:
            text = disjunction(
                *(self._general(symbol, left, right) for left in lefts for right in rights)
            )
        return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")

    def _is_no_number(self, token: Any, scope: Focus) -> str:
        """`string(number(…)) = 'NaN'`, the way to ask for that; empty for all else."""
        inner, literal_ = token[0], token[1]
        if inner.symbol == "(string)":
            inner, literal_ = literal_, inner
        if literal_.symbol != "(string)" or literal_.value != "NaN":
            return ""
        if not (_is_call(inner) and inner.symbol == "string" and len(inner) == 1):
            return ""
        if not (_is_call(inner[0]) and inner[0].symbol == "number"):
            return ""
        number = self.value(inner[0], scope)
        if number.form != "number" or number.present or not number.type.required:
            return ""
        # Only that is not equal to itself.
        sign = "!=" if token.symbol in ("=", "eq") else "="
        return f"({number.text} {sign} {number.text})"

    def _general(self, symbol: str, left: Translation, right: Translation) -> str:
        first, second = atomized(left.type.kinds), atomized(right.type.kinds)
        if first <= STRINGS and second <= STRINGS:
            if symbol in ("=", "!="):
                return f"({left.text} {symbol} {right.text})"
            if not (left.type.single and right.type.single):
                raise UntranslatableError("XPath 1.0 does not sort strings")
            return _order(symbol, self.passed(left), self.passed(right))
        if first <= NUMBERS and second <= NUMBERS:
            if left.form != "number" or right.form != "number":
                raise UntranslatableError("a sequence of numbers")
            return conjunction(left.present, right.present, f"({left.text} {symbol} {right.text})")
        if first == BOOLEAN and second == BOOLEAN and symbol in ("=", "!="):
            if not (left.type.required and right.type.required):
                raise UntranslatableError("a boolean that can be nothing")
            return f"({left.text} {symbol} {right.text})"
        untyped = frozenset({ItemKind.UNTYPED})
        if second <= NUMBERS and first == untyped:
            return self._number_comparison(symbol, left, right)
        if first <= NUMBERS and second == untyped:
            return self._number_comparison(_REVERSED.get(symbol, symbol), right, left)
        raise UntranslatableError("types that XPath 1.0 compares otherwise")

    def _number_comparison(self, symbol: str, untyped: Translation, number: Translation) -> str:
        if number.form != "number":
            raise UntranslatableError("several items compared with a number")
        self.fails()
        self.passed(untyped)
        if not untyped.type.single:
            if untyped.form != "nodes" or not number.text.replace(".", "").isdigit():
                raise UntranslatableError("several items compared with a number")
            test = f"[teikit:cast(., 'double') {symbol} {number.text}]"
            return f"boolean({filtered(untyped.text, test)})"
        cast = f"(teikit:cast({untyped.text}, 'double') {symbol} {number.text})"
        present = f"boolean({untyped.text})" if untyped.form == "nodes" else ""
        return conjunction(number.present, present, cast)

    def _value_comparison(self, token: Any, scope: Focus) -> Translation:
        left, right = self.value(token[0], scope), self.value(token[1], scope)
        symbol = _VALUE[token.symbol]
        required = left.type.required and right.type.required
        kind = StaticType(BOOLEAN, required, True)
        first, second = atomized(left.type.kinds), atomized(right.type.kinds)
        left, right = self.singled(left, scope), self.singled(right, scope)
        if first <= STRINGS and second <= STRINGS:
            if symbol not in ("=", "!="):
                return Translation(
                    _order(symbol, self.passed(left), self.passed(right)), kind, "boolean"
                )
        elif not (
            (first <= NUMBERS and second <= NUMBERS and left.form == right.form == "number")
            or (first == second == BOOLEAN and required)
        ):
            raise UntranslatableError("types that XPath 1.0 compares otherwise")
        text = conjunction(left.present, right.present, f"({left.text} {symbol} {right.text})")
        return Translation(text, kind, "boolean")

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

    def _arithmetic(self, token: Any, scope: Focus) -> Translation:
        parts = [self.value(item, scope) for item in token]
        if any(part.form != "number" or not part.type.kinds <= INTEGER | DOUBLE for part in parts):
            raise UntranslatableError("arithmetic with something that is no integer or double")
        present = conjunction(*(part.present for part in parts))
        present = "" if present == "true()" else present
        kinds = INTEGER if all(part.type.kinds <= INTEGER for part in parts) else DOUBLE
        kind = StaticType(kinds, not present, True)
        if len(parts) == 1:
            sign = token.symbol.replace("+", "")
            return Translation(f"({sign}{parts[0].text})", kind, "number", present)
        if token.symbol in ("div", "mod") and kinds == INTEGER:
            divisor = token[1]
            if token.symbol == "div" or divisor.symbol != "(integer)" or not divisor.value:
                raise UntranslatableError("division of integers")
        text = f"({parts[0].text} {token.symbol} {parts[1].text})"
        return Translation(text, kind, "number", present)

    def _quantified(self, token: Any, scope: Focus) -> Translation:
        return Translation(
            self._quantifier(list(token), scope, token.symbol), exactly(ItemKind.BOOLEAN), "boolean"
        )

    def _quantifier(self, tokens: list[Any], scope: Focus, symbol: str) -> str:
        if len(tokens) == 1:
            return self.test(tokens[0], scope)
        name = str(tokens[0][0].value)
        base = self.value(tokens[1], scope)
        if base.form != "nodes":
            raise UntranslatableError("a quantifier over something that is no set of nodes")
        number = self.number()
        item = base.type._replace(required=True, single=True)
        inner = Focus(scope.focus, number, scope.type, {**scope.ranges, name: (number, item)})
        test = self._quantifier(tokens[2:], inner, symbol)
        if symbol == "every":
            return f"not({filtered(base.text, f'[{negation(test)}]')})"
        return f"boolean({filtered(base.text, f'[{test}]')})"

    def _is(self, token: Any, scope: Focus) -> Translation:
        left, right = self.value(token[0], scope), self.value(token[1], scope)
        for part in (left, right):
            if part.form != "nodes" or not part.type.is_nodes or not part.type.single:
                raise UntranslatableError("nodes compared of which there can be several")
        required = left.type.required and right.type.required
        same = f"(count({left.text} | {right.text}) = 1)"
        if token.symbol != "is":
            first = left if token.symbol == "<<" else right
            begins = f"(count(({left.text} | {right.text})[1] | {first.text}) = 1)"
            same = conjunction(negation(same), begins)
        text = conjunction(f"boolean({left.text})", f"boolean({right.text})", same)
        return Translation(text, StaticType(BOOLEAN, required, True), "boolean")

    def _condition(self, token: Any, scope: Focus) -> Translation:
        condition = self.test(token[0], scope)
        failed, self.may_fail = self.may_fail, False
        first, second = self.value(token[1], scope), self.value(token[2], scope)
        safe, self.may_fail = not self.may_fail, failed or self.may_fail
        required = first.type.required and second.type.required
        if first.form == second.form == "boolean" and required:
            return Translation(self.test(token, scope), exactly(ItemKind.BOOLEAN), "boolean")
        kinds = first.type.kinds | second.type.kinds
        alike = kinds <= STRINGS or kinds <= INTEGER or kinds <= DOUBLE
        if safe and alike and required and first.form == second.form:
            text = f"teikit:choose({condition}, {first.text}, {second.text})"
            single = first.type.single and second.type.single
            return Translation(text, StaticType(kinds, True, single), first.form)
        raise UntranslatableError("a choice of values")

    def _castable(self, token: Any, scope: Focus) -> Translation:
        name = self._type_name(token[1])
        part = self.passed(self.value(token[0], scope))
        if name not in ("integer", "decimal", "double") or not atomized(part.type.kinds) <= STRINGS:
            raise UntranslatableError("whether something has a type")
        test = f"teikit:castable({part.text}, '{name}')"
        if _optional_type(token) and part.form == "nodes":
            test = disjunction(f"not({part.text})", test)
        return Translation(test, exactly(ItemKind.BOOLEAN), "boolean")

    def _type_name(self, token: Any) -> str:
        if token.symbol == ":" and self._namespaces.get(str(token[0].value), XS) == XS:
            return str(token[1].value)
        return ""

    def _cast(self, token: Any, scope: Focus) -> Translation:
        part = self._converted(self._type_name(token[1]), token[0], scope)
        if part.present and not _optional_type(token):
            # The function raises the error of an empty value.
            return part._replace(present="", type=part.type._replace(required=True))
        return part

    def _converted(self, name: str, token: Any, scope: Focus) -> Translation:
        if name not in ("integer", "decimal", "double", "float", "string"):
            raise UntranslatableError(f"the type xs:{name}")
        part = self.passed(self.singled(self.value(token, scope), scope))
        if not atomized(part.type.kinds) <= STRINGS:
            raise UntranslatableError("a cast of something that is no string")
        present = f"boolean({part.text})" if part.form == "nodes" and not part.type.required else ""
        if name == "string":
            if present:
                raise UntranslatableError("a string that can be nothing")
            return Translation(f"string({part.text})", exactly(ItemKind.STRING), "string")
        if name == "float":
            raise UntranslatableError("numbers of single precision")
        self.fails()
        text = f"teikit:cast({part.text}, '{name}')"
        return Translation(
            text, StaticType(frozenset({ItemKind(name)}), not present, True), "number", present
        )

    # Functions.

    def _call(self, token: Any, scope: Focus) -> Translation:
        function = self._functions.get(token.symbol)
        if function is None:
            raise UntranslatableError(f"{token.symbol}() has no counterpart")
        return function(self, token, scope)

    def _prefixed_call(self, token: Any, scope: Focus) -> Translation:
        function = token[1]
        if function.namespace == XS:
            return self._converted(str(function.symbol), function[0], scope)
        if function.namespace == "http://www.w3.org/2005/xpath-functions":
            return self._call(function, scope)
        raise UntranslatableError(f"{token.value}() has no counterpart")

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


_STEPS = frozenset({"(name)", "*", "@", "..", ":"})


def _is_call(token: Any) -> bool:
    return "function" in str(token.label) and "kind test" not in str(token.label)


def exactly(kind: ItemKind) -> StaticType:
    """The type of just one item of a kind."""
    return StaticType(frozenset({kind}), True, True)


def _optional(kind: StaticType) -> StaticType:
    return kind._replace(required=False)


def atomized(kinds: frozenset[ItemKind]) -> frozenset[ItemKind]:
    """The kinds of the values of items."""
    untyped = {ItemKind.ELEMENT, ItemKind.ATTRIBUTE, ItemKind.TEXT, ItemKind.DOCUMENT}
    strings = {ItemKind.COMMENT, ItemKind.INSTRUCTION, ItemKind.NAMESPACE}
    found = set(kinds - NODES)
    if kinds & untyped:
        found.add(ItemKind.UNTYPED)
    if kinds & strings:
        found.add(ItemKind.STRING)
    return frozenset(found)


def _focus_part(text: str, kind: StaticType) -> Translation:
    return Translation(text, kind, "nodes")


def comma_items(token: Any) -> list[Any]:
    """What stands between the commas of a sequence, or the expression itself."""
    while token.symbol == "(" and len(token) == 1:
        if token[0].symbol not in (",", "("):
            break
        token = token[0]
    if token.symbol != ",":
        return [token]
    return [*comma_items(token[0]), *comma_items(token[1])]


def _union(token: Any) -> list[Any] | None:
    if token.symbol in ("|", "union"):
        left = _union(token[0]) or [token[0]]
        right = _union(token[1]) or [token[1]]
        return [*left, *right]
    return None


def inner_of(
    kind: StaticType, translator: Translator, ranges: Mapping[str, tuple[int, StaticType]]
) -> Focus:
    """The scope of a predicate on items of a type."""
    number = translator.number()
    return Focus(number, number, kind._replace(required=True, single=True), ranges)


def filtered(text: str, predicate: str) -> str:
    """A set of nodes with a predicate; XPath 1.0 has none after `.` and `..`."""
    return {".": "self::node()", "..": "parent::node()"}.get(text, text) + predicate


def _is_step(token: Any) -> bool:
    symbol = token.symbol
    if _is_call(token) or (symbol == ":" and _is_call(token[1])):
        return False
    return symbol == "." or symbol in _AXES or symbol in _STEPS or "kind test" in str(token.label)


def _alternatives(token: Any) -> list[Any]:
    return [part for item in comma_items(token) for part in _union(_bare(item)) or [_bare(item)]]


def _bare(token: Any) -> Any:
    while token.symbol == "(" and len(token) == 1:
        token = token[0]
    return token


def _order(symbol: str, left: Translation, right: Translation) -> str:
    return conjunction(
        *(f"boolean({part.text})" for part in (left, right) if part.form == "nodes"),
        f"teikit:compare({left.text}, '{symbol}', {right.text})",
    )


def _optional_type(token: Any) -> bool:
    return str(token[1].occurrence or "") == "?" or len(token) > 2


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


def variable_form(kind: StaticType) -> Form | None:
    """What a variable of a type is in XPath 1.0; `None` where it cannot be one."""
    if kind.is_nodes:
        return (
            None if ItemKind.NAMESPACE in kind.kinds or ItemKind.DOCUMENT in kind.kinds else "nodes"
        )
    exactly = kind.required and kind.single
    if kind.kinds <= STRINGS:
        return "string" if exactly else "nodes"
    if kind.kinds <= NUMBERS and exactly:
        return "number"
    if kind.kinds == BOOLEAN and kind.single:
        return "boolean"
    return None


_HANDLERS: Mapping[str, Callable[[Translator, Any, Focus], Translation]] = {
    ".": lambda translator, _token, scope: translator.dot(scope),
    "$": Translator._variable,
    "/": Translator._path,
    "//": Translator._path,
    "[": Translator._filter,
    "(": Translator._bracket,
    "(string)": Translator._literal,
    "(integer)": Translator._literal,
    "(decimal)": Translator._literal,
    "(float)": Translator._literal,
    ",": Translator._sequence,
    "and": Translator._logic,
    "or": Translator._logic,
    "|": Translator._union_of,
    "union": Translator._union_of,
    "except": Translator._difference,
    "intersect": Translator._difference,
    "some": Translator._quantified,
    "every": Translator._quantified,
    "is": Translator._is,
    "<<": Translator._is,
    ">>": Translator._is,
    "if": Translator._condition,
    "castable": Translator._castable,
    "cast": Translator._cast,
}

Function = Callable[[Translator, Any, Focus], Translation]
"""Translates the calls of a function."""
