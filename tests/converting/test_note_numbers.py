"""The numbers of notes: printed, glued, damaged, lost; paragraphs that go on with a note."""

from pathlib import Path

import pytest

from pages import Converted, converted, page

TEXT = "We ask 1 that you answer 2 , and at once 3 ."


def notes(folder: Path, *lines: str, text: str = TEXT) -> Converted:
    return converted(folder, page(text, "Trotsky.", notes=lines))


def labels(found: Converted) -> list[tuple[int, str]]:
    """For each note its number and how it is known: printed, repaired or lost."""
    how = []
    for note in found.only.all("//t:back//t:note"):
        kinds = note.xpath(".//*[local-name()='label']/*")
        assert isinstance(kinds, list)
        kind = str(kinds[0].tag).rpartition("}")[2] if kinds else ""  # type: ignore[union-attr]
        name = {"": "printed", "choice": "repaired", "supplied": "lost"}[kind]
        how.append((int(str(note.get("n"))), name))
    return how


@pytest.mark.parametrize(
    "label",
    ["1 ", "1", "1. ", "1 . ", "1) ", "1  ", "1\xa0"],
)
def test_a_number_in_any_form(tmp_path: Path, label: str) -> None:
    found = notes(tmp_path, f"{label}On the letterhead.", "2 Other.", "3 More.")
    assert labels(found) == [(1, "printed"), (2, "printed"), (3, "printed")]


@pytest.mark.parametrize("label", ["one", "one ", "one. ", "one . "])
def test_a_numeral_stands_for_a_number(tmp_path: Path, label: str) -> None:
    found = notes(tmp_path, f"{label}Apparently, so.", "2 Other.", "3 More.")
    assert labels(found) == [(1, "repaired"), (2, "printed"), (3, "printed")]
    assert found.only.texts("//t:label//t:sic")[0].startswith("one")
    assert found.only.texts("//t:label//t:corr") == ["1"]
    assert "R023" in found.codes()


def test_a_numeral_out_of_its_turn_is_a_word(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "Three days later he left.", "3 More.")
    assert [number for number, how in labels(found) if how == "repaired"] == []


@pytest.mark.parametrize(
    "lines",
    [
        ("1 First.", "On July 7, 1920, he left.", "3 More."),
        ("1 First.", "The answer came.", "3 More."),
    ],
)
def test_a_number_lost_between_two(tmp_path: Path, lines: tuple[str, ...]) -> None:
    found = notes(tmp_path, *lines)
    assert labels(found) == [(1, "printed"), (2, "lost"), (3, "printed")]
    assert "R024" in found.codes()


def test_a_number_lost_at_the_end_where_the_text_has_its_mark(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "2 Second.", "On July 7, 1920, he left.")
    assert labels(found) == [(1, "printed"), (2, "printed"), (3, "lost")]


def test_a_number_lost_at_the_start(tmp_path: Path) -> None:
    found = notes(tmp_path, "On July 7, 1920, he left.", "2 Second.", "3 Third.")
    assert labels(found) == [(1, "lost"), (2, "printed"), (3, "printed")]


def test_a_paragraph_that_goes_on_with_the_note_before(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "It goes on here.", "2 Second.", "3 Third.")
    assert labels(found) == [(1, "printed"), (2, "printed"), (3, "printed")]
    assert found.only.texts("//t:note[@n='1']/t:p") == ["1 First.", "It goes on here."]


def test_with_more_paragraphs_than_numbers_the_dated_one_takes_it(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "He goes on.", "On July 7, 1920, he left.", "3 Third.")
    assert labels(found) == [(1, "printed"), (2, "lost"), (3, "printed")]
    assert found.only.texts("//t:note[@n='1']/t:p") == ["1 First.", "He goes on."]


def test_with_no_way_to_tell_nothing_is_supplied(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "He goes on.", "And on.", "3 Third.")
    assert labels(found) == [(1, "printed"), (3, "printed")]


