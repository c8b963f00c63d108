"""What quick fixes are called at a node, and what they change."""

import pytest
from lxml import etree

from schematron_checked import schema
from teikit.schematron import Change, EditKind, Fragment, NewName, Node, OfferedFix
from teikit.schematron.evaluating.mending import MOST_CHANGES, MOST_COMPUTED

SQF = 'xmlns:sqf="http://www.schematron-quickfix.com/validator/process" xmlns:p="urn:p"'
TEXT = '<r xmlns:p="urn:p"><a x="1" y="2">one--two<b/>three</a><a/></r>'


def offered(fixes: str, *, named: str = "f", lets: str = "", text: str = TEXT) -> list[OfferedFix]:
    """The fixes that are offered for the first `a`."""
    content = (
        '<ns prefix="p" uri="urn:p"/><ns prefix="sqf" '
        'uri="http://www.schematron-quickfix.com/validator/process"/>'
        f'<pattern><rule context="a[@x]">{lets}<report test="true()" sqf:fix="{named}" {SQF}>m'
        f"</report>{fixes}</rule></pattern>"
    )
    tree = etree.ElementTree(etree.fromstring(text))
    [violation] = schema(content).validate(tree)
    return [*violation.fixes]


def fix(edits: str, *, lets: str = "", text: str = TEXT, attributes: str = "") -> OfferedFix:
    title = "<sqf:description><sqf:title>Do <value-of select='@x'/>.</sqf:title></sqf:description>"
    written = f'<sqf:fix id="f" {SQF} {attributes}>{title}{edits}</sqf:fix>'
    [found] = offered(written, lets=lets, text=text)
    return found


def change(edit: str, *, lets: str = "") -> Change:
    found = fix(edit, lets=lets)
    assert found.hindrance == ""
    [made] = found.changes
    return made


def test_the_title_is_filled_in() -> None:
    assert fix("<sqf:delete/>").title == "Do 1."


def test_a_fix_is_offered_where_its_condition_is_true() -> None:
    written = "".join(
        f'<sqf:fix id="{name}" use-when="{test}" {SQF}><sqf:delete/></sqf:fix>'
        for name, test in (("f", "@x = 1"), ("g", "@x = 2"), ("h", "b"))
    )
    assert [each.fix.id for each in offered(written, named="f g h")] == ["f", "h"]


def test_nodes_are_deleted() -> None:
    assert change("<sqf:delete/>").node.element.tag == "a"
    made = change('<sqf:delete match="@y"/>')
    assert (made.kind, made.node.attribute) == (EditKind.DELETE, "y")
    assert change('<sqf:delete match="text()[2]"/>').node.part == "tail"
    assert len(fix('<sqf:delete match="@*"/><sqf:delete match="b"/>').changes) == 3


def test_a_condition_of_an_edit() -> None:
    assert fix('<sqf:delete match="." use-when="@y = 3"/>').hindrance == "it changes nothing here"
    assert change('<sqf:delete match="." use-when="@y = 2"/>').kind == EditKind.DELETE
    found = fix('<sqf:delete match="b" use-when="@y"/>')
    assert found.hindrance == "it is not certain of which node its condition speaks"


def test_attributes_are_added_and_replaced() -> None:
    made = change('<sqf:add node-type="attribute" target="z" select="concat(@x, $n)"/>', lets=LET)
    assert made.attributes == ((NewName("", "", "z"), "12"),)
    made = change('<sqf:replace match="@x" node-type="attribute" target="p:z" select="."/>')
    assert made.attributes == ((NewName("urn:p", "p", "z"), "1"),)
    made = change('<sqf:replace match="@x" node-type="keep" select="9"/>')
    assert made.attributes == ((NewName("", "", "x"), "9"),)
    made = change('<sqf:add match="b" select="../@*"/>')
    assert [name.local for name, _ in made.attributes] == ["x", "y"]


LET = '<let name="n" value="count(preceding::*) + 2"/>'


def test_variables_of_the_rule_have_the_values_of_its_node() -> None:
    made = change('<sqf:add match="b" select="$n"/>', lets='<let name="n" value="name()"/>')
    assert made.content == ("a",)
    made = change('<sqf:add match="b" select="name()"/>')
    assert made.content == ("b",)


def test_nodes_are_added_and_replaced() -> None:
    made = change('<sqf:add position="after"><p:c n="&amp;"/> x</sqf:add>')
    assert made.position == "after"
    assert made.content == (Fragment('<p:c xmlns:p="urn:p" n="&amp;"/> x'),)
    made = change('<sqf:replace select="node()"/>')
    assert [isinstance(each, Node) for each in made.content] == [True] * 3
    made = change('<sqf:replace node-type="element" target="p:e" select="@y, b"/>')
    assert made.element == NewName("urn:p", "p", "e")
    assert made.attributes == ((NewName("", "", "y"), "2"),)
    made = change('<sqf:add node-type="comment" select="@x"/>')
    assert made.content == (Fragment("<!--1-->"),)
    made = change('<sqf:add node-type="pi" target="do">it</sqf:add>')
    assert made.content == (Fragment("<?do it?>"),)


