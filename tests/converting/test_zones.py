"""The parts of a letter: opening, paragraphs, closing; and where documents begin."""

from pathlib import Path

import pytest
from lxml import etree

from pages import Converted, converted, page

PROSE = "we consider it necessary to send the army there, and we ask you to answer soon."


def parts(folder: Path, *lines: str) -> list[tuple[str, str]]:
    """The parts of a document with these lines, without heads and the editors' date."""
    found = converted(folder, page(*lines)).only.blocks
    return [each for each in found if each != ("dateline", "March 21, 1920") and each[0] != "head"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ON A DIRECT WIRE.", "seg"),
        ("By direct wire", "seg"),
        ("Decipher personally.", "seg"),
        ("Through the political controller on a direct wire, delivery time to inform.", "seg"),
        ("C. SECRET", "seg"),
        ("Top secret", "seg"),
        ("Strictly confidential.", "seg"),
        ("Accepted: 6/VI-1920", "note"),
        ("Moscow Kremlin to LENIN, STALIN.", "addrLine"),
        ("TO STALIN, copy TO LENIN, copy TO Glavkom 1 .", "addrLine"),
        ("Kharkov, to Stalin by direct wire 1 ,", "addrLine"),
        ("Tov. Stalin.", "addrLine"),
        ("(Personally) To Comrade STALIN 1 .", "addrLine"),
        ("Moscow — Kremlin, Lenin 1", "addrLine"),
        ("IN THE POLITBURO OF THE CC RCP", "addrLine"),
        ("Dear Vladimir Ilyich!", "salute"),
        ("Dear comrade,", "salute"),
        ("Comrades!", "salute"),
        ("V. I.!", "salute"),
        ("V. I.", "salute"),
        ("Hello, Joseph!", "salute"),
        ("Ilyich! one", "salute"),
        ("22/VI 1920.", "dateline"),
        ("Baku 16/VII-20", "dateline"),
        ("Kharkiv 22/7 1", "dateline"),
        ("Moscow, March 21, 1920", "dateline"),
        ("May 11, 1920", "dateline"),
        ("Petrograd", "dateline"),
    ],
)
def test_opening_lines(tmp_path: Path, line: str, name: str) -> None:
    found = parts(tmp_path, line, f"I write: {PROSE}", "Trotsky.")
    assert found == [(name, line), ("p", f"I write: {PROSE}"), ("closer/signed", "Trotsky.")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Trotsky.", "closer/signed"),
        ("TROTSKY", "closer/signed"),
        ("L. Trotsky.", "closer/signed"),
        ("L. T.", "closer/signed"),
        ("Trotsky, chairman of the Revolutionary Military Council.", "closer/signed"),
        ("Pre-revolutionary military council TROTSKY.", "closer/signed"),
        ("People's Commissariat for Foreign Affairs Georgy Chicherin.", "closer/signed"),
        ("Fully agree with the answer: Doletsky, S. Budkevich, V. E. Budkevich.", "closer/signed"),
        ("May 11, 1920", "closer/dateline"),
        ("Moscow, March 21.", "closer/dateline"),
        ("24/5 20 10 hours Baku.", "closer/dateline"),
        ("With communist greetings", "closer/salute"),
        ("I shake hands, greetings", "closer/salute"),
        ("Transmitted 12/1-4 o'clock. 30 minutes.", "note"),
    ],
)
def test_closing_lines(tmp_path: Path, line: str, name: str) -> None:
    found = parts(tmp_path, f"I write: {PROSE}", f"Again: {PROSE}", line)
    assert found == [("p", f"I write: {PROSE}"), ("p", f"Again: {PROSE}"), (name, line)]