def test_a_number_fallen_into_a_date(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "On May 2 , 5, 1920, he left.", "3 Third.")
    assert labels(found)[1] == (2, "lost")
    assert found.only.texts("//t:note[@n='2']/t:choice/t:sic") == ["On May 2 , 5"]
    assert found.only.texts("//t:note[@n='2']/t:choice/t:corr") == ["On May 5"]


@pytest.mark.parametrize(
    "line",
    [
        "1920 was a year of war.",
        "11th Army.",
        "15 000 men were lost.",
        "17 members voted for it, and none against.",
    ],
)
def test_a_note_that_begins_with_another_number(tmp_path: Path, line: str) -> None:
    found = notes(tmp_path, "1 First.", line, "2 Second.", "3 Third.")
    assert labels(found) == [(1, "printed"), (2, "printed"), (3, "printed")]


def test_a_paragraph_that_begins_with_the_next_number_but_counts(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "2 Second.", "3 Third.", text="We ask 1 , 2 , 3 .")
    assert labels(found) == [(1, "printed"), (2, "printed"), (3, "printed")]


def test_five_notes_in_a_row_may_be_missing(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "7 Seventh.", text="We ask 1 , and you 7 .")
    assert labels(found) == [(1, "printed"), (7, "printed")]


def test_numbers_with_one_missing_altogether(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "3 Third.", text="We ask 1 , and you 3 .")
    assert labels(found) == [(1, "printed"), (3, "printed")]


def test_two_notes_with_one_number_have_two_ids(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "1 First again.", "2 Second.")
    ids = found.only.values("//@xml:id")
    assert len(ids) == len(set(ids))
    assert (1, "printed") in labels(found)


@pytest.mark.parametrize("text", ["Executed.", "Ibid.", "So.", "Х"])
def test_a_note_of_one_word(tmp_path: Path, text: str) -> None:
    found = notes(tmp_path, f"1 {text}", "2 Second.", "3 Third.")
    assert labels(found) == [(1, "printed"), (2, "printed"), (3, "printed")]


@pytest.mark.parametrize("line", ["Notes:", "Notes", "Note:", "NOTES:", "notes."])
def test_the_line_above_the_notes(tmp_path: Path, line: str) -> None:
    text = page("We ask 1 .", "Trotsky.", notes=["1 First."]).replace("Notes:", line)
    assert converted(tmp_path, text).only.notes == [1]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Text in italics crossed out by Stalin's hand.", "textConst"),
        ("In the upper left corner - a note: “Sklyansky”.", "textConst"),
        ("The end of the document is missing.", "textConst"),
        ("On the letterhead: “RSFSR”.", "textConst"),
        ("The underlining in the last paragraph was made by Lenin.", "textConst"),
        ("This refers to the 11th Army.", "commentary"),
        ("See note 9 to document No. 71.", "commentary"),
        ("In the text of the agreement Georgia was not named.", "commentary"),
        ("He signed with his autograph collection in mind.", "commentary"),
    ],
)
def test_what_a_note_is_about(tmp_path: Path, text: str, type_: str) -> None:
    found = notes(tmp_path, f"1 {text}")
    assert found.only.values("//t:back//t:note/@type") == [type_]


def test_a_footnote_with_an_asterisk_takes_no_lost_number(tmp_path: Path) -> None:
    found = notes(tmp_path, "1 First.", "* Beside the text.", "The answer came.", "3 More.")
    assert labels(found) == [(1, "printed"), (2, "lost"), (3, "printed")]
    assert "Beside" not in found.only.texts("//t:back//t:note[@n='2']")[0]


def test_a_note_that_is_repeated_with_its_number_keeps_it_outside(tmp_path: Path) -> None:
    words = "The first government was formed in May 1920, but its composition was named much later."
    found = notes(tmp_path, f"1 {words} 1 {words}", text="We ask 1 .")
    assert labels(found) == [(1, "printed")]
    (note,) = found.only.all("//t:back//t:note")
    kinds = [str(child.tag).rpartition("}")[2] for child in note]
    assert kinds == ["label", "seg", "surplus"]
