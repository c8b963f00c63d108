"""Authority files as a table and back: nothing is lost, and nothing else is changed."""

import csv
import random
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teikit.cli import main
from teikit.errors import TeikitError
from teikit.spreadsheet import harmless, line, meant
from teikit.suggesting.authorities.entries import COLUMNS, LISTS, load_files
from teikit.suggesting.authorities.merging import Merged, merge
from teikit.suggesting.authorities.table import joined, split, written

ROOT = Path(__file__).parents[3]
PERSONS = """<?xml version="1.0" encoding="UTF-8"?>\r
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson>\r
  <!-- the poets -->\r
  <person   xml:id='goethe' type="poet">\r
    <persName>Johann Wolfgang Goethe</persName>\r
    <persName type="variant" xml:lang='de'>Göthe</persName>\r
    <persName type="variant">J. W. &#x47;. &amp; Co</persName>  <!-- a joke -->\r
    <birth when="1749-08-28">in Frankfurt</birth>\r
    <death when="1832-03-22"/>\r
    <idno type="GND">http://d-nb.info/gnd/118540238</idno>\r
    <note>A poet,\r
      <emph>and</emph> a minister.</note>\r
  </person>\r
  <person xml:id="roe"><persName ref="https://viaf.org/viaf/24602065"><forename>Ann</forename>
    <surname>Roe</surname></persName><idno type="uri">urn:x</idno><note>A | B</note></person>\r
  <person xml:id="bare"/>\r
  <person xml:id="equal"><persName>=SUM(A1)</persName><persName>a|b</persName></person>\r
</listPerson></standOff></TEI>\r
"""
PLACES = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPlace>
<place xml:id="ghent" type="town"><placeName>Ghent</placeName>
<place xml:id="quay"><placeName>The Quay</placeName></place></place>
</listPlace></standOff></TEI>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path)


def made(tmp_path: Path) -> Path:
    folder = tmp_path / "authority"
    folder.mkdir(exist_ok=True)
    (folder / "persons.xml").write_bytes(PERSONS.encode())
    (folder / "places.xml").write_bytes(PLACES.encode())
    return folder


Rows = list[dict[str, str]]


def exported(folder: Path) -> Rows:
    text = "".join(written(load_files(folder)))
    rows = csv.DictReader(StringIO(text, newline=""))
    return [{name: meant(cell) for name, cell in row.items()} for row in rows]


def brought(folder: Path, rows: Rows, columns: tuple[str, ...] = COLUMNS) -> Merged:
    table = folder.parent / "table.csv"
    lines = [line(columns), *(line([row.get(name, "") for name in columns]) for row in rows)]
    table.write_text("".join(lines), encoding="utf-8", newline="")
    merged = merge(table, folder)
    merged.write()
    return merged


def changed(folder: Path, id_: str, **cells: str) -> Merged:
    rows = exported(folder)
    next(row for row in rows if row["id"] == id_).update(cells)
    return brought(folder, rows)


def persons(folder: Path) -> str:
    return (folder / "persons.xml").read_bytes().decode()


def codes(merged: Merged) -> list[str]:
    return [finding.rule.code for finding in merged.findings]


def test_what_stands_in_the_table(folder: Path) -> None:
    rows = {row["id"]: row for row in exported(folder)}
    goethe = rows["goethe"]
    assert goethe["spellings"] == "Göthe | J. W. G. & Co"
    assert (goethe["birth"], goethe["death"]) == ("1749-08-28", "1832-03-22")
    assert goethe["GND"] == "118540238"
    assert goethe["note"] == "A poet, and a minister."
    assert (rows["roe"]["name"], rows["roe"]["VIAF"]) == ("Ann Roe", "24602065")
    assert rows["equal"]["spellings"] == r"a\|b"
    assert rows["quay"]["file"] == "places.xml"


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ("<surname>Roe</surname><forename>Ann</forename>", "Roe, Ann"),
        ("<surname>Roe</surname>, <forename>Ann</forename>", "Roe, Ann"),
        ("<forename>Ann</forename><surname>Roe</surname>", "Ann Roe"),
    ],
)
def test_the_parts_of_a_name_stand_apart(folder: Path, parts: str, name: str) -> None:
    person = f'<person xml:id="p"><persName>{parts}</persName></person>'
    (folder / "places.xml").write_text(PLACES.replace("<place ", f"{person}<place ", 1))
    assert {row["id"]: row["name"] for row in exported(folder)}["p"] == name
    assert brought(folder, exported(folder)) == Merged([], [])


