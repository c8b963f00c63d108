"""The standard's way where elementpath has one of its own."""

import pytest
from lxml import etree

from teikit.schematron.model import Key, Place, QueryBinding
from teikit.schematron.xpath import Evaluator, ExpressionError, Node

TREE = etree.ElementTree(
    etree.fromstring(
        "<a x='q' xml:lang='de'>1<b y='1' xml:lang='en-GB'>x<!--k-->y<?p x?>z<c/>w</b>t"
        "<d y='2'>u<!--l--></d><?q r?>tail</a>"
    )
)
ROOT = TREE.getroot()
EVALUATOR = Evaluator(TREE, QueryBinding.XSLT2, {})


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # paths, in the order of the document
        ("string-join(for $n in .//node() return name($n), '/')", "/b////p//c///d///q/"),
        ("string-join(for $n in .//*/(.. | .) return name($n), '/')", "a/b/c/d"),
        ("string-join((for $n in b/c/ancestor::*/* return name($n)), '/')", "b/c/d"),
        # axes of attributes, texts, comments and instructions
        ("count(@x/following::node())", "15"),
        ("count(b/@y/preceding::node())", "1"),
        ("count(@x/preceding::node())", "0"),
        ("count(b/@y/(preceding-sibling::node() | following-sibling::node()))", "0"),
        ("string-join(b/text()[1]/following::*/name(), ' ')", "c d"),
        ("string-join(b/comment()/following::*/name(), ' ')", "c d"),
        ("string-join(b/processing-instruction()/preceding::node()/string(), '|')", "1|x|k|y"),
        # numbers
        ("7 mod -3", "1"),
        ("-7 mod 3", "-1"),
        ("-7.5e0 mod 2", "-1.5"),
        ("count(() idiv 2)", "0"),
        ("7 idiv 2, -7 idiv 2, 7.5 idiv 2", "3 -3 3"),
        ("b/@y idiv 1", "1"),
        # places in strings
        ("substring('12345', 2.5)", "345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', number('x'))", ""),
        ("substring('12345', d/@y)", "2345"),
        ("substring('12345', -1e0 div 0, 1e0 div 0)", ""),
        # variables of the same name
        ("for $v in (for $v in (1, 2) return $v + 1) return $v * 10", "20 30"),
        ("some $v in b[some $v in c satisfies $v = ''] satisfies $v/@y = '1'", "true"),
        # two sequences
        ("b/c/deep-equal(//@y[2], .//d[2])", "true"),
        ("deep-equal(//@y, (b/@y, d/@y))", "true"),
        # untyped values are sorted as strings
        ("b/@y < d", "true"),
        ("(@x, b/@y) < (b, 'c')", "true"),
        ("'10' < //@y", "true"),
        # what value-of makes of neighbouring texts
        ("b/text()", "xyzw"),
        ("(b/text(), 'v')", "xyzw v"),
    ],
)
def test_values(expression: str, expected: str) -> None:
    assert EVALUATOR.string(expression, Node(ROOT)) == expected


OTHER = etree.ElementTree(
    etree.fromstring(
        "<q><d n='1'>t</d><d n='2'><b n='3'/></d>"
        "<z xml:id='i'><b n='4'/><b n='5'><b n='6'/><b n='7'/></b></z></q>"
    )
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # where a path begins is the document of the context item
        ("count($o//d[//z])", "2"),
        ("$o//d/name(/*)", "q q"),
        ("count($o//d[/a])", "0"),
        ("$o//d[1]/(//z)/name()", "z"),
        ("$o/q[count(//d) = 2]/name()", "q"),
        ("$o/q/root()/*/name()", "q"),
        ("root($o/q/d[1]/@n)/*/name()", "q"),
        ("$o/q/id('i')/name()", "z"),
        ("id('i', $o)/name()", "z"),
        ("count(id('i'))", "0"),
        ("count($o/q/key('by-n', '1'))", "1"),
        ("count(key('by-n', '1'))", "0"),
        ("count(key('by-n', '1', $o))", "1"),
        ("count($o//d/ancestor::node())", "2"),
        # elements found by name are counted below each parent
        ("$o//b/@n", "3 4 5 6 7"),
        ("$o//b[1]/@n", "3 4 6"),
        ("$o//b[2]/@n", "5 7"),
        ("$o//b[last()]/@n", "3 5 7"),
        ("$o//b[b][1]/@n", "5"),
        ("$o//z//b/@n", "4 5 6 7"),
        ("$o//b//b/@n", "6 7"),
        ("($o//b, $o//z)//b/@n", "4 5 6 7"),
        ("($o//b)[2]/@n", "4"),
        ("$o//d/text()//b", ""),
        ("(//y | //c | //b)/name()", "b c"),
        ("(//d)[last()]/@y", "2"),
        ("count(//a), count(.//a), count(/a//a)", "1 0 0"),
    ],
)
def test_paths_in_another_document(expression: str, expected: str) -> None:
    keys = [Key("by-n", "d", "@n", Place("", 1))]
    evaluator = Evaluator(TREE, QueryBinding.XSLT2, {}, keys=keys, documents={"o.xml": OTHER}.get)
    variables = {"o": evaluator.value("doc('o.xml')", Node(ROOT))}
    assert evaluator.string(expression, Node(ROOT), variables) == expected


