"""Schematron in schemas of another kind."""

from schematrons import ISO, assertions, definition, rules

RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema"


def grammar(content: str) -> str:
    return f'<grammar xmlns="{RNG}" xmlns:s="{ISO}" ns="urn:t">{content}</grammar>'


def test_all_that_is_in_relax_ng_is_found_at_any_depth() -> None:
    found = definition(
        {
            "main.rng": grammar(
                "<div><start><element name='a'><s:pattern id='x'><s:rule context='t:a'>"
                "<s:assert test='1'>x</s:assert></s:rule></s:pattern>"
                "<s:ns prefix='t' uri='urn:t'/><empty/></element></start></div>"
                "<define name='of.a'><empty/><s:pattern><s:rule context='b'/></s:pattern></define>"
            )
        }
    )
    assert found.binding == "xslt2"
    assert found.namespaces == {"t": "urn:t"}
    assert [pattern.id for pattern in found.patterns] == ["x", "of.a-constraint-1"]
    assert found.patterns[0].place.address == "main.rng"


def test_what_a_grammar_includes_is_read_once() -> None:
    rule = "<s:pattern id='x'><s:rule context='a'/></s:pattern>"
    found = definition(
        {
            "sub/main.rng": grammar("<include href='../b.rng'/><include href='c.rng'/>"),
            "b.rng": grammar(f"<start><externalRef href='sub/c.rng'/></start>{rule}"),
            "sub/c.rng": grammar(f"<include href='main.rng'/>{rule}"),
        }
    )
    assert [pattern.place.address for pattern in found.patterns] == ["sub/c.rng", "b.rng"]


def test_an_included_file_that_is_not_there_is_a_note() -> None:
    found = definition(
        {"main.rng": grammar("<include href='b.rng'/><s:pattern><s:rule context='a'/></s:pattern>")}
    )
    assert len(rules(found)) == 1
    assert "'b.rng' cannot be read" in found.notes[0][1]


def test_rules_without_a_pattern_become_one_by_where_they_stand() -> None:
    found = definition(
        {
            "main.rng": grammar(
                "<define name='d'><s:let name='x' value='1'/><s:rule context='a'/>"
                "<s:rule context='b'/><empty/></define><s:rule context='c'/>"
            )
        }
    )
    assert [[rule.context for rule in pattern.rules] for pattern in found.patterns] == [
        ["a", "b"],
        ["c"],
    ]
    assert [let.name for let in found.patterns[0].lets] == ["x"]


def test_assertions_without_a_rule_are_about_the_element_they_stand_in() -> None:
    found = definition(
        {
            "main.rng": grammar(
                "<element name='a'><s:assert test='1'>x</s:assert><optional>"
                "<element name='b' ns=''><s:report test='1'>x</s:report><empty/></element>"
                "</optional></element>"
            )
        }
    )
    (prefix,) = found.namespaces
    assert found.namespaces[prefix] == "urn:t"
    assert [rule.context for rule in rules(found)] == [f"{prefix}:a", "b"]
    assert len(assertions(found)) == 2


def test_what_is_in_xsd_is_found() -> None:
    schema = (
        f'<xs:schema xmlns:xs="{XSD}" xmlns:s="{ISO}" targetNamespace="urn:t">'
        "<xs:include schemaLocation='b.xsd'/><xs:annotation><xs:appinfo>"
        "<s:ns prefix='t' uri='urn:t'/></xs:appinfo></xs:annotation>"
        "<xs:element name='a'><xs:annotation><xs:appinfo><s:rule context='t:a'/></xs:appinfo>"
        "</xs:annotation></xs:element></xs:schema>"
    )
    other = (
        f'<xs:schema xmlns:xs="{XSD}" xmlns:s="{ISO}" targetNamespace="urn:t">'
        "<xs:element name='b'><xs:annotation><xs:appinfo><s:assert test='1'/></xs:appinfo>"
        "</xs:annotation></xs:element></xs:schema>"
    )
    found = definition({"a.xsd": schema, "b.xsd": other})
    assert sorted(rule.context.partition(":")[2] for rule in rules(found)) == ["a", "b"]


def test_a_schema_in_another_file_counts_as_a_schema() -> None:
    found = definition(
        {
            "main.xml": f'<wrapper><s:schema xmlns:s="{ISO}" queryBinding="xslt3">'
            "<s:pattern><s:rule context='a'/></s:pattern></s:schema></wrapper>"
        }
    )
    assert (found.binding, len(rules(found))) == ("xslt3", 1)


def test_old_schematron_in_relax_ng_has_the_old_binding() -> None:
    text = grammar("<s:pattern name='x'><s:rule context='a'/></s:pattern>")
    found = definition({"main.rng": text.replace(ISO, "http://www.ascc.net/xml/schematron")})
    assert found.binding == "xslt"
