"""Where a project keeps what came of its files, when it has no settings."""

from pathlib import Path

import pytest

from teikit.keeping.projects import folder_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("raw/a.txt", "raw/b.txt", "other/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    return tmp_path.resolve()


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["raw"], "raw"),
        (["raw/a.txt", "raw/b.txt"], "raw"),  # as a pattern of a shell names them
        (["raw/a.txt", "other/c.txt"], ""),
        (["raw", "other/c.txt"], ""),
    ],
)
def test_results_lie_in_the_folder_of_the_files(
    project: Path, paths: list[str], folder: str
) -> None:
    assert folder_of([*map(Path, paths)]) == project / folder


@pytest.mark.parametrize(
    "paths", [["raw/a.txt"], ["raw/a.txt", "raw/../raw/a.txt"], ["absent"], []]
)
def test_of_a_single_file_nothing_is_kept(project: Path, paths: list[str]) -> None:
    assert folder_of([*map(Path, paths)]) is None


def test_settings_say_where_a_project_is(project: Path) -> None:
    (project / "teikit.toml").write_text("")
    assert folder_of([Path("raw/a.txt")]) == project


def test_a_link_is_where_it_stands(project: Path) -> None:
    try:
        (project / "raw/linked.txt").symlink_to(project / "other/c.txt")
    except OSError:
        pytest.skip("no links can be made here")
    assert folder_of([Path("raw/a.txt"), Path("raw/linked.txt")]) == project / "raw"
