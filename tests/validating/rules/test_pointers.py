"""Pointers that lead to nothing in their own file."""

from pathlib import Path

import pytest

from samples import document
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
    assert messages(f"<p>{names('anna', 'jakob', 'mila', 'anna')}{hands}</p>") == [
        "@ref names 3 xml:ids that are not in this file: 'anna', 'jakob', …",
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
