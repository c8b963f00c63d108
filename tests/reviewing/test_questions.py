"""What `review` finds, on documents made up for each feature."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from reviewed import NOTES, PAGE, TEXT, change, tei
from teikit.errors import TeikitError
from teikit.reviewing import Row, review

Make = Callable[..., list[Row]]


def action(content: str, kind: str = "sent") -> str:
    return (
        f"<correspDesc key='7'><correspAction type='{kind}'>{content}</correspAction></correspDesc>"
    )


@pytest.fixture
def rows_of(tmp_path: Path) -> Make:
    """Writes a TEI file beside a folder with its page, and reviews it."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "p.txt").write_text(PAGE, encoding="utf-8")

    def make(source: str, raw: Path | None = None) -> list[Row]:
        path = tmp_path / "tei" / "x.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return list(review([path], raw))

    return make


def place(row: Row) -> str:
    """The words of the page from the place of a row on, to the end of the line."""
    assert row.line is not None
    assert row.column is not None
    return PAGE.splitlines()[row.line - 1][row.column - 1 :]


def test_nothing_is_uncertain(rows_of: Make) -> None:
    assert rows_of(tei(TEXT, NOTES)) == []


def test_a_row_has_all_there_is_to_say(rows_of: Make, tmp_path: Path) -> None:
    header = action('<date when="1920" evidence="conjecture" cert="medium">1920</date>')
    assert [asdict(row) for row in rows_of(tei(TEXT, NOTES, header))] == [
        {
            "document": "x-7",
            "number": "7",
            "where": "date of sending",
            "words": "1920",
            "decided": "when=1920",
            "certainty": "medium",
            "evidence": "conjecture",
            "why": "a conjecture, not said in the document itself",
            "page": "p.txt",
            "line": 5,
            "column": 1,
            "tei": f"{tmp_path / 'tei' / 'x.xml'}:1",
        }
    ]


@pytest.mark.parametrize(
    ("attributes", "certainty"),
    [
        ('cert="low"', "low"),
        ('cert="medium"', "medium"),
        ('cert="unknown"', "unknown"),
        ('evidence="conjecture"', "not stated"),
        ('evidence="conjecture" cert="high"', "high"),
        ('cert="high" evidence="internal"', None),
        ('evidence="external"', None),
    ],
)
def test_certainty(rows_of: Make, attributes: str, certainty: str | None) -> None:
    found = rows_of(tei(TEXT.replace("<p>", f"<p {attributes}>"), NOTES))
    assert [row.certainty for row in found] == ([certainty] if certainty else [])


def test_an_ancestor_does_not_count(rows_of: Make) -> None:
    body = TEXT.replace("<p>Send", '<p cert="low"><name>Send</name>')
    assert [row.where for row in rows_of(tei(body, NOTES))] == ["paragraph"]


