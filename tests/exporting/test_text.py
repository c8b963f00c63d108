"""Plain text in its three layers, on letters made up for each feature of TEI."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tei_texts import document, tei
from teikit.errors import TeikitError
from teikit.exporting import export
from teikit.tei.documents import Document
from teikit.tei.elements import TEI
from teikit.tei.text.layers import LAYERS
from teikit.tei.text.plain import render


def layers(body: str, back: str = "") -> tuple[str, str, str]:
    """Source, diplomatic and reading of a body, without the line feed at the end."""
    found = document(tei(f"<div>{body}</div>", back))
    source, diplomatic, reading = (
        render(found, name) for name in ("source", "diplomatic", "reading")
    )
    return source[:-1], diplomatic[:-1], reading[:-1]


INLINE = [
    # What stands in a paragraph; source; diplomatic; reading.
    pytest.param("a  b\n\u00a0\u2003 c", "a b c", "a b c", "a b c", id="white space"),
    pytest.param(
        'go <supplied reason="omitted-in-original">with</supplied> me',
        "go [with] me",
        "go [with] me",
        "go with me",
        id="supplied, printed in brackets",
    ),
    pytest.param(
        'go <supplied reason="lost">with</supplied> me',
        "go me",
        "go [with] me",
        "go with me",
        id="supplied, not printed",
    ),
    pytest.param(
        'South<supplied reason="omitted-in-original">o</supplied>-West',
        "South[o]-West",
        "South[o]-West",
        "Southo-West",
        id="supplied letter",
    ),
    pytest.param(
        "<expan>T<ex>ovari</ex>shch</expan>",
        "T[ovari]shch",
        "T(ovari)shch",
        "Tovarishch",
        id="expansion",
    ),
    pytest.param(
        "a <del>very</del> good <del>day</del>, sir",
        "a very good day, sir",
        "a ⟦very⟧ good ⟦day⟧, sir",
        "a good, sir",
        id="deletion",
    ),
    pytest.param("a<del>b</del>c", "abc", "a⟦b⟧c", "ac", id="deletion in a word"),
    pytest.param("a <del>b</del>c", "a bc", "a ⟦b⟧c", "a c", id="deletion after a space"),
    pytest.param(
        "<restore><del>stays</del></restore>", "stays", "⟦stays⟧", "stays", id="deletion undone"
    ),
    pytest.param("so <add>very</add> much", *["so very much", r"so \very/ much", "so very much"]),
    pytest.param(
        "<subst>\n <del>ten</del>\n <add>two</add>\n</subst>fold",
        "ten twofold",
        r"⟦ten⟧\two/fold",
        "twofold",
        id="substitution",
    ),
    pytest.param(
        "<choice>\n<sic>teh</sic> <corr>the</corr>\n</choice>y",
        "tehy",
        "tehy",
        "they",
        id="correction",
    ),
    pytest.param(
        "<choice><corr>the</corr><sic>teh</sic></choice>", "teh", "teh", "the", id="order is free"
    ),
    pytest.param("<choice><orig>vp</orig><reg>up</reg></choice>", "vp", "vp", "up", id="spelling"),
    pytest.param(
        "<choice><abbr>Dr</abbr><expan>Doctor</expan></choice> No",
        "Dr No",
        "Dr No",
        "Doctor No",
        id="abbreviation",
    ),
    pytest.param(
        "<expan>p<choice><am>~</am><ex>er</ex></choice></expan>",
        "p~",
        "p~",
        "per",
        id="abbreviation mark",
    ),
    pytest.param(
        "<choice><unclear>one</unclear><unclear>own</unclear></choice>",
        "one",
        "one[?]",
        "one",
        id="two readings",
    ),
    pytest.param("<sic>teh</sic>", "teh", "teh", "teh", id="sic alone"),
    pytest.param("th<corr>e</corr>", "th", "th[e]", "the", id="corr alone"),
    pytest.param(
        "<app><rdg>a</rdg><lem>b</lem><rdg>c</rdg></app>", "b", "b", "b", id="apparatus with lemma"
    ),
    pytest.param("<app><rdg>a</rdg> <rdg>c</rdg></app>", "a", "a", "a", id="apparatus"),
    pytest.param("I <surplus>I</surplus> am", "I I am", "I {I} am", "I am", id="surplus"),
    pytest.param("<unclear>word</unclear>s", "words", "word[?]s", "words", id="unclear"),
    pytest.param(
        'to <gap reason="illegible"><desc>a blot</desc></gap>.',
        "to .",
        "to […].",
        "to […].",
        id="gap",
    ),
    pytest.param(
        '“<ellipsis><metamark function="ellipsis">[...]</metamark></ellipsis> end”',
        "“[...] end”",
        "“[...] end”",
        "“[…] end”",
        id="ellipsis",
    ),
    pytest.param("a<ellipsis/>b", "ab", "a[...]b", "a[…]b", id="empty ellipsis"),
    pytest.param("a<metamark>^</metamark>b", "a^b", "a^b", "ab", id="other mark of the writer"),
    pytest.param("one<lb/>two", "one\ntwo", "one\ntwo", "one two", id="line"),
    pytest.param(
        'Kam-<lb break="no"/>\nmer', "Kam- mer", "Kam-\nmer", "Kammer", id="line in a word"
    ),
    pytest.param(
        'Kam-\n<pb/><lb break="no"/>\nmer', "Kam- mer", "Kam- |\nmer", "Kammer", id="page in a word"
    ),
    pytest.param("one <pb/>two", "one two", "one |two", "one two", id="page"),
    pytest.param("a<space quantity='3'/>b", "a b", "a b", "a b", id="space"),
    pytest.param(
        'le<c rendition="#langesS">s</c>en<c rendition="#dots" n="3"/> A <c'
        ' rendition="#kaufmannsund"/> B',
        *["lesen... A & B"] * 3,
        id="characters",
    ),
    pytest.param("D<hi rend='superscript'>r</hi> N", *["Dr N"] * 3, id="highlighting"),
    pytest.param('<foreign xml:lang="fr">mais oui</foreign>', *["mais oui"] * 3, id="foreign"),
    pytest.param("a <!-- no -->b<?no no?> c", *["a b c"] * 3, id="comment and instruction"),
    pytest.param(
        'see <ref target="#x-9"/> and (<ptr target="https://example.org/"/>',
        "see and (",
        "see x-9 and (https://example.org/",
        "see x-9 and (https://example.org/",
        id="reference that stands for a word",
    ),
    *(
        pytest.param(f"lamp{empty} of, a<hi>b</hi>{empty}", *["lamp of, ab"] * 3, id=empty)
        for empty in (
            '<ptr target="xyz.00005_n2"/>',
            '<ref target="n0301"/>',
            '<hi rend="sup"><ref target="notes.xml#n1"/></hi>',
            '<ref type="letter" target="K_4412"/><ref type="letter" target="K_4413"/>',
            '<ref target="https://example.org/p"/>',
        )
    ),
    pytest.param(
        'see <ptr target="#foot.f1"/>, or <ref target="a.00005_n2"/>.',
        "see , or .",
        "see, or.",
        "see, or.",
        id="the mark of a note that is elsewhere",
    ),
    pytest.param(
        'lamp<ref type="note" target="n.xml#n1">12</ref> <ref type="note" target="n.xml#n1">a'
        ' lamp</ref><ref type="note" target="n.xml#n2" n="13"/>',
        "lamp12 a lamp",
        "lamp12 a lamp",
        "lamp[12] a lamp[13]",
        id="a mark with words",
    ),
    *(
        pytest.param(f"un{broken}der <hi>way</hi>", source, diplomatic, "under way", id=broken)
        for broken, source, diplomatic in (
            ('<lb break="no"/>', "under way", "un\nder way"),
            ('<lb type="inWord"/>', "un\nder way", "un\nder way"),
            ("\u00ad<lb/>", "un\u00ad\nder way", "un\u00ad\nder way"),
            ("¬\n <pb/><lb/>", "un¬\nder way", "un¬ |\nder way"),
            ("⸗<cb/>", "un⸗der way", "un⸗der way"),
            (f"¬\n{' ' * 40}<lb/>\n{' ' * 40}", "un¬\nder way", "un¬\nder way"),
            ('<pc force="weak">-</pc>\n<lb/>', "un-\nder way", "un-\nder way"),
            ("<hi>¬</hi><lb/>", "un¬\nder way", "un¬\nder way"),
            ('-<fw>2</fw><pb break="no"/><lb/>', "un-2\nder way", "un-|\nder way"),
            ("\u00ad", "un\u00adder way", "un\u00adder way"),
            ("¬\n  ", "un¬ der way", "un¬ der way"),
        )
    ),
    pytest.param(
        '<w>un-<lb/>der</w> <w part="I">way-</w>\n<lb/><w part="F">s</w><lb/>up',
        "un-\nder way-\ns\nup",
        "un-\nder way-\ns\nup",
        "under ways up",
        id="words that are encoded as such",
    ),
    pytest.param(
        'a¬<lb break="yes"/>b 2¬ 3 c-<lb/>d',
        "a¬\nb 2¬ 3 c-\nd",
        "a¬\nb 2¬ 3 c-\nd",
        "a¬ b 2¬ 3 c- d",
        id="not broken",
    ),
    pytest.param(
        'well-<lb break="maybe"/>known Baden-\n<pb break="maybe"/><lb/>Baden a<lb break="maybe"/>b',
        "well-\nknown Baden-\nBaden a\nb",
        "well-\nknown Baden- |\nBaden a\nb",
        "well-known Baden-Baden a b",
        id="a hyphen of the word",
    ),
    pytest.param(
        'a<pb break="yes"/>b c<cb/>d e<milestone/>f',
        "a b cd ef",
        "a|b cd ef",
        "a b cd ef",
        id="pages that part words",
    ),
    pytest.param(
        'a<pb/>b c<cb/>d e<pb break="no"/>f',
        "ab cd ef",
        "a|b cd e|f",
        "a b c d ef",
        id="pages that part words, as others do not",
    ),
    pytest.param(
        "<table><row><cell>ink</cell><cell>2</cell></row></table>",
        "ink 2",
        "ink | 2",
        "ink | 2",
        id="cells",
    ),
    pytest.param(
        "<subst><del>ten</del><add>two</add></subst> m<subst><del>a</del><add>e</add></subst>n",
        "ten two maen",
        r"⟦ten⟧\two/ m⟦a⟧\e/n",
        "two men",
        id="what was replaced",
    ),
    *(
        pytest.param(f"<fw {what}>Roe &amp; Sons</fw> To", "Roe & Sons To", printed, "To", id=what)
        for what, printed in (
            ('type="letterhead"', "Roe & Sons To"),
            ('type="pre-printed"', "Roe & Sons To"),
            ('hand="#printed"', "Roe & Sons To"),
            ('rend="preprint"', "Roe & Sons To"),
            ('type="header"', "To"),
            ('type="pageNum"', "To"),
            ('type="formula"', "To"),
        )
    ),
    pytest.param('<seg rend="preprint">No.</seg> 4', *["No. 4"] * 3, id="printed form"),
    pytest.param(
        'keep <delSpan spanTo="#x-e"/>not this <anchor xml:id="x-e"/>but this',
        "keep not this but this",
        "keep ⟦not this ⟧but this",
        "keep but this",
        id="deletion as a span",
    ),
    pytest.param(
        'keep <delSpan spanTo="#x-gone"/>this', *["keep this"] * 3, id="span without an end"
    ),
    pytest.param(
        'a <metamark function="deletion" spanTo="#x-e"/>b<anchor xml:id="x-e"/>',
        *["a b"] * 3,
        id="deletion of unknown extent",
    ),
]


@pytest.mark.parametrize(("content", "source", "diplomatic", "reading"), INLINE)
def test_words_in_a_paragraph(content: str, source: str, diplomatic: str, reading: str) -> None:
    assert layers(f"<p>{content}</p>") == (source, diplomatic, reading)


BLOCKS = [
    pytest.param(
        "<head>No. 1</head><head>To Ann</head><p>One.</p><p>Two.</p>",
        "No. 1\n\nTo Ann\n\nOne.\n\nTwo.",
        id="heads and paragraphs",
    ),
    pytest.param(
        '<opener>\n<seg type="transmission">BY WIRE.</seg><dateline>Ghent, <date>1 May</date>'
        "</dateline><address><addrLine>Ann Roe</addrLine><addrLine>Hill 3</addrLine></address>"
        "<salute>Dear Ann,</salute></opener><p>Come.</p>",
        "BY WIRE.\nGhent, 1 May\nAnn Roe\nHill 3\nDear Ann,\n\nCome.",
        id="opener",
    ),
    pytest.param(
        "<p>End.</p><closer>With love<signed>Bob</signed></closer>"
        "<postscript><label>P. S.</label><p>Write!</p></postscript>",
        "End.\n\nWith love\nBob\n\nP. S. Write!",
        id="closer",
    ),
    pytest.param(
        "<closer>Yours<lb/>truly<lb/><signed>Bob</signed></closer>",
        "Yours\ntruly\nBob",
        id="lines of a closer are kept",
    ),
    pytest.param(
        "<closer><signed>Bob</signed>, <date>1 May</date></closer>",
        "Bob, 1 May",
        id="a comma does not begin a line",
    ),
    pytest.param(
        "<p><salute>Dear Ann,</salute> I <signed>Bob</signed> write on <date>1 May</date>.</p>",
        "Dear Ann, I Bob write on 1 May.",
        id="parts of the opener in a paragraph",
    ),
    pytest.param(
        '<opener><seg><seg rend="left">Ann</seg><seg rend="right">Ghent</seg></seg></opener>',
        "Ann\nGhent",
        id="letterhead set left and right",
    ),
    pytest.param(
        "<p>Buy: <list><item>ink</item><item>pens</item></list> now</p>",
        "Buy:\nink\npens\nnow",
        id="list",
    ),
    pytest.param(
        "<list><label>1.</label><item>ink</item><label>2.</label><item>pens</item></list>",
        "1. ink\n2. pens",
        id="list with labels",
    ),
    pytest.param(
        "<table><row><cell>a</cell>\n<cell>b</cell></row>\n<row><cell>c</cell></row></table>",
        "a | b\nc",
        id="table",
    ),
    pytest.param(
        "<lg><l>Roses</l><l>are</l></lg><lg><l>red</l></lg>", "Roses\nare\n\nred", id="verse"
    ),
    pytest.param(
        "<p>He: <quote>so <q>it</q> is</quote>.</p><quote><p>One.</p><p>Two.</p></quote>",
        "He: “so ‘it’ is”.\n\nOne.\n\nTwo.",
        id="quotations",
    ),
    pytest.param(
        "<p>A</p><div><head>Enclosure</head><p>B</p></div>", "A\n\nEnclosure\n\nB", id="divisions"
    ),
    pytest.param(
        "<figure><graphic url='a.png'/><head>The house</head><figDesc>a sketch</figDesc></figure>",
        "The house\n\n[a sketch]",
        id="figure",
    ),
    pytest.param(
        '<p>Come.</p><note type="endorsement">Read 3 May</note>', "Come.\n\nRead 3 May", id="note"
    ),
]


@pytest.mark.parametrize(("content", "reading"), BLOCKS)
def test_lines_and_paragraphs(content: str, reading: str) -> None:
    source, diplomatic, read = layers(content)
    assert read == reading
    assert diplomatic == re.sub("[“”‘’]", "", reading)
    added = r"\[a sketch\]| \||[“”‘’]"
    assert "".join(source.split()) == "".join(re.sub(added, "", reading).split())
    assert "\n\n" not in source


def test_the_source_layer_never_parts_words_that_the_page_does_not_part() -> None:
    content = (
        "<closer>With greetings<signed>Bob</signed><ref type='noteMark'>1</ref>"
        "<date>1 May</date></closer>"
    )
    assert layers(content)[0] == "With greetingsBob11 May"
    assert layers("<opener><dateline>Ghent</dateline><salute>Ann</salute></opener>")[0] == (
        "Ghent\nAnn"
    )


PAIRED = [
    # Alternatives without `choice`, closely together; source; diplomatic; reading.
    ("<abbr>Dr</abbr><expan>Doctor</expan> Roe", "Dr Roe", "Dr Roe", "Doctor Roe"),
    ("<sic>teh</sic><corr>the</corr> boat", "teh boat", "teh boat", "the boat"),
    ("<orig>vp</orig><reg>up</reg>!", "vp!", "vp!", "up!"),
    ("<sic>a</sic> <corr>b</corr>", "a", "a [b]", "a b"),
    ("<abbr>Dr</abbr>, <expan>Doctor</expan>", "Dr, Doctor", "Dr, Doctor", "Dr, Doctor"),
    ("<choice><abbr>Dr</abbr><expan>Doctor</expan></choice>", "Dr", "Dr", "Doctor"),
]


@pytest.mark.parametrize(("content", "source", "diplomatic", "reading"), PAIRED)
def test_alternatives_side_by_side(
    content: str, source: str, diplomatic: str, reading: str
) -> None:
    assert layers(f"<p>{content}</p>") == (source, diplomatic, reading)


@pytest.mark.parametrize("how", ['rendition="#hyphen"', 'rend="hyphen"', 'rend="-"'])
def test_a_break_that_has_a_hyphen_of_its_own(how: str) -> None:
    content = f"<p>Locker<lb {how}/>\n  heiten und<lb/>mehr</p>"
    assert layers(content) == (
        "Locker\nheiten und\nmehr",
        "Locker\nheiten und\nmehr",
        "Lockerheiten und mehr",
    )
    assert layers(f'<p>so<lb break="yes" {how}/>wie</p>')[2] == "so wie"


def test_the_hyphen_of_a_name_of_two_parts_stays() -> None:
    def reading(content: str) -> str:
        return layers(f"<p>{content}</p>")[2]

    assert reading('Alsace-<lb break="no"/>Lorraine') == "Alsace-Lorraine"
    assert reading('Alsace-<note>A.</note><lb break="no"/>Lorraine') == (
        "Alsace-[1]Lorraine\n\n[1] A."
    )
    assert reading('Alle-<lb break="no"/>magne') == "Allemagne"
    assert reading('VATER-<lb break="no"/>LAND') == "VATERLAND"
    assert reading('Alsace¬<lb break="no"/>Lorraine') == "AlsaceLorraine"


def test_what_is_said_of_the_order_of_words_is_no_word() -> None:
    moved = '<seg xml:id="a">erst</seg><listTranspose><transpose><ptr target="#a"/></transpose>'
    assert layers(f"<p>da {moved}</listTranspose> nun</p>") == ("da erst nun",) * 3


def test_a_note_that_is_a_list_of_persons_has_words() -> None:
    persons = (
        "<person><persName>Ann Roe</persName></person><person><persName>Bob</persName></person>"
    )
    text = layers(f"<p>they<note><listPerson>{persons}</listPerson></note> came</p>")[2]
    assert text == "they[1] came\n\n[1] Ann Roe\nBob"


JOINED = [
    ("hand-<lb/>some", "handsome"),
    ("hand-\n  <pb/><lb/>some", "handsome"),
    ("hand<supplied>-</supplied><lb/>some", "handsome"),
    ("hand=<lb/>some", "handsome"),
    (f"hand-\n{' ' * 40}<lb/>some", "handsome"),
    ("Austria-<lb/>Hungary", "Austria-Hungary"),
    ("1914-<lb/>18", "1914-18"),
    ("Vor-<lb/>und Nachmittag", "Vor- und Nachmittag"),
    ("Vor-<lb/>u. Nachmittag", "Vor- u. Nachmittag"),
    ("a -<lb/>b", "a - b"),
    ("well-<note>Sic.</note><lb/>known", "wellknown"),
    ('a-<lb break="yes"/>b', "a- b"),
]


@pytest.mark.parametrize(("content", "reading"), JOINED)
def test_plain_hyphens_are_joined_where_it_is_asked_for(content: str, reading: str) -> None:
    found = document(tei(f"<div><p>{content}</p></div>"))
    assert render(found, notes=False, hyphens=True) == f"{reading}\n"
    assert render(found, "diplomatic", hyphens=True) == render(found, "diplomatic")


def test_notes_are_no_words_before_a_line_break() -> None:
    assert layers("<p>un¬<note>A¬</note><lb/>der <note>so-</note><lb/>way</p>")[2] == (
        "un[1]der[2] way\n\n[1] A¬\n\n[2] so-"
    )


QUOTED = [
    # Language; what stands in a paragraph; reading.
    ("en", "<q>go</q>, <soCalled>x</soCalled>, <said>yes</said>", "“go”, “x”, “yes”"),
    ("en", "<quote>so <q>it <q>is</q></q></quote>", "“so ‘it “is”’”"),
    ("de", "<q>geh <q>weg</q></q>", "„geh ‚weg‘“"),
    ("de-CH", "<q>geh</q>", "«geh»"),
    ("fr", "<q>va</q>", "« va »"),
    ("ru", "<q>да</q>", "«да»"),
    ("xx", "<q>go</q>", "“go”"),
    ("en", '<q xml:lang="de">geh</q>', "„geh“"),
    ("en", "“<q>go</q>” <q>“go”</q> '<q>go</q>' <q>'go'</q> « <q>go</q> »", ...),
    ("en", "<q>'tis so</q>", "“'tis so”"),
    ("en", "<pc>“</pc><q>go</q><hi><pc>”</pc></hi>", "“go”"),
    ("en", "said “Ann”, <q>go</q>", "said “Ann”, “go”"),
    ("en", '<q rend="italic">go</q> <quote rendition="#block">stay</quote>', "go stay"),
    ("en", '<q rend="quoted">go</q> <q rend="singlequotes">go</q>', "“go” ‘go’"),
    ("en", '<q rend="pre(»)post(«)">go</q>', "»go«"),
    ("en", "<q/> <q> </q> a <q><lb/></q>", "a"),
    ("en", '<said direct="false">that it rains</said>', "that it rains"),
]


@pytest.mark.parametrize(("language", "content", "reading"), QUOTED)
def test_quotation_marks_that_only_the_markup_has(
    language: str, content: str, reading: str
) -> None:
    if reading is ...:
        reading = re.sub("<.*?>", "", content)
    used = f'<profileDesc><langUsage><language ident="{language}"/></langUsage></profileDesc>'
    found = document(tei(f"<div><p>{content}</p></div>", header=used))
    assert render(found)[:-1] == reading
    assert not set("“„‚‘«»") & set(render(found, "diplomatic")) - set(content)


def test_quotation_marks_that_the_header_leaves_to_the_text() -> None:
    declared = (
        '<encodingDesc><editorialDecl><quotation marks="all"/></editorialDecl></encodingDesc>'
    )
    assert render(document(tei("<p><q>go</q></p>", header=declared))) == "go\n"
    paragraphs = "<q><p>One.</p></q><quote><lg><l>Two</l></lg></quote><div><q>Three</q></div>"
    assert "“" not in render(document(tei(paragraphs)))


def test_a_note_without_words_is_none() -> None:
    content = "<p>a<note/> b<note><p> <hi/></p></note> c<note><gap/></note> d<note>e</note></p>"
    assert layers(content)[2] == "a b c[1] d[2]\n\n[1] […]\n\n[2] e"


def test_notes_in_an_apparatus_and_on_what_is_not_written() -> None:
    content = (
        "<p><app><lem>a</lem><rdg>b<note>In B.</note></rdg><note>Or c.</note></app> "
        "<choice><sic>teh<note>Sic.</note></sic><corr>the</corr></choice> "
        "<fw>2<note>A page.</note></fw>end<app><note>Alone.</note></app></p>"
    )
    assert layers(content)[2] == (
        "a[1][2] the[3][4] end[5]\n\n[1] In B.\n\n[2] Or c.\n\n[3] Sic.\n\n[4] A page.\n\n"
        "[5] Alone."
    )


def test_page_furniture_is_in_the_source_layer_alone() -> None:
    body = tei("<div><p>Come.</p></div>")
    found = document(
        body.replace("<body>", "<fw>Home</fw><body>").replace("</body>", "</body><fw>End</fw>")
    )
    assert render(found, "source") == "Home\nCome.\nEnd\n"
    assert render(found, "diplomatic") == render(found, "reading") == "Come.\n"


MARKED = (
    '<p>The front <ref type="noteMark" xml:id="x-r1" target="#x-n1">1</ref> , he'
    '<ref type="noteMark" xml:id="x-r2" target="#x-n2">2</ref> and Ann '
    '<ref type="noteMark" xml:id="x-r9">9</ref>says <ref type="noteMark" target="#x-n3"/>.'
    ' See <ref type="note" target="#x-n1">note 1</ref>.</p>'
)
NOTES = (
    '<div type="source"><p>Archive 1.</p></div><div type="notes"><head>Notes:</head>\n'
    '<note xml:id="x-n1" n="1" target="#x-r1"><label><choice><sic>one</sic><corr>1</corr></choice>'
    "</label>Of the south.</note>\n"
    '<note xml:id="x-n2" n="2"><p><label>2</label> Of the <del>north</del> west.</p><p>Or east.'
    "</p></note>\n"
    '<note xml:id="x-n3" n="3"><label><supplied reason="lost">3</supplied></label>Lost.</note>'
    "</div>"
)


def test_notes_that_stand_at_the_end() -> None:
    source, diplomatic, reading = layers(MARKED, NOTES)
    assert source == (
        "The front 1 , he2 and Ann 9says . See note 1.\nArchive 1.\nNotes:\noneOf the south.\n"
        "2 Of the north west.\nOr east.\nLost."
    )
    assert diplomatic == (
        "The front 1 , he2 and Ann 9says[3]. See note 1.\n\nArchive 1.\n\nNotes:\n\n"
        "one Of the south.\n\n2 Of the ⟦north⟧ west.\n\nOr east.\n\n[3] Lost."
    )
    assert reading == (
        "The front[1], he[2] and Ann[9] says[3]. See note 1.\n\nArchive 1.\n\nNotes:\n\n"
        "[1] Of the south.\n\n[2] Of the west.\n\nOr east.\n\n[3] Lost."
    )


@pytest.mark.parametrize("layer", ["diplomatic", "reading"])
def test_notes_can_be_left_out(layer: str) -> None:
    found = document(tei(f"<div>{MARKED}</div>", NOTES))
    assert render(found, layer, notes=False) == (
        "The front, he and Ann says. See note 1.\n\nArchive 1.\n"
    )


def test_notes_in_the_text_and_at_anchors() -> None:
    content = (
        '<p>An <anchor xml:id="x-a"/>hour<note corresp="x-a">Late.<note>No.</note></note>,'
        ' a day <note n="7">Then.</note>and a year<anchor xml:id="x-b"/>.</p>'
    )
    back = '<note target="#x-b" xml:id="x-n8">At last.</note>'
    assert layers(content, back)[2] == (
        "An hour[1], a day[7] and a year[3].\n\n[1] Late.[2]\n\n[2] No.\n\n[7] Then.\n\n"
        "[3] At last."
    )


def test_notes_in_deleted_words_keep_their_place() -> None:
    reading = layers("<p>a <del>b<note>Sic!</note></del> c</p>")[2]
    assert reading == "a[1] c\n\n[1] Sic!"


def test_notes_keep_the_order_of_the_letter() -> None:
    back = "".join(f'<note n="{number}">N{number}</note>' for number in (1, 2, 4, 3))
    reading = layers("<p>a</p>", f'<div type="notes">{back}</div>')[2]
    assert reading.splitlines()[2::2] == ["[1] N1", "[2] N2", "[4] N4", "[3] N3"]


def test_indexes_beside_the_letter_are_not_its_text() -> None:
    back = "<listPerson><person><persName>Ann</persName><note>A poet</note></person></listPerson>"
    assert layers("<p>a</p>", back + "<listBibl><bibl>Book</bibl></listBibl>") == ("a",) * 3


@pytest.mark.parametrize("layer", LAYERS)
def test_nesting_as_deep_as_the_parser_allows(layer: str) -> None:
    deep = "<seg>" * 240 + "x<note>n</note>" + "</seg>" * 240
    assert "x" in render(document(tei(f"<div><p>{deep}</p></div>")), layer)


# --- properties ---

WORDS = st.text(alphabet="abxyzé.,[]—\u00a0 \n", max_size=8)
NAMES = [
    "add",
    "address",
    "addrLine",
    "anchor",
    "back",
    "cell",
    "choice",
    "closer",
    "corr",
    "date",
    "dateline",
    "del",
    "div",
    "ex",
    "expan",
    "fw",
    "gap",
    "head",
    "hi",
    "item",
    "l",
    "label",
    "lb",
    "list",
    "note",
    "opener",
    "p",
    "pb",
    "persName",
    "postscript",
    "q",
    "quote",
    "ref",
    "row",
    "salute",
    "seg",
    "sic",
    "signed",
    "space",
    "supplied",
    "surplus",
    "table",
    "unclear",
]


PAIRS = {
    (f"{TEI}{first}", f"{TEI}{second}")
    for first, second in (("abbr", "expan"), ("orig", "reg"), ("sic", "corr"))
}
"""What counts as alternatives where one closely follows the other."""


def put_together(
    name: str, text: str, children: list[tuple[etree._Element, str]]
) -> etree._Element:
    element = etree.Element(TEI + name)
    element.text = text
    for child, tail in children:
        child.tail = tail
        element.append(child)
    return element


def fragments(depth: int = 4) -> st.SearchStrategy[etree._Element]:
    """Any nesting of elements: also such as TEI does not allow."""
    below = st.lists(st.tuples(fragments(depth - 1), WORDS), max_size=3) if depth else st.just([])
    return st.builds(put_together, st.sampled_from(NAMES), WORDS, below)


def wrapped(fragment: etree._Element) -> Document:
    found = document(tei("<div/>"))
    found.text[0][0].append(fragment)
    return found


@given(fragments())
@settings(max_examples=150, deadline=None)
def test_no_line_ends_in_a_space(fragment: etree._Element) -> None:
    found = wrapped(fragment)
    for layer in LAYERS:
        text = render(found, layer)
        assert not re.search(r"[ \t\u00a0]\n|\n[ \t]|\n\n\n|  ", text)
        assert text.endswith("\n")
        assert not re.search(r"[\x00-\x08]", text)


def expected(element: etree._Element, out: frozenset[str]) -> str:
    """All letters of an element that are not in elements named in `out`, without white space."""
    name = element.tag.removeprefix(TEI)
    own = (
        ""
        if name in out
        else (element.text or "") + "".join(expected(child, out) for child in element)
    )
    return "".join(own.split()) + "".join((element.tail or "").split())


def letters(text: str) -> str:
    return re.sub(r"[^a-zé]", "", text)


@given(fragments())
@settings(max_examples=150, deadline=None)
def test_the_source_layer_holds_every_letter_in_order(fragment: etree._Element) -> None:
    for choice in list(fragment.iter(f"{TEI}choice")):
        choice.tag = f"{TEI}seg"
    assert letters(render(wrapped(fragment), "source")) == letters(
        expected(fragment, frozenset({"corr"}))
    )


@given(fragments())
@settings(max_examples=150, deadline=None)
def test_the_reading_holds_every_word_that_is_not_left_out(fragment: etree._Element) -> None:
    left_out = frozenset({"del", "fw", "gap", "surplus"})
    for element in list(fragment.iter("*")):
        # These have tests of their own: alternatives, marks of notes, notes on words left out.
        before = element.getprevious()
        is_alternative = before is not None and (before.tag, element.tag) in PAIRS
        apart = {f"{TEI}{name}" for name in ("choice", "label", "note", "ref")}
        if is_alternative or element.tag in apart:
            element.tag = f"{TEI}seg"
    written = sorted(letters(render(wrapped(fragment), "reading")))
    assert written == sorted(letters(expected(fragment, left_out)))


@given(st.lists(st.text(alphabet="abc .,1\u00a0", max_size=12), max_size=6), st.data())
@settings(max_examples=100, deadline=None)
def test_a_page_comes_back_from_its_marks(pieces: list[str], data: st.DataObject) -> None:
    """White space collapsed, the source layer equals the page that was marked up."""
    kinds = {
        "text": ("{0}", "{0}"),
        "supplied": ("[{0}]", '<supplied reason="omitted-in-original">{0}</supplied>'),
        "lost": ("", '<supplied reason="lost">{0}</supplied>'),
        "ex": ("[{0}]", "<expan><ex>{0}</ex></expan>"),
        "del": ("{0}", "<del>{0}</del>"),
        "choice": ("{0}", "<choice><sic>{0}</sic><corr>zzz</corr></choice>"),
        "mark": ("{0}", '<ref type="noteMark">{0}</ref>'),
        "paragraph": ("\n{0}", "</p>\n<p>{0}"),
        "date": ("{0}", "<date>{0}</date>"),
        "gap": ("", "<gap><desc>{0}</desc></gap>"),
    }
    page, markup = "", ""
    for piece in pieces:
        raw, marked = kinds[data.draw(st.sampled_from(sorted(kinds)))]
        page += raw.format(piece)
        markup += marked.format(piece)
    written = render(document(tei(f"<div><p>{markup}</p></div>")), "source")
    assert " ".join(written.split()) == " ".join(page.split())


# --- the library ---


def test_export_as_a_library(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(tei("<div><p>Come <del>no</del></p></div>", name="a"))
    parts = list(export([tmp_path], layer="diplomatic"))
    assert [(part.document, part.file, part.text) for part in parts] == [
        ("a", "a.txt", "Come ⟦no⟧\n")
    ]


@pytest.mark.parametrize(("name", "layer"), [("docx", "reading"), ("text", "loud")])
def test_unknown_names_are_refused(name: str, layer: str) -> None:
    with pytest.raises(TeikitError, match="choose from"):
        export([Path()], name, layer=layer)
