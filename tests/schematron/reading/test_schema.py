"""A schema in a file of its own, without anything abstract or included."""

import pickle
import re

import pytest

from schematrons import assertions, definition, plain, rules, schema
from teikit.schematron.errors import SchemaError
from teikit.schematron.model import NameOf, QueryBinding, ValueOf

RICH = schema(
    """
  <title>Letters</title>
  <ns prefix="t" uri="urn:t"/>
  <let name="all" value="//t:p"/>
  <phase id="quick"><active pattern="first"/><let name="n" value="1"/></phase>
  <pattern id="first">
    <title>Parts</title>
    <let name="here" value="."/>
    <rule context="t:p" id="r1" role="warning" flag="soft" subject="t:q" see="about.html">
      <let name="x" value="@x"/>
      <assert test="$x = 1" id="a1" diagnostics="d1" properties="p1">In <name/> or <name
        path="t:q"/> <emph>never</emph> <value-of select="$x"/>.</assert>
      <report test="$x &gt; 2" role="error">Too <b>much</b></report>
    </rule>
  </pattern>
  <diagnostics>
    <diagnostic id="d1" xml:lang="de">Mehr: <value-of select="@y"/></diagnostic>
  </diagnostics>
  <properties><property id="p1">wide</property></properties>
""",
    attributes='queryBinding="XSLT2" defaultPhase="quick" xml:lang="en"',
)


def test_all_parts_of_a_schema_are_read() -> None:
    found = definition(RICH)
    assert (found.title, found.binding) == ("Letters", QueryBinding.XSLT2)
    assert found.namespaces == {"t": "urn:t"}
    assert [(let.name, let.value) for let in found.lets] == [("all", "//t:p")]
    assert found.default_phase == "quick"
    assert found.phases["quick"].active == ("first",)
    assert [let.name for let in found.phases["quick"].lets] == ["n"]
    (pattern,) = found.patterns
    assert (pattern.id, pattern.title, pattern.place.line) == ("first", "Parts", 6)
    assert [let.name for let in pattern.lets] == ["here"]
    (rule,) = pattern.rules
    assert (rule.id, rule.context, rule.role, rule.subject) == ("r1", "t:p", "warning", "t:q")
    assert found.diagnostics["d1"].language == "de"
    assert plain(found.diagnostics["d1"].text) == "Mehr: {@y}"
    assert plain(found.properties["p1"].text) == "wide"
    assert not found.notes


def test_assertions_have_what_their_rule_says_for_all() -> None:
    first, second = assertions(definition(RICH))
    assert (first.id, first.role, first.flag, first.subject) == ("a1", "warning", "soft", "t:q")
    assert (first.see, first.language) == ("about.html", "en")
    assert (first.diagnostics, first.properties) == (("d1",), ("p1",))
    assert (second.is_report, second.role, second.test) == (True, "error", "$x > 2")


def test_a_message_is_words_and_what_is_filled_in() -> None:
    first, second = assertions(definition(RICH))
    assert [part for part in first.message if not isinstance(part, str)] == [
        NameOf(""),
        NameOf("t:q"),
        ValueOf("$x"),
    ]
    assert plain(second.message) == "Too much"


def test_the_source_is_as_it_is_written() -> None:
    text = (
        '<s:schema xmlns:s="http://purl.oclc.org/dsdl/schematron"><s:pattern>\n'
        '    <s:rule context="a"><s:assert test="b &lt; &quot;1&quot;"\n'
        "        >More\n        &amp; <s:value-of select='.'/>\n          less</s:assert>"
        "</s:rule></s:pattern></s:schema>"
    )
    (assertion,) = assertions(definition(text))
    assert assertion.source == (
        '<s:assert test="b &lt; &quot;1&quot;">More\n'
        '&amp; <s:value-of select="."/>\n  less</s:assert>'
    )


