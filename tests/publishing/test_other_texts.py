"""What is no letter is not counted as one, and has its own place."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from teikit.cli import main
from teikit.publishing import site
from teikit.publishing.labels import LANGUAGES

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt>
<title>Letter {id}</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc{number}>
<correspAction type="sent"><persName>Anna Roe</persName><date when="1900-05-01"/></correspAction>
<correspAction type="received"><persName>Karl Moe</persName></correspAction>
</correspDesc></profileDesc></teiHeader><text><body><div><p>Dear Karl.</p></div></body>
</text></TEI>"""
INTRODUCTION = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="intro"><teiHeader><fileDesc>
<titleStmt><title>How it began</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body><div>
<p>Then <persName>Anna Roe</persName> wrote.</p></div></body></text></TEI>"""


@pytest.fixture
def tei(tmp_path: Path) -> Path:
    folder = tmp_path / "tei"
    folder.mkdir()
    for name in ("l1", "l2"):
        (folder / f"{name}.xml").write_text(LETTER.format(id=name, number=""), encoding="utf-8")
    (folder / "intro.xml").write_text(INTRODUCTION, encoding="utf-8")
    return folder


def page(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_introduction_is_no_letter(tei: Path, tmp_path: Path, language: str) -> None:
    done = site([tei], tmp_path / "site", language=language)
    assert (done.letters, done.other_texts) == (2, 1)
    listed = page(tmp_path / "site/letters.html")
    assert listed.xpath("//tbody//a/text()") == ["Letter l1", "Letter l2"]
    assert listed.xpath("//section[@id='other-texts']//a/@href") == ["letters/intro.html"]
    start = page(tmp_path / "site/index.html")
    (link,) = start.xpath("//a[@href='letters.html#other-texts']/text()")
    assert "1" in link
    assert "2" in start.xpath("string(//p[@class='numbers'])")
    assert "letters/intro.html" not in start.xpath("//ul[@class='cards']//a/@href")
    named = page(tmp_path / "site/persons.html")
    assert named.xpath("//a[@href='letters/intro.html']/text()") == ["How it began"]


def test_where_nothing_is_a_letter_all_is_there(tei: Path, tmp_path: Path) -> None:
    done = site([tei / "intro.xml"], tmp_path / "site")
    assert (done.letters, done.other_texts) == (0, 1)
    assert page(tmp_path / "site/index.html").xpath("//ul[@class='cards']//a/text()") == [
        "How it began"
    ]
    listed = page(tmp_path / "site/letters.html")
    assert not listed.xpath("//table | //form | //script")
    assert listed.xpath("//section[@id='other-texts']//a/text()") == ["How it began"]


def test_the_command_and_the_editor_count_them_apart(tei: Path, tmp_path: Path) -> None:
    asked = ["site", str(tei), "-o", str(tmp_path / "site"), "--for-editor"]
    result = CliRunner().invoke(main, asked)
    assert "2 letters, 1 other text, " in result.output
    editor = page(tmp_path / "site/editor.html")
    covered = {
        row.xpath("string(*[1])"): row.xpath("string(*[2])")
        for row in editor.xpath("(//table)[1]//tbody/tr")
    }
    assert covered["a sender"] == "2 / 2"
    assert covered["names in the text with a key"] == "0 / 1"


def test_no_number_is_made_up_for_a_letter_among_numbered_ones(tei: Path, tmp_path: Path) -> None:
    numbered = LETTER.format(id="l3", number=' key="17"')
    (tei / "l3.xml").write_text(numbered, encoding="utf-8")
    site([tei], tmp_path / "site")
    cells = page(tmp_path / "site/letters.html").xpath("//tbody/tr/td[1]")
    assert [cell.text_content() for cell in cells] == ["", "", "17"]


def test_an_edition_without_numbers_or_title_goes_by_dates(tei: Path, tmp_path: Path) -> None:
    for name, day in (("a", "1903-01-02"), ("b", "1899-12-31"), ("c", "1903-01-01")):
        text = LETTER.format(id=name, number="").replace("1900-05-01", day)
        (tei / f"{name}.xml").write_text(text, encoding="utf-8")
    site([tei], tmp_path / "site")
    listed = page(tmp_path / "site/letters.html")
    titles = [f"Letter {name}" for name in ("b", "l1", "l2", "c", "a")]
    assert listed.xpath("//tbody//a/text()") == titles
    assert listed.xpath("string(//header[@class='site']/p)") == "Letters of 1899 to 1903"
    behind = page(tmp_path / "site/letters/b.html").xpath("//a[@rel='next']/@href")
    assert behind == ["l1.html"]
    start = page(tmp_path / "site/index.html").xpath("string(//p[@class='numbers'])")
    assert start.startswith("5 letters")