@pytest.mark.parametrize(
    ("lines", "closing"),
    [
        (
            ("With communist greetings Trotsky",),
            [("closer/salute", "With communist greetings"), ("closer/signed", "Trotsky")],
        ),
        (
            ("With com. hello Trotsky.",),
            [("closer/salute", "With com. hello"), ("closer/signed", "Trotsky.")],
        ),
        (
            ("Hello L. Trotsky.",),
            [("closer/salute", "Hello"), ("closer/signed", "L. Trotsky.")],
        ),
        (
            ("May 11, 1920", "Trotsky."),
            [("closer/dateline", "May 11, 1920"), ("closer/signed", "Trotsky.")],
        ),
        (
            ("Trotsky.", "May 11, 1920"),
            [("closer/signed", "Trotsky."), ("closer/dateline", "May 11, 1920")],
        ),
        (
            ("With communist greetings", "May 11, 1920", "Trotsky."),
            [
                ("closer/salute", "With communist greetings"),
                ("closer/dateline", "May 11, 1920"),
                ("closer/signed", "Trotsky."),
            ],
        ),
        (
            ("Trotsky.", "I. Stalin."),
            [("closer/signed", "Trotsky."), ("closer/signed", "I. Stalin.")],
        ),
    ],
)
def test_closings_of_several_parts(
    tmp_path: Path, lines: tuple[str, ...], closing: list[tuple[str, str]]
) -> None:
    assert parts(tmp_path, f"I write: {PROSE}", f"Again: {PROSE}", *lines)[2:] == closing


@pytest.mark.parametrize("label", ["P.S.", "P. S.", "P.P.S.", "PS."])
def test_a_postscript_stands_behind_the_signature(tmp_path: Path, label: str) -> None:
    found = parts(tmp_path, f"I write: {PROSE}", "Trotsky.", f"{label} And {PROSE}")
    assert [name for name, _ in found] == ["p", "closer/signed", "postscript/p"]


def test_two_postscripts(tmp_path: Path) -> None:
    lines = (f"I write: {PROSE}", "Trotsky.", f"P.S. One: {PROSE}", f"P.P.S. Two: {PROSE}")
    found = converted(tmp_path, page(*lines)).only
    assert found.texts("//t:postscript//t:p") == [f"P.S. One: {PROSE}", f"P.P.S. Two: {PROSE}"]


def test_words_behind_a_signature_are_kept_behind_it(tmp_path: Path) -> None:
    found = parts(tmp_path, f"I write: {PROSE}", "Trotsky.", f"Then: {PROSE}", "M. Grushin")
    assert [text for _, text in found] == [
        f"I write: {PROSE}", "Trotsky.", f"Then: {PROSE}", "M. Grushin",
    ]  # fmt: skip
    assert found[1][0] == "closer/signed"
    assert found[3][0].endswith("signed")


def test_two_letters_in_one_each_with_its_signature(tmp_path: Path) -> None:
    lines = (f"I write: {PROSE}", "Trotsky.", f"I add: {PROSE}", "I. Stalin.")
    heading = "Letter from L. D. Trotsky and I. V. Stalin to V. I. Lenin"
    found = converted(tmp_path, page(*lines, heading=heading)).only
    assert found.senders == ["L. D. Trotsky", "I. V. Stalin"]
    assert found.texts("//t:signed") == ["Trotsky.", "I. Stalin."]


@pytest.mark.parametrize(
    "line",
    [
        "Give Moscow to Stalin.",
        "I agree.",
        "Report it to the center.",
        "We went to Moscow, and Stalin came with us to Baku.",
        "On May 4, 1920, our troops crossed the border.",
        "Tov. Stalin must immediately go to Turkey.",
        "3. Comrade Eristov cannot get along with the army.",
        "Yours was the better plan, and we have followed it.",
        "The Politburo of the Central Committee decided this yesterday.",
    ],
)
def test_lines_that_are_text(tmp_path: Path, line: str) -> None:
    found = parts(tmp_path, f"I write: {PROSE}", line, f"Again: {PROSE}", "Trotsky.")
    assert ("p", line) in found


