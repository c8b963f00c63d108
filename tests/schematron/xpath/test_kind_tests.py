"""Of what kind a node is, where elementpath asks otherwise than the standards."""

import pytest
from lxml import etree

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import Evaluator, ExpressionError, Node

ROOT = etree.fromstring(
    "<r to='1' div='2' xml:id='q' n='3'><div to='a'>d</div><to>t</to><p>p1<?to x?></p></r>"
)
EVALUATOR = Evaluator(
    ROOT.getroottree(), QueryBinding.XSLT2, {"xs": "http://www.w3.org/2001/XMLSchema"}
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # an attribute is asked on every axis
        ("@*[self::attribute(to) | self::attribute(n)]", "1 3"),
        ("count(@*[self::attribute()]), count(@*[self::attribute(*)])", "4 4"),
        ("attribute(to), attribute(div), attribute(xml:id)", "1 2 q"),
        ("@attribute(n), attribute::attribute(n)", "3 3"),
        ("count(@node()), count(@comment()), count(@attribute())", "4 0 4"),
        ("div/attribute(to), count(//attribute(to))", "a 2"),
        ("count(*[attribute(to)]), count(*[self::attribute(to)])", "1 0"),
        ("@to instance of attribute(to), @to instance of attribute(n)", "true false"),
        ("@* instance of attribute()+, @* instance of attribute()", "true false"),
        ("for $a in (1, 'a', @to, .) return $a instance of attribute()", "false false true false"),
        # attributes have no type but this
        ("count(attribute(to, xs:untypedAtomic)), count(attribute(to, xs:integer))", "1 0"),
        ("@to instance of attribute(to, xs:string)", "false"),
        # names that are words of operators
        ("element(div)/name(), p/processing-instruction(to)", "div x"),
        ("@to/../div instance of element(div), to instance of element(div)", "true false"),
        # the context item is the same behind the question
        (". instance of element() and div", "true"),
        ("(. instance of element(r)), count(div), name()", "true 1 r"),
        ("(div treat as element(div))/@to, (@to treat as attribute(to))", "a 1"),
        ("count(() treat as element()*), () instance of node()?", "0 true"),
        ("() instance of node()+, (., .) instance of node()?", "false false"),
    ],
)
def test_values(expression: str, expected: str) -> None:
    assert EVALUATOR.string(expression, Node(ROOT)) == expected


@pytest.mark.parametrize(
    "expression",
    ["@to treat as attribute(n)", "div treat as element(to)", "(div, to) treat as element()"],
)
def test_what_is_of_another_kind_is_not_taken(expression: str) -> None:
    with pytest.raises(ExpressionError):
        EVALUATOR.string(expression, Node(ROOT))
