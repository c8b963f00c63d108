"""The page of a letter: what is known and why, the text in its layers, and what comes with it."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from teikit.profiles.publication import Publication
from teikit.publishing import site
from teikit.publishing.labels import LANGUAGES

HEADER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt>
<title>{title}</title><editor xml:id="{id}-ed">Ann Roe</editor></titleStmt><publicationStmt><p/>
</publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc><profileDesc>{abstract}<correspDesc>
{actions}</correspDesc></profileDesc></teiHeader>{facsimile}<text>{text}</text></TEI>"""
ACTIONS = """<correspAction type="sent"><persName ref="#anna">Anna Roe</persName>
<date when="1900-05-01"/></correspAction>
<correspAction type="received"><persName ref="#karl">Karl Moe</persName></correspAction>"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)

Make = Callable[..., html.HtmlElement]


def tei(
    identity: str = "a",
    *,
    body: str = "<p>Words.</p>",
    actions: str = ACTIONS,
    title: str = "A letter",
    source: str = "<p/>",
    abstract: str = "",
    facsimile: str = "",
    back: str = "",
) -> str:
    return HEADER.format(
        id=identity,
        title=title,
        source=source,
        abstract=abstract,
        actions=actions,
        facsimile=facsimile,
        text=f"<body><div>{body}</div></body>{f'<back>{back}</back>' if back else ''}",
    )


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(language: str = "en", **parts: str) -> html.HtmlElement:
        folder = tmp_path / "tei"
        folder.mkdir(exist_ok=True)
        (folder / "a.xml").write_text(tei(**parts), encoding="utf-8")
        site([folder], tmp_path / "site", language=language)
        return read(tmp_path / "site/letters/a.html")

    return make


def read(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def facts(page: html.HtmlElement) -> dict[str, str]:
    return {
        words(each.find("dt")): words(each.find("dd"))
        for each in page.xpath("//dl[@class='facts']/div")
    }


def text(page: html.HtmlElement, layer: str = "reading") -> html.HtmlElement:
    (found,) = page.xpath(f"//section[contains(@class, 'layer-{layer}')]/div[@class='text']")
    return found


def legend(page: html.HtmlElement, layer: str = "reading") -> dict[str, str]:
    lines = page.xpath(f"//section[contains(@class, 'layer-{layer}')]/details[@class='legend']//li")
    return {
        words(each.find("span[@class='meaning']")): words(each.find("span[@class='sample']"))
        for each in lines
    }


# --- what is known, and why ---


def test_what_is_uncertain_has_its_reason_in_words(made: Make) -> None:
    page = made(
        actions="""<correspAction type="sent"><persName resp="#a-ed" cert="low">Anna</persName>
        <placeName evidence="external" source="#a-n1">Lund</placeName>
        <date notBefore="1900-05-01" evidence="conjecture" resp="#a-ed">[after May 1]</date>
        </correspAction><correspAction type="received" cert="medium"><persName>Karl</persName>
        </correspAction>""",
        body="<p>Words<ref target='#a-n1'>1</ref>.</p>",
        back="<div type='notes'><note xml:id='a-n1' n='1'>Sent from Lund.</note></div>",
    )
    known = facts(page)
    assert known["From"] == "Anna (very uncertain; by Ann Roe)"
    assert known["Where"] == "Lund (from note 1)"
    assert known["When"] == (
        "not before 1 May 1900 [after May 1] (a conjecture, not in the letter itself; by Ann Roe)"
    )
    assert known["To"] == "Karl (not certain)"
    (link,) = page.xpath("//dl//a[text()='from note 1']/@href")
    assert page.xpath(f"//li[@id='{link[1:]}']")


def test_reasons_may_stand_in_elements_of_their_own(made: Make) -> None:
    page = made(
        actions="""<correspAction type="sent"><persName xml:id="who">Anna</persName>
        </correspAction><note>The envelope is lost.<certainty target="#who" cert="unknown"
        locus="value"><desc>The hand is hers.</desc></certainty></note>"""
    )
    assert facts(page)["From"] == "Anna (how certain is not known; The hand is hers.)"
    assert facts(page)["Remarks"].startswith("The envelope is lost.")


def test_events_on_the_way_have_names_of_their_own(made: Make) -> None:
    page = made(
        actions=f"""{ACTIONS}<correspAction type="transmitted" subtype="decipherment">
        <orgName>Office</orgName><date when="1900-05-02T00:35:00"/></correspAction>
        <correspAction type="received" subtype="copy"><persName>Eva Poe</persName>
        </correspAction><correspAction type="lost"><p>On the way.</p></correspAction>"""
    )
    known = facts(page)
    assert known["Deciphered"] == "Office, 2 May 1900, 0:35"
    assert known["Copy to"] == "Eva Poe"
    assert known["lost"] == "On the way."


DATES = {
    'when="1900-05-01"': "1 May 1900",
    'when="1900-05"': "May 1900",
    'when="1900"': "1900",
    'from="1900-05-01" to="1900-05-03"': "1 May 1900 to 3 May 1900",
    'notBefore="1900-05-01" notAfter="1900-05-03"': "between 1 May 1900 and 3 May 1900",
    'notAfter="1900-05-03"': "not after 3 May 1900",
    'from="1900"': "from 1900",
    'when="1900-05" precision="low"': "about May 1900",
    'when="-0058-04-29"': "29 April 58 BC",
    'when="--12-01"': "1 December",
    'when="1899-01-24" when-custom="1899-01-12"': (
        "24 January 1899 (12 January 1899 in the calendar of the letter)"
    ),
    'when="1732-02-11" calendar="#julian"': "11 February 1732 (Julian calendar)",
    'when="1900-02-30"': "the day",
    'when="soon"': "the day",
}


@pytest.mark.parametrize("given", DATES)
def test_dates_are_in_words(made: Make, given: str) -> None:
    words_of = "the day" if DATES[given] == "the day" else ""
    actions = f'<correspAction type="sent"><date {given}>{words_of}</date></correspAction>'
    assert facts(made(actions=actions))["When"] == DATES[given]


def test_dates_are_in_the_language_of_the_site(made: Make) -> None:
    found = {
        language: made(language).xpath("//time[@datetime='1900-05-01']/text()")
        for language in LANGUAGES
    }
    assert found == {
        "en": ["1 May 1900"],
        "de": ["1. Mai 1900"],
        "fr": ["1er mai 1900"],
        "ru": ["1 мая 1900"],
    }


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("May 1, 1900", "1 May 1900"),
        ("1. 5. 00", "1 May 1900"),
        ("1/V-1900", "1 May 1900 1/V-1900"),
        ("May 1 [1900]", "1 May 1900 May 1 [1900]"),
    ],
)
def test_the_printed_date_is_there_where_it_tells_more(
    made: Make, printed: str, shown: str
) -> None:
    actions = f'<correspAction type="sent"><date when="1900-05-01">{printed}</date></correspAction>'
    assert facts(made(actions=actions))["When"] == shown


def test_a_summary_and_the_language_are_there(made: Make) -> None:
    page = made(
        abstract="<abstract><p>What it is about.</p></abstract><langUsage>"
        "<language ident='deu'>German</language></langUsage>"
    )
    assert words(page.xpath("//section[@class='summary']")[0]) == "Summary What it is about."
    assert facts(page)["Language"] == "German"
    assert page.xpath("//article/@lang") == ["de"]


def test_a_translation_is_in_its_own_language(made: Make) -> None:
    page = made(
        source="<msDesc><msIdentifier/><msContents><textLang mainLang='ru'/></msContents></msDesc>",
        abstract="<langUsage><language ident='en'/></langUsage>",
    )
    assert facts(page)["Language"] == "Russian"
    assert page.xpath("//article/@lang | //div[@class='text']/@lang") == ["en", "en"]


# --- the text ---


def test_the_legend_explains_what_occurs_and_nothing_else(made: Make) -> None:
    page = made(
        body="""<p>A <del rend="strikethrough" hand="#h">bad</del> <add place="above">good</add>
        <supplied>new</supplied> <gap reason="illegible" quantity="3" unit="chars"/> <hi
        rend="underline">house</hi> <surplus reason="repeated">house</surplus> <unclear>so</unclear>
        T<ex>ovari</ex>shch <choice><sic>teh</sic><corr>the</corr></choice></p>"""
    )
    reading, diplomatic = legend(page), legend(page, "diplomatic")
    assert reading == {
        "added": "word",
        "corrected by the editors": "word",
        "an abbreviation, filled up by the editors": "word",
        "words are missing": "[…]",
        "supplied by the editors": "word",
        "hard to read": "word",
        "underlined": "word",
    }
    assert diplomatic["deleted"] == "⟦word⟧"
    assert diplomatic["supplied by the editors"] == "[word]"
    assert diplomatic["superfluous or repeated"] == "{word}"
    assert diplomatic["hard to read"] == "word[?]"
    (left_out,) = page.xpath("//section[contains(@class,'layer-reading')]//details/p")
    assert words(left_out) == "Not shown in this text: deletions: 1, repetitions: 1"
    assert not made(body="<p>Words.</p>").xpath("//details[@class='legend']")


def test_what_was_done_to_words_is_told_in_words(made: Make) -> None:
    page = made(
        body="""<p>A <del rend="strikethrough" hand="#h" cert="medium">bad</del>
        <gap reason="illegible" quantity="3" unit="chars"/>
        <handNote xml:id="h" scribe="Roe"/></p>"""
    )
    assert text(page, "diplomatic").xpath(".//del/@title") == [
        "deleted; hand: Roe; struck through; not certain"
    ]
    assert text(page).xpath(".//span[contains(@class,'tei-gap')]/@title") == [
        "words are missing; illegible; 3 characters"
    ]


def test_pages_have_their_numbers(made: Make) -> None:
    page = made(
        body="""<pb n="1"/><p>One wo<pb n="2" break="no"/>rd</p><pb/>
        <table><row><cell>a</cell></row><pb n="3"/><row><cell>b</cell></row></table>"""
    )
    assert text(page).xpath(".//*[@role='doc-pagebreak']/@aria-label") == [
        "Page 1",
        "Page 2",
        "Page 3",
    ]
    assert "One word" in words(text(page))
    assert text(page).xpath("string(.//td[span]/span/@data-n)") == "3"


def test_forms_of_texts_are_those_of_html(made: Make) -> None:
    page = made(
        body="""<head>First</head><p>A<note><p>Note.</p></note> b</p>
        <list type="ordered"><item>one</item><item>two</item></list>
        <list><head>H</head><item>x</item></list><lg><l>verse</l></lg>
        <table><head>T</head><row><cell>a</cell></row></table>
        <table><row>loose<cell>a</cell></row></table>
        <p>An <address><addrLine>street</addrLine></address> here</p>
        <div><head>Second</head><p><stamp>Lund</stamp></p></div>
        <floatingText><body><p>quoted</p></body></floatingText>
        <postscript><p>P. S.</p></postscript>"""
    )
    reading = text(page)
    assert [words(each) for each in reading.xpath(".//ol/li")] == ["one", "two"]
    assert not reading.xpath(".//ul")
    assert words(reading.find(".//table/caption")) == "T"
    assert len(reading.xpath(".//table")) == 1
    assert [(each.tag, words(each)) for each in reading.xpath(".//h3 | .//h4")] == [
        ("h3", "First"),
        ("h4", "Second"),
    ]
    assert not reading.xpath(".//span//div | .//p//p | .//p//div")
    assert words(reading.xpath(".//p[contains(., 'b')]")[0]) == "A1 b"
    for name in ("l", "stamp", "floatingText", "postscript"):
        assert reading.xpath(f".//*[contains(@class, 'tei-{name}')]")


def test_unknown_elements_have_their_text_and_their_name(made: Make) -> None:
    page = made(body='<p><strange>so</strange> <x:far xmlns:x="urn:x">away</x:far></p>')
    assert words(text(page)) == "so away"
    assert text(page).xpath(".//*[@class='tei-strange']")
    assert text(page).xpath(".//*[@data-element='far']")


def test_languages_and_their_directions(made: Make) -> None:
    page = made(
        body="""<p>She says <foreign xml:lang="heb">שלום</foreign> and <foreign
        xml:lang="fra">bonjour</foreign> and <foreign xml:lang="yi-Latn">sholem</foreign>
        <foreign xml:lang="xx">y</foreign>.</p>"""
    )
    found = [(each.get("lang"), each.get("dir")) for each in text(page).xpath(".//i")]
    assert found == [("he", "rtl"), ("fr", "ltr"), ("yi-Latn", "ltr"), (None, None)]
    assert text(page).xpath(".//p/@dir") == ["auto"]


# --- other letters ---


@pytest.fixture
def several(tmp_path: Path) -> Path:
    folder = tmp_path / "tei"
    folder.mkdir()
    back = ACTIONS.replace("sent", "_").replace("received", "sent").replace("_", "received")
    reply = '<correspContext><ref type="isReplyTo" target="a.xml" cert="low">May 1</ref>'
    other = ACTIONS.replace("karl", "eva").replace("Karl", "Eva")
    elsewhere = '<ref type="isReplyTo">a lost letter</ref></correspContext>'
    marks = "<msDesc><msIdentifier><idno>Box 1</idno></msIdentifier></msDesc>"
    for identity, actions, body in (
        ("a", ACTIONS, "<p>One.</p>"),
        ("b", other, '<p>As in <ref target="d.xml#p1"/>.</p>'),
        ("c", f"{ACTIONS}{reply}{elsewhere}", "<p>Three.</p>"),
        ("d", back, "<p>Four.</p>"),
    ):
        written = tei(
            identity,
            body=body,
            actions=actions,
            title=f"Letter {identity}",
            source=marks if identity in "ad" else "<p/>",
        )
        (folder / f"{identity}.xml").write_text(written, encoding="utf-8")
    site([folder], tmp_path / "site")
    return tmp_path / "site"


def test_neighbours_are_those_of_the_edition_and_of_the_correspondence(several: Path) -> None:
    navigation = read(several / "letters/c.html").xpath("//nav[@class='neighbours']")
    assert [(each.get("aria-label"), each.xpath("a/@href")) for each in navigation] == [
        ("Neighbours in the edition", ["b.html", "d.html"]),
        ("Letters between Anna Roe and Karl Moe", ["a.html", "d.html"]),
    ]
    (alone,) = read(several / "letters/b.html").xpath("//nav[@class='neighbours']")
    assert alone.xpath("a/@href") == ["a.html", "c.html"]


def test_related_letters_say_what_they_are(several: Path) -> None:
    def related(name: str) -> list[tuple[str, list[str]]]:
        found = read(several / f"letters/{name}.html").xpath("//section[@class='related']//li")
        return [(words(each), each.xpath("a/@href")) for each in found]

    assert related("a") == [
        ("answered by: Letter c, 1900-05-01", ["c.html"]),
        ("kept under the same shelf mark: Letter d", ["d.html"]),
    ]
    assert related("b") == [("mentions: Letter d", ["d.html"])]
    assert related("c") == [
        ("answers: Letter a, 1900-05-01 (very uncertain)", ["a.html"]),
        ("answers: a lost letter", []),
    ]
    assert related("d")[0][0] == "mentioned in: Letter b, 1900-05-01"
    (reference,) = text(read(several / "letters/b.html")).xpath(".//a[@href='d.html']")
    assert words(reference) == "Letter d"


# --- what comes along ---


def test_a_letter_is_cited_in_every_form(tmp_path: Path) -> None:
    actions = ACTIONS.replace("Anna Roe", "Roe &amp; {Sons}").replace("persName", "orgName", 2)
    (tmp_path / "a.xml").write_text(tei(actions=actions, title="50% \\of"), encoding="utf-8")
    publication = Publication(
        title="Letters", editors=("Poe, Eva <e@example.org>",), publisher="P", date="2026-02"
    )
    site([tmp_path / "a.xml"], tmp_path / "site", publication=publication)
    bibtex = (tmp_path / "site/cite/a.bib").read_text(encoding="utf-8")
    assert bibtex.startswith("@incollection{a,\n")
    assert r"  author = {{Roe \& \{Sons\}}}," in bibtex
    assert r"  title = {50\% \textbackslash{}of}," in bibtex
    assert "  editor = {Poe, Eva},\n  publisher = {P},\n  year = {2026}," in bibtex
    (entry,) = json.loads((tmp_path / "site/cite/a.json").read_text(encoding="utf-8"))
    assert entry["author"] == [{"literal": "Roe & {Sons}"}]
    assert entry["editor"] == [{"family": "Poe", "given": "Eva"}]
    assert entry["recipient"] == [{"literal": "Karl Moe"}]
    assert entry["original-date"] == {"date-parts": [[1900, 5, 1]]}
    assert entry["issued"] == {"date-parts": [[2026, 2]]}
    page = read(tmp_path / "site/letters/a.html")
    assert words(page.get_element_by_id("citation")) == (
        "50% \\of. Letters. Ed. Poe, Eva. P, 2026-02."
    )
    assert page.get_element_by_id("bibtex").text == bibtex
    assert all(
        (tmp_path / "site/letters" / each).is_file()
        for each in page.xpath("//section[@class='take']//a/@href")
    )


def test_letters_of_a_volume_have_one_file_of_tei(tmp_path: Path) -> None:
    letters = "".join(
        f'<div type="letter" xml:id="v{n}"><head>Letter {n}</head><p>x</p></div>' for n in (1, 2)
    )
    (tmp_path / "v.xml").write_text(tei("v", body=letters, actions=""), encoding="utf-8")
    site([tmp_path / "v.xml"], tmp_path / "site")
    if len([*(tmp_path / "site/letters").iterdir()]) > 1:
        assert len([*(tmp_path / "site/tei").iterdir()]) == 1


def test_pictures_beside_the_file_come_into_the_site(tmp_path: Path) -> None:
    folder = tmp_path / "edition/tei"
    (folder / "img").mkdir(parents=True)
    (folder / "img/1.png").write_bytes(PNG)
    (folder.parent / "2.jpg").write_bytes(b"\xff\xd8\xff" + bytes(9))
    (folder / "no.png").write_bytes(b"<svg/>")
    (tmp_path / "far.png").write_bytes(PNG)
    body = """<pb n="1" facs="img/1.png"/><pb n="2" facs="#s"/><pb n="3" facs="no.png"/>
    <pb n="4" facs="../../far.png"/><pb n="5" facs="gone.png"/><pb n="6" facs="a.svg"/>
    <pb n="7" facs="https://x.org/7.jpg"/><pb n="8" facs="javascript:alert(1)"/><pb n="9"
    facs="ABC-9"/><p><figure><graphic url="img/1.png"/><figDesc>A house</figDesc></figure></p>"""
    facsimile = """<facsimile><surface xml:id="s"><graphic url="../2.jpg"/></surface></facsimile>"""
    (folder / "a.xml").write_text(tei(body=body, facsimile=facsimile), encoding="utf-8")
    done = site([folder], tmp_path / "site")
    names = {each.name for each in (tmp_path / "site/facsimiles").iterdir()}
    assert names == {"a-1.png", "a-2.jpg"}
    page = read(tmp_path / "site/letters/a.html")
    assert page.xpath("//details[@class='facsimiles']//a/@href") == [
        "../facsimiles/a-1.png",
        "../facsimiles/a-2.jpg",
        "https://x.org/7.jpg",
    ]
    assert {each.rpartition("/")[0] for each in page.xpath("//img/@src")} == {"../facsimiles"}
    assert "A house" in text(page).xpath(".//img/@alt")
    remarks = "\n".join(done.remarks)
    for name, reason in (
        ("no.png", "not the picture"),
        ("../../far.png", "neither beside"),
        ("gone.png", "not there"),
        ("a.svg", "browsers show no svg"),
    ):
        assert f"'{name}' is left out: " in remarks
        assert reason in remarks
    assert "ABC-9" not in remarks


# --- strangers' files ---

EVIL = "&quot;>&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(1)>"


def test_nothing_in_any_value_becomes_live(tmp_path: Path) -> None:
    """It is planted wherever a page takes a value from: of the header, of the text, of pictures."""
    actions = f"""<correspAction type="{EVIL}" subtype="{EVIL}"><persName cert="{EVIL}"
    evidence="{EVIL}" source="{EVIL} javascript:alert(1)" resp="{EVIL}">{EVIL}</persName>
    <placeName>{EVIL}</placeName><date when="1900" calendar="{EVIL}">{EVIL}</date></correspAction>
    <correspAction type="sent"><persName ref="javascript:alert(1)">{EVIL}</persName>
    <orgName key="{EVIL}">{EVIL}</orgName><date when="{EVIL}">{EVIL}</date></correspAction>
    <correspAction type="received"><p>{EVIL}</p></correspAction><note>{EVIL}</note>
    <correspContext><ref type="isReplyTo" target="javascript:alert(1)">{EVIL}</ref>
    <ref type="isReplyTo" target="data:text/html,x">{EVIL}</ref></correspContext>"""
    body = f"""<head>{EVIL}</head><pb n="{EVIL}" facs="javascript:alert(1) {EVIL} #s"/>
    <p><del hand="{EVIL}" rend="{EVIL}" place="{EVIL}" reason="{EVIL}" cert="{EVIL}">{EVIL}</del>
    <gap unit="{EVIL}" quantity="{EVIL}" reason="{EVIL}"/><handShift new="{EVIL}"/>
    <foreign xml:lang="{EVIL}">{EVIL}</foreign><graphic url="javascript:alert(1)"/>
    <figure><graphic url="{EVIL}.png"/><figDesc>{EVIL}</figDesc></figure>
    <ref target="javascript:alert(1)"/><ref target="{EVIL}">{EVIL}</ref></p>
    <list type="{EVIL}"><item>{EVIL}</item></list>"""
    marks = f"<msDesc><msIdentifier><idno>{EVIL}</idno></msIdentifier></msDesc>"
    header = f"""<abstract><p>{EVIL}</p></abstract><textClass><keywords><term>{EVIL}</term>
    </keywords></textClass><langUsage><language ident="{EVIL}">{EVIL}</language></langUsage>"""
    surface = (
        '<facsimile><surface xml:id="s"><graphic url="data:image/png,x"/></surface></facsimile>'
    )
    folder = tmp_path / "tei"
    folder.mkdir()
    for name in ("a", "b\"><script>alert(1)<'"):
        written = tei(
            "x",
            body=body,
            actions=actions,
            title=EVIL,
            source=marks,
            abstract=header,
            facsimile=surface,
        ).replace('xml:id="x"', "", 1)
        try:
            (folder / f"{name.replace('/', '_')}.xml").write_text(written, encoding="utf-8")
        except OSError:
            continue  # a disk that has no such names
    site([folder], tmp_path / "site", for_editor=True)
    found = 0
    for path in (tmp_path / "site").rglob("*.html"):
        tree = read(path)
        for script in tree.xpath("//script"):
            assert script.get("src", "").endswith(".js")
            assert not script.text
        assert not tree.xpath("//@style | //@*[starts-with(name(), 'on')] | //iframe | //img")
        for address in tree.xpath("//@href | //@src"):
            assert not address.strip().lower().startswith(("javascript:", "data:", "file:"))
        found += "<script>alert(1)</script>" in tree.text_content()
    assert found > 5
    for path in (tmp_path / "site/cite").glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in (tmp_path / "site").rglob("*"):
        assert "<" not in path.name


def test_a_picture_that_comes_later_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "tei"
    folder.mkdir()
    (folder / "a.xml").write_text(tei(body='<pb n="1" facs="1.png"/>'), encoding="utf-8")
    assert site([folder], tmp_path / "site").remarks
    assert not read(tmp_path / "site/letters/a.html").xpath("//img")
    (folder / "1.png").write_bytes(PNG)
    assert not site([folder], tmp_path / "site").remarks
    assert read(tmp_path / "site/letters/a.html").xpath("//img")
    (folder / "1.png").unlink()
    site([folder], tmp_path / "site")
    assert not (tmp_path / "site/facsimiles").exists()


def test_the_time_for_a_page_grows_with_its_length(tmp_path: Path) -> None:
    """Thousands of parts of one whole: each is looked at once, not once for each of the others."""
    many = 1500
    parts = {
        "<list>{}</list>": "<item>x</item>",
        "<table>{}</table>": "<row><cell>x</cell></row>",
        "{}": "<div><head>h</head></div>",
        "<figure>{}</figure>": '<graphic url="x.svg"/>',
        "<p>{}</p>": '<supplied source="#big" resp="#a-ed" cert="low">x</supplied>',
        '<p xml:id="big">{}</p>': "word ",
        "<ab>{}</ab>": '<pb facs="#z"/>',
    }
    body = "".join(around.format(part * many) for around, part in parts.items())
    zones = "<zone/>" * many
    facsimile = f'<facsimile><surface>{zones}<zone xml:id="z"/></surface></facsimile>'
    (tmp_path / "a.xml").write_text(tei(body=body, facsimile=facsimile), encoding="utf-8")
    before = time.process_time()
    site([tmp_path / "a.xml"], tmp_path / "site", jobs=1)
    assert time.process_time() - before < 60  # with squares of these, it takes minutes
    assert len(text(read(tmp_path / "site/letters/a.html")).xpath(".//ul/li")) == many


def test_a_letter_without_text_says_so(made: Make) -> None:
    (layer,) = made(body="").xpath("//section[contains(@class, 'layer')]")
    assert "there is no text here" in words(layer)
    assert "no text here" not in words(made(body="<p>x</p>"))