def test_a_definition_can_be_pickled() -> None:
    found = definition(RICH)
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    ("name", "binding"),
    [("", "xslt"), ("XSLT3", "xslt3"), ("xpath2", "xpath2"), ("xPath31", "xpath3")],
)
def test_bindings_are_known_in_any_case(name: str, binding: str) -> None:
    text = schema(
        '<pattern><rule context="a"/></pattern>',
        attributes=f'queryBinding="{name}"' if name else "",
    )
    assert definition(text).binding == binding


def test_an_unknown_binding_is_an_error_that_names_those_known() -> None:
    text = schema("\n<pattern/>", attributes='queryBinding="stx"')
    with pytest.raises(SchemaError, match=r"main.sch:1: the queryBinding 'stx'.*xslt2.*xpath3"):
        definition(text)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            '<pattern><rule context="a">\n<assert>x</assert></rule></pattern>',
            "3: <assert> has no t",
        ),
        ("<pattern><rule><assert test='1'>x</assert></rule></pattern>", "2: <rule> has no context"),
        ("<ns prefix='a'/><pattern/>", "2: <ns> has no uri"),
        ("<let value='a'/><pattern/>", "2: <let> has no name"),
        ("<phase><active pattern='a'/></phase><pattern id='a'/>", "2: <phase> has no id"),
        (
            "<pattern><rule context='a'><assert test='1'><value-of/></assert></rule></pattern>",
            "2: <value-of> has no select",
        ),
    ],
)
def test_what_is_missing_is_an_error_with_its_place(content: str, words: str) -> None:
    with pytest.raises(SchemaError, match=re.escape("main.sch:") + words):
        definition(schema(f"\n{content}"))


def test_a_default_phase_that_is_none_is_an_error() -> None:
    text = schema("<phase id='b'/><pattern/>", attributes='defaultPhase="c"')
    with pytest.raises(SchemaError, match="'c' is no phase of the schema; it has 'b'"):
        definition(text)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<phase id='a'><active pattern='b'/></phase><pattern/>", "wants the pattern 'b'"),
        ("<patern/><pattern/>", "<patern> is not known in <schema>"),
        (
            "<pattern><rule context='a'><assert test='1' diagnostics='d'/></rule></pattern>",
            "no diagnostic 'd'",
        ),
        (
            "<xsl:function xmlns:xsl='http://www.w3.org/1999/XSL/Transform' name='f:g'/><pattern/>",
            "<xsl:function> ('f:g') is not run",
        ),
        ("<let name='tree'><a/></let><pattern/>", "the variable 'tree' has a program"),
        ("<ns prefix='a' uri='u'/><ns prefix='a' uri='v'/><pattern/>", "prefix 'a' stands for 'u'"),
    ],
)
def test_what_is_not_applied_is_a_note(content: str, words: str) -> None:
    ((place, note),) = definition(schema(content)).notes
    assert words in note
    assert place.line == 1


def test_elements_of_others_are_passed_over() -> None:
    text = schema(
        "<x:doc xmlns:x='urn:x'><x:p/></x:doc><pattern><rule context='a'><x:y xmlns:x='urn:x'/>"
        "<assert test='1'>x</assert></rule></pattern>"
    )
    found = definition(text)
    assert (len(assertions(found)), found.notes) == (1, ())


def test_a_key_is_read() -> None:
    text = schema(
        "<xsl:key xmlns:xsl='http://www.w3.org/1999/XSL/Transform' name='k' match='a' use='@b'/>"
        "<pattern/>"
    )
    (key,) = definition(text).keys
    assert (key.name, key.match, key.use) == ("k", "a", "@b")


def test_a_let_may_have_its_value_as_content() -> None:
    (let,) = definition(schema("<let name='x'>some words</let><pattern/>")).lets
    assert (let.value, let.content) == ("", ("some words",))


def test_the_rules_of_a_group_are_all_tried() -> None:
    text = schema("<group id='g'><rule context='a'/><rule context='a'/></group>")
    assert [(pattern.id, len(pattern.rules)) for pattern in definition(text).patterns] == [
        ("g", 1),
        ("g", 1),
    ]


def test_patterns_without_an_id_get_one() -> None:
    text = schema("<pattern/><pattern id='pattern-1'/><pattern/>")
    identifiers = [pattern.id for pattern in definition(text).patterns]
    assert len(set(identifiers)) == 3
    assert identifiers[1] == "pattern-1"


