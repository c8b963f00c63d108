"""Regular expressions that could take endless time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schematron_checked import by_elementpath, schema, short
from teikit.schematron.xpath import automaton
from teikit.schematron.xpath.automaton import Automaton
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.native import is_match

PATTERNS = (
    "a",
    "^a",
    "a$",
    "^$",
    "",
    "(a|b)*c",
    "a{2,3}b?",
    "(ab|a)(bc|c)",
    "[^a]b",
    "[a-b1]+$",
    r"\d\s|\w\W",
    "a.b",
    "(a+)+$",
    "(a|ab)*?b",
    "(?:a?){2}c",
    "^(a|b|ab)*c$",
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PATTERNS),
    st.text("abcA1 \n", max_size=7),
    st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.DOTALL]),
)
def test_it_finds_what_python_finds(pattern: str, text: str, flags: int) -> None:
    expected = re.search(pattern, text, flags) is not None
    assert Automaton(pattern, flags).search(text) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (".*([0-9].*){3,}.*", "1 and 2 and 3", True),
        (".*([0-9].*){3,}.*", "1 and 2 and three", False),
        (".*([0-9].*){3,}.*", "x1" * 2 + "y" * 20_000, False),
        ("^(a+)+$", "a" * 20_000 + "!", False),
        ("^(a+)+$", "a" * 20_000, True),
        ("^(a+)+$", "aa\n", False),
    ],
)
def test_no_text_takes_long(pattern: str, text: str, expected: bool) -> None:
    assert is_match(pattern, "", text) is expected


def test_a_very_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "MOST_STEPS", 100)
    with pytest.raises(ExpressionError, match="too long"):
        is_match("^(a+)+$", "", "a" * 1000)


@pytest.mark.parametrize("pattern", [r"(a+)+\1b", "(a{1,900}){1,900}b"])
def test_what_cannot_be_done_or_is_too_large_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"going back|too large"):
        Automaton(pattern, 0)


def test_a_rule_with_such_an_expression_is_followed() -> None:
    tree = etree.ElementTree(etree.fromstring("<r><a>1-2-3</a><a>1-2</a></r>"))
    made = schema(
        """<let name="p" value="'^([0-9]+-?)+$'"/><pattern><rule context="a">
        <report test="matches(., '.*([0-9].*){3,}.*')">three</report>
        <assert test="matches(., $p)">digits</assert></rule></pattern>"""
    )
    assert short(made.validate(tree)) == [("a", "three")]
    assert short(by_elementpath(made).validate(tree)) == [("a", "three")]


def test_parts_of_texts_are_not_found_by_such_an_expression() -> None:
    tree = etree.ElementTree(etree.fromstring("<r/>"))
    made = schema(
        """<pattern><rule context="r"><report test="replace(., '(a+)+$', '')"/></rule></pattern>"""
    )
    [(place, message)] = short(made.validate(tree))
    assert place == "unevaluated"
    assert "endless time" in message
