"""Pictures: what they count, that they are the same each time, small, and dead to hostile names."""

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from teikit import plot, read, tables
from teikit.cli import main
from teikit.cli.plot import plot as command
from teikit.errors import TeikitError
from teikit.exporting.network import Network
from teikit.exporting.records import Dated, Happening, Identity, Record
from teikit.publishing.labels import LANGUAGES, labels
from teikit.publishing.pictures.coast import coast, within
from teikit.publishing.pictures.dating import SEVERAL_YEARS, UNDATED, calendar, unit
from teikit.publishing.pictures.layout import Box, parted
from teikit.publishing.pictures.map import maps
from teikit.publishing.pictures.network import network
from teikit.publishing.pictures.where import localities
from teikit.publishing.plotting import PICTURES, pictures
from teikit.tei.coordinates import Coordinates

SVG = "{http://www.w3.org/2000/svg}"
EN = labels("en")
CORPUS = Path(__file__).parents[2] / "corpus" / "tei"
HOSTILE = "<script>alert(1)</script>\"'&]]>--><img onerror=x>"


def letter(
    number: int,
    sender: str = "Ann",
    receiver: str = "Bob",
    date: dict[str, str] | None = None,
    place: str = "",
    where: Coordinates | None = None,
) -> Record:
    places = (Identity(place, "place", where=where),) if place else ()
    when = Dated(date) if date is not None else None
    return Record(
        f"l{number}",
        Path(),
        f"Letter {number}",
        "",
        "",
        Happening((Identity(sender, "person"),), places, when),
        Happening((Identity(receiver, "person"),)),
    )


def many(count: int = 2000, people: int = 300) -> list[Record]:
    """Letters to and from one person, by and to many, from many places, in 25 years."""
    found = []
    for number in range(count):
        other = f"Correspondent Number {number * 7919 % people}"
        pair = ("Ann Roe", other) if number % 3 else (other, "Ann Roe")
        day = f"{1900 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        spot = Coordinates(35 + number * 31 % 250 / 10, -9 + number * 17 % 390 / 10)
        found.append(letter(number, *pair, {"when": day}, f"Town {number % 400}", spot))
    return found


def drawn(svg: str) -> Any:
    return etree.fromstring(svg.encode())


def hovers(svg: str) -> list[str]:
    """What a pointer is told, and that with a count at its end."""
    return [title.text for title in drawn(svg).iter(f"{SVG}title")][1:]


def counts(svg: str) -> Counter[str]:
    found = Counter[str]()
    for words in hovers(svg):
        name, _, count = words.rpartition(": ")
        if count.isdecimal():
            found[name] += int(count)
    return found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"when": "1920-05-03"}, "1920-05-03"),
        ({"when": "1920-05"}, "1920-05"),
        ({"when": "1920"}, "1920"),
        ({"from": "1920-05-03", "to": "1920-05-09"}, "1920-05"),
        ({"notBefore": "1920-05-30", "notAfter": "1920-06-02"}, "1920"),
        ({"notBefore": "1920-05", "notAfter": "1920-05-09"}, "1920-05"),
        ({"notBefore": "1919-12-30", "notAfter": "1920-01-02"}, SEVERAL_YEARS),
        ({"notBefore": "1920-05-30"}, "1920"),
        ({"to": "1920-05-30"}, "1920"),
        ({}, UNDATED),
    ],
)
def test_a_date_is_in_what_holds_all_of_it(values: dict[str, str], expected: str) -> None:
    assert unit(Dated(values)) == expected
    assert unit(None) == UNDATED


def test_months_are_those_of_the_tables() -> None:
    spans: list[Any] = [(row["date_from"], row["date_to"]) for row in tables([CORPUS])]
    expected = Counter(
        f"{EN[f'month_{first.month}']} {first.year}"
        for first, last in spans
        if first and last and first.month == last.month
    )
    assert counts(plot([CORPUS], "months")) == expected
    assert sum(expected.values()) > 20


