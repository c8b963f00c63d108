"""Signs of plain text that stand for italics and their kin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.converting.readers.signs import signs_as_marks
from teikit.converting.source import Source


def page(text: str) -> Source:
    return signs_as_marks(Source("page.txt", text))


def looks(source: Source) -> list[tuple[str, str]]:
    return [(source[mark.span], mark.attributes["rend"]) for mark in source.marks]


def test_signs_become_marks() -> None:
    source = page("I _do_ read the _Daily\nNews_, and =Faust=, =now=; ~so~ and ~so~.")
    assert source.text == "I do read the Daily\nNews, and Faust, now; so and so."
    assert looks(source) == [
        ("do", "italic"),
        ("Daily\nNews", "italic"),
        ("Faust", "bold"),
        ("now", "bold"),
        ("so", "spaced"),
        ("so", "spaced"),
    ]


def test_a_paragraph_in_italics_is_one_of_that_style() -> None:
    source = page("_Anna Roe to John Roe._\r\n\r\nI _do_ write.")
    assert looks(source) == [("do", "italic")]
    (region,) = source.regions
    assert region.kind == "style"
    assert region.attributes == {"name": "italic"}
    assert source[region.span] == "Anna Roe to John Roe."


@pytest.mark.parametrize(
    "text",
    [
        "One _pair_ alone",
        "A blank ____ and ____ another",
        "some_snake_case and more_snake_case here",
        "_ a _ and _ b _",
        "_open\n\n_open\n\n_open _a_ _b_",
        "2 + 2 = 4 and 3 = 3",
        "_a_ _b_ and _many _that _do _not _close",
    ],
)
def test_what_is_no_such_sign_stays(text: str) -> None:
    source = page(text)
    assert source.text == text
    assert not source.marks


def test_lines_and_columns_are_those_of_the_file() -> None:
    text = "Well\nI _do_ see _you_ there\n_and_ now"
    source = page(text)
    for words in ("see", "there", "now", "you", "do"):
        place = source.text.index(words)
        line, column = source.position(place)
        assert text.split("\n")[line - 1][column - 1 :].startswith(words)
        assert source.offset(line, column) == place


@given(st.text("ab _=~\n", max_size=80))
def test_nothing_but_signs_is_lost(text: str) -> None:
    source = page(text)
    assert len(source.text) + len(source.removed) == len(text)
    for place in range(len(source.text)):
        line, column = source.position(place)
        assert text.split("\n")[line - 1][column - 1 : column] == source.text[place].strip("\n")
        assert source.offset(line, column) == place
