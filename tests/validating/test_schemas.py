"""What the schema engines find, said for editors, against a small schema made for the tests."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from teikit import validate
from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.validating import Settings, packaged
from teikit.validating.schemas.voices import LIMIT

RNG = """\
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start><element name="div"><ref name="id"/>
  <attribute name="type"><choice><value>letter</value><value>note</value></choice></attribute>
  <element name="head"><text/></element>
  <oneOrMore><ref name="p"/></oneOrMore>
  <optional><element name="closer"><oneOrMore><element name="signed"><text/></element></oneOrMore>
  </element></optional>
 </element></start>
 <define name="p"><element name="p"><ref name="id"/>
  <zeroOrMore><choice><text/><element name="date">
   <attribute name="when"><data type="date"/></attribute><text/></element></choice></zeroOrMore>
 </element></define>
 <define name="id">
  <optional><attribute name="xml:id"><data type="ID"/></attribute></optional></define>
</grammar>"""

XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.tei-c.org/ns/1.0"
           targetNamespace="http://www.tei-c.org/ns/1.0" elementFormDefault="qualified">
 <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
 <xs:element name="div"><xs:complexType>
  <xs:sequence>
   <xs:element name="head" type="xs:string"/>
   <xs:element name="p" type="p" maxOccurs="unbounded"/>
   <xs:element name="closer" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="signed" type="xs:string" maxOccurs="unbounded"/>
   </xs:sequence></xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute ref="xml:id"/>
  <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string">
   <xs:enumeration value="letter"/><xs:enumeration value="note"/>
  </xs:restriction></xs:simpleType></xs:attribute>
 </xs:complexType></xs:element>
 <xs:complexType name="p" mixed="true">
  <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="date"><xs:complexType>
   <xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="when" type="xs:date" use="required"/>
   </xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:choice>
  <xs:attribute ref="xml:id"/>
 </xs:complexType>
</xs:schema>"""

XML_XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
           targetNamespace="http://www.w3.org/XML/1998/namespace">
 <xs:attribute name="id" type="xs:ID"/>
</xs:schema>"""

GOOD = """\
<div xmlns="http://www.tei-c.org/ns/1.0" type="letter">
 <head>To J.</head>
 <p xml:id="p1">On <date when="1816-02-29">Thursday</date>.</p>
 <!-- a comment -->
 <p>Yours,</p>
 <closer><signed>E.</signed></closer>
