"""The text for people: the mark stands below the place, and nothing steers the terminal."""

import re
from dataclasses import replace
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reported import ERROR, INFO, batches, found, report
from teikit.diagnostic import Diagnostic, Excerpt
from teikit.reporting import About
from teikit.reporting.text import pointed
from teikit.reporting.visible import visible, width


def test_the_line_at_fault_and_what_to_do() -> None:
    excerpt = Excerpt('<ref target="n1">1</ref>', 14)
    findings = [found("one", length=2, excerpt=excerpt), found("two", column=0)]
    assert report("text", findings).splitlines() == [
        "letters/a.xml:3:5: error T901 one",
        '        <ref target="n1">1</ref>',
        "                     ^^",
        "    Write `#` before <it>.",
        "letters/a.xml:3: error T901 two",
    ]


def test_each_rule_says_what_to_do() -> None:
    other = replace(ERROR, code="T999")
    lines = report("text", [found(), found(rule=other), found(path="b.xml")]).splitlines()
    assert [line for line in lines if line.startswith("    ")] == [f"    {ERROR.remedy}"] * 2


def test_colours_change_nothing_else() -> None:
    findings = [found(excerpt=Excerpt("<p>", 1), length=2), found(rule=INFO)]
    plain = report("text", findings)
    coloured = report("text", findings, about=About(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


@pytest.mark.parametrize(
    ("text", "column", "length", "mark"),
    [
        ("abc", 2, 1, " ^"),
        ("abc", 2, 0, " ^"),
        ("abc", 2, 99, " ^^"),
        ("abc", 4, 1, "   ^"),
        ("abc", 0, 1, "^"),
        ("日本 abc", 4, 3, "     ^^^"),  # wide
        ("日本 abc", 2, 1, "  ^^"),
        ("e\u0301te\u0301 x", 7, 1, "    ^"),  # combining
        ("e\u0301te\u0301 x", 5, 1, "  ^"),
        ("\u05d0\u05b8b", 3, 1, " ^"),
        ("\u200eab", 2, 1, " ^"),  # shown as a sign
    ],
)
def test_the_mark_stands_below_the_place(text: str, column: int, length: int, mark: str) -> None:
    assert pointed(Excerpt(text, column), length)[1] == mark


@given(
    text=st.text(st.sampled_from("ab \u0301日\t\x1b\u202e"), min_size=1, max_size=30),
    column=st.integers(1, 30),
    length=st.integers(0, 30),
    columns=st.integers(0, 40),
)
def test_a_line_is_cut_around_its_place(text: str, column: int, length: int, columns: int) -> None:
    column = min(column, len(text))
    line, mark = pointed(Excerpt(text, column), length, columns)
    assert line in visible(text)
    shown = sum(map(width, line))
    assert len(mark) <= max(shown, 1)
    if columns >= 4:
        assert shown <= columns


def test_the_place_is_shown_however_narrow_the_terminal() -> None:
    line, mark = pointed(Excerpt("x" * 90 + "HERE" + "y" * 60, 91), 4, 20)
    start = mark.index("^")
    assert len(line) == 20
    assert line[start : start + 4] == "HERE"


@given(findings=batches, excerpt=st.text(max_size=20), colour=st.booleans())
def test_nothing_steers_the_terminal(
    findings: list[Diagnostic], excerpt: str, colour: bool
) -> None:
    findings = [
        *findings,
        found(excerpt=Excerpt(excerpt, 1), path="a\x1b[2J\r.xml", rule=ERROR),
        found("\x9b31m \u202e \u2066 \u200f \x07 \x7f \ud800"),
    ]
    text = report("text", findings, about=About(colour=colour))
    own = re.sub(r"\x1b\[(?:0|1|2|1;3[136])m", "", text) if colour else text
    assert not [
        character
        for character in own
        if category(character) in {"Cc", "Cf", "Zl", "Zp"} and character != "\n"
    ]
    assert len(text.split("\n")) == len(text.splitlines()) + 1


def test_letters_of_all_scripts_are_left() -> None:
    text = "Štěpán, Люба, Ἀθῆναι, 東京, \u0e1e\u0e34, n\u00a0n, \ue000"
    assert visible(text) == text
    assert visible("a\tb\x00\x7f\u200b\u2029") == "a␉b␀␡��"


def test_undecodable_names_are_left() -> None:
    assert report("concise", [found(path="l\udce9.xml")]).startswith("l\udce9.xml:3:5: ")
