"""What is asked of many patterns at once is found as if each had been asked alone."""

import pytest
from lxml import etree

from teikit.schematron import Schema, Violation
from teikit.schematron.evaluating import screening

PATTERNS = """
<sch:pattern id="a"><sch:rule context="p">
  <sch:assert test="@n">a</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="b"><sch:rule context="p[@n = '1']">
  <sch:report test="q">first</sch:report></sch:rule>
  <sch:rule context="p"><sch:report test="q">others</sch:report></sch:rule></sch:pattern>
<sch:pattern id="c"><sch:rule context="@n"><sch:report test=". = '2'">two</sch:report></sch:rule>
</sch:pattern>
<sch:pattern id="d"><sch:rule context="q[@n]"><sch:assert test="parent::p">lost</sch:assert>
</sch:rule></sch:pattern>
<sch:pattern id="e"><sch:rule context="*[@m]">
  <sch:assert test="ancestor::p">m</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="f"><sch:rule context="p/@n"><sch:report test="../following-sibling::q">before
  </sch:report></sch:rule></sch:pattern>
<sch:pattern id="g"><sch:rule context="q"><sch:report test="preceding-sibling::p[@n = '1']">behind
  </sch:report></sch:rule></sch:pattern>
"""


def schema(patterns: str) -> Schema:
    return Schema.from_string(
        '<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">'
        f"{patterns}</sch:schema>"
    )


def found(checked: Schema, document: str) -> list[tuple[str, str, str]]:
    tree = etree.ElementTree(etree.fromstring(document))
    return [
        (each.pattern_id, str(each.element.tag), each.message)
        for each in checked.validate(tree)
        if isinstance(each, Violation)
    ]


DOCUMENTS = [
    "<d><p n='1'/></d>",
    "<d><p n='1'><q/></p><p n='2'><q/></p></d>",
    "<d><p/><q n='2'/></d>",
    "<d><p n='1'/><q m=''/></d>",
    "<d><p n='3'><q n='3' m=''/></p></d>",
    "<d>" + "<p n='1'/>" * 300 + "<p/></d>",
    "<d/>",
]


def test_the_same_is_found_however_often_it_is_asked() -> None:
    at_first = [found(schema(PATTERNS), document) for document in DOCUMENTS]
    again = schema(PATTERNS)
    for _ in range(4):
        assert [found(again, document) for document in DOCUMENTS] == at_first


def test_what_takes_too_long_is_asked_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    at_first = [found(schema(PATTERNS), document) for document in DOCUMENTS]
    again = schema(PATTERNS)
    for bearable in (1000, 0, 10):
        monkeypatch.setattr(screening, "BEARABLE", bearable)
        assert [found(again, document) for document in DOCUMENTS] == at_first


def test_patterns_together_find_what_each_finds_alone() -> None:
    alone = PATTERNS.strip().split("</sch:pattern>")[:-1]
    together = schema(PATTERNS)
    for document in DOCUMENTS * 3:
        each = [found(schema(f"{pattern}</sch:pattern>"), document) for pattern in alone]
        expected = sorted(fault for faults in each for fault in faults)
        assert sorted(found(together, document)) == expected
    assert {name for name, _, _ in found(together, DOCUMENTS[1])} == {"b", "c"}
