"""Which rule of a pattern speaks of a node, and of which kinds of nodes rules can speak."""

import pytest
from lxml import etree

from schematron_checked import found, schema, short
from teikit.schematron import Node, Unevaluated
from teikit.schematron.xpath import xslt_functions

DOCUMENT = """<r n="1"><a x="1"/><a><b/></a><b x="2">t<!--c-->u</b><?pi v?></r>"""


def test_the_first_rule_that_matches_speaks_and_no_other() -> None:
    rules = """
      <rule context="a[b]"><assert test="false()">a with b</assert></rule>
      <rule context="a"><assert test="false()">other a</assert></rule>
      <rule context="*"><assert test="false()">anything</assert></rule>"""
    assert found(f"<pattern>{rules}</pattern>", DOCUMENT) == [
        ("r", "anything"),
        ("a", "other a"),
        ("a", "a with b"),
        ("b", "anything"),
        ("b", "anything"),
    ]


def test_a_rule_without_assertions_takes_its_nodes() -> None:
    pattern = """<pattern><rule context="a[b]"/>
      <rule context="a"><assert test="false()">a</assert></rule></pattern>"""
    assert found(pattern, DOCUMENT) == [("a", "a")]


def test_patterns_are_independent() -> None:
    pattern = '<pattern><rule context="{}"><report test="true()">{}</report></rule></pattern>'
    patterns = pattern.format("a", "first") + pattern.format("*[b]", "second")
    assert found(patterns, DOCUMENT) == [
        ("r", "second"),
        ("a", "first"),
        ("a", "first"),
        ("a", "second"),
    ]


@pytest.mark.parametrize(
    ("context", "places"),
    [
        ("@x", ["a/@x", "b/@x"]),
        ("b/@x", ["b/@x"]),
        ("@*", ["r/@n", "a/@x", "b/@x"]),
        ("a | @n", ["r/@n", "a", "a"]),
        ("text()", ["b text", "<!--c--> tail"]),
        ("comment()", ["<!--c-->"]),
        ("processing-instruction()", ["<?pi v?>"]),
        ("processing-instruction('pi')", ["<?pi v?>"]),
        ("/", ["r document"]),
        ("/r", ["r"]),
        ("/a", []),
        ("r//b", ["b", "b"]),
        ("r/b", ["b"]),
        ("(a | r)/b", ["b", "b"]),
        ("b[preceding-sibling::a[1][b]]", ["b"]),
    ],
)
def test_contexts_of_all_kinds(context: str, places: list[str]) -> None:
    for test in ("true()", "not(self::nothing)", "count(.) = 1"):
        pattern = f'<pattern><rule context="{context}"><report test="{test}">m</report></rule>'
        result = found(pattern + "</pattern>", DOCUMENT)
        assert [place for place, _ in result] == places


def test_rules_behind_one_whose_context_is_wrong_are_not_applied() -> None:
    pattern = """<pattern><rule context="a["><assert test="false()">1</assert></rule>
      <rule context="a"><assert test="false()">2</assert></rule></pattern>
      <pattern><rule context="b"><assert test="false()">3</assert></rule></pattern>"""
    [(place, message), *others] = found(pattern, DOCUMENT)
    assert place == "unevaluated"
    assert "a[" in message
    assert message.endswith("those behind it in its pattern are not applied.")
    assert others == [("b", "3"), ("b", "3")]


def test_a_context_that_fails_at_a_node_does_not_match_it() -> None:
    pattern = """<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/><pattern>
      <rule context="a[xs:integer(@x) gt 1]"><report test="true()">large</report></rule>
      <rule context="a"><report test="true()">other</report></rule></pattern>"""
    document = '<r><a x="2"/><a x="1"/><a x="no"/><a x="3"/></r>'
    (place, message), *others = found(pattern, document)
    assert place == "unevaluated"
    assert "“no”" in message
    assert [message for _, message in others] == ["large", "other", "other", "large"]


