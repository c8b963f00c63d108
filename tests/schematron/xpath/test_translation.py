"""Expressions as public schemas have them: translated, and with the same outcome both ways."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import (
    ANYTHING,
    Evaluator,
    ExpressionError,
    Node,
    StaticType,
    analyse,
    analyse_pattern,
    bound,
    compiled,
)
from teikit.schematron.xpath.native import real_nodes, spread

NAMESPACES = {
    "tei": "http://www.tei-c.org/ns/1.0",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "sch": "http://purl.oclc.org/dsdl/schematron",
    "teix": "http://www.tei-c.org/ns/Examples",
}
NAMES = tuple(sorted(NAMESPACES.items()))

# The habits of the schemas of TEI, DTABf, EpiDoc, MEI, JATS and CMIF.
EXPRESSIONS = r"""
ancestor-or-self::tei:post
@notBefore|@notAfter|@from|@to
( self::tei:classRef | self::tei:p ) and @n
id(substring(@spanTo,2)) and following::*[@xml:id=substring(current()/@spanTo,2)]
@scheme and not(@scheme = 'free')
string-length( normalize-space(.) ) gt 0
(ancestor::tei:ab or ancestor::tei:p) and not( ancestor::tei:floatingText |parent::tei:item )
../@validUntil
@target and count( child::* ) > 0
ancestor::tei:l[not(.//tei:note//tei:l[. = current()])]
count(descendant::tei:lg|descendant::tei:l|descendant::tei:gap) > 0
starts-with(@target,'#')
contains(normalize-space(@target),' ') or contains(normalize-space(@from),' ')
preceding-sibling::*[ name(.) eq 'p' ] and not( following-sibling::*[ name(.) eq 'p' ] )
count(tei:p) gt 1
not( parent::tei:list ) and ( child::*[1]/self::tei:idno or normalize-space(.) eq '')
child::text()[ normalize-space(.) ne '']
@location eq 'external' and @method eq 'parallel-segmentation'
//tei:p[@n = current()/@target]
@minOccurs cast as xs:integer lt 2
//*[ not( generate-id(.) eq generate-id( current() ) ) ]/@n = @n
child::* | (@* except (@mode, @ident))
@mode = ('add','change','replace')
@target and not( matches( @target,'\s') )
tokenize(normalize-space(tei:head),' ') = tei:list/tei:item/@n
( if ( @n castable as xs:integer ) then ( @n cast as xs:integer eq 1 ) else false() )
not(@*[starts-with(name(), 'n')])
every $i in tokenize(@target, '\s+') satisfies substring($i,2)=//tei:*/@xml:id
every $t in tokenize(@target, '\s+') satisfies starts-with($t, '#')
some $p in ancestor::tei:div/tei:p satisfies $p/@n = 'a'
matches(@when, '^\d{4}-\d{2}-\d{2}$')
matches(normalize-space(.), '[.?!:;,]$')
not(matches(@n, '^[A-Z]|\d'))
local-name() = ('p', 'item')
count(distinct-values(descendant::*/@n)) != 1
replace(@n, '[0-9]+', '') = 'a'
if (@type = 'x') then @n else @target
exists(preceding::tei:p[@n]) and empty(tei:q)
parent::*/local-name() = ('div', 'body')
number(@n) <= number(preceding::tei:p[1]/@n)
ends-with(normalize-space(.), '.')
lower-case(@type) = 'x'
@n > 1
namespace-uri(.) = ('http://www.tei-c.org/ns/1.0', 'urn:x')
count(*[not(self::tei:p)]) = 0 and (position() = 1 or true())
@n = tei:p/@n[2]
not(tei:p[position() = last()]/@n)
preceding::tei:* >> ancestor::tei:div[1]
tei:p/string() = 'x y'
""".strip().splitlines()

DOCUMENT = """<tei:TEI xmlns:tei="http://www.tei-c.org/ns/1.0"><tei:body n="1">
<tei:div type="X" xml:id="d"><tei:head>a b</tei:head><!--c-->
<tei:p n="a" target="#d #p2" when="2001-02-03">x y</tei:p><tei:p xml:id="p2" n="2" spanTo="#p3"/>
<tei:list n="10"><tei:item n="a" minOccurs="1">one <tei:p>in</tei:p>.</tei:item></tei:list>
<tei:l>v<tei:note><tei:l>v</tei:l></tei:note></tei:l><tei:ab target=" " scheme="free"/>
<tei:lg n="x1"><tei:l n="">w</tei:l></tei:lg><other n="1" mode="add" ident="i"/></tei:div>
<tei:div type="y" n="2"><tei:p xml:id="p3" n="2" target="#nowhere">End.</tei:p></tei:div>
</tei:body></tei:TEI>"""


def outcome(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What a function gives, or `error`."""
    try:
        return function(*arguments, **named)
    except ExpressionError:
        return "error"


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_of_public_schemas(expression: str) -> None:
    analysis = analyse(expression, QueryBinding.XSLT2, NAMESPACES, {})
    tree = etree.ElementTree(etree.fromstring(DOCUMENT))
    evaluator = Evaluator(tree, QueryBinding.XSLT2, NAMESPACES)
    for element in tree.getroot().iter(etree.Element):
        expected = outcome(evaluator.boolean, expression, Node(element))
        if analysis.test:
            assert outcome(compiled(analysis.test, NAMES), element, current=element) == expected
        approximation = analysis.maybe_true if expected else analysis.maybe_false
        assert expected == "error" or compiled(f"boolean({approximation})", NAMES)(element)


def test_nearly_all_of_them_are_translated() -> None:
    left = [
        text for text in EXPRESSIONS if not analyse(text, QueryBinding.XSLT2, NAMESPACES, {}).test
    ]
    assert len(left) <= 2


@pytest.mark.parametrize(
    "expression",
    [
        "@n = true()",
        "(a, @n)[1]",
        "for $x in a return $x/@n",
        "@n/number()",
        "sum(a)",
        "deep-equal(a, b)",
        "doc('x')/a",
        "tokenize(@n, ' ')",
        "string(number(@n)) instance of xs:string",
        "a[position() = current()/@n]/@x + 1",
    ],
)
def test_what_is_not_certain_is_left_to_elementpath(expression: str) -> None:
    assert not analyse(expression, QueryBinding.XSLT2, NAMESPACES, {}).test


@pytest.mark.parametrize("expression", ["number(..) > 1", "name((@n | @m)) = 'n'"])
def test_what_lxml_does_not_give_to_functions_is_left_to_elementpath(expression: str) -> None:
    assert not analyse(expression, QueryBinding.XSLT2, NAMESPACES, {}).test


def test_an_error_of_xpath_2_is_one_in_libxml2() -> None:
    analysis = analyse("starts-with(a, 'x')", QueryBinding.XSLT2, {}, {})
    element = etree.fromstring("<r><a/><a/></r>")
    assert analysis.may_fail
    with pytest.raises(ExpressionError, match="2 items"):
        compiled(analysis.test, ())(element)


ATTRIBUTES_AND_TEXTS = (
    ("count($v)", 5.0),
    ("count($v/..)", 2.0),
    ("name(($v)[1])", "n"),
    ("count($v | //@n)", 5.0),
    ("$v = 'x'", True),
    ("count($v[self::text()])", 2.0),
    ("($v)[1] is @n", True),
    ("'$v' = '$v'", True),
)


@pytest.mark.parametrize(("expression", "expected"), ATTRIBUTES_AND_TEXTS)
def test_variables_of_libxml2_hold_attributes_and_texts(expression: str, expected: object) -> None:
    element = etree.fromstring("<r xmlns:p='urn:p' n='' p:m='x'><a n='1'/>one<!--c-->two</r>")
    nodes = "@* | a/@n | text()"
    kind = analyse(nodes, QueryBinding.XSLT2, {}, {}).type
    value = real_nodes(compiled(nodes, ())(element))
    analysis = analyse(expression, QueryBinding.XSLT2, {}, {"v": kind})
    text, variables = spread(analysis.xpath1 or analysis.test, {"v": value})
    assert compiled(text, ())(element, **variables) == expected


def test_strings_are_bound_as_elements_that_stand_in() -> None:
    element = etree.fromstring("<r n='a b'/>")
    words = analyse("tokenize(@n, ' ')", QueryBinding.XSLT2, {}, {})
    value = bound(compiled(words.xpath1, ())(element))
    for expression, expected in (("$v = 'b'", True), ("count($v) = 2", True)):
        analysis = analyse(expression, QueryBinding.XSLT2, {}, {"v": words.type})
        assert compiled(analysis.test, ())(element, v=value) is expected
    assert not analyse("$v/..", QueryBinding.XSLT2, {}, {"v": words.type}).test


def test_the_default_namespace_is_that_of_elements() -> None:
    analysis = analyse("a/@n", QueryBinding.XSLT2, {"": "urn:t"}, {})
    element = etree.fromstring("<r xmlns='urn:t'><a n='1'/></r>")
    assert compiled(analysis.test, (("", "urn:t"),))(element)


def test_xpath_1_stays_as_it_is() -> None:
    analysis = analyse("//a[@n = current()/@m] or 'current()' = .", QueryBinding.XSLT, {}, {})
    assert analysis.xpath1 == "//a[@n = $current/@m] or 'current()' = ."
    assert analysis.uses_current


@pytest.mark.parametrize(
    "expression", ["key('k', @n)", "document(@n)/a", "a[position() = last()] and last() > 1"]
)
def test_functions_of_xslt_are_left_to_elementpath(expression: str) -> None:
    assert not analyse(expression, QueryBinding.XSLT, {}, {}).xpath1


def test_approximations_leave_few_nodes() -> None:
    analysis = analyse("@a and deep-equal(b, c)", QueryBinding.XSLT2, {}, {})
    assert analysis.maybe_true == "boolean(@a)"
    assert analysis.maybe_false == "true()"
    analysis = analyse("not(@a) or deep-equal(b, c)", QueryBinding.XSLT2, {}, {})
    assert analysis.maybe_false == "not(not(boolean(@a)))"


def test_needed_attributes() -> None:
    analysis = analyse("@a = 'x' and (@b or @xml:id) and @c", QueryBinding.XSLT2, {}, {})
    assert analysis.attributes == {"a", "c"}


def test_most_of_the_rules_of_tei_are_translated(shared: Path) -> None:
    rules = etree.parse(shared / "tei" / "tei_all.rng").iter(f"{{{NAMESPACES['sch']}}}rule")
    namespaces = {**NAMESPACES, "sch1x": "http://www.ascc.net/xml/schematron"}
    namespaces["s"] = namespaces["rng"] = "urn:other"
    translated = 0
    for rule in rules:
        types: dict[str, StaticType] = {}
        for let in rule.iterfind("sch:let", NAMESPACES):
            types[let.get("name", "")] = analyse(
                let.get("value", ""), QueryBinding.XSLT2, namespaces, types
            ).type
        context = analyse_pattern(
            rule.get("context", ""), QueryBinding.XSLT2, namespaces, {"x": ANYTHING}
        )
        tests = [
            analyse(part.get("test", ""), QueryBinding.XSLT2, namespaces, types, context.type)
            for part in rule.iterfind("*[@test]")
        ]
        exact = all(alternative.exact for alternative in context.alternatives)
        translated += exact and all(found.test for found in tests)
    assert translated >= 90
