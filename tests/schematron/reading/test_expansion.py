"""Abstract patterns and rules."""

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schematrons import assertions, definition, plain, rules, schema
from teikit.schematron.errors import SchemaError


def instance(abstract: str, params: str, before: str = "", after: str = "") -> str:
    """A schema with a pattern that is filled in."""
    return schema(
        f'{before}<pattern abstract="true" id="t">{abstract}</pattern>'
        f'<pattern is-a="t" id="i">{params}</pattern>{after}'
    )


def test_parameters_are_filled_in_wherever_expressions_and_words_are() -> None:
    found = definition(
        instance(
            '<title>Of $row</title><let name="n" value="count($row)"/><rule context="$row">'
            '<let name="c" value="$cell"/><assert test="$cell &gt; $n" subject="$cell" id="$row">'
            'In $row <name path="$cell"/> <value-of select="$row/@n"/></assert></rule>',
            '<param name="row" value="t:tr"/><param name="cell" value="t:td[$c]"/>',
        )
    )
    (pattern,) = found.patterns
    assert (pattern.id, pattern.lets[0].value) == ("i", "count(t:tr)")
    (rule,) = pattern.rules
    assert (rule.context, rule.lets[0].value) == ("t:tr", "t:td[$c]")
    (assertion,) = rule.assertions
    assert (assertion.test, assertion.subject) == ("t:td[$c] > $n", "t:td[$c]")
    assert plain(assertion.message) == "In t:tr {.} {t:tr/@n}"
    assert assertion.id == "$row"
    assert "t:td[$c] &gt; $n" in assertion.source


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("$a/$ab", "x/y"),
        ("$ab/$a", "y/x"),
        ("$ac", "xc"),
        ("$a:b", "x:b"),
        ("$abc-d", "yc-d"),
        ("$variable = $a", "$variable = x"),
        ("$av", "$av"),
        ("$", "$"),
        ("'$'", "'$'"),
    ],
)
def test_the_longest_name_counts_and_variables_stay(written: str, expected: str) -> None:
    found = definition(
        instance(
            f'<let name="av" value="1"/><rule context="{written}"/>',
            '<param name="a" value="x"/><param name="ab" value="y"/>',
        )
    )
    assert rules(found)[0].context == expected


NAMES = st.sampled_from(["a", "b", "aa", "ab", "ba", "aab", "aba", "bbb"])
VALUES = st.sampled_from(["x", "x/y", "[y]", "x y", "\\\\1"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), st.lists(NAMES, max_size=5))
def test_references_are_replaced_one_by_one(values: dict[str, str], names: list[str]) -> None:
    params = "".join(f'<param name="{name}" value="{value}"/>' for name, value in values.items())
    written = "|".join(["e", *(f"${name}" for name in names)])

    def expected(name: str) -> str:
        for end in range(len(name), 0, -1):
            if name[:end] in values:
                return values[name[:end]] + name[end:]
        return f"${name}"

    found = definition(instance(f'<rule context="{written}"/>', params))
    assert rules(found)[0].context == "|".join(["e", *map(expected, names)]).strip()


def test_a_value_may_name_a_shorter_parameter() -> None:
    found = definition(
        instance(
            '<rule context="$row"/>', '<param name="n" value="5"/><param name="row" value="r[$n]"/>'
        )
    )
    assert rules(found)[0].context == "r[5]"


def test_parameters_may_have_a_value_in_the_abstract_pattern() -> None:
    found = definition(
        instance(
            '<param name="a" value="x"/><param name="b" value="y"/><rule context="$a/$b"/>',
            '<param name="b" value="z"/>',
        )
    )
    assert rules(found)[0].context == "x/z"


def test_a_parameter_without_any_value_is_an_error() -> None:
    text = instance('<param name="a"/><rule context="$a"/>', "")
    with pytest.raises(SchemaError, match="the parameter 'a' of the abstract pattern 't' has no"):
        definition(text)


def test_documents_are_those_of_either_pattern() -> None:
    text = schema(
        '<pattern abstract="true" id="t" documents="$d"><rule context="a"/></pattern>'
        '<pattern is-a="t"><param name="d" value="\'x\'"/></pattern>'
        '<pattern is-a="t" documents="@own"><param name="d" value="\'x\'"/></pattern>'
    )
    assert [pattern.documents for pattern in definition(text).patterns] == ["'x'", "@own"]


def test_diagnostics_are_filled_in_for_each_pattern() -> None:
    text = schema(
        '<pattern abstract="true" id="t"><rule context="a"><assert test="1" diagnostics="d e"/>'
        '</rule></pattern><pattern is-a="t"><param name="p" value="x"/></pattern>'
        '<pattern is-a="t"><param name="p" value="y"/></pattern><diagnostics>'
        '<diagnostic id="d">For <value-of select="$p"/></diagnostic>'
        '<diagnostic id="e">Same</diagnostic></diagnostics>'
    )
    found = definition(text)
    words = [
        [plain(found.diagnostics[name].text) for name in assertion.diagnostics]
        for assertion in assertions(found)
    ]
    assert words == [["For {x}", "Same"], ["For {y}", "Same"]]


