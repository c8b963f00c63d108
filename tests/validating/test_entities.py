"""Findings in files with entities stand where the file has them."""

from pathlib import Path

import pytest

from samples import document
from teikit.validating import validate
from teikit.validating.settings import Settings

DOCTYPE = (
    "<!DOCTYPE TEI [<!ENTITY d '—'><!ENTITY m '<hi>x</hi>'><!ENTITY r '<ref target=\"#n\"/>'>]>\n"
)


def written(folder: Path, body: str, doctype: str = DOCTYPE) -> Path:
    path = folder / "a.xml"
    path.write_text(doctype + document(body), encoding="utf-8")
    return path


def place(path: Path, word: str) -> tuple[int, int]:
    text = path.read_text(encoding="utf-8")
    at = text.index(word)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


@pytest.mark.parametrize("section", ["", "<![CDATA[<]]>"])
def test_places_behind_entities(tmp_path: Path, section: str) -> None:
    path = written(tmp_path, f"<p>a&d;&m; {section}<ref target='#no'>b</ref>&r;<bad/></p>")
    schema = tmp_path / "a.rnc"
    schema.write_text(
        'namespace t = "http://www.tei-c.org/ns/1.0"\n'
        "start = any any = element * - t:bad { attribute * { text }*, (text | any)* }",
        encoding="utf-8",
    )
    settings = Settings(schema=(str(schema),), select=("S001", "T002"))
    found = [(each.rule.code, *each.location[1:3]) for each in validate([path], settings=settings)]
    assert found == [
        ("T002", *place(path, "target='#no")),
        ("T002", *place(path, "&r;<")),
        ("S001", *place(path, "<bad")),
    ]


def test_a_file_with_references_is_not_fixed(tmp_path: Path) -> None:
    path = written(tmp_path, "<p>&d; Ko\u0308ln</p>")
    before = path.read_bytes()
    settings = Settings(schema=(), select=("T042",))
    found = validate([path], settings=settings, fix=True, unsafe_fixes=True)
    assert "entities" in found.not_fixed[path]
    assert path.read_bytes() == before


def test_a_file_with_a_doctype_alone_is_fixed(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE TEI SYSTEM "tei.dtd" [\n<!ELEMENT p ANY>]>\n'
    path = written(tmp_path, "<p>Ko\u0308ln</p>", doctype)
    settings = Settings(schema=(), select=("T042",))
    assert [*validate([path], settings=settings, fix=True, unsafe_fixes=True)] == []
    assert path.read_text(encoding="utf-8") == doctype + document("<p>Köln</p>")


def test_what_an_entity_holds_has_no_fix(tmp_path: Path) -> None:
    doctype = "<!DOCTYPE TEI [<!ENTITY k 'Ko\u0308ln'>]>\n"
    path = written(tmp_path, "<p>&k;</p>", doctype)
    [finding] = validate([path], settings=Settings(schema=(), select=("T042",)))
    assert not finding.fixable
    assert finding.location[1:3] == place(path, "&k;<")
    assert finding.location.length == 3