def test_the_namespace_of_before_the_standard_is_read() -> None:
    text = (
        '<schema xmlns="http://www.ascc.net/xml/schematron"><ns prefix="t" uri="urn:t"/>'
        '<pattern name="Old"><rule context="t:a"><assert test="b">x</assert></rule></pattern>'
        "</schema>"
    )
    found = definition(text)
    assert (found.binding, found.patterns[0].title) == (QueryBinding.XSLT, "Old")
    assert [rule.context for rule in rules(found)] == ["t:a"]


def test_a_file_without_schematron_is_an_error() -> None:
    with pytest.raises(SchemaError, match=r"main.sch:1: the file holds no Schematron"):
        definition("<TEI xmlns='http://www.tei-c.org/ns/1.0'/>")


def test_a_file_that_is_no_xml_is_an_error() -> None:
    with pytest.raises(SchemaError, match=r"main.sch:2: "):
        definition("<schema>\n</schem>")


def test_variables_of_a_pattern_that_others_use_are_those_of_the_schema() -> None:
    text = schema(
        '<pattern id="variables"><let name="quotes" value="concat($mark, 1)"/>'
        '<let name="mark" value="2"/><let name="n" value="3"/></pattern>'
        '<pattern id="p"><let name="n" value="4"/><rule context="a[$n]">'
        '<assert test="1">x <value-of select="$quotes"/></assert></rule></pattern>'
        '<pattern id="q"><let name="alone" value="5"/><rule context="b[$alone]"/></pattern>'
    )
    found = definition(text)
    assert [let.name for let in found.lets] == ["quotes", "mark"]
    assert [[let.name for let in pattern.lets] for pattern in found.patterns] == [
        ["n"],
        ["n"],
        ["alone"],
    ]


def test_a_sequence_of_xslt_counts_as_an_expression() -> None:
    text = schema(
        "<xsl:key name='k' match='a'> <xsl:sequence select='@b'/> </xsl:key>"
        "<let name='x'><xsl:sequence select='//c'/></let><pattern/>",
        attributes="xmlns:xsl='http://www.w3.org/1999/XSL/Transform'",
    )
    found = definition(text)
    assert (found.keys[0].use, found.lets[0].value, found.notes) == ("@b", "//c", ())


def test_severity_counts_before_role_and_parameters_are_variables() -> None:
    text = schema(
        "<param name='p' value='1'/><pattern><rule context='a' severity='info'>"
        "<assert test='1'/><assert test='2' role='error' severity='warning'/></rule></pattern>"
    )
    found = definition(text)
    assert [assertion.role for assertion in assertions(found)] == ["info", "warning"]
    assert [(let.name, let.value) for let in found.lets] == [("p", "1")]


def test_a_simple_type_makes_values_of_that_type() -> None:
    text = schema(
        "<let name='x' value='@a' as='xs:integer?'/><let name='y' value='a' as='element(a)'/>"
        "<pattern/>"
    )
    first, second = definition(text).lets
    assert first.value.startswith("for $untyped in data((@a)) return")
    assert second.value == "a"


def test_keys_of_before_the_standard_are_read() -> None:
    text = (
        '<schema xmlns="http://www.ascc.net/xml/schematron">'
        '<key name="k" match="a" path="@id"/><pattern name="Old"><rule context="b">'
        '<key name="l" path="@n"/><assert test="key(\'k\', @ref)">x</assert></rule></pattern>'
        "</schema>"
    )
    found = definition(text)
    assert [(key.name, key.match, key.use) for key in found.keys] == [
        ("k", "a", "@id"),
        ("l", "b", "@n"),
    ]
    assert found.notes == ()


def test_phases_that_depend_on_the_document_are_notes() -> None:
    text = schema("<phase id='a' when='//b'/><phase id='c' from='d'/><pattern/>")
    notes = [words for _, words in definition(text).notes]
    assert any("not by when ('//b')" in words for words in notes)
    assert any("begins at 'd' is not supported" in words for words in notes)
