"""Each row of the tables finds what its bad sample lacks, and nothing in its good sample."""

import tomllib
from pathlib import Path

import pytest

from samples import document
from teikit import strict
from teikit.diagnostic import Diagnostic
from teikit.profiles.publication import Publication
from teikit.validating import Settings, validate
from teikit.validating.archives.requirement import Archive, Requirement
from teikit.validating.archives.tables import ARCHIVES, REQUIREMENTS

ROWS = [
    pytest.param(archive, row, id=f"{row.code}-{row.name}")
    for archive in ARCHIVES.values()
    for row in archive.requirements
]
SAMPLED = [param for param in ROWS if param.values[1].bad]


def found(
    archive: Archive, row: Requirement, sample: str, folder: Path, *, with_settings: bool = False
) -> list[Diagnostic]:
    (folder / "a.xml").write_text(document(sample), encoding="utf-8")
    text = row.settings if with_settings else ""
    publication = strict.build(Publication, tomllib.loads(text), "settings")
    settings = Settings(
        select=(row.code, "X"), schema=(), for_=(archive.name,), publication=publication
    )
    return list(validate([folder], settings=settings))


@pytest.mark.parametrize(("archive", "row"), SAMPLED)
def test_the_bad_sample_is_found(archive: Archive, row: Requirement, tmp_path: Path) -> None:
    findings = found(archive, row, row.bad, tmp_path)
    assert {finding.rule.code for finding in findings} == {row.code}
    for finding in findings:
        assert finding.location.line
        assert finding.location.column
        assert finding.message[-1] not in ".!"
        assert len(finding.message) <= 160
        assert "{" not in finding.message


@pytest.mark.parametrize(("archive", "row"), SAMPLED)
def test_the_good_sample_is_good(archive: Archive, row: Requirement, tmp_path: Path) -> None:
    assert found(archive, row, row.good, tmp_path, with_settings=True) == []


@pytest.mark.parametrize(("archive", "row"), ROWS)
def test_a_row_is_whole(archive: Archive, row: Requirement) -> None:
    assert row.code.startswith(f"A{[*ARCHIVES].index(archive.name) + 1}")
    assert row.name.startswith(f"{archive.name}-")
    assert row.summary.endswith(".")
    assert row.why.endswith(".")
    assert row.remedy.endswith((".", ")."))
    assert row.source.address.startswith("https://")
    assert row.source.title
    assert row.letters or (row.lists and archive.reads_lists)
    assert row.bad != row.good or not row.bad


def test_codes_and_names_are_used_once_and_in_order() -> None:
    codes = [row.code for row in REQUIREMENTS]
    assert codes == sorted(set(codes))
    assert len({row.name for row in REQUIREMENTS}) == len(codes)