ELEMENTS: Sequence[tuple[str, str, tuple[str, str, str], str]] = [
    # Words, how they are encoded; where, words, decided; and what the page has at the place.
    (
        "Send",
        "<persName ref='p.xml#s' {}>Send</persName>",
        ("person", "Send", "Send (s)"),
        "Send",
    ),
    ("Send", "<name {}>Send</name>", ("name", "Send", "Send (no reference)"), "Send"),
    ("men", "<del rend='x' {}>men</del>", ("deletion", "men", "rend=x"), "men ."),
    ("men", "<unclear {}>men</unclear>", ("unclear words", "men", "encoded as unclear"), "men"),
    (
        "men",
        "<ref target='#n1' type='noteMark' {}>men</ref>",
        ("note mark 1", "men", "→ note 1"),
        "men",
    ),
    (
        "men",
        "<ref target='y.xml#y-n2' type='note' {}>men</ref>",
        ("reference to a note", "men", "→ y-n2"),
        "men",
    ),
    (
        "men ",
        "men<ref target='#n1' type='noteMark' {}/> ",
        ("note mark 1", "Send men", "→ note 1"),
        " . N",
    ),
    ("men ", "men <handShift new='#h' {}/>", ("change of hand", ". Now.", "new=h"), ". N"),
    (
        "men",
        "<choice {}><sic>men</sic><corr>man</corr></choice>",
        ("correction", "men", "men → man"),
        "men",
    ),
    (
        "men",
        "<choice><sic>men</sic><corr {}>man</corr></choice>",
        ("correction", "men", "man"),
        "men",
    ),
    ("Sir", "<rs key='k' {}>Sir</rs>", ("name", "Sir", "Sir (k)"), "Sir]"),
    (
        "Two",
        "<date notBefore='1920' notAfter='1921' {}>Two</date>",
        ("date in note 2", "Two", "notBefore=1920 notAfter=1921"),
        "Two.",
    ),
    ("One", "<bibl n='A/1' {}>One</bibl>", ("citation in note 1", "One", "A/1"), "One"),
    (
        "Two.",
        "<label><supplied reason='lost' {}>2</supplied></label>Two.",
        ("number of note 2", "Two.", "2"),
        "Two.",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected", "at"), ELEMENTS)
def test_elements(
    rows_of: Make, old: str, new: str, expected: tuple[str, str, str], at: str
) -> None:
    new = new.format('cert="low"')
    assert (TEXT + NOTES).count(old) == 1
    [row] = rows_of(tei(TEXT.replace(old, new), NOTES.replace(old, new)))
    assert (row.where, row.words, row.decided) == expected
    assert place(row).startswith(at)


FACTS = [
    # The event and the fact; where, and what the page has at the place.
    ("sent", "<persName {}>A. Roe</persName>", "sender", "A. Roe"),
    ("sent", "<placeName {}>Nowhere</placeName>", "place of sending", "No. 7"),
    ("sent", "<date {} source='#n1'>One</date>", "date of sending", "One."),
    ("sent", "<date {} source='#n1'>never</date>", "date of sending", "1 One."),
    ("received", "<orgName {}>Roe</orgName>", "receiver", "Roe"),
    ("received' subtype='copy", "<name {}>Roe</name>", "copy", "Roe"),
    ("received' subtype='copy", "<date {}>1920</date>", "date of receipt of the copy", "1920"),
    ("transmitted' subtype='decipherment", "<date {}>1920</date>", "date of decipherment", "1920"),
    ("transmitted", "<name {}>Roe</name>", "transmission, by whom", "Roe"),
    ("lost", "<settlement {}>Roe</settlement>", "place of lost", "Roe"),
]


@pytest.mark.parametrize(("kind", "fact", "where", "at"), FACTS)
def test_facts_of_the_header(rows_of: Make, kind: str, fact: str, where: str, at: str) -> None:
    [row] = rows_of(tei(TEXT, NOTES, action(fact.format('cert="low"'), kind)))
    assert row.where == where
    assert place(row).startswith(at)


def test_evidence_names_the_note(rows_of: Make) -> None:
    fact = '<placeName cert="low" evidence="external" source="#n1">One</placeName>'
    [row] = rows_of(tei(TEXT, NOTES, action(fact)))
    assert row.evidence == "external, note 1"
    assert row.why == "inferred from what the editors say, from note 1"


def test_other_facts_of_the_header(rows_of: Make) -> None:
    header = '<correspDesc><correspContext><ref type="isReplyTo" cert="low" target="y.xml">Y</ref>'
    rows = rows_of(tei(TEXT, NOTES, f"{header}</correspContext></correspDesc>"))
    assert [(row.where, row.decided) for row in rows] == [("answer to", "→ y.xml")]


def test_header_first_then_by_place(rows_of: Make) -> None:
    body = TEXT.replace("<p>", '<p cert="low">').replace("<signed>", '<signed cert="low">')
    changes = change("R030", "Yours", "second") + change("R010", "Letter", "first")
    header = action('<persName cert="low">Roe</persName>')
    rows = rows_of(tei(body, NOTES, header, changes))
    assert [row.where.partition(" R")[0] for row in rows] == [
        "sender",
        "open question",
        "paragraph",
        "open question",
        "signature",
    ]


# --- questions ---


def test_an_open_question(rows_of: Make) -> None:
    [row] = rows_of(tei(TEXT, NOTES, changes=change("R020", "Two.", "note 2 has no mark")))
    assert row.where == "open question R020 note-without-mark"
    assert (row.words, row.certainty, row.evidence) == ("Two.", "open", "")
    assert (row.why, row.decided) == (
        "note 2 has no mark",
        "Find the place in the print and name it.",
    )
    assert place(row) == "Two."


@pytest.mark.parametrize(
    ("attributes", "where"),
    [("n='Z9'", "open question Z9"), ("source='#char=x'", "open question"), ("", "open question")],
)
def test_a_question_by_hand(rows_of: Make, attributes: str, where: str) -> None:
    [row] = rows_of(tei(TEXT, changes=f"<change type='open' {attributes}>Is “Roe” right?</change>"))
    assert (row.where, row.words, row.line) == (where, "Roe", None)


def test_a_settled_change_is_no_question(rows_of: Make) -> None:
    assert rows_of(tei(TEXT, NOTES, changes="<change>Done.</change>")) == []


MARK = '<ref type="noteMark" target="#n1" cert="low"/>'


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("men", f"men{MARK}", change("R021", " . Now", "Q")),
        ("men", '<del cert="low">men</del>', change("R033", "men", "Q")),
        ("men ", 'men <handShift cert="low"/>', change("R037", ". Now", "Q")),
        (
            "Two.",
            '<label><supplied reason="lost" cert="low">2</supplied></label>Two.',
            change("R024", "Two.", "Q"),
        ),
    ],
)
def test_a_question_and_its_inference_are_one_row(
    rows_of: Make, old: str, new: str, question: str
) -> None:
    code = question.partition('n="')[2][:4]
    [row] = rows_of(tei(TEXT.replace(old, new), NOTES.replace(old, new), changes=question))
    assert (row.certainty, row.why) == ("low", f"Q ({code})")