def test_an_abstract_pattern_may_be_made_of_another() -> None:
    text = schema(
        '<pattern abstract="true" id="a"><rule context="$x/$y"/></pattern>'
        '<pattern abstract="true" id="b" is-a="a"><param name="x" value="$z"/></pattern>'
        '<pattern is-a="b"><param name="y" value="w"/><param name="z" value="v"/></pattern>'
    )
    assert [rule.context for rule in rules(definition(text))] == ["v/w"]


def test_what_an_abstract_rule_asserts_is_put_where_it_is_extended() -> None:
    text = schema(
        '<pattern><rule abstract="true" id="r" role="warning"><let name="n" value="1"/>'
        '<assert test="1">A</assert><assert test="2" role="error">B</assert></rule>'
        '<rule abstract="true" id="s"><extends rule="r"/><report test="3">C</report></rule>'
        '<rule context="a" role="info"><report test="0">0</report><extends rule="s"/></rule>'
        "</pattern>"
    )
    (rule,) = rules(definition(text))
    assert [(each.test, each.role) for each in rule.assertions] == [
        ("0", "info"),
        ("1", "warning"),
        ("2", "error"),
        ("3", "info"),
    ]
    assert [let.name for let in rule.lets] == ["n"]


def test_the_abstract_rule_of_the_same_pattern_counts_first() -> None:
    text = schema(
        '<rules><rule abstract="true" id="r"><assert test="far"/></rule></rules><pattern>'
        '<rule abstract="true" id="r"><assert test="near"/></rule>'
        '<rule context="a"><extends rule="r"/></rule></pattern>'
        '<pattern><rule context="a"><extends rule="r"/></rule></pattern>'
    )
    assert [assertion.test for assertion in assertions(definition(text))] == ["near", "far"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<pattern is-a="x"/>', "there is no abstract pattern 'x'; the schema has none"),
        (
            '<pattern abstract="true" id="a" is-a="b"/><pattern abstract="true" id="b" is-a="a"/>'
            '<pattern is-a="a"/>',
            "the abstract pattern 'a' is made of itself",
        ),
        (
            '<pattern><rule abstract="true" id="y"/><rule context="a"><extends rule="x"/></rule>'
            "</pattern>",
            "there is no abstract rule 'x'; the schema has 'y'",
        ),
        (
            '<pattern><rule abstract="true" id="x"><extends rule="x"/></rule>'
            '<rule context="a"><extends rule="x"/></rule></pattern>',
            "the abstract rule 'x' extends itself",
        ),
        ('<pattern><rule context="a"><extends/></rule></pattern>', "<extends> has neither rule"),
        (
            '<pattern abstract="true" id="t"/><pattern is-a="t"><param value="x"/></pattern>',
            "<param> has no name",
        ),
    ],
)
def test_what_is_not_there_or_goes_round_is_an_error(content: str, words: str) -> None:
    with pytest.raises(SchemaError, match=re.escape(f"main.sch:1: {words}")):
        definition(schema(content))


def test_a_second_abstract_pattern_with_an_id_is_a_note() -> None:
    text = schema(
        '<pattern abstract="true" id="t"><rule context="a"/></pattern>'
        '<pattern abstract="true" id="t"><rule context="b"/></pattern><pattern is-a="t"/>'
    )
    found = definition(text)
    assert [rule.context for rule in rules(found)] == ["a"]
    assert "a second abstract pattern has the id 't'" in found.notes[0][1]


def test_parameters_that_name_each_other_end() -> None:
    names = ["p" * number for number in range(1, 30)]
    params = "".join(
        f'<param name="{longer}" value="{f"${shorter} " * 10}"/>'
        for shorter, longer in pairwise(names)
    )
    text = instance(f'<rule context="${names[-1]}"/>', f'<param name="p" value="x"/>{params}')
    with pytest.raises(SchemaError, match="an expression has more than 100,000 characters"):
        definition(text)


def test_abstract_rules_that_extend_many_end() -> None:
    chain = ""
    for number in range(1, 30):
        extends = f'<extends rule="r{number - 1}"/>' * 10
        chain += f'<rule abstract="true" id="r{number}">{extends}</rule>'
    text = schema(
        f'<pattern><rule abstract="true" id="r0"><assert test="1"/></rule>{chain}'
        '<rule context="a"><extends rule="r29"/></rule></pattern>'
    )
    with pytest.raises(SchemaError, match="more than 200,000 elements"):
        definition(text)


def test_more_parameters_than_can_be_meant_are_an_error() -> None:
    params = "".join(f'<param name="p{number}" value="x"/>' for number in range(2000))
    with pytest.raises(SchemaError, match="more than 1,000 parameters"):
        definition(instance('<rule context="$p1"/>', params))


def test_long_words_that_are_extended_often_end() -> None:
    words = "x" * 100_000
    text = schema(
        f'<pattern><rule abstract="true" id="r"><assert test="1">{words}</assert></rule>'
        + '<rule context="a"><extends rule="r"/></rule>' * 1000
        + "</pattern>"
    )
    with pytest.raises(SchemaError, match="50,000,000 characters"):
        definition(text)