@pytest.mark.parametrize("start", ["Dear Vladimir Ilyich!", "Dear Vladimir Ilyich,", "V. I.,"])
def test_a_salutation_that_runs_into_the_text(tmp_path: Path, start: str) -> None:
    found = parts(tmp_path, f"{start} I write: {PROSE}", "Trotsky.")
    assert found[0] == ("salute", start)
    assert found[1] == ("p", f"I write: {PROSE}")


def test_a_dateline_that_runs_into_the_text(tmp_path: Path) -> None:
    found = parts(tmp_path, f"Baku, May 4, 1920. I write: {PROSE}", "Trotsky.")
    assert found[:2] == [("dateline", "Baku, May 4, 1920."), ("p", f"I write: {PROSE}")]


def test_two_opening_parts_in_one_line(tmp_path: Path) -> None:
    found = parts(tmp_path, "Decipher personally. Kharkiv 23/7 1", f"I write: {PROSE}", "Trotsky.")
    assert found[:2] == [("seg", "Decipher personally."), ("dateline", "Kharkiv 23/7 1")]


def test_an_address_of_two_lines(tmp_path: Path) -> None:
    found = parts(tmp_path, "Moscow Kremlin.", "Lenin, Chicherin, Stalin.", f"I write: {PROSE}")
    assert found[:2] == [("addrLine", "Moscow Kremlin."), ("addrLine", "Lenin, Chicherin, Stalin.")]


def test_a_place_alone_before_a_date_is_where_it_was_written(tmp_path: Path) -> None:
    found = parts(tmp_path, "Baku.", "April 23, 1920", f"I write: {PROSE}", "Trotsky.")
    assert [name for name, _ in found[:2]] == ["dateline", "dateline"]


def test_a_letter_without_signature(tmp_path: Path) -> None:
    found = parts(tmp_path, f"I write: {PROSE}", f"Again: {PROSE}")
    assert [name for name, _ in found] == ["p", "p"]


def test_a_telegram_of_one_short_line_has_a_text(tmp_path: Path) -> None:
    found = parts(tmp_path, "Agreed. Moscow.", "Trotsky.")
    assert found == [("p", "Agreed. Moscow."), ("closer/signed", "Trotsky.")]


def test_a_letter_of_a_signature_alone_has_a_paragraph(tmp_path: Path) -> None:
    assert "p" in [name for name, _ in parts(tmp_path, "With communist greetings Trotsky")]


def test_a_postscript_that_reads_like_a_heading_is_no_enclosure(tmp_path: Path) -> None:
    lines = (f"I write: {PROSE}", "Trotsky.", "P.S. K. E. Voroshilov - to L. D. Trotsky")
    found = converted(tmp_path, page(*lines)).only
    assert len(found.all("//t:body/t:div")) == 1
    assert len(found.all("//t:postscript")) == 1


def test_an_enclosure_with_its_own_heading_is_a_division_of_its_document(tmp_path: Path) -> None:
    lines = (
        f"I write: {PROSE}",
        "Trotsky.",
        "Telegram from K. E. Voroshilov to L. D. Trotsky",
        f"We report: {PROSE}",
        "Voroshilov.",
    )
    found = converted(tmp_path, page(*lines)).only
    assert found.senders == ["L. D. Trotsky"]
    assert found.receivers == ["I. V. Stalin"]
    document, enclosure = found.all("//t:body/t:div")
    assert document.get("type") == "telegram"
    assert enclosure.get("type") == "enclosure"
    assert found.texts("//t:body/t:div[2]/t:head") == [
        "Telegram from K. E. Voroshilov to L. D. Trotsky"
    ]
    assert found.texts("//t:body/t:div[2]//t:signed") == ["Voroshilov."]


# --- pages ---


