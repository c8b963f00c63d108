"""Lines with which letters open that have no heading, and what tells them from others."""

import pytest

from pages import plain
from teikit.converting.reading.beginnings.confirmation import may_be_name_alone, opens_at
from teikit.converting.reading.beginnings.openings import datelines, salutations
from teikit.converting.reading.beginnings.stretches import behind_rules
from teikit.converting.reading.layout import arrange
from teikit.converting.reading.lined_page import LinedPage
from teikit.converting.source import Source
from teikit.profiles.profile import Profile

BODY = "All is well with us, and the harvest was good this year."
SECOND = f"Ghent, 5 May 1851.\n\nDear Carl,\n\n{BODY}\n\nYours ever,\n\nAnna Roe\n\n"


def lined(text: str, profile: Profile | None = None) -> LinedPage:
    page, profile = Source("page.txt", text), profile or plain("")
    return LinedPage(page, profile, arrange(page, profile))


def texts(page: LinedPage, found: list[int]) -> list[str]:
    return [page.texts[index] for index in found]


def test_datelines_open_letters_behind_the_end_of_others() -> None:
    page = lined(SECOND + SECOND.replace("Ghent", "Bruges"))
    assert texts(page, datelines(page)) == ["Ghent, 5 May 1851.", "Bruges, 5 May 1851."]


def test_a_dateline_below_a_signature_opens_none() -> None:
    end = f"Dear Carl,\n\n{BODY}\n\nAnna Roe\nGhent, 5 May 1851.\n\n\n{BODY}\n"
    page = lined(f"{SECOND}{end}")
    assert texts(page, datelines(page)) == ["Ghent, 5 May 1851."]
    assert datelines(page) == [0]


def test_a_salutation_in_the_middle_of_a_letter_opens_none() -> None:
    first = f"Dear Carl,\n\n{BODY}\n\nDear Carl, what shall I say?\n\n{BODY}\n\nAnna Roe\n\n"
    page = lined(f"{first}Dear Bella,\n\n{BODY}\n\nAnna Roe\n")
    assert texts(page, salutations(page)) == ["Dear Carl,", "Dear Bella,"]


def test_stretches_begin_behind_rules() -> None:
    page = lined(f"Letters\n\n{BODY} {BODY}\n\n* * *\n\n{BODY}\n\nMore.\n")
    assert behind_rules(page) == [1, 3]


@pytest.mark.parametrize(
    ("below", "opens"),
    [
        ("Ghent, 5 May 1851.", True),
        ("Dear Carl,", True),
        (BODY, False),
        ("No. 12\n\nDear Carl,", False),  # another letter
    ],
)
def test_what_opens_a_letter(below: str, opens: bool) -> None:
    page = lined(f"ANNA ROE\n\n{below}\n\n{BODY}\n", plain('number = ["No. {number}"]'))
    assert opens_at(page, 1) == opens


@pytest.mark.parametrize(
    ("name", "below", "may"),
    [
        ("CARL DOE", "Dear Sir,", True),
        ("Carl Doe", "Dear Carl,", True),  # greeted by his name
        ("Carl Doe", "Dear Sir,", False),
        ("CARL DOE", BODY, False),
        ("CARL DOE", "* * *\n\nDear Sir,", False),
    ],
)
def test_names_that_may_head_letters(name: str, below: str, may: bool) -> None:
    page = lined(f"{BODY}\n\n{name}\n\n{below}\n\n{BODY}\n", plain('headings = ["{receiver}"]'))
    assert may_be_name_alone(page, 1) == may
