"""Note marks: which numbers in a text stand for notes; a wrong link is worse than none."""

from pathlib import Path

import pytest

from pages import Converted, converted, page


def marks(folder: Path, text: str, count: int, *, closing: str = "Trotsky.") -> Converted:
    notes = [f"{number} Note {chr(64 + number)}." for number in range(1, count + 1)]
    return converted(folder, page(text, closing, notes=notes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We ask you 1 .", {1: "We ask you"}),
        ("We ask you 1, and wait.", {1: "We ask you"}),
        ("We ask you 1: answer.", {1: "We ask you"}),
        ("Do you hear? 1 We wait.", {1: "o you hear?"}),
        ("We ask you 1", {1: "We ask you"}),
        ("We ask “you” 1 .", {1: "e ask “you”"}),
        ("We ask (you) 1 .", {1: "e ask (you)"}),
        ("Raskolnikov 1indicates this.", {1: "Raskolnikov"}),
        ("The Mensheviks1 will agree.", {1: "e Mensheviks"}),
        ("From England, 1 with a request.", {1: "rom England,"}),
        ("A policy in Persia 1 : first.", {1: "cy in Persia"}),
        ("The Dashnaks 1 would agree.", {1: "The Dashnaks"}),
        ("We come. 1", {1: "We come."}),
        ("The Adalet1 . This is so.", {1: "The Adalet"}),
        (
            "Armenia 1 , Georgia 2 , Persia 3 .",
            {1: "Armenia", 2: "ia , Georgia", 3: "gia , Persia"},
        ),
        (
            "Armenia 1 , Persia 3 , Georgia 2 .",
            {1: "Armenia", 2: "ia , Georgia", 3: "nia , Persia"},
        ),
        ("It was 12th 1 would be.", {1: "It was 12th"}),
    ],
)
def test_numbers_that_are_marks(tmp_path: Path, text: str, expected: dict[int, str]) -> None:
    found = marks(tmp_path, text, len(expected)).only
    texts = {
        int(str(ref.get("target")).rpartition("-n")[2]): words
        for ref, words in zip(
            found.all("//t:body//t:ref[@type='noteMark'][@target]"),
            found.texts("//t:body//t:ref[@type='noteMark'][@target]"),
            strict=True,
        )
    }
    assert texts == {number: str(number) for number in expected}
    for number, words in found.marks.items():
        plain = "".join(c for c in words if not c.isdigit() or "12th" in expected[number])
        ends = " ".join(plain.split())
        assert expected[number].endswith(ends[-6:])


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("We ask .1 .", 1),
        ("We ask , 1 and wait.", 1),
        ("We ask you! 1I think so.", 1),
        ("We ask you !4I think.", 4),
    ],
)
def test_damaged_marks(tmp_path: Path, text: str, mark: int) -> None:
    found = marks(tmp_path, text, mark).only
    assert found.texts("//t:body//t:ref[@type='noteMark'][@target]") == [str(mark)]


@pytest.mark.parametrize("text", ["We ask you one.", "We ask you one ."])
def test_marks_that_are_words(tmp_path: Path, text: str) -> None:
    found = marks(tmp_path, text, 1).only
    assert found.texts("//t:body//t:ref[@type='noteMark'][@target]") == ["one"]
    assert found.values("//t:body//t:ref[@type='noteMark']/@cert") == ["low"]


@pytest.mark.parametrize(
    "text",
    [
        "We take 1 rifle division and 1 cavalry division.",
        "We need 1 million rubles.",
        "In 1 hour we leave.",
        "We take about 1 percent.",
        "Point 1 of the agreement.",
        "1. We agree.",
        "First: 1) we agree.",
        "We agree (1) and go.",
        "It was 0.1 of it.",
        "On May 1, 1920, we left.",
        "It was 1/2 of it.",
        "Document No. 1 is here.",
        "We saw 1,5 million.",
        "It was 1-2 days.",
        "Wait at 1 o'clock.",
        "The 1st Army came.",
        "The 1 [st] army came.",
        "We have 1% of it.",
        "He lives there, apt. 1.",
    ],
)
def test_numbers_that_are_no_marks(tmp_path: Path, text: str) -> None:
    found = marks(tmp_path, text, 1)
    assert found.only.values("//t:body//t:ref/@target") == []
    assert found.only.values("//t:back//t:note/@target") == []
    assert "R020" in found.codes()


@pytest.mark.parametrize(
    "text", ["This is the only one.", "He is number one.", "Take another one."]
)
def test_words_that_count_are_no_marks(tmp_path: Path, text: str) -> None:
    found = marks(tmp_path, text, 1)
    assert found.only.values("//t:body//t:ref/@target") == []
    assert "R020" in found.codes()


def test_a_mark_among_other_numbers(tmp_path: Path) -> None:
    text = "We take 3 rifle divisions 1 , 2 guns and 3 cars 2 ; on the 12th 3 we march."
    found = marks(tmp_path, text, 3).only
    assert found.texts("//t:body//t:ref[@type='noteMark']") == ["1", "2", "3"]
    assert found.marks[3].endswith("on the 12th")
    assert found.marks[2].endswith("3 cars")


def test_two_places_that_are_as_good_get_no_link(tmp_path: Path) -> None:
    found = marks(tmp_path, "We asked Armenia 1 , and we asked Georgia 1 .", 1)
    assert found.only.values("//t:body//t:ref/@target") == []
    assert "R020" in found.codes()


