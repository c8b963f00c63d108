"""TEI P4: one finding, whatever else is wrong with the file for P5."""

from pathlib import Path

import pytest

from teikit import validate
from teikit.validating import Settings

BODY = "<teiHeader><fileDesc/></teiHeader><text><body><p lang='la'>One&mdash;</p></body></text>"
PLAIN = BODY.replace("&mdash;", "")
PUBLIC = '"-//TEI P4//DTD Main Document Type//EN" "http://www.tei-c.org/Guidelines/DTD/tei2.dtd"'
SUBSET = '<!ENTITY % TEI.prose "INCLUDE"><!ENTITY pic SYSTEM "a.jpg" NDATA jpeg>'
P4 = {
    "plain": f"<TEI.2>{PLAIN}</TEI.2>",
    "small": f"<tei.2>{PLAIN}</tei.2>",
    "corpus": f"<teiCorpus.2><teiHeader/><TEI.2>{PLAIN}</TEI.2></teiCorpus.2>",
    "doctype": f"<!DOCTYPE TEI.2 PUBLIC {PUBLIC}>\n<TEI.2>{PLAIN}</TEI.2>",
    "entities": f"<!DOCTYPE TEI.2 PUBLIC {PUBLIC} [{SUBSET}]>\n<TEI.2>{BODY}</TEI.2>",
    "system": f'<!DOCTYPE TEI.2 SYSTEM "tei2.dtd">\n<TEI.2>{BODY}</TEI.2>',
    "SGML": '<!DOCTYPE TEI.2 PUBLIC "-//TEI P3//DTD Main//EN" "tei2.dtd">\n<tei.2><p>a<p>b</tei.2>',
    "schema": '<?xml-model href="gone.rng"?><?teikit ignore T999 "x"?>\n<TEI.2/>',
}


@pytest.mark.parametrize("schemas", [None, ["teikit"], ["any.rnc"], ["a.xsd"]])
@pytest.mark.parametrize("name", P4)
def test_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, schemas: list[str] | None
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text(P4[name], encoding="utf-8")
    Path("any.rnc").write_text("start = element TEI { any* }\nany = element * { text & any* }")
    Path("a.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:element name="TEI"/></xs:schema>'
    )
    run = validate([Path("a.xml")], schemas=schemas)
    [finding] = run
    assert finding.rule.code == "X009"
    assert "TEI P4" in finding.message
    assert "TEI Stylesheets" in finding.message
    assert finding.location.line == 1 + P4[name].count("\n", 0, P4[name].find("<TEI.2>"))
    assert finding.excerpt
    assert run.failed


def test_a_schema_that_knows_it_is_used(tmp_path: Path) -> None:
    schema, file = tmp_path / "p4.rnc", tmp_path / "a.xml"
    schema.write_text("element TEI.2 { attribute id { text }?, element p { text } }")
    file.write_text("<TEI.2><p>a</p></TEI.2>")
    assert [*validate([file], schemas=[schema], settings=Settings(select=("X", "S")))] == []
    file.write_text("<TEI.2><q>a</q></TEI.2>")
    found = [*validate([file], schemas=[schema], settings=Settings(select=("X", "S")))]
    assert {finding.rule.code for finding in found} == {"S001"}


def test_others_are_checked_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(P4["plain"])
    tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:lang="xx"/></TEI>'
    (tmp_path / "b.xml").write_text(tei)
    run = validate([tmp_path], settings=Settings(select=("X", "T050")))
    assert [finding.rule.code for finding in run] == ["X009", "T050"]
