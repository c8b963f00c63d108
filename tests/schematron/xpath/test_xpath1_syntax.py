"""Expressions of XPath 1.0, by the grammar of the standard."""

import pytest

from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.xpath1_syntax import Syntax, parsed


def bracketed(tree: Syntax) -> str:
    """An expression with all its brackets."""
    parts = [bracketed(part) for part in tree.parts]
    if tree.kind == "operator":
        return f"({parts[0]} {tree.value} {parts[1]})"
    if tree.kind == "minus":
        return f"(-{parts[0]})"
    if tree.kind == "path":
        return tree.value + "/".join(parts)
    if tree.kind == "step":
        return f"{tree.value}::{tree.node_test}" + "".join(f"[{part}]" for part in parts)
    if tree.kind == "filter":
        return parts[0] + "".join(f"[{part}]" for part in parts[1:])
    if tree.kind == "group":
        return f"({parts[0]})"
    if tree.kind == "call":
        return f"{tree.value}({', '.join(parts)})"
    return f"${tree.value}" if tree.kind == "variable" else tree.value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a", "child::a"),
        ("1 < 2 < 3", "((1 < 2) < 3)"),
        ("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"),
        ("a or b and c = d", "(child::a or (child::b and (child::c = child::d)))"),
        ("- - a | b", "(-(-(child::a | child::b)))"),
        ("-a * 2", "((-child::a) * 2)"),
        ("1 -current()/@n", "(1 - current()/attribute::n)"),
        ("a-b - c", "(child::a-b - child::c)"),
        ("* * *", "(child::* * child::*)"),
        ("div div mod", "(child::div div child::mod)"),
        ("and and and", "(child::and and child::and)"),
        ("@* = *", "(attribute::* = child::*)"),
        ("text/text()", "child::text/child::text()"),
        ("/", "/"),
        ("/ = 1", "(/ = 1)"),
        ("//a/..", "/descendant-or-self::node()/child::a/parent::node()"),
        ("(a)[1][2]/b", "(child::a)[1][2]/child::b"),
        ("$x//n:*", "$x/descendant-or-self::node()/child::n:*"),
        ("ancestor :: n:a [ @b ]", "ancestor::n:a[attribute::b]"),
        ("processing-instruction( 'x' )", "child::processing-instruction('x')"),
        ("concat(., 'a\"b', .5, 2.)", "concat(self::node(), 'a\"b', .5, 2.)"),
        ("id(1)/a", "id(1)/child::a"),
        ("a[b[c]]", "child::a[child::b[child::c]]"),
    ],
)
def test_grammar(expression: str, expected: str) -> None:
    assert bracketed(parsed(expression)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "\n    a b",
        "a[",
        "a]",
        "1 +",
        "a/",
        "//",
        "a::b",
        "@",
        "f(,)",
        "f(1 2)",
        "a eq b",
        "(1, 2)",
        "text(1)",
        "'a",
        "a/1",
        "a/(b)",
        "§\n    ",
        "some $x in a satisfies $x",
        "()",
        "$",
        "a!b",
        "::a",
        "\n    ",
    ],
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        parsed(expression)


def test_parts_know_where_they_stand() -> None:
    expression = " a[@b = $x] | -f( 'c' )"
    for part in parsed(expression).walk():
        if part.kind in ("variable", "call"):
            assert expression[part.start : part.end] in ("$x", "f( 'c' )")


def test_very_deep_expressions_are_refused() -> None:
    parsed("(" * 100 + "a" + ")" * 100)
    for expression in ("(" * 1000 + "a" + ")" * 1000, "a[" * 200 + "b" + "]" * 200):
        with pytest.raises(ExpressionError):
            parsed(expression)
