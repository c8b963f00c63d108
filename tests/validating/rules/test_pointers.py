"""Pointers that lead to nothing in their own file."""

from pathlib import Path

import pytest

from samples import document
from teikit import validate
from teikit.validating import Settings
from teikit.validating.index.document import CheckedDocument
from teikit.validating.rules.file import pointers
from teikit.validating.settings import RuleOptions
from teikit.xml.files import parsed


def messages(sample: str) -> list[str]:
    data = document(sample).encode()
    path = Path("a.xml")
    found = pointers.dangling_pointer.find(
        CheckedDocument(path, data, parsed(data, path)), RuleOptions()
    )
    return [finding.message for finding in found]


def names(*ids: str, attribute: str = "ref") -> str:
    return "".join(f'<rs {attribute}="#{id_}">x</rs>' for id_ in ids)


def test_each_name_is_told_once() -> None:
    people = '<person xml:id="mila"/>'
    assert messages(f"<p>{names('anna', 'jakob', 'anna', 'mila')}</p>{people}") == [
        "there is no xml:id 'anna' in this file, to which 2 pointers lead",
        "there is no xml:id 'jakob' in this file",
    ]


def test_an_attribute_that_leads_elsewhere_is_told_once() -> None:
    hands = '<del hand="#lead">a</del>'
    people = names("anna", "jakob", "mila", "anna", attribute="who")
    assert messages(f"<p>{people}{hands}</p>") == [
        "@who names 3 xml:ids that are not in this file: 'anna', 'jakob', …",
        "there is no xml:id 'lead' in this file",
    ]


def test_not_where_most_names_are_in_the_file() -> None:
    here = "".join(f'<person xml:id="p{n}"/>' for n in range(3))
    people = names("p0", "p1", "p2", "q0", "q1", "q2")
    assert len(messages(f"<p>{people}</p><listPerson>{here}</listPerson>")) == 3


def test_what_a_program_left_unfilled() -> None:
    assert messages('<p><placeName ref="#">Rome</placeName></p>') == ["'#' alone names no xml:id"]


def test_names_that_are_given_by_an_id_of_old() -> None:
    assert messages('<p><seg ana="#travel">gone</seg></p><interp id="travel">travel</interp>') == [
        "there is no xml:id 'travel' in this file (it is given by @id)"
    ]


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param('<p><ref target="#xpath1(//p[1])">x</ref></p>', id="no name"),
        pytest.param(
            '<p><rs ref="#anna">x</rs></p><div xmlns:xi="http://www.w3.org/2001/XInclude">'
            '<xi:include href="people.xml"/></div>',
            id="what is included may have it",
        ),
    ],
)
def test_nothing_is_told(sample: str) -> None:
    assert messages(sample) == []


def test_examples_do_not_speak_for_the_document() -> None:
    example = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><ref target="#n9">9</ref></egXML>'
    assert messages(f"<p>{example}</p>") == []


def bare(sample: str) -> list[str]:
    data = document(sample).encode()
    path = Path("a.xml")
    found = pointers.bare_pointer.find(
        CheckedDocument(path, data, parsed(data, path)), RuleOptions()
    )
    return [finding.message for finding in found]


def test_a_name_does_not_refer_to_a_paragraph() -> None:
    assert bare('<p xml:id="p1">To <persName ref="p1">Anna</persName></p>') == []
    assert len(bare('<p xml:id="p1"/><note corresp="p1">He means her.</note>')) == 1


def test_all_places_are_fixed_with_the_first() -> None:
    sample = '<person xml:id="a"/><p><rs ref="a">A</rs><rs ref="a b">B</rs></p>'
    assert bare(sample) == ["'a' is an xml:id of this file: write '#a' (2 in this file)"]


def codes(body: str, folder: Path) -> list[str]:
    """The codes of what is found about pointers in a text."""
    path = folder / "a.xml"
    tei = 'xmlns="http://www.tei-c.org/ns/1.0"'
    path.write_text(f"<TEI {tei}><text><body>{body}</body></text></TEI>", encoding="utf-8")
    settings = Settings(select=("T002", "T009"), schema=())
    return [finding.rule.code for finding in validate([path], settings=settings)]


@pytest.mark.parametrize(
    "body",
    [
        '<pb facs="#f0001"/>',
        '<pb facs="#f0001"/><pb facs="#f0002"/><pb facs="#f0003"/><pb facs="#f0004"/>',
        '<p><hi rendition="#aq #k">x</hi> <hi rendition="#aq">y</hi></p>',
        '<p><seg ana="#a">x</seg><seg ana="#b">x</seg><seg ana="#c">x</seg></p>',
        '<p><note resp="#AB"/><note resp="#CD"/><note resp="#EF"/></p>',
        '<p><rs ref="#p1"/><rs ref="#p2"/><rs ref="#p3"/></p>',
    ],
)
def test_what_is_elsewhere_by_convention_is_no_error(body: str, tmp_path: Path) -> None:
    assert codes(body, tmp_path) == ["T009"]


@pytest.mark.parametrize(
    "body",
    [
        '<pb facs="#f2"/><figure facs="#f1"><graphic xml:id="f1" url="f1.jpg"/></figure>',
        '<pb facs="#F1"/><figure><graphic xml:id="f1" url="f1.jpg"/></figure>',
        '<p><rs ref="#p1"/><rs ref="#p2"/><rs ref="#p3"/><rs ref="#p4"/><name xml:id="p4"/></p>',
        '<p><note resp="#AB"/></p>',
        '<p><ref target="#n1"/><ref target="#n2"/><ref target="#n3"/></p>',
        '<sp who="#a"/><sp who="#b"/><sp who="#c"/>',
    ],
)
def test_what_is_missing_among_others_is_an_error(body: str, tmp_path: Path) -> None:
    assert {*codes(body, tmp_path)} == {"T002"}
