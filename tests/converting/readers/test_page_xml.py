"""Transcriptions in PAGE XML as sources."""

from pathlib import Path

import pytest
from lxml import etree

import teikit
from pages import plain
from teikit.converting import readers
from teikit.converting.inputs import folders, raw_pages
from teikit.converting.readers.page_files import is_page_xml, natural
from teikit.converting.readers.page_xml import read_page_xml
from teikit.converting.reading.layout import arrange
from teikit.converting.source import Source, collapse
from teikit.diagnostic import Severity
from teikit.errors import TeikitError
from transcriptions import line, page, reading, region

LONG = (
    "I have been out on the river all this morning with",
    "the two boys, and we have seen how the barges came",
    "down from Antwerp with their red sails.",
)


def read(*pages: bytes) -> Source:
    return read_page_xml([(f"{n:04}.xml", data) for n, data in enumerate(pages, 1)], "letters")


def marked(source: Source, *kinds: str) -> list[tuple[str, str, dict[str, str]]]:
    return [(source[m.span], m.kind, dict(m.attributes)) for m in source.marks if m.kind in kinds]


def regions(source: Source, kind: str) -> list[str]:
    return [source[r.span] for r in source.regions if r.kind == kind]


def lines(source: Source) -> list[str]:
    return [
        ("~" if each.furniture else "") + collapse(source[each.span])
        for each in arrange(source, plain()).lines
    ]


def omitted(source: Source) -> list[tuple[str, str]]:
    return [(each.kind, each.words) for each in source.omissions]


def test_regions_come_in_reading_order() -> None:
    first, second = region("Yours, John", id_="a"), region("Dear Anna,", id_="b")
    assert read(page(first, second, order=("b", "a"))).text == "Dear Anna,\n\nYours, John"
    assert read(page(first, second)).text == "Yours, John\n\nDear Anna,"
    by_custom = [
        region("two", custom="readingOrder {index:1;}"),
        region("one", custom="readingOrder {index:0;}"),
    ]
    assert read(page(*by_custom)).text == "one\n\ntwo"
    unnamed = region("between", id_="c")
    assert read(page(first, unnamed, second, order=("b", "a"))).text.split("\n\n") == [
        "Dear Anna,",
        "Yours, John",
        "between",
    ]


def test_lines_of_a_paragraph_are_joined_and_others_are_not() -> None:
    source = read(page(region("Ghent, 5 May 1851", "Dear Anna,", *LONG, "Yours ever,", "John Roe")))
    assert lines(source) == [
        "Ghent, 5 May 1851",
        "Dear Anna,",
        " ".join(LONG),
        "Yours ever,",
        "John Roe",
    ]
    assert regions(source, "rows") == ["\n".join(LONG)]


def test_a_line_that_is_set_in_begins_a_paragraph() -> None:
    full = "and so we went on and on the whole of the long day"
    set_in = region(*map(line, (full, full)), line(full, left=260), line(full))
    assert len(lines(read(page(set_in)))) == 2
    assert len(lines(read(page(region(full, full, full, full))))) == 1


def test_without_coordinates_the_lengths_of_lines_stand_for_them() -> None:
    bare = "".join(f"<TextLine>{reading(each)}</TextLine>" for each in ("Dear Anna,", *LONG))
    assert lines(read(page(f"<TextRegion>{bare}</TextRegion>"))) == ["Dear Anna,", " ".join(LONG)]


@pytest.mark.parametrize("sign", ["¬", "⸗", "\u00ad", "-"])
def test_words_that_a_line_breaks_are_one(sign: str) -> None:
    first = f"we saw how the barges came with their red sails mor{sign}"
    second = "ning after morning and went again to the great city"
    source = read(page(region(first, second, "by the morning tide.")))
    assert len(lines(source)) == 1
    breaks = [mark for mark in arrange(source, plain()).marks if mark.kind == "lb"]
    assert [source.text[mark.span.start :][:4] for mark in breaks] == ["ning"]


def test_a_sentence_runs_on_over_the_page_with_its_furniture() -> None:
    first = page(
        region("12", custom="structure {type:page-number;}"),
        region(*LONG[:2]),
        region("down", more='type="catch-word"'),
        picture="p/0012.jpg",
    )
    second = page(
        region("13", custom="structure {type:page-number;}"), region(LONG[2]), picture="0013.jpg"
    )
    source = read(first, second)
    assert lines(source) == ["~12", " ".join([*LONG[:2], "down", "13", LONG[2]])]
    assert regions(source, "furniture") == ["12", "down", "13"]
    assert [(m.attributes["n"], source.text[m.span.start :][:2]) for m in source.marks] == [
        ("0012.jpg", "12"),
        ("0013.jpg", "13"),
    ]


