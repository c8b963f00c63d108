"""Expressions of XPath 1.0: what is known of them, and how libxml2 is given them.

libxml2 evaluates them as they are, but for what XSLT adds (`current()`, `generate-id()`), and for
numbers as strings, which it writes with exponents where the standard wants all digits.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from teikit.schematron.xpath.errors import ExpressionError, no_variable
from teikit.schematron.xpath.limits import shown
from teikit.schematron.xpath.native import PREFIX
from teikit.schematron.xpath.types import NODES, NUMBERS, ItemKind, StaticType
from teikit.schematron.xpath.xpath1_syntax import Syntax, parsed

_XML = "http://www.w3.org/XML/1998/namespace"
_MANY = 1_000
_ARGUMENTS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("true", "false", "last", "position", "current"), (0, 0)),
    **dict.fromkeys(("name", "local-name", "namespace-uri", "string", "number"), (0, 1)),
    **dict.fromkeys(("string-length", "normalize-space", "generate-id"), (0, 1)),
    **dict.fromkeys(("boolean", "not", "count", "sum", "floor", "ceiling", "round"), (1, 1)),
    **dict.fromkeys(("id", "lang", "element-available", "function-available"), (1, 1)),
    **dict.fromkeys(("system-property", "unparsed-entity-uri"), (1, 1)),
    **dict.fromkeys(("contains", "starts-with", "substring-before", "substring-after"), (2, 2)),
    "document": (1, 2),
    "key": (2, 2),
    "substring": (2, 3),
    "format-number": (2, 3),
    "translate": (3, 3),
    "concat": (2, _MANY),
}
"""How many arguments the functions of XPath 1.0 and XSLT 1.0 have, at least and at most."""

_REFUSED = frozenset({"format-number", "system-property", "unparsed-entity-uri"})
_OF_XSLT = frozenset({"document", "key", "element-available", "function-available"})
"""What libxml2 does not have."""

_LOGICAL = frozenset({"or", "and", "=", "!=", "<", "<=", ">", ">="})
_TYPES: Mapping[str, ItemKind] = {
    **dict.fromkeys(("not", "boolean", "true", "false", "contains"), ItemKind.BOOLEAN),
    **dict.fromkeys(("starts-with", "lang", "element-available"), ItemKind.BOOLEAN),
    "function-available": ItemKind.BOOLEAN,
    **dict.fromkeys(("count", "number", "sum", "floor", "ceiling", "round"), ItemKind.DOUBLE),
    **dict.fromkeys(("string-length", "position", "last"), ItemKind.DOUBLE),
    **dict.fromkeys(("string", "concat", "substring", "substring-before"), ItemKind.STRING),
    **dict.fromkeys(("substring-after", "normalize-space", "translate"), ItemKind.STRING),
    **dict.fromkeys(("name", "local-name", "namespace-uri", "generate-id"), ItemKind.STRING),
}
"""What functions give that give no nodes."""

_STRINGS: Mapping[str, int] = {
    **dict.fromkeys(("string", "string-length", "normalize-space", "id", "lang", "substring"), 1),
    **dict.fromkeys(("contains", "starts-with", "substring-before", "substring-after"), 2),
    "translate": 3,
    "concat": _MANY,
}
"""How many of the first arguments of a function are taken as strings."""

_LITERALS = {
    "string": ItemKind.STRING,
    "number": ItemKind.DOUBLE,
    "minus": ItemKind.DOUBLE,
}
_SOME_NODES = StaticType(NODES, False, False)
_SMALL = frozenset({"count", "string-length", "position", "last"})
_TEST_KINDS = {
    "text": frozenset({ItemKind.TEXT}),
    "comment": frozenset({ItemKind.COMMENT}),
    "processing-instruction": frozenset({ItemKind.INSTRUCTION}),
}
_OF_AXIS = {
    "attribute": frozenset({ItemKind.ATTRIBUTE}),
    "namespace": frozenset({ItemKind.NAMESPACE}),
}


class Xpath1(NamedTuple):
    """An expression of XPath 1.0.

    Attributes:
        type: of its value.
        text: the expression for libxml2, with `$current` for the node that it is evaluated at;
            empty where libxml2 cannot evaluate it.
        variables: the variables of the schema that it refers to.
        uses_current: whether `text` has `$current`.
        uses_focus: whether the place of the node among those it is evaluated with is asked for.
        attributes: Clark names of attributes of the node, without any of which the expression is
            certainly false.
        uses_node: whether its value may differ from node to node of a document.
    """

    type: StaticType
    text: str
    variables: frozenset[str]
    uses_current: bool
    uses_focus: bool
    attributes: frozenset[str]
    uses_node: bool


def calls_current(expression: str) -> bool:
    """Whether an expression calls `current()`; raises `ExpressionError` where it is none."""
    return any(map(_is_current, parsed(expression).walk()))


def analysed(
    expression: str,
    binding: str,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
    *,
    is_predicate: bool = False,
) -> Xpath1:
    """What is known of an expression.

    Args:
        expression: as it is written.
        binding: the name of its language, for what is said of it.
        namespaces: URIs by prefix.
        variables: the types of the variables that it can refer to.
        is_predicate: whether it will stand in brackets, where nodes have places.

    Raises:
        ExpressionError: it is not an expression of XPath 1.0, or uses a name that there is not.
    """
    tree = parsed(expression)
    parts = [*tree.walk()]
    for part in parts:
        _check(part, expression, binding, namespaces, variables)
    called = {part.value for part in parts if part.kind == "call"}
    uses_focus = _uses_focus(tree)
    at_the_node = {part.start for part in _at_the_node(tree) if _is_current(part)}
    uses_current = any(_is_current(part) and part.start not in at_the_node for part in parts)
    writer = _Writer(expression, variables, at_the_node)
    able = called.isdisjoint(_OF_XSLT) and (is_predicate or not uses_focus)
    able = able and not (uses_current and "current" in variables)
    # An argument of generate-id() is written twice.
    able = able and not any(_calls_within(part, "generate-id") for part in parts)
    return Xpath1(
        _type(tree, variables),
        writer.written(tree) if able else "",
        frozenset(part.value for part in parts if part.kind == "variable"),
        uses_current,
        uses_focus,
        frozenset(_needed(tree, namespaces, variables)),
        "current" in called or _begins_at_node(tree),
    )


def _check(
    part: Syntax,
    expression: str,
    binding: str,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
) -> None:
    """Refuse names that there are not, and what has not as many arguments as it must have."""
    if part.kind == "variable" and part.value not in variables:
        raise no_variable(part.value)
    if part.kind == "step":
        prefix = part.node_test.partition(":")[0] if ":" in part.node_test else ""
        if prefix and "(" not in prefix and prefix != "xml" and not namespaces.get(prefix):
            raise ExpressionError(f"The prefix “{prefix}” is not declared; declare it by sch:ns.")
    if part.kind != "call":
        return
    name = part.value
    if name not in _ARGUMENTS:
        raise ExpressionError(
            f"“{shown(expression)}” calls {name}(), which XPath 1.0 does not have; the schema"
            f" says queryBinding “{binding}”."
        )
    if name in _REFUSED:
        raise ExpressionError(
            f"“{shown(expression)}” calls {name}(), which teikit does not evaluate;"
            " write the rule without it."
        )
    least, most = _ARGUMENTS[name]
    if not least <= len(part.parts) <= most:
        count = len(part.parts)
        words = f"{name}() cannot have {count} argument{'' if count == 1 else 's'}"
        raise ExpressionError(f"“{shown(expression)}” cannot be evaluated: {words}.")


def _calls_within(tree: Syntax, name: str) -> bool:
    """Whether an expression calls a function, and again in an argument of that."""
    if tree.kind != "call" or tree.value != name:
        return False
    parts = (part for argument in tree.parts for part in argument.walk())
    return any(part.kind == "call" and part.value == name for part in parts)


def _exactly(kind: ItemKind) -> StaticType:
    return StaticType(frozenset({kind}), True, True)


def _type(tree: Syntax, variables: Mapping[str, StaticType]) -> StaticType:
    """What kind of value an expression has, as far as that is known."""
    if tree.kind in _LITERALS:
        return _exactly(_LITERALS[tree.kind])
    if tree.kind == "operator":
        return _type_of_operation(tree, variables)
    if tree.kind == "variable":
        return variables[tree.value]
    if tree.kind in ("group", "filter"):
        inner = _type(tree.parts[0], variables)
        return inner if tree.kind == "group" else inner._replace(required=False)
    if tree.kind == "call":
        return _exactly(_TYPES[tree.value]) if tree.value in _TYPES else _SOME_NODES
    if not tree.parts:
        return _exactly(ItemKind.DOCUMENT)
    return StaticType(_kinds(tree.parts[-1]), False, False)


def _type_of_operation(tree: Syntax, variables: Mapping[str, StaticType]) -> StaticType:
    if tree.value in _LOGICAL:
        return _exactly(ItemKind.BOOLEAN)
    if tree.value != "|":
        return _exactly(ItemKind.DOUBLE)
    kinds = frozenset[ItemKind]().union(*(_type(each, variables).kinds for each in tree.parts))
    return StaticType(kinds, False, False)


def _kinds(step: Syntax) -> frozenset[ItemKind]:
    """The kinds of nodes to which a step leads."""
    if step.value in _OF_AXIS:
        return _OF_AXIS[step.value]
    kind, _, is_type = step.node_test.partition("(")
    if is_type:
        return _TEST_KINDS.get(kind, NODES)
    return frozenset({ItemKind.ELEMENT})


def _is_current(tree: Syntax) -> bool:
    return tree.kind == "call" and tree.value == "current"


def _at_the_node(tree: Syntax) -> Iterator[Syntax]:
    """An expression, and those in it that are evaluated at the same node."""
    yield tree
    for part in _outside(tree):
        yield from _at_the_node(part)


def _uses_focus(tree: Syntax) -> bool:
    """Whether an expression asks for its own place, and not for one in a predicate."""
    return any(
        part.kind == "call" and part.value in ("position", "last") for part in _at_the_node(tree)
    )


def _outside(tree: Syntax) -> tuple[Syntax, ...]:
    """The parts of an expression that are evaluated at the same node as it."""
    if tree.kind == "step":
        return ()
    return tree.parts[:1] if tree.kind in ("filter", "path") else tree.parts


def _begins_at_node(tree: Syntax) -> bool:
    if tree.kind == "step":
        return True
    if tree.kind == "path" and tree.value:
        return False
    if tree.kind == "call":
        if not tree.parts:
            return tree.value not in ("true", "false")
        if tree.value == "lang":
            return True
    return any(map(_begins_at_node, _outside(tree)))


def _needed(
    tree: Syntax, namespaces: Mapping[str, str], variables: Mapping[str, StaticType]
) -> Iterator[str]:
    """Names of attributes without any of which an expression is false."""
    if tree.kind == "operator":
        names = [{*_needed(each, namespaces, variables)} for each in tree.parts]
        if tree.value == "and":
            yield from names[0] | names[1]
        elif tree.value == "or":
            yield from names[0] & names[1]
        elif tree.value in _LOGICAL:
            # Where there is no attribute, it is equal to false().
            kinds = [_type(each, variables).kinds for each in tree.parts]
            if not any(ItemKind.BOOLEAN in each for each in kinds):
                yield from names[0] | names[1]
    elif tree.kind in ("group", "filter"):
        yield from _needed(tree.parts[0], namespaces, variables)
    elif tree.kind == "path" and not tree.value and len(tree.parts) == 1:
        step = tree.parts[0]
        test = step.node_test
        if (
            step.kind == "step"
            and step.value == "attribute"
            and "*" not in test
            and "(" not in test
        ):
            prefix, _, local = test.rpartition(":")
            uri = _XML if prefix == "xml" else namespaces.get(prefix, "") if prefix else ""
            yield f"{{{uri}}}{local}" if uri else local


class _Writer:
    """Writes expressions for libxml2.

    `at_the_node` is where `current()` stands that is evaluated at the node itself.
    """

    def __init__(
        self, expression: str, variables: Mapping[str, StaticType], at_the_node: set[int]
    ) -> None:
        self._expression = expression
        self._variables = variables
        self._at_the_node = at_the_node

    def written(self, tree: Syntax) -> str:
        """An expression, or a part of one."""
        if tree.kind == "call":
            if tree.value == "current":
                return "self::node()" if tree.start in self._at_the_node else "$current"
            arguments = [self.written(each) for each in tree.parts]
            if tree.value == "generate-id":
                # lxml gives documents to no function, so that it is said how many nodes there are.
                argument = arguments[0] if arguments else "."
                return f"{PREFIX}:generate-id({argument}, count({argument}))"
            for index, part in enumerate(tree.parts[: _STRINGS.get(tree.value, 0)]):
                if self._may_be_long(part):
                    arguments[index] = f"{PREFIX}:decimal({arguments[index]})"
            return f"{tree.value}({', '.join(arguments)})"
        pieces: list[str] = []
        index = tree.start
        for part in tree.parts:
            pieces += (self._expression[index : part.start], self.written(part))
            index = part.end
        return "".join((*pieces, self._expression[index : tree.end]))

    def _may_be_long(self, tree: Syntax) -> bool:
        """Whether an expression is a number that libxml2 may write with an exponent."""
        if tree.kind == "call" and tree.value in _SMALL:
            return False
        return bool(_type(tree, self._variables).kinds & NUMBERS)