@pytest.mark.parametrize("what", ["matrix", "network"])
def test_pairs_are_those_of_the_tables(what: str) -> None:
    expected = Counter[str]()
    for row in tables([CORPUS]):
        for sender in filter(None, (row["senders"] or "").split("; ")):
            receivers = f"{row['receivers'] or ''}; {row['copies'] or ''}"
            for receiver in filter(None, receivers.split("; ")):
                expected[f"{sender} → {receiver}".replace("J. V.", "I. V.")] += 1  # one person
    pairs = {name: count for name, count in counts(plot([CORPUS], what)).items() if "·" not in name}
    assert pairs == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_stand_alone_and_are_the_same_each_time(language: str) -> None:
    letters = many(200, 60)
    found = [picture.alone for picture in pictures(letters, labels(language))]
    assert found == [picture.alone for picture in pictures([*letters], labels(language))]
    assert len(found) >= 4
    for svg in found:
        root = drawn(svg)
        assert root.tag == f"{SVG}svg"
        assert root.findtext(f"{SVG}title")
        assert root.findtext(f"{SVG}desc")
        assert "var(" not in svg
        assert "color-mix" not in svg
        assert "{" not in root.findtext(f"{SVG}desc")
        assert root.find(f"{SVG}rect").get("fill") == "#ffffff"
        assert not root.xpath("//@href | //@style")
        assert re.search(r"\d\.\d\d", re.sub(r"<style>.*?</style>", "", svg, flags=re.S)) is None


def test_many_letters_make_pictures_of_a_size_that_has_an_end() -> None:
    few, all_of_them = many(500), many(2000)
    for small, large in zip(pictures(few, EN), pictures(all_of_them, EN), strict=True):
        assert len(large.alone) < 160_000
        assert len(large.alone) < 2 * len(small.alone)
    (picture,) = pictures(all_of_them, EN, ["network"])
    assert "Not shown for want of room, with few letters each: 261." in picture.text
    shown = sum(count for name, count in counts(picture.alone).items() if " → " in name)
    rest = int(re.findall(r"from these: (\d+)", picture.text)[0])
    assert shown + rest == 2000


def test_hostile_names_are_words() -> None:
    spot = Coordinates(48, 16)
    letters = [letter(1, HOSTILE, f"b{HOSTILE}", {"when": "1900"}, HOSTILE, spot)]
    found = [*pictures(letters, EN)]
    assert [picture.name for picture in found] == ["months", "network", "matrix", "map"]
    for picture in found:
        root = drawn(picture.alone)
        assert {etree.QName(each).localname for each in root.iter("*")} <= {
            *("svg", "title", "desc", "style", "rect", "g", "line", "text", "circle", "path"),
            "polygon",
        }
        assert not root.xpath("//@*[starts-with(name(), 'on')]")
    assert any(HOSTILE in words for words in hovers(found[1].alone))


def test_one_letter_is_enough_and_none_is_not() -> None:
    assert len([*pictures([letter(1, date={"when": "1900-01-01"})], EN)]) == 3
    assert [*pictures([letter(1, "Unknown", "Bob")], EN)] == []
    assert [*pictures([], EN)] == []
    assert network(Network.of([letter(1, "Ann", "Ann")]), EN) is None


def test_no_words_of_a_network_stand_on_others() -> None:
    boxes = [Box(number % 5, number % 7, 40 + number % 30, 8, 20) for number in range(40)]
    parted(boxes)
    for place, box in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert min(box.overlap(other)) <= 0


def test_a_map_has_the_places_that_lie_somewhere() -> None:
    letters = [
        letter(1, place="Vienna", where=Coordinates(48.2, 16.37)),
        letter(2, place="Vienna"),
        letter(3, place="Nowhere"),
    ]
    (picture,) = maps(localities(letters), EN)
    assert "Vienna: 2 → · → 0" in hovers(picture.alone)
    assert "Places that are not on this map: 1." in picture.text
    assert maps(localities(letters[1:2]), EN) == ()


def test_where_most_letters_are_from_is_a_map_of_its_own() -> None:
    near = [
        letter(number, place=f"Town {number}", where=Coordinates(47 + number / 20, 15 + number / 9))
        for number in range(40)
    ]
    far = letter(99, place="Sydney", where=Coordinates(-33.9, 151.2))
    assert [each.name for each in maps(localities(near), EN)] == ["map"]
    found = maps(localities([*near, far]), EN)
    assert [each.name for each in found] == ["map-near", "map"]
    assert not any("Sydney" in words for words in hovers(found[0].alone))
    assert any("Sydney" in words for words in hovers(found[1].alone))


