"""Quick fixes as they are read."""

import pytest

from schematrons import assertions, definition, plain, rules, schema
from teikit.schematron.errors import SchemaError
from teikit.schematron.model import EditKind, QuickFix, QuickFixEdit

SQF = 'xmlns:sqf="http://www.schematron-quickfix.com/validator/process"'


def fixes(content: str, *, named: str = "f", inside: str = "") -> dict[str, QuickFix]:
    """The fixes of a rule."""
    text = schema(
        f'<pattern><rule context="a"><assert test="1" sqf:fix="{named}">x</assert>{content}'
        f"</rule></pattern>{inside}",
        attributes=SQF + ' xmlns:t="urn:t"',
    )
    return dict(rules(definition(text))[0].fixes)


def edit(written: str) -> QuickFixEdit:
    """The only edit of a fix."""
    (found,) = fix(written).edits
    return found


def fix(written: str) -> QuickFix:
    content = "<sqf:description><sqf:title>Do <value-of select='@n'/></sqf:title></sqf:description>"
    return fixes(f'<sqf:fix id="f">{content}{written}</sqf:fix>')["f"]


def test_edits_are_read() -> None:
    found = fix(
        '<sqf:delete match="@n"/>'
        '<sqf:replace match="b" node-type="element" target="c" select="node()" use-when="@x"/>'
        '<sqf:stringReplace match="text()" regex=" +" flags="i" select="\' \'"/>'
        '<sqf:add match="." position="last-child" node-type="attribute" target="when">1</sqf:add>'
    )
    assert (plain(found.title), found.unsupported) == ("Do {@n}", "")
    delete, replace, string, add = found.edits
    assert (delete.kind, delete.match) == (EditKind.DELETE, "@n")
    assert (replace.target, replace.select, replace.condition) == ("c", "node()", "@x")
    assert (string.kind, string.regex, string.flags) == (EditKind.STRING_REPLACE, " +", "i")
    assert (add.position, add.node_type, add.target) == ("last-child", "attribute", "when")
    assert add.content == "1"


def test_without_a_match_it_is_the_node_of_the_rule() -> None:
    assert edit("<sqf:delete/>").match == "."


def test_markup_has_the_namespaces_that_it_needs() -> None:
    found = edit('<sqf:add><t:b n="&lt;" t:m="1"><i xmlns="">x &amp; y</i></t:b></sqf:add>')
    assert found.content == ('<t:b xmlns:t="urn:t" n="&lt;" t:m="1"><i>x &amp; y</i></t:b>')


def test_a_copy_alone_is_a_selection() -> None:
    found = edit('<sqf:replace> <sqf:copy-of select="node()"/> </sqf:replace>')
    assert (found.select, found.content) == ("node()", "")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('<sqf:user-entry name="x"/><sqf:delete/>', "it asks for a value"),
        ('<sqf:call-fix ref="g"/>', "it calls another fix"),
        ('<sqf:param name="x"/><sqf:delete/>', "it has parameters"),
        ('<let name="x" value="1"/><sqf:delete/>', "it has variables of its own"),
        ('<sqf:add>a <value-of select="@n"/></sqf:add>', "what it puts in is computed"),
        ('<sqf:add><t:b n="{@n}"/></sqf:add>', "what it puts in is computed"),
        (
            '<sqf:add node-type="element" target="{name()}"/>',
            "the name of what it makes is computed",
        ),
        ('<sqf:add select="@n">a</sqf:add>', "it has both select and content"),
        ("<sqf:other/>", "<other> is not supported"),
        ("", "it changes nothing"),
    ],
)
def test_what_cannot_be_done_exactly_is_only_shown(written: str, reason: str) -> None:
    assert fix(written).unsupported == reason


def test_a_fix_for_each_of_several_things_is_only_shown() -> None:
    found = fixes('<sqf:fix id="f" use-for-each="1 to 3"><sqf:delete/></sqf:fix>')
    assert found["f"].unsupported == "it is offered for each of several things"


def test_fixes_of_the_schema_and_of_groups_can_be_named() -> None:
    text = schema(
        '<pattern><rule context="a"><assert test="1" sqf:fix="g h">x</assert>'
        '<sqf:group id="g" use-when="@a"><sqf:fix id="f1"><sqf:delete/></sqf:fix>'
        '<sqf:fix id="f2" use-when="@b"><sqf:delete/></sqf:fix></sqf:group></rule></pattern>'
        '<sqf:fixes><sqf:fix id="h"><sqf:delete/></sqf:fix></sqf:fixes>',
        attributes=SQF,
    )
    found = definition(text)
    assert assertions(found)[0].fixes == ("f1", "f2", "h")
    assert [*found.fixes] == ["h"]
    own = rules(found)[0].fixes
    assert {name: each.condition for name, each in own.items()} == {
        "f1": "@a",
        "f2": "(@b) and (@a)",
    }


def test_a_fix_that_is_not_there_is_a_note() -> None:
    text = schema(
        '<pattern><rule context="a"><assert test="1" sqf:fix="x">x</assert></rule></pattern>',
        attributes=SQF,
    )
    found = definition(text)
    assert assertions(found)[0].fixes == ()
    assert "there is no quick fix 'x'" in found.notes[0][1]


def test_a_fix_without_an_id_is_an_error() -> None:
    with pytest.raises(SchemaError, match="<sqf:fix> has no id"):
        fixes("<sqf:fix><sqf:delete/></sqf:fix>")


def test_fixes_of_a_pattern_are_those_of_its_rules() -> None:
    text = schema(
        '<pattern><sqf:fix id="p"><sqf:delete/></sqf:fix><sqf:fix id="q"><sqf:delete/></sqf:fix>'
        '<rule context="a"><assert test="1" sqf:fix="p p">x</assert></rule></pattern>',
        attributes=SQF,
    )
    found = definition(text)
    assert assertions(found)[0].fixes == ("p",)
    assert [*rules(found)[0].fixes] == ["p"]
