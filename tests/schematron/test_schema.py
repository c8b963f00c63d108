"""Schemas: from files and strings, phases, what is kept of them between runs."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from schematron_checked import SCHEMA, found, schema, short
from teikit.schematron import Schema, SchemaError

TREE = etree.ElementTree(etree.fromstring("<r><a/><b/></r>"))
PHASES = """<phase id="first"><active pattern="A"/></phase>
  <phase id="both"><active pattern="A"/><active pattern="B"/></phase>
  <pattern id="A"><rule context="a"><assert test="false()">A</assert></rule></pattern>
  <pattern id="B"><rule context="b"><assert test="false()">B</assert></rule></pattern>
  <pattern><rule context="r"><assert test="false()">C</assert></rule></pattern>"""


@pytest.mark.parametrize(
    ("default", "phase", "messages"),
    [
        ("", "", "CAB"),
        ("", "#ALL", "CAB"),
        ("", "first", "A"),
        ("", "both", "AB"),
        ("first", "", "A"),
        ("first", "#DEFAULT", "A"),
        ("first", "#ALL", "CAB"),
        ("first", "both", "AB"),
        ("#ALL", "", "CAB"),
    ],
)
def test_phases(default: str, phase: str, messages: str) -> None:
    text = SCHEMA.format("xslt2", PHASES)
    if default:
        text = text.replace("<schema ", f'<schema defaultPhase="{default}" ')
    made = Schema.from_string(text, phase=phase)
    assert made.phases == ("first", "both")
    assert "".join(message for _, message in short(made.validate(TREE))) == messages


def test_a_phase_that_there_is_not() -> None:
    with pytest.raises(SchemaError, match="no phase “third”; choose one of: first, both"):
        schema(PHASES, phase="third")
    with pytest.raises(SchemaError, match="no phase “x”; it has none"):
        schema("<pattern/>", phase="x")


def test_what_is_asserted_is_named() -> None:
    made = schema(PHASES, phase="both")
    assert [assertion.test for assertion in made.assertions] == ["false()"] * 2
    assert made.phase == "both"


def test_a_schema_can_be_pickled() -> None:
    made = pickle.loads(pickle.dumps(schema(PHASES)))
    assert [message for _, message in short(made.validate(TREE))] == ["C", "A", "B"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rule.sch").write_text(
        """<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="a">
        <assert test="b">no b</assert></rule>"""
    )
    path = tmp_path / "schema.sch"
    path.write_text(SCHEMA.format("xslt2", '<pattern><include href="rule.sch"/></pattern>'))
    return path


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pickle"))


def messages(path: Path, folder: Path, phase: str = "") -> list[str]:
    made = Schema.from_file(path, cache=folder, phase=phase)
    return [message for _, message in short(made.validate(TREE))]


def test_a_schema_is_kept_until_a_file_changes(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert messages(file, folder) == ["no b"]
    [entry] = entries(folder)
    before = entry.stat().st_ino
    assert messages(file, folder) == ["no b"]
    assert entry.stat().st_ino == before
    rule = tmp_path / "rule.sch"
    rule.write_text(rule.read_text().replace("no b", "without b"))
    assert messages(file, folder) == ["without b"]
    assert entry.stat().st_ino != before


def test_each_phase_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "schema.sch"
    path.write_text(SCHEMA.format("xslt2", PHASES))
    for _ in range(2):
        assert messages(path, tmp_path / "cache", "first") == ["A"]
        assert messages(path, tmp_path / "cache", "both") == ["A", "B"]
    assert len(entries(tmp_path / "cache")) == 2


def test_what_is_damaged_is_compiled_again(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert messages(file, folder) == ["no b"]
    for damage in (b"", b"x\ny\nz", entries(folder)[0].read_bytes()[:-5]):
        entries(folder)[0].write_bytes(damage)
        assert messages(file, folder) == ["no b"]


def test_what_others_have_made_is_not_unpickled(file: Path, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> object:
            return os.mkdir, (str(tmp_path / "done"),)

    folder = tmp_path / "cache"
    messages(file, folder)
    [entry] = entries(folder)
    seal, head, _ = entry.read_bytes().split(b"\n", 2)
    entry.write_bytes(b"\n".join((seal, head, pickle.dumps(Evil()))))
    assert messages(file, folder) == ["no b"]
    assert not (tmp_path / "done").exists()


def test_without_a_folder_nothing_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(file.parent))
    Schema.from_file(file, cache=False)
    assert not list(file.parent.glob("teikit.schematron/*"))
    Schema.from_file(file)
    assert len(list(file.parent.glob("teikit.schematron/*"))) == 1


def test_a_kept_schema_needs_no_elementpath(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    Schema.from_file(file, cache=folder)
    program = f"""
import sys
from pathlib import Path
from lxml import etree
from teikit.schematron import Schema
schema = Schema.from_file({str(file)!r}, cache=Path({str(folder)!r}))
assert [found.message for found in schema.validate(etree.ElementTree(etree.XML("<a/>")))]
assert "elementpath" not in sys.modules, sorted(sys.modules)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


def test_a_missing_file_and_an_address_of_a_network(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"missing\.sch"):
        Schema.from_file(tmp_path / "missing.sch", cache=False)
    with pytest.raises(SchemaError, match="not fetched"):
        Schema.from_file("http://example.org/a.sch", cache=False)


def test_files_are_read_and_located_by_the_caller() -> None:
    files = {
        "here/a.sch": SCHEMA.format("xslt2", '<include href="http://example.org/b.sch"/>'),
        "copies/b.sch": """<pattern xmlns="http://purl.oclc.org/dsdl/schematron">
            <rule context="a"><assert test="b">no b</assert></rule></pattern>""",
    }
    made = Schema.from_file(
        "here/a.sch",
        cache=False,
        read=lambda address: files[address].encode(),
        locate=lambda reference, _: reference.replace("http://example.org", "copies"),
    )
    assert short(made.validate(TREE)) == [("a", "no b")]


OTHER = etree.ElementTree(etree.fromstring('<list><item n="1"/><item n="2"/></list>'))


@pytest.mark.parametrize("call", ["doc('list.xml')", "document('list.xml')"])
def test_documents_are_those_that_are_given(call: str) -> None:
    content = f"""<pattern><rule context="a">
      <assert test="@n = {call}//item/@n">not in the list</assert></rule></pattern>"""
    asked: list[str] = []

    def give(address: str) -> object:
        asked.append(address)
        return OTHER

    document = '<r><a n="2"/><a n="3"/></r>'
    assert found(content, document, documents=give) == [("a", "not in the list")]
    assert asked == ["list.xml"]
    for nothing in (None, lambda _: None, lambda _: {}["x"]):
        [(place, message)] = found(content, document, documents=nothing)
        assert place == "unevaluated"
        assert "list.xml" in message


def test_a_pattern_of_other_documents() -> None:
    content = """<pattern documents="//a/@href"><rule context="item">
      <report test="@n = 2"><value-of select="name(/*)"/></report></rule></pattern>"""
    tree = etree.ElementTree(etree.fromstring('<r><a href="list.xml"/><a href="no.xml"/></r>'))
    documents = {"letters/list.xml": OTHER}
    unevaluated, violation = schema(content).validate(
        tree, base="letters/a.xml", documents=documents.get
    )
    assert "no.xml" in unevaluated.message
    assert violation.document == "letters/list.xml"
    assert violation.message == "list"
    assert violation.element is OTHER.getroot()[1]
