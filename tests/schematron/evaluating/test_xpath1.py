"""Expressions of XPath 1.0 at nodes of all kinds, by the words of the standard."""

import pytest
from lxml import etree

from schematron_checked import by_elementpath, found, schema, short

DOCUMENT = (
    "<r xml:lang='de'><a x='1' y='2'>one<b x='3'/>two<!--c--><?p q?></a><a x='4'><b/>three</a></r>"
)


def places(content: str, binding: str = "xslt") -> list[str]:
    return [place for place, _ in found(content, DOCUMENT, binding)]


def values(context: str, select: str, lets: str = "") -> list[str]:
    """What an expression gives for messages."""
    content = f"""<pattern><rule context="{context}">{lets}
      <report test="true()"><value-of select="{select}"/></report></rule></pattern>"""
    return [message for _, message in found(content, DOCUMENT, "xslt")]


@pytest.mark.parametrize(
    ("context", "expression", "expected"),
    [
        ("@y", "name(current()/..)", ["a"]),
        ("@y", "count(//@*[. = current()])", ["1"]),
        ("@y", "count(//@*[.. = current()/..])", ["2"]),
        ("@y", "count(current()/a) + count(descendant::a)", ["0"]),
        ("@y", "count(current()/ancestor::*[@x = current()/../@x])", ["1"]),
        ("a/text()", "name(current()/following-sibling::*[1])", ["b", "", ""]),
        ("a/text()", "count(//text()[. = current()])", ["1", "1", "1"]),
        ("a/text()", "count(/r/a[text() = current()])", ["1", "1", "1"]),
        ("comment()", "name(/r/a[comment() = current()]/b)", ["b"]),
        ("processing-instruction()", "name(current())", ["p"]),
        ("/", "count(current()/r/a[current()/r])", ["2"]),
        ("/", "count(/r[generate-id(..) = generate-id(current())])", ["1"]),
        ("@y", "generate-id(../@*[. = '2']) = generate-id(current())", ["true"]),
        ("@y", "generate-id(../@x) = generate-id(current())", ["false"]),
        ("a", "generate-id(*[current()/@y]/..) = generate-id()", ["true", "false"]),
        ("@y", "generate-id(a)", [""]),
        ("r", "generate-id(a/ancestor::*) = generate-id(a/ancestor::node())", ["false"]),
        ("a", "number(@y) != true()", ["false", "true"]),
        ("r", "a/@none != true()", ["true"]),
        ("r", "'a' &lt; 1", ["false"]),
        ("r", "substring('abc', 'x')", [""]),
        ("r", "1 &lt; 2 &lt; 3", ["true"]),
        ("r", "sum(a/@none)", ["0"]),
        ("r", "id(1)", [""]),
        ("r", "1000000 * 123456", ["123456000000"]),
        ("r", "concat('n', 12345678901)", ["n12345678901"]),
        ("r", "1 div 1000000", ["0.000001"]),
        ("r", "-1 div 0", ["-Infinity"]),
        ("@y", "lang('de')", ["true"]),
        # libxslt takes the text of the second `a`, which comes behind that empty element.
        ("r", "//node()[2]", [""]),
    ],
)
def test_values(context: str, expression: str, expected: list[str]) -> None:
    assert values(context, expression) == expected


@pytest.mark.parametrize(
    ("value", "expression", "expected"),
    [
        ("../@*", "count($v/..)", ["1"]),
        ("../@*", "name($v[2])", ["y"]),
        ("../@*", "count($v | //@x)", ["4"]),
        ("../node()", "count($v[self::text()])", ["2"]),
        ("../text()", "name($v[2]/preceding-sibling::*)", ["b"]),
        ("../text() | ../@x", "$v[2]", ["one"]),
        ("/ | ..", "count($v)", ["2"]),
        ("/", "count($v/r/a)", ["2"]),
        ("ancestor::node()", "count($v[not(..)]/r)", ["1"]),
        (".", "generate-id($v) = generate-id()", ["true"]),
        ("//nothing", "count($v)", ["0"]),
    ],
)
def test_variables_hold_nodes_of_all_kinds(
    value: str, expression: str, expected: list[str]
) -> None:
    assert values("@y", expression, f'<let name="v" value="{value}"/>') == expected


