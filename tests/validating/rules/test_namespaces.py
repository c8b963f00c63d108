"""Elements that are meant to be TEI's, and are not in its namespace."""

from pathlib import Path

import pytest

from teikit import validate
from teikit.diagnostic import Diagnostic
from teikit.validating import Settings

TEI = "http://www.tei-c.org/ns/1.0"
RNC = f"""\
default namespace tei = "{TEI}"
start = element TEI {{ (p | element xenoData {{ any* }})* }}
p = element p {{ text }}
any = element * - tei:* {{ text & any* }}
"""
XSD = f"""\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{TEI}"
  elementFormDefault="qualified"><xs:element name="TEI"><xs:complexType><xs:sequence>
<xs:element name="p" type="xs:string" maxOccurs="unbounded"/>
</xs:sequence></xs:complexType></xs:element></xs:schema>
"""
SLIPS = (
    "https://www.tei-c.org/ns/1.0",
    f"{TEI}/",
    f"{TEI}#",
    "http://tei-c.org/ns/1.0",
    "http://www.tei-c.org/ns/2.0",
    "HTTP://www.TEI-C.org/ns/1.0",
    "http:/www.tei-c.org/ns/1.0",
    "www.tei-c.org/ns/1.0",
)


def found(
    folder: Path, document: str, schema: str = "", settings: Settings | None = None
) -> list[Diagnostic]:
    """What is found of errors; `schema` is the name of a file that is made."""
    path = folder / "a.xml"
    path.write_text(document, encoding="utf-8")
    (folder / "s.rnc").write_text(RNC, encoding="utf-8")
    (folder / "s.xsd").write_text(XSD, encoding="utf-8")
    schemas = [folder / schema] if schema else []
    given = settings or Settings(select=("X", "S001", "S002", "T008"))
    return list(validate([path], schemas=schemas, settings=given))


def told(findings: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(finding.rule.code, finding.message) for finding in findings]


@pytest.mark.parametrize("schema", ["", "s.rnc", "s.xsd"])
def test_no_namespace_is_told_once(tmp_path: Path, schema: str) -> None:
    [(code, message)] = told(found(tmp_path, "<TEI><p>x</p><p>y</p></TEI>", schema))
    assert message == f'<TEI> is in no namespace; did you mean xmlns="{TEI}"?'
    assert code == {"": "T008", "s.rnc": "S001", "s.xsd": "S002"}[schema]


@pytest.mark.parametrize("schema", ["", "s.rnc", "s.xsd"])
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_once(tmp_path: Path, schema: str, slip: str) -> None:
    [(_, message)] = told(found(tmp_path, f'<TEI xmlns="{slip}"><p>x</p><p>y</p></TEI>', schema))
    assert message == f"<TEI> is in the namespace '{slip}'; did you mean xmlns=\"{TEI}\"?"


def test_a_slip_with_a_prefix(tmp_path: Path) -> None:
    [(_, message)] = told(found(tmp_path, f'<t:TEI xmlns:t="{TEI}/"><t:p/></t:TEI>'))
    assert message == f"<TEI> is in the namespace '{TEI}/'; did you mean xmlns:t=\"{TEI}\"?"


@pytest.mark.parametrize("space", [f" {TEI}", f"{TEI} ", "http://www.tei-c.org/ns/ 1.0"])
def test_an_address_with_a_space(tmp_path: Path, space: str) -> None:
    [(code, message)] = told(found(tmp_path, f'<TEI xmlns="{space}"/>'))
    assert code == "X001"
    assert message == f"the namespace '{space}' is no address; did you mean '{TEI}'?"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<p xmlns="">x</p>', "<p> is in no namespace"),
        ('<p xmlns="https://www.tei-c.org/ns/1.0">x</p>', "<p> is in the namespace 'https://"),
    ],
)
@pytest.mark.parametrize("schema", ["", "s.rnc", "s.xsd"])
def test_an_element_in_the_middle(tmp_path: Path, schema: str, content: str, message: str) -> None:
    [(_, words)] = told(found(tmp_path, f'<TEI xmlns="{TEI}"><p>a</p>{content}</TEI>', schema))
    assert words.startswith(message)
    assert words.endswith(f'; did you mean xmlns="{TEI}"?')


def test_many_elements_are_told_once_without_a_schema(tmp_path: Path) -> None:
    paragraphs = '<p xmlns="">x<hi/></p>' * 3
    document = f'<TEI xmlns="{TEI}">{paragraphs}</TEI>'
    [(_, message)] = told(found(tmp_path, document))
    assert message.endswith("(3 in this file)")


@pytest.mark.parametrize("schema", ["", "s.rnc"])
@pytest.mark.parametrize(
    ("root", "meant"),
    [
        ("<tei/>", f'<TEI xmlns="{TEI}">'),
        ("<Tei/>", f'<TEI xmlns="{TEI}">'),
        (f'<tei xmlns="{TEI}"/>', "<TEI>"),
    ],
)
def test_a_root_in_other_letters(tmp_path: Path, schema: str, root: str, meant: str) -> None:
    [(_, message)] = told(found(tmp_path, root, schema))
    assert message.endswith(f"did you mean {meant}?")


@pytest.mark.parametrize(
    "document",
    [
        f'<TEI xmlns="{TEI}"><xenoData><p xmlns="">x</p></xenoData></TEI>',
        f'<TEI xmlns="{TEI}"><formula><math xmlns="http://www.w3.org/1998/Math/MathML"/></formula></TEI>',
        f'<TEI xmlns="{TEI}"><egXML xmlns="http://www.tei-c.org/ns/Examples"><p/></egXML></TEI>',
        f'<TEI xmlns="{TEI}"><custom xmlns=""/></TEI>',
        "<html><body><p>x</p></body></html>",
        '<div xmlns="http://www.w3.org/1999/xhtml"/>',
        f'<text xmlns="{TEI}"/>',
    ],
)
def test_what_is_right(tmp_path: Path, document: str) -> None:
    assert found(tmp_path, document) == []


def test_a_rule_that_is_ignored_takes_no_error_of_the_schema_away(tmp_path: Path) -> None:
    document = '<?teikit ignore T008 "so printed"?><TEI><p/></TEI>'
    [(code, _)] = told(found(tmp_path, document, "s.rnc"))
    assert code == "S001"