def test_characters_are_replaced() -> None:
    made = change('<sqf:stringReplace match="text()[1]" regex="-+">–</sqf:stringReplace>')
    assert (made.start, made.end, made.content) == (3, 5, ("–",))
    found = fix('<sqf:stringReplace match="text()" regex="[ot]">&lt;</sqf:stringReplace>')
    assert len(found.changes) == 4
    assert change("<sqf:stringReplace match='text()' regex='TH' flags='i' select=\"'e'\"/>")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ('<sqf:delete match="/"/>', "it changes nothing here"),
        ('<sqf:delete match="/*"/>', "it takes away the outermost element"),
        ('<sqf:replace match="/*"><p:x/></sqf:replace>', "it takes away the outermost element"),
        ('<sqf:add match="/*" position="before"><p:x/></sqf:add>', "where nothing can stand"),
        ('<sqf:add match="text()" select="1"/>', "within a node that is no element"),
        ('<sqf:add position="inside" select="1"/>', "there is no position “inside”"),
        ('<sqf:add match="text()" node-type="attribute" target="q"/>', "that is no element"),
        ('<sqf:replace match="@x" select="2"/>', "makes something of an attribute that is none"),
        ('<sqf:replace node-type="attribute" target="q"/>', "that is none, or the other way"),
        ('<sqf:add node-type="attribute" target="q:r"/>', "the prefix “q” is not declared"),
        ('<sqf:add node-type="attribute" target="a b"/>', "“a b” is no name"),
        ('<sqf:add node-type="attribute" target="xmlns"/>', "it declares a namespace"),
        ('<sqf:add node-type="attribute" target="q"><p:x/></sqf:add>', "where there can be none"),
        ('<sqf:add node-type="comment">a--b</sqf:add>', "a comment that cannot be written"),
        ('<sqf:add node-type="pi" target="xml"/>', "instruction that cannot be written"),
        (
            '<sqf:add node-type="pi" target="a">?></sqf:add>',
            "an instruction that cannot be written",
        ),
        ('<sqf:add node-type="thing" target="q"/>', "“thing” is no type of node"),
        ('<sqf:add target="q"/>', "it is not certain what it makes"),
        ('<sqf:add select="b, @x"/>', "it puts an attribute behind other nodes"),
        ('<sqf:add select="@x, b"/>', "it puts in attributes and other nodes"),
        ('<sqf:add select="b, 1"/>', "gives nodes and values"),
        ('<sqf:add select="/"/>', "that is no node of the document"),
        ('<sqf:add select="b["/>', "“b[”"),
        ('<sqf:delete match="1"/>', "gives something that is no node"),
        ('<sqf:stringReplace regex="a">b</sqf:stringReplace>', "in something that is no text"),
        (
            '<sqf:stringReplace match="text()" regex="{$x}">b</sqf:stringReplace>',
            "its regular expression is computed",
        ),
        (
            '<sqf:stringReplace match="text()" regex="(o)">$1</sqf:stringReplace>',
            "it is not certain what $1 means",
        ),
        (
            '<sqf:stringReplace match="text()" regex="o" select="upper-case(.)"/>',
            "is computed from what it finds",
        ),
        (
            '<sqf:stringReplace match="text()" regex="x*">b</sqf:stringReplace>',
            "matches where there is nothing",
        ),
        (
            '<sqf:stringReplace match="text()" regex="(a+)+b">b</sqf:stringReplace>',
            "can take endless time",
        ),
        ('<sqf:stringReplace match="text()" regex="(">b</sqf:stringReplace>', "no regular"),
    ],
)
def test_what_is_not_certain_is_only_shown(edit: str, reason: str) -> None:
    found = fix(edit)
    assert reason in found.hindrance
    assert (found.title, found.changes) == ("Do 1.", ())


def test_what_was_read_as_only_to_be_shown_stays_so() -> None:
    found = fix('<sqf:user-entry name="n"/><sqf:delete/>')
    assert (found.title, found.changes, found.hindrance) == ("Do 1.", (), "it asks for a value")


def test_a_fix_whose_title_or_condition_cannot_be_evaluated_is_known_by_its_id() -> None:
    found = fix("<sqf:delete/>", attributes='use-when="@x[="')
    assert (found.title, found.changes) == ("f", ())
    assert found.hindrance


def test_a_fix_that_changes_very_many_places_is_only_shown() -> None:
    many = "<r>" + '<a x="1"/>' + "<b/>" * 100_000 + "</r>"
    found = fix('<sqf:delete match="../b"/>', text=many)
    assert found.hindrance == f"it changes more than {MOST_CHANGES} places"
    long = f'<r><a x="1">{"--" * 5000}</a></r>'
    found = fix('<sqf:stringReplace match="text()" regex="--">–</sqf:stringReplace>', text=long)
    assert found.hindrance == f"it changes more than {MOST_CHANGES} places"


def test_a_fix_that_puts_in_very_much_is_only_shown() -> None:
    found = fix(f'<sqf:add match="//*">{"x" * 100_000}</sqf:add>')
    assert found.hindrance == "it puts in too much"


def test_contents_that_must_be_computed_too_often_are_not() -> None:
    many = '<r><a x="1"/>' + "<b/>" * (MOST_COMPUTED - 2) + "</r>"
    added = '<sqf:add match="../*" select="@x"/>'
    assert fix(added, text=many).hindrance == ""
    twice = many.replace("<b/>", '<a x="2"/>', 2)
    [violation, second, *_] = schema(
        f'<pattern {SQF}><rule context="a"><report test="true()" sqf:fix="f">m</report>'
        f'<sqf:fix id="f">{added}</sqf:fix></rule></pattern>'
    ).validate(etree.ElementTree(etree.fromstring(twice)))
    assert violation.fixes[0].hindrance == ""
    assert "too much has to be computed" in second.fixes[0].hindrance


def test_of_several_fixes_none_says_what_it_changes() -> None:
    written = "".join(f'<sqf:fix id="{name}" {SQF}><sqf:delete/></sqf:fix>' for name in "fg")
    assert [(each.changes, each.hindrance) for each in offered(written, named="f g")] == [
        ((), "others are offered, too")
    ] * 2