def test_a_spreadsheet_runs_no_name(folder: Path) -> None:
    assert "'=SUM(A1)" in "".join(written(load_files(folder)))


def test_there_and_back_changes_no_byte(folder: Path) -> None:
    merged = brought(folder, exported(folder))
    assert merged == Merged([], [])
    assert (folder / "persons.xml").read_bytes() == PERSONS.encode()


def test_the_corpus_there_and_back() -> None:
    files = load_files(ROOT / "corpus" / "authority")
    assert len(list(written(files))) == sum(len(file.entries) for file in files) + 1


def test_a_cell_changes_its_element_alone(folder: Path) -> None:
    merged = changed(
        folder,
        "goethe",
        type="writer",
        name="Johann Wolfgang von Goethe",
        spellings="Goethe | J. W. G. & Co",
        death="1832",
        GND="118540238",
        VIAF="https://viaf.org/viaf/24602065/",
    )
    assert not merged.findings
    expected = (
        PERSONS.replace('type="poet"', 'type="writer"')
        .replace("Wolfgang Goethe", "Wolfgang von Goethe")
        .replace(">Göthe<", ">Goethe<")
        .replace('"1832-03-22"', '"1832"')
        .replace(
            "118540238</idno>",
            '118540238</idno>\r\n    <idno type="VIAF">https://viaf.org/viaf/24602065</idno>',
        )
    )
    assert persons(folder) == expected


def test_what_a_table_does_not_show_is_not_changed_by_it(folder: Path) -> None:
    merged = changed(folder, "goethe", note="A poet.", birth="")
    assert codes(merged) == ["I014", "I014"]
    assert codes(changed(folder, "goethe", type="a poet")) == ["I014"]
    merged = changed(folder, "roe", name="Anna Roe", VIAF="")
    assert codes(merged) == ["I014", "I014"]
    assert persons(folder) == PERSONS


def test_spellings_come_and_go(folder: Path) -> None:
    assert not changed(folder, "goethe", spellings="Göthe | Geheimrat").findings
    text = persons(folder)
    assert "J. W. &#x47;" not in text
    assert (
        "Göthe</persName>\r\n"
        '    <persName type="variant">Geheimrat</persName>  <!-- a joke -->' in text
    )


def test_a_spelling_with_markup_stays(folder: Path) -> None:
    merged = changed(folder, "goethe", spellings="J. W. G. & Co")
    assert [finding.message for finding in merged.findings] == [
        "'goethe', spellings: 'Göthe' has further markup, and is not taken away"
    ]
    assert persons(folder) == PERSONS


def test_order_in_a_cell_means_nothing(folder: Path) -> None:
    assert not changed(folder, "goethe", spellings="J. W. G. & Co|Göthe").files


def test_an_empty_entry_is_filled(folder: Path) -> None:
    merged = changed(folder, "bare", name="Jo <Bare>", spellings="Jo", note="x", birth="1900")
    assert not merged.findings
    assert (
        '<person xml:id="bare">\r\n    <persName>Jo &lt;Bare&gt;</persName>\r\n'
        '    <persName type="variant">Jo</persName>\r\n    <birth when="1900"/>\r\n'
        "    <note>x</note>\r\n  </person>" in persons(folder)
    )


def test_a_new_row_is_a_new_entry(folder: Path) -> None:
    row = {
        "kind": "person", "id": "doe", "name": "John Doe", "spellings": "J. Doe", "birth": "1900",
        "GND": "118540238", "note": "new",
    }  # fmt: skip
    merged = brought(folder, [*exported(folder), row])
    assert not merged.findings
    assert persons(folder) == PERSONS.replace(
        "\r\n</listPerson>",
        '\r\n  <person xml:id="doe"><persName>John Doe</persName>'
        '<persName type="variant">J. Doe</persName><birth when="1900"/>'
        '<idno type="GND">https://d-nb.info/gnd/118540238</idno><note>new</note>'
        "</person>\r\n</listPerson>",
    )
    assert {row["id"]: row for row in exported(folder)}["doe"]["spellings"] == "J. Doe"