@pytest.mark.parametrize("degrees", [(89.9, 179.9), (-89.9, -179.9), (-17.8, 178), (0.1, -0.1)])
def test_the_ends_of_the_earth_are_on_maps(degrees: tuple[float, float]) -> None:
    (picture,) = maps(localities([letter(1, place="There", where=Coordinates(*degrees))]), EN)
    assert drawn(picture.alone).findall(f".//{SVG}circle")


def test_coasts_are_rings_and_are_cut() -> None:
    assert len(coast()) > 100
    assert all(len(ring) >= 3 for ring in coast())
    (cut,) = within(8, 47, 9, 48)  # no sea there
    assert {x for x, _ in cut} == {8, 9}
    assert {y for _, y in cut} == {47, 48}
    assert [*within(-35, 25, -30, 30)] == []  # no land there


def test_what_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="'pie' is not known"):
        plot([CORPUS], "pie")
    tei = tmp_path / "without" / "tei"  # no authority files beside it
    shutil.copytree(CORPUS, tei)
    with pytest.raises(TeikitError, match="no place of the letters has coordinates"):
        plot([tei], "map")
    with pytest.raises(TeikitError, match="no labels in 'xx'"):
        plot([CORPUS], "months", language="xx")
    result = CliRunner().invoke(
        main, ["plot", str(tei), "-o", str(tmp_path), "--what", "map", "--what", "months"]
    )
    assert result.exit_code == 1
    assert "there is no map" in result.stderr
    assert result.stdout.splitlines() == [str(tmp_path / "months.svg")]
    result = CliRunner().invoke(main, ["plot", str(tei), "-o", str(tmp_path / "all")])
    assert result.exit_code == 0
    names = {path.name for path in (tmp_path / "all").iterdir()}
    assert names == {"months.svg", "network.svg", "matrix.svg"}
    (empty := tmp_path / "empty").mkdir()
    (empty / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body/></text></TEI>'
    )
    assert CliRunner().invoke(main, ["plot", str(empty), "-o", str(tmp_path)]).exit_code == 2


def test_the_command_knows_the_pictures() -> None:
    (option,) = (each for each in command.params if each.name == "what")
    assert [*option.type.choices] == [*PICTURES]  # type: ignore[attr-defined]


def test_a_calendar_counts_all_letters() -> None:
    letters = [
        letter(1, date={"when": "1900-05-01"}),
        letter(2, date={"when": "1900-05"}),
        letter(3, date={"notBefore": "1900", "notAfter": "1905"}),
        letter(4),
    ]
    found = calendar(letters)
    assert found.months == {(1900, 5): 2}
    assert found.in_years == {1900: 2}
    assert found.count(UNDATED, SEVERAL_YEARS) == 2


def test_a_notebook_shows_letters() -> None:
    letters = read(CORPUS)
    assert repr(letters) == "<25 letters>"
    shown = letters._repr_html_()
    assert "<p>25 letters</p>" in shown
    assert shown.count("<tr>") == 26
    assert "data:image/svg+xml;base64," in shown
    only = letters["bl-0086"]
    assert only is next(each for each in letters if each.id == "bl-0086")
    assert letters[1:3][0] is letters[1]
    assert read(only.path)._repr_html_() == only._repr_html_()
    assert "<th>From</th><td>" in only._repr_html_()
    with pytest.raises(KeyError):
        letters["no such letter"]


def test_a_notebook_runs_nothing_and_is_not_flooded(tmp_path: Path) -> None:
    hostile = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    for number in range(60):
        (tmp_path / f"l{number:02}.xml").write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>'
            f"{hostile}</title></titleStmt></fileDesc><profileDesc><correspDesc><correspAction "
            f'type="sent"><persName>{hostile}</persName><date when="1900-01-01"/></correspAction>'
            f"</correspDesc></profileDesc></teiHeader><text><body><p>{hostile}{'long ' * 4000}</p>"
            "</body></text></TEI>",
            encoding="utf-8",
        )
    letters = read(tmp_path)
    for shown in (letters._repr_html_(), letters[0]._repr_html_()):
        assert "<script" not in shown
        assert "<img onerror" not in shown
        assert len(shown) < 40_000
    assert "… 10 more letters" in letters._repr_html_()
    assert "more characters" in letters[0]._repr_html_()
