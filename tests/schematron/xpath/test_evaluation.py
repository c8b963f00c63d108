"""Expressions evaluated by elementpath."""

import pytest
from lxml import etree

from teikit.schematron.model import Key, Place, QueryBinding
from teikit.schematron.xpath import Evaluator, ExpressionError, Node
from teikit.schematron.xpath.evaluation import Addresses

ALL = list(QueryBinding)
XPATH2 = [binding for binding in ALL if binding not in (QueryBinding.XSLT, QueryBinding.XPATH)]
TREE = etree.ElementTree(
    etree.fromstring("<a n='1'>x<b n='2'>y<!--c-->z<c/>w</b>v<b n='1' ref='#i'/><d id='i'/></a>")
)
ROOT = TREE.getroot()
KEYS = [Key("by-n", "b", "@n", Place("", 1))]


def evaluator(binding: QueryBinding = QueryBinding.XSLT2) -> Evaluator:
    """An evaluator of the document."""
    other = etree.ElementTree(etree.fromstring("<o><p>there</p></o>"))
    return Evaluator(TREE, binding, {}, keys=KEYS, documents={"o.xml": other}.get)


@pytest.mark.parametrize("binding", ALL)
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("string(.)", "xyzwv"),
        ("string(/)", "xyzwv"),
        ("current()/@n", "1"),
        ("b[@n = current()/@n]/@ref", "#i"),
        ("string(count(key('by-n', '1')))", "1"),
        ("key('by-n', @n)/@ref", "#i"),
        ("document('o.xml')/o/p", "there"),
        ("string(generate-id(b[1]) = generate-id(b[@n = 2]))", "true"),
        ("string(count(b/text()))", "3"),
    ],
)
def test_values_in_every_language(binding: QueryBinding, expression: str, expected: str) -> None:
    assert evaluator(binding).string(expression, Node(ROOT)) == expected


def test_the_value_of_several_nodes() -> None:
    assert evaluator().string("b/@n", Node(ROOT)) == "2 1"
    assert evaluator(QueryBinding.XSLT).string("b/@n", Node(ROOT)) == "2"


def test_attributes_and_texts_are_contexts() -> None:
    attribute = Node(ROOT[0], "n")
    assert evaluator().string("concat(., name(), name(..))", attribute) == "2nb"
    assert not evaluator().boolean("@n", attribute)
    texts = evaluator().nodes("b[1]/text()", Node(ROOT))
    assert [evaluator().string(".", node) for node in texts] == ["y", "z", "w"]
    assert [node.part for node in texts] == ["text", "tail", "tail"]


def test_variables() -> None:
    found = evaluator()
    values = {"v": found.value("b", Node(ROOT)), "w": found.items([Node(ROOT, "n"), "x"])}
    assert found.string("$v/@n", Node(ROOT), values) == "2 1"
    assert found.string("$w", Node(ROOT), values) == "1 x"


@pytest.mark.parametrize("binding", XPATH2)
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"tokenize(' a  b ', '\s+')", " a b "),
        (r"replace('a1b22', '(\d)+', '<$1>')", "a<1>b<2>"),
        (r"matches('a&#160;b', 'a\sb')".replace("&#160;", "\u00a0"), "false"),
        (r"matches('a-b', '\w-\w')", "true"),
        ("matches('a\n', 'a$')", "false"),
        ("matches('AB', 'a b', 'ix')", "true"),
        (r"replace('a$', '\$', '\\\$')", r"a\$"),
        ("tokenize((), ',')", ""),
        ("matches((), '^$')", "true"),
    ],
)
def test_regular_expressions(binding: QueryBinding, expression: str, expected: str) -> None:
    assert evaluator(binding).string(expression, Node(ROOT)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "matches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '^(a+)+b')",
        r"matches(., '^(\w+\s?)*$')",
        "matches(., '(a|ab|b)*c')",
        "matches(., '[')",
        "matches(., 'a', 'y')",
        "replace(., 'x*', '')",
        "replace(., 'x', '$')",
        "tokenize(., '')",
        "doc('elsewhere.xml')",
        "unparsed-text('x')",
        "key('none', 1)",
        "xs:integer('x')",
        "string(b)",
        "1 to 1000000000",
        "sum(for $i in 1 to 3000, $j in 1 to 3000 return 1)",
        "b + 1",
        "(1, 2) and true()",
        "$missing",
        "(" * 200 + "1" + ")" * 200,
        "a" * 60_000,
    ],
)
def test_what_cannot_be_evaluated_is_an_error_of_the_expression(expression: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluator().boolean(expression, Node(ROOT))
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "pattern",
    [r"(\w+\s)*$", r"^#pmb\d+( #pmb\d+)*$", r"^([a-z0-9]+\.)+[a-z]+$", r"\s+$", "(a|b)*", "(a?)*"],
)
def test_patterns_that_end_are_taken(pattern: str) -> None:
    evaluator().boolean(f"matches(., '{pattern}')", Node(ROOT))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("base-uri()", "file:///letters/12.xml"),
        ("tokenize(base-uri(b[1]/@n), '/')[last()]", "12.xml"),
        ("document-uri(/)", "file:///letters/12.xml"),
        ("static-base-uri()", "file:///rules/letters.sch"),
        ("resolve-uri('names.xml')", "file:///rules/names.xml"),
        ("resolve-uri('13.xml', base-uri(.))", "file:///letters/13.xml"),
    ],
)
def test_addresses(expression: str, expected: str) -> None:
    made = Evaluator(
        TREE,
        QueryBinding.XSLT2,
        {},
        addresses=Addresses("file:///letters/12.xml", "file:///rules/letters.sch"),
    )
    assert made.string(expression, Node(ROOT)) == expected


@pytest.mark.parametrize("binding", XPATH2)
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("@n || '-' || count(b)", "1-2"),
        ("b ! name()", "b b"),
        ("b => count()", "2"),
        ("let $v := b[1] return $v/@n", "2"),
    ],
)
def test_the_syntax_of_xpath_3_is_taken_in_schemas_of_xpath_2(
    binding: QueryBinding, expression: str, expected: str
) -> None:
    assert evaluator(binding).string(expression, Node(ROOT)) == expected
