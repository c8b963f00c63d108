"""Files of LibreOffice as sources."""

import pytest

from office import archive, odt
from teikit.converting.readers.odt import read_odt
from teikit.converting.source import Source
from teikit.errors import TeikitError


def read(body: str, automatic: str = "", styles: str = "") -> Source:
    return read_odt(odt(body, automatic, styles), "letters.odt")


def marked(source: Source, kind: str) -> list[tuple[str, dict[str, str]]]:
    return [(source[m.span], dict(m.attributes)) for m in source.marks if m.kind == kind]


def regions(source: Source, kind: str) -> list[tuple[str, dict[str, str]]]:
    return [(source[r.span], dict(r.attributes)) for r in source.regions if r.kind == kind]


def test_paragraphs_lines_tabs_and_spaces() -> None:
    source = read(
        '<text:p>Dear<text:s/>Anna,<text:tab/>I <text:s text:c="6"/>write<text:line-break/>now'
        "<text:soft-page-break/> and <text:bookmark-start/><text:page-number>7</text:page-number>"
        " then.</text:p><text:p/><text:section><text:p>Yours</text:p></text:section>"
    )
    assert source.text == "Dear Anna,\tI\twrite\nnow and 7 then.\n\nYours"


def test_looks_of_words_by_automatic_styles_and_their_parents() -> None:
    looks = {
        "T1": 'fo:font-style="italic"',
        "T2": 'style:text-underline-style="solid"',
        "T3": 'style:text-line-through-style="solid"',
        "T4": 'style:text-position="super 58%"',
        "T5": 'fo:font-variant="small-caps"',
        "T6": 'fo:letter-spacing="0.1cm"',
        "T7": 'fo:font-style="normal"',
    }
    automatic = "".join(
        f'<style:style style:name="{name}" style:family="text" style:parent-style-name="Strong">'
        f"<style:text-properties {properties}/></style:style>"
        for name, properties in looks.items()
    )
    strong = (
        '<style:style style:name="Strong" style:family="text"><style:text-properties'
        ' fo:font-weight="{}"/></style:style>'
    )
    spans = " ".join(f'<text:span text:style-name="{n}">{n}</text:span> x' for n in looks)
    source = read(f"<text:p>{spans}</text:p>", automatic, strong.format("normal"))
    assert [(words, a["rend"]) for words, a in marked(source, "hi")] == [
        ("T1", "italic"),
        ("T2", "underline"),
        ("T4", "superscript"),
        ("T5", "small-caps"),
        ("T6", "spaced"),
    ]
    assert marked(source, "del") == [("T3", {"rend": "strikethrough"})]
    bold = read(f"<text:p>{spans}</text:p>", automatic, strong.format("bold"))
    assert sum(1 for _, a in marked(bold, "hi") if a["rend"] == "bold") == len(looks)


def test_headings_alignment_and_names_of_styles() -> None:
    automatic = (
        '<style:style style:name="P1" style:family="paragraph"'
        ' style:parent-style-name="Date_20_line"><style:paragraph-properties'
        ' fo:text-align="end" fo:break-before="page"/></style:style>'
    )
    named = '<style:style style:name="Date_20_line" style:family="paragraph"/>'
    source = read(
        '<text:h text:outline-level="2">To Anna</text:h><text:p text:style-name="P1">Rome</text:p>'
        "<text:table-of-content><text:index-body><text:p>To Anna 7</text:p></text:index-body>"
        "</text:table-of-content>",
        automatic,
        named,
    )
    assert regions(source, "heading") == [("To Anna", {"level": "2"})]
    assert regions(source, "right") == [("Rome", {})]
    assert regions(source, "style") == [("Rome", {"name": "Date line"})]
    assert regions(source, "furniture") == [("To Anna 7", {})]
    assert [source.text[m.span.start :][:4] for m in source.marks if m.kind == "pb"] == ["Rome"]


