"""Schemas made of several files."""

import re

import pytest

from schematrons import ISO, definition, plain, rules, schema
from teikit.schematron.errors import SchemaError
from teikit.schematron.reading import read


def part(name: str, content: str, attributes: str = "") -> str:
    return f'<{name} xmlns="{ISO}" {attributes}>{content}</{name}>'


def test_an_included_element_stands_where_it_is_included() -> None:
    found = definition(
        {
            "a/main.sch": schema(
                '<include href="p.sch"/><pattern id="q"><include href="../b/r.sch"/>'
                "<rule context='z'/></pattern>"
            ),
            "a/p.sch": part("pattern", '<rule context="x"/>', 'id="p"'),
            "b/r.sch": part("rule", '<include href="as.sch"/>', 'context="y"'),
            "b/as.sch": part("assert", "Words", 'test="1"'),
        }
    )
    assert [(pattern.id, len(pattern.rules)) for pattern in found.patterns] == [("p", 1), ("q", 2)]
    assertion = found.patterns[1].rules[0].assertions[0]
    assert (plain(assertion.message), assertion.place.address) == ("Words", "b/as.sch")


def test_a_part_of_a_file_is_included_by_its_identifier_with_its_namespaces() -> None:
    found = definition(
        {
            "main.sch": schema('<include href="lib.sch#p"/><include href="lib.sch#q"/>'),
            "lib.sch": schema(
                '<ns prefix="t" uri="urn:t"/><pattern id="p"><rule context="t:x"/></pattern>'
                '<pattern xml:id="q"><rule context="t:y"/></pattern>'
                '<pattern id="r"><rule context="t:z"/></pattern>'
            ),
        }
    )
    assert [rule.context for rule in rules(found)] == ["t:x", "t:y"]
    assert found.namespaces == {"t": "urn:t"}


def test_an_included_schema_gives_all_but_its_title() -> None:
    found = definition(
        {
            "main.sch": schema('<title>Main</title><include href="lib.sch"/>'),
            "lib.sch": schema(
                '<title>Other</title><ns prefix="t" uri="urn:t"/><let name="n" value="1"/>'
                '<pattern><rule context="t:x"/></pattern>'
            ),
        }
    )
    assert (found.title, len(found.patterns), len(found.lets)) == ("Main", 1, 1)
    assert found.namespaces == {"t": "urn:t"}


def test_what_is_embedded_in_another_schema_can_be_included() -> None:
    grammar = (
        f'<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="{ISO}">'
        '<s:pattern><s:rule context="a"/></s:pattern></grammar>'
    )
    found = definition({"main.sch": schema('<include href="g.rng"/>'), "g.rng": grammar})
    assert [rule.context for rule in rules(found)] == ["a"]


def test_extends_takes_what_is_in_an_element_of_the_same_name() -> None:
    found = definition(
        {
            "main.sch": schema(
                '<extends href="lib.sch"/><pattern><rule context="a"><extends href="r.sch"/>'
                '<assert test="2"/></rule></pattern>'
            ),
            "lib.sch": part("library", '<let name="n" value="1"/><pattern id="p"/>'),
            "r.sch": part("rule", '<assert test="1"/>', 'abstract="true" id="r"'),
        }
    )
    assert [let.name for let in found.lets] == ["n"]
    assert [pattern.id for pattern in found.patterns] == ["p", "pattern-2"]
    assert [assertion.test for assertion in rules(found)[0].assertions] == ["1", "2"]


def test_extends_of_another_kind_of_element_is_a_note() -> None:
    found = definition(
        {
            "main.sch": schema(
                '<pattern><rule context="a"><extends href="p.sch"/></rule></pattern>'
            ),
            "p.sch": part("pattern", ""),
        }
    )
    assert "<extends> in <rule> leads to <pattern>" in found.notes[0][1]


def test_the_language_of_a_file_stays_that_of_its_parts() -> None:
    found = definition(
        {
            "main.sch": schema('<include href="p.sch"/>', attributes='xml:lang="en"'),
            "p.sch": part(
                "pattern", '<rule context="a"><assert test="1"/></rule>', 'xml:lang="de"'
            ),
        }
    )
    assert found.patterns[0].rules[0].assertions[0].language == "de"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('\n<include href="main.sch"/>', "main.sch:2: <include> of 'main.sch' goes round"),
        ('<include href="p.sch"/>', "p.sch:1: <include> of 'p.sch' goes round in a circle"),
        ('\n<include href="none.sch"/>', "main.sch:2: 'none.sch' cannot be read"),
        ('<include href="p.sch#none"/>', "main.sch:1: 'p.sch#none' leads nowhere"),
        ("<include/>", "main.sch:1: <include> has no href"),
        ('<include href="broken.sch"/>', "broken.sch:1: "),
        ('<include href="#a"/><p id="a"><include href="#a"/></p>', "goes round in a circle"),
    ],
)
def test_what_cannot_be_included_is_an_error_with_its_place(content: str, words: str) -> None:
    files = {
        "main.sch": schema(content),
        "p.sch": part("pattern", '<include href="p.sch"/>'),
        "broken.sch": "<pattern>",
    }
    with pytest.raises(SchemaError, match=re.escape(words)):
        definition(files)


def test_files_that_include_others_many_times_end() -> None:
    files = {
        f"{number}.sch": part("pattern", f'<include href="{number + 1}.sch"/>' * 10)
        for number in range(20)
    }
    files["20.sch"] = part("rule", "", 'context="a"')
    with pytest.raises(SchemaError, match="more than 200,000 elements"):
        definition({"main.sch": schema('<include href="0.sch"/>'), **files})


def test_a_long_chain_of_files_ends() -> None:
    files = {
        f"{number}.sch": part("pattern", f'<include href="{number + 1}.sch"/>')
        for number in range(2000)
    }
    with pytest.raises(SchemaError, match="more than 50 files include each other"):
        definition({"main.sch": schema('<include href="0.sch"/>'), **files})


def test_references_are_located_by_who_asks() -> None:
    files = {
        "main.sch": schema('<include href="urn:x"/>'),
        "/store/x.sch": part("pattern", '<rule context="a"/>'),
    }
    asked = []

    def locate(href: str, base: str) -> str:
        asked.append((href, base))
        return "/store/x.sch"

    found = read("main.sch", read=lambda address: files[address].encode(), locate=locate)
    assert asked == [("urn:x", "main.sch")]
    assert found.patterns[0].place.address == "/store/x.sch"


def test_a_part_alone_is_no_schema() -> None:
    with pytest.raises(SchemaError, match="the file is a part of a schema, <pattern>"):
        definition(part("pattern", '<rule context="a"/>'))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><schema>&x;</schema>',
        '<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]><schema>&a11;</schema>",
        "<a>" * 300,
        "\x00",
        "",
    ],
)
def test_hostile_files_are_errors(text: str) -> None:
    with pytest.raises(SchemaError):
        definition(text)


def test_elements_in_each_other_are_bounded() -> None:
    deep = "<x>" * 150 + "</x>" * 150
    with pytest.raises(SchemaError, match="more than 100 elements are in each other"):
        definition(schema(f"<pattern><rule context='a'>{deep}</rule></pattern>"))
