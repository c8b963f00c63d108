"""Years that stand alone: above letters, beside one, below one."""

from pathlib import Path

import pytest

from pages import Converted, Document
from teikit.converting.encode import encode_pages
from teikit.profiles.profile import parse

KEYS = """extends = "plain-letters"
[edition]
id = "l"
sender = "Anna Roe"
first_year = {first}
last_year = {last}
[page]
headings = ["To {{receiver}}."]
"""
TEXT = "All is well with us in the town, and I hope the same of you.\n\nYours ever,\n\nAnna Roe"


def converted(folder: Path, *pieces: str, first: int = 1700, last: int = 1800) -> Converted:
    page = folder / "page.txt"
    page.write_text("\n\n".join(pieces) + "\n", encoding="utf-8")
    profile = parse(KEYS.format(first=first, last=last), "own.toml")
    return Converted(list(encode_pages([page], profile=profile)))


def letter(receiver: str, *lines: str) -> str:
    return "\n\n".join((f"To {receiver}.", *lines, TEXT))


def sent(document: Document) -> list[tuple[str | None, str | None]]:
    dates = document.all("//t:correspAction[@type='sent']/t:date")
    return [(each.get("when"), each.get("cert")) for each in dates]


def test_a_year_as_a_title_between_letters(tmp_path: Path) -> None:
    found = converted(
        tmp_path,
        "1777.",
        letter("Carl Doe", "Ghent, May 5."),
        letter("John Poe", "Ghent, June 7."),
        "1778.",
        letter("Mary Poe", "Ghent, January 7."),
    )
    assert [sent(each) for each in found.documents] == [
        [("1777-05-05", "medium")], [("1777-06-07", "medium")], [("1778-01-07", "medium")],
    ]  # fmt: skip
    assert "R019" in found.codes()


def test_one_year_before_all_letters_may_be_that_of_the_print(tmp_path: Path) -> None:
    found = converted(tmp_path, "1799", letter("Carl Doe", "Ghent, May 5."))
    assert sent(found.only) == [("--05-05", "medium")]


def test_a_title_does_not_hold_behind_a_letter_of_another_year(tmp_path: Path) -> None:
    found = converted(
        tmp_path,
        "1777.",
        letter("Carl Doe", "Ghent, May 5."),
        "1778.",
        letter("John Poe", "Ghent, June 7, 1779."),
        letter("Mary Poe", "Ghent, July 7."),
    )
    assert sent(found.documents[2]) == [("1779-07-07", "low")]


@pytest.mark.parametrize("printed", ["1777.", "1777"])
def test_a_year_below_a_letter_without_date(tmp_path: Path, printed: str) -> None:
    found = converted(tmp_path, letter("Carl Doe"), printed, letter("John Poe"), "1776.")
    assert [sent(each) for each in found.documents] == [
        [("1777", "medium")], [("1776", "medium")],
    ]  # fmt: skip
    assert not found.documents[0].all("//t:fw")


def test_a_year_before_christ_in_the_margin(tmp_path: Path) -> None:
    found = converted(
        tmp_path,
        letter("Carl Doe", "ROME, 29 APRIL", "[Sidenote: B.C. 58, AET. 48]"),
        first=-58,
        last=-57,
    )
    assert sent(found.only) == [("-0058-04-29", "medium")]
    assert found.only.texts("//t:correspAction[@type='sent']/t:placeName") == ["Rome"]


def test_an_edition_of_one_year_before_christ(tmp_path: Path) -> None:
    found = converted(tmp_path, letter("Carl Doe", "ROME, 29 APRIL"), first=-58, last=-58)
    assert sent(found.only) == [("-0058-04-29", "low")]
    assert found.only.texts("//t:correspAction[@type='sent']/t:placeName") == ["Rome"]


def test_a_year_outside_those_of_the_edition(tmp_path: Path) -> None:
    pieces = (letter("Carl Doe", "1696."), letter("John Poe", "3 May 1698."))
    found = converted(tmp_path, *pieces, first=1698, last=1699)
    assert sent(found.documents[0]) == []
    (told,) = [each for each in found.findings if each.rule.code == "R075"]
    assert "“1696.”" in told.message
    assert "edition.first_year" in told.message
    found = converted(tmp_path, *pieces, first=1696, last=1699)
    assert sent(found.documents[0]) == [("1696", "medium")]
    assert "R075" not in found.codes()


@pytest.mark.parametrize("told", ["-0058-04-18", "18 April, 58 B.C."])
def test_a_day_before_christ_in_a_table(tmp_path: Path, told: str) -> None:
    (tmp_path / "metadata.csv").write_text(f"file;date\npage.txt;{told}\n", encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text(letter("Carl Doe") + "\n", encoding="utf-8")
    text = KEYS.format(first=-58, last=-50) + 'metadata = "metadata.csv"\n'
    found = Converted(list(encode_pages([page], profile=parse(text, "own.toml"))))
    assert sent(found.only) == [("-0058-04-18", "medium")]