def test_an_atomic_value_has_no_descendants() -> None:
    with pytest.raises(ExpressionError):
        EVALUATOR.string("string-join(('a', 'b')//c, '')", Node(ROOT))


def test_descendants_have_the_names_that_are_meant() -> None:
    tree = etree.ElementTree(
        etree.fromstring("<a xmlns='u'><b/><b xmlns=''/><v:b xmlns:v='v'/></a>")
    )
    names = {"": "u", "v": "v"}
    found = Evaluator(tree, QueryBinding.XSLT2, names)
    counts = "for $n in (//b, //v:b, //*:b, //v:*) return namespace-uri($n)"
    assert found.string(f"string-join(({counts}), '/')", Node(tree.getroot())) == "u/v/u//v/v"


@pytest.mark.parametrize(
    ("node", "language"),
    [
        (Node(ROOT, part="text"), "de"),
        (Node(ROOT, "x"), "de"),
        (Node(ROOT[0]), "EN"),
        (Node(ROOT[0], "y"), "en-gb"),
        (Node(ROOT[0][0]), "en"),
        (Node(ROOT[0][0], part="tail"), "en"),
        (Node(ROOT[1]), "de"),
    ],
)
def test_any_node_has_a_language(node: Node, language: str) -> None:
    assert EVALUATOR.boolean(f"lang('{language}')", node)
    assert EVALUATOR.boolean(f"lang('{language}', .)", node)
    assert not EVALUATOR.boolean("lang('fr')", node)
    assert not EVALUATOR.boolean(f"lang('{language}', /)", node)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("year-from-date(@d), month-from-date(e)", "2001 6"),
        ("days-from-duration(@p) + 1", "4"),
        ("hours-from-dateTime(dateTime(@d, @t))", "10"),
        ("adjust-date-to-timezone(@d, @z)", "2001-05-06+01:00"),
        ("format-date(@d, '[D].[M].')", "6.5."),
        ("round-half-to-even(@n)", "2"),
        ("remove(('u', 'v', 'w'), @m)", "u w"),
        ("@n idiv 1", "2"),
        ("xs:dateTime(@s)", "2001-05-06T10:00:00"),
    ],
)
def test_arguments_without_a_type_are_taken_as_what_is_asked_for(
    expression: str, expected: str
) -> None:
    tree = etree.ElementTree(
        etree.fromstring(
            "<a d='2001-05-06' t='10:00:00' s='2001-05-06T10:00:00' p='P3D' z='PT1H' n='2.5' m='2'>"
            "<e>2001-06-07</e></a>"
        )
    )
    schema_types = {"xs": "http://www.w3.org/2001/XMLSchema"}
    evaluator = Evaluator(tree, QueryBinding.XSLT2, schema_types)
    assert evaluator.string(expression, Node(tree.getroot())) == expected


@pytest.mark.parametrize(
    "expression",
    ["year-from-date('2001-05-06')", "days-from-duration(@x)", "1 idiv 0", "@x idiv 1"],
)
def test_what_is_of_another_type_is_not_taken(expression: str) -> None:
    with pytest.raises(ExpressionError):
        EVALUATOR.string(expression, Node(ROOT))
