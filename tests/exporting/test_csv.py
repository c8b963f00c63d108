"""The tables: facts from headers of several kinds, dates, citations, and CSV itself."""

import csv
import os
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tei_texts import tei
from teikit import tables as rows_of
from teikit.exporting import TABLES, export, exporter, run
from teikit.spreadsheet import harmless, line
from teikit.tei.dates import edtf

Rows = list[dict[str, str]]


def tables(folder: Path, *sources: str) -> dict[str, Rows]:
    """All tables of documents, as a program reads them; empty cells are left out."""
    files = []
    for place, source in enumerate(sources):
        files.append(folder / f"{place}.xml")
        files[-1].write_text(source, encoding="utf-8")
    written = dict.fromkeys((f"{name}.csv" for name in TABLES), "")
    for part in export(files, "csv"):
        written[part.file] += part.text
    return {
        name: [
            {column: cell for column, cell in row.items() if cell}
            for row in csv.DictReader(StringIO(written[f"{name}.csv"], newline=""), strict=True)
        ]
        for name in TABLES
    }


HEADER = """
<fileDesc>
 <titleStmt>
  <title level="s">Letters of a town</title>
  <title level="a">Telegram from Ann Roe to Bob Doe</title>
 </titleStmt>
 <sourceDesc>
  <msDesc xml:id="x-1-w1">
   <msIdentifier>
    <country>Belgium</country><settlement>Ghent</settlement>
    <repository ref="orgs.xml#tag">TAG</repository>
    <idno type="archival" n="TAG/5/1/7/9-10">TAG. F. <idno type="fond">5</idno>. Op. <idno
     type="opis">1</idno>. D. <idno type="delo">7</idno>. L. <idno type="list">9-10</idno></idno>
   </msIdentifier>
   <physDesc>
    <objectDesc form="form"><supportDesc><support><p>Typewritten. Signature - autograph.</p>
     </support><condition><p>Torn.</p></condition></supportDesc></objectDesc>
    <handDesc><handNote><p>Signature - autograph</p></handNote></handDesc>
    <additions><note>A stamp</note></additions>
   </physDesc>
  </msDesc>
  <bibl type="print"><biblScope unit="document">No. 12</biblScope></bibl>
  <bibl type="page"><idno type="filename">page-3.txt</idno></bibl>
 </sourceDesc>
</fileDesc>
<profileDesc>
 <correspDesc key="12">
  <correspAction type="sent">
   <persName ref="persons.xml#roe" evidence="internal">Ann Roe</persName>
   <persName ref="https://example.org/42" role="secretary" cert="low">Cid Poe</persName>
   <placeName ref="places.xml#ghent" evidence="external" source="#x-1-n1">Ghent</placeName>
   <date from="1920-07-12" to="1920-07-13" source="#x-1-n2">12/13 July</date>
  </correspAction>
  <correspAction type="transmitted" subtype="dispatch"><date when="1920-07-13T02:28:00"/>
  </correspAction>
  <correspAction type="received" subtype="to"><orgName>The Council</orgName></correspAction>
  <correspAction type="received" subtype="copy"><name type="person">Bob Doe</name></correspAction>
  <correspContext><ref type="duplicateOf" target="x-9.xml">No. 9</ref></correspContext>
 </correspDesc>
 <langUsage><language ident="en">English</language></langUsage>
</profileDesc>
"""
BODY = (
    '<div type="telegram" n="12"><p>A <del>b</del> <gap/> c<metamark function="deletion"/>'
    '<ref type="noteMark" xml:id="x-1-r1" target="#x-1-n1">1</ref></p></div>'
)
BACK = (
    '<div type="source"><p><bibl type="archival" corresp="#x-1-w1">TAG. F. 5</bibl>.</p></div>'
    '<div type="notes"><note xml:id="x-1-n1" n="1" type="commentary" target="#x-1-r1" '
    'resp="#x-1-ed">1 See <bibl type="archival" xml:id="x-1-c1" n="TAG/5/2/8/1"><orgName>T.A.G.'
    '</orgName> F. <idno type="fond">5</idno> Op. <idno type="opis">2</idno> D. <idno type="delo">8'
    '</idno> L. <idno type="list">1</idno></bibl> (<bibl type="archival" xml:id="x-1-c2" '
    'prev="#x-1-c1">Ibid. Op. <idno type="opis">3</idno></bibl>, <bibl type="archival" '
    'prev="#x-1-c2">Ibid. L. <idno type="list">4</idno></bibl>).</note>'
    '<note xml:id="x-1-n2" n="2" type="textConst" cert="low"><label>2</label><p>Lost.</p><p>Found.'
    '</p></note></div><listBibl><bibl type="print">A book</bibl></listBibl>'
)


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Rows]:
    return tables(tmp_path, tei(BODY, BACK, HEADER))


