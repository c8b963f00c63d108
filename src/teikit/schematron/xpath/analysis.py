"""What is known of an expression before it is evaluated."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import xpath1
from teikit.schematron.xpath.approximation import Approximation
from teikit.schematron.xpath.errors import ExpressionError, UntranslatableError, no_variable
from teikit.schematron.xpath.handlers import HANDLERS
from teikit.schematron.xpath.native import compiled
from teikit.schematron.xpath.parsing import XPATH1, function_name, parse
from teikit.schematron.xpath.translation import Focus, Translator, truth
from teikit.schematron.xpath.types import AN_ELEMENT, ANYTHING, StaticType


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
    if binding in XPATH1:
        return xpath1.analysed(expression, binding.value, namespaces, variables).variables
    token = parse(expression, binding, namespaces)
    _check_variables(token, variables)
    return frozenset(_variables(token))


def calls_current(expression: str, binding: QueryBinding, namespaces: Mapping[str, str]) -> bool:
    """Whether an expression calls `current()`; raises `ExpressionError` where it is none."""
    if binding in XPATH1:
        return xpath1.calls_current(expression)
    token = parse(expression, binding, namespaces)
    return any(function_name(part) == "current" for part in token.iter())


def analyse(
    expression: str,
    binding: QueryBinding,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
    context: StaticType = AN_ELEMENT,
    *,
    is_predicate: bool = False,
) -> Analysis:
    """What is known of an expression.

    Args:
        expression: as it is written.
        binding: its language.
        namespaces: URIs by prefix; the prefix `""` is the default of element names.
        variables: the types of the variables that it can refer to.
        context: the type of the node that it is evaluated at.
        is_predicate: whether it will stand in brackets, where nodes have places.

    Raises:
        ExpressionError: it is not an expression of its language, or uses a name that there is not.
    """
    if binding in XPATH1:
        return _of_xpath1(expression, binding, namespaces, variables, is_predicate=is_predicate)
    token = parse(expression, binding, namespaces)
    _check_variables(token, variables)
    scope = Focus(0, 0, context, {})
    translator = Translator(
        namespaces, variables, handlers=HANDLERS, context=context, is_predicate=is_predicate
    )
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
        Translator(namespaces, variables, handlers=HANDLERS, context=context, pure=True)
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


def _of_xpath1(
    expression: str,
    binding: QueryBinding,
    namespaces: Mapping[str, str],
    variables: Mapping[str, StaticType],
    *,
    is_predicate: bool,
) -> Analysis:
    found = xpath1.analysed(
        expression, binding.value, namespaces, variables, is_predicate=is_predicate
    )
    if found.text:
        compiled(found.text, tuple(sorted(namespaces.items())))
    test = f"boolean({found.text})" if found.text else ""
    pure = found.text and not found.variables and not found.uses_current
    return Analysis(
        found.type,
        found.text,
        test,
        test if pure else "true()",
        f"not({found.text})" if pure else "true()",
        found.variables,
        found.uses_current,
        found.uses_focus,
        False,
        found.attributes,
        found.uses_node,
    )


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
            raise no_variable(name)
