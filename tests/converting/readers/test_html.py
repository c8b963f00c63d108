"""Web pages as sources: text, marks and regions."""

import pytest

from teikit.converting.readers import omissions
from teikit.converting.readers.html import read_html
from teikit.converting.source import Mark, Region, Source
from teikit.errors import TeikitError


def page(html: str, encoding: str = "utf-8") -> Source:
    return read_html(html.encode(encoding), "page.html")


def marked(source: Source, kind: str) -> list[tuple[str, dict[str, str]]]:
    return [(source[m.span], dict(m.attributes)) for m in source.marks if m.kind == kind]


def looks(source: Source) -> list[tuple[str, str]]:
    return [(words, attributes["rend"]) for words, attributes in marked(source, "hi")]


def regions(source: Source, kind: str) -> list[str]:
    return [source[region.span] for region in source.regions if region.kind == kind]


def notes(source: Source) -> dict[str, tuple[str, str]]:
    """For each note its mark and its text, by the mark's place."""
    bodies = {r.attributes["id"]: source[r.span] for r in source.regions if r.kind == "note"}
    return {
        attributes["target"]: (mark, bodies[attributes["target"]])
        for mark, attributes in marked(source, "ref")
    }


# --- paragraphs and lines ---


def test_blocks_are_paragraphs_and_line_ends_of_the_file_are_spaces() -> None:
    source = page("<body><h2>I.</h2><p>Dear\n  Anna,\n<p>I am\twell.<div>Yours</div>")
    assert source.text == "I.\n\nDear Anna,\n\nI am well.\n\nYours"


def test_a_break_ends_a_line_and_two_end_a_paragraph() -> None:
    source = page("Rome, May 5<br>\n<br>\nDear A.,<br>I write<br><br><br>Yours")
    assert source.text == "Rome, May 5\n\nDear A.,\nI write\n\nYours"


def test_a_row_of_hard_spaces_is_a_tab() -> None:
    assert page("<p>Yours, &nbsp; &nbsp; &nbsp;J.&nbsp;A.</p>").text == "Yours,\tJ. A."


def test_preformatted_text_keeps_its_lines() -> None:
    source = page("<pre>\nOne line\nand two\n\n  A new one</pre>")
    assert source.text == "One line\nand two\n\nA new one"
    assert [r.attributes["name"] for r in source.regions] == ["pre"]


def test_scripts_styles_and_the_head_are_no_text() -> None:
    source = page(
        "<head><title>T</title><style>p {color: red}</style></head><body><p>A</p>"
        "<script>var b</script><!-- c --><p>D</p>"
    )
    assert source.text == "A\n\nD"


def test_windows_signs_and_what_is_not_seen() -> None:
    assert page("<p>A &#150; B &#147;C&#148; cor\u00adre\u200bspond").text == "A – B “C” correspond"


def test_short_tables_are_lines_with_tabs_and_tables_for_layout_are_paragraphs() -> None:
    short = page("<p>A</p><table><tr><td>May 1<td><p>3 st.</p><tr><td>May 2<td>4 st.</table>B")
    assert short.text == "A\n\nMay 1\t3 st.\nMay 2\t4 st.\n\nB"
    assert regions(short, "table") == ["May 1\t3 st.\nMay 2\t4 st."]
    layout = page("<table><tr><td>Menu</td><td><p>Dear A.,</p><p>I write.</p></td></tr></table>")
    assert layout.text == "Menu\n\nDear A.,\n\nI write."


def test_verse_keeps_its_lines() -> None:
    source = page(
        "<div class=poem><div class=stanza><span style='display:block'>One,<br></span>"
        "<span style='display:block'>two,</span></div><div class=stanza><div>three</div></div>"
    )
    assert source.text == "One,\ntwo,\n\nthree"
    assert regions(source, "verse") == ["One,\ntwo,\n\nthree"]


# --- regions ---


def test_headings_alignment_quotations_classes_and_rules_are_regions() -> None:
    source = page(
        "<style>.sig {text-align: right}</style><h3>To A.</h3><center>I.</center>"
        "<blockquote>So he says</blockquote><hr><p class=sig>B.</p>"
    )
    found = [(r.kind, dict(r.attributes), source[r.span]) for r in source.regions]
    assert ("heading", {"level": "3"}, "To A.") in found
    assert ("center", {}, "I.") in found
    assert ("quote", {}, "So he says") in found
    assert ("right", {}, "B.") in found
    assert ("style", {"name": "sig"}, "B.") in found
    (rule,) = [region for region in source.regions if region.kind == "rule"]
    assert rule.span.start == rule.span.end == source.text.index("B.")