@pytest.mark.parametrize("question", [change("R021", "Now", "Q"), change("R033", " . Now", "Q")])
def test_other_places_and_other_rules_are_rows_of_their_own(rows_of: Make, question: str) -> None:
    assert len(rows_of(tei(TEXT.replace("men", f"men{MARK}"), NOTES, changes=question))) == 2


def test_a_question_that_quotes_a_fact_of_the_header(rows_of: Make) -> None:
    changes = change("R016", "Letter", "“Roe” signs") + change("R010", "Letter", "“Roe” it is")
    header = action('<persName cert="low" ref="p.xml#roe">Abel Roe</persName>')
    sender, heading = rows_of(tei(TEXT, NOTES, header, changes))
    assert (sender.words, sender.decided) == ("Roe", "Abel Roe (roe)")
    assert (place(sender), sender.why) == ("Roe", "“Roe” signs (R016)")
    assert heading.certainty == "open"


def test_a_fact_of_the_header_that_is_printed_in_another_spelling(rows_of: Make) -> None:
    signed = '<signed><persName ref="p.xml#roe">Roe</persName></signed>'
    body = TEXT.replace("<signed>Roe</signed>", signed)
    header = action('<persName cert="low" ref="p.xml#roe">Abel R.</persName>')
    changes = change("R016", "Yours", "Roe, B. Doe sign") + change("R016", "Yours", "B. Doe signs")
    sender, other = rows_of(tei(body, NOTES, header, changes))
    assert (sender.words, sender.decided, place(sender)) == ("Roe", "Abel R. (roe)", "Roe")
    assert sender.why == "Roe, B. Doe sign (R016)"
    assert (other.certainty, other.why) == ("open", "B. Doe signs")


@pytest.mark.parametrize("words", ["Site", "End"])
def test_a_question_about_page_furniture(rows_of: Make, words: str) -> None:
    [row] = rows_of(tei(TEXT, NOTES, changes=change("R002", words, "Q")))
    assert (row.words, place(row)) == (words, words)
    [row] = rows_of(tei("<p>Other text</p>", changes=change("R002", words, "Q")))
    assert row.line is None


# --- pages ---


@pytest.mark.parametrize("page", ["gone.txt", "../raw/p.txt", "", "a" * 999])
def test_without_the_page(rows_of: Make, page: str) -> None:
    body = TEXT.replace("men", f"men{MARK}")
    changes = change("R021", " . Now", "Q", before="men")
    rows = rows_of(tei(body, NOTES, changes=changes, page=page))
    assert [(row.line, row.column, row.page) for row in rows] == [(None, None, page)] * 2
    assert rows[0].words == "Send men"


