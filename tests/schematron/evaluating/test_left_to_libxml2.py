"""Expressions of XPath 2 that libxml2 evaluates find what elementpath finds."""

import pytest
from lxml import etree

from schematron_checked import by_elementpath, schema, short
from teikit.schematron import Schema

TREE = etree.ElementTree(
    etree.fromstring(
        "<r><a k='1' xml:id='i'>x y</a><a/><b k='2'>z<!--c-->w</b><a k=''>#q v</a><b><a k='3'/></b>"
        "tail</r>"
    )
)
LETS = """<ns prefix="t" uri="urn:t"/><let name="flag" value="count(//a) = 4"/>
  <let name="re" value="'^[xzv#q]+$'"/><let name="keys" value="//a/string(@k)"/>
  <let name="attributes" value="//a/@k"/>"""


def made(context: str, test: str, select: str) -> Schema:
    return schema(
        f"""{LETS}<pattern><rule context="{context}">
        <report test="{test}">yes <value-of select="{select}"/></report>
        <assert test="{test}">no <value-of select="{select}"/></assert></rule></pattern>"""
    )


@pytest.mark.parametrize(
    ("context", "test", "select"),
    [
        # the values of attributes of each node, the empty ones where there is none
        ("r", "count(a/string(@k)) = 3", "a/string(@k)"),
        ("r", "a/string(@k) = ''", "//a/string(@xml:id)"),
        ("r", "//a/string(@t:k) = '1'", "ancestor::*/string(@k)"),
        ("b", "@k = $keys", "$keys"),
        ("b", "a/@k = $keys or $keys = 'z'", "count($keys)"),
        # words of each node
        ("r", "a/tokenize(., ' ')[starts-with(., '#')] = '#q'", "a/tokenize(., ' ')"),
        ("r", "every $x in a/tokenize(., ' ')[. != 'y'] satisfies matches($x, $re)", "'x'"),
        ("b", "a/tokenize(., 'x')[1]", "a"),
        # what is no number
        ("a", "string(number(@k)) = 'NaN'", "string(number(@k)) != 'NaN'"),
        ("a", "'NaN' ne string(number(@k))", "number(@k)"),
        # several items in a message
        ("b", "true()", "node() | @k"),
        ("r", "true()", "node()"),
        ("r", "true()", "text()"),
        ("r", "true()", "b/text()"),
        ("r", "true()", "//a/@k"),
        ("r", "true()", "(a | b)[1]/node()"),
        # contexts
        ("a[position() gt 1]", "true()", "@k"),
        ("r/a[position() = last()]", "true()", "@k"),
        ("(r/a | r/b)[@k]", "true()", "name()"),
        ("(/r | /b)[$flag]", "true()", "name()"),
        ("(/r[$flag]/a | /r/b)/@k", "true()", "name()"),
        ("(a | b)[1]", "true()", "name()"),
        ("r/(a | b)[position() = last()]", "true()", "name()"),
        ("(a | b)[count(*)]", "true()", "name()"),
        # attributes in variables
        ("a", "$attributes/.. = 'x y'", "name(($attributes)[2])"),
        ("b", "count($attributes | @k) = 3", "$attributes"),
        # what takes one item
        ("r", "not(normalize-space(b) = 'zw') or sum(a/@k) = 1", "1"),
        ("b", "normalize-space(a) = '' and deep-equal(a, a)", "1"),
        ("b", "normalize-space(text()) = 'z' or deep-equal(a, text())", "1"),
    ],
)
def test_both_ways(context: str, test: str, select: str) -> None:
    both = made(context, test, select)
    found = short(both.validate(TREE))
    assert found == short(by_elementpath(both).validate(TREE))
    assert found or "count(*)" in context


@pytest.mark.parametrize(
    ("context", "test", "select"),
    [
        ("b", "@k = $keys", "//a/string(@k)"),
        ("r", "a/tokenize(., ' ')[starts-with(., '#')] = '#q'", "a/tokenize(., ' ')"),
        ("a", "string(number(@k)) = 'NaN'", "ancestor::*/@k"),
        ("a[position() gt 1]", "true()", "node()"),
        ("(/r | /b)[$flag]", "true()", "name()"),
        ("a", "$attributes/.. = 'x y'", "name(($attributes)[1])"),
        ("a", "not(normalize-space(b) = 'zw') or codepoint-equal(., 'x')", "1"),
    ],
)
def test_elementpath_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, context: str, test: str, select: str
) -> None:
    both = made(context, test, select)
    if "codepoint" in test:
        both = schema(f'<pattern><rule context="a"><assert test="{test}"/></rule></pattern>')
    monkeypatch.setattr("teikit.schematron.evaluating.values.Values.evaluator", None)
    [*both.validate(TREE)]
