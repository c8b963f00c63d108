"""`teikit review` as a user meets it, and the examples of its documentation."""

import csv
import io
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reviewed import HEAD, PAGE, change, tei
from teikit.cli import main
from teikit.reviewing import Row, review

DOCS = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")
COLUMNS = [field.name for field in fields(Row)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents: one with an inference and a question, one with neither."""
    made = tmp_path / "tei"
    made.mkdir()
    body = f"{HEAD}<p>Dear <name cert='low' ref='#k'>[bold]=Sir</name></p>"
    (made / "a.xml").write_text(
        tei(body, changes=change("R004", "No. 7", "“é”?")), encoding="utf-8"
    )
    (made / "b.xml").write_text(tei("<p>b</p>").replace("x-7", "b"), encoding="utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "p.txt").write_text(PAGE, encoding="utf-8")
    return made


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["review", *map(str, arguments)])


def test_table(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == f"x-7 · p.txt · {folder / 'a.xml'}"
    assert lines[1].split() == ["place", "what", "words", "decided", "why"]
    assert lines[-1] == "2 rows in 1 document: 1 low, 1 open"
    assert "[bold]=Sir" in result.stdout
    assert all(len(line) <= 100 or line == lines[0] for line in lines)
    assert not any(line.endswith(" ") for line in lines)
    assert "\x1b" not in result.stdout


def test_a_table_holds_every_word(folder: Path) -> None:
    shown = re.sub(r"\s", "", run(folder).stdout)
    for row in review([folder]):
        for cell in (row.words, row.decided):
            assert all(word in shown for word in cell.split())


def test_csv(folder: Path) -> None:
    result = run(folder, "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout_bytes.count(b"\r\n") == result.stdout_bytes.count(b"\n") == 3
    read = list(csv.reader(io.StringIO(result.stdout_bytes.decode(), newline="")))
    assert read[0] == COLUMNS
    place = {
        row["certainty"]: row["line"]
        for row in (dict(zip(COLUMNS, r, strict=True)) for r in read[1:])
    }
    assert place == {"low": "", "open": "3"}
    assert result.stderr == "2 rows in 1 document: 1 low, 1 open\n"


def test_no_cell_of_csv_is_a_formula(folder: Path) -> None:
    path = folder / "a.xml"
    path.write_text(path.read_text().replace("[bold]=", "="))
    assert ",'=Sir,'=Sir (k)," in run(folder, "--format", "csv").stdout


def test_json(folder: Path) -> None:
    result = run(folder, "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert [list(row) for row in found] == [COLUMNS] * 2
    assert {row["certainty"]: row["line"] for row in found} == {"low": None, "open": 3}
    assert "“é”?" in result.stdout


@pytest.mark.parametrize(
    ("format_", "written"), [("json", "[]\n"), ("csv", f"{','.join(COLUMNS)}\r\n"), ("table", "")]
)
def test_nothing_to_review(folder: Path, format_: str, written: str) -> None:
    result = run(folder / "b.xml", "--format", format_)
    assert result.exit_code == 0
    message = "nothing to review\n"
    assert result.stdout_bytes.decode() == (written if written else message)
    assert result.stderr == (message if written else "")


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_into_a_file(folder: Path, tmp_path: Path, format_: str) -> None:
    output = tmp_path / "new" / "review"
    shown = run(folder, "--format", format_).stdout_bytes.decode()
    result = run(folder, "--format", format_, "-o", output)
    assert (result.exit_code, result.stdout) == (0, "")
    summary = "2 rows in 1 document: 1 low, 1 open\n"
    assert result.stderr == summary
    assert output.read_bytes().decode() == shown.removesuffix(summary)


def test_one_document(folder: Path) -> None:
    assert run(folder, "--document", "b").stdout == "nothing to review\n"
    result = run(folder, "--document", "c")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_broken_file_among_others(folder: Path) -> None:
    (folder / "aa.xml").write_text("<TEI>")
    result = run(folder)
    assert result.exit_code == 1
    assert "aa.xml:1" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "2 rows" in result.stdout


def test_a_page_that_is_not_text(folder: Path) -> None:
    (folder.parent / "raw" / "p.txt").write_bytes(b"\0")
    result = run(folder)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "binary" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("gone",),
        ("{folder}", "--raw", "gone"),
        ("{folder}", "--format", "loud"),
        ("{folder}", "-o", "{folder}"),
        ("{folder}", "-o", "{folder}/a.xml/out"),
    ],
)
def test_what_stops_the_work(folder: Path, arguments: tuple[str, ...]) -> None:
    before = sorted(folder.rglob("*"))
    result = run(*(part.format(folder=folder) for part in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert "Traceback" not in result.output
    assert sorted(folder.rglob("*")) == before


def test_an_old_file_stays_where_the_review_fails(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "review.csv"
    output.write_text("old")
    assert run(folder, "--document", "c", "-o", output).exit_code == 2
    assert output.read_text() == "old"


# --- documentation ---


def block(kind: str) -> str:
    found = re.search(rf"^```\w+ {kind}\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    for name in ("raw", "tei"):
        (tmp_path / name).mkdir()
    (tmp_path / "raw" / "page.txt").write_text(block("raw"), encoding="utf-8")
    source = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{block("tei")}</TEI>'
    (tmp_path / "tei" / "x.xml").write_text(source, encoding="utf-8")
    shown = list(csv.DictReader(io.StringIO(block("review"))))
    written = run(tmp_path / "tei", "--format", "csv").stdout_bytes.decode()
    found = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [{column: row[column] for column in shown[0]} for row in found] == shown
    assert {(row["document"], row["number"], row["page"]) for row in found} == {
        ("x", "7", "page.txt")
    }


def test_the_columns_of_the_documentation() -> None:
    _, _, table = DOCS.partition("\n## Columns\n")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", table.partition("\n## ")[0], re.MULTILINE)
    assert re.findall(r"\w+", " ".join(rows)) == COLUMNS