def test_navigation_is_furniture() -> None:
    source = page(
        "<a name=top></a><nav>Home</nav><p><a href='#top'>List of Letters</a></p><p>Dear A.</p>"
        "<p><a href='1.htm'>Next</a> | <a href='3.htm'>Last</a></p><p><a href='x.htm'>Rome</a></p>"
    )
    assert regions(source, "furniture") == ["Home", "List of Letters", "Next | Last"]


def test_a_table_of_contents_is_furniture_and_a_linked_heading_is_not() -> None:
    source = page(
        "<p><a href='#a'>To A.</a><br><a href='#b'>To B.</a><br><a href='#c'>To C.</a></p>"
        + "".join(f"<h2 id={n}><a href='#top'>To {n.upper()}.</a></h2><p>Text</p>" for n in "abc")
    )
    assert regions(source, "furniture") == ["To A.", "To B.", "To C."]
    assert source.text.startswith("To A.\nTo B.\nTo C.\n\nTo A.\n\nText")


# --- marks ---


def test_italics_and_their_kin_by_element_and_by_style() -> None:
    source = page(
        "<style>.sm {font-variant: small-caps} em.sp {font-style: normal; letter-spacing: 0.2em}"
        " .poem span.x {font-style: italic}</style>"
        "<p>An <i>a</i> <b>b</b> <u>u</u> <span class=sm>Rome</span> <em class=sp>spaced</em>"
        " 5<sup>th</sup> <span style='font-style:italic'>css</span> <span class=x>no</span></p>"
    )
    assert looks(source) == [
        ("a", "italic"),
        ("b", "bold"),
        ("u", "underline"),
        ("Rome", "small-caps"),
        ("spaced", "spaced"),
        ("th", "superscript"),
        ("css", "italic"),
    ]


def test_deletions_and_insertions() -> None:
    source = page(
        "<p>I <s>hate</s> <del>loathe</del> <ins>love</ins> you, <ins title='dea'>dear</ins>."
    )
    assert [words for words, _ in marked(source, "del")] == ["hate loathe"]
    assert [words for words, _ in marked(source, "add")] == ["love"]


def test_what_holds_for_a_whole_paragraph_is_its_style() -> None:
    source = page("<p><b>Byron</b>.</p><h2><i>To A.</i></h2><p style='font-style:italic'>All.</p>")
    assert not source.marks
    styles = [(r.attributes["name"], source[r.span]) for r in source.regions if r.kind == "style"]
    assert styles == [("bold", "Byron"), ("italic", "To A."), ("italic", "All.")]


def test_what_holds_for_a_line_of_a_paragraph_is_its_style_and_a_mark() -> None:
    source = page("<p><b>223. To A.</b><br><i>Rome</i>, May 5</p>")
    assert looks(source) == [("223. To A.", "bold"), ("Rome", "italic")]
    styles = [(r.attributes["name"], source[r.span]) for r in source.regions if r.kind == "style"]
    assert styles == [("bold", "223. To A.")]


def test_large_first_letters_do_not_break_words() -> None:
    source = page("<p><b>M</b>y <span>d</span>ear</p><p><img alt=M src=m.gif>r. B</p>")
    assert source.text == "My dear\n\nMr. B"
    assert not source.marks
    assert not source.omissions


def test_a_style_that_is_not_closed_ends_with_its_paragraph() -> None:
    source = page("<p>A <i>b<p>C</p><p>D <i>e</i> f</p>")
    assert all("\n" not in words for words, _ in looks(source))


@pytest.mark.parametrize(
    "html",
    [
        "must<span class=pagenum><a name=Page_34>[34]</a></span> not",
        "must <a name=Page_34>[34]</a> not",
        "must <a name=p34></a>not",
        "must<span class=pageno title='Page 34'> </span> not",
        "must<a name=Page_34></a><span class=pagenum>p. 34</span> not",
        "must {34} not {35} and {36}",
    ],
)
def test_numbers_of_printed_pages_are_marks_and_no_text(html: str) -> None:
    source = page(f"<p>{html}</p>")
    assert source.text.replace(" and", "").split() == ["must", "not"]
    assert marked(source, "pb")[0] == ("", {"n": "34"})


