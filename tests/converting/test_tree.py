"""What is written is XML: read again, it says the same."""

import pytest
from lxml import etree

from teikit.converting.writing.tree import ID, Element, add, serialise


def test_texts_and_values_are_read_again_as_they_were() -> None:
    awkward = "a < b & c > \"d\"\t'e'\r\nf"
    root = Element("TEI", {ID: "a"})
    paragraph = add(add(root, "body"), "p", awkward, n=awkward, resp="")
    add(paragraph, "ref").tail = awkward
    read = etree.fromstring(serialise(root, [("xml-model", 'href="a.rng"')]))
    (found,) = read.iter("p")
    assert (found.text, found[0].tail) == (awkward, awkward)
    assert found.items() == [("n", awkward)]


def test_only_what_holds_no_text_is_indented() -> None:
    root = Element("TEI")
    body = add(root, "body")
    add(add(body, "p"), "ref")
    add(body, "p", "one")
    written = serialise(root).decode().split("\n", 1)[1]
    assert written == ("<TEI>\n  <body>\n    <p><ref/></p>\n    <p>one</p>\n  </body>\n</TEI>\n")


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_is_never_written(sign: str) -> None:
    root = Element("TEI")
    add(root, "p", f"a{sign}b")
    with pytest.raises(ValueError, match=r"XML does not allow|surrogates"):
        serialise(root)
