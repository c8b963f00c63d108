"""What is said of an expression that cannot be evaluated: no words of Python."""

import pytest
from lxml import etree

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import Evaluator, ExpressionError, Node

TREE = etree.ElementTree(etree.fromstring("<a d='2001-05-06' no='no'><b/><b/></a>"))
NAMESPACES = {"xs": "http://www.w3.org/2001/XMLSchema", "f": "urn:f"}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("xs:date(@no)", "“no” is no xs:date"),
        ("@no cast as xs:integer", "“no” is no xs:integer"),
        ("xs:decimal(@no)", "“no” is no xs:decimal"),
        ("xs:boolean(@no)", "“no” is no xs:boolean"),
        ("xs:dayTimeDuration(@no)", "“no” is no xs:duration"),
        ("@no + 1", "“no” is no number"),
        (
            "xs:date(@d) gt 3",
            "“gt” cannot compare an xs:date with 3; give what has no type a type, as"
            " xs:integer(…) does",
        ),
        (
            "string-length(b)",
            "there are several items where it takes one; select one of them",
        ),
        ("boolean((1, 2))", "several values are neither true nor false"),
        ("year-from-date('x')", "its 1st argument is xs:string and has to be xs:date"),
        ("starts-with(1, 'x')", "its 1st argument is xs:integer and has to be xs:string"),
        (
            "f:day(@d)",
            "it calls f:day(), which a program in XSLT would have to define; teikit runs no"
            " programs",
        ),
        ("xs:date('1890-13-01')", "a date or time is none of the calendar"),
        ("xs:date('1890-02-30')", "a date or time is none of the calendar"),
        ("g:b", "the prefix “g” is not declared; declare it by sch:ns"),
        ("day(@d)", "there is no function day()"),
        ("xs:date(@d) + 3", "it cannot calculate with 3"),
        ("sum(@no)", "“no” is no number"),
        ("sum(@no/xs:decimal(.))", "“no” is no xs:decimal"),
    ],
)
def test_words(expression: str, words: str) -> None:
    evaluator = Evaluator(TREE, QueryBinding.XSLT2, NAMESPACES)
    with pytest.raises(ExpressionError) as caught:
        evaluator.value(expression, Node(TREE.getroot()))
    assert str(caught.value) == f"“{expression}” cannot be evaluated: {words}."