def test_a_row_that_is_gone_deletes_nothing(folder: Path) -> None:
    merged = brought(folder, exported(folder)[1:])
    assert codes(merged) == ["I013"]
    assert persons(folder) == PERSONS


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"kind": "person", "name": "x"}, "I011"),
        ({"kind": "person", "id": "goethe", "name": "x"}, "I011"),
        ({"kind": "ship", "id": "x", "name": "x"}, "I011"),
        ({"kind": "person", "id": "1 x", "name": "x"}, "I011"),
        ({"kind": "person", "id": "x"}, "I011"),
        ({"kind": "org", "id": "x", "name": "x"}, "I011"),
        ({"kind": "person", "id": "x", "name": "x\x07"}, "I011"),
        ({"kind": "person", "id": "gone", "name": "x", "version": "v00000000"}, "I012"),
    ],
)
def test_rows_that_cannot_be_read(folder: Path, row: dict[str, str], code: str) -> None:
    merged = brought(folder, [*exported(folder), row])
    assert codes(merged) == [code]
    assert merged.findings[0].location.line == 8
    assert persons(folder) == PERSONS


@pytest.mark.parametrize("number", ["118540283", "https://viaf.org/viaf/1", "goethe", "1.18E+08"])
def test_a_number_that_is_none(folder: Path, number: str) -> None:
    merged = changed(folder, "goethe", GND=number)
    assert codes(merged) == ["I015"]
    assert persons(folder) == PERSONS


def test_a_number_is_corrected_in_its_place(folder: Path) -> None:
    changed(folder, "goethe", GND="118607626")
    assert persons(folder) == PERSONS.replace(
        "http://d-nb.info/gnd/118540238", "https://d-nb.info/gnd/118607626"
    )


def test_what_stands_twice_is_changed_twice(tmp_path: Path) -> None:
    folder = made(tmp_path)
    twice = PERSONS.replace("<note>A poet", '<idno type="gnd">118540238</idno>\r\n    <note>A poet')
    twice = twice.replace(
        "<persName>a|b</persName>", "<persName>a</persName><persName>a</persName>"
    )
    (folder / "persons.xml").write_bytes(twice.encode())
    assert not brought(folder, exported(folder)).files
    assert not changed(folder, "goethe", GND="118607626").findings
    assert not changed(folder, "equal", spellings="").findings
    rows = {row["id"]: row for row in exported(folder)}
    assert (rows["goethe"]["GND"], rows["equal"]["spellings"]) == ("118607626", "")


def test_what_was_changed_meanwhile_is_not_taken_back(folder: Path) -> None:
    rows = exported(folder)
    changed(folder, "goethe", name="J. W. v. Goethe")
    rows[0]["death"] = "1833"
    assert codes(brought(folder, rows)) == ["I016"]
    assert "1833" not in persons(folder)


def test_columns_that_are_missing_change_nothing(folder: Path) -> None:
    rows = exported(folder)
    rows[0]["GND"] = "118607626"
    merged = brought(folder, rows, ("GND", "id", "mood"))
    assert codes(merged) == ["I017"]
    assert "118607626" in persons(folder)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", ","), ("utf-8-sig", ",")],
)
def test_tables_as_programs_write_them(folder: Path, encoding: str, delimiter: str) -> None:
    rows = exported(folder)
    rows[0]["name"] = "Göthe; der Dichter"
    stream = StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    table = folder.parent / "t.csv"
    table.write_bytes(stream.getvalue().encode(encoding))
    merged = merge(table, folder)
    assert not merged.findings
    assert [file.changes for file in merged.files] == [1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name,kind\r\nx,y\r\n", "has no column 'id'; its first line has: name, kind"),
        (b"id,name,name\r\nx,y,z\r\n", "two columns are called 'name'"),
        ("id,name\r\nx,ü\r\n".encode("latin-1"), "this is no text in UTF-8"),
        (b'id,name\r\nx,"y', "this is no table of CSV"),
        (b"", "has no column 'id'; its first line has: nothing"),
        (b"\x00\x01", "has no column 'id'"),
    ],
)
def test_files_that_are_no_tables(folder: Path, data: bytes, words: str) -> None:
    table = folder.parent / "t.csv"
    table.write_bytes(data)
    with pytest.raises(TeikitError) as raised:
        merge(table, folder)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_row_with_lost_cells_empties_nothing(folder: Path) -> None:
    table = folder.parent / "t.csv"
    table.write_text("id,name,GND\r\ngoethe,x\r\n", encoding="utf-8")
    assert "I011" in [finding.rule.code for finding in merge(table, folder).findings]


