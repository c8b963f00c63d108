"""The pages around the letters: registers, start, about, and the page for the editors."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from teikit.cli import main
from teikit.errors import TeikitError
from teikit.profiles.publication import Publication
from teikit.publishing import site
from teikit.publishing.about import rendered

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt>
<title level="a">Letter {id}</title><title level="s">Letters of the North</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc>
<correspDesc><correspAction type="sent">{sender}<date when="{date}"/></correspAction>
<correspAction type="received"><persName>Karl Moe</persName></correspAction></correspDesc>
</profileDesc></teiHeader><text><body><p>{body}</p></body></text></TEI>"""
PERSONS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><listPerson>
<person xml:id="anna"><persName>Roe, Anna</persName><idno type="VIAF">{viaf}</idno></person>
<person xml:id="roe"><persName>Anna Roe</persName><idno type="VIAF">9999</idno></person>
</listPerson></body></text></TEI>"""


def write(folder: Path, identity: str, sender: str, body: str = "x", date: str = "1900") -> None:
    folder.mkdir(exist_ok=True)
    text = TEI.format(id=identity, sender=sender, body=body, date=date)
    (folder / f"{identity}.xml").write_text(text, encoding="utf-8")


def read(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def entries(folder: Path, page: str = "persons.html") -> dict[str, str]:
    found = read(folder / page).xpath("//dl[@class='register']/div")
    return {words(each.find("dt")): words(each.find("dd")) for each in found}


# --- registers ---


def test_two_keys_of_a_public_identifier_are_one_person(tmp_path: Path) -> None:
    folder = tmp_path / "edition/tei"
    folder.parent.mkdir()
    write(folder, "a", '<persName ref="../authority/p.xml#anna">A. R.</persName>')
    write(
        folder,
        "b",
        '<persName ref="../authority/p.xml#roe">Anna R.</persName>',
        'of <persName ref="https://viaf.org/viaf/9999">her</persName>',
    )
    authority = folder.parent / "authority"
    authority.mkdir()
    for viaf, names in (
        ("9999", {"Karl Moe", "Roe, Anna"}),
        ("8888", {"Anna Roe", "Karl Moe", "Roe, Anna"}),
    ):
        (authority / "p.xml").write_text(PERSONS.format(viaf=viaf), encoding="utf-8")
        site([folder], tmp_path / viaf)
        assert entries(tmp_path / viaf).keys() == names
    entry = entries(tmp_path / "9999")["Roe, Anna"]
    assert entry.startswith("also: A. R., Anna R., herviaf.org/viaf/9999")
    assert (
        read(tmp_path / "9999/letters/a.html").xpath("//dl//a/@href")[0]
        == (read(tmp_path / "9999/letters/b.html").xpath("//dl//a/@href")[0])
    )


def test_identifiers_of_several_in_one_name_bring_nobody_together(tmp_path: Path) -> None:
    viaf = "https://viaf.org/viaf/"
    write(tmp_path / "tei", "a", f'<persName ref="{viaf}11 {viaf}22">Both</persName>')
    write(tmp_path / "tei", "b", f'<persName ref="{viaf}11">The first</persName>')
    write(tmp_path / "tei", "c", f'<persName ref="{viaf}22">The second</persName>')
    site([tmp_path / "tei"], tmp_path / "site")
    assert {"Both", "The first", "The second"} <= entries(tmp_path / "site").keys()


def test_a_name_that_points_at_two_is_of_both(tmp_path: Path) -> None:
    write(
        tmp_path / "tei",
        "a",
        "<persName>Roe</persName>",
        "The <persName ref=\"#p1 #p2\">Poes</persName> and <persName ref='#p1'>Eva</persName>",
    )
    site([tmp_path / "tei"], tmp_path / "site")
    found = entries(tmp_path / "site")
    assert {"Eva", "Poes"} <= found.keys()


# --- start, about ---


def test_the_first_page_says_what_the_edition_is(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        sender = "<persName>Anna</persName>" if number < 3 else "<persName>Eva</persName>"
        write(tmp_path / "tei", f"l{number}", sender, date=f"190{number}-05-01")
    site([tmp_path / "tei"], tmp_path / "site")
    start = read(tmp_path / "site/index.html")
    assert words(start.find(".//h1")) == "Letters of the North"
    assert words(start.xpath("//p[@class='numbers']")[0]).startswith(
        "Letters of 1901 to 1903. 3 letters, 3 persons"
    )
    assert [words(each) for each in start.xpath("//ul[@class='writers']/li")] == [
        "Anna 2",
        "Eva 1",
    ]
    publication = Publication(title="Another title")
    site([tmp_path / "tei"], tmp_path / "site", publication=publication)
    assert words(read(tmp_path / "site/index.html").find(".//h1")) == "Another title"


def test_about_is_what_the_editors_say(tmp_path: Path) -> None:
    write(tmp_path / "tei", "a", "<persName>Anna</persName>")
    about = tmp_path / "words.md"
    about.write_text(
        "# Method\n\nIt is *ours*: [all](letters.html), [lost](no.html).\n\n| a |\n| - |\n| b |\n",
        encoding="utf-8",
    )
    publication = Publication(title="T", editors=("Ann Roe <a@example.org>",), home="https://x.org")
    done = site([tmp_path / "tei"], tmp_path / "site", about=about, publication=publication)
    page = read(tmp_path / "site/about.html")
    assert words(page.xpath("//div[@class='prose']")[0]) == "Method It is ours: all, lost. a b"
    assert words(page.find(".//h2")) == "Method"
    assert "a@example.org" not in words(page)
    assert words(page.xpath("//p[@class='citation']")[0]) == "T. Ed. Ann Roe. https://x.org."
    assert done.remarks == (f"{about}: the link to 'no.html' leads nowhere in the site",)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/a.png)",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    '```"><script>alert(1)</script>\nx\n```',
    '[x](https://x.org "\\" onclick=alert(1)")',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_about_is_live(text: str) -> None:
    tree = html.fromstring(f"<div>{rendered(text).html}</div>")
    assert not tree.xpath("//script | //img | //iframe | //@style | //@*[starts-with(name(),'on')]")
    for address in tree.xpath("//@href"):
        assert re.match(r"(?:https?|mailto):", address, re.IGNORECASE), address


def test_about_stands_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "tei", "a", "<persName>Anna</persName>")
    (tmp_path / "teikit.toml").write_text('[publication]\ntitle = "T"\n', encoding="utf-8")
    (tmp_path / "about.md").write_text("In English.", encoding="utf-8")
    (tmp_path / "about.de.md").write_text("Auf Deutsch.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for language, said_there in (("en", "In English."), ("de", "Auf Deutsch.")):
        done = CliRunner().invoke(main, ["site", "tei", "-o", "site", "--language", language])
        assert done.exit_code == 0, done.output
        assert said_there in (tmp_path / "site/about.html").read_text(encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\xff")
    done = CliRunner().invoke(main, ["site", "tei", "-o", "site", "--about", "bad.md"])
    assert done.exit_code == 2
    assert "bad.md is not in UTF-8" in done.stderr


# --- the page for the editors ---


def test_the_page_for_editors_is_made_only_when_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "tei"
    write(
        folder,
        "a",
        '<persName cert="low">Anna</persName>',
        'A <ref target="#gone">x</ref> <persName>Eva</persName>',
    )
    write(folder, "b", "<persName ref='#k'>Karl</persName>", date="1900-05-01")
    site([folder], tmp_path / "site", for_editor=True)
    page = read(tmp_path / "site/editor.html")
    covered = {words(row.find("th")): words(row.find("td")) for row in page.xpath("//tr[th][td]")}
    assert covered["a sender"] == "2 / 2"
    assert covered["a date to the day"] == "1 / 2"
    assert covered["names in the text with a key"] == "0 / 1"
    assert covered["persName"] == "1"
    rows = page.xpath("//table[contains(@class,'questions')]//tr")
    questions = [[words(cell) for cell in row] for row in rows]
    assert any(row[:3] == ["Letter a", "sender", "Anna"] and "low" in row for row in questions)
    findings = page.xpath("//details[@class='of-rule']")
    assert findings
    assert findings[0].xpath(".//a/@href | .//span[@class='where']/text()")
    assert "editor.html" in read(tmp_path / "site/index.html").xpath("//nav//a/@href")
    site([folder], tmp_path / "site")
    assert not (tmp_path / "site/editor.html").exists()
    assert "editor.html" not in read(tmp_path / "site/index.html").xpath("//nav//a/@href")


def test_the_page_for_editors_tells_what_could_not_be_checked(tmp_path: Path) -> None:
    write(tmp_path / "tei", "a", "<persName>Anna</persName>")
    config = tmp_path / "teikit.toml"
    config.write_text('schema = ["gone.rng"]\n', encoding="utf-8")
    errors: list[TeikitError] = []
    site(
        [tmp_path / "tei"], tmp_path / "site", for_editor=True, config=config, report=errors.append
    )
    assert (tmp_path / "site/editor.html").is_file()
    assert any("gone.rng" in str(error) for error in errors)


# --- what a user has put in the place of teikit's ---


def test_a_template_of_a_user_counts_and_its_faults_are_told(tmp_path: Path) -> None:
    write(tmp_path / "tei", "a", "<persName>Anna</persName>")
    templates = tmp_path / "own/templates"
    templates.mkdir(parents=True)
    own = templates.parent
    template = templates / "about.html"
    template.write_text(
        '{% extends "base.html" %}{% block main %}<h1>{{ site.title }}!</h1>{% endblock %}',
        encoding="utf-8",
    )
    site([tmp_path / "tei"], tmp_path / "site", own=own)
    assert words(read(tmp_path / "site/about.html").find(".//h1")) == "Letters of the North!"
    for text, reason in (("{{ page.nothing }}", "nothing"), ("{% if %}", "about.html:1")):
        template.write_text(text, encoding="utf-8")
        with pytest.raises(TeikitError, match=reason):
            site([tmp_path / "tei"], tmp_path / "site", own=own)


def test_a_label_of_a_user_has_the_fields_that_it_may_have(tmp_path: Path) -> None:
    write(tmp_path / "tei", "a", "<persName>Anna</persName>", date="1900-05-01")
    (tmp_path / "labels.toml").write_text(
        '[dates]\nday = "{month} {day}"\nfirst = "on the first"', encoding="utf-8"
    )
    site([tmp_path / "tei"], tmp_path / "site", own=tmp_path)
    assert "on the first" in (tmp_path / "site/letters/a.html").read_text(encoding="utf-8")
    for wrong in ("{month", "{nothing}", "{0}"):
        text = f'[dates]\nday = "{wrong}"'
        (tmp_path / "labels.toml").write_text(text, encoding="utf-8")
        with pytest.raises(TeikitError, match="the label 'dates_day'"):
            site([tmp_path / "tei"], tmp_path / "site", own=tmp_path)
