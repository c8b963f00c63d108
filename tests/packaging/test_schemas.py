"""The schemas in a package: those that files name, by whatever way, with what they include."""

from pathlib import Path

import pytest

from editions import ANY, SCHEMA, edition, letter
from teikit import package, validate
from teikit.errors import TeikitError
from teikit.packaging.schemas import CATALOG, PackedSchemas, packed_schemas
from teikit.validating.schemas.store.adding import add
from teikit.validating.settings import Settings

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.tei-c.org/ns/1.0"><xs:include schemaLocation="parts/more.xsd"/>
 <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="absent.xsd"/>
</xs:schema>"""
MORE = XSD.replace("parts/more.xsd", "../letters.xsd")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "p" / "tei").mkdir(parents=True)
    return tmp_path / "p"


def gathered(folder: Path, *addresses: str, settings: Settings | None = None) -> PackedSchemas:
    """The schemas of files in the folder `tei`, each of which names one."""
    files = {}
    for number, address in enumerate(addresses):
        path = folder / "tei" / f"{number}.xml"
        path.write_text(letter(f"n{number}", address), encoding="utf-8")
        files[f"tei/{number}.xml"] = path
    return packed_schemas(files, [folder], settings or Settings())


def rows(found: PackedSchemas) -> list[tuple[str, int, str]]:
    return [(row.address, row.documents, row.file) for row in found.rows]


def test_what_includes_others_lies_beside_them(folder: Path) -> None:
    (folder / "s" / "parts").mkdir(parents=True)
    (folder / "s" / "letters.xsd").write_text(XSD, encoding="utf-8")
    (folder / "s" / "parts" / "more.xsd").write_text(MORE, encoding="utf-8")
    found = gathered(folder, "../s/letters.xsd", "../s/letters.xsd")
    assert rows(found) == [("../s/letters.xsd", 2, "schema/letters.xsd")]
    assert {*found.files} == {CATALOG, "schema/letters.xsd", "schema/parts/more.xsd"}
    assert found.missing == []  # what teikit has itself, need not be there
    assert b'<uriSuffix uriSuffix="/data/s/letters.xsd" uri="letters.xsd"/>' in found.files[CATALOG]


def test_schemas_of_several_folders(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "letters.rnc").write_text(SCHEMA, encoding="utf-8")
        (folder / name / "any.rnc").write_text(ANY + f"# {name}", encoding="utf-8")
    found = gathered(folder, "../a/letters.rnc", "../b/letters.rnc")
    assert rows(found) == [
        ("../a/letters.rnc", 1, "schema/a/letters.rnc"),
        ("../b/letters.rnc", 1, "schema/b/letters.rnc"),
    ]
    assert found.files["schema/b/any.rnc"].endswith(b"# b")


def test_what_is_included_and_missing(folder: Path) -> None:
    (folder / "letters.rnc").write_text(SCHEMA, encoding="utf-8")
    found = gathered(folder, "../letters.rnc")
    assert rows(found) == [("../letters.rnc", 1, "schema/letters.rnc")]
    (words,) = found.missing
    assert "any.rnc" in words
    assert words == (
        "letters.rnc:2:1: <include> of 'any.rnc': the schema cannot be read: No such file or"
        " directory: the package does not have all of the schema letters.rnc"
    )


def test_schemas_of_teikit_away_from_its_folder(folder: Path) -> None:
    found = gathered(folder, "../../schema/teikit.rng", "../../schema/teikit.xsd")
    assert {*found.files} == {
        CATALOG,
        *(f"schema/{name}" for name in ("teikit.rng", "teikit.xsd", "xi.xsd", "xml.xsd")),
    }


def test_what_is_only_on_the_web_is_told(folder: Path) -> None:
    address = "https://example.org/letters.rng"
    found = gathered(folder, address, address)
    assert rows(found) == [(address, 2, "")]
    assert found.files == {}
    assert found.missing == [
        f"the schema {address} is on the web and not in the store, so that the package does not"
        f" have it: `teikit schemas add {address}` brings it"
    ]


def test_what_is_in_the_store_has_the_name_of_its_address(tmp_path: Path) -> None:
    project = edition(tmp_path)
    address = "https://example.org/tei/letters.rnc"
    add(str(tmp_path / "schemas" / "letters.rnc"), address)
    for path in (project / "tei").iterdir():
        text = path.read_text(encoding="utf-8").replace("../../schemas/letters.rnc", address)
        path.write_text(text, encoding="utf-8")
    package([project], tmp_path / "bag")
    stored = tmp_path / "bag" / "data" / "schema" / "example.org" / "tei"
    assert {path.name for path in stored.iterdir()} == {"any.rnc", "letters.rnc"}
    catalog = tmp_path / "bag" / "data" / "schema" / "catalog.xml"
    assert f'name="{address}" uri="example.org/tei/letters.rnc"' in catalog.read_text(
        encoding="utf-8"
    )
    run = validate([tmp_path / "bag" / "data" / "tei"], settings=Settings(catalogs=(str(catalog),)))
    assert not {finding.rule.code for finding in run if finding.rule.code.startswith("S")}


def test_other_languages_are_copied_as_they_are(folder: Path) -> None:
    dtd, schematron = "<!ELEMENT TEI ANY>", "<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>"
    (folder / "tei.dtd").write_text(dtd, encoding="utf-8")
    (folder / "rules.sch").write_text(schematron, encoding="utf-8")
    found = gathered(folder, "../rules.sch")
    path = folder / "tei" / "d.xml"
    path.write_text('<!DOCTYPE TEI SYSTEM "../tei.dtd">' + letter("d"), encoding="utf-8")
    assert found.files["schema/rules.sch"] == schematron.encode()
    found = packed_schemas({"tei/d.xml": path}, [folder], Settings())
    assert found.files["schema/tei.dtd"] == dtd.encode()
    assert b'<systemSuffix systemIdSuffix="/data/tei.dtd" uri="tei.dtd"/>' in found.files[CATALOG]


def test_schemas_that_the_settings_name(folder: Path) -> None:
    (folder / "own.rnc").write_text("start = element x { empty }", encoding="utf-8")
    found = gathered(folder, settings=Settings(schema=(str(folder / "own.rnc"),)))
    assert rows(found) == [("own.rnc", 0, "schema/own.rnc")]


def test_a_schema_outside_of_the_folders_is_not_opened(folder: Path) -> None:
    found = gathered(folder, "/etc/passwd")
    assert found.files == {}
    assert "lies outside of the folders" in found.missing[0]


def test_a_missing_schema_stops_a_package(tmp_path: Path) -> None:
    project = edition(tmp_path)
    (tmp_path / "schemas" / "letters.rnc").unlink()
    with pytest.raises(TeikitError, match="no package was made: 1 error"):
        package([project], tmp_path / "deposit.zip")
