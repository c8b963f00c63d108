"""Registers: in which order, when somebody lived, and what only a spelling tells."""

from pathlib import Path

import pytest
from lxml import html

from teikit.publishing import site
from teikit.publishing.edition import RegisterEntry, heading, listed_by
from teikit.publishing.labels import labels
from teikit.publishing.registers import life_in_words
from teikit.tei.life import LifeDate, Lifetime

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt>
<title>Letter {id}</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName key="{key}">{sender}</persName></correspAction>
</correspDesc></profileDesc></teiHeader><text><body><p>{words}</p></body></text>
<standOff><listPerson>{persons}</listPerson></standOff></TEI>"""
LENIN = '<person xml:id="lenin"><persName>V. I. Lenin</persName>{life}</person>'


def made(folder: Path, *letters: dict[str, str]) -> html.HtmlElement:
    """The register of persons of a site with these letters."""
    tei = folder / "tei"
    tei.mkdir()
    for number, each in enumerate(letters, 1):
        words = (
            {"key": "", "sender": "Zoe", "words": "", "persons": ""} | each | {"id": f"l{number}"}
        )
        (tei / f"l{number}.xml").write_text(LETTER.format(**words), encoding="utf-8")
    site([tei], folder / "site")
    return html.fromstring((folder / "site/persons.html").read_text(encoding="utf-8"))


def names(register: html.HtmlElement) -> list[str]:
    return [" ".join(name.text_content().split()) for name in register.xpath("//dt")]


def test_persons_stand_under_their_family_names(tmp_path: Path) -> None:
    mentioned = (
        "V. I. Lenin",
        "Karl Marx",
        "Ya. G. Doletsky",
        "F. A. Sergeev (Artyom)",
        "Elizabeth II",
        "Mann, Thomas",
        "Else",
        "Katharina die Große",
        "Ad. v. Rantzau",
    )
    words = " ".join(f"<persName>{name}</persName>" for name in mentioned)
    register = made(tmp_path, {"words": words, "sender": "Zoe"})
    assert names(register) == [
        "Doletsky, Ya. G.",
        "Elizabeth II",
        "Else",
        "Katharina die Große",
        "Lenin, V. I.",
        "Mann, Thomas",
        "Karl Marx",
        "Rantzau, Ad. v.",
        "Sergeev, F. A. (Artyom)",
        "Zoe",
    ]
    assert register.xpath("//nav[@class='initials']//a/text()")[0] == "D"


@pytest.mark.parametrize(
    ("kind", "name", "shown", "order"),
    [
        ("org", "S. Fischer Verlag", "S. Fischer Verlag", "S. Fischer Verlag"),
        ("person", "A.", "A.", "A."),
        ("person", "A. G. von der Heydt", "Heydt, A. G. von der", "Heydt, A. G. von der"),
        ("person", "d. Vater", "d. Vater", "d. Vater"),
        ("person", "Ludwig XIV", "Ludwig XIV", "Ludwig XIV"),
        ("person", "Johann Wolfgang Goethe", "Johann Wolfgang Goethe", "Goethe, Johann Wolfgang"),
        ("place", "New York", "New York", "New York"),
    ],
)
def test_what_is_turned_round(kind: str, name: str, shown: str, order: str) -> None:
    entry = RegisterEntry(kind, "x", name, (), (), {})
    assert heading(entry) == shown
    assert listed_by(entry) == order


LIVES = {
    '<birth when="1870-04-22"/><death when="1924"/>': "(1870–1924)",
    '<birth><date when="1870"/></birth><death><date when="1924"/></death>': "(1870–1924)",
    "<birth>22. April 1870</birth><death>1924-01-21</death>": "(1870–1924)",
    '<birth when="1870"/>': "(born 1870)",
    '<death notBefore="1923-01-01" notAfter="1924-05-01"/>': "(died between 1923 and 1924)",
    '<birth notBefore="1870-01-01" notAfter="1870-12-31"/><death when="1924" cert="low"/>': (
        "(1870–1924?)"
    ),
    "<birth>before 1870</birth><death>1924</death>": "(before 1870 – 1924)",
    '<birth when="-0063-09-23"/><death when="0014"/>': "(63 BC – 14)",
    "<birth/><death>in a town whose name is not known any more, in 1924 or later</death>": "",
}


@pytest.mark.parametrize(("life", "shown"), LIVES.items())
def test_when_somebody_lived(tmp_path: Path, life: str, shown: str) -> None:
    person = LENIN.format(life=life)
    register = made(tmp_path, {"key": "lenin", "sender": "Lenin", "persons": person})
    assert names(register) == [f"Lenin, V. I. {shown}".strip()]


def test_a_date_in_a_name_is_that_of_the_life(tmp_path: Path) -> None:
    first = (
        '<person xml:id="roe"><persName>Anna Roe<date from="1850" to="1901"/></persName></person>'
    )
    second = '<person xml:id="moe"><persName>Karl Moe <date>1840–1899</date></persName></person>'
    register = made(
        tmp_path,
        {"key": "roe", "sender": "Anna", "persons": first},
        {"key": "moe", "sender": "Karl", "persons": second},
    )
    assert names(register) == ["Karl Moe 1840–1899", "Anna Roe (1850–1901)"]


def test_a_life_in_other_languages() -> None:
    assert life_in_words(Lifetime(LifeDate(words="1870")), labels("de")) == "geboren 1870"
    assert life_in_words(Lifetime(), labels("fr")) == ""


def test_a_spelling_alone_is_shown_with_the_entry_that_is_spelled_so(tmp_path: Path) -> None:
    named = "<persName>Roe</persName> <persName>Moe</persName> <persName>Poe</persName>"
    register = made(
        tmp_path,
        {"key": "roe", "sender": "Roe"},
        {"key": "moe-1", "sender": "Moe"},
        {"key": "moe-2", "sender": "Moe", "words": '<persName key="roe">Roe</persName> Roe'},
        {"words": f"{named} <persName key='roe'>Anna</persName>"},
        {"words": named},
    )
    assert names(register) == ["Moe", "Moe", "Moe", "Poe", "Roe", "Zoe"]
    (roe,) = register.xpath("//dl/div[dt='Roe']")
    roles = {
        " ".join(role.findtext("span").split()): role.xpath("a/@href")
        for role in roe.xpath(".//p[contains(@class, 'role')]")
    }
    assert roles == {
        "wrote": ["letters/l1.html"],
        "named in": ["letters/l3.html", "letters/l4.html"],
        "named in (by its spelling alone)": ["letters/l5.html"],
    }
    text = (tmp_path / "site/letters/l5.html").read_text(encoding="utf-8")
    assert f'href="../persons.html#{roe.get("id")}"' in text


def test_words_for_several_are_no_name_of_any(tmp_path: Path) -> None:
    both = '<persName ref="#roe #moe">the sisters</persName>'
    register = made(
        tmp_path,
        {"key": "zoe", "sender": "Zoe", "words": f"{both} {both}"},
        {"words": '<persName ref="#roe">Roe</persName>'},
    )
    assert names(register) == ["Roe", "the sisters", "Zoe"]


def test_lists_and_filters_have_names_as_the_register_has_them(tmp_path: Path) -> None:
    person = LENIN.format(life="")
    made(tmp_path, {"key": "lenin", "sender": "Lenine", "persons": person})
    listed = html.fromstring((tmp_path / "site/letters.html").read_text(encoding="utf-8"))
    (row,) = listed.xpath("//tbody/tr")
    assert row.get("data-person") == "V. I. Lenin"
    assert row.xpath("string(td[4])") == "V. I. Lenin"
