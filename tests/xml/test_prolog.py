"""What stands before the content of a document, wherever it stands and however long it is."""

import time

import pytest

from teikit.xml.prolog import prolog

PLACES = {
    '<!DOCTYPE a SYSTEM "b"><a/>': (1, 1),
    '<?xml version="1.0"?>\n\n  <!DOCTYPE a SYSTEM "b"><a/>': (3, 3),
    '<?xml version="1.0"?>\r\n<!-- <!DOCTYPE\r\n--> <!DOCTYPE a SYSTEM "b"><a/>': (3, 5),
    '<?a b\r?><!DOCTYPE a PUBLIC "-//X" "b" []><a/>': (2, 3),
}


@pytest.mark.parametrize("text", PLACES)
def test_a_doctype_stands_where_it_begins(text: str) -> None:
    doctype = prolog(text).doctype
    assert doctype
    assert (doctype.line, doctype.column) == PLACES[text]
    assert doctype.system == "b"


@pytest.mark.parametrize("size", [10, 2040, 2048, 2049, 8192, 40_000])
def test_the_root_is_found_behind_anything(size: int) -> None:
    found = prolog(f'<!--{"a" * size}-->\n<?b c?>\n<p:é xmlns:p="urn:p" p:x="1" y="2"/>')
    assert (found.namespace, found.name, found.line, found.column) == ("urn:p", "é", 3, 1)
    assert found.attributes == {"{urn:p}x": "1", "y": "2"}
    assert [(each.target, each.line) for each in found.instructions] == [("b", 2)]


@pytest.mark.parametrize("text", ["<!--{}--><a/>", "<?a {}?><a/>", "<a b='{}'/>"])
def test_what_is_long_takes_no_time(text: str) -> None:
    start = time.process_time()
    assert prolog(text.format("x" * 4_000_000)).name == "a"
    assert time.process_time() - start < 3
