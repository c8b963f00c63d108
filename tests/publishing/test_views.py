"""The pages of the calendar, of correspondents, of the map and of archives, read as pages."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from teikit import tables
from teikit.publishing import site
from teikit.publishing.labels import LANGUAGES, labels

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt>
<title>Letter {id}</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><msDesc>
<msIdentifier><settlement>Lund</settlement><repository>{repository}</repository><collection>{collection}
</collection><idno>{mark}</idno></msIdentifier></msDesc></sourceDesc></fileDesc><profileDesc>
<correspDesc><correspAction type="sent"><persName ref="#{sender}">{sender}</persName>
<placeName ref="#{place}">{place}</placeName>{date}</correspAction><correspAction type="received">
<persName ref="#{receiver}">{receiver}</persName></correspAction></correspDesc></profileDesc>
</teiHeader><text><body><p>Well.</p></body></text><standOff><listPlace><place xml:id="vienna">
<placeName>Vienna</placeName><location><geo>48,2 16,37</geo></location></place></listPlace>
</standOff></TEI>"""
CORPUS = Path(__file__).parents[2] / "corpus" / "tei"


def letter(folder: Path, number: int, **more: str) -> None:
    words = {
        "id": f"l{number}",
        "repository": "Library",
        "collection": "Papers",
        "mark": f"Box {number}",
        "sender": "anna",
        "receiver": "karl",
        "place": "vienna",
        "date": f'<date when="1900-05-{number:02}"/>',
    }
    folder.mkdir(exist_ok=True)
    file = folder / f"l{number:04}.xml"
    file.write_text(TEI.format(**words | {"id": f"l{number}"} | more), encoding="utf-8")


