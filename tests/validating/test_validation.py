"""`teikit.validate`: findings, and what came of the run, as the command has it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from teikit import validate
from teikit.cli import main
from teikit.diagnostic import Severity
from teikit.errors import TeikitError
from teikit.validating import Settings

BARE = """<TEI xmlns="http://www.tei-c.org/ns/1.0">
<p xml:id="a">A</p>
<p corresp="a">B</p>
</TEI>
"""
FIXED = BARE.replace('"a">B', '"#a">B')


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bare.xml").write_text(BARE, encoding="utf-8")
    (tmp_path / "good.xml").write_text(FIXED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_findings_come_first_and_then_what_came_of_the_run(jobs: int) -> None:
    with validate([Path()], settings=Settings(), jobs=jobs) as found:
        assert [finding.rule.code for finding in found] == ["S007", "T003", "S007"]
    assert not found.failed
    assert found.fixable == 1
    assert found.summary.files == ["bare.xml", "good.xml"]
    assert [*found.summary.without_schema] == ["bare.xml", "good.xml"]
    assert found.summary.with_findings == 2
    assert found.summary.severities == {Severity.WARNING: 3}


@pytest.mark.parametrize("fail_on", ["error", "warning", "never"])
def test_it_fails_where_the_command_does(fail_on: str) -> None:
    Path("teikit.toml").write_text(f'fail_on = "{fail_on}"', encoding="utf-8")
    found = validate([Path("bare.xml")])
    assert len([*found]) == 2
    result = CliRunner().invoke(main, ["validate", "bare.xml"])
    assert found.failed == bool(result.exit_code) == (fail_on == "warning")


def test_whole_diagnostics_come_whatever_the_formats() -> None:
    _, finding = validate([Path("bare.xml")])
    assert finding.excerpt
    assert finding.edits
    assert finding.location.xpath == "/TEI/p[2]"


def test_it_fixes() -> None:
    found = validate([Path()], settings=Settings(ignore=("S007",)), fix=True)
    assert [*found] == []
    assert found.summary.counts == {}
    ((path, fixed),) = found.fixed.items()
    assert (str(path), [finding.rule.code for finding in fixed]) == ("bare.xml", ["T003"])
    assert found.not_fixed == {}
    assert Path("bare.xml").read_text(encoding="utf-8") == FIXED


def test_it_says_why_it_does_not_fix(folder: Path) -> None:
    Path("bare.xml").chmod(0o444)
    found = validate([folder], fix=True)
    assert [finding.rule.code for finding in found] == ["S007", "T003", "S007"]
    assert found.fixed == {}
    assert [*found.not_fixed.values()] == ["it is read-only; allow writing, or leave it as it is"]


def test_contents_of_files_that_are_being_edited() -> None:
    contents = {Path("bare.xml"): FIXED.encode()}
    assert {finding.rule.code for finding in validate([Path()], contents=contents)} == {"S007"}
    with pytest.raises(TeikitError, match="cannot be fixed"):
        validate([Path()], contents=contents, fix=True)


def test_fixes_that_are_not_safe_are_made_when_asked_for() -> None:
    Path("bare.xml").write_text(FIXED.replace("<p", "<p>e\u0301</p><p", 1), encoding="utf-8")
    found = validate([Path()], fix=True)
    assert [each.rule.code for each in found if not each.safe] == ["T042"]
    assert (found.fixable, found.unsafe, found.fixed) == (0, 1, {})
    found = validate([Path()], fix=True, unsafe_fixes=True)
    assert {finding.rule.code for finding in found} == {"S007"}
    assert "\u00e9" in Path("bare.xml").read_text(encoding="utf-8")


def test_unsafe_fixes_without_fixes_are_a_mistake() -> None:
    with pytest.raises(TeikitError, match="fix=True"):
        validate([Path()], unsafe_fixes=True)
