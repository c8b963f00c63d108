"""libxml2 and elementpath say the same of every expression that is translated."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import (
    Analysis,
    Evaluator,
    ExpressionError,
    Node,
    StaticType,
    analyse,
    bound,
    compiled,
)
from teikit.schematron.xpath.native import real_nodes, spread

NAMESPACES = {"t": "urn:t", "xs": "http://www.w3.org/2001/XMLSchema"}
NAMES = tuple(sorted(NAMESPACES.items()))

# Documents.


def _words(text: str) -> list[str]:
    return text.split()


_TEXTS = st.sampled_from(
    ["", " ", "1", "2", "10", " 3 ", "+1", "1e1", "x", "y", "x y", "true", "0", "-1", "1.5", "a-b"]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    """An element `a`, `b`, `c` or `t:d` with what can be in it."""
    element = etree.Element(
        draw(st.sampled_from(["a", "b", "c", "{urn:t}d"])), nsmap={"t": "urn:t"}
    )
    for name in draw(st.sets(st.sampled_from(["n", "m", "{urn:t}k"]))):
        element.set(name, draw(_TEXTS))
    element.text = draw(_TEXTS) or None
    if depth:
        for child in draw(st.lists(elements(depth=depth - 1), max_size=3)):
            element.append(child)
            child.tail = draw(_TEXTS) or None
        if draw(st.integers(0, 5)) == 0:
            comment = etree.Comment(" c ")
            comment.tail = draw(_TEXTS) or None
            element.append(comment)
    return element


documents = elements().map(etree.ElementTree)

# Expressions.

_STEPS = st.sampled_from(
    ["a", "b", "c", "t:d", "*", "@n", "@m", "@t:k", "@*", ".", "..", "text()", "node()", "t:*"]
    + ["*:a", "element()", "element(a)", "comment()"]
    + [
        f"{axis}::{test}"
        for axis in _words(
            "ancestor ancestor-or-self child descendant descendant-or-self following "
            "following-sibling parent preceding preceding-sibling self"
        )
        for test in ("*", "a", "t:d", "node()")
    ]
)
_LITERALS = st.sampled_from(["'x'", "'1'", "''", "'x y'", "' '", '"y"'])
_NUMBERS = st.sampled_from(["1", "2", "0", "1.5", "10"])
_PATTERNS = st.sampled_from(
    [r"'^x'", r"'\s+'", r"'[0-9]+$'", "'x|y'", r"'\d'", r"'\w'", "'(x)(y)'"]
)


def _extended(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def formed(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(*parts).map(lambda texts: form.format(*texts))

    path = st.one_of(
        _STEPS,
        formed("{}/{}", _STEPS, _STEPS),
        formed("{}//{}", _STEPS, _STEPS),
        formed("//{}", _STEPS),
        formed("/{}", _STEPS),
        formed("{}[{}]", _STEPS, inner),
        formed("{}[{}]/{}", _STEPS, inner, _STEPS),
        formed("({})[{}]", inner, inner),
        formed("{}/({} | {})", _STEPS, _STEPS, _STEPS),
        formed("({}) | ({})", _STEPS, _STEPS),
        formed("({}) except ({})", _STEPS, _STEPS),
        formed("@* except (@n, {})", st.sampled_from(["@m", "@t:k"])),
        formed("current()/{}", _STEPS),
        formed("{}/string()", _STEPS),
        formed("{}/name()", _STEPS),
        formed("$v/{}", _STEPS),
        st.just("$v"),
        st.just("$s"),
    )
    operators = st.sampled_from(_words("= != < <= > >= eq ne lt le gt ge is << >> and or"))
    return st.one_of(
        path,
        path,
        formed("({}) {} ({})", inner, operators, inner),
        formed("{} {} {}", path, operators, _LITERALS),
        formed("{} {} {}", path, operators, _NUMBERS),
        formed("{} = ({}, {})", path, _LITERALS, _LITERALS),
        formed("{} = ({}, {})", path, _STEPS, _LITERALS),
        formed("generate-id({}) = generate-id({})", _STEPS, _STEPS),
        formed(
            "{}({})",
            st.sampled_from(
                _words(
                    "not exists empty count string boolean normalize-space string-length "
                    "lower-case upper-case number name local-name namespace-uri data "
                    "distinct-values"
                )
            ),
            inner,
        ),
        formed(
            "{}({}, {})",
            st.sampled_from(
                [
                    "contains",
                    "starts-with",
                    "ends-with",
                    "substring-before",
                    "substring-after",
                    "concat",
                ]
            ),
            inner,
            st.one_of(_LITERALS, inner),
        ),
        formed("matches({}, {})", inner, _PATTERNS),
        formed("tokenize({}, {})", inner, _PATTERNS),
        formed("tokenize({}, '\\s+')[{}]", inner, inner),
        formed("replace({}, {}, '-')", inner, _PATTERNS),
        formed("substring({}, {})", inner, _NUMBERS),
        formed("if ({}) then {} else {}", inner, inner, inner),
        formed("some $x in {} satisfies {}", path, inner),
        formed("every $x in {} satisfies {}", path, inner),
        formed("some $x in {} satisfies $x {} {}", path, operators, inner),
        formed("every $x in {} satisfies contains($x, {})", path, _LITERALS),
        formed("({}) cast as xs:integer", inner),
        formed("({}) castable as xs:{}", inner, st.sampled_from(["integer", "double?"])),
        formed("xs:integer({}) {} {}", inner, operators, _NUMBERS),
        formed("number({}) {} {}", inner, operators, _NUMBERS),
        formed("count({}) {} {}", path, st.sampled_from(["+", "-", "*", "mod"]), _NUMBERS),
        formed("position() = {}", _NUMBERS),
        st.sampled_from(["last()", "current()", "true()", "false()", "$v", "$s"]),
    )


expressions = st.recursive(st.one_of(_STEPS, _LITERALS, _NUMBERS), _extended, max_leaves=6)


def outcome(function: Any, *arguments: Any, **named: Any) -> Any:
    """What a function gives, or `error`."""
    try:
        return function(*arguments, **named)
    except ExpressionError:
        return "error"


def _native(variable: str) -> etree.XPath:
    return compiled(analyse(variable, QueryBinding.XSLT2, NAMESPACES, {}).xpath1, NAMES)


def _bound(value: Any, known: StaticType) -> Any:
    return real_nodes(value) if known.is_nodes else bound(value)


def check(
    tree: etree._ElementTree,
    expression: str,
    analysis: Analysis,
    variables: dict[str, Any],
    types: dict[str, StaticType],
) -> None:
    """Compare both ways at each element of a document."""
    evaluator = Evaluator(tree, QueryBinding.XSLT2, NAMESPACES)
    for element in tree.getroot().iter(etree.Element):
        node = Node(element)
        values = {name: outcome(evaluator.value, text, node) for name, text in variables.items()}
        if "error" in values.values():
            continue
        expected = outcome(evaluator.boolean, expression, node, values)
        for wanted, approximation in ((True, analysis.maybe_true), (False, analysis.maybe_false)):
            found = compiled(f"boolean({approximation})", NAMES)(element)
            assert found or expected != wanted, (approximation, etree.tostring(tree))
        if not analysis.test:
            continue
        native = {
            name: _bound(_native(variables[name])(element), types[name])
            for name in analysis.variables
        }
        text, native = spread(analysis.test, native)
        found = outcome(compiled(text, NAMES), element, current=element, **native)
        if expected == "error" and not analysis.may_fail:
            # A part that would be an error was not looked at, as the standard allows.
            continue
        if found == "error" or expected == "error":
            assert analysis.may_fail
            continue
        assert found == expected, (analysis.test, etree.tostring(tree), etree.tostring(element))


@settings(max_examples=60, deadline=None)
@given(
    documents,
    expressions,
    st.sampled_from(["@n", "a", "//@n", "tokenize(@n, '\\s')", "'x'", "count(*)", "@n = '1'"]),
)
def test_both_ways_agree(tree: etree._ElementTree, expression: str, variable: str) -> None:
    variables = {"v": variable, "s": "string(@n)"}
    types: dict[str, StaticType] = {
        name: analyse(text, QueryBinding.XSLT2, NAMESPACES, {}).type
        for name, text in variables.items()
    }
    try:
        analysis = analyse(expression, QueryBinding.XSLT2, NAMESPACES, types)
    except ExpressionError:
        return
    check(tree, expression, analysis, variables, types)