def test_headings_and_what_stands_in_the_margin() -> None:
    heading = region(
        "Letter 3", "To Anna", custom="readingOrder {index:0;} structure {type:heading;}"
    )
    source = read(
        page(heading, region("Dear Anna,"), region("Come soon!", more='type="marginalia"'))
    )
    assert regions(source, "heading") == ["Letter 3\nTo Anna"]
    assert omitted(source) == [("margin", "Come soon!")]


def test_tags_count_in_the_text_of_their_line() -> None:
    custom = (
        "readingOrder {index:0;} textStyle {offset:0; length:4;italic:true; fontSize:12.0;}"
        " textStyle {offset:5; length:3;strikethrough:true;} unclear {offset:9; length:5;}"
        " person {offset:15; length:8; firstname:Anna;} place {offset:27; length:5;}"
        " date {offset:36; length:10; year:1851; month:5; day:4;} add {offset:33; length:2;}"
    )
    source = read(page(region(line("Then not quite Anna Roe of Ghent by 4 May 1851", custom))))
    found = marked(source, "hi", "del", "unclear", "persName", "placeName", "date", "add")
    assert found == [
        ("Then", "hi", {"rend": "italic"}),
        ("not", "del", {"rend": "strikethrough"}),
        ("quite", "unclear", {"reason": "illegible"}),
        ("Anna Roe", "persName", {}),
        ("Ghent", "placeName", {}),
        ("by", "add", {}),
        ("4 May 1851", "date", {"when": "1851-05-04"}),
    ]
    assert not source.omissions


def test_offsets_count_as_java_does() -> None:
    source = read(page(region(line("𝔄𝔅 Roe", "person {offset:5; length:3;}"))))
    assert marked(source, "persName") == [("Roe", "persName", {})]


def test_names_beside_each_other_are_two_and_a_continued_one_is_one() -> None:
    tag = "person {{offset:0; length:8;{}}}"
    apart = region(line("Anna Roe", tag.format("")), line("John Roe", tag.format("")))
    assert len(marked(read(page(apart)), "persName")) == 2
    one = region(
        line("we met with many others", "person {offset:0; length:2;}"),
        line("of us the two brothers of Anna", "person {offset:26; length:4; continued:true;}"),
        line("Roe in the town of Ghent who", "person {offset:0; length:3; continued:true;}"),
    )
    assert marked(read(page(one)), "persName") == [
        ("we", "persName", {}),
        ("Anna\nRoe", "persName", {}),
    ]


def test_a_tag_that_tei_has_nothing_for_is_told_once() -> None:
    abbreviated = "abbrev {offset:0; length:2; expansion:Herr\\u0020Doktor;}"
    source = read(
        page(
            region(
                line("Hr Roe", abbreviated),
                line("Hr Lane", abbreviated),
                line("x", "gap {offset:1; length:0;}"),
            )
        )
    )
    assert omitted(source) == [("tag", "abbrev (Herr Doktor): “Hr”, and 1 more"), ("tag", "gap")]


def test_other_readings_words_alone_and_regions_without_lines() -> None:
    two = region(f"<TextLine>{reading('no', 1)}{reading('yes', 0)}</TextLine>")
    both = "".join(f"<Word>{reading(word)}</Word>" for word in ("Dear", "Anna"))
    words = region(f"<TextLine>{both}</TextLine>")
    bare = region(reading("one\ntwo"))
    picture = '<GraphicRegion custom="structure {type:stamp;}"/><SeparatorRegion/>'
    source = read(page(two, words, picture, bare))
    assert source.text.split("\n\n") == ["yes", "Dear Anna", "one", "two"]
    assert omitted(source) == [("picture", "stamp of 0001.jpg")]


def test_cells_of_a_table_are_parted_by_tabs() -> None:
    cells = "".join(
        f'<TableCell row="{row}" col="{col}"><TextLine>{reading(text)}</TextLine></TableCell>'
        for row, col, text in ((0, 0, "Tea"), (0, 1, "2s"), (1, 0, "Oil"), (1, 1, "3s"))
    )
    source = read(page(f"<TableRegion>{cells}</TableRegion>"))
    assert regions(source, "table") == ["Tea\t2s\nOil\t3s"]


