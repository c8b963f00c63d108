"""Who, when, where a letter was sent and is kept: tables and the index of rules have one answer."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from tei_texts import tei
from teikit.exporting import export
from teikit.reviewing import review
from teikit.tei.correspondence import stage
from teikit.tei.dates import Period, edtf, extended, period
from teikit.validating.index.document import load_document
from teikit.validating.index.summary import summarise
from teikit.validating.lexicon.day import Day, day
from teikit.validating.settings import RuleOptions


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.xml"


def rows(file: Path, name: str) -> list[dict[str, str]]:
    table = "".join(part.text for part in export([file], "csv") if part.file == f"{name}.csv")
    return list(csv.DictReader(StringIO(table, newline="")))


def actions(*written: tuple[str, str]) -> str:
    """A header with actions of these types and contents."""
    inner = "".join(
        f'<correspAction type="{kind}">{content}</correspAction>' for kind, content in written
    )
    return f"<profileDesc><correspDesc>{inner}</correspDesc></profileDesc>"


MAY = '<persName>Ann</persName><date when-iso="19200504">4 May</date>'
DRAFT = '<persName>Cid</persName><date when="1920-05-01">1 May</date>'


@pytest.mark.parametrize(
    ("header", "sender", "date", "sent"),
    [
        (actions(("sent", MAY)), "Ann", "1920-05-04", Period("1920-05-04", "1920-05-04")),
        (actions(("sender", MAY)), "Ann", "1920-05-04", Period("1920-05-04", "1920-05-04")),
        (
            actions(("composed", DRAFT), ("sent", MAY)),
            "Ann",
            "1920-05-04",
            Period("1920-05-04", "1920-05-04"),
        ),
        (actions(("sent", f"<p>By {MAY}</p>")), "Ann", "1920-05-04", Period(*["1920-05-04"] * 2)),
        (actions(("received", MAY)), "", "", None),
        (actions(("found", MAY)), "", "", None),
    ],
)
def test_sending(file: Path, header: str, sender: str, date: str, sent: Period | None) -> None:
    file.write_text(tei("<p>a</p>", header=header), encoding="utf-8")
    (row,) = rows(file, "documents")
    assert (row["senders"], row["date"]) == (sender, date)
    (letter,) = summarise(load_document(file), RuleOptions()).letters
    assert letter.sent == sent


def test_without_a_date_of_sending_the_dateline_tells_it(file: Path) -> None:
    body = '<dateline><date when="1920">1920</date></dateline><p>a</p>'
    file.write_text(tei(body, header=actions(("sent", "<persName>Ann</persName>"))))
    assert rows(file, "documents")[0]["date"] == "1920"


def test_review_knows_old_words_for_actions(file: Path) -> None:
    doubtful = '<persName cert="low">Ann</persName><date cert="low" when-iso="1920"/>'
    file.write_text(tei("<p>a</p>", header=actions(("sender", doubtful))))
    found = [(row.where, row.decided) for row in review([file])]
    assert found == [("sender", "Ann (no reference)"), ("date of sending", "when-iso=1920")]


def test_stages() -> None:
    assert [stage(kind) for kind in ("sent", "addressee", "forwarded", "read", "")] == [
        "sent",
        "received",
        "transmitted",
        "read",
        "",
    ]


@pytest.mark.parametrize(
    ("attributes", "earliest", "latest"),
    [
        ({"when": "1920-07-13"}, "1920-07-13", "1920-07-13"),
        ({"when": "1920-07-13T02:28:00"}, "1920-07-13", "1920-07-13"),
        ({"when-iso": "19200713"}, "1920-07-13", "1920-07-13"),
        ({"when": " ", "when-iso": "1920-07"}, "1920-07-00", "1920-07-99"),
        ({"from": "1920-07", "to": "1920-08-02"}, "1920-07-00", "1920-08-02"),
        ({"notBefore": "1920"}, "1920-00-00", "9999-99-99"),
        ({"notAfter": "1920"}, "0000-00-00", "1920-99-99"),
        ({"from": "1920-01", "notBefore": "1919"}, "1920-01-00", "9999-99-99"),
    ],
)
def test_periods(attributes: dict[str, str], earliest: str, latest: str) -> None:
    assert period(attributes) == Period(earliest, latest)


@pytest.mark.parametrize("attributes", [{}, {"when": "--07-13"}, {"when": "May"}])
def test_dates_that_tell_no_period(attributes: dict[str, str]) -> None:
    assert period(attributes) is None


def test_the_basic_form_is_read_everywhere() -> None:
    assert extended("19200713") == "1920-07-13"
    assert extended("1920") == "1920"
    assert edtf({"when-iso": "19200713"}) == "1920-07-13"
    assert day("19200713", iso=True) == Day(1920, 7, 13)


def test_the_levels_of_any_archive(file: Path) -> None:
    header = """<fileDesc><sourceDesc><msDesc><msIdentifier><repository>Stadtarchiv</repository>
     <idno type="shelfmark">Best. <idno type="bestand">1010</idno>, A. <idno type="akte">4</idno>
     </idno><idno type="URL">https://example.org/1010</idno></msIdentifier></msDesc>
     <msDesc><msIdentifier><idno type="box">7</idno></msIdentifier></msDesc>
     </sourceDesc></fileDesc>"""
    file.write_text(tei("<p>a</p>", header=header))
    assert [tuple(row.values()) for row in rows(file, "shelfmarks")] == [
        ("x-1", "1", "Stadtarchiv", "bestand", "1010"),
        ("x-1", "1", "Stadtarchiv", "akte", "4"),
        ("x-1", "2", "", "box", "7"),
    ]
