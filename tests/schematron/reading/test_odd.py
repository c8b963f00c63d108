"""Schematron in ODD."""

from schematrons import ISO, assertions, definition, rules

TEI = "http://www.tei-c.org/ns/1.0"
EXAMPLES = "http://www.tei-c.org/ns/Examples"


def odd(content: str) -> str:
    return (
        f'<TEI xmlns="{TEI}" xmlns:sch="{ISO}"><schemaSpec ident="x">{content}</schemaSpec></TEI>'
    )


def constraint(content: str, attributes: str = 'scheme="schematron"') -> str:
    inner = f"<constraint>{content}</constraint>"
    return f'<constraintSpec ident="c" {attributes}>{inner}</constraintSpec>'


ASSERT = '<sch:assert test="1">x</sch:assert>'


def contexts(content: str) -> list[str]:
    return [rule.context for rule in rules(definition(odd(content)))]


def test_both_names_of_the_scheme_count_and_no_other() -> None:
    found = contexts(
        constraint('<sch:rule context="a"/>')
        + constraint('<sch:rule context="b"/>', 'scheme="isoschematron"')
        + constraint('<sch:rule context="c"/>', 'scheme="private"')
    )
    assert found == ["a", "b"]


def test_assertions_are_about_what_is_declared() -> None:
    found = contexts(
        constraint(ASSERT)
        + f'<elementSpec ident="p">{constraint(ASSERT)}<attList><attDef ident="n">'
        f"{constraint(ASSERT)}</attDef></attList></elementSpec>"
        f'<elementSpec ident="math" ns="urn:m">{constraint(ASSERT)}</elementSpec>'
        f'<classSpec ident="att.x">{constraint(ASSERT)}<attList><attDef ident="y">'
        f"{constraint(ASSERT)}</attDef></attList></classSpec>"
    )
    assert found == ["/", "tei:p", "tei:p/@n", "ns-2:math", "*", "@y"]


def test_assertions_of_a_class_are_about_its_members() -> None:
    member = '<classes><memberOf key="att.x"/></classes>'
    found = contexts(
        f'<classSpec ident="att.x">{constraint(ASSERT)}<attList><attDef ident="y">'
        f"{constraint(ASSERT)}</attDef></attList></classSpec>"
        f'<elementSpec ident="a">{member}</elementSpec>'
        f'<elementSpec ident="b">{member}</elementSpec>'
    )
    assert found == ["tei:a | tei:b", "tei:a/@y | tei:b/@y"]


def test_rules_without_a_context_get_one_and_stay_together() -> None:
    text = odd(
        '<elementSpec ident="p">'
        + constraint(
            f'<sch:let name="n" value="1"/><sch:rule>{ASSERT}</sch:rule>'
            f'<sch:rule context="tei:q">{ASSERT}</sch:rule>'
        )
        + "</elementSpec>"
    )
    (pattern,) = definition(text).patterns
    assert [rule.context for rule in pattern.rules] == ["tei:p", "tei:q"]
    assert [let.name for let in pattern.lets] == ["n"]
    assert pattern.id == "x-p-c-constraint-1"


def test_variables_beside_assertions_are_of_their_rule() -> None:
    text = odd(
        '<elementSpec ident="p">'
        + constraint(f'<sch:let name="n" value="1"/>{ASSERT}')
        + "</elementSpec>"
    )
    (rule,) = rules(definition(text))
    assert [let.name for let in rule.lets] == ["n"]


def test_what_is_deleted_or_an_example_is_not_in_force() -> None:
    found = contexts(
        f'<elementSpec ident="p" mode="delete">{constraint(ASSERT)}</elementSpec>'
        + constraint(ASSERT, 'scheme="schematron" mode="delete"')
        + f'<exemplum><egXML xmlns="{EXAMPLES}"><elementSpec ident="a">{constraint(ASSERT)}'
        + "</elementSpec></egXML></exemplum>"
        + f'<elementSpec ident="q">{constraint(ASSERT)}</elementSpec>'
    )
    assert found == ["tei:q"]


def test_the_first_language_counts() -> None:
    text = odd(
        '<constraintSpec ident="c" scheme="schematron">'
        '<constraint xml:lang="de"><sch:rule context="a"/></constraint>'
        '<constraint xml:lang="en"><sch:rule context="a"/></constraint>'
        '<constraint xml:lang="de"><sch:rule context="b"/></constraint></constraintSpec>'
    )
    assert [rule.context for rule in rules(definition(text))] == ["a", "b"]


def test_namespaces_and_the_binding_are_declared() -> None:
    text = odd(
        '<sch:ns prefix="m" uri="urn:m"/>'
        f'<elementSpec ident="math" ns="urn:m">{constraint(ASSERT)}</elementSpec>'
    ).replace(
        "<schemaSpec",
        '<constraintDecl scheme="schematron" queryBinding="xslt3"><sch:let name="n" value="1"/>'
        "</constraintDecl><schemaSpec",
    )
    found = definition(text)
    assert found.binding == "xslt3"
    assert [let.name for let in found.lets] == ["n"]
    assert found.namespaces == {"m": "urn:m", "tei": TEI}
    assert [rule.context for rule in rules(found)] == ["m:math"]


def test_parts_in_other_files_are_read() -> None:
    found = definition(
        {
            "odd/main.odd": odd(
                '<specGrpRef target="parts.xml#a"/><moduleRef url="../m.rng"/>'
                '<moduleRef key="core"/>'
                '<include xmlns="http://www.w3.org/2001/XInclude" href="more.xml"/>'
            ),
            "odd/parts.xml": odd(f'<elementSpec ident="p">{constraint(ASSERT)}</elementSpec>'),
            "odd/more.xml": odd(f'<elementSpec ident="q">{constraint(ASSERT)}</elementSpec>'),
            "m.rng": f'<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="{ISO}">'
            '<s:pattern><s:rule context="r"/></s:pattern></grammar>',
        }
    )
    assert [rule.context for rule in rules(found)] == ["tei:p", "r", "tei:q"]
    assert len(assertions(found)) == 2


def test_a_constraint_without_a_scheme_is_a_note() -> None:
    found = definition(odd(constraint(ASSERT) + "\n" + constraint(ASSERT, "")))
    assert len(assertions(found)) == 1
    ((place, words),) = found.notes
    assert (place.line, words[:33]) == (2, "<constraintSpec> has no scheme, s")