def test_notes_and_comments_stand_behind_the_text() -> None:
    source = read(
        '<text:p>Mary<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>A sister.</text:p>"
        "<text:p>And more.</text:p></text:note-body></text:note> came"
        "<office:annotation><dc:creator>Ada Lane</dc:creator>"
        "<dc:date>2020-05-04T10:00:00</dc:date><text:p>Right?</text:p></office:annotation>.</text:p>"
    )
    assert source.text == "Mary1 came[AL1].\n\n1 A sister.\n\nAnd more.\n\nRight?"
    assert [words for words, _ in marked(source, "ref")] == ["1", "[AL1]"]
    assert regions(source, "note") == [
        ("1 A sister.\n\nAnd more.", {"id": "note1", "type": "footnote"}),
        (
            "Right?",
            {
                "id": "note2",
                "type": "comment",
                "author": "Ada Lane",
                "when": "2020-05-04T10:00:00",
            },
        ),
    ]


def test_tracked_changes_have_author_and_date() -> None:
    info = (
        "<office:change-info><dc:creator>Ada</dc:creator><dc:date>2020-05-04T10:00:00</dc:date>"
        "</office:change-info>"
    )
    source = read(
        f'<text:tracked-changes><text:changed-region xml:id="c1"><text:deletion>{info}<text:p>hate'
        '</text:p></text:deletion></text:changed-region><text:changed-region xml:id="c2">'
        f"<text:insertion>{info}</text:insertion></text:changed-region></text:tracked-changes>"
        '<text:p>I <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>love'
        '<text:change-end text:change-id="c2"/> you.</text:p>'
    )
    assert source.text == "I hatelove you."
    told = {"author": "Ada", "when": "2020-05-04T10:00:00"}
    assert marked(source, "del") == [("hate", told)]
    assert marked(source, "add") == [("love", told)]


def test_lists_have_their_numbers_and_tables_are_lines() -> None:
    automatic = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"'
        ' style:num-format="I" style:num-suffix="." text:start-value="3"/></text:list-style>'
    )
    item = "<text:list-item><text:p>{}</text:p></text:list-item>".format
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    row = f"<table:table-row>{cell('May 1')}{cell('3 st.')}</table:table-row>"
    source = read(
        f'<text:list text:style-name="L1">{item("Ada")}{item("Ben")}</text:list>'
        f"<table:table>{row}{row}</table:table>",
        automatic,
    )
    assert source.text == "III. Ada\n\nIV. Ben\n\nMay 1\t3 st.\nMay 1\t3 st."
    assert len(regions(source, "table")) == 1


def test_what_is_left_out_is_told() -> None:
    source = read(
        "<text:p>A<draw:frame><svg:desc>A seal</svg:desc><draw:image/></draw:frame>"
        "<draw:frame draw:name='Formula 1'><draw:object/><draw:image/></draw:frame>"
        "<draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame></text:p>",
        styles="",
    )
    assert source.text == "A\n\nBoxed"
    assert {(each.kind, each.words) for each in source.omissions} == {
        ("picture", "A seal"),
        ("object", "Formula 1"),
        ("box", "Boxed"),
        ("part", "the running title “Running” is left out"),
    }


def test_encrypted_and_broken_files_are_refused() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    cases = {
        "encrypted": archive({"content.xml": "<a/>", "META-INF/manifest.xml": manifest}),
        "broken": archive({"other.xml": "<a/>"}),
        "no text": odt(""),
    }
    for words, data in cases.items():
        with pytest.raises(TeikitError, match=words):
            read_odt(data, "a.odt")


def test_verse_has_line_breaks_or_a_style() -> None:
    lines = ("Down the river in the rain", "Goes the barge again,", "Up the sea", "It comes to me")
    sung = "<text:line-break/>".join(lines)
    source = read(f"<text:p>{sung}</text:p><text:p>One<text:line-break/>Two</text:p>")
    assert regions(source, "verse") == [("\n".join(lines), {})]
