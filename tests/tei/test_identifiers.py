"""Public identifiers: the one address of each, whatever it was written as."""

import pytest

from teikit.tei.identifiers import PERSONS, PLACES, number_in, preferred, public

GND = "https://d-nb.info/gnd/11870155X"


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("http://d-nb.info/gnd/11870155X", "", GND),
        ("https://www.d-nb.info/gnd/11870155x/about", "", GND),
        ("11870155X", "GND", GND),
        (" 11870155X ", "pnd", GND),
        ("4021477-1", "gnd", "https://d-nb.info/gnd/4021477-1"),
        ("http://viaf.org/viaf/59894734/", "", "https://viaf.org/viaf/59894734"),
        ("59894734", "viaf", "https://viaf.org/viaf/59894734"),
        (
            "http://data.bnf.fr/ark:/12148/cb11888092r",
            "",
            "https://catalogue.bnf.fr/ark:/12148/cb11888092r",
        ),
        (
            "http://id.loc.gov/authorities/names/n79021164.html",
            "",
            "https://lccn.loc.gov/n79021164",
        ),
        (
            "https://id.ndl.go.jp/auth/entity/00620716",
            "",
            "https://id.ndl.go.jp/auth/ndlna/00620716",
        ),
        ("https://sws.geonames.org/2761369/", "", "https://www.geonames.org/2761369"),
        ("http://geonames.org/2761369/wien.html", "", "https://www.geonames.org/2761369"),
        ("https://www.wikidata.org/wiki/Q42#x", "", "https://www.wikidata.org/entity/Q42"),
        ("Q42", "wd", "https://www.wikidata.org/entity/Q42"),
        ("https://example.org/persons/1", "", "https://example.org/persons/1"),
        ("10 Downing Street", "viaf", ""),
        ("unknown", "GND", ""),
        ("11870155X", "shelfmark", ""),
        ("http://a b", "", ""),
        ("", "", ""),
    ],
)
def test_an_identifier_has_one_address(text: str, kind: str, address: str) -> None:
    assert public(text, kind) == address


def test_of_several_one_is_preferred() -> None:
    found = ["https://example.org/1", "https://www.wikidata.org/entity/Q1", GND]
    assert preferred(found, PERSONS) == GND
    assert preferred([*found, "https://www.geonames.org/1"], PLACES) == "https://www.geonames.org/1"
    assert preferred(found[:2], PLACES) == "https://www.wikidata.org/entity/Q1"
    assert preferred([], PERSONS) == ""
    assert number_in(found, "gnd") == "11870155X"
    assert number_in(found, "viaf") == ""
