"""Schematron in annotations of the compact syntax of RELAX NG."""

import re

import pytest

from schematrons import ISO, assertions, definition, plain, rules
from teikit.schematron.errors import SchemaError

HEAD = f'namespace s = "{ISO}"\nnamespace t = "urn:t"\ndefault namespace = "urn:d"\n'


def test_elements_of_a_grammar_and_annotations_are_read() -> None:
    found = definition(
        {
            "main.rnc": HEAD
            + 's:ns [ prefix = "t" uri = "urn:t" ]\n'
            + "start =\n"
            + '  [ s:pattern [ id = "x" s:rule [ context = "t:a"\n'
            + '      s:assert [ test = "b" "kept" ~ " " s:value-of [ select = "." ] "!" ]\n'
            + "  ] ] ]\n"
            + "  element t:a { text }\n"
        }
    )
    assert found.namespaces == {"t": "urn:t"}
    assert [pattern.id for pattern in found.patterns] == ["x"]
    (assertion,) = assertions(found)
    assert assertion.place.line == 7
    assert plain(assertion.message).endswith("kept {.}!")


def test_literals_are_joined_and_unescaped() -> None:
    found = definition(
        HEAD + 's:pattern [ s:rule [ context = \'a\' ~ """[b=\'"\']""" '
        "s:report [ test = '\\x{40}c' 'line\\x{a}end' ] ] ]"
    )
    (rule,) = rules(found)
    assert rule.context == "a[b='\"']"
    assert rule.assertions[0].test == "@c"
    assert rule.assertions[0].message == ("line\nend",)


def test_annotations_that_follow_are_read() -> None:
    found = definition(
        HEAD + "start = element a { empty >> s:pattern [ s:rule [ context = 'x' ] ] }\n"
        ">> s:pattern [ s:rule [ context = 'y' ] ]"
    )
    assert [rule.context for rule in rules(found)] == ["x", "y"]


def test_assertions_alone_are_about_the_element_they_annotate() -> None:
    found = definition(
        HEAD + "start = [ s:assert [ test = '1' ] ] element t:a {\n"
        "  [ s:report [ test = '2' ] ] attribute n { text },\n"
        "  ## s:pattern [ ] in a comment, and # so\n"
        "  [ s:report [ test = '3' ] ] element b { text } }"
    )
    names = {prefix: uri for uri, prefix in found.namespaces.items()}
    assert sorted(
        (rule.context, [assertion.test for assertion in rule.assertions]) for rule in rules(found)
    ) == sorted(
        [
            (f"{names['urn:t']}:a", ["1"]),
            (f"{names['urn:t']}:a", ["2"]),
            (f"{names['urn:d']}:b", ["3"]),
        ]
    )


def test_included_files_are_read() -> None:
    found = definition(
        {
            "main.rnc": 'include "sub/b.rnc" { start = notAllowed }\nstart = external "c.rng"',
            "sub/b.rnc": HEAD + "div { s:pattern [ s:rule [ context = 'b' ] ] }",
            "c.rng": f'<element name="c" xmlns="http://relaxng.org/ns/structure/1.0" '
            f'xmlns:s="{ISO}"><s:pattern><s:rule context="c"/></s:pattern><empty/></element>',
        }
    )
    assert [rule.context for rule in rules(found)] == ["b", "c"]


def test_an_annotation_that_is_not_closed_is_an_error() -> None:
    with pytest.raises(SchemaError, match=re.escape("main.sch:4: the annotation s:pattern")):
        definition(HEAD + "s:pattern [ s:rule [ ]")


def test_annotations_in_each_other_are_bounded() -> None:
    with pytest.raises(SchemaError, match="more than 100 annotations"):
        definition(HEAD + "s:pattern [ " * 10_000)


def test_the_source_is_shown_as_xml() -> None:
    found = definition(HEAD + "s:pattern [ s:rule [ context='a' s:assert [ test='b' 'no' ] ] ]")
    assert assertions(found)[0].source == '<s:assert test="b">no</s:assert>'