def test_the_folder_of_raw_pages_can_be_named(rows_of: Make, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "p.txt").write_text(f"\n{PAGE[1:]}", encoding="utf-8")
    [row] = rows_of(tei(TEXT.replace("<p>", "<p cert='low'>"), NOTES), raw=other)
    assert row.line == 8


def test_a_folder_that_is_missing(rows_of: Make, tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no such folder"):
        rows_of(tei(TEXT), raw=tmp_path / "gone")


def test_another_page_gives_no_places(rows_of: Make, tmp_path: Path) -> None:
    (tmp_path / "raw" / "p.txt").write_text("Something else. " * 20, encoding="utf-8")
    changes = change("R030", "Yours", "Q")
    rows = rows_of(tei(TEXT.replace("<p>", "<p cert='low'>"), NOTES, changes=changes))
    assert [row.line for row in rows] == [None, None]


def test_edited_words_have_no_place_and_all_others_keep_theirs(rows_of: Make) -> None:
    body = TEXT.replace(
        "<p>Send men . Now", '<p cert="low">Send <name cert="low">women</name>. Now'
    )
    body = body.replace("<salute>", '<salute cert="low">').replace(
        "<signed>", '<signed cert="low">'
    )
    rows = {row.where: row for row in rows_of(tei(body, NOTES, changes=change("R030", "Two", "Q")))}
    assert place(rows["salutation"]) == "Dear [Sir]"
    assert rows["paragraph"].line is None
    assert rows["name"].line is None
    assert place(rows["signature"]) == "Roe"
    assert place(rows["open question R030 bracket-unbalanced"]) == "Two."
    assert rows["name"].words == "women"


def test_any_tei(tmp_path: Path) -> None:
    source = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>He <app><lem>said'
        '</lem><rdg cert="low">saw</rdg></app> <x:y xmlns:x="urn:x" cert="low">it</x:y>'
        '<gap cert="low"/></p></body></text></TEI>'
    )
    path = tmp_path / "any.xml"
    path.write_text(source, encoding="utf-8")
    assert [(row.document, row.where, row.words, row.line) for row in review([path])] == [
        ("any", "rdg", "He said", None),
        ("any", "element of another vocabulary", "it", None),
        ("any", "gap", "He said it", None),
    ]


def test_long_words_are_shortened(rows_of: Make) -> None:
    rows = rows_of(tei(f"<p cert='low'>{'word ' * 40}</p><p cert='low'>{'w' * 90}</p>"))
    assert [row.words for row in rows] == [f"{('word ' * 12)[:-1]} …", f"{'w' * 60} …"]


# --- several documents ---


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents, and a corpus file that names them in the other order."""
    for name in ("a", "b"):
        source = tei("<p cert='low'>text</p>", header=action("<name>N</name>"))
        named = source.replace("x-7", name).replace("'7'", f"'{ord(name)}'")
        (tmp_path / f"{name}.xml").write_text(named, encoding="utf-8")
    includes = "".join(f'<xi:include href="{name}.xml"/>' for name in "ba")
    (tmp_path / "all.xml").write_text(
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"'
        f' xmlns:xi="http://www.w3.org/2001/XInclude"><teiHeader/>{includes}</teiCorpus>'
    )
    return tmp_path


def test_order_of_documents(corpus: Path) -> None:
    assert [row.document for row in review([corpus])] == ["a", "b"]
    assert [row.document for row in review([corpus / "all.xml"])] == ["b", "a"]


@pytest.mark.parametrize("name", ["b", "98"])
def test_one_document_only(corpus: Path, name: str) -> None:
    assert [row.document for row in review([corpus], only=[name])] == ["b"]


def test_a_document_that_is_not_there(corpus: Path) -> None:
    with pytest.raises(TeikitError, match="no document c here"):
        list(review([corpus], only=["a", "c"]))


def test_a_path_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no such file"):
        review([tmp_path / "gone"])


def test_a_file_that_cannot_be_read(corpus: Path) -> None:
    (corpus / "aa.xml").write_text("<TEI>")
    errors: list[TeikitError] = []
    assert [row.document for row in review([corpus], report=errors.append)] == ["a", "b"]
    assert len(errors) == 1
    with pytest.raises(TeikitError, match=r"aa\.xml"):
        list(review([corpus]))
