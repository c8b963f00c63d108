"""Files of Word as sources."""

import pytest

from office import archive, docx, paragraph, run, word_part
from pages import plain
from teikit.converting.readers.docx import read_docx
from teikit.converting.reading.layout import arrange
from teikit.converting.source import Source
from teikit.errors import TeikitError


def read(body: str, **parts: str) -> Source:
    return read_docx(docx(body, **parts), "letters.docx")


def marked(source: Source, kind: str) -> list[tuple[str, dict[str, str]]]:
    return [(source[m.span], dict(m.attributes)) for m in source.marks if m.kind == kind]


def looks(source: Source) -> list[tuple[str, str]]:
    return [(words, attributes["rend"]) for words, attributes in marked(source, "hi")]


def regions(source: Source, kind: str) -> list[tuple[str, dict[str, str]]]:
    return [(source[r.span], dict(r.attributes)) for r in source.regions if r.kind == kind]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kopf"><w:name w:val="Kopf"/><w:basedOn'
    ' w:val="berschrift2"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/>'
    "</w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Dateline"><w:name w:val="Dateline"/><w:pPr><w:jc'
    ' w:val="right"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)


def test_paragraphs_lines_tabs_and_signs() -> None:
    source = read(
        paragraph("Dear ", "Anna,")
        + paragraph("<w:r><w:t>I</w:t><w:tab/><w:t>write</w:t><w:br/><w:t>now</w:t>"
                    "<w:noBreakHyphen/><w:t>a</w:t><w:sym w:font='Times' w:char='00E9'/></w:r>")
        + paragraph("")
        + paragraph("Yours")
    )  # fmt: skip
    assert source.text == "Dear Anna,\n\nI\twrite\nnow-aé\n\nYours"


def test_looks_of_words_by_themselves_and_by_styles() -> None:
    source = read(
        paragraph(
            run("i", "<w:i/>"), " not ", run("n", '<w:i w:val="0"/>'), run("b", "<w:b/>"), " ",
            run("u", '<w:u w:val="single"/>'), " ", run("d", '<w:u w:val="double"/>'), " ",
            run("s", "<w:dstrike/>"), " 5", run("th", '<w:vertAlign w:val="superscript"/>'), " ",
            run("c", "<w:smallCaps/>"), " ", run("e", '<w:rStyle w:val="Emphasis"/>'), " ",
            run("g", '<w:spacing w:val="40"/>'),
        ),
        styles=STYLES,
    )  # fmt: skip
    assert looks(source) == [
        ("i", "italic"),
        ("b", "bold"),
        ("u", "underline"),
        ("d", "double-underline"),
        ("th", "superscript"),
        ("c", "small-caps"),
        ("e", "italic"),
        ("g", "spaced"),
    ]
    assert marked(source, "del") == [("s", {"rend": "strikethrough"})]


def test_styles_of_paragraphs_are_regions() -> None:
    source = read(
        paragraph("To Anna", style="Kopf")
        + paragraph("Rome, May 5", style="Dateline")
        + paragraph("Part", properties='<w:outlineLvl w:val="0"/>')
        + paragraph("To Anna 7", style="TOC1"),
        styles=STYLES,
    )
    assert regions(source, "heading") == [("To Anna", {"level": "2"}), ("Part", {"level": "1"})]
    assert regions(source, "center") == [("To Anna", {})]
    assert regions(source, "right") == [("Rome, May 5", {})]
    assert regions(source, "furniture") == [("To Anna 7", {})]
    assert ("To Anna", {"name": "italic"}) in regions(source, "style")
    assert not source.marks


def test_a_style_of_words_turns_round_that_of_the_paragraph() -> None:
    source = read(
        paragraph("Ada to ", run("Ben", '<w:rStyle w:val="Emphasis"/>'), style="Kopf"),
        styles=STYLES,
    )
    assert looks(source) == [("Ada to", "italic")]


NOTES = (
    '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r>'
    "<w:footnoteRef/></w:r><w:r><w:t>A sister.</w:t></w:r></w:p><w:p><w:r><w:t>And more.</w:t>"
    '</w:r></w:p></w:footnote><w:footnote w:id="3"><w:p><w:r><w:t>* Starred.</w:t></w:r></w:p>'
    "</w:footnote>"
)
ENDNOTES = (
    '<w:endnote w:id="1"><w:p><w:r><w:endnoteRef/><w:t>The end.</w:t></w:r></w:p></w:endnote>'
)
COMMENTS = (
    '<w:comment w:id="7" w:author="Ada Lane" w:initials="AL" w:date="2020-05-04T10:00:00Z"><w:p>'
    "<w:r><w:annotationRef/></w:r><w:r><w:t>Is this right?</w:t></w:r></w:p></w:comment>"
)


