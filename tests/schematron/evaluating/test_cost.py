"""What libxml2 is not given, as it could take for ever."""

import pytest
from lxml import etree

from schematron_checked import schema, short
from teikit.schematron.evaluating import values
from teikit.schematron.evaluating.cost import degree


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("@x", 0),
        ("a/b[c = 'x']", 0),
        ("'//a'", 0),
        ("ancestor::a or ancestor::b[@x]", 0),
        ("../@x", 0),
        ("../b", 1),
        ("../b[../c]", 2),
        ("//a", 1),
        ("//a | //b or //c", 1),
        ("//a//b", 2),
        ("//a[//b]", 2),
        ("(//a)[(//b)[1]]", 2),
        ("count(//a[count(//b[//c]) > 1]) = 2", 3),
        ("following::*[@x = substring($current/@y, 2)]", 1),
        ("contains($v, 'x')", 0),
        ("//a[@x = $vs]", 2),
        ("descendant::a/preceding-sibling :: b", 2),
    ],
)
def test_the_degree_of_an_expression(expression: str, expected: int) -> None:
    assert degree(expression, ["vs"]) == expected


CONTENT = """<let name="all" value="//a[count(//b) = 3]"/>
  <pattern><rule context="b[count(//a) = 1][1]"><report test="count($all) = 1">1</report></rule>
  <rule context="b"><assert test="//a[//c] or //b[following::d]">2</assert></rule>
  <rule context="@x"><report test="//a">3</report></rule></pattern>"""


def test_what_costs_too_much_is_found_in_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = etree.ElementTree(etree.fromstring('<r><a x="1"/><b/><b/><b/></r>'))
    made = schema(CONTENT)
    expected = [("a/@x", "3"), ("b", "1"), ("b", "2"), ("b", "2")]
    assert short(made.validate(tree)) == expected
    monkeypatch.setattr(values, "BEARABLE", 2)
    assert short(made.validate(tree)) == expected


def test_a_hostile_schema_ends() -> None:
    made = schema("""<pattern><rule context="r">
      <report test="count(//a[count(//a[count(//a[count(//a) = 2]) = 3]) = 4]) = 5">m</report>
      </rule></pattern>""")
    tree = etree.ElementTree(etree.fromstring(f"<r>{'<a/>' * 3000}</r>"))
    [(place, message)] = short(made.validate(tree))
    assert place == "unevaluated"
    assert "steps" in message
