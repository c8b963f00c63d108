"""Pointers between notes and marks lead somewhere, or are not there."""

from teikit.converting.writing.document import drop_dangling
from teikit.converting.writing.tree import ID, Element, add


def test_pointers_without_their_other_end_are_dropped() -> None:
    text = Element("text")
    paragraph = add(text, "p", "One")
    for number in ("1", "2"):
        pointers = {"type": "noteMark", ID: f"a-r{number}", "target": f"#a-n{number}"}
        add(paragraph, "ref", number, pointers)
    add(paragraph, "ref", "note", target="b.xml#b-n1")
    for number in ("1", "3"):
        add(text, "note", attributes={ID: f"a-n{number}", "target": f"#a-r{number}"})
    drop_dangling(text)
    targets = [element.attributes.get("target") for element in text.walk()]
    assert list(filter(None, targets)) == ["#a-n1", "b.xml#b-n1", "#a-r1"]