def page(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def navigation(folder: Path) -> set[str]:
    return set(page(folder / "index.html").xpath("//header//nav//a/@href"))


def test_days_lead_to_letters_and_lists_have_the_rest(tmp_path: Path) -> None:
    tei = tmp_path / "tei"
    letter(tei, 1)
    letter(tei, 2, date='<date when="1900-05-09" cert="low"/>')
    letter(tei, 3, date='<date when="1900-05-04"/>')
    letter(tei, 4, date='<date when="1900-05-04"/>')
    letter(tei, 5, date='<date when="1900-06"/>')
    letter(tei, 6, date='<date notBefore="1900-06-29" notAfter="1900-07-02"/>')
    letter(tei, 7, date='<date notBefore="1899" notAfter="1901"/>')
    letter(tei, 8, date="")
    site([tei], tmp_path / "site")
    calendar = page(tmp_path / "site/calendar.html")
    days = {
        (table.get("id"), link.text): link.get("href")
        for table in calendar.xpath("//table[contains(@class, 'month')]")
        for link in table.xpath(".//td/a")
    }
    assert days == {
        ("m1900-05", "1"): "letters/l1.html",
        ("m1900-05", "4"): "#d1900-05-04",
        ("m1900-05", "9"): "letters/l2.html",
    }
    assert calendar.xpath("//td/a[@class='unsure']/text()") == ["9"]
    assert calendar.xpath("//table[@id='m1900-06']/caption//a/@href") == ["#d1900-06"]
    dates = [each.text_content() for each in calendar.xpath("//ul[@class='by-day']//span")]
    assert dates == [
        *("1900-05-01", "1900-05-04", "1900-05-04", "1900-05-09 ?", "1900-06"),
        *("1900-06-29 – 1900-07-02", "1899 – 1901", ""),
    ]
    row = calendar.xpath("//table[@class='years']/tbody/tr/td")
    assert [cell.text_content() for cell in row if cell.text_content()] == ["4", "1", "1", "6"]


def test_many_years_have_pages_of_their_own(tmp_path: Path) -> None:
    for number in range(1, 7):
        date = f'<date when="{1900 + 2 * number}-02-29"/><date when="{1900 + 2 * number}-03-01"/>'
        letter(tmp_path / "tei", number, date=date)
    site([tmp_path / "tei"], tmp_path / "site")
    pages = sorted(path.name for path in (tmp_path / "site/calendar").iterdir())
    assert pages == [f"{1900 + 2 * number}.html" for number in range(1, 7)]
    year = page(tmp_path / "site/calendar/1904.html")
    assert year.xpath("//td/a/@href") == ["../letters/l2.html"]
    assert year.xpath("//main//a[@rel='prev']/@href") == ["1902.html"]
    assert year.xpath("//main//a[@rel='next']/@href") == ["1906.html"]
    overview = page(tmp_path / "site/calendar.html")
    bars = overview.xpath("//*[local-name()='svg']//a/@href")
    assert bars[0] == "calendar/1902.html#m1902-03"
    assert len(bars) == 6


def test_pages_count_what_the_tables_of_the_export_have(tmp_path: Path) -> None:
    spans = [(row["date_from"], row["date_to"]) for row in tables([CORPUS])]
    months = Counter(
        first.month for first, last in spans if first and last and first.month == last.month
    )
    site([CORPUS], tmp_path / "site")
    (row,) = page(tmp_path / "site/calendar.html").xpath("//table[@class='years']/tbody/tr")
    cells = [int(cell.text_content() or 0) for cell in row.xpath("td")]
    assert cells[:12] == [months[month] for month in range(1, 13)]
    assert cells[13] == sum(1 for span in spans if any(span))
    archives = page(tmp_path / "site/archives.html")
    marks = {(row["id"], row["shelfmark"]) for row in tables([CORPUS]) if row["shelfmark"]}
    listed = {
        (Path(link).stem, mark.findtext("dt"))
        for mark in archives.xpath("//dl/div")
        for link in mark.xpath(".//a/@href")
    }
    assert listed == marks


def test_the_register_of_archives_is_in_order(tmp_path: Path) -> None:
    for number, collection, mark in (
        (1, "Papers 10", "Box 1"),
        (2, "Papers 9", "Box 10"),
        (3, "Papers 9", "Box 9"),
        (4, "Papers 9", "Box 9"),
    ):
        letter(tmp_path / "tei", number, collection=collection, mark=mark)
    letter(tmp_path / "tei", 5, repository="Archive")
    site([tmp_path / "tei"], tmp_path / "site")
    archives = page(tmp_path / "site/archives.html")
    heads = [" ".join(each.text_content().split()) for each in archives.xpath("//h2 | //h3")]
    assert heads == ["Archive, Lund (1)", "Papers", "Library, Lund (4)", "Papers 9", "Papers 10"]
    marks = [each.text_content() for each in archives.xpath("//dt")]
    assert marks == ["Box 5", "Box 9", "Box 10", "Box 1"]
    links = archives.xpath("//dl//a/@href")
    assert [Path(link).stem for link in links] == ["l5", "l3", "l4", "l2", "l1"]


def test_what_there_is_nothing_of_has_no_page(tmp_path: Path) -> None:
    letter(tmp_path / "tei", 1)
    site([tmp_path / "tei"], tmp_path / "site")
    views = {"calendar.html", "correspondents.html", "map.html", "archives.html"}
    assert views <= navigation(tmp_path / "site")
    bare = TEI.replace("<geo>48,2 16,37</geo>", "").replace("<idno>{mark}</idno>", "")
    file = tmp_path / "bare.xml"
    file.write_text(
        bare.format(
            **dict.fromkeys(("repository", "collection", "receiver", "date"), ""),
            id="a",
            sender="anna",
            place="vienna",
        )
        .replace("<msDesc>", "<p/><!--")
        .replace("</msDesc>", "-->"),
        encoding="utf-8",
    )
    site([file], tmp_path / "other")
    assert not views & navigation(tmp_path / "other")
    assert not views & {path.name for path in (tmp_path / "other").iterdir()}


def test_a_map_has_a_table_beside_it(tmp_path: Path) -> None:
    letter(tmp_path / "tei", 1)
    letter(tmp_path / "tei", 2, place="graz")
    site([tmp_path / "tei"], tmp_path / "site")
    found = page(tmp_path / "site/map.html")
    rows = [[cell.text_content() for cell in row] for row in found.xpath("//tbody/tr")]
    assert rows == [["Vienna", "1", ""]]  # as the register calls it
    assert found.xpath("//*[local-name()='circle']/ancestor::a/@href") == [
        "places.html#place-vienna"
    ]
    assert "graz (1)" in found.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_in_every_language_and_have_no_style_of_their_own(
    tmp_path: Path, language: str
) -> None:
    letter(tmp_path / "tei", 1)
    site([tmp_path / "tei"], tmp_path / "site", language=language)
    for view in ("calendar", "correspondents", "map", "archives"):
        found = page(tmp_path / f"site/{view}.html")
        assert found.findtext(".//h1") == labels(language)[view]
        assert not found.xpath("//@style | //style")
        for picture in found.xpath("//*[local-name()='svg']"):
            ids = picture.get("aria-labelledby").split()
            assert [child.get("id") for child in picture[:2]] == ids


def test_pages_of_many_letters_have_a_size_that_has_an_end(tmp_path: Path) -> None:
    for number in range(1, 301):
        date = f'<date when="{1900 + number % 30}-{number % 12 + 1:02}-{number % 28 + 1:02}"/>'
        other = f"person-{number % 90}"
        letter(tmp_path / "tei", number, sender=other, date=date)
    site([tmp_path / "tei"], tmp_path / "site")
    for path in (tmp_path / "site/calendar").iterdir():
        assert path.stat().st_size < 60_000
    assert (tmp_path / "site/calendar.html").stat().st_size < 100_000
    assert (tmp_path / "site/map.html").stat().st_size < 100_000