def test_documents(made: dict[str, Rows]) -> None:
    assert made["documents"] == [
        {
            "id": "x-1",
            "file": "0.xml",
            "number": "12",
            "genre": "telegram",
            "title": "Telegram from Ann Roe to Bob Doe",
            "senders": "Ann Roe; Cid Poe",
            "senders_key": "roe; https://example.org/42",
            "senders_evidence": "internal; ",
            "senders_cert": "; low",
            "senders_alternative": "no",
            "receivers": "The Council",
            "receivers_alternative": "no",
            "copies": "Bob Doe",
            "sent_from": "Ghent",
            "date_printed": "12/13 July",
            "date": "1920-07-12/1920-07-13",
            "date_from": "1920-07-12",
            "date_to": "1920-07-13",
            "source": "header",
            "archive": "TAG",
            "archive_place": "Ghent, Belgium",
            "shelfmark": "TAG. F. 5. Op. 1. D. 7. L. 9-10",
            "fond": "5",
            "opis": "1",
            "delo": "7",
            "list": "9-10",
            "physical_description": "Typewritten. Signature - autograph.; Torn.",
            "language": "en",
            "notes": "2",
            "notes_linked": "1",
            "deletions": "2",
            "gaps": "1",
            "duplicate_of": "x-9",
            "source_page": "page-3.txt",
        }
    ]


def test_notes(made: dict[str, Rows]) -> None:
    first, second = made["notes"]
    assert first["text"].startswith("1 See T.A.G. F. 5 Op. 2")
    del first["text"]
    assert first == {
        "document": "x-1",
        "note": "x-1-n1",
        "number": "1",
        "type": "commentary",
        "resp": "x-1-ed",
        "mark": "x-1-r1",
        "linked": "yes",
    }
    assert second == {
        "document": "x-1",
        "note": "x-1-n2",
        "number": "2",
        "type": "textConst",
        "cert": "low",
        "linked": "no",
        "text": "Lost.\n\nFound.",
    }


def test_citations_take_from_the_one_before_what_they_leave_out(made: dict[str, Rows]) -> None:
    columns = ("where", "archive", "fond", "opis", "delo", "list")
    assert [tuple(row.get(column, "") for column in columns) for row in made["citations"]] == [
        ("source line", "TAG", "5", "1", "7", "9-10"),
        ("note 1", "TAG", "5", "2", "8", "1"),
        ("note 1", "T.A.G.", "5", "3", "", ""),
        ("note 1", "T.A.G.", "5", "3", "", "4"),
    ]
    assert [row["printed"] for row in made["citations"]] == [
        "TAG. F. 5",
        "T.A.G. F. 5 Op. 2 D. 8 L. 1",
        "Ibid. Op. 3",
        "Ibid. L. 4",
    ]
    assert [row.get("normal") for row in made["citations"]] == [
        "TAG/5/1/7/9-10",
        "TAG/5/2/8/1",
        None,
        None,
    ]
    assert made["citations"][2]["previous"] == "x-1-c1"


def test_actions_have_a_row_for_each_name(made: dict[str, Rows]) -> None:
    sent = {
        "document": "x-1",
        "action": "sent",
        "place": "Ghent",
        "place_key": "ghent",
        "place_evidence": "external",
        "date_printed": "12/13 July",
        "date": "1920-07-12/1920-07-13",
        "date_from": "1920-07-12",
        "date_to": "1920-07-13",
        "source": "header",
        "evidence_notes": "x-1-n1; x-1-n2",
    }
    received = {"document": "x-1", "action": "received", "source": "header"}
    assert made["actions"] == [
        sent | {"name": "Ann Roe", "key": "roe", "kind": "person", "name_evidence": "internal"},
        sent
        | {
            "name": "Cid Poe",
            "key": "https://example.org/42",
            "kind": "person",
            "role": "secretary",
            "name_cert": "low",
        },
        {
            "document": "x-1",
            "action": "transmitted",
            "subtype": "dispatch",
            "date": "1920-07-13T02:28:00",
            "date_from": "1920-07-13",
            "date_to": "1920-07-13",
            "source": "header",
        },
        received | {"subtype": "to", "name": "The Council", "kind": "org"},
        received | {"subtype": "copy", "name": "Bob Doe", "kind": "person"},
    ]


