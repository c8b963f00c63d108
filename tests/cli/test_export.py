"""`teikit export` as a user meets it."""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

from tei_texts import tei
from teikit.cli import main
from teikit.cli.export import command
from teikit.errors import TeikitError
from teikit.exporting import TABLES, Exported, Exporter, exporter
from teikit.exporting import run as run_export
from teikit.exporting.exporter import option
from teikit.tei.documents import Document


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
    assert tuple(rows[0]) == TABLES["documents"].names
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


@dataclass(frozen=True)
class NamesExporter(Exporter):
    """Write names."""

    files: ClassVar[str] = "names.list"
    case: str = option("as-is", "How names are written.", ("as-is", "upper"))
    path: bool = option(True, "Leave out the path.")
    with_count: bool = option(False, "Count them.")

    @property
    def shared(self) -> tuple[str, ...]:
        return ("names.list",)

    def pieces(self, documents: Iterable[Document]) -> Iterator[Exported]:
        for number, document in enumerate(documents, 1):
            name = document.id.upper() if self.case == "upper" else document.id
            path = f" {document.path.name}" if self.path else ""
            count = f"{number} " if self.with_count else ""
            yield Exported(document.id, "names.list", f"{count}{name}{path}\n")

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        return (piece.text for piece in pieces)


def test_a_format_is_a_class_from_which_its_command_is_made(folder: Path, tmp_path: Path) -> None:
    names = command("names", NamesExporter)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(names, [str(folder), *arguments])

    assert invoke().stdout == "a a.xml\nb b.xml\n"
    assert invoke("--case", "upper", "--no-path", "--with-count").stdout == "1 A\n2 B\n"
    assert invoke("--case", "lower").exit_code == 2
    assert invoke("-o", str(tmp_path / "out")).stdout == ""
    assert (tmp_path / "out" / "names.list").read_text() == "a a.xml\nb b.xml\n"
    words = invoke("--help").stdout
    assert "Write names.list into this folder" in words
    assert "[default: as-is]" in words


def test_the_library_does_what_the_command_does(folder: Path, tmp_path: Path) -> None:
    (folder / "aa.xml").write_text("<TEI><p></TEI>")
    faults: list[TeikitError] = []
    screen: list[str] = []
    status = run_export(
        exporter("text", layer="source"),
        [folder],
        output=None,
        screen=screen.append,
        report=faults.append,
    )
    assert (status, len(faults)) == (1, 1)
    assert screen == ["Dear a\né\nN\n", "Dear b\né\nN\n"]
    status = run_export(
        exporter("csv", table="notes"),
        [folder / "a.xml"],
        output=tmp_path / "out",
        screen=screen.append,
        report=faults.append,
    )
    assert status == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.csv"]


def test_options_that_a_format_does_not_have_are_refused() -> None:
    with pytest.raises(TeikitError, match="'layer' is not known; choose from table"):
        exporter("csv", layer="source")
    with pytest.raises(TeikitError, match="'letters' is not known; choose from documents"):
        exporter("csv", table="letters")
    with pytest.raises(TeikitError, match="with its notes"):
        exporter("text", layer="source", notes=False)
