"""`teikit export` as a user meets it."""

import csv
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tei_texts import tei
from teikit.cli import main
from teikit.exporting import TABLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tei"
    made.mkdir()
    for name in ("a", "b"):
        body = f"<p>Dear <del>{name}</del></p><p>é<note>N</note></p>"
        (made / f"{name}.xml").write_text(tei(body, name=name), encoding="utf-8")
    return made


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def test_one_text_file_for_each_document(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "new" / "txt"
    result = run("text", folder, "-o", output)
    assert (result.exit_code, result.output) == (0, "")
    assert sorted(path.name for path in output.iterdir()) == ["a.txt", "b.txt"]
    assert (output / "a.txt").read_bytes() == "Dear\n\né[1]\n\n[1] N\n".encode()


def test_text_as_one_stream(folder: Path) -> None:
    result = run("text", folder, "--layer", "diplomatic", "--no-notes")
    assert result.stdout == ("===== a =====\n\nDear ⟦a⟧\n\né\n\n===== b =====\n\nDear ⟦b⟧\n\né\n")


def test_the_stream_of_the_source_layer_is_the_pages_alone(folder: Path) -> None:
    assert run("text", folder, "--layer", "source").stdout == "Dear a\né\nN\nDear b\né\nN\n"


def test_all_tables_into_a_folder(folder: Path, tmp_path: Path) -> None:
    assert run("csv", folder, "-o", tmp_path / "csv").exit_code == 0
    written = {path.name for path in (tmp_path / "csv").iterdir()}
    assert written == {f"{name}.csv" for name in TABLES}
    data = (tmp_path / "csv" / "documents.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    rows = list(csv.reader(data.decode().splitlines()))
    assert tuple(rows[0]) == TABLES["documents"].columns
    assert [row[0] for row in rows[1:]] == ["a", "b"]


def test_one_table_to_the_screen(folder: Path) -> None:
    result = run("csv", folder, "--table", "notes")
    rows = result.stdout_bytes.split(b"\r\n")
    assert rows[0].startswith(b"document,note,number")
    assert len(rows) == 4


def test_one_table_into_a_folder(folder: Path, tmp_path: Path) -> None:
    assert run("csv", folder, "--table", "notes", "-o", tmp_path / "csv").exit_code == 0
    assert [path.name for path in (tmp_path / "csv").iterdir()] == ["notes.csv"]


@pytest.mark.parametrize("kind", ["text", "csv"])
def test_a_broken_file_among_others(folder: Path, tmp_path: Path, kind: str) -> None:
    (folder / "aa.xml").write_text("<TEI><p></TEI>")
    result = run(kind, folder, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "aa.xml:1" in result.stderr
    written = (tmp_path / "out").iterdir()
    assert len(list(written)) == (2 if kind == "text" else len(TABLES))


@pytest.mark.parametrize(
    "arguments",
    [
        ("text", "gone.xml"),
        ("text",),
        ("csv",),
        ("csv", "{folder}"),
        ("text", "{folder}", "--layer", "loud"),
        ("text", "{folder}", "--layer", "source", "--no-notes"),
        ("text", "{folder}", "-o", "{folder}/a.xml/out"),
        ("csv", "{folder}", "-o", "{folder}/a.xml/out"),
    ],
)
def test_what_stops_the_work(folder: Path, arguments: tuple[str, ...]) -> None:
    before = sorted(folder.rglob("*"))
    result = run(*(part.format(folder=folder) for part in arguments))
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("kind", ["text", "csv"])
def test_old_files_stay_where_writing_fails(
    folder: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    assert run(kind, folder, "-o", output).exit_code == 0
    before = {path: path.read_bytes() for path in output.iterdir()}
    (folder / "a.xml").write_text(tei("<p>changed</p>", name="a"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = run(kind, folder, "-o", output)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in output.iterdir()} == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    result = run("text", folder, "-o", closed)
    assert result.exit_code == 2
    assert "permission" in result.stderr