@pytest.mark.parametrize(
    ("line", "number", "stem"),
    [
        ("No. 3", "3", "bl-0003"),
        ("No 3", "3", "bl-0003"),
        ("Number 3", "3", "bl-0003"),
        ("№ 3", "3", "bl-0003"),
        ("№3", "3", "bl-0003"),
        ("No.3", "3", "bl-0003"),
        ("NO. 3.", "3", "bl-0003"),
        ("No. 12a", "12a", "bl-0012a"),
    ],
)
def test_numbers_of_documents(tmp_path: Path, line: str, number: str, stem: str) -> None:
    found = converted(tmp_path, page(f"I write: {PROSE}", number=line)).only
    assert found.id == stem
    assert found.values("//t:correspDesc/@key") == [number]


def test_a_page_without_a_single_blank_line(tmp_path: Path) -> None:
    text = page(f"I write: {PROSE}", "Trotsky.", notes=["1 A note.", "2 Another."])
    dense = "\n".join(filter(None, text.splitlines()))
    assert converted(tmp_path, dense).only.blocks == converted(tmp_path, text).only.blocks


def test_a_page_without_title_block(tmp_path: Path) -> None:
    assert converted(tmp_path, page(f"I write: {PROSE}")).only.texts("//t:fw") == []


def test_the_title_block_and_the_running_title_are_furniture(tmp_path: Path) -> None:
    before = "Bolshevik Leaders correspondence\n\nCollection of documents 1996.\n\n"
    text = before + page(f"I write: {PROSE}", notes=["1 A."]) + "\nSection I 1912 - 1921\n"
    found = converted(tmp_path, text).only
    assert found.values("//t:fw/@type") == ["header", "header", "footer"]
    assert found.notes == [1]


def test_a_running_title_behind_a_document_without_notes(
    tmp_path: Path, relaxng: etree.RelaxNG
) -> None:
    found = converted(tmp_path, "No. 7\n\nWe agree.\n\nSection I 1912 - 1921\n").only
    assert relaxng.validate(found.root)


def test_a_branch_without_number(tmp_path: Path) -> None:
    found = converted(tmp_path, page(f"I write: {PROSE}", "Trotsky.", number=""))
    assert found.only.id == "bl-1920-03-21a"
    assert found.only.senders == ["L. D. Trotsky"]


@pytest.mark.parametrize(
    ("missing", "code"), [("heading", "R003"), ("date", "R013"), ("source", "R004")]
)
def test_what_is_missing_is_told(tmp_path: Path, missing: str, code: str) -> None:
    found = converted(tmp_path, page(f"I write: {PROSE}", "Trotsky.", **{missing: ""}))  # type: ignore[arg-type]
    assert code in found.codes()


def test_two_documents_of_one_page(tmp_path: Path) -> None:
    text = page(f"I write: {PROSE}", notes=["1 A."]) + page(f"Again: {PROSE}", number="No. 13")
    found: Converted = converted(tmp_path, text)
    assert [document.id for document in found.documents] == ["bl-0012", "bl-0013"]


def test_a_heading_of_two_lines(tmp_path: Path) -> None:
    text = page(
        "July 3, 1920",
        f"I write: {PROSE}",
        heading="Telegram from L. D. Trotsky to I. V. Stalin, V. I. Lenin",
        date="and S. S. Kamenev",
    )
    found = converted(tmp_path, text).only
    assert len(found.texts("//t:head")) == 3
    assert found.sent == [{"when": "1920-07-03"}]
    assert found.receivers == ["I. V. Stalin", "V. I. Lenin", "S. S. Kamenev"]


@pytest.mark.parametrize(
    ("line", "signers"),
    [
        ("We agree: S. Roe, V. E. Doe.", ["We agree: S. Roe,", "V. E. Doe."]),
        ("A. Roe, B. Doe, C. Poe", ["A. Roe,", "B. Doe,", "C. Poe"]),
        ("L. Trotsky, chairman of the council.", ["L. Trotsky, chairman of the council."]),
        ("Trotsky.", ["Trotsky."]),
    ],
)
def test_each_signer_has_a_signature(tmp_path: Path, line: str, signers: list[str]) -> None:
    found = converted(tmp_path, page("We say that we wait here.", line))
    assert found.only.texts("//t:closer/t:signed") == signers