@pytest.mark.parametrize(
    "context",
    [
        "a[year-from-date(xs:date(@x)) = 2001]",
        "a[year-from-date(@x) = 2001]",
        "a[year-from-date(xs:date(current()/@x)) = 2001]",
        "a[matches(@x, '^2')][xs:date(@x) lt current-date()] | c[@none]",
        "a[exists(..)][year-from-date(@x) > 2000]",
    ],
)
def test_where_elementpath_fails_no_other_node_is_lost(context: str) -> None:
    pattern = f"""<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/><pattern>
      <rule context="{context}"><report test="true()">dated</report></rule>
      <rule context="a"><report test="true()">other</report></rule></pattern>"""
    document = '<r><a x="2001-05-06"/><a x="2nd"/><a x="2001-05-07"><a x="no"/><b/></a></r>'
    tree = etree.ElementTree(etree.fromstring(document))
    failed, *others = schema(pattern).validate(tree)
    assert isinstance(failed, Unevaluated)
    assert failed.node == Node(tree.getroot()[1])
    assert failed.message.startswith(f"“{context}” cannot be evaluated: ")
    assert [message for _, message in short(others)] == ["dated", "other", "dated", "other"]


def test_an_attribute_at_which_a_context_fails() -> None:
    pattern = """<pattern><rule context="@x[year-from-date(.) = 2001]">
      <report test="true()">dated</report></rule></pattern>"""
    tree = etree.ElementTree(etree.fromstring('<r><a x="no"/><a x="2001-05-06"/></r>'))
    failed, *others = schema(pattern).validate(tree)
    assert isinstance(failed, Unevaluated)
    assert failed.node == Node(tree.getroot()[0], "x")
    assert short(others) == [("a/@x", "dated")]


def test_a_text_at_which_a_context_fails() -> None:
    pattern = """<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/><pattern>
      <rule context="text()[xs:integer(.) gt 1]"><report test="true()">more</report></rule>
      <rule context="text()"><report test="true()">other</report></rule></pattern>"""
    place, *others = found(pattern, "<r>2<a>no</a>1<a>3</a></r>")
    assert place[0] == "unevaluated"
    assert [message for _, message in others] == ["more", "other", "other", "more"]


def test_what_fails_within_an_ancestor_counts_for_what_is_in_it() -> None:
    pattern = """<pattern><rule context="a[year-from-date(@x) = 2001]//b">
      <report test="true()">in a dated one</report></rule></pattern>"""
    document = '<r><a x="no"><b/><a x="2001-05-06"><b/></a></a><b/></r>'
    tree = etree.ElementTree(etree.fromstring(document))
    failed, *others = schema(pattern).validate(tree)
    assert isinstance(failed, Unevaluated)
    assert failed.node == Node(tree.getroot()[0])
    assert short(others) == [("b", "in a dated one")]


def test_a_context_that_takes_too_long_is_no_matter_of_a_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xslt_functions, "MOST_STEPS", 10)
    pattern = """<pattern>
      <rule context="a[year-from-date(@x) = count(for $i in 1 to 20 return $i)]">
        <report test="true()">1</report></rule>
      <rule context="a"><report test="true()">2</report></rule></pattern>"""
    [(place, message)] = found(pattern, '<r><a x="2001-05-06"/></r>')
    assert place == "unevaluated"
    assert "steps" in message


def test_a_test_that_fails_at_a_node_speaks_of_the_others() -> None:
    pattern = """<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/><let name="v"
      value="xs:integer(//@n)"/><pattern><rule context="a">
      <assert test="xs:integer(@x) gt 1">small</assert><report test="@x">x</report>
      <report test="@x = $v">v</report></rule></pattern>"""
    document = '<r n="{}"><a x="2"/><a x="1"/><a x="no"/><a/></r>'
    unevaluated, others = apart(found(pattern, document.format("1")))
    assert len(unevaluated) == 2  # in XPath 2, “no” is not to be compared with a number
    assert [message for _, message in others] == ["x", "small", "x", "v", "x", "small"]
    unevaluated, others = apart(found(pattern, document.format("n")))
    assert len(unevaluated) == 2
    assert [message for _, message in others] == ["x", "small", "x", "x", "small"]


def apart(results: list[tuple[str, str]]) -> tuple[list[str], list[tuple[str, str]]]:
    """What cannot be evaluated, and what is violated."""
    unevaluated = [message for place, message in results if place == "unevaluated"]
    return unevaluated, [each for each in results if each[0] != "unevaluated"]