def test_notes_and_comments_stand_behind_the_text() -> None:
    source = read(
        paragraph(
            "Mary", '<w:r><w:footnoteReference w:id="2"/></w:r>', " and Ben",
            '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>',
            '<w:r><w:endnoteReference w:id="1"/></w:r>', " came",
            '<w:r><w:commentReference w:id="7"/></w:r>', ".",
        ),
        footnotes=NOTES, endnotes=ENDNOTES, comments=COMMENTS,
    )  # fmt: skip
    assert source.text == (
        "Mary1 and Ben*i came[AL1].\n\n1 A sister.\n\nAnd more.\n\n* Starred.\n\ni The end.\n\n"
        "Is this right?"
    )
    assert [(words, a["target"]) for words, a in marked(source, "ref")] == [
        ("1", "note1"),
        ("*", "note2"),
        ("i", "note3"),
        ("[AL1]", "note4"),
    ]
    notes = regions(source, "note")
    assert [words for words, _ in notes] == [
        "1 A sister.\n\nAnd more.",
        "* Starred.",
        "i The end.",
        "Is this right?",
    ]
    assert notes[3][1] == {
        "id": "note4",
        "type": "comment",
        "author": "Ada Lane",
        "when": "2020-05-04T10:00:00Z",
    }
    ((collected, _),) = regions(source, "notes")
    assert collected == source.text.partition("\n\n")[2]


def test_the_mark_of_a_note_is_no_word_of_a_paragraph_in_italics() -> None:
    source = read(
        paragraph(run("Postcard.", "<w:i/>"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        footnotes=NOTES,
    )
    assert not looks(source)
    assert regions(source, "style") == [("Postcard.", {"name": "italic"})]


def test_tracked_changes_have_author_and_date() -> None:
    source = read(
        paragraph(
            "I ",
            '<w:del w:author="Ada" w:date="2020-05-04T10:00:00Z"><w:r><w:delText>hate</w:delText>'
            "</w:r></w:del>",
            '<w:ins w:author="Ada" w:date="2020-05-04T10:00:00Z"><w:r><w:t>love</w:t></w:r>'
            "</w:ins>",
            " you ",
            '<w:moveTo w:author="Ben"><w:r><w:t>so</w:t></w:r></w:moveTo>',
        )
    )
    assert source.text == "I hatelove you so"
    told = {"author": "Ada", "when": "2020-05-04T10:00:00Z"}
    assert marked(source, "del") == [("hate", told)]
    assert marked(source, "add") == [("love", told), ("so", {"author": "Ben"})]


def test_fields_links_and_alternatives_are_read_once() -> None:
    source = read(
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            "shown ",
            '<w:hyperlink><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>a link</w:t></w:r>'
            "</w:hyperlink>",
            "<w:r><mc:AlternateContent><mc:Choice><w:t> once</w:t></mc:Choice><mc:Fallback>"
            "<w:t> twice</w:t></mc:Fallback></mc:AlternateContent></w:r>",
        )
    )
    assert source.text == "shown a link once"
    assert not source.marks


def test_numbers_that_word_counts_are_text() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt'
        ' w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt'
        ' w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
    )

    def counted(level: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'

    source = read(
        paragraph("To Ada", properties=counted(0))
        + paragraph("x", properties=counted(1))
        + paragraph("To Ben", properties=counted(0))
        + paragraph("y", properties=counted(1)),
        numbering=numbering,
    )
    assert source.text == "III. To Ada\n\nIIIa) x\n\nIV. To Ben\n\nIVa) y"


def test_tables_are_lines_with_tabs() -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = f"<w:tr>{cell(paragraph('May 1'))}{cell(paragraph('3 st.'))}</w:tr>"
    source = read(paragraph("A") + f"<w:tbl>{row}{row}</w:tbl>" + paragraph("B"))
    assert source.text == "A\n\nMay 1\t3 st.\nMay 1\t3 st.\n\nB"
    assert [words for words, _ in regions(source, "table")] == ["May 1\t3 st.\nMay 1\t3 st."]


def test_pages_and_what_is_left_out() -> None:
    picture = '<w:r><w:drawing><wp:docPr descr="A seal"/><a:blip/></w:drawing></w:r>'
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        + paragraph("Boxed")
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        "<w:txbxContent>" + paragraph("Boxed") + "</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(
        paragraph("One", picture, box)
        + paragraph('<w:r><w:br w:type="page"/></w:r>', "Two", "<m:oMath><m:t>x=1</m:t></m:oMath>")
        + paragraph(
            run("not seen", "<w:vanish/>"), "<w:r><w:sym w:font='Wingdings' w:char='F0C1'/></w:r>"
        ),
        header1=paragraph("Letters of Ada"),
    )
    assert source.text == "One\n\nBoxed\n\nTwo"
    assert [source.text[m.span.start :] for m in source.marks if m.kind == "pb"] == ["Two"]
    assert {(each.kind, each.words) for each in source.omissions} == {
        ("picture", "A seal"),
        ("box", "Boxed"),
        ("formula", "x=1"),
        ("symbol", "F0C1 of wingdings"),
        ("hidden", "not seen"),
        ("part", "the running title “Letters of Ada” is left out"),
    }


