"""What is known of an expression before it is evaluated."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath.approximation import Approximation
from teikit.schematron.xpath.errors import ExpressionError, UntranslatableError
from teikit.schematron.xpath.functions import FUNCTIONS
from teikit.schematron.xpath.native import compiled
from teikit.schematron.xpath.parsing import XPATH1, function_name, parse
from teikit.schematron.xpath.translation import Focus, Translator, exactly, truth
from teikit.schematron.xpath.types import AN_ELEMENT, ANYTHING, NODES, ItemKind, StaticType


class Analysis(NamedTuple):
    """An expression, and the expressions of XPath 1.0 that stand for it in libxml2.

    In all of them `$current` is the node that the expression is evaluated at, and `$name` a
    variable, bound as `native.bound` makes it. They are compiled by `native.compiled`.

    Attributes:
        type: of its value.
        xpath1: the expression in XPath 1.0 with the same value, or empty where there is none.
        test: an expression in XPath 1.0 that is true where its effective boolean value is, or
            empty. There can be one where `xpath1` is empty.
        maybe_true: true of every node where the expression is true or an error, and perhaps of
            others. It has no variables, `$current` neither, and never fails. Often `true()`.
        maybe_false: the same for false.
        variables: the variables of the schema that it refers to.
        uses_current: whether `xpath1` or `test` have `$current`.
        uses_focus: whether the place of the node among those it is evaluated with is asked for.
        may_fail: whether `xpath1` or `test` can raise `ExpressionError`.
        attributes: Clark names of attributes of the node, without any of which the expression is
            certainly false.
        uses_node: whether its value may differ from node to node of a document.
    """

    type: StaticType
    xpath1: str
    test: str
    maybe_true: str
    maybe_false: str
    variables: frozenset[str]
    uses_current: bool
    uses_focus: bool
    may_fail: bool
    attributes: frozenset[str]
    uses_node: bool


def check(
    expression: str,
    binding: QueryBinding,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
) -> frozenset[str]:
    """Read an expression; the variables that it uses.

    Raises:
        ExpressionError: it is not an expression of its language, or uses a name that there is not.
    """
    token = parse(expression, binding, namespaces)
    _check_variables(token, variables)
    return frozenset(_variables(token))


def analyse(
    expression: str,
    binding: QueryBinding,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
    context: StaticType = AN_ELEMENT,
) -> Analysis:
    """What is known of an expression.

    Args:
        expression: as it is written.
        binding: its language.
        namespaces: URIs by prefix; the prefix `""` is the default of element names.
        variables: the types of the variables that it can refer to.
        context: the type of the node that it is evaluated at.

    Raises:
        ExpressionError: it is not an expression of its language, or uses a name that there is not.
    """
    token = parse(expression, binding, namespaces)
    _check_variables(token, variables)
    if binding in XPATH1:
        return _analyse_xpath1(expression, token, namespaces, variables)
    scope = Focus(0, 0, context, {})
    translator = Translator(namespaces, variables, functions=FUNCTIONS, context=context)
    kind, value, test = ANYTHING, "", ""
    try:
        part = translator.value(token, scope)
        kind = part.type
        if not part.present and not (part.form == "boolean" and not kind.required):
            value = part.text
        test = truth(part)
    except UntranslatableError:
        with contextlib.suppress(UntranslatableError):
            test = translator.test(token, scope)
    names = tuple(sorted(namespaces.items()))
    value, test = (text if _can_be_compiled(text, names) else "" for text in (value, test))
    approximation = Approximation(
        Translator(namespaces, variables, functions=FUNCTIONS, context=context, pure=True)
    )
    maybe_true, maybe_false = (
        text if _can_be_compiled(text, names) else "true()"
        for text in (
            approximation.maybe(token, scope, wanted=True),
            approximation.maybe(token, scope, wanted=False),
        )
    )
    return Analysis(
        kind,
        value,
        test,
        maybe_true,
        maybe_false,
        frozenset(_variables(token)),
        translator.uses_current,
        translator.uses_focus,
        translator.may_fail,
        frozenset(_needed(token, namespaces)),
        _uses_node(token),
    )


def _can_be_compiled(text: str, names: tuple[tuple[str, str], ...]) -> bool:
    """Whether libxml2 takes a translation; it takes no strings with control characters."""
    try:
        compiled(text or "true()", names)
    except ExpressionError:
        return False
    return True


_CURRENT = re.compile(r"""'[^']*'|"[^"]*"|(?<![\w:.$])(?<![\w.]-)current\s*\(\s*\)""")
_NOT_IN_LIBXML2 = frozenset({"document", "key", "generate-id", "element-available"})


