"""What is said of a node: messages, diagnostics, properties, severity, the subject."""

import pytest
from lxml import etree

from schematron_checked import found, schema

DOCUMENT = """<r xmlns:p="urn:p"><a x=" 1 " y="2">word</a><p:b>B<c/></p:b></r>"""
BINDINGS = ("xslt", "xslt2", "xslt3")


def violations(content: str, binding: str = "xslt2") -> list:
    tree = etree.ElementTree(etree.fromstring(DOCUMENT))
    return list(schema(content, binding).validate(tree))


@pytest.mark.parametrize("binding", BINDINGS)
def test_words_are_filled_in_and_white_space_is_one_space(binding: str) -> None:
    content = """<ns prefix="p" uri="urn:p"/><pattern><rule context="a">
      <report test="@x">  The
        <name/> of <name path=".."/> has <value-of select="@x"/>,
        <emph>not</emph> <value-of select="count(//c) + 1"/>,&#160;<value-of select="@y = 2"/>.
      </report></rule>
      <rule context="p:b"><report test="true()"><name/>: <value-of select="."/></report></rule>
    </pattern>"""
    assert found(content, DOCUMENT, binding) == [
        ("a", "The a of r has 1 , not 2,\u00a0true."),
        ("{urn:p}b", "p:b: B"),
    ]


def test_several_items_are_joined_where_the_binding_has_sequences() -> None:
    content = """<pattern><rule context="a"><report test="true()"
      ><value-of select="@*"/></report></rule></pattern>"""
    assert found(content, DOCUMENT, "xslt2") == [("a", "1 2")]
    assert found(content, DOCUMENT, "xslt") == [("a", "1")]


def test_an_assert_speaks_where_it_is_false_and_a_report_where_it_is_true() -> None:
    content = """<pattern><rule context="a"><assert test="@x">1</assert>
      <assert test="@z">2</assert><report test="@x">3</report><report test="@z">4</report>
      <assert test="''">5</assert><report test="'false'">6</report><report test="0">7</report>
      <assert test="1">8</assert><report test="2">9</report></rule></pattern>"""
    assert [message for _, message in found(content, DOCUMENT)] == ["2", "3", "5", "6", "9"]
    assert [message for _, message in found(content, DOCUMENT, "xslt")] == ["2", "3", "5", "6", "9"]


def test_role_and_flag_are_those_of_the_rule_where_there_are_none() -> None:
    content = """<pattern id="P"><rule context="a" id="R" role="warning" flag="f">
      <report test="true()" id="A">1</report><report test="true()" role="info" flag="g">2</report>
      </rule></pattern>"""
    first, second = violations(content)
    assert (first.assertion.role, first.assertion.flag) == ("warning", "f")
    assert (second.assertion.role, second.assertion.flag) == ("info", "g")
    assert (first.pattern_id, first.rule_id, first.assertion.id) == ("P", "R", "A")


def test_the_subject_is_what_is_spoken_of() -> None:
    content = """<pattern><rule context="a" subject="../*[last()]">
      <report test="true()">1</report><report test="true()" subject="@y">2</report>
      <report test="true()" subject="text()">3</report>
      <report test="true()" subject="nothing">4</report></rule></pattern>"""
    assert found(content, DOCUMENT) == [
        ("{urn:p}b", "1"),
        ("a/@y", "2"),
        ("a text", "3"),
        ("a", "4"),
    ]


def test_diagnostics_and_properties_are_filled_in() -> None:
    content = """<pattern><rule context="a"><let name="v" value="'V'"/>
      <report test="true()" diagnostics="d e" properties="q">m</report></rule></pattern>
      <diagnostics><diagnostic id="d">It has <value-of select="@y"/>.</diagnostic>
        <diagnostic id="e"><value-of select="$v"/></diagnostic></diagnostics>
      <properties><property id="q"><value-of select="name(..)"/></property></properties>"""
    [violation] = violations(content)
    assert violation.diagnostics == ("It has 2.", "V")
    assert violation.properties == (("q", "r"),)


def test_a_message_that_cannot_be_filled_in_is_shown_as_it_is_written() -> None:
    content = """<pattern><rule context="a"><report test="true()"
      >It is <value-of select="1 div 0 idiv 0"/></report></rule></pattern>"""
    results = found(content, DOCUMENT)
    assert ("a", "It is {1 div 0 idiv 0}") in results
    assert "unevaluated" in dict(results)
