"""What is known of an expression, and what stands for it in XPath 1.0."""

import pytest

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import ExpressionError, analyse

NAMESPACES = {"t": "http://example.org/t", "xs": "http://www.w3.org/2001/XMLSchema"}


@pytest.mark.parametrize(
    "expression",
    ["a[", "unknown(1)", "other:a", "$missing", "a eq", "", "some $x in a satisfies $y"],
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        analyse(expression, QueryBinding.XSLT2, NAMESPACES, {})


@pytest.mark.parametrize("binding", [QueryBinding.XSLT2, QueryBinding.XSLT3])
@pytest.mark.parametrize("expression", ["[]", "[1]", "[1, a]", "a[@n = []]", "[a][1]"])
def test_an_array_is_no_predicate(expression: str, binding: QueryBinding) -> None:
    with pytest.raises(ExpressionError):
        analyse(expression, binding, NAMESPACES, {})


@pytest.mark.parametrize("expression", ["a eq b", "exists(a)", "if (a) then b else c", "(1, 2)"])
def test_xpath_2_is_refused_where_the_schema_is_in_xpath_1(expression: str) -> None:
    with pytest.raises(ExpressionError):
        analyse(expression, QueryBinding.XSLT, NAMESPACES, {})


@pytest.mark.parametrize("expression", ["-current()/a < 1", "1 -current()/@n", "current() = a"])
def test_the_node_of_the_rule_in_xpath_1(expression: str) -> None:
    found = analyse(expression, QueryBinding.XSLT, NAMESPACES, {})
    assert not found.uses_current
    assert found.xpath1 == expression.replace("current()", "self::node()")


@pytest.mark.parametrize("expression", ["a[. = current()]/b", "(a)[@x = -current()/@x]"])
def test_the_node_of_the_rule_within_predicates_of_xpath_1(expression: str) -> None:
    found = analyse(expression, QueryBinding.XSLT, NAMESPACES, {})
    assert found.uses_current
    assert found.xpath1 == expression.replace("current()", "$current")


@pytest.mark.parametrize(
    ("expression", "attributes"),
    [
        ("@x and @t:y", {"x", "{http://example.org/t}y"}),
        ("@x = @y", {"x", "y"}),
        ("@x or @y", set()),
        ("(@x)[1] = '1' or @x", {"x"}),
        ("@x = false()", set()),
        ("(@x or @y) = not(@x)", set()),
        ("@*", set()),
        ("a/@x", set()),
        ("string(@x) = ''", set()),
    ],
)
def test_attributes_without_which_an_expression_of_xpath_1_is_false(
    expression: str, attributes: set[str]
) -> None:
    assert analyse(expression, QueryBinding.XSLT, NAMESPACES, {}).attributes == attributes