def test_variables_of_the_schema_hold_nodes_of_all_kinds() -> None:
    content = """<let name="all" value="//@x"/><pattern><rule context="b[@x = $all/../@x]">
      <report test="count($all/parent::*[@y]) = 1"/></rule></pattern>"""
    assert places(content) == ["b"]


def test_nodes_of_namespaces_are_no_value_of_a_variable() -> None:
    content = """<pattern><rule context="b"><let name="v" value="namespace::*"/>
      <report test="count($v) = 1"/></rule></pattern>"""
    assert [place for place, _ in found(content, DOCUMENT, "xslt")] == ["unevaluated"]


@pytest.mark.parametrize("binding", ["xslt", "xslt2", "xslt3"])
@pytest.mark.parametrize(
    ("context", "expected"),
    [
        # Where libxslt and the standard differ, these are by the standard, and as Saxon has them.
        ("@*[position() = last()]", ["r/@{http://www.w3.org/XML/1998/namespace}lang", "a/@y"]),
        ("attribute::x[1]", ["a/@x", "b/@x", "a/@x"]),
        ("@x[2]", []),
        ("*//*", ["a", "b", "a", "b"]),
        ("a/@x[position() != 2]", ["a/@x", "a/@x"]),
        # In a context, current() is the node that may match.
        ("a[current()/@y]", ["a"]),
        ("a[b[@x > current()/@y]]", ["a"]),
        ("a[b[not(@x = current()/@x)]]", ["a", "a"]),
        ("a[current()/@x]/b", ["b"]),
    ],
)
def test_contexts(binding: str, context: str, expected: list[str]) -> None:
    content = f"""<pattern><rule context="{context.replace("<", "&lt;")}">
      <report test="true()"/></rule></pattern>"""
    result = places(content, binding)
    if "last()" in context:
        result = [place for place in result if place in expected]
        assert "a/@y" in result
        assert expected[0] in result
    else:
        assert result == expected


def test_no_attribute_is_equal_to_false() -> None:
    assert values("a[@y = false()]", "@x") == ["4"]
    assert values("a[@x = false()]", "@x") == []


def test_expressions_of_xpath_2_are_refused_with_the_language_of_the_schema() -> None:
    content = """<pattern><rule context="a"><report test="matches(@x, '1')"/></rule></pattern>"""
    [(place, message)] = found(content, DOCUMENT, "xslt")
    assert place == "unevaluated"
    assert "the schema says queryBinding “xslt”" in message


BOTH_WAYS = """
    1 + a/@x ; a div 2 ; -a ; 'x' < 1 ; a/@x = 1 ; a/@x != a/@y ; not(a/@none != 1)
    ; a/@none div 2 != 3 ; true() > false() ; a = true() ; none = false() ; a/@x > 1 ; * * 2
    ; 5 mod -3 ; -5 mod 3 ; 1 div 0 ; -1 div 0 ; 0 div 0 ; 0 mod 0 ; 2 div -a/@x ; '1' = 1
    ; true() = 'x' ; a/@x = 'x' ; 'a' = 'a' ; '1' + '2' ; number('x') = number('x')
    ; a/@x < a/@y ; - - 1 ; boolean(0 div 0) ; 0 div 0 = false() ; 1.5 mod 0.4 ; a[1 + 0]
    ; a[position() mod 2 = 1]/@x ; a[last() - 0]/@x ; current()/a != 'x' ; sum(none) + 1
    ; 1000000 * 1000000
"""


@pytest.mark.parametrize("expression", BOTH_WAYS.split(";"))
def test_elementpath_has_the_same_values(expression: str) -> None:
    content = f"""<pattern><rule context="r"><report test="true()"><value-of
      select="{expression.replace("<", "&lt;")}"/></report></rule></pattern>"""
    made = schema(content, "xslt")
    tree = etree.ElementTree(etree.fromstring(DOCUMENT))
    expected = short(made.validate(tree))
    assert short(by_elementpath(made).validate(tree)) == expected
    assert [place for place, _ in expected] == ["r"]


def test_a_schema_of_xpath_1_does_not_need_elementpath(monkeypatch: pytest.MonkeyPatch) -> None:
    made = schema(
        '<pattern><rule context="@y"><report test="current()/../b"/></rule></pattern>', "xslt"
    )
    monkeypatch.setattr("teikit.schematron.evaluating.values.Values.evaluator", None)
    tree = etree.ElementTree(etree.fromstring(DOCUMENT))
    assert len([*made.validate(tree)]) == 1
