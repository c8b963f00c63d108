"""Pointers between notes and marks lead somewhere, or are not there."""

from lxml import etree

from teikit.converting.writing.document import drop_dangling

_TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>'
    '<p>One<ref type="noteMark" xml:id="a-r1" target="#a-n1">1</ref>'
    ' two<ref type="noteMark" xml:id="a-r2" target="#a-n2">2</ref>'
    ' <ref target="b.xml#b-n1">note</ref></p>'
    '<note xml:id="a-n1" target="#a-r1"/><note xml:id="a-n3" target="#a-r3"/></text></TEI>'
)


def test_pointers_without_their_other_end_are_dropped() -> None:
    root = etree.fromstring(_TEI)
    drop_dangling(root)
    assert root.xpath("//@target") == ["#a-n1", "b.xml#b-n1", "#a-r1"]
