"""`teikit validate`: what is printed where, and the exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main

RNG = """\
<element name="p" ns="http://www.tei-c.org/ns/1.0" xmlns="http://relaxng.org/ns/structure/1.0">
 <text/>
</element>"""
GOOD = '<p xmlns="http://www.tei-c.org/ns/1.0">é</p>'
BAD = '<p xmlns="http://www.tei-c.org/ns/1.0">\n<q/></p>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.rng").write_text(RNG, encoding="utf-8")
    for name, text in [("good", GOOD), ("bad", BAD), ("broken", "<p>")]:
        (tmp_path / "tei").mkdir(exist_ok=True)
        (tmp_path / "tei" / f"{name}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def validate(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments])


@pytest.mark.usefixtures("folder")
def test_all_is_well() -> None:
    result = validate("tei/good.xml", "--schema", "p.rng")
    assert result.output == "1 file checked: no findings\n"
    assert result.exit_code == 0


@pytest.mark.usefixtures("folder")
def test_findings_go_to_standard_output() -> None:
    result = validate("tei", "--schema", "p.rng")
    found = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert found == [
        "tei/bad.xml:2:1: error S001 the schema has no element <q>; expected: text or end tag",
        "tei/broken.xml:1:4: error X001 the file ends before all its elements are closed",
        "3 files checked: 2 errors in 2 files",
    ]
    assert result.stderr == ""
    assert result.exit_code == 1


@pytest.mark.usefixtures("folder")
def test_findings_as_json() -> None:
    result = validate("tei", "--schema", "p.rng", "--format", "json")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first == {
        "path": "tei/bad.xml",
        "line": 2,
        "column": 1,
        "xpath": "/p/q[1]",
        "severity": "error",
        "code": "S001",
        "rule": "relax-ng",
        "message": "the schema has no element <q>; expected: text or end tag",
    }
    assert second["code"] == "X001"
    assert result.stderr == "3 files checked: 2 errors in 2 files\n"
    assert result.exit_code == 1


@pytest.mark.parametrize("option", [[], ["--no-xsd"]])
@pytest.mark.usefixtures("folder")
def test_without_a_schema_teikit_s_own_are_used(option: list[str]) -> None:
    result = validate("tei/good.xml", *option)
    first = result.stdout.splitlines()[0]
    assert first.startswith("tei/good.xml:1:1: error S001 ")
    assert "a document cannot begin with" in first
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent.xml"], "no such file or folder: absent.xml"),
        (["empty"], "no XML files in empty"),
        (["tei", "--schema", "absent.rng"], "the schema cannot be read: No such file"),
        (["tei", "--schema", "tei/broken.xml"], "not a schema that can be used"),
    ],
)
def test_what_stops_the_check_is_one_line_and_status_2(
    folder: Path, arguments: list[str], words: str
) -> None:
    (folder / "empty").mkdir()
    result = validate(*arguments)
    assert result.stdout == ""
    assert result.stderr.startswith("teikit: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.exit_code == 2


def test_no_path_is_a_usage_error() -> None:
    assert validate().exit_code == 2