def test_roman_numbers_of_pages_are_kept_whole() -> None:
    source = page("<p>A<span class=pagenum>[Pg xviii]</span> b</p>")
    assert marked(source, "pb") == [("", {"n": "xviii"})]


def test_braces_that_do_not_rise_are_text() -> None:
    assert page("<p>{3} or {2} or {1}</p>").text == "{3} or {2} or {1}"


def test_a_page_between_paragraphs_stands_in_the_one_behind() -> None:
    source = page("<p>A.</p><p><span class=pagenum>[3]</span></p><p>B.</p>")
    assert source.marks[0].span.start == source.text.index("B.")


def test_words_in_another_language() -> None:
    source = page("<html lang=en><p>My <i lang=fr>entrée</i> <span lang='en-GB'>into</span> it")
    assert marked(source, "foreign") == [("entrée", {"lang": "fr"})]


# --- notes ---


def test_notes_with_links_in_both_directions() -> None:
    source = page(
        "<p>Mary<a name=fa1></a><a href='#f1'>[1]</a> and Anna<sup><a href='#f2'>2</a></sup>.</p>"
        "<div class=footnotes><h3>Notes</h3>"
        "<div><p><a name=f1></a><a href='#fa1'>[1]</a> A sister.</p><p>And more.</p></div>"
        "<div><p><a id=f2>2</a> A niece.</p></div></div><p>Next letter.</p>"
    )
    assert notes(source) == {
        "note1": ("[1]", "[1] A sister.\n\nAnd more."),
        "note2": ("2", "2 A niece."),
    }
    assert not looks(source)
    assert regions(source, "notes") == [
        source.text[source.text.index("Notes") :].partition("\n\nNext")[0]
    ]


def test_notes_that_are_lines_between_breaks_end_before_links_and_rules() -> None:
    source = page(
        "<a name=l></a><h3>To A.<a href='#f1'><sup>1</sup></a></h3>Text<a href='#f2'><sup>2</sup>"
        "</a>.<br><br><a name=f1>Footnote 1:</a> First.<br><a href='#l'>return</a><br><br>"
        "<a name=f2>Footnote 2:</a> Second, <br><br>in two.<br><a href='#l'>return</a><br>"
        "<p><a href='#l'>List</a></p><hr><h3>To B.</h3>Text"
    )
    assert notes(source) == {
        "note1": ("1", "Footnote 1: First."),
        "note2": ("2", "Footnote 2: Second,\n\nin two."),
    }
    assert regions(source, "furniture") == ["return", "return", "List"]


def test_notes_of_word_processors_and_of_wikis() -> None:
    word = page(
        "<p>He came<a style='mso-footnote-id:ftn1' href='#_ftn1' name=_ftnref1><span>"
        "<![if !supportFootnotes]>[1]<![endif]></span></a>.</p><div style='mso-element:footnote'"
        " id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name=_ftn1>[1]</a> In May.</p></div>"
    )
    assert notes(word) == {"note1": ("[1]", "[1] In May.")}
    wiki = page(
        "<p>He came<sup id=cite_ref-1><a href='#cite_note-1'>[1]</a></sup>.</p>"
        "<ol class=references><li id=cite_note-1><b><a href='#cite_ref-1'>↑</a></b>"
        " <span>In May.</span></li></ol>"
    )
    assert notes(wiki) == {"note1": ("[1]", "↑ In May.")}
    assert regions(wiki, "furniture") == ["↑"]


def test_a_list_of_numbers_that_lead_to_letters_is_no_list_of_marks() -> None:
    source = page(
        "<p><a href='#a'>1</a> <a href='#b'>2</a></p><h2 id=a>1</h2><p>Text</p><h2 id=b>2</h2>"
    )
    assert not marked(source, "ref")


# --- what is left out ---


