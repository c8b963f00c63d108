"""Findings across files get their places, for which each file is opened once more."""

from collections import Counter
from pathlib import Path

import pytest

from samples import document
from teikit.diagnostic import Diagnostic, Location
from teikit.validating import Settings
from teikit.validating.engine import across as across_files
from teikit.validating.engine import locating_across
from teikit.validating.engine.runner import Run

SETTINGS = Settings(select=("C",), schema=())
COUNT = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Chains of parts whose ends do not name the parts before them, and pointers to nothing."""
    for number in range(COUNT):
        following = f' next="{number + 1}.xml#part-{number + 1}"' if number % 4 < 3 else ""
        before = f' prev="{number - 1}.xml#part-{number - 1}"' if number % 4 in (1, 2) else ""
        (tmp_path / f"{number}.xml").write_text(
            document(
                f'<p>A\n<seg xml:id="part-{number}"{before}{following}>B</seg></p>\n'
                f'<p><ref target="0.xml#none-{number}">C</ref>\n'
                f'<ref target="1.xml#none-{number}">D</ref></p>'
            ),
            encoding="utf-8",
        )
    return tmp_path


def across(run: Run) -> list[Diagnostic]:
    with run:
        assert sum(len(report.findings) for report in run.reports()) == 0
        return run.across()


def test_several_processes_tell_the_same(folder: Path) -> None:
    alone, two = across(Run(SETTINGS, [folder], jobs=1)), across(Run(SETTINGS, [folder], jobs=2))
    assert alone == two
    assert Counter(finding.rule.code for finding in alone) == {
        "C002": 2 * COUNT,
        "C003": COUNT // 4,
    }
    assert all(finding.location.line and finding.excerpt for finding in alone)


@pytest.mark.parametrize("sent", [0, across_files._SENT])
def test_a_rule_that_a_worker_follows_by_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch, sent: int
) -> None:
    text = document(f"<p>{' '.join(f'word{number}' for number in range(50))}</p>")
    for name in ("first.xml", "second.xml"):
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(across_files, "_SENT", sent)
    alone, two = across(Run(SETTINGS, [folder], jobs=1)), across(Run(SETTINGS, [folder], jobs=2))
    assert alone == two
    assert Counter(finding.rule.code for finding in alone)["C007"] == 1


def test_a_fix_in_another_file(folder: Path) -> None:
    found = [finding for finding in across(Run(SETTINGS, [folder], jobs=2)) if finding.edits]
    assert len(found) == COUNT // 4
    for finding in found:
        (edit,) = finding.edits
        number = int(Path(finding.location.path).stem)
        assert edit.path == str(folder / f"{number + 1}.xml")
        assert edit.text == f' prev="{number}.xml#part-{number}"'


def test_each_file_is_opened_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Counter[Path] = Counter()
    read = locating_across.read

    def counted(path: Path) -> bytes:
        opened[path] += 1
        return read(path)

    monkeypatch.setattr(locating_across, "read", counted)
    across(Run(SETTINGS, [folder], jobs=1))
    assert opened == {folder / f"{number}.xml": 1 for number in range(COUNT)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_is_gone_meanwhile(folder: Path, jobs: int) -> None:
    with Run(SETTINGS, [folder], jobs=jobs) as run:
        assert [*run.reports()]
        (folder / "3.xml").unlink()
        found = run.across()
    gone = [finding for finding in found if finding.location.path == str(folder / "3.xml")]
    assert [finding.location for finding in gone] == [Location(str(folder / "3.xml"))] * 2
    # That of the file before would be fixed in it.
    (unfixed,) = (finding for finding in found if finding.rule.code == "C003" and not finding.edits)
    assert unfixed.location.path == str(folder / "2.xml")


def test_what_is_given_is_not_read(folder: Path) -> None:
    file = folder / "new.xml"
    given = document('<p>\n\n<ref target="0.xml#nothing">E</ref></p>').encode()
    (found,) = (
        finding
        for finding in across(Run(SETTINGS, [folder], jobs=2, given={file: given}))
        if finding.location.path == str(file)
    )
    assert found.excerpt
    assert "nothing" in found.excerpt.text