OTHER_HANDS = """
<fileDesc>
 <titleStmt><title type="main">Ann to Bob</title><title type="sub">A letter</title></titleStmt>
 <sourceDesc><listWit>
  <witness><objectType corresp="#card"/><msDesc>
   <msIdentifier><settlement>Bonn</settlement><institution>University</institution>
    <repository>Library</repository><collection>Papers</collection><idno>B 43</idno>
   </msIdentifier>
   <physDesc><objectDesc><supportDesc><extent><measure quantity="2" unit="leaf"/></extent>
    </supportDesc></objectDesc><handDesc><handNote medium="pencil"/></handDesc></physDesc>
  </msDesc></witness>
  <witness><msDesc><msIdentifier><settlement>Bonn</settlement><idno>B 44</idno></msIdentifier>
  </msDesc></witness>
 </listWit></sourceDesc>
</fileDesc>
<profileDesc><correspDesc>
 <correspAction type="sent"><persName><surname>Roe</surname>
  <forename>Ann</forename><note>poet</note></persName></correspAction>
 <correspAction type="received"><p>To <persName>Doe, Bob</persName> of
  <orgName>Doe <persName>X</persName> &amp; Co.</orgName></p></correspAction>
</correspDesc></profileDesc>
"""


def test_headers_of_other_hands(tmp_path: Path) -> None:
    body = (
        '<div type="writingSession" n="1"><opener><dateline><date when="1892">92</date></dateline>'
        "</opener><p>a<note>b</note></p></div>"
    )
    made = tables(tmp_path, tei(body, "", OTHER_HANDS))
    assert made["documents"] == [
        {
            "id": "x-1",
            "file": "0.xml",
            "genre": "card",
            "title": "Ann to Bob",
            "senders": "Roe, Ann",
            "senders_alternative": "no",
            "receivers": "Doe, Bob; Doe X & Co.",
            "receivers_alternative": "no",
            "date_printed": "92",
            "date": "1892",
            "date_from": "1892-01-01",
            "date_to": "1892-12-31",
            "source": "header; dateline",
            "archive": "University, Library, Papers",
            "archive_place": "Bonn",
            "shelfmark": "B 43; B 44",
            "physical_description": "2 leaf; pencil",
            "notes": "1",
            "notes_linked": "1",
            "deletions": "0",
            "gaps": "0",
        }
    ]
    assert made["notes"] == [{"document": "x-1", "number": "1", "linked": "yes", "text": "b"}]


def test_a_document_with_an_empty_header_still_has_a_row(tmp_path: Path) -> None:
    made = tables(tmp_path, tei("<p>a</p>"))
    counts = dict.fromkeys(("notes", "notes_linked", "deletions", "gaps"), "0")
    assert made["documents"] == [{"id": "x-1", "file": "0.xml", **counts}]
    assert not any(made[name] for name in TABLES if name != "documents")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"when": "-0058-04-29"}, "-0057-04-29"),  # TEI has no year 0
        ({"when": "-0001", "cert": "low"}, "0000?"),
        ({"when": "1920-07-13"}, "1920-07-13"),
        ({"when-iso": "1920-07"}, "1920-07"),
        ({"when": "1920-07-13", "cert": "high"}, "1920-07-13"),
        ({"when": "1920-07-13", "evidence": "conjecture"}, "1920-07-13?"),
        ({"when": "1920-07-13", "cert": "medium"}, "1920-07-13?"),
        ({"when": "1920-07-14T00:35:00", "cert": "low"}, "1920-07-14T00:35:00"),
        ({"when": "--07-13"}, "XXXX-07-13"),
        ({"when": "--07"}, "XXXX-07"),
        ({"when": "---13"}, "XXXX-XX-13"),
        ({"from": "1920-07-12", "to": "1920-07-13"}, "1920-07-12/1920-07-13"),
        ({"from": "1920-07-12", "to": "1920-07-13", "cert": "low"}, "1920-07-12?/1920-07-13?"),
        ({"from": "1920-07-12T12:00:00", "to": "1920-07-12T16:00:00"}, "1920-07-12"),
        ({"from": "1920"}, "1920/"),
        ({"to": "1920"}, "/1920"),
        ({"notBefore": "1920-05-04"}, "[1920-05-04..]"),
        ({"notAfter": "1918-05-04"}, "[..1918-05-04]"),
        ({"notBefore": "1918-06-20", "notAfter": "1918-06-30"}, "[1918-06-20..1918-06-30]"),
        ({"notBefore": "1918-06", "notAfter": "1918-06", "cert": "low"}, "1918-06?"),
        ({"when": "1920", "from": "1919"}, "1920"),
        ({"when": "1811", "precision": "low"}, "1811~"),
        ({"when": "1811", "precision": "medium", "cert": "low"}, "1811%"),
        ({"when": "1811", "precision": "high"}, "1811"),
        ({"from": "1851-03-02", "notAfter": "1851-03-09"}, "1851-03-02/1851-03-09?"),
        ({"to": "1851-03-09", "notBefore": "1851-03"}, "1851-03?/1851-03-09"),
        ({"calendar": "#julian"}, ""),
        ({}, ""),
    ],
)
def test_dates(attributes: dict[str, str], expected: str) -> None:
    assert edtf(attributes) == expected


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "\n=1", "＝1", "'a"],
)
def test_cells_that_a_spreadsheet_would_run_are_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "1-2", "»=«", "a'"])
def test_other_cells_are_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2))
def test_every_cell_comes_back(cells: list[str]) -> None:
    written = line(cells)
    assert written.endswith("\r\n")
    (row,) = csv.reader(StringIO(written, newline=""), strict=True)
    assert [cell.removeprefix("'") for cell in row] == cells
    assert not any(cell.lstrip()[:1] in {"=", "+", "-", "@"} for cell in row if cell.strip())