def test_a_repeated_number_fits_once_between_its_neighbours(tmp_path: Path) -> None:
    text = "Armenia 1 , Georgia 2 , Persia 1 , Turkey 3 ."
    found = marks(tmp_path, text, 3).only
    assert found.marks[1].endswith("Armenia")
    assert found.marks[3].endswith("Turkey")


def test_marks_out_of_order_are_linked_and_told(tmp_path: Path) -> None:
    found = marks(tmp_path, "England, 1 what we can take 3 before the thirtieth 2 .", 3)
    assert found.only.marks[3].endswith("can take")
    assert found.only.marks[2].endswith("thirtieth")
    assert "R025" in found.codes()


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Lenin 1 .", "We ask you."), "addrLine"),
        (("Kharkov 22/7 1", "We ask you."), "dateline"),
        (("We ask you.", "Trotsky 1"), "signed"),
        (("We ask you.", "Trotsky 1 ."), "signed"),
    ],
)
def test_marks_outside_of_paragraphs(tmp_path: Path, lines: tuple[str, ...], kind: str) -> None:
    closing = () if lines[-1].startswith("Trotsky") else ("Trotsky.",)
    heading = "Telegram from L. D. Trotsky to V. I. Lenin"
    found = converted(tmp_path, page(*lines, *closing, heading=heading, notes=["1 A note."]))
    assert found.only.texts(f"//t:{kind}//t:ref[@target]") == ["1"]


@pytest.mark.parametrize("mark", ["1", "1 .", "[1]"])
def test_a_mark_on_the_heading_or_its_date(tmp_path: Path, mark: str) -> None:
    found = converted(
        tmp_path,
        page("We ask you.", "Trotsky.", date=f"March 21, 1920 {mark}", notes=["1 A note."]),
    )
    assert found.only.sent == [{"when": "1920-03-21"}]
    assert len(found.only.all("//t:dateline//t:ref[@target]")) == 1


# --- lost marks ---


def test_one_trace_for_one_lost_mark(tmp_path: Path) -> None:
    found = marks(tmp_path, "We come from Petrovsk . In general we wait 2 .", 2)
    (mark,) = found.only.all("//t:ref[@type='noteMark'][@cert='low']")
    assert (mark.text, mark.get("target")) == (None, "#bl-0012-n1")
    assert found.only.marks[1].endswith("Petrovsk")
    assert "R021" in found.codes()


def test_a_double_stop_is_a_trace(tmp_path: Path) -> None:
    found = marks(tmp_path, "We want an armistice .. The same 2 .", 2)
    assert found.only.marks[1].endswith("armistice")


@pytest.mark.parametrize(
    "text",
    [
        "We come from Petrovsk . In general we wait . And go 2 .",
        "We come from Petrovsk. In general we wait. And go 2 .",
        "We come 2 from Petrovsk . In general we wait.",
    ],
)
def test_more_or_fewer_traces_than_lost_marks_are_no_evidence(tmp_path: Path, text: str) -> None:
    found = marks(tmp_path, text, 2)
    assert list(found.only.marks) == [2]
    assert "R020" in found.codes()


def test_a_trace_is_not_taken_where_an_inferred_note_speaks_of_what_stands_elsewhere(
    tmp_path: Path,
) -> None:
    text = "We took Baku 1 and left Kharkov . We wait 3 ."
    notes = ["1 It was so.", "On May 9, 1920, Baku was lost.", "3 Later."]
    found = converted(tmp_path, page(text, "Trotsky.", notes=notes))
    assert list(found.only.marks) == [1, 3]
    assert "R020" in found.codes()
    notes[1] = "On May 9, 1920, Kharkov was lost."
    found = converted(tmp_path, page(text, "Trotsky.", notes=notes))
    assert list(found.only.marks) == [1, 2, 3]


def test_a_mark_after_a_trace_is_not_taken_twice(tmp_path: Path) -> None:
    found = marks(tmp_path, "We come from Petrovsk 1 . In general we wait.", 2)
    assert list(found.only.marks) == [1]


def test_an_asterisk_that_no_note_explains_is_told(tmp_path: Path) -> None:
    found = marks(tmp_path, "We come * from Petrovsk 1 . A (distortion)* here.", 1)
    assert list(found.only.marks) == [1]
    assert "R026" in found.codes()
    assert found.only.texts("//t:body//t:p") == [
        "We come * from Petrovsk 1 . A (distortion)* here."
    ]


def test_every_link_goes_both_ways(tmp_path: Path) -> None:
    found = marks(tmp_path, "Armenia 1 , Georgia 2 , Persia .", 3).only
    there = {
        (r.get("{http://www.w3.org/XML/1998/namespace}id"), r.get("target"))
        for r in found.all("//t:ref[@target]")
    }
    back = {
        (str(n.get("target"))[1:], "#" + str(n.get("{http://www.w3.org/XML/1998/namespace}id")))
        for n in found.all("//t:back//t:note[@target]")
    }
    assert there == back
    assert len(there) == 3


def test_a_document_without_text_lists_its_notes(tmp_path: Path) -> None:
    found = converted(
        tmp_path, "No. 7\n\nRTSKHIDNI. F. 5. Op. 2. D. 3. L. 1.\n\nNotes:\n\n1 A note.\n"
    )
    assert found.only.notes == [1]
