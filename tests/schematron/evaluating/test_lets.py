"""Variables: of the schema, a phase, a pattern and a rule."""

import gc

import pytest
from lxml import etree

from schematron_checked import found, schema, short

DOCUMENT = """<r n="1"><a x="1"><b>B</b></a><a x="2"><b>C</b></a></r>"""
BINDINGS = ("xslt", "xslt2", "xslt3")


@pytest.mark.parametrize("binding", BINDINGS)
def test_a_nearer_let_hides_a_farther(binding: str) -> None:
    content = """
      <let name="v" value="'schema'"/>
      <pattern><rule context="r"><report test="true()"><value-of select="$v"/></report></rule>
      </pattern>
      <pattern><let name="v" value="'pattern'"/>
        <rule context="a[@x='1']"><report test="true()"><value-of select="$v"/></report></rule>
        <rule context="a"><let name="v" value="concat(@x, $v)"/>
          <report test="true()"><value-of select="$v"/></report></rule>
        <rule context="b"><report test="$v = 'pattern'"><value-of select="$v"/></report></rule>
      </pattern>
      <pattern><rule context="b"><report test="$v = 'schema'"><value-of select="$v"/></report>
      </rule></pattern>"""
    assert found(content, DOCUMENT, binding) == [
        ("r", "schema"),
        ("a", "pattern"),
        ("b", "pattern"),
        ("b", "schema"),
        ("a", "2pattern"),
        ("b", "pattern"),
        ("b", "schema"),
    ]


@pytest.mark.parametrize("binding", BINDINGS)
def test_later_lets_see_earlier_ones(binding: str) -> None:
    content = """<let name="one" value="count(//a)"/><let name="two" value="$one * 2"/>
      <pattern><let name="three" value="$two + 1"/>
        <rule context="r"><let name="four" value="$three + @n"/><let name="five" value="$four"/>
          <report test="$five = 6"><value-of select="$one = 2"/></report></rule></pattern>"""
    assert found(content, DOCUMENT, binding) == [("r", "true")]


@pytest.mark.parametrize("binding", BINDINGS)
def test_global_lets_are_of_the_document_and_those_of_rules_of_the_node(binding: str) -> None:
    content = """<let name="top" value="r/@n"/><let name="names" value="r/a/b"/>
      <pattern><let name="inner" value="name(*)"/>
      <rule context="b"><let name="up" value=".."/><let name="x" value="../@x"/>
        <report test="$top = 1 and $inner = 'r' and $up/@x = $x and . = $names"
          ><value-of select="$x"/> <value-of select="$top"/></report></rule></pattern>"""
    assert found(content, DOCUMENT, binding) == [("b", "1 1"), ("b", "2 1")]


@pytest.mark.parametrize("binding", BINDINGS)
def test_the_content_of_a_let_is_its_value(binding: str) -> None:
    content = """<let name="v">so</let><pattern><rule context="r">
      <report test="$v = 'so' and string-length($v) = 2"><value-of select="$v"/></report>
      </rule></pattern>"""
    assert found(content, DOCUMENT, binding) == [("r", "so")]


def test_lets_of_a_phase_are_seen_in_its_patterns() -> None:
    content = """<phase id="p"><let name="v" value="'phase'"/><active pattern="one"/></phase>
      <pattern id="one"><rule context="r"><report test="true()"><value-of select="$v"/></report>
      </rule></pattern>"""
    tree = etree.ElementTree(etree.fromstring(DOCUMENT))
    assert short(schema(content, phase="p").validate(tree)) == [("r", "phase")]
    [(place, message), _] = short(schema(content, phase="#ALL").validate(tree))
    assert place == "unevaluated"
    assert "$v" in message


def test_a_let_that_cannot_be_evaluated_is_said_once_and_only_where_it_is_used() -> None:
    content = """<let name="unused" value="xs:integer(r/a[1]/b)"/>
      <let name="v" value="xs:integer(r/a[2]/b)"/>
      <ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
      <pattern><rule context="a"><assert test="$v = 1">1</assert>
      <assert test="$v = 2">2</assert><assert test="@x = 1">3</assert></rule></pattern>"""
    [(place, message), violation] = found(content, DOCUMENT)
    assert (place, violation) == ("unevaluated", ("a", "3"))
    assert "xs:integer(r/a[2]/b)" in message


@pytest.mark.parametrize("binding", ["xslt2", "xslt3"])
def test_lets_of_a_rule_that_are_the_same_at_all_nodes(binding: str) -> None:
    content = """<pattern><rule context="a"><let name="all" value="//b/string()"/>
      <let name="other" value="$all[. != string-join(current()/b, '')]"/>
      <let name="here" value="b"/>
      <report test="$all = $here"><value-of select="$other"/> of <value-of select="$all"/></report>
      </rule></pattern>"""
    assert found(content, DOCUMENT, binding) == [("a", "C of B C"), ("a", "B of B C")]


def test_a_variable_in_a_context_that_only_elementpath_can_read() -> None:
    content = """<pattern><let name="is" value="exists(//b)"/><let name="names" value="('b', 'x')"/>
      <rule context="(/r | /q)[$is]"><report test="true()">root</report></rule>
      <rule context="a/(b | @x)[name() = $names]"><report test="true()"><name/></report></rule>
      </pattern>"""
    assert found(content, DOCUMENT, "xslt3") == [
        ("r", "root"),
        ("a/@x", "x"),
        ("b", "b"),
        ("a/@x", "x"),
        ("b", "b"),
    ]


def test_a_document_is_forgotten_at_once() -> None:
    made = schema("""<let name="all" value="count(//a)"/><pattern><rule context="a">
      <let name="name" value="name()"/><report test="$all = 1 and $name = 'a'">m</report>
      </rule></pattern>""")
    tree = etree.ElementTree(etree.fromstring("<r><a/></r>"))
    [*made.validate(tree)]
    gc.collect()
    gc.disable()
    try:
        assert short(made.validate(tree)) == [("a", "m")]
        assert gc.collect() == 0
    finally:
        gc.enable()
