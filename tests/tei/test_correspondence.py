"""Who, when, where a letter was sent and is kept: tables and the index of rules have one answer."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from tei_texts import tei
from teikit.exporting import export
from teikit.reviewing import review
from teikit.tei.correspondence import stage
from teikit.tei.dates import Period, edtf, extended, period, span
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


def test_sender_and_receiver_in_one_action(file: Path) -> None:
    both = (
        '<persName type="sender">Ann</persName><persName type="addressee">Bob</persName>'
        '<placeName>Ghent</placeName><date when="1920"/>'
    )
    file.write_text(tei("<p>a</p>", header=actions(("sent", both))))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["receivers"], row["sent_from"]) == ("Ann", "Bob", "Ghent")
    found = [(row["action"], row["name"], row["date"]) for row in rows(file, "actions")]
    assert found == [("sent", "Ann", "1920"), ("received", "Bob", "")]


def test_old_words_for_actions_are_read(file: Path) -> None:
    header = actions(("sending", MAY), ("receiving", "<persName>Bob</persName>"))
    file.write_text(tei("<p>a</p>", header=header))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["receivers"], row["date"]) == ("Ann", "Bob", "1920-05-04")
    assert [row["action"] for row in rows(file, "actions")] == ["sent", "received"]


def test_a_name_of_the_type_place_is_no_sender(file: Path) -> None:
    content = '<name type="person">Ann</name><name type="place" key="g">Ghent</name>'
    file.write_text(tei("<p>a</p>", header=actions(("sent", content))))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["sent_from"]) == ("Ann", "Ghent")


def test_a_draft_is_no_sending_beside_a_sending(file: Path) -> None:
    file.write_text(tei("<p>a</p>", header=actions(("composed", DRAFT), ("sent", MAY))))
    assert [row["action"] for row in rows(file, "actions")] == ["composed", "sent"]


def test_what_is_told_in_a_paragraph_is_kept(file: Path) -> None:
    file.write_text(tei("<p>a</p>", header=actions(("sent", "<p>not known by whom</p>"))))
    assert [row["words"] for row in rows(file, "actions")] == ["not known by whom"]


def test_the_persons_of_a_participation(file: Path) -> None:
    header = (
        '<profileDesc><particDesc><person role="sender"><persName key="Roe, Ann"/></person>'
        '<person role="recipient"><persName key="Doe, Carl" ref="n49">Carl Doe</persName></person>'
        '<person role="editor"><persName>Poe</persName></person></particDesc></profileDesc>'
    )
    file.write_text(tei("<p>a</p>", header=header))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["senders_key"]) == ("Roe, Ann", "Roe, Ann")
    assert (row["receivers"], row["receivers_key"]) == ("Carl Doe", "Doe, Carl; n49")
    assert row["source"] == "particDesc"


AUTHOR = "<fileDesc><titleStmt><title>A</title><author>Ann Roe</author></titleStmt></fileDesc>"
TO_ANN = "<opener><address><addrLine><persName>Ann Roe</persName></addrLine></address></opener>"


@pytest.mark.parametrize(
    ("header", "body", "sender", "source"),
    [
        (AUTHOR, "<p>a</p>", "Ann Roe", "titleStmt"),
        (AUTHOR, "<p>a</p><closer><signed>Bob</signed></closer>", "Bob", "signed"),
        (AUTHOR + actions(("received", "<persName>Cid</persName>")), "<p>a</p>", "", "header"),
        (AUTHOR, f"{TO_ANN}<p>a</p>", "", "address"),
        ("<fileDesc><titleStmt><author/></titleStmt></fileDesc>", "<p>a</p>", "", ""),
    ],
)
def test_the_author_is_the_sender_where_nothing_else_is_told(
    file: Path, header: str, body: str, sender: str, source: str
) -> None:
    file.write_text(tei(body, header=header))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["source"]) == (sender, source)


LETTER = (
    "<div><head>12</head><opener><dateline><placeName>Ghent</placeName>, <date "
    'when="1851-03-02">2 March<note>So.</note></date></dateline><address><addrLine><persName>Carl '
    "Doe</persName>, <placeName>Liège</placeName></addrLine></address><salute>Dear <persName>Carl"
    "</persName>,</salute></opener><p>a</p><closer><salute>Your <persName>Eve</persName></salute>"
    "<signed>Ann<note>Her hand.</note></signed></closer></div>"
)


def test_what_the_header_leaves_out_is_taken_from_the_letter(file: Path) -> None:
    file.write_text(tei(LETTER))
    (row,) = rows(file, "documents")
    columns = ("senders", "receivers", "sent_from", "date_printed", "date", "source")
    assert tuple(row[column] for column in columns) == (
        "Ann",
        "Carl Doe",
        "Ghent",
        "2 March",
        "1851-03-02",
        "signed; dateline; address",
    )
    file.write_text(
        tei(LETTER, header=actions(("sent", MAY), ("received", "<orgName>X</orgName>")))
    )
    (row,) = rows(file, "documents")
    assert tuple(row[column] for column in columns) == (
        "Ann",
        "X",
        "Ghent",
        "4 May",
        "1920-05-04",
        "header; dateline",
    )
    first, second = rows(file, "actions")
    assert (first["place"], first["source"], second["source"]) == (
        "Ghent",
        "header; dateline",
        "header",
    )


@pytest.mark.parametrize(
    "body",
    [
        f'<p>a</p><div type="enclosure">{LETTER}</div>',
        f'<p>a</p><div type="Beilage">{LETTER}</div>',
        f"<p>a <floatingText><body>{LETTER}</body></floatingText></p>",
        f"<quote>{LETTER}</quote>",
        f"<note>{LETTER}</note>",
        '<opener><stamp><date when="1851">4 MRT</date></stamp></opener>',
    ],
)
def test_what_is_no_part_of_the_letter_tells_nothing_of_it(file: Path, body: str) -> None:
    file.write_text(tei(body))
    (row,) = rows(file, "documents")
    assert row["senders"] == row["date"] == row["sent_from"] == row["source"] == ""


def test_what_is_told_of_the_making(file: Path) -> None:
    header = (
        '<profileDesc><creation><persName type="sender">Ann</persName><placeName>Ghent</placeName>'
        '<origDate><note><date when="1851">51<note>So.</note></date></note></origDate></creation>'
        "</profileDesc>"
    )
    file.write_text(tei("<head>A letter of <date>May</date></head><p>a</p>", header=header))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["sent_from"], row["date_printed"]) == ("Ann", "Ghent", "51")
    assert row["source"] == "creation"
    file.write_text(tei("<head>A letter of <date>May</date></head><p>a</p>"))
    (row,) = rows(file, "documents")
    assert (row["date_printed"], row["source"]) == ("May", "head")


def test_notes_are_no_part_of_names_and_dates(file: Path) -> None:
    noted = "<persName>Ann<note>Or Beth.</note></persName><date>May<note>Or June.</note></date>"
    title = "<fileDesc><titleStmt><title>Ann<note>N</note></title></titleStmt></fileDesc>"
    file.write_text(tei("<p>a</p>", header=title + actions(("sent", noted))))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["date_printed"], row["title"]) == ("Ann", "May", "Ann")


def test_names_of_parts_and_names_in_headings(file: Path) -> None:
    body = (
        '<head><gloss type="from">Secretary</gloss> to <persName type="to">Roe</persName></head>'
        '<div type="dateline"><p><date>May</date></p></div><p>a</p>'
    )
    file.write_text(tei(body))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["receivers"]) == ("Secretary", "Roe")
    assert (row["date_printed"], row["source"]) == ("May", "head; dateline")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Ann Roe", "Ann Roe"),
        ("<forename>Ann</forename> <surname>Roe</surname>", "Roe, Ann"),
        (
            "<forename>Ann</forename> <nameLink>von</nameLink> <surname>Roe</surname>",
            "Roe, Ann von",
        ),
        (
            "<roleName>Sir</roleName> <forename>Carl</forename> <surname>Doe</surname> "
            "<genName>Jr.</genName> <addName>the Wise</addName>",
            "Doe, Carl, Sir, Jr., the Wise",
        ),
        ("<forename>Ann</forename> <addName>of Ghent</addName>", "Ann, of Ghent"),
        ("<forename>Ann</forename>, <surname>Roe</surname>", "Ann, Roe"),
        ("<surname>Roe</surname>", "Roe"),
    ],
)
def test_names_in_parts(file: Path, content: str, expected: str) -> None:
    file.write_text(tei("<p>a</p>", header=actions(("sent", f"<persName>{content}</persName>"))))
    assert rows(file, "documents")[0]["senders"] == expected


def test_names_without_words_are_those_of_the_authority(file: Path) -> None:
    header = actions(
        ("sent", '<persName ref="#p1"/><placeName ref="places.xml#l1"/>'),
        ("received", '<persName ref="#p2"/><persName key="p3"/><persName key="Poe, Eva"/>'),
    )
    people = (
        '<listPerson><person xml:id="p1"><persName><forename>Ann</forename> <surname>Roe'
        "</surname></persName></person></listPerson>"
    )
    file.write_text(tei("<p>a</p>", people, header))
    (file.parent / "places.xml").write_text(
        tei("<listPlace><place xml:id='l1'><placeName>Ghent</placeName></place></listPlace>")
    )
    authority = file.parent / "authority"
    authority.mkdir()
    (authority / "persons.xml").write_text(
        tei("<listPerson><person xml:id='p3'><persName>Doe</persName></person></listPerson>")
    )
    (row,) = rows(file, "documents")
    assert (row["senders"], row["sent_from"]) == ("Roe, Ann", "Ghent")
    assert row["receivers"] == "p2; Doe; Poe, Eva"
    assert [row["known_as"] for row in rows(file, "actions")] == ["Roe, Ann", "", "Doe", ""]


def test_an_archive_without_words_is_that_of_the_authority(file: Path) -> None:
    header = (
        "<fileDesc><sourceDesc><msDesc><msIdentifier><repository ref='a13'/>"
        "<idno type='box'>7</idno></msIdentifier></msDesc></sourceDesc></fileDesc>"
    )
    archives = "<listOrg><org xml:id='a13'><orgName>Stadtarchiv</orgName></org></listOrg>"
    file.write_text(tei("<p>a</p>", archives, header))
    assert rows(file, "documents")[0]["archive"] == "Stadtarchiv"
    assert rows(file, "shelfmarks")[0]["archive"] == "Stadtarchiv"


def test_several_dates_and_names_keep_what_is_whose(file: Path) -> None:
    content = (
        '<persName cert="low">Ann</persName><persName>Beth</persName><date type="postmark" '
        'when="1851-03-04"/><date type="letter" notBefore="1851-03" notAfter="1851-05" cert="low" '
        'calendar="#julian" precision="medium"/>'
    )
    file.write_text(tei("<p>a</p>", header=actions(("sent", content))))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["senders_cert"]) == ("Ann; Beth", "low; ")
    assert {name: row[name] for name in row if name.startswith("date") and row[name]} == {
        "date": "1851-03-04; [1851-03..1851-05]",
        "date_from": "1851-03-01",
        "date_to": "1851-05-31",
        "date_type": "postmark; letter",
        "date_calendar": "; julian",
        "date_cert": "; low",
        "date_precision": "; medium",
    }


def test_the_letters_around_a_letter(file: Path) -> None:
    header = """<profileDesc><correspDesc><correspContext>
      <ref type="isReplyTo" target="b-7.xml#x">No. 7</ref><ref type="prev" target="#K3"/>
      <ref type="withinCorrespondence" subtype="next_letter" target="https://example.org/9"/>
      <ref type="replyFrom">A letter of 5 May</ref><ref type="other" target="z.xml"/>
      </correspContext></correspDesc></profileDesc>"""
    file.write_text(tei("<p>a</p>", header=header))
    (row,) = rows(file, "documents")
    assert (row["reply_to"], row["previous"]) == ("b-7", "K3")
    assert (row["next"], row["answered_by"]) == ("https://example.org/9", "A letter of 5 May")


def test_receipt(file: Path) -> None:
    header = actions(("sent", MAY), ("received", '<date notBefore="1920-05" when=""/>'))
    file.write_text(tei("<p>a</p>", header=header))
    (row,) = rows(file, "documents")
    assert (row["received"], row["received_from"], row["received_to"]) == (
        "[1920-05..]",
        "1920-05-01",
        "",
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"when": "1920-02"}, (date(1920, 2, 1), date(1920, 2, 29))),
        ({"when": "1920"}, (date(1920, 1, 1), date(1920, 12, 31))),
        ({"notAfter": "1920-05-04"}, (None, date(1920, 5, 4))),
        ({"from": "1920"}, (date(1920, 1, 1), None)),
        ({"when": "1920-02-30"}, (None, None)),
        ({"when": "--05-04"}, (None, None)),
        ({"when": "0000"}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_spans(attributes: dict[str, str], expected: tuple[date | None, date | None]) -> None:
    assert span(attributes) == expected


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
        ("x-1", "1", "", "Stadtarchiv", "bestand", "1010"),
        ("x-1", "1", "", "Stadtarchiv", "akte", "4"),
        ("x-1", "2", "", "", "box", "7"),
    ]


def test_a_description_from_before_there_were_actions(file: Path) -> None:
    """The proposal of 2012, in the description of sources."""
    description = (
        '<correspDesc><sender><persName ref="#p1">Roe, Ann</persName></sender>'
        "<addressee><persName>Doe, Carl</persName><persName>Poe</persName></addressee>"
        "<placeSender><placeName>Ghent</placeName></placeSender>"
        "<placeAddressee><placeName>Bruges</placeName></placeAddressee>"
        '<dateSender><date when="1905-09-18">18. 9.</date></dateSender><context/></correspDesc>'
    )
    header = f"<fileDesc><sourceDesc>{description}</sourceDesc></fileDesc>"
    file.write_text(tei("<p>a</p><closer><signed>A.</signed></closer>", header=header))
    (row,) = rows(file, "documents")
    assert (row["senders"], row["senders_key"], row["receivers"], row["source"]) == (
        "Roe, Ann",
        "p1",
        "Doe, Carl; Poe",
        "header",
    )
    assert (row["sent_from"], row["received_at"], row["date"]) == ("Ghent", "Bruges", "1905-09-18")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"when": "Unbekannt"}, ""),
        ({"when": "18.9.1905"}, ""),
        ({"when": "1905-13-01"}, ""),
        ({"when": "1905-00-00"}, "1905"),
        ({"when": "1905-03-00"}, "1905-03"),
        ({"when-iso": "1905-09-18/1905-09-20"}, "1905-09-18/1905-09-20"),
        ({"from": "o. D.", "to": "1905"}, "/1905"),
        ({"when": "1905-09-18T12:00:00Z"}, "1905-09-18T12:00:00Z"),
        ({"when": "12:30:00"}, "12:30:00"),
    ],
)
def test_what_is_no_date(attributes: dict[str, str], expected: str) -> None:
    assert edtf(attributes) == expected


def test_a_date_that_is_none_is_still_seen(file: Path) -> None:
    header = actions(("sent", '<persName>Ann</persName><date when="o. D."/>'))
    file.write_text(tei("<p>a</p>", header=header), encoding="utf-8")
    (row,) = rows(file, "documents")
    assert (row["date_printed"], row["date"], row["date_from"]) == ("o. D.", "", "")


def test_titles_of_volumes_and_empty_titles_are_not_that_of_the_letter(file: Path) -> None:
    titles = '<title type="volume">Letters I</title><title n="print"/><title>To Ann</title>'
    header = f"<fileDesc><titleStmt>{titles}</titleStmt></fileDesc>"
    file.write_text(tei("<p>a</p>", header=header))
    assert rows(file, "documents")[0]["title"] == "To Ann"


@pytest.mark.parametrize(
    ("body", "genre"),
    [
        ('<div type="attachment"><p>a</p></div><div type="letter"><p>b</p></div>', "letter"),
        ('<div type="poem"><p>a</p></div><div type="telegram"><p>b</p></div>', "telegram"),
        ('<div type="transcription"><div type="postcard"><p>b</p></div></div>', "postcard"),
        ('<div type="sermon"><div type="letter"><p>b</p></div></div>', "sermon"),
        ('<div type="normalized"><p>b</p></div>', "Brief"),
    ],
)
def test_the_genre_is_not_that_of_a_part(file: Path, body: str, genre: str) -> None:
    file.write_text(tei(body).replace("<TEI ", '<TEI type="Brief" ', 1), encoding="utf-8")
    assert rows(file, "documents")[0]["genre"] == genre


def test_a_name_keeps_its_key_and_what_it_points_at(file: Path) -> None:
    name = '<persName key="../persons.xml#p7" ref="https://d-nb.info/gnd/118778862">Roe</persName>'
    listed = '<listPerson><person corresp="#p9"><persName>Bob Poe</persName></person></listPerson>'
    header = actions(("sent", name))
    file.write_text(tei(f"<p>{name} a<note>{listed}</note></p>", header=header), encoding="utf-8")
    (row,) = rows(file, "documents")
    assert row["senders_key"] == "p7; https://d-nb.info/gnd/118778862"
    assert [(row["name"], row["key"], row["ref"]) for row in rows(file, "names")] == [
        ("Roe", "p7", "https://d-nb.info/gnd/118778862"),
        ("Bob Poe", "p9", "#p9"),
    ]


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        ('<persName xml:id="a">A</persName><persName xml:id="b">B</persName>', ["1", "1"]),
        (
            '<persName xml:id="a" exclude="#c">A</persName><persName xml:id="c">B</persName>',
            ["1"] * 2,
        ),
        ("<persName>A</persName> oder <persName>B</persName>", ["1", "1"]),
        ("<name>A</name>, or <name>B</name> and <name>C</name>", ["1", "1", ""]),
        (
            "<name>A</name> or <name>B</name> and <name>C</name> or <name>D</name>",
            ["1", "1", "2", "2"],
        ),
        ("<p><choice><name>A</name><name>B</name></choice></p>", ["1", "1"]),
        ('<persName cert="low">A</persName><persName cert="medium">B</persName>', ["1", "1"]),
        ('<persName>A</persName><persName cert="low">B</persName>', ["", ""]),
        ('<persName cert="low">A</persName>', [""]),
        ("<persName>A</persName> and <persName>B</persName>", ["", ""]),
        ("<persName>A</persName> of <orgName>B</orgName>", ["", ""]),
    ],
)
def test_one_or_the_other(file: Path, names: str, groups: list[str]) -> None:
    """Of each kind of saying that only one of two sent a letter, both tables tell."""
    header = actions(("sent", names), ("received", "<persName>Z</persName>"))
    header += '<encodingDesc><p><alt mode="excl" target="#a #b"/></p></encodingDesc>'
    file.write_text(tei("<p>a</p>", header=header), encoding="utf-8")
    *senders, receiver = rows(file, "actions")
    assert [row["alternative"] for row in senders] == groups
    assert receiver["alternative"] == ""
    (row,) = rows(file, "documents")
    assert (row["senders_alternative"], row["receivers_alternative"]) == (
        "yes" if any(groups) else "no",
        "no",
    )
