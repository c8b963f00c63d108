"""Rows as values, and Parquet of them."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import teikit
from tei_texts import tei
from teikit.cli import main
from teikit.errors import TeikitError
from teikit.exporting import TABLES
from teikit.exporting.tables import Column, ColumnType

HEADER = (
    '<profileDesc><correspDesc><correspAction type="sent"><persName>Roe</persName>'
    '<date notBefore="1920-02" notAfter="1921"/></correspAction></correspDesc></profileDesc>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tei"
    made.mkdir()
    for name in ("a", "b"):
        (made / f"{name}.xml").write_text(tei("<p>a<note>N</note></p>", "", HEADER, name))
    return made


def test_rows_are_values(folder: Path) -> None:
    first, second = teikit.tables([folder])
    assert (first["id"], second["id"]) == ("a", "b")
    assert tuple(first) == TABLES["documents"].names
    assert (first["date_from"], first["date_to"]) == (date(1920, 2, 1), date(1921, 12, 31))
    assert (first["notes"], first["archive"]) == (1, None)
    assert next(teikit.tables([folder], "notes"))["linked"] is True


@pytest.mark.parametrize("name", TABLES)
def test_values_are_of_the_types_of_their_columns(name: str) -> None:
    types = {
        ColumnType.TEXT: str,
        ColumnType.NUMBER: int,
        ColumnType.FLAG: bool,
        ColumnType.DAY: date,
    }
    columns: dict[str, Column] = {column.name: column for column in TABLES[name].columns}
    assert len(columns) == len(TABLES[name].columns)
    corpus = Path(__file__).parents[2] / "corpus" / "tei"
    for row in teikit.tables(sorted(corpus.glob("*8.xml")), name):
        for column, value in row.items():
            assert value is None or type(value) is types[columns[column].type], (column, value)


def test_every_column_says_what_it_means() -> None:
    for table in TABLES.values():
        assert table.meaning.endswith(".")
        assert all(column.meaning and column.meaning[-1] != "." for column in table.columns)


def test_authority_files_that_stand_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "index").mkdir()
    (tmp_path / "tei" / "x.xml").write_text(tei("<p><persName ref='p7'/></p>"))
    (tmp_path / "index" / "persons.xml").write_text(
        tei("<listPerson><person xml:id='p7'><persName>Roe</persName></person></listPerson>")
    )
    for place in (tmp_path / "index", tmp_path / "index" / "persons.xml"):
        (row,) = teikit.tables([tmp_path / "tei"], "names", authority=[place])
        assert (row["name"], row["known_as"]) == ("Roe", "Roe")
        arguments = ["export", "csv", str(tmp_path / "tei"), "--table", "names"]
        result = CliRunner().invoke(main, [*arguments, "--authority", str(place)])
        assert "Roe,Roe,p7" in result.output
    with pytest.raises(TeikitError, match="no such authority"):
        teikit.tables([tmp_path / "tei"], "names", authority=[tmp_path / "gone"])


def test_a_table_that_is_not_known(folder: Path) -> None:
    with pytest.raises(TeikitError, match="choose from documents, names"):
        teikit.tables([folder], "letters")


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "a.xml").write_text("<TEI")
    with pytest.raises(TeikitError, match=r"a\.xml"):
        list(teikit.tables([folder]))
    faults: list[TeikitError] = []
    assert [row["id"] for row in teikit.tables([folder], report=faults.append)] == ["b"]
    assert len(faults) == 1


def test_parquet(folder: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    output = tmp_path / "tables"
    result = CliRunner().invoke(main, ["export", "parquet", str(folder), "-o", str(output)])
    assert (result.exit_code, result.output) == (0, "")
    assert {path.name for path in output.iterdir()} == {f"{name}.parquet" for name in TABLES}
    for name, table in TABLES.items():
        read = parquet.read_table(output / f"{name}.parquet")
        assert tuple(read.schema.names) == table.names
        assert read.to_pylist() == list(teikit.tables([folder], name))
    types = {field.name: str(field.type) for field in parquet.read_schema(output / "notes.parquet")}
    assert types["linked"] == "bool"
    schema = parquet.read_schema(output / "documents.parquet")
    assert {str(schema.field(name).type) for name in ("date_from", "date_to")} == {"date32[day]"}
    assert str(schema.field("notes").type) == "int64"
    assert schema.field("gaps").metadata == {b"meaning": b"how many gaps"}


def test_parquet_in_groups_of_rows(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    monkeypatch.setattr("teikit.exporting.parquet._GROUP", 1)
    (folder / "broken.xml").write_text("<TEI")
    arguments = ["export", "parquet", str(folder), "--table", "documents", "-o", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 1
    file = parquet.ParquetFile(tmp_path / "documents.parquet")
    assert file.metadata.num_row_groups == 2
    assert file.read().column("id").to_pylist() == ["a", "b"]


def test_without_pyarrow_nothing_is_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    output = tmp_path / "tables"
    result = CliRunner().invoke(main, ["export", "parquet", str(folder), "-o", str(output)])
    assert result.exit_code == 2
    assert result.output == (
        "teikit: Parquet needs pyarrow, which is not installed: pip install 'teikit[parquet]'\n"
    )
    assert not list(output.glob("*"))


def test_parquet_is_not_for_the_screen(folder: Path) -> None:
    result = CliRunner().invoke(main, ["export", "parquet", str(folder)])
    assert result.exit_code == 2
    assert "name a folder with -o" in result.output