def _analyse_xpath1(
    expression: str,
    token: Any,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
) -> Analysis:
    text = _CURRENT.sub(
        lambda match: "$current" if match[0].startswith("current") else match[0], expression
    )
    uses_current = text != expression
    names = tuple(sorted((prefix, uri) for prefix, uri in namespaces.items() if prefix))
    uses_focus = _uses_focus(token)
    called = {function_name(part) for part in token.iter()}
    renamed = uses_current and "current" in variables
    able = not uses_focus and not renamed and called.isdisjoint(_NOT_IN_LIBXML2)
    if able:
        compiled(text, names)
    used = frozenset(_variables(token))
    test = f"boolean({text})" if able else ""
    pure = able and not used and not uses_current
    return Analysis(
        _xpath1_type(token, variables),
        text if able else "",
        test,
        test if pure else "true()",
        f"not({text})" if pure else "true()",
        used,
        uses_current,
        uses_focus,
        False,
        frozenset(_needed(token, namespaces)),
        _uses_node(token),
    )


def _uses_focus(token: Any) -> bool:
    """Whether an expression asks for its own place, and not for one in a predicate."""
    if function_name(token) in ("position", "last"):
        return True
    parts = list(token)
    return any(map(_uses_focus, parts[:1] if token.symbol == "[" else parts))


_OF_NO_NODE = frozenset(
    {"true", "false", "current-date", "current-dateTime", "current-time", "implicit-timezone"}
)
_OF_PARTS = frozenset(
    {
        *("+", "-", "*", "div", "mod", "idiv", "=", "!=", "<", "<=", ">", ">=", "<<", ">>", "is"),
        *("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "|", "union", "intersect", "except"),
        *("to", ",", "||", "(", "if", "for", "some", "every", "let"),
    }
)


def _uses_node(token: Any) -> bool:
    """Whether the value of an expression may differ from node to node of a document."""
    return any(function_name(part) == "current" for part in token.iter()) or _begins_at_node(token)


def _begins_at_node(token: Any) -> bool:
    symbol = token.symbol
    if symbol in ("$", "(string)", "(integer)", "(decimal)", "(float)"):
        return False
    if symbol in ("/", "//"):
        return len(token) == 2 and _begins_at_node(token[0])
    if symbol == "[":
        return _begins_at_node(token[0])
    if name := function_name(token):
        if not len(token):
            return name not in _OF_NO_NODE
        return name == "lang" or any(map(_begins_at_node, token))
    if symbol in _OF_PARTS and (len(token) or symbol == "("):
        return any(map(_begins_at_node, token))
    return True


def _needed(token: Any, namespaces: Mapping[str, str]) -> set[str]:
    symbol = token.symbol
    if symbol == "and" or symbol in ("=", "eq"):
        return _needed(token[0], namespaces) | _needed(token[1], namespaces)
    if symbol == "or":
        return _needed(token[0], namespaces) & _needed(token[1], namespaces)
    if symbol in ("(", "[") and len(token):
        return _needed(token[0], namespaces)
    if symbol == "@":
        test = token[0]
        if test.symbol == "(name)":
            return {str(test.value)}
        if test.symbol == ":" and test[0].symbol == test[1].symbol == "(name)":
            uri = {"xml": "http://www.w3.org/XML/1998/namespace", **namespaces}[str(test[0].value)]
            return {f"{{{uri}}}{test[1].value}"}
    return set()


def _xpath1_type(token: Any, variables: Mapping[str, StaticType]) -> StaticType:
    symbol = token.symbol
    if symbol in ("and", "or", "=", "!=", "<", "<=", ">", ">="):
        return exactly(ItemKind.BOOLEAN)
    if symbol in ("+", "-", "*", "div", "mod") and len(token):
        return exactly(ItemKind.DOUBLE)
    if symbol == "$":
        return variables[str(token[0].value)]
    if symbol == "(" and len(token) == 1:
        return _xpath1_type(token[0], variables)
    if symbol == "(string)":
        return exactly(ItemKind.STRING)
    if symbol in ("(integer)", "(decimal)", "(float)"):
        return exactly(ItemKind.DOUBLE)
    return _XPATH1_TYPES.get(function_name(token), StaticType(NODES, False, False))


_XPATH1_TYPES = {
    name: exactly(kind)
    for kind, names in {
        ItemKind.BOOLEAN: "not boolean true false contains starts-with lang",
        ItemKind.DOUBLE: "count number sum floor ceiling round string-length position last",
        ItemKind.STRING: "string concat substring substring-before substring-after"
        " normalize-space translate name local-name namespace-uri generate-id",
    }.items()
    for name in names.split()
}


def _variables(token: Any, ranges: frozenset[str] = frozenset()) -> Iterator[str]:
    """The variables that an expression refers to, those that it binds itself left out."""
    if token.symbol == "$":
        name = str(token[0].value)
        if name not in ranges:
            yield name
        return
    if token.symbol in ("for", "some", "every", "let"):
        parts = list(token)
        for index in range(0, len(parts) - 1, 2):
            yield from _variables(parts[index + 1], ranges)
            ranges |= {str(parts[index][0].value)}
        yield from _variables(parts[-1], ranges)
        return
    for child in token:
        yield from _variables(child, ranges)


def _check_variables(token: Any, variables: Mapping[str, StaticType]) -> None:
    for name in _variables(token):
        if name not in variables:
            raise ExpressionError(f"There is no variable ${name}; define it by `let`.")