@pytest.mark.parametrize(
    "data",
    [
        b"<PcGts><Page>",
        b'<!DOCTYPE PcGts [<!ENTITY e SYSTEM "file:///etc/passwd">]><PcGts><Page/></PcGts>',
        b"<PcGts>" + b"<a>" * 3000 + b"</a>" * 3000 + b"</PcGts>",
    ],
)
def test_broken_files_and_document_types_are_refused(data: bytes) -> None:
    with pytest.raises(TeikitError, match=r"0001\.xml is broken, or has a document type"):
        read(data)


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(TeikitError, match="holds no text"):
        read(page())


def test_files_are_known_by_their_first_element() -> None:
    assert is_page_xml(page())
    assert is_page_xml(b'<?xml version="1.0"?><p:PcGts xmlns:p="x"/>')
    assert is_page_xml("\ufeff<PcGts>".encode("utf-16-le"))
    assert not is_page_xml(b"<TEI><PcGts/></TEI>")
    assert not is_page_xml(b"<!--" + b"-" * 20_000)
    assert sorted(["p10", "p9", "P1"], key=natural) == ["P1", "p9", "p10"]


# --- files and folders ---


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A folder as Transkribus exports it: two documents, the second with its own folder `page`."""
    first, second = tmp_path / "raw" / "a", tmp_path / "raw" / "b"
    (second / "page").mkdir(parents=True)
    first.mkdir()
    opening = region("Anna Roe to John Roe", "Ghent, 5 May 1851", "Dear John,", *LONG[:2])
    (first / "p9.xml").write_bytes(page(opening))
    (first / "p10.xml").write_bytes(
        page(region(LONG[2], "Yours ever,", "Anna Roe"), picture="10.jpg")
    )
    tagged = (
        "unclear {offset:0; length:4;} person {offset:5; length:4;} date {offset:13; length:4;"
        " year:1850;} textStyle {offset:0; length:9; strikethrough:true;} add {offset:10;"
        " length:2;}"
    )
    poor = line("Poor Mary in 1850", tagged)
    answer = region("John Roe to Anna Roe", "Dear Anna,", poor, *LONG, "John Roe")
    number = region("1", more='type="page-number"')
    (second / "page" / "1.xml").write_bytes(page(number, answer))
    for name in ("mets.xml", "1.jpg"):
        (second / name).write_text("<mets/>")
    return tmp_path / "raw"


def test_a_folder_of_pages_is_one_page(export: Path) -> None:
    assert raw_pages([export]) == [export / "a", export / "b"]
    assert raw_pages([export / "a"]) == [export / "a"]
    assert raw_pages([export / "b" / "page"]) == [export / "b"]
    assert raw_pages([export / "a" / "p9.xml", export / "a" / "p10.xml"]) == [export / "a"]
    assert raw_pages([export / "a" / "p9.xml"]) == [export / "a" / "p9.xml"]
    assert [each.unread for each in folders([export, export / "b"], ())] == [(), ()]
    (export / "a" / "p11.xml").write_bytes(page(region("more")))
    with pytest.raises(TeikitError, match="some of its pages of PAGE XML are named"):
        raw_pages([export / "a" / "p9.xml", export / "a" / "p10.xml"])


def test_other_xml_is_refused_with_what_to_do(export: Path) -> None:
    with pytest.raises(TeikitError, match="is XML, but not PAGE XML"):
        readers.read(export / "b" / "mets.xml")


def test_letters_run_over_pages(export: Path, tmp_path: Path) -> None:
    conversion = teikit.convert([export], tmp_path / "tei", profile="plain-letters")
    assert conversion.grade() == 0
    trees = [etree.parse(path) for path in sorted((tmp_path / "tei").glob("*-*.xml"))]
    assert len(trees) == 2
    names = {name for tree in trees for name in tree.xpath("//*[@type='filename']/text()")}
    assert names == {"a", "b"}
    text = next(t for t in trees if t.xpath("//*[@type='filename']/text()") == ["a"])
    breaks = text.xpath("//*[local-name()='p']/*[local-name()='pb']/@n")
    assert breaks == ["10.jpg"]
    found = teikit.validate([tmp_path / "tei"], schemas=["teikit"])
    assert not [each.message for each in found if each.rule.severity is Severity.ERROR]
