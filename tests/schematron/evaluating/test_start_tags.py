"""What follows from the names in start tags is asked once for the same names."""

import pytest
from lxml import etree

from schematron_checked import named, schema, short
from teikit.schematron.evaluating.libxml import Libxml
from teikit.schematron.evaluating.program import TagTest
from teikit.schematron.evaluating.start_tags import TagTests, asks_names_alone
from teikit.xml.tag_names import tag_names


@pytest.mark.parametrize(
    "expression",
    [
        "@x",
        "boolean(@x)",
        "not(boolean(@xml:id))",
        "boolean((((@notBefore | @notAfter) | @from) | @to))",
        "(boolean(@x) and not(boolean(@y)))",
        "self::t:a or self::*",
        "self::t:*[boolean(@x)]",
        "not(@and)",
        "true()",
        "@élan",
    ],
)
def test_names_are_asked_for(expression: str) -> None:
    assert asks_names_alone(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        ".",
        "a",
        "boolean(and)",
        "(and and and)",
        "@x = '1'",
        "@x[. = '1']",
        "@x/..",
        "../@x",
        "parent::a",
        "self::node()",
        "self::text()",
        "self::a/b",
        "self::a[1]",
        "self::a[b]",
        "string(@x)",
        "count(@x | @y) > 1",
        "boolean(@x) and $y",
        "not(teikit:matches(@x, 'a'))",
        "@x or position()",
    ],
)
def test_something_else_is_asked_for(expression: str) -> None:
    assert not asks_names_alone(expression)


def test_tests_are_passed() -> None:
    by_name, by_both = TagTest("a"), TagTest("a", ("x",))
    by_attributes, of_any = TagTest(None, ("x", "y")), TagTest(None)
    by_predicates = TagTest("a", (), "[not(boolean(@x))]")
    asked = TagTests((by_name, by_both, by_attributes, of_any, by_predicates), Libxml({}))
    root = etree.fromstring("<a><a x=''/><b y='' x=''/></a>")
    samples = {tag_names(str(each.tag), tuple(each.attrib)): each for each in root.iter("*")}
    passed = {names.attributes: found for names, found in asked.passed(samples).items()}
    assert passed == {
        (): {by_name, of_any, by_predicates},
        ("x",): {by_name, by_both, of_any},
        ("y", "x"): {by_attributes, of_any},
    }


def test_what_no_element_can_pass_is_left_out() -> None:
    asked = TagTests((TagTest("a"), TagTest("b")), Libxml({}))
    assert asked.names == {"a", "b"}
    assert not asked.ask_attributes
    names = tag_names("c", ())
    assert asked.passed({names: etree.fromstring("<c/>")}) == {}


def test_the_same_names_mean_something_else_in_another_schema() -> None:
    tree = etree.ElementTree(etree.fromstring("<a><b x=''/></a>"))
    elements = named(tree)
    for test, expected in (("@x", []), ("@y", [("b", "m")])):
        made = schema(
            f'<pattern><rule context="b"><assert test="{test}">m</assert></rule></pattern>'
        )
        for _ in range(3):
            assert short(made.validate(tree, elements=elements)) == expected
