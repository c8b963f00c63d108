"""Public identifiers: their forms and check digits, their types, and the entries that have them."""

from pathlib import Path

import pytest

from teikit.diagnostic import Diagnostic
from teikit.validating import Settings, validate
from teikit.validating.lexicon.identifiers import fault, registry, scheme

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{}</TEI>'


def found(folder: Path, content: str, *codes: str) -> list[Diagnostic]:
    (folder / "a.xml").write_text(TEI.format(content), encoding="utf-8")
    settings = Settings(select=codes or ("I",), schema=())
    return list(validate([folder], settings=settings))


def persons(*entries: str) -> str:
    return f"<standOff><listPerson>{''.join(entries)}</listPerson></standOff>"


@pytest.mark.parametrize(
    "address",
    [
        "https://d-nb.info/gnd/118540238",
        "https://d-nb.info/gnd/1012277348",
        "http://d-nb.info/gnd/4066009-6",
        "https://d-nb.info/gnd/118540238/about/lds.rdf",
        "https://viaf.org/viaf/24602065/",
        "https://viaf.org/viaf/9106149198304327840002",
        "http://www.wikidata.org/entity/Q5879",
        "https://www.wikidata.org/wiki/Special:EntityData/Q5879.json",
        "https://www.geonames.org/2761369/vienna.html",
        "https://sws.geonames.org/2761369/",
        "https://orcid.org/0000-0002-1825-0097",
        "https://isni.org/isni/000000012281955X",
        "https://catalogue.bnf.fr/ark:/12148/cb11907966z",
        "https://data.bnf.fr/ark:/12148/cb12423662g#about",
        "https://data.bnf.fr/11907966/victor_hugo/",
        "https://gallica.bnf.fr/ark:/12148/bpt6k5738219s",
        "https://id.loc.gov/authorities/names/n79021164.html",
        "https://lccn.loc.gov/n79021164",
        "https://www.geonames.org/search.html",
    ],
)  # fmt: skip
def test_a_good_address_is_good(tmp_path: Path, address: str) -> None:
    assert not found(
        tmp_path, f'<text><p><persName ref="{address}">x</persName></p></text>', "I001"
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://d-nb.info/gnd/118540283",
        "https://d-nb.info/gnd/4066009-5",
        "https://d-nb.info/gnd/4066009_6",
        "https://viaf.org/viaf/24602065123456",
        "https://www.wikidata.org/wiki/5879",
        "https://orcid.org/0000-0002-1825-0079",
        "https://isni.org/isni/0000000122819551",
        "https://catalogue.bnf.fr/ark:/12148/cb11907966x",
        "https://lccn.loc.gov/n7902116",
        "gnd:118540283",
    ],
)
def test_a_mistyped_address_is_told(tmp_path: Path, address: str) -> None:
    content = f'<text><p><persName ref="#a {address}">x</persName></p></text>'
    (finding,) = found(tmp_path, content, "I001")
    assert address in finding.message
    (finding,) = (
        found(tmp_path, f"<text><p><idno>{address}</idno></p></text>", "I001", "T031")
        if ("://" in address)
        else (finding,)
    )
    assert finding.rule.code == "I001"


def test_what_is_told_many_times_is_told_once(tmp_path: Path) -> None:
    name = '<persName ref="https://d-nb.info/gnd/118540283">x</persName>'
    (finding,) = found(tmp_path, f"<text><p>{name * 4}</p></text>")
    assert finding.message.endswith("(4 in this file)")


def test_a_prefix_that_the_header_declares_is_its_own(tmp_path: Path) -> None:
    text = TEI.format('<text><p><persName ref="gnd:4711">x</persName></p></text>')
    prefix = '<prefixDef ident="gnd" matchPattern="(.+)" replacementPattern="persons.xml#$1"/>'
    header = f"<encodingDesc><listPrefixDef>{prefix}</listPrefixDef></encodingDesc>"
    header = f"<teiHeader>{header}</teiHeader>"
    (tmp_path / "a.xml").write_text(text.replace("<teiHeader/>", header), encoding="utf-8")
    assert not list(validate([tmp_path], settings=Settings(select=("I",), schema=())))


def test_each_number_is_looked_at_once(tmp_path: Path) -> None:
    content = persons(
        '<person xml:id="a"><persName>A</persName>'
        '<idno type="GND">118540283</idno>'
        '<idno type="URI">https://viaf.org/viaf/012</idno></person>'
    )
    codes = [finding.rule.code for finding in found(tmp_path, content, "I", "T031")]
    assert sorted(codes) == ["I001", "T031"]


