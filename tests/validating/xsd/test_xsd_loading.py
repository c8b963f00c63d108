"""XSD schemas that are kept between runs: what is found with them is the same, byte for byte."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from teikit.diagnostic import Diagnostic
from teikit.errors import TeikitError
from teikit.validating.index.document import load_document
from teikit.validating.limits import OutOfTime
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.xsd import grammar, loading, xsd

SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:include schemaLocation="b.xsd"/>
  <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
  <xs:element name="r"><xs:complexType><xs:sequence>
    <xs:element ref="b" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute ref="xml:lang"/>
    <xs:attribute name="n"><xs:simpleType><xs:restriction base="xs:token">
      <xs:pattern value="[a-z]+"/></xs:restriction></xs:simpleType></xs:attribute>
  </xs:complexType></xs:element>
</xs:schema>"""
PART = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="b" type="xs:{}"/>
</xs:schema>"""
DOCUMENTS = (
    "<r><b>1816-02-01</b></r>",
    '<r n="abc" xml:lang="en"><b>1816-02-01</b><b>1816-02-02</b></r>',
    '<r n="1"><b>yesterday</b></r>',
    "<r>\n<c/></r>",
    "<q/>",
    '<r n="abc" m=""/>',
    "<r><b>1816<!-- or 1817 -->-02-01</b></r>",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    (tmp_path / "a.xsd").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "b.xsd").write_text(PART.format("date"), encoding="utf-8")
    for number, text in enumerate(DOCUMENTS):
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def found(folder: Path) -> Sequence[Sequence[Diagnostic]]:
    """What a run finds in each of the documents."""
    check = xsd(folder / "a.xsd", Resolver((folder,), {}))
    return [[*check(load_document(path))] for path in sorted(folder.glob("*.xml"))]


def by_xsd_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[Sequence[Diagnostic]]:
    """The same by the engine of XSD alone."""
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[xsd.__module__], "_allows", lambda *_: False)
        return found(folder)


def entries(folder: Path) -> list[Path]:
    return [*(folder / "kept" / "teikit.xsd").glob("*.pickle")]


def test_findings_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = found(folder)
    assert [len(each) > 0 for each in new] == [False, False, True, True, True, True, True]
    assert entries(folder)
    assert found(folder) == new
    assert by_xsd_alone(folder, monkeypatch) == new


def test_a_kept_schema_is_not_built_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = found(folder)
    monkeypatch.setattr(loading, "_built", pytest.fail)
    assert found(folder) == new


def test_a_change_of_a_part_is_seen(folder: Path) -> None:
    assert not found(folder)[0]
    (folder / "b.xsd").write_text(PART.format("int"), encoding="utf-8")
    assert found(folder)[0]


def test_a_part_that_is_gone_is_told(folder: Path) -> None:
    found(folder)
    (folder / "b.xsd").unlink()
    with pytest.raises(TeikitError, match=r"include of b\.xsd"):
        found(folder)


def test_a_part_that_appears_is_seen(folder: Path) -> None:
    assert not found(folder)[1]
    (folder / "xml.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' targetNamespace="http://www.w3.org/XML/1998/namespace">'
        '<xs:attribute name="lang" type="xs:int"/></xs:schema>',
        encoding="utf-8",
    )
    assert found(folder)[1]


def test_what_others_have_made_is_not_taken(folder: Path) -> None:
    new = found(folder)
    for entry in entries(folder):
        entry.write_bytes(entry.read_bytes()[:-10])
    assert found(folder) == new
    for entry in entries(folder):
        entry.write_bytes(b"")
    assert found(folder) == new


def test_a_validator_that_cannot_be_read_is_built_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = found(folder)
    recalled = loading._recalled

    def broken(*asked: object) -> object:
        kept = recalled(*asked)  # type: ignore[arg-type]
        assert kept
        return (*kept[:2], b"broken")

    monkeypatch.setattr(loading, "_recalled", broken)
    assert found(folder) == new


def test_nothing_is_kept_where_there_is_no_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = found(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", "nowhere")
    assert found(folder) == new


def test_a_valid_document_does_not_load_the_engine(folder: Path) -> None:
    found(folder)
    script = (
        "import sys; from pathlib import Path;"
        "from teikit.validating.index.document import load_document;"
        "from teikit.validating.schemas.resolving import Resolver;"
        "from teikit.validating.schemas.xsd import xsd;"
        "check = xsd(Path('a.xsd').absolute(), Resolver((Path(),), {}));"
        "print(len([*check(load_document(Path('0.xml')))]), 'xmlschema' in sys.modules);"
        "print(len([*check(load_document(Path('2.xml')))]), 'xmlschema' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["0 False", "2 True"]


def test_a_schema_that_makes_no_grammar_in_time_is_used_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = found(folder)
    shutil.rmtree(folder / "kept")

    def out_of_time(_: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(grammar, "sufficient", out_of_time)
    assert found(folder) == new
    assert loading.loaded(folder / "a.xsd", Resolver((folder,), {})).sufficient is None


def test_xsd_1_1_has_a_grammar_too(folder: Path) -> None:
    newer = SCHEMA.replace(
        "<xs:schema ",
        '<xs:schema xmlns:v="http://www.w3.org/2007/XMLSchema-versioning" v:minVersion="1.1" ',
    )
    (folder / "a.xsd").write_text(newer, encoding="utf-8")
    new = found(folder)
    assert not new[0]
    engine = loading.loaded(folder / "a.xsd", Resolver((folder,), {}))
    assert engine.sufficient
    assert engine.validator.xsd_version == "1.1"
    assert found(folder) == new
