"""What the format of a page says of its words, in TEI: in one block, uncrossed, valid."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from office import docx, paragraph
from pages import KNOWN, Converted, source_layer
from teikit.converting.encode import encode_pages
from teikit.converting.readers import read
from teikit.converting.source import Mark, Source, Span, collapse
from teikit.converting.writing.dividing import divide


def convert(folder: Path, html: str, profile: str = "plain-letters") -> Converted:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    return Converted(list(encode_pages([path], profile=profile, authority=KNOWN)))


LETTER = (
    "<h2>Anna Roe to John Roe</h2><p>London, May 5, 1851.</p><p>Dear John,</p>{}<p>Anna Roe</p>"
)


def test_italics_deletions_pages_and_languages(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    body = (
        "<p>I <i>do</i> <s>hate</s> <ins>love</ins> you<span class=pagenum>[7]</span>"
        " <i lang=fr>mon ami</i>, on the 5<sup>th</sup>.</p>"
    )
    found = convert(tmp_path, f"<html lang=en>{LETTER.format(body)}")
    (paragraph,) = found.only.all("//t:body//t:p[t:del]")
    written = etree.tostring(paragraph, encoding="unicode", with_tail=False)
    assert written.partition(">")[2] == (
        'I <hi rend="italic">do</hi> <del rend="strikethrough">hate</del> <add>love</add>'
        ' you<pb n="7"/> <foreign xml:lang="fr"><hi rend="italic">mon ami</hi></foreign>, on the'
        ' 5<hi rend="superscript">th</hi>.</p>'
    )
    for tree in found.trees.values():
        relaxng.assertValid(tree)


def test_italics_give_way_to_names_and_brackets(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    body = "<p>We saw <i>dear V. I.</i> Lenin and the [<i>two</i> o]thers <i>[of t</i>hem].</p>"
    found = convert(tmp_path, LETTER.format(body))
    assert "R023" not in found.codes()
    assert found.only.texts("//t:body//t:persName[contains(., 'Lenin')]") == ["V. I. Lenin"]
    assert found.only.texts("//t:body//t:hi") == ["dear", "V. I.", "two", "of t"]
    for tree in found.trees.values():
        relaxng.assertValid(tree)


def test_the_file_tells_what_its_page_is_and_how_it_is_read(tmp_path: Path) -> None:
    found = convert(tmp_path, LETTER.format("<p>I write.</p>"))
    document = found.only
    assert document.texts("//t:sourceDesc/t:bibl[@type='page']/t:idno") == ["page.html"]
    assert document.texts("//t:revisionDesc/t:change[1]") == ["Converted from a web page."]
    path = tmp_path / "latin.txt"
    path.write_bytes("Anna Roe to John Roe\n\nDear John, d\u00e9j\u00e0 vu.\n".encode("cp1252"))
    latin = list(encode_pages([path], profile="plain-letters", encoding="windows-1252"))
    (note,) = Converted(latin).only.texts("//t:bibl[@type='page']/t:note[@type='encoding']")
    assert note == "windows-1252"


def test_a_comment_is_a_note_of_its_author(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    comment = (
        '<w:comment w:id="7" w:author="Ada Lane" w:initials="AL"><w:p><w:r><w:t>Is it he?</w:t>'
        "</w:r></w:p></w:comment>"
    )
    note = (
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>A friend.</w:t></w:r></w:p>'
        "</w:footnote>"
    )
    body = "".join(map(paragraph, ("Anna Roe to John Roe", "Dear John,"))) + paragraph(
        "I saw Ben",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:r><w:commentReference w:id="7"/></w:r>',
        " today.",
    )
    path = tmp_path / "letter.docx"
    path.write_bytes(docx(body, comments=comment, footnotes=note))
    found = Converted(list(encode_pages([path], profile="plain-letters")))
    document = found.only
    by_author = {n.get("n"): n.get("resp") for n in document.all("//t:back//t:note")}
    assert by_author == {"1": f"#{document.id}-ed", "AL1": f"#{document.id}-rev1"}
    assert document.texts(f"//t:respStmt[@xml:id='{document.id}-rev1']/t:name") == ["Ada Lane"]
    assert len(document.all("//t:body//t:ref[@type='noteMark'][@target]")) == 2
    for tree in found.trees.values():
        relaxng.assertValid(tree)


def test_notes_that_speak_of_italics_find_them(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "Anna Roe to John Roe\n\nDear John,\n\nI come _at once_ [1] or _not_, and _you_ [2] see"
        " it.\n\nAnna Roe\n\n[1] Text in italics crossed out.\n\n[2] Underlined in pencil.\n",
        encoding="utf-8",
    )
    found = Converted(list(encode_pages([path], profile="plain-letters")))
    (deleted,) = found.only.all("//t:body//t:del")
    assert found.only.texts("//t:body//t:del") == ["at once"]
    assert deleted.get("cert") == "medium"
    assert found.only.texts("//t:body//t:hi[@rend='underline']") == ["you"]
    assert found.only.texts("//t:body//t:hi[@rend='italic']") == ["at once", "not", "you"]
    for tree in found.trees.values():
        relaxng.assertValid(tree)


def test_what_is_left_out_is_a_finding_in_its_place(tmp_path: Path) -> None:
    found = convert(tmp_path, LETTER.format("<p>See <img src=map.png alt='A map'> here.</p>"))
    (finding,) = [each for each in found.findings if each.rule.code == "R060"]
    assert "A map" in finding.message
    assert finding.location.line == 7
    assert "R060" in found.only.values("//t:change[@type='open']/@n")


def test_tracked_changes_name_their_author_and_day(tmp_path: Path, relaxng: etree.RelaxNG) -> None:
    told = 'w:author="Ada Lane" w:date="2020-05-04T10:00:00Z"'
    body = (
        paragraph("Anna Roe to John Roe", style="N", properties='<w:outlineLvl w:val="1"/>')
        + paragraph("Dear John,")
        + paragraph(
            "I ",
            f"<w:del {told}><w:r><w:delText>hate</w:delText></w:r></w:del>",
            f"<w:ins {told}><w:r><w:t>love</w:t></w:r></w:ins>",
            " you.",
        )
        + paragraph("Anna Roe")
    )
    path = tmp_path / "letter.docx"
    path.write_bytes(docx(body))
    found = Converted(list(encode_pages([path], profile="plain-letters")))
    document = found.only
    (deleted, added) = document.all("//t:body//t:del | //t:body//t:add")
    assert dict(deleted.attrib) == dict(added.attrib)
    name = document.id
    assert dict(deleted.attrib) == {"resp": f"#{name}-rev1", "change": f"#{name}-ch1"}
    assert document.texts(f"//t:respStmt[@xml:id='{name}-rev1']/t:name") == ["Ada Lane"]
    (change,) = document.all(f"//t:revisionDesc/t:change[@xml:id='{name}-ch1']")
    assert (change.get("when"), change.get("who")) == ("2020-05-04", f"#{name}-rev1")
    for tree in found.trees.values():
        relaxng.assertValid(tree)


# --- divided ---


def pieces(marks: list[Mark], text: str = "abcdefghij") -> list[str]:
    source = Source("page.txt", text)
    return [source[m.span] for m in divide(marks, source) if m.divisible]


def loose(start: int, end: int, rend: str = "italic") -> Mark:
    return Mark(Span(start, end), "hi", {"rend": rend}, divisible=True)


def test_only_what_crosses_divides() -> None:
    name = Mark(Span(2, 6), "persName")
    assert pieces([name, loose(2, 6)]) == ["cdef"]
    assert pieces([name, loose(3, 5)]) == ["de"]
    assert pieces([name, loose(0, 9)]) == ["abcdefghi"]
    assert pieces([name, loose(0, 4)]) == ["ab", "cd"]
    assert pieces([name, loose(4, 8)]) == ["ef", "gh"]
    assert pieces([loose(0, 6, "bold"), loose(4, 8)]) == ["abcdef", "ef", "gh"]


def test_words_in_another_language_hold_no_quotations() -> None:
    quote = Mark(Span(2, 6), "quote")
    foreign = Mark(Span(0, 9), "foreign", {"lang": "fr"}, divisible=True)
    assert pieces([quote, foreign]) == ["ab", "cdef", "ghi"]
    assert pieces([quote, loose(0, 9)]) == ["abcdefghi"]


def test_pieces_that_a_bracket_takes_away() -> None:
    supplied = Mark(Span(2, 8), "supplied", inner=Span(3, 7))
    assert pieces([supplied, loose(2, 5)]) == ["de"]
    assert pieces([supplied, loose(5, 8)]) == ["fg"]
    assert pieces([supplied, loose(0, 5)]) == ["ab", "de"]
    assert pieces([supplied, loose(2, 8)]) == ["cdefgh"]


# --- whatever the page ---

_WORDS = st.sampled_from(
    [
        "Lenin",
        "Moscow",
        "May 5, 1851",
        "[with]",
        "T[ovari]sch",
        "“so” he",
        "said 1",
        ".",
        ", ",
        "x",
        "Dear John",
        "[...]",
        "F. 5. Op. 2",
        "[an",
        "]",
    ]
)
_TAGS = st.sampled_from(["i", "b", "s", "ins", "sup", "p", "span lang=de", "u", "h2", "blockquote"])
_PIECES = st.one_of(
    _WORDS,
    _WORDS.map(lambda word: f"{word} "),
    _TAGS.map(lambda tag: f"<{tag}>"),
    _TAGS.map(lambda tag: f"</{tag.partition(' ')[0]}>"),
    st.sampled_from(["<br>", "<hr>", "<span class=pagenum>[9]</span>", "&nbsp;", "<p>", "</p>"]),
)


@settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
@given(body=st.lists(_PIECES, min_size=1, max_size=30).map("".join))
def test_every_page_comes_back_and_is_valid(body: str, relaxng: etree.RelaxNG) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = convert(folder, LETTER.format(f"<p>{body}</p>"))
        for tree in found.trees.values():
            assert relaxng.validate(tree), relaxng.error_log.last_error
        letters = [file.name for page in found.pages for file in page.files if file.letter]
        back = collapse(source_layer(found.bytes, letters, folder))
        assert back == collapse(read(folder / "page.html").text)
