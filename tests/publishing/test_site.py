"""Pages for readers: what is in them, that they are the same each time, and that nothing runs."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from teikit.cli import main
from teikit.errors import TeikitError
from teikit.publishing import site
from teikit.publishing.labels import LANGUAGES, labels

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt>
<title>{title}</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName ref="#anna">Anna Roe</persName>
<placeName>Lund</placeName><date when="1900-05-01" cert="low">May 1</date></correspAction>
<correspAction type="received"><persName ref="#karl">Karl Moe</persName></correspAction>
</correspDesc>
</profileDesc></teiHeader><text><body>{body}</body></text></TEI>"""
BODY = """<div><opener><dateline>Lund, May 1</dateline></opener>
<p>Dear <persName ref="#karl">Karl</persName>, the <del>old</del> <add>new</add> house<note n="1">It
stands.</note> is<lb/>ready. <unknown>So it is.</unknown></p>
<list><item>one</item><item>two <table><row><cell>a</cell><cell>b</cell></row></table></item></list>
<closer><signed>Anna</signed></closer></div>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tei = tmp_path / "tei"
    tei.mkdir()
    for number in (1, 2, 3):
        text = TEI.format(id=f"l{number}", title=f"Letter {number}", body=BODY)
        (tei / f"l{number}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def page(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def pages(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_letter_has_what_a_reader_wants(folder: Path) -> None:
    site([folder / "tei"], folder / "site")
    letter = page(folder / "site/letters/l2.html")
    facts = {
        each.findtext("dt"): " ".join(each.find("dd").text_content().split())
        for each in letter.xpath("//dl[@class='facts']/div")
    }
    assert facts["From"] == "Anna Roe"
    assert facts["To"] == "Karl Moe"
    assert facts["When"] == "1 May 1900 (very uncertain)"
    assert facts["Where"] == "Lund"
    (text,) = letter.xpath("//section[contains(@class,'layer-reading')]/div[@class='text']")
    words = " ".join(text.text_content().split())
    assert "Dear Karl, the new house1 is ready. So it is." in words
    assert letter.xpath("//a[@rel='prev']/@href") == ["l1.html"]
    assert letter.xpath("//a[@rel='next']/@href") == ["l3.html"]
    assert letter.xpath("//td/text()") == ["a", "b"] * 3
    (diplomatic,) = letter.xpath("//section[contains(@class,'layer-diplomatic')]")
    assert "old" in diplomatic.xpath("string(.//del)")


def test_every_link_within_the_site_leads_somewhere(folder: Path) -> None:
    site([folder / "tei"], folder / "site")
    anchors: dict[Path, set[str]] = {}
    found = 0
    for path in (folder / "site").rglob("*.html"):
        tree = page(path)
        for address in tree.xpath("//@href | //@src"):
            if re.match("https?:", address):
                continue
            file, _, anchor = address.partition("#")
            target = (path.parent / file).resolve() if file else path.resolve()
            assert target.is_file(), (path, address)
            if anchor:
                known = anchors.setdefault(target, set(page(target).xpath("//@id")))
                assert anchor in known, (path, address)
            found += 1
    assert found > 50


def test_ids_are_there_once_and_the_same_site_has_the_same_bytes(folder: Path) -> None:
    site([folder / "tei"], folder / "site")
    site([folder / "tei"], folder / "other")
    assert pages(folder / "site") == pages(folder / "other")
    for path in (folder / "site").rglob("*.html"):
        ids = page(path).xpath("//@id")
        assert len(ids) == len(set(ids))


def test_what_has_not_changed_is_not_written_again(folder: Path) -> None:
    site([folder / "tei"], folder / "site")
    before = {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*.html")}
    site([folder / "tei"], folder / "site")
    assert before == {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*.html")}


HOSTILE = [
    "<p>&lt;script>alert(1)&lt;/script></p>",
    '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    "<script>alert(1)</script>",
    '<p><ref target="javascript:alert(1)">x</ref></p>',
    '<p><ref target=" JavaScript:alert(1)">x</ref></p>',
    '<p><ref target="data:text/html,&lt;script>alert(1)&lt;/script>">x</ref></p>',
    '<p><persName ref="javascript:alert(1)">x</persName></p>',
    '<p rend="&quot; onclick=&quot;alert(1)">x</p>',
    '<p style="background:url(javascript:alert(1))" onclick="alert(1)">x</p>',
    '<p type="a&quot;>&lt;img src=x onerror=alert(1)>">x</p>',
    '<p xml:lang="en&quot; onload=&quot;alert(1)">x</p>',
    '<p><del rend="&quot;>&lt;script>alert(1)&lt;/script>">x</del></p>',
    '<p><note n="&lt;script>alert(1)&lt;/script>">x</note></p>',
    '<p><persName key="&lt;img src=x onerror=alert(1)>">&lt;img src=x></persName></p>',
    '<p><graphic url="javascript:alert(1)"/><figure><graphic url="http://x.org/a"/></figure></p>',
]


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_of_a_file_becomes_live(tmp_path: Path, body: str) -> None:
    title = "&lt;script>alert(1)&lt;/script>"
    (tmp_path / "a.xml").write_text(TEI.format(id="a", title=title, body=body), encoding="utf-8")
    site([tmp_path / "a.xml"], tmp_path / "site")
    for path in (tmp_path / "site").rglob("*.html"):
        tree = page(path)
        scripts = tree.xpath("//script")
        assert all(script.get("src", "").endswith(".js") and not script.text for script in scripts)
        assert not tree.xpath("//@style | //@*[starts-with(name(), 'on')] | //iframe | //object")
        assert not tree.xpath("//img | //link[@rel!='stylesheet'] | //base")
        for address in tree.xpath("//@href"):
            assert not re.match(r"\s*(?:javascript|data|vbscript|file):", address, re.IGNORECASE)
        assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv]/@content)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_there_in_every_language(language: str) -> None:
    assert labels(language).keys() == labels("en").keys()
    assert all(labels(language).values())


def test_a_user_has_the_last_word(folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    (own / "labels.toml").write_text('letters = "Missives"', encoding="utf-8")
    (own / "site.css").write_text("body { color: red; }", encoding="utf-8")
    site([folder / "tei"], folder / "site", own=own)
    assert "Missives" in (folder / "site/letters.html").read_text(encoding="utf-8")
    assert (folder / "site/static/site.css").read_text(encoding="utf-8") == "body { color: red; }"
    (own / "labels.toml").write_text('missives = "x"', encoding="utf-8")
    with pytest.raises(TeikitError, match="no label is called 'missives'"):
        site([folder / "tei"], folder / "site", own=own)
    with pytest.raises(TeikitError, match="no labels in 'xx'"):
        labels("xx")


def test_the_command(folder: Path) -> None:
    result = CliRunner().invoke(main, ["site", str(folder / "tei"), "-o", str(folder / "site")])
    assert result.exit_code == 0, result.output
    assert "3 letters" in result.output
    (folder / "tei" / "broken.xml").write_text("<TEI", encoding="utf-8")
    result = CliRunner().invoke(main, ["site", str(folder / "tei"), "-o", str(folder / "site")])
    assert result.exit_code == 1
    assert "broken.xml" in result.stderr
    empty = folder / "empty"
    empty.mkdir()
    (empty / "a.xml").write_text("<a/>", encoding="utf-8")
    assert CliRunner().invoke(main, ["site", str(empty), "-o", str(folder / "x")]).exit_code == 2
