"""The standard's way where elementpath has one of its own."""

import pytest
from lxml import etree

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import Evaluator, Node

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
