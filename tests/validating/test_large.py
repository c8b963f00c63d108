"""Large files are checked by their schemas as streams, and say what was left out."""

import subprocess
import sys
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.validating import validate
from teikit.validating.index import document
from teikit.validating.settings import Settings, load

RNC = "element a { element b { attribute n { xsd:int }? }* }"
XSD = (
    """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"/></xs:schema>"""
)


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_SMALL", 0)
    monkeypatch.setattr(document, "MAX_CHECKED", 1)


def found(folder: Path, text: str, *schemas: str) -> list[tuple[str, int, int]]:
    (folder / "a.rnc").write_text(RNC, encoding="utf-8")
    (folder / "a.xsd").write_text(XSD, encoding="utf-8")
    path = folder / "a.xml"
    path.write_text(text, encoding="utf-8")
    named = [str(folder / name) for name in schemas] or ["auto"]
    settings = Settings(schema=tuple(named))
    findings = validate([path], settings=settings)
    return [(each.rule.code, each.location.line, each.location.column) for each in findings]


def test_a_schema_is_followed_and_the_rest_is_left_out(tmp_path: Path) -> None:
    text = "<a>\n<b/>\n<b n='x'/><c/></a>"
    assert found(tmp_path, text, "a.rnc") == [("X013", 0, 0), ("S001", 3, 4), ("S001", 3, 11)]


def test_the_schema_may_be_named_in_the_file(tmp_path: Path) -> None:
    text = "<?xml-model href='a.rnc'?>\n<a><c/></a>"
    assert found(tmp_path, text) == [("X013", 0, 0), ("S001", 2, 4)]
    text = "<?xml-model href='b.rnc'?>\n<a><c/></a>"
    assert found(tmp_path, text) == [("X013", 0, 0), ("S004", 1, 1)]


def test_xsd_alone_is_an_error(tmp_path: Path) -> None:
    xsi = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
    text = f"<a {xsi} xsi:noNamespaceSchemaLocation='a.xsd'/>"
    assert found(tmp_path, text) == [("X013", 0, 0), ("X014", 0, 0)]
    assert found(tmp_path, "<a/>", "a.xsd") == [("X013", 0, 0), ("X014", 0, 0)]
    assert found(tmp_path, "<a/>", "a.xsd", "a.rnc") == [("X013", 0, 0)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<a>\n<b></a>", "X001", 2),
        ("<a>\n&mdash;</a>", "X001", 2),
        ("<!DOCTYPE a SYSTEM 'a.dtd'>\n<a>&mdash;</a>", "X001", 2),
        ("<!DOCTYPE a [\n<!ENTITY b 'c'>]><a>&b;</a>", "X002", 2),
        ("<?xml version='1.0' encoding='rot13'?><a/>", "X001", 1),
    ],
)
def test_what_is_broken_is_told_first(tmp_path: Path, text: str, code: str, line: int) -> None:
    [(found_code, found_line, _)] = found(tmp_path, text, "a.rnc")
    assert (found_code, found_line) == (code, line)


def test_a_dtd_is_passed_over(tmp_path: Path) -> None:
    text = "<!DOCTYPE a SYSTEM 'a.dtd'>\n<a/>"
    assert [each[:2] for each in found(tmp_path, text, "a.rnc")] == [("X013", 0), ("X010", 1)]


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system tells it so")
def test_memory_is_bounded(tmp_path: Path) -> None:
    """As a tree, this would take more than 700 MB."""
    path = tmp_path / "a.xml"
    path.write_text(f"<a>{'<b/>' * 1_000_000}</a>", encoding="utf-8")
    (tmp_path / "a.rnc").write_text(RNC, encoding="utf-8")
    script = (
        "import re, sys\n"
        "from teikit.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print(re.search('VmHWM: *(.*) kB', open('/proc/self/status').read())[1])\n"
    )
    command = [sys.executable, "-c", script, "validate", "--schema", str(tmp_path / "a.rnc")]
    run = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
    assert int(run.stdout.split()[-1]) < 150 * 1024


def test_the_largest_size_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"<a>{' ' * 1024**2}</a>", encoding="utf-8")
    [error] = validate([path], settings=Settings(max_size=1, schema=()))
    assert "larger than 1 MB" in error.message
    toml = tmp_path / "teikit.toml"
    toml.write_text("max_size = 0", encoding="utf-8")
    with pytest.raises(TeikitError, match="max_size"):
        load(toml)
