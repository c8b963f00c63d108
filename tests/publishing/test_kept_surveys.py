"""What is known of letters is taken from an earlier run, and the site is as if it were not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from spoiling import SPOILING
from strange_letters import strange_letters
from teikit.cli import main
from teikit.publishing import site, surveying
from teikit.publishing.surveying import LetterSurvey
from teikit.tei.documents import Document

COUNT = 6
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PERSONS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><listPerson>
<person xml:id="roe"><persName>{}</persName></person></listPerson></body></text></TEI>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition in which one letter names a picture, and a person of an authority file."""
    letter = strange_letters(tmp_path / "tei", COUNT) / "s1.xml"
    text = letter.read_text(encoding="utf-8")
    naming = '<pb facs="p.png"/><persName ref="../authority/persons.xml#roe">R.</persName>'
    letter.write_text(text.replace("<p>", f"<p>{naming}", 1), encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of letters that are surveyed."""
    names: list[str] = []
    survey = surveying._Surveyor.__call__

    def noted(self: surveying._Surveyor, document: Document, report: object) -> LetterSurvey:
        names.append(document.name)
        return survey(self, document, report)  # type: ignore[arg-type]

    monkeypatch.setattr(surveying._Surveyor, "__call__", noted)
    return names


def made(folder: Path, output: Path, keep: Path | None, **options: bool) -> dict[str, bytes]:
    site([folder / "tei"], output, jobs=1, keep=keep, **options)  # type: ignore[arg-type]
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def same(folder: Path, **options: bool) -> dict[str, bytes]:
    """The files of a site; they are the same where nothing is kept, and made anew."""
    again = made(folder, folder / "site", folder / "tei", **options)
    numbers = sum(path.name.startswith("new") for path in folder.iterdir())
    assert again == made(folder, folder / f"new{numbers}", None, **options)
    return again


@pytest.mark.parametrize("for_editor", [False, True])
def test_only_a_changed_letter_is_read_again(
    folder: Path, read: list[str], for_editor: bool
) -> None:
    same(folder, for_editor=for_editor)
    read.clear()
    made(folder, folder / "site", folder / "tei", for_editor=for_editor)
    assert read == []
    letter = folder / "tei/s4.xml"
    letter.write_text(letter.read_text("utf-8").replace("<title>", "<title>New "), "utf-8")
    made(folder, folder / "site", folder / "tei", for_editor=for_editor)
    assert read == ["s4"]
    same(folder, for_editor=for_editor)


def test_what_a_letter_names_counts(folder: Path) -> None:
    same(folder)
    (folder / "authority").mkdir()
    for name in ("Jane Roe", "June Roe"):
        (folder / "authority/persons.xml").write_text(PERSONS.format(name), "utf-8")
        assert name.encode() in same(folder)["persons.html"]
    (folder / "authority/persons.xml").unlink()
    same(folder)


def test_its_pictures_count(folder: Path) -> None:
    picture = folder / "tei/p.png"
    assert "facsimiles/s1-1.png" not in same(folder)
    for data in (PNG, PNG * 2):
        picture.write_bytes(data)
        assert same(folder)["facsimiles/s1-1.png"] == data
    picture.write_bytes(b"GIF89a")
    assert "facsimiles/s1-1.png" not in same(folder)
    picture.unlink()
    same(folder)


@pytest.mark.parametrize("spoil", SPOILING)
def test_a_database_that_is_spoilt_does_no_harm(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    same(folder)
    spoil(next((folder / "tei/.teikit_cache").glob("*.sqlite")))
    same(folder)
    same(folder)


def test_several_processes_keep_the_same(folder: Path, read: list[str]) -> None:
    strange_letters(folder / "tei", 40)
    site([folder / "tei"], folder / "site", jobs=3, keep=folder)
    read.clear()
    made(folder, folder / "site", folder)
    assert read == []


def test_the_command_keeps_where_that_is_wanted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for options, keeps in (["--no-cache"], False), ([], True):
        result = CliRunner().invoke(main, ["site", "tei", "-o", "site", *options])
        assert result.exit_code == 0, result.output
        assert any(folder.rglob(".teikit_cache")) is keeps