</div>"""

# what is put in place of what; line, column and path; words of RELAX NG
FAULTS = {
    "value": (
        ('type="letter"', 'type="lettre"'),
        (1, 42, "/div"),
        "@type of <div>: 'lettre' is not right; did you mean 'letter'?",
    ),
    "attribute missing": ((' type="letter"', ""), (1, 1, "/div"), "<div> needs @type"),
    "attribute unknown": (
        ("<head>", '<head rend="bold">'),
        (2, 8, "/div/head[1]"),
        "@rend is not allowed on <head>; it takes no attributes",
    ),
    "date": (
        ("1816-02-29", "1816-02-30"),
        (3, 26, "/div/p[1]/date[1]"),
        "@when of <date>: '1816-02-30' is not a date: February 1816 has 29 days",
    ),
    "id twice": (
        ("<p>", '<p xml:id="p1">'),
        (5, 5, "/div/p[2]"),
        "the identifier 'p1' was given already, in line 3",
    ),
    "no id": (
        ('"p1"', '"1"'),
        (3, 5, "/div/p[1]"),
        "@xml:id of <p>: '1' is not an XML name: it begins with a digit, not with a letter or _",
    ),
    "element unknown": (
        ("<p>Yours,</p>", "<verse>Yours,</verse>"),
        (5, 2, "/div/verse[1]"),
        "the schema has no element <verse>; expected: <p>, <closer> or end tag",
    ),
    "element missing": (
        ("<head>To J.</head>", ""),
        (3, 2, "/div/p[1]"),
        "<p> comes too early in <div>; it needs <head> before it",
    ),
    "element too late": (
        ("</div>", "<p/></div>"),
        (7, 1, "/div/p[3]"),
        "<p> is not allowed in <div> after <closer>; it must come before <closer>",
    ),
    "element empty": (
        ("<signed>E.</signed>", ""),
        (6, 10, "/div/closer[1]"),
        "<closer> is not complete; it needs <signed>",
    ),
    "text": (
        ("<closer>", "<closer>I am"),
        (6, 10, "/div/closer[1]"),
        "text cannot stand directly in <closer>: 'I am'; put it in <signed>",
    ),
    "namespace": (
        ("<p>Yours", '<p xmlns="">Yours'),
        (5, 2, "/div/{}p[1]"),
        '<p> is in no namespace; did you mean xmlns="http://www.tei-c.org/ns/1.0"?',
    ),
    "root": (
        ("div", "book"),
        (1, 1, "/book"),
        "the schema has no element <book>; expected: <div>",
    ),
}


@pytest.fixture
def schemas(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "schema"
    folder.mkdir()
    for name, text in [("a.rng", RNG), ("a.xsd", XSD), ("xml.xsd", XML_XSD)]:
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / "a.rng", folder / "a.xsd"]


def findings(folder: Path, document: str, schemas: Sequence[Path]) -> list[Diagnostic]:
    path = folder / "a.xml"
    path.write_text(document, encoding="utf-8")
    return list(validate([path], schemas=schemas, settings=Settings(select=("X", "S"))))


def rows(found: list[Diagnostic]) -> list[tuple[str, int, int, str, str]]:
    places = [(finding.location, finding) for finding in found]
    return [
        (finding.rule.code, place.line, place.column, place.xpath, finding.message)
        for place, finding in places
    ]


def test_a_valid_document_has_no_findings(tmp_path: Path, schemas: list[Path]) -> None:
    assert findings(tmp_path, GOOD, schemas) == []


@pytest.mark.parametrize("name", FAULTS)
def test_relaxng_finds_one_fault(tmp_path: Path, schemas: list[Path], name: str) -> None:
    change, place, words = FAULTS[name]
    found = findings(tmp_path, GOOD.replace(*change), schemas[:1])
    assert rows(found) == [("S001", *place, words)]


@pytest.mark.parametrize("name", FAULTS)
def test_xsd_finds_the_same_fault(tmp_path: Path, schemas: list[Path], name: str) -> None:
    change, (line, _, path), _ = FAULTS[name]
    found = findings(tmp_path, GOOD.replace(*change), schemas[1:])
    assert [(code, *where) for code, *where, _ in rows(found)] == [("S002", line, 0, path)]


@pytest.mark.parametrize("name", FAULTS)
def test_both_speak_with_one_voice(tmp_path: Path, schemas: list[Path], name: str) -> None:
    change, place, words = FAULTS[name]
    found = findings(tmp_path, GOOD.replace(*change), schemas)
    assert rows(found) == [("S001", *place, words)]


def test_the_compact_syntax_is_a_schema_too(tmp_path: Path) -> None:
    schema = tmp_path / "a.rnc"
    schema.write_text(
        'default namespace = "http://www.tei-c.org/ns/1.0"\n'
        "start = element div { attribute type { text }, element head { text } }",
        encoding="utf-8",
    )
    document = GOOD.replace("</head>", "</head></div><!--").replace("</closer>\n</div>", "-->")
    document = document.replace("<!-- a comment -->", "")
    assert findings(tmp_path, document, [schema]) == []
    found = findings(tmp_path, document.replace("head", "haed"), [schema])
    assert [finding.message for finding in found][:1] == [
        "the schema has no element <haed>; did you mean <head>?"
    ]


def test_documents_with_prefixes_are_located(tmp_path: Path, schemas: list[Path]) -> None:
    document = GOOD.replace("<p>Yours,</p>", "<x/>").replace("</", "\0").replace("<", "<t:")
    document = document.replace("\0", "</t:").replace("<t:!", "<!").replace("xmlns", "xmlns:t")
    found = rows(findings(tmp_path, document, schemas[:1]))
    message = "the schema has no element <x>; expected: <p>, <closer> or end tag"
    assert found == [("S001", 5, 2, "/div/x[1]", message)]


def test_what_only_one_engine_sees_is_reported(tmp_path: Path, schemas: list[Path]) -> None:
    strict = schemas[1].read_text(encoding="utf-8").replace("<xs:attribute ref", "<!--", 1)
    schemas[1].write_text(strict.replace('id"/>', "-->", 1), encoding="utf-8")
    document = GOOD.replace('type="letter"', 'type="letter" xml:id="d"')
    assert rows(findings(tmp_path, document, schemas)) == [
        ("S002", 1, 0, "/div", "<div>: the attribute xml:id is not allowed"),
    ]


def test_many_faults_are_cut_short_and_said_to_be(tmp_path: Path, schemas: list[Path]) -> None:
    document = GOOD.replace("<p>Yours,</p>", '<p n="1">Yours,</p>' * (LIMIT + 1))
    found = findings(tmp_path, document, schemas[:1])
    assert [finding.rule.code for finding in found] == ["S003"] + ["S001"] * LIMIT


def test_messages_are_short(tmp_path: Path, schemas: list[Path]) -> None:
    document = GOOD.replace("<p>", f'<p n="{"x" * 5000}">').replace("1816-02-29", "x" * 5000)
    found = findings(tmp_path, document, schemas)
    assert len(found) == 2
    assert all(len(finding.message) < 250 and "\n" not in finding.message for finding in found)


def test_broken_files_are_findings_and_the_rest_is_checked(
    tmp_path: Path, schemas: list[Path]
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    texts = {
        "1.xml": "<div>",
        "2.xml": "<!DOCTYPE div SYSTEM 'a.dtd'><div/>",
        "3.xml": GOOD,
        "4.xml": GOOD.replace("<head>To J.</head>", ""),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = [
        (Path(finding.location.path).name, finding.rule.code)
        for finding in validate([folder], schemas=schemas)
    ]
    assert found == [("1.xml", "X001"), ("2.xml", "X010"), ("2.xml", "S001"), ("4.xml", "S001")]


def test_a_file_that_goes_away_is_a_finding(tmp_path: Path, schemas: list[Path]) -> None:
    for name in ("1.xml", "2.xml"):
        (tmp_path / name).write_text("<div>", encoding="utf-8")
    found = validate([tmp_path / "1.xml", tmp_path / "2.xml"], schemas=schemas)
    (tmp_path / "2.xml").unlink()
    assert [finding.rule.code for finding in found] == ["X001", "X003"]


def test_files_are_read_as_findings_are_asked_for(tmp_path: Path, schemas: list[Path]) -> None:
    for name in ("1.xml", "2.xml"):
        (tmp_path / name).write_text("<div>", encoding="utf-8")
    found = validate([tmp_path / "1.xml", tmp_path / "2.xml"], schemas=schemas)
    assert len(list(islice(found, 1))) == 1
    (tmp_path / "2.xml").write_text(GOOD, encoding="utf-8")
    assert list(found) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rng", ""),
        ("a.rng", "<grammar/>"),
        ("a.rng", "<!DOCTYPE a SYSTEM 'a.dtd'><a/>"),
        ("b.xsd", "<a/>"),
        ("b.xsd", "not XML"),
        ("a.rnc", "start = text"),
        ("a.rnc", "start = element a {"),
        ("a.txt", "Dear Anna,"),
    ],
)
def test_schemas_that_cannot_be_used_are_errors(tmp_path: Path, name: str, text: str) -> None:
    schema = tmp_path / name
    schema.write_text(text, encoding="utf-8")
    with pytest.raises(TeikitError, match=str(schema)) as caught:
        findings(tmp_path, GOOD, [schema])
    assert len(str(caught.value).splitlines()) == 1


def test_missing_files_and_schemas_are_errors_at_once(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no such file"):
        validate([tmp_path / "absent.xml"])
    (tmp_path / "a.xml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(TeikitError, match="no such schema"):
        validate([tmp_path / "a.xml"], schemas=[tmp_path / "absent.rng"])


def test_the_schemas_of_teikit_are_found() -> None:
    assert [schema.name for schema in packaged()] == ["teikit.rng", "teikit.xsd"]


def test_letters_by_other_hands_are_read(shared: Path) -> None:
    letters = sorted((shared / "letters").glob("*.xml"))[:20]
    found = list(validate(letters, schemas=packaged()[:1], settings=Settings(select=("S",))))
    assert {finding.rule.code for finding in found} == {"S001", "S003"}
    assert all(finding.location.line for finding in found if finding.rule.code == "S001")
