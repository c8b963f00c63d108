"""`teikit package` as a user meets it."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from editions import SETTINGS, edition
from teikit.cli import main
from teikit.packaging import BagWriter


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return edition(tmp_path)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["package", *map(str, arguments)])


def test_a_package_is_made_and_checked(project: Path, tmp_path: Path) -> None:
    output = tmp_path / "deposit.zip"
    result = run(project, "-o", output)
    assert result.exit_code == 0
    assert result.stdout == f"{output}: 27 files\n"
    assert result.stderr.splitlines()[-1] == (
        "teikit: not taken, as it is neither TEI nor authority: raw/, teikit.toml"
    )
    result = run("--check", output)
    assert (result.exit_code, result.output) == (
        0,
        f"{output}: all files are there and as they were made\n",
    )


def test_a_damaged_package(project: Path, tmp_path: Path) -> None:
    output = tmp_path / "deposit"
    run(project, "-o", output)
    (output / "data" / "tei" / "a.xml").write_bytes(b"")
    result = run("--check", output)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:] == [
        f"{output}: data/tei/a.xml: was changed: its checksum (sha256, sha512) is another",
        "2 faults: the package is not as it was made",
    ]
    assert run("--check", tmp_path / "absent.zip").exit_code == 2


def test_missing_settings(project: Path, tmp_path: Path) -> None:
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(("editors", "licence"))]
    (project / "teikit.toml").write_text("\n".join(lines), encoding="utf-8")
    result = run(project, "-o", tmp_path / "deposit.zip")
    assert (result.exit_code, result.output) == (
        2,
        "teikit: these settings are missing: editors (who answers for it, with e-mail: Ann Roe"
        " <roe@example.org>), licence (the address of its licence); write them into teikit.toml"
        " under [publication]\n",
    )
    assert not (tmp_path / "deposit.zip").exists()


def test_files_with_errors(project: Path, tmp_path: Path) -> None:
    broken = project / "tei" / "a.xml"
    broken.write_text("<TEI>", encoding="utf-8")
    result = run(project, "-o", tmp_path / "deposit.zip")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{broken}:1:6: error X001 the file ends before all its elements are closed",
        "teikit: no package was made: 1 error in 1 file; correct them (`teikit validate` shows"
        " all), or pack the files as they are with --even-if-invalid",
    ]
    result = run(project, "-o", tmp_path / "deposit.zip", "--even-if-invalid")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "teikit: something is missing in the package: see above, and its README.md"
    )


def test_what_makes_no_sense(project: Path, tmp_path: Path) -> None:
    assert "name what is to be packed, and the package" in run(project).stderr
    assert "name what is to be packed, and the package" in run().stderr
    assert "--check takes a package and nothing else" in run(project, "--check", tmp_path).stderr
    assert run(tmp_path / "absent", "-o", tmp_path / "x.zip").exit_code == 2


def test_an_interruption_leaves_nothing(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(BagWriter, "finish", interrupted)
    result = run(project, "-o", tmp_path / "out" / "bag")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "teikit: stopped")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_folder_in_a_zip_file_has_a_name_that_all_can_hold(
    project: Path, tmp_path: Path
) -> None:
    run(project, "-o", tmp_path / "50% of it.zip")
    with zipfile.ZipFile(tmp_path / "50% of it.zip") as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"50_ of it"}
