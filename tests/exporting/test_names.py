"""The table of names: who is mentioned where."""

from pathlib import Path

from tei_texts import tei
from teikit import tables

BODY = (
    "<div><head><persName ref='#p1'>Ann</persName></head><opener><dateline><name type='place'>Ghent"
    "</name></dateline></opener><p><rs type='person' ref='#p1 #p2' cert='low'>they</rs> and "
    "<del><orgName>The Council</orgName></del> "
    "<choice><sic><persName>Bpb</persName></sic><corr><persName key='Doe, Bob'>Bob</persName>"
    "</corr></choice>"
    "<note xml:id='n1' n='7'><orgName>Bank of <placeName>Ghent</placeName></orgName>"
    "</note> <rs type='work' key='w1'/></p></div>"
)
BACK = (
    "<listPerson><person xml:id='p1'><persName>Roe, Ann</persName></person></listPerson>"
    "<div type='source'><p><orgName>TAG</orgName></p></div>"
)


def test_names(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(tei(BODY, BACK))
    columns = ("position", "name", "known_as", "key", "kind", "where", "note_number", "deleted")
    found = [tuple(row[column] for column in columns) for row in tables([tmp_path], "names")]
    assert found == [
        (1, "Ann", "Roe, Ann", "p1", "person", "head", None, False),
        (2, "Ghent", None, None, "place", "dateline", None, False),
        (3, "they", "Roe, Ann", "p1", "person", "text", None, False),
        (3, "they", "Roe, Ann", "p2", "person", "text", None, False),
        (4, "The Council", None, None, "org", "text", None, True),
        (5, "Bob", None, "Doe, Bob", "person", "text", None, False),
        (6, "Bank of Ghent", None, None, "org", "note", "7", False),
        (7, "Ghent", None, None, "place", "note", "7", False),
        (8, "w1", None, "w1", "work", "text", None, False),
        (9, "TAG", None, None, "org", "source line", None, False),
    ]


def test_a_name_within_a_name(tmp_path: Path) -> None:
    content = (
        "<p><orgName><rs type='org' ref='#o1'>Post Office</rs></orgName> <persName><ref target='x'>"
        "<hi>Ann</hi></ref></persName> <orgName ref='#o2'>Bank of <placeName ref='#l1'>Ghent"
        "</placeName></orgName></p>"
    )
    (tmp_path / "x.xml").write_text(tei(content))
    found = [(row["name"], row["key"], row["kind"]) for row in tables([tmp_path], "names")]
    assert found == [
        ("Post Office", "o1", "org"),
        ("Ann", None, "person"),
        ("Bank of Ghent", "o2", "org"),
        ("Ghent", "l1", "place"),
    ]


def test_names_of_several_letters_are_told_apart(tmp_path: Path) -> None:
    letters = "".join(
        f"<div type='letter' xml:id='l{n}'><opener><dateline/></opener><p><persName>P{n}</persName>"
        "</p></div>"
        for n in (1, 2)
    )
    (tmp_path / "x.xml").write_text(tei(letters))
    found = [(row["document"], row["name"]) for row in tables([tmp_path], "names")]
    assert found == [("l1", "P1"), ("l2", "P2")]