def test_a_formula_in_a_letter_is_made_harmless(tmp_path: Path) -> None:
    header = "<fileDesc><titleStmt><title> =cmd()</title></titleStmt></fileDesc>"
    made = tables(tmp_path, tei("<p>a<note>-1</note></p>", "", header))
    assert made["documents"][0]["title"] == "'=cmd()"
    assert made["notes"][0]["text"] == "'-1"


def test_a_list_of_letters_has_a_row_and_an_address_for_each(tmp_path: Path) -> None:
    listed = "".join(
        f'<correspDesc ref="https://example.org/{n}"><correspAction type="sent"><persName>Roe '
        f"{n}</persName></correspAction></correspDesc>"
        for n in (1, 2)
    )
    rows = tables(tmp_path, tei("<p/>", header=f"<profileDesc>{listed}</profileDesc>"))
    assert [(row["id"], row["senders"], row["url"]) for row in rows["documents"]] == [
        ("x-1-1", "Roe 1", "https://example.org/1"),
        ("x-1-2", "Roe 2", "https://example.org/2"),
    ]


@pytest.mark.parametrize("format", ["csv", "parquet", "text"])
def test_names_of_files_need_not_be_utf_8(tmp_path: Path, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    folder = tmp_path / "tei"
    folder.mkdir()
    file = Path(os.fsdecode(os.fsencode(folder) + b"/b\xe9.xml"))
    try:
        file.write_text(tei("<p>a</p>").replace(' xml:id="x-1"', ""))
    except OSError:
        pytest.skip("this disk has names in UTF-8 alone")
    told: list[object] = []
    status = run(
        exporter(format), [folder], output=tmp_path / "o", screen=told.append, report=told.append
    )
    assert (status, told) == (0, [])
    (row,) = rows_of([folder])
    assert (row["id"], row["file"]) == (r"b\udce9", r"b\udce9.xml")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<repository>A</repository><idno>7</idno>", [("A", None, "7")]),
        ("<repository>A</repository><idno type='shelfmark'>7</idno>", [("A", None, "7")]),
        (
            "<repository>A</repository><idno>B 7<idno type='box'>7</idno></idno>",
            [("A", "box", "7")],
        ),
        (
            "<repository>A</repository><idno type='box'>7</idno><idno>B 7</idno>",
            [("A", "box", "7"), ("A", None, "B 7")],
        ),
        ("<repository>A</repository>", [("A", None, None)]),
        ("<repository>A</repository><idno type='URI'>x:y</idno>", [("A", None, None)]),
        ("<country>C</country>", []),
    ],
)
def test_each_archive_has_a_row_of_shelfmarks(
    tmp_path: Path, inner: str, expected: list[tuple[str | None, ...]]
) -> None:
    described = f"<msDesc><msIdentifier>{inner}</msIdentifier></msDesc>"
    header = f"<fileDesc><sourceDesc>{described}</sourceDesc></fileDesc>"
    (tmp_path / "x.xml").write_text(tei("<p>a</p>", header=header))
    found = [
        (row["archive"], row["level"], row["value"]) for row in rows_of([tmp_path], "shelfmarks")
    ]
    assert found == expected


@pytest.mark.parametrize("kind", ["next_correspondence", "next_chronologically", "nextInCorresp"])
def test_words_for_the_next_letter(tmp_path: Path, kind: str) -> None:
    context = f'<correspContext><ref type="{kind}" target="file9"/></correspContext>'
    header = f"<profileDesc><correspDesc>{context}</correspDesc></profileDesc>"
    (tmp_path / "x.xml").write_text(tei("<p>a</p>", header=header))
    assert [row["next"] for row in rows_of([tmp_path])] == ["file9"]