def test_what_is_no_text_is_told() -> None:
    source = page(
        "<p>A <img src='a/seal.png' alt='A seal'><img src=x.gif width=1><img src=n.gif><img"
        " src=n.gif> <span style='display:none'>hidden words</span><iframe src=f.htm></iframe>B"
    )
    found = {(each.kind, each.words) for each in source.omissions}
    assert found == {
        ("picture", "A seal"),
        ("picture", "n.gif, 2 times"),
        ("hidden", "hidden words"),
        ("object", "f.htm"),
    }


def test_a_page_without_text_is_refused() -> None:
    for html in ("", "<html></html>", "<p> &nbsp; </p>"):
        with pytest.raises(TeikitError, match="holds no text"):
            page(html)


# --- encodings ---

RUSSIAN = "<p>Дорогой друг, посылаю тебе это письмо из Москвы.</p>"


@pytest.mark.parametrize(
    "encoding", ["windows-1251", "koi8-r", "cp866", "utf-8", "utf-8-sig", "utf-16"]
)
def test_the_encoding_is_seen_where_it_is_not_said(encoding: str) -> None:
    source = page(RUSSIAN, encoding)
    assert source.text == "Дорогой друг, посылаю тебе это письмо из Москвы."
    assert bool(source.omissions) == (not encoding.startswith("utf"))


def test_the_declared_encoding_holds_if_it_can() -> None:
    meta = "<meta http-equiv='Content-Type' content='text/html; charset={}'>"
    for name, encoding in (
        ("windows-1251", "cp1251"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-8"),
    ):
        text = "Привет" if encoding == "cp1251" else "“déjà”"
        source = page(meta.format(name) + f"<p>{text}</p>", encoding)
        assert source.text == text
        assert not source.omissions
    saved_anew = page(meta.format("windows-1251") + RUSSIAN, "utf-8")
    assert saved_anew.text.startswith("Дорогой")
    wrong = page(meta.format("utf-8") + "<p>d\u00e9j\u00e0 vu</p>", "cp1252")
    assert wrong.text == "déjà vu"
    assert [each.kind for each in wrong.omissions] == ["encoding"]


def test_an_encoding_that_is_named_is_obeyed() -> None:
    source = read_html(RUSSIAN.encode("cp1251"), "p.html", "windows-1251")
    assert source.text.startswith("Дорогой")
    assert source.encoding == "windows-1251"


# --- bounds ---


@pytest.mark.parametrize(
    "html",
    [
        "<i>" * 20_000 + "a",
        "<div>" * 2_000 + "a",
        "<p><a name=x></a><a href='#x'>1</a>" * 5_000,
        "<style>" + "/*" * 50_000 + "</style>a",
        "<style>" + "a b c{font-style:italic}" * 5_000 + "</style>a",
        "<table><tr><td>" * 500 + "a",
        "<style>" + "div p{font-style:italic}" * 2_000 + "</style>" + "<p>x" * 2_000 + "a",
        "".join(f"<img src={n}.gif>" for n in range(10_000)) * 2 + "a",
        "<p>" + "[" * 100_000 + "a",
        "{1}" * 20_000,
    ],
)
def test_no_page_takes_long_or_loses_text(html: str) -> None:
    try:
        end = page(html).text[-1]
    except TeikitError as error:
        end = str(error)[-1] if "too deep" in str(error) else ""
    assert end in set("a1}t")


def test_marks_and_regions_are_in_order_and_in_the_text() -> None:
    source = page("<h2>A</h2><p>b <i>c</i> <b>d <i>e</i></b></p><p><sup>f</sup>g</p>")
    spans: list[Mark | Region] = [*source.marks]
    assert [m.span for m in spans] == sorted(m.span for m in spans)
    assert all(region.span in source.span for region in source.regions)


def test_signs_of_fonts_of_symbols() -> None:
    text = (
        "<p>x <font face='Symbol'>a α <font face='Arial'>b</font></font>"
        "<span style='font-family:Wingdings'>&agrave;&Aacute;</span></p>"
    )
    source = page(text)
    assert source.text == "x α α b→"
    assert [each.words for each in source.omissions] == ["00C1 of wingdings"]


def test_characters_of_the_private_area_are_told() -> None:
    (found,) = omissions.findings(page("<p>Vn\ue123 and Vn\ue123</p>"))
    assert found.message == "the character U+E123 has a meaning in its font alone, and 1 times more"
    assert found.location.column == 3
