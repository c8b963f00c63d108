"""BEACON, Dublin Core, DataCite, OAI-PMH and GEXF: their form, their facts, what is missing."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tei_texts import tei
from teikit.errors import TeikitError
from teikit.exporting import Notice, export

SETTINGS = """
[publication]
publisher = "Town Press"
availability = "CC BY 4.0"
licence = "https://creativecommons.org/licenses/by/4.0/"
editors = ["Ann Roe <roe@example.org>"]
funders = ["Science Fund"]
title = "Letters of a town"
home = "https://example.org/"
date = "2026"
doi = "10.1234/town"
address = "https://example.org/letters/{id}.html"
person_address = "https://example.org/persons/{id}"
oai = "https://example.org/oai"
"""
GND, OTHER = "118540238", "118609807"
HEADER = f"""<fileDesc><titleStmt><title>Roe to Doe &amp; Co.</title></titleStmt>
<sourceDesc><msDesc><msIdentifier><settlement>Ghent</settlement><repository>TAG</repository>
<idno>F. 5</idno></msIdentifier></msDesc></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="nl"/></langUsage><correspDesc>
<correspAction type="sent"><persName key="roe" ref="gnd:{GND}">Roe, Ann</persName>
<placeName>Ghent</placeName><date from="1920-05-01" to="1920-05-02"/></correspAction>
<correspAction type="received"><orgName>Doe &amp; Co.</orgName></correspAction>
</correspDesc></profileDesc>"""
ANSWER = """<profileDesc><correspDesc>
<correspAction type="sent"><orgName>Doe &amp; Co.</orgName><date when="1920-06"/></correspAction>
<correspAction type="received"><persName key="roe">Roe, Ann</persName></correspAction>
</correspDesc></profileDesc>"""
BODY = f'<div type="letter"><p>See <persName ref="gnd:{OTHER}">Eva Poe</persName>.</p></div>'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "tei").mkdir()
    (tmp_path / "teikit.toml").write_text(SETTINGS, encoding="utf-8")
    for name, header in (("a", HEADER), ("b", ANSWER), ("essay", "<profileDesc/>")):
        source = tei(BODY if name == "a" else "<p>x</p>", header=header, name=name)
        (tmp_path / "tei" / f"{name}.xml").write_text(source, encoding="utf-8")
    return tmp_path


def files(edition: Path, format: str) -> dict[str, str]:
    config = str(edition / "teikit.toml")
    return {part.file: part.text for part in export([edition / "tei"], format, config=config)}


def only(edition: Path, format: str) -> str:
    (text,) = files(edition, format).values()
    return text


# --- BEACON ---


def test_beacon(edition: Path) -> None:
    assert only(edition, "beacon").splitlines() == [
        "#FORMAT: BEACON",
        "#PREFIX: https://d-nb.info/gnd/",
        "#CONTACT: Ann Roe <roe@example.org>",
        "#INSTITUTION: Town Press",
        "#NAME: Letters of a town",
        "#HOMEPAGE: https://example.org/",
        "#MESSAGE: Letters of a town: letters",
        "#TIMESTAMP: 2026",
        f"{GND}|1|https://example.org/persons/roe",
        f"{OTHER}|1|https://example.org/persons/{OTHER}",
    ]


def test_pages_by_their_gnd_are_told_once(edition: Path) -> None:
    settings = SETTINGS.replace("/persons/{id}", "/gnd/{gnd}")
    (edition / "teikit.toml").write_text(settings, encoding="utf-8")
    lines = only(edition, "beacon").splitlines()
    assert "#TARGET: https://example.org/gnd/{ID}" in lines
    assert lines[-2:] == [f"{GND}|1", f"{OTHER}|1"]


# --- Dublin Core ---


def test_dublin_core(edition: Path) -> None:
    found = etree.fromstring(files(edition, "dublin-core")["a.xml"].encode())
    assert found.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    assert [(etree.QName(each).localname, each.text) for each in found] == [
        ("title", "Roe to Doe & Co."),
        ("creator", "Roe, Ann"),
        ("subject", "Eva Poe"),
        ("description", "To Doe & Co."),
        ("publisher", "Town Press"),
        ("contributor", "Ann Roe"),
        ("date", "1920-05-01/1920-05-02"),
        ("type", "Text"),
        ("type", "letter"),
        ("format", "application/tei+xml"),
        ("identifier", "https://example.org/letters/a.html"),
        ("identifier", "a"),
        ("source", "Ghent, TAG, F. 5"),
        ("language", "nl"),
        ("relation", "https://example.org/"),
        ("coverage", "Ghent"),
        ("rights", "CC BY 4.0"),
        ("rights", "https://creativecommons.org/licenses/by/4.0/"),
    ]
    assert {etree.QName(each).namespace for each in found} == {"http://purl.org/dc/elements/1.1/"}


def test_every_document_has_dublin_core(edition: Path) -> None:
    assert list(files(edition, "dublin-core")) == ["a.xml", "b.xml", "essay.xml"]


# --- DataCite ---

# The facts of DataCite's schema that concern what is written here.
DATACITE = {
    "type": "object",
    "required": [
        "creators",
        "titles",
        "publisher",
        "publicationYear",
        "types",
        "schemaVersion",
    ],
    "properties": {
        "schemaVersion": {"const": "http://datacite.org/schema/kernel-4"},
        "doi": {"pattern": r"^10[.][0-9.]+[/]\S+$"},
        "creators": {"minItems": 1, "items": {"required": ["name"]}},
        "titles": {"minItems": 1, "items": {"required": ["title"]}},
        "publisher": {"type": "object", "required": ["name"]},
        "publicationYear": {"pattern": "^[0-9]{4}$"},
        "types": {"required": ["resourceTypeGeneral"]},
        "dates": {"items": {"required": ["date", "dateType"]}},
        "rightsList": {"items": {"properties": {"rightsUri": {"pattern": "^https?://"}}}},
        "descriptions": {"items": {"required": ["description", "descriptionType"]}},
        "fundingReferences": {"items": {"required": ["funderName"]}},
    },
}


def test_datacite(edition: Path) -> None:
    found = json.loads(only(edition, "datacite"))
    assert [error.message for error in Draft202012Validator(DATACITE).iter_errors(found)] == []
    assert found["creators"] == [{"name": "Ann Roe"}]
    assert found["publicationYear"] == "2026"
    assert found["subjects"] == [{"subject": "Roe, Ann"}, {"subject": "Doe & Co."}]
    assert found["dates"][1]["date"] == "1920-05-01/1920-06"
    assert found["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert found["fundingReferences"] == [{"funderName": "Science Fund"}]
    assert found["sizes"] == ["3 documents"]
    assert found["descriptions"][0]["description"].startswith(
        "2 letters from 1920-05-01 to 1920-06"
    )


# --- OAI-PMH ---

OAI = {"o": "http://www.openarchives.org/OAI/2.0/"}


def test_oai(edition: Path) -> None:
    found = files(edition, "oai")
    assert list(found) == [
        *(f"GetRecord/{name}.xml" for name in ("a", "b", "essay")),
        "Identify.xml",
        "ListMetadataFormats.xml",
        "ListSets.xml",
        "ListIdentifiers.xml",
        "ListRecords.xml",
    ]
    identify = etree.fromstring(found["Identify.xml"].encode())
    names = [etree.QName(each).localname for each in identify.find("o:Identify", OAI)]
    assert names == [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
    ]
    assert identify.findtext("o:responseDate", namespaces=OAI) == "2026-01-01T00:00:00Z"
    records = etree.fromstring(found["ListRecords.xml"].encode())
    assert records.xpath("//o:header/o:identifier/text()", namespaces=OAI) == [
        "oai:example.org:a",
        "oai:example.org:b",
        "oai:example.org:essay",
    ]
    assert records.find(".//o:resumptionToken", OAI) is None
    listed = etree.fromstring(found["ListIdentifiers.xml"].encode())
    headers = [
        ["".join(each.itertext()).split() for each in root.iterfind(path, OAI)]
        for root, path in ((listed, "*/o:header"), (records, "*/o:record/o:header"))
    ]
    assert headers[0] == headers[1] != []
    single = etree.fromstring(found["GetRecord/b.xml"].encode())
    assert single.find("o:request", OAI).attrib == {
        "verb": "GetRecord",
        "identifier": "oai:example.org:b",
        "metadataPrefix": "oai_dc",
    }
    assert etree.tostring(single.find("*/o:record", OAI), method="c14n") == etree.tostring(
        records.find("*/o:record[2]", OAI), method="c14n"
    )
    assert 'code="noSetHierarchy"' in found["ListSets.xml"]


def test_every_answer_has_the_form_of_the_specification(edition: Path) -> None:
    for place in range(120):
        source = tei("<p>x</p>", name=f"n {place}&amp;")
        (edition / "tei" / f"n{place}.xml").write_text(source, encoding="utf-8")
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("oai_pmh.xsd")))
    found = files(edition, "oai")
    assert {"ListIdentifiers-2.xml", "ListRecords-2.xml"} <= found.keys()
    for name, text in found.items():
        assert schema.validate(etree.fromstring(text.encode())), (name, schema.error_log)


def test_pages_of_records(edition: Path) -> None:
    for place in range(220):
        source = tei("<p>x</p>", name=f"n{place}")
        (edition / "tei" / f"n{place}.xml").write_text(source, encoding="utf-8")
    found = files(edition, "oai")
    tokens = [
        etree.fromstring(found[name].encode()).find(".//o:resumptionToken", OAI)
        for name in ("ListRecords.xml", "ListRecords-2.xml", "ListRecords-3.xml")
    ]
    assert [token.text for token in tokens] == ["2", "3", None]
    assert [token.get("cursor") for token in tokens] == ["0", "100", "200"]
    assert {token.get("completeListSize") for token in tokens} == {"223"}
    assert 'verb="ListRecords" resumptionToken="2"' in found["ListRecords-2.xml"]


# --- GEXF ---

GEXF = {"g": "http://gexf.net/1.3"}


def test_gexf(edition: Path) -> None:
    found = etree.fromstring(only(edition, "gexf").encode())
    nodes = {
        node.get("id"): node.get("label") for node in found.iterfind(".//g:nodes/g:node", GEXF)
    }
    roe = f"https://d-nb.info/gnd/{GND}"
    assert nodes == {roe: "Roe, Ann", "Doe & Co.": "Doe & Co."}
    edges = [
        (edge.get("source"), edge.get("target"), edge.get("weight"))
        for edge in found.iterfind(".//g:edges/g:edge", GEXF)
    ]
    assert edges == [(roe, "Doe & Co.", "1"), ("Doe & Co.", roe, "1")]
    declared = {each.get("id") for each in found.iterfind(".//g:attribute", GEXF)}
    assert {each.get("for") for each in found.iterfind(".//g:attvalue", GEXF)} <= declared


def test_letters_of_unknown_people_are_no_lines(edition: Path) -> None:
    source = tei(
        "<p>x</p>", header=ANSWER.replace("<orgName>Doe &amp; Co.</orgName>", ""), name="c"
    )
    (edition / "tei" / "c.xml").write_text(source, encoding="utf-8")
    notices: list[TeikitError] = []
    config = str(edition / "teikit.toml")
    list(export([edition / "tei"], "gexf", config=config, report=notices.append))
    assert all(isinstance(each, Notice) for each in notices)
    assert any("1 letter has no known sender" in str(each) for each in notices)


def test_a_body_may_have_the_id_of_a_person(edition: Path) -> None:
    header = ANSWER.replace("<orgName>", '<orgName key="roe">').replace("gnd:", "")
    (edition / "tei" / "a.xml").write_text(tei("<p>x</p>", header=header, name="a"))
    (edition / "tei" / "b.xml").unlink()
    found = etree.fromstring(only(edition, "gexf").encode())
    nodes = [node.get("id") for node in found.iterfind(".//g:nodes/g:node", GEXF)]
    assert nodes == ["roe", "person roe"]


def test_a_key_may_be_words(edition: Path) -> None:
    header = ANSWER.replace('key="roe"', 'key="Roe  Ann"').replace("Roe, Ann", "Miss Roe")
    (edition / "tei" / "a.xml").write_text(tei("<p>x</p>", header=header, name="a"))
    (edition / "tei" / "b.xml").unlink()
    found = etree.fromstring(only(edition, "gexf").encode())
    nodes = [node.get("id") for node in found.iterfind(".//g:nodes/g:node", GEXF)]
    assert nodes == ["Doe & Co.", "Roe Ann"]


# --- all of them ---


@pytest.mark.parametrize(
    ("format", "keys"),
    [
        ("beacon", ["person_address", "title"]),
        ("dublin-core", ["publisher", "licence"]),
        ("datacite", ["title", "editors", "publisher", "date", "licence"]),
        ("oai", ["oai", "title", "editors", "publisher", "licence", "date"]),
    ],
)
def test_what_is_missing_is_named(edition: Path, format: str, keys: list[str]) -> None:
    (edition / "teikit.toml").write_text("[publication]\n", encoding="utf-8")
    with pytest.raises(TeikitError, match="settings are missing") as raised:
        files(edition, format)
    assert re.findall(r"(\w+) \(", str(raised.value)) == keys


@pytest.mark.parametrize("format", ["beacon", "dublin-core", "datacite", "oai", "gexf"])
def test_the_same_letters_give_the_same_bytes(edition: Path, format: str) -> None:
    assert files(edition, format) == files(edition, format)