def test_a_file_with_entities_of_its_own_is_not_changed(folder: Path) -> None:
    text = PLACES.replace("<TEI", '<!DOCTYPE TEI [<!ENTITY g "Ghent">]><TEI', 1)
    (folder / "places.xml").write_text(text.replace("Ghent<", "&g;<"), encoding="utf-8")
    with pytest.raises(TeikitError, match="DOCTYPE"):
        changed(folder, "ghent", name="Gent")


@settings(deadline=None, derandomize=True)
@given(st.lists(st.text("aé|\\ \t\u00a0", min_size=1)))
def test_items_are_what_they_were(items: list[str]) -> None:
    words = list(filter(None, (" ".join(item.split()) for item in items)))
    assert split(" ".join(joined("spellings", words).split())) == words


@settings(deadline=None, derandomize=True)
@given(st.text("'=+-@＝ \taé"))
def test_no_apostrophe_is_lost(text: str) -> None:
    assert meant(harmless(text)) == text


def items(row: dict[str, str], column: str) -> set[str]:
    return {*split(row[column])} if column in LISTS else {" ".join(row[column].split())}


WORDS = st.text("aä &<>|\\'\"=-1", min_size=1, max_size=6).filter(lambda text: bool(text.strip()))
EDITS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["name", "spellings", "note", "death", "type", "VIAF", "GND", "Wikidata"]),
        st.one_of(WORDS, st.just(""), st.sampled_from(["1900", "118540238", "24602065", "Q5879"])),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edits=EDITS, seed=st.integers(0, 9))
def test_whatever_is_edited_lands_where_it_belongs(
    edits: list[tuple[int, str, str]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = made(tmp_path_factory.mktemp("edits"))
    before = exported(folder)
    rows = [dict(row) for row in before]
    for number, column, text in edits:
        rows[number][column] = text
    random.Random(seed).shuffle(rows)
    merged = brought(folder, rows)
    refused = [finding.message for finding in merged.findings]
    after = {row["id"]: row for row in exported(folder)}
    old = {row["id"]: row for row in before}
    for row in rows:
        for column in COLUMNS[:-1]:
            wanted, there = (items(each, column) for each in (row, after[row["id"]]))
            refusal = any(f"'{row['id']}', {column}: " in message for message in refused)
            if not refusal:
                assert there == wanted
            elif column not in ("GND", "VIAF", "Wikidata"):
                assert after[row["id"]][column] == old[row["id"]][column]
    assert not brought(folder, exported(folder)).files


def test_the_commands(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    result = run.invoke(main, ["authority", "export", "-o", "t.csv"])
    assert result.output == "t.csv: 6 entries of 2 files\n"
    assert run.invoke(main, ["authority", "import", "t.csv"]).output == "nothing changed\n"
    text = (tmp_path / "t.csv").read_text(encoding="utf-8").replace("Ghent", "Gent")
    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
    result = run.invoke(main, ["authority", "import", "t.csv", "--dry-run"])
    assert result.output == "authority/places.xml: 1 change would be made\n"
    assert (folder / "places.xml").read_text(encoding="utf-8") == PLACES
    result = run.invoke(main, ["authority", "import", "t.csv", "--format", "concise"])
    assert result.output == "authority/places.xml: 1 change made\n"
    (tmp_path / "t.csv").write_text("id,kind\r\nghent,ship\r\n", encoding="utf-8")
    result = run.invoke(main, ["authority", "import", "t.csv", "--format", "concise"])
    assert result.exit_code == 1
    assert "t.csv:2:1: error I011 'ghent' is a place, and no ship" in result.output
    result = run.invoke(main, ["authority", "import", "none.csv"])
    assert (result.exit_code, result.stderr) == (
        2, "teikit: none.csv: there is no such file\n",
    )  # fmt: skip