# --- files that are no good ---


def bad(data: bytes) -> str:
    with pytest.raises(TeikitError) as caught:
        read_docx(data, "a.docx")
    return str(caught.value)


def test_what_is_broken_encrypted_or_too_large_is_refused() -> None:
    good = docx(paragraph("A"))
    assert "broken" in bad(b"no archive")
    assert "broken" in bad(good[: len(good) // 2])
    assert "broken" in bad(archive({"word/other.xml": "<a/>"}))
    assert "broken" in bad(archive({"word/document.xml": "<a>"}))
    assert "no text" in bad(docx(""))
    assert "encrypted" in bad(archive({"EncryptedPackage": b"x"}))
    assert "unpacks to more" in bad(archive({"word/document.xml": b" " * 30_000_000}))
    many = {f"part{n}": b"" for n in range(10_001)}
    assert "too many parts" in bad(archive({**many, "word/document.xml": "<a/>"}))
    entities = (
        "<!DOCTYPE a [<!ENTITY b 'c'>]>" + word_part("document", "<w:body/>").partition("?>")[2]
    )
    assert "document type" in bad(archive({"word/document.xml": entities}))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(docx(paragraph("A")))
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.find(signature)
        data[start + place] |= 1
    assert "encrypted" in bad(bytes(data))


def test_nothing_outside_of_the_file_is_opened() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="http://x/officeDocument" TargetMode="External"'
        ' Target="http://example.org/other.xml"/></Relationships>'
    )
    data = archive(
        {
            "_rels/.rels": relations,
            "word/document.xml": word_part("document", f"<w:body>{paragraph('A')}</w:body>"),
        }
    )
    assert read_docx(data, "a.docx").text == "A"


def test_every_cut_of_a_file_is_refused_or_read() -> None:
    data = docx(paragraph("Dear Ada"), styles=STYLES, footnotes=NOTES)
    for end in range(0, len(data), 97):
        assert "\n" not in bad(data[:end])


_VERSES = (
    "Down the river in the rain",
    "Goes the barge to Ghent again,",
    "Down the river, up the sea,",
    "Never comes it back to me.",
)


@pytest.mark.parametrize(
    ("lines", "style", "verse"),
    [
        (_VERSES, "", True),
        (_VERSES[:2], "", False),
        (_VERSES[:1], "Verse", True),
        ((*_VERSES, "and so it goes on for ever"), "", False),
        (("To Mr. John Roe", "At the Bridge", "In Ghent in 1851", "By the next post"), "", False),
        (("I am, Sir,", "Your obedient", "Humble servant,", "John Roe"), "", False),
    ],
)
def test_verse_by_its_style_or_its_lines(lines: tuple[str, ...], style: str, verse: bool) -> None:
    broken = "<w:br/>".join(f"<w:t>{each}</w:t>" for each in lines)
    named = '<w:style w:type="paragraph" w:styleId="Verse"><w:name w:val="Verse"/></w:style>'
    body = paragraph("So he sang:") + paragraph(f"<w:r>{broken}</w:r>", style=style)
    source = read_docx(docx(body, styles=named), "letters.docx")
    found = [source[each.span] for each in source.regions if each.kind == "verse"]
    assert found == ["\n".join(lines)] * verse
    layout = arrange(source, plain())
    assert [line.verse for line in layout.lines][1:] == [verse] * (len(layout.lines) - 1)


def test_signs_of_fonts_of_symbols() -> None:
    symbol = "<w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>a \uf062</w:t></w:r>"
    arrow = "<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>"
    source = read(paragraph("x ", symbol, arrow))
    assert (source.text, source.omissions) == ("x α β→", ())
