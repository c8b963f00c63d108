"""The places of nodes, attributes and characters in a file are where they are written."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tei_documents import Character, Made, documents
from teikit.validating.index.facts import numbered
from teikit.xml.encoding import decoded
from teikit.xml.files import NotWellFormed, parsed
from teikit.xml.markup import Lines, Markup, read_markup
from teikit.xml.positions import FileSpan, Positions
from teikit.xml.spans import SpanMap

PATH = Path("letter.xml")


def source_of(data: bytes) -> tuple[etree._Element, Positions]:
    tree = parsed(data, PATH)
    return tree.getroot(), Positions(data, read_markup(decoded(data)), numbered(tree.getroot()))


def bare(data: bytes) -> Positions:
    return Positions(data, Markup(decoded(data)), {})


def joined(characters: list[Character]) -> str:
    return "".join(sign.character for sign in characters)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(documents())
def test_everything_is_where_it_was_written(made: Made) -> None:
    _, source = source_of(made.data)
    assert source.markup.file.text == made.text
    assert source.encoded(made.text) == made.data
    for number, written in enumerate(made.nodes):
        node = source.node(number)
        assert source.number(node) == number
        assert source.tag(node) == FileSpan(written.start, written.end)
        assert (node.text or "") == joined(written.text)
        for place, characters in enumerate(written.text):
            assert source.characters(node, place, place + 1) == FileSpan(*characters[1:])
        if node.getparent() is not None:
            assert (node.tail or "") == joined(written.tail)
        for place, characters in enumerate(written.tail):
            assert source.characters(node, place, place + 1, tail=True) == FileSpan(*characters[1:])
        if isinstance(node.tag, str):
            check_attributes(node, source, written.attributes)


def check_attributes(
    node: etree._Element, source: Positions, written: dict[str, tuple[int, list[Character]]]
) -> None:
    spans = source.attributes(node)
    found = {name: value for name, value in spans.items() if not name.startswith("xmlns")}
    assert list(found) == list(written) == list(node.attrib)
    for name, (at, value) in written.items():
        assert source.attribute_name(node, name) == at
        assert node.get(name) == joined(value)
        start, end = found[name]
        assert source.text[start - 1] == source.text[end] != ""
        assert source.text[start - 1] in "'\""
        assert [FileSpan(*sign[1:]) for sign in value] == [
            source.value(node, name, place, place + 1) for place in range(len(value))
        ]
        assert source.value(node, name, 0, len(value)) == FileSpan(start, end)
        assert source.value(node, name, len(value), len(value) + 3) == FileSpan(end, end)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(documents(), st.data())
def test_several_characters_are_from_the_first_to_the_last(made: Made, data: st.DataObject) -> None:
    _, source = source_of(made.data)
    for number, written in enumerate(made.nodes):
        if written.text:
            start = data.draw(st.integers(0, len(written.text) - 1))
            end = data.draw(st.integers(start, len(written.text)))
            span = source.characters(source.node(number), start, end)
            last = written.text[end - 1].end if end > start else written.text[start].start
            assert span == FileSpan(written.text[start].start, last)
            pieces = source.text_pieces(source.node(number))
            assert pieces.length == len(written.text)
            assert (pieces.index(span.start), pieces.index(span.end)) == (start, end)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(documents())
def test_a_further_attribute_fits_into_every_tag(made: Made) -> None:
    root, source = source_of(made.data)
    places = [source.new_attribute(node) for node in root.iter(etree.Element)]
    text = made.text
    for place in sorted(places, reverse=True):
        text = f'{text[:place]} added="1"{text[place:]}'
    data = source.encoded(text)
    assert data
    for node, old in zip(
        parsed(data, PATH).getroot().iter(etree.Element), root.iter(etree.Element), strict=True
    ):
        assert dict(node.attrib) == {**old.attrib, "added": "1"}
        assert node.text == old.text


TEXTS = st.text(st.sampled_from("ab é😀\u0301\u2028\x85\t\n\r"), max_size=60)


@settings(derandomize=True)
@given(TEXTS)
def test_lines_and_columns_are_those_of_editors(written: str) -> None:
    text = Lines(written)
    lines = written.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for position in range(len(written) + 1):
        line, column = text.line_and_column(position)
        if written[position - 1 : position + 1] != "\r\n":  # no place is within a line end
            assert text.position(line, column) == position
            assert written[position : text.line_end(position)] == lines[line - 1][column - 1 :]
    assert [
        written[text.position(number, 1) : text.line_end(text.position(number, 1))]
        for number in range(1, len(lines) + 1)
    ] == lines


@settings(derandomize=True)
@given(TEXTS)
def test_an_excerpt_shows_the_character_at_its_column(written: str) -> None:
    text = Lines(written * 4)
    for position, character in enumerate(text.text):
        shown, column = text.excerpt(position)
        assert len(shown) <= 160
        assert column >= 1
        assert not shown.endswith(" ")
        if not character.isspace():
            assert shown[column - 1] == character


def test_places_that_are_not_there_are_brought_to_the_nearest() -> None:
    text = Lines("ab\r\ncd")
    assert [text.position(0, 0), text.position(1, 9), text.position(9, 9)] == [0, 2, 6]
    assert Lines("").excerpt(0) == ("", 1)
    assert Lines("").line_and_column(0) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "shift_jis", "koi8-r"])
def test_rarer_encodings(encoding: str) -> None:
    written = f'<?xml version="1.0" encoding="{encoding.removesuffix("-le")}"?>\n<p n="Ж">ЖЖ</p>'
    data = written.encode(encoding)
    try:
        root, source = source_of(data)
    except NotWellFormed:
        pytest.skip("this libxml2 does not know the encoding")
    assert source.text == written
    assert source.markup.line_and_column(source.characters(root, 1, 2).start) == (2, 11)
    assert source.encoded(written.replace("ЖЖ", "Ж")) == written.replace("ЖЖ", "Ж").encode(encoding)


def test_an_encoding_that_is_not_known_is_read_but_not_written() -> None:
    data = b'<?xml version="1.0" encoding="x-martian"?><p>\xe9t\xe9</p>'
    assert decoded(data).endswith("<p>été</p>")
    source = bare(data)
    assert source.encoded(source.text) is None


def test_what_cannot_be_written_as_it_was_is_not_written() -> None:
    _, source = source_of('<?xml version="1.0" encoding="iso-8859-1"?><p>é</p>'.encode("latin-1"))
    assert source.encoded("<p>è</p>") == "<p>è</p>".encode("latin-1")
    assert source.encoded("<p>Ж</p>") is None
    assert bare(b"<p>\xff</p>").encoded("<p>x</p>") is None  # a byte was lost
    assert bare(b"<p/>").encoded("<p>\ud800</p>") is None


def test_names_that_only_newer_versions_of_xml_know() -> None:
    root, source = source_of('<Ⱡx n="1">a<𐀀/>b</Ⱡx>'.encode())
    assert source.tag(root) == FileSpan(0, 10)
    assert source.characters(root[0], 0, 1, tail=True) == FileSpan(15, 16)


def test_an_entity_stands_in_place_of_its_reference() -> None:
    data = b"<!DOCTYPE p [<!ENTITY n '&#160;x'>]><p>a&n;b&amp;<q/>c</p>"
    root, source = source_of(data)
    written = data.index(b"&n;")

    def in_file(start: int, end: int) -> tuple[int, int]:
        return source.markup.span_in_file(*source.characters(root, start, end))

    assert root.text == "a\xa0xb&"
    assert in_file(0, 1) == (written - 1, written)
    assert in_file(1, 2) == in_file(2, 3) == in_file(1, 3) == (written, written + 3)
    assert in_file(3, 4) == (written + 3, written + 4)
    assert in_file(2, 5) == (written, written + 9)
    assert source.markup.span_in_file(*source.tag(root[0])) == (written + 9, written + 13)


def test_an_element_without_an_end_tag_has_no_text() -> None:
    root, source = source_of(b"<p><lb/>tail</p>")
    assert source.text_pieces(root[0]).length == 0
    assert source.characters(root[0], 0, 4, tail=True) == FileSpan(8, 12)


def test_pieces_count_the_characters_before_a_position() -> None:
    text = "a&amp;\r\nb"
    pieces = SpanMap(0).take(text, len(text))
    assert pieces.length == 4
    assert [pieces.index(at) for at in range(len(text) + 2)] == [0, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4]


# A tag, a text or a value with thousands of findings must not be searched from its start for each.


def test_many_places_in_one_text_are_found_soon() -> None:
    written = "Ж&amp;\r\n" * 150_000
    root, source = source_of(f"<p>{written}</p>".encode())
    began = time.perf_counter()
    for place in range(0, 450_000, 9):
        start, end = source.characters(root, place, place + 1)
        assert source.text[start:end] == "Ж"
        source.markup.line_and_column(start)
    assert time.perf_counter() - began < 5


def test_many_places_on_one_line_are_shown_soon() -> None:
    words = " ".join(["bare"] * 50_000)
    root, source = source_of(f'<p ref="{words}">{"Wort" * 200_000}</p>'.encode())
    began = time.perf_counter()
    for place in range(50_000):
        start, _ = source.value(root, "ref", place * 5, place * 5 + 4)
        assert source.markup.excerpt(start)[0]
        assert source.markup.line_end(start) == len(source.text)
    assert time.perf_counter() - began < 5


def test_many_elements_are_found_soon() -> None:
    root, source = source_of(b"<p>" + b'<lb n="1"/>a' * 20_000 + b"</p>")
    began = time.perf_counter()
    for element in root:
        assert source.text[slice(*source.tag(element))] == '<lb n="1"/>'
        assert source.text[slice(*source.attributes(element)["n"])] == "1"
        assert source.text[slice(*source.characters(element, 0, 1, tail=True))] == "a"
    assert time.perf_counter() - began < 5
