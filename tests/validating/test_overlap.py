"""A rule may explain what a schema finds, and never takes it away."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from teikit import validate
from teikit.cli import main
from teikit.diagnostic import Diagnostic, Severity
from teikit.validating import Settings

RNC = """\
default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI {
  element p {
    attribute xml:lang { "en" | "de" }?, attribute xml:id { xsd:ID }?, attribute n { xsd:int }?,
    text
  }+
}
"""
XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.tei-c.org/ns/1.0"
  targetNamespace="http://www.tei-c.org/ns/1.0" elementFormDefault="qualified">
<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
<xs:element name="TEI"><xs:complexType><xs:sequence>
<xs:element name="p" maxOccurs="unbounded"><xs:complexType mixed="true">
<xs:attribute ref="xml:lang"/><xs:attribute name="n" type="xs:int"/>
</xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>
"""
XML_XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang"><xs:simpleType><xs:restriction base="xs:string">
<xs:enumeration value="en"/><xs:enumeration value="de"/></xs:restriction>
</xs:simpleType></xs:attribute></xs:schema>
"""
DOCUMENT = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'


@pytest.fixture(params=["a.rnc", "a.xsd"])
def schema(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "xml.xsd").write_text(XML_XSD, encoding="utf-8")
    path = tmp_path / request.param
    path.write_text(RNC if path.suffix == ".rnc" else XSD, encoding="utf-8")
    return path


def found(schema: Path, content: str, settings: Settings | None = None) -> list[Diagnostic]:
    path = schema.parent / "a.xml"
    path.write_text(DOCUMENT.format(content), encoding="utf-8")
    return list(
        validate([path], schemas=[schema], settings=settings or Settings(select=("S", "T050")))
    )


def by_schema(findings: list[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in findings if finding.rule.code in ("S001", "S002")]


@pytest.mark.parametrize("ignoring", ["", '<?teikit ignore T050 "our own codes"?>'])
@pytest.mark.parametrize("value", ["franglais", "de_DE", "eng"])
def test_an_error_of_a_schema_stays(schema: Path, value: str, ignoring: str) -> None:
    (error,) = by_schema(found(schema, f'{ignoring}<p xml:lang="{value}">a</p>'))
    assert error.rule.severity is Severity.ERROR


@pytest.mark.parametrize(
    "content", ['<p xml:lang="franglais" n="x">a</p>', '<p n="x" nn="" xml:lang="fra"/>']
)
def test_no_other_error_of_the_element_is_lost(schema: Path, content: str) -> None:
    alone = by_schema(found(schema, content, Settings(select=("S",))))
    together = by_schema(found(schema, content))
    assert len(alone) == len(together) > 1
    for finding, other in zip(alone, together, strict=True):
        assert other.message.startswith(finding.message)


def relaxng(folder: Path) -> Path:
    schema = folder / "a.rnc"
    schema.write_text(RNC, encoding="utf-8")
    return schema


def test_it_carries_the_words_and_the_fix_of_the_rule(tmp_path: Path) -> None:
    (error,) = found(relaxng(tmp_path), '<p xml:lang="eng">a</p>')
    assert error.rule.code == "S001"
    assert error.message == (
        "@xml:lang of <p>: 'eng' is not right; did you mean 'en'? ('eng' is no tag of a language:"
        " a language that has a code of two letters has no other; write 'en')"
    )
    assert error.fixable
    assert [edit.text for edit in error.edits] == ["en"]


def test_identifiers_are_explained_too(tmp_path: Path) -> None:
    content = '<p xml:id="a">a</p><p xml:id="a">b</p>'
    both = found(relaxng(tmp_path), content, Settings(select=("S", "T001")))
    assert [finding.rule.code for finding in both] == ["S001"]


@pytest.mark.parametrize(
    ("instruction", "settings"),
    [
        ('<?teikit ignore S001 "x"?>', Settings(select=("S", "T050"))),
        ("", Settings(select=("S", "T050"), ignore=("S001",))),
        ("", Settings(select=("S", "T050"), severity={"S001": "info", "T050": "error"})),
    ],
)
def test_a_rule_gives_way_only_to_what_is_told(
    tmp_path: Path, instruction: str, settings: Settings
) -> None:
    findings = found(relaxng(tmp_path), f'{instruction}<p xml:lang="eng">a</p>', settings)
    assert "T050" in [finding.rule.code for finding in findings]


def test_the_exit_status_is_that_of_the_schema(schema: Path) -> None:
    found(schema, '<p xml:lang="franglais">a</p>')
    arguments = ["validate", str(schema.parent / "a.xml"), "--schema", str(schema)]
    assert CliRunner().invoke(main, arguments).exit_code == 1


DATES = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.tei-c.org/ns/1.0"
  targetNamespace="http://www.tei-c.org/ns/1.0" elementFormDefault="qualified">
<xs:element name="TEI"><xs:complexType><xs:sequence>
<xs:element name="date" maxOccurs="unbounded"><xs:complexType mixed="true">
<xs:attribute name="when" type="{}"/><xs:attribute name="n" type="xs:int"/>
</xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>
"""


@pytest.mark.parametrize(
    ("type_", "codes"),
    [("xs:string", ["S002", "T011"]), ("xs:date", ["S002", "S002"])],
)
def test_a_rule_gives_way_only_where_the_schema_means_the_same(
    tmp_path: Path, type_: str, codes: list[str]
) -> None:
    schema = tmp_path / "a.xsd"
    schema.write_text(DATES.format(type_), encoding="utf-8")
    findings = found(schema, '<date when="1920-02-30" n="x"/>', Settings(select=("S", "T011")))
    assert [finding.rule.code for finding in findings] == codes


BOTH = [
    # what RELAX NG finds, what XSD finds, and how many faults these are
    ("<p n='x' xml:lang='en'>a</p>", 1),
    ("<p n='x' rend='y'>a</p>", 2),
    ("<p xml:lang='fr' n='x'>a</p>", 2),
    ("<p>a</p><q/>", 1),
]


@pytest.mark.parametrize(("content", "count"), BOTH)
def test_two_engines_tell_every_fault_once(tmp_path: Path, content: str, count: int) -> None:
    (tmp_path / "xml.xsd").write_text(XML_XSD, encoding="utf-8")
    (tmp_path / "a.xsd").write_text(XSD, encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text(DOCUMENT.format(content), encoding="utf-8")
    schemas = [relaxng(tmp_path), tmp_path / "a.xsd"]
    settings = Settings(select=("S",))
    assert len([*validate([path], schemas=schemas, settings=settings)]) == count


def test_another_fault_of_the_second_engine_is_told(tmp_path: Path) -> None:
    (tmp_path / "xml.xsd").write_text(XML_XSD, encoding="utf-8")
    (tmp_path / "a.xsd").write_text(XSD, encoding="utf-8")
    loose = tmp_path / "a.rnc"
    loose.write_text(RNC.replace("xsd:int", "text"), encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text(DOCUMENT.format('<p xml:lang="fr" n="x">a</p>'), encoding="utf-8")
    schemas = [loose, tmp_path / "a.xsd"]
    findings = [*validate([path], schemas=schemas, settings=Settings(select=("S",)))]
    assert [finding.rule.code for finding in findings] == ["S002", "S001"]
    assert "attribute n=" in findings[0].message