def test_types_and_addresses_that_disagree(tmp_path: Path) -> None:
    content = persons(
        '<person xml:id="a"><persName>A</persName>'
        '<idno type="GND">https://www.wikidata.org/wiki/Q5879</idno>'
        '<idno type="URL" subtype="wikidata">https://de.wikipedia.org/wiki/Goethe</idno>'
        '<idno type="gnd">https://lobid.org/gnd/118540238</idno>'
        '<idno type="URL">https://www.wikidata.org/wiki/Q5879</idno></person>'
    )
    messages = [finding.message for finding in found(tmp_path, content, "I002")]
    assert messages == [
        "the type says GND, but the address is of Wikidata: 'https://www.wikidata.org/wiki/Q5879'",
        "the type says Wikidata, but the address is of Wikipedia:"
        " 'https://de.wikipedia.org/wiki/Goethe'",
    ]


def test_two_numbers_of_one_registry(tmp_path: Path) -> None:
    content = persons(
        '<person xml:id="a"><persName ref="gnd:118540238">A</persName>'
        '<idno type="GND">http://d-nb.info/gnd/118607626</idno></person>',
        '<person xml:id="b"><persName ref="gnd:118540238">B</persName>'
        '<idno type="GND">http://d-nb.info/gnd/118540238</idno>'
        '<idno type="GND" subtype="deprecated">118607626</idno>'
        '<occupation><ref target="https://d-nb.info/gnd/4053309-8">poet</ref></occupation></person>',
        '<person xml:id="c"><persName>C</persName>'
        '<idno type="geonames">2761369</idno><idno type="geonames">2761333</idno></person>',
    )
    (finding,) = found(tmp_path, content, "I003")
    assert finding.message == "'a' has two numbers of GND: 118540238 and 118607626"


def test_the_same_number_in_two_ways_of_writing(tmp_path: Path) -> None:
    content = persons(
        '<person xml:id="a"><persName>A</persName><idno type="GND">118540238</idno></person>',
        '<person xml:id="b"><persName>B</persName>'
        '<idno type="URL" subtype="gnd">http://d-nb.info/gnd/118540238/</idno></person>',
    )
    (finding,) = found(tmp_path, content, "C006")
    assert finding.message == "'b' has the number (d-nb.info/gnd/118540238) of 'a'"


def test_entries_without_a_name(tmp_path: Path) -> None:
    content = persons(
        '<person xml:id="a"><persName>A</persName></person>',
        '<person xml:id="b"><persName> </persName><idno>1</idno></person>',
        '<person xml:id="c" sameAs="#a"/>',
        '<person xml:id="d"><p>Someone in the street.</p></person>',
        '<person xml:id="e"><persName type="variant">E</persName></person>',
        '<person xml:id="f"><persName><surname>F</surname></persName></person>',
    )
    assert [each.message for each in found(tmp_path, content, "I004")] == [
        "the entry 'b' has no name"
    ]


def test_a_fix_writes_https_and_nothing_else(tmp_path: Path) -> None:
    address = "http://d-nb.info/gnd/118540238"
    content = (
        f'<text><p><persName ref="#x {address}">http://d-nb.info/gnd/118540238</persName>'
        '<persName ref="http://www.wikidata.org/entity/Q5879">x</persName></p></text>'
    )
    (finding,) = found(tmp_path, content, "I005")
    assert finding.safe
    (edit,) = finding.edits
    text = (tmp_path / "a.xml").read_text(encoding="utf-8")
    new = text[: edit.start] + edit.text + text[edit.end :]
    assert new == text.replace(f"#x {address}", f"#x https{address[4:]}")


def test_registries_by_their_names() -> None:
    bnf, lccn = scheme("ark-bnf"), scheme("LCCN")
    assert bnf is not None
    assert lccn is not None
    assert fault(bnf, "ark:/12148/cb11907966z") == ""
    assert fault(bnf, "FRBNF11907966") == ""
    assert "check digit" in fault(bnf, "cb11907966x")
    assert fault(lccn, "n 79021164") == ""
    assert registry("not an address") is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://viaf.org/viaf/24602065", "VIAF"),
        (" http://d-nb.info/gnd/118540238", "GND"),
        ("https://www.wikidata.org/entity/Q5879", "Wikidata"),
        ("https://www.geonames.org/2950159/", "GeoNames"),
        ("https://isni.org/isni/0000000121442091", "ISNI"),
        ("https://orcid.org/0000-0002-1825-0097", "ORCID"),
        ("https://data.bnf.fr/ark:/12148/cb11907966z", "BnF"),
        ("https://id.loc.gov/authorities/names/n79021164", "Library of Congress"),
        ("https://www.example.org/viaf/24602065", ""),
    ],
)
def test_each_registry_is_known_by_its_site(address: str, name: str) -> None:
    found = registry(address)
    assert (found[0] if found else "") == name
