"""Patterns of XSLT: the nodes that match."""

from typing import Any

import pytest
from lxml import etree

from teikit.schematron.model import QueryBinding
from teikit.schematron.xpath import (
    Evaluator,
    ExpressionError,
    ItemKind,
    Node,
    analyse_pattern,
    compiled,
)

NAMESPACES = {"t": "urn:t"}
NAMES = tuple(NAMESPACES.items())
TREE = etree.ElementTree(
    etree.fromstring(
        "<!--before--><a n='1' xmlns:t='urn:t'>x<b n='1' t:k='2'>1<c/>2</b><?pi d?>y<b/>"
        "<t:d n='3'><b n='2'><a/></b>|</t:d><!--c--></a>"
    )
)

PATTERNS = """
a
b[@n]
b[@n='1' or not(@n)]
a/b
a//b[1]
/a
/b
//b
/
t:d/b[c or a] | c
(a | t:d)/b
(a | t:d)//b/@n | a/@n
@n
@*
@t:k
*
t:*
*:d
text()
b/text()
comment()
processing-instruction()
processing-instruction('pi')
node()
b[c]/@n[. = '1']
b[last()]
*[self::a or self::b][@n]
element(b)
child::b/attribute::n
a[(: no :) @n = ('1', '2')] (: b :) | b[matches(@n, '2')]
b[deep-equal(., .)]
*[@n = //t:d/b/@n]
document-node()
document-node( ) | @n
document-node()[comment()]
document-node(element(a))
document-node()/a
document-node()//b/@n
.[self::attribute(n) or self::document-node()]
""".strip().splitlines()


def nodes(found: Any) -> set[Node]:
    """Nodes of libxml2 as `Node`."""
    result = set()
    for item in found:
        if isinstance(item, etree._ElementUnicodeResult):
            parent = item.getparent()
            assert parent is not None
            if item.is_attribute:
                result.add(Node(parent, str(item.attrname)))
            else:
                result.add(Node(parent, part="text" if item.is_text else "tail"))
        else:
            assert isinstance(item, etree._Element)
            result.add(Node(item))
    return result


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_nodes_are_those_that_the_pattern_matches(pattern: str) -> None:
    analysis = analyse_pattern(pattern, QueryBinding.XSLT2, NAMESPACES, {})
    expected = Evaluator(TREE, QueryBinding.XSLT2, NAMESPACES).matching(pattern).nodes
    found: set[Node] = set()
    for alternative in analysis.alternatives:
        if alternative.kind == ItemKind.DOCUMENT:
            found.add(Node(TREE.getroot(), part="document"))
        else:
            found |= nodes(compiled(alternative.nodes, NAMES)(TREE))
    if all(alternative.exact for alternative in analysis.alternatives):
        assert found == expected
    else:
        assert found >= expected


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_test_says_the_same_of_a_node_at_hand(pattern: str) -> None:
    analysis = analyse_pattern(pattern, QueryBinding.XSLT2, NAMESPACES, {})
    for alternative in analysis.alternatives:
        if not alternative.test:
            continue
        expected = nodes(compiled(alternative.nodes, NAMES)(TREE))
        found: set[Node] = set()
        for element in TREE.getroot().iter(etree.Element):
            found |= nodes(compiled(alternative.test, NAMES)(element))
        assert found == expected


@pytest.mark.parametrize("pattern", ["", " ", "a |", "a[", "x:a", "a[$v]", "a[unknown()]"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError):
        analyse_pattern(pattern, QueryBinding.XSLT2, NAMESPACES, {})


def test_what_a_rule_can_be_found_by() -> None:
    [alternative] = analyse_pattern("t:d/b[@n = 'x'][@t:k]", QueryBinding.XSLT2, NAMESPACES, {})[0]
    assert (alternative.kind, alternative.name) == (ItemKind.ELEMENT, "b")
    assert alternative.attributes == {"n", "{urn:t}k"}
    [alternative] = analyse_pattern("t:d[@m]/@n", QueryBinding.XSLT2, NAMESPACES, {})[0]
    assert (alternative.kind, alternative.name, alternative.owner) == (
        ItemKind.ATTRIBUTE,
        "n",
        "{urn:t}d",
    )
    assert alternative.attributes == {"n", "m"}


def test_the_current_node_of_a_pattern_is_the_one_that_matches() -> None:
    for pattern in ("b[@n = current()/@n]", "a[@n = current()/@n]/b"):
        [alternative] = analyse_pattern(pattern, QueryBinding.XSLT2, NAMESPACES, {})[0]
        assert not alternative.exact or "current" not in alternative.nodes
