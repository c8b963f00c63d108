"""What libxml2 finds set by set, elementpath finds node by node."""

from collections.abc import Iterable
from functools import cache
from itertools import cycle, product
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schematron_checked import by_elementpath, named, schema, short
from teikit.schematron import Schema

NAMES = ("a", "b", "c")
KINDS = ("report", "assert")
CONTEXTS = (
    "a",
    "b",
    "*",
    "a/b",
    "a//b",
    "a[@x]",
    "*[@x][@y]",
    "b[a or c]",
    "b[not(@x)]",
    "a | b[c]",
    "@x",
    "a/@y",
    "@*",
    "text()",
    "a/text()",
    "comment()",
    "c[1]",
    "b[last()]",
    "a[@x = $first]",
    "a[count(b) > $number]",
    "/",
    "/a",
    "r/*[position() < 3]",
)
TESTS = (
    "@x",
    "not(@x)",
    "@x = '1'",
    "@x = 1",
    "@x != @y",
    "count(*) > 1",
    "b/@x = c/@x",
    "ancestor::a[@x]",
    "following::b",
    "preceding-sibling::*",
    "string-length(.) > 2",
    "normalize-space(.) = ''",
    "contains(., 'x')",
    "//*[@x = current()/@y]",
    "current()/..",
    "$local = 'b'",
    "$up/@x",
    "$first = @y",
    "$number > 1",
    "@x = ('1', '2')",
    "some $e in * satisfies $e/@x",
    "number(@x) > 1",
    "@x castable as xs:integer",
    "xs:integer(@x) gt 1",
    "if (@x) then @y else true()",
    "every $e in * satisfies name($e) = 'b'",
    "matches(., '^x')",
    "*[2]/@x",
)
LETS = """<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
  <let name="first" value="(//@x)[1]"/><let name="number" value="count(//b)"/>"""


def rule(context: str, tests: Iterable[str]) -> str:
    assertions = "".join(
        f'<{kind} test="{escape(test)}">{kind} {number}: <value-of select="name()"/></{kind}>'
        for number, (test, kind) in enumerate(zip(tests, cycle(KINDS)))
    )
    return f"""<rule context="{escape(context)}">
      <let name="local" value="local-name()"/><let name="up" value=".."/>{assertions}</rule>"""


@cache
def both(context: str) -> tuple[Schema, Schema]:
    """A schema of all tests, and the same by elementpath."""
    # Of nodes that are no elements, elementpath knows no followers.
    is_part = "@" in context.rpartition("/")[2][:1] or "()" in context
    tests = [test for test in TESTS if not (is_part and test == "following::b")]
    made = schema(LETS + f"<pattern>{rule(context, tests)}</pattern>")
    return made, by_elementpath(made)


elements = st.recursive(
    st.builds(
        lambda name, x, y, text: (name, x, y, [text]),
        st.sampled_from(NAMES),
        st.sampled_from((None, "", "1", "2", "x")),
        st.sampled_from((None, "1", "01")),
        st.sampled_from(("", "x", "xyz", " ", "<!--x-->")),
    ),
    lambda inner: st.builds(
        lambda name, x, y, content: (name, x, y, content),
        st.sampled_from(NAMES),
        st.sampled_from((None, "1", "2")),
        st.sampled_from((None, "1")),
        st.lists(st.one_of(inner, st.sampled_from(("x", " ", "<!--y-->"))), max_size=4),
    ),
    max_leaves=12,
)


def markup(content: object) -> str:
    if isinstance(content, str):
        return content
    name, x, y, inner = content  # type: ignore[misc]
    attributes = "".join(
        f' {key}="{value}"' for key, value in (("x", x), ("y", y)) if value is not None
    )
    return f"<{name}{attributes}>{''.join(map(markup, inner))}</{name}>"


documents = st.lists(elements, max_size=4).map(
    lambda content: etree.ElementTree(etree.fromstring(f"<r>{''.join(map(markup, content))}</r>"))
)


@settings(deadline=None, max_examples=50)
@given(documents, st.sampled_from(CONTEXTS))
def test_every_context_with_every_test(tree: Any, context: str) -> None:
    results, expected = (short(made.validate(tree)) for made in both(context))
    assert violations(results) == violations(expected)
    assert unevaluated(results) == unevaluated(expected)
    assert short(both(context)[0].validate(tree, elements=named(tree))) == results


@settings(deadline=None, max_examples=30)
@given(documents, st.lists(st.sampled_from(CONTEXTS), min_size=2, max_size=4))
def test_rules_together(tree: Any, contexts: list[str]) -> None:
    rules = "".join(rule(context, ["@x", "count(*) > 1"]) for context in contexts)
    made = schema(LETS + f"<pattern>{rules}</pattern>")
    assert short(made.validate(tree)) == short(by_elementpath(made).validate(tree))


def violations(results: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [each for each in results if each[0] != "unevaluated"]


def unevaluated(results: list[tuple[str, str]]) -> int:
    return sum(place == "unevaluated" for place, _ in results)


def test_most_is_left_to_libxml2() -> None:
    program = schema(
        LETS + "".join(f"<pattern>{rule(context, TESTS)}</pattern>" for context in CONTEXTS)
    ).__reduce__()[1][0]
    tests = [
        assertion.test
        for pattern in program.patterns
        for rule in pattern.rules
        for assertion in rule.assertions
    ]
    assert sum(bool(test.native) for test in tests) > 0.7 * len(tests)


@settings(deadline=None, max_examples=100)
@given(st.lists(documents, min_size=1, max_size=4))
def test_rules_apart(trees: list[Any]) -> None:
    """Each pattern has a rule of its own, and what is known of a document serves the next."""
    made, expected = apart()
    for tree in trees:
        results = short(made.validate(tree))
        assert results == short(expected.validate(tree))
        assert results == short(made.validate(tree, elements=named(tree)))


@cache
def apart() -> tuple[Schema, Schema]:
    tests = ("@x", "not(@x)", "@x or @y", "b", "ancestor::a", "preceding-sibling::*", "//c")
    patterns = (
        f'<pattern><rule context="{escape(context)}"><{kind} test="{test}">{number}</{kind}>'
        "</rule></pattern>"
        for number, (context, test, kind) in enumerate(product(CONTEXTS, tests, KINDS))
    )
    made = schema(LETS + "".join(patterns))
    return made, by_elementpath(made)


@pytest.mark.parametrize("count", [199, 200, 201, 1000])
def test_many_nodes(count: int) -> None:
    made = schema(
        """<pattern><rule context="a[@x]"><assert test="@x mod 100 != 7">m</assert>
      </rule></pattern>""",
        "xslt",
    )
    text = "".join(f'<a x="{number}"/>' for number in range(count))
    tree = etree.ElementTree(etree.fromstring(f"<r>{text}</r>"))
    assert len(short(made.validate(tree))) == (count + 92) // 100
