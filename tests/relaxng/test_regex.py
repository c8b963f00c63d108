"""The regular expressions of XML Schema: what they match, what is wrong with them, how long it takes."""

# ruff: noqa: E501  # a row of a table is read more easily in one line

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.relaxng.datatypes import DatatypeError
from teikit.relaxng.datatypes.regex.expression import Regex

MATCHES: list[tuple[str, list[str], list[str]]] = [
    ("", [""], ["a"]),
    ("a|", ["a", ""], ["b"]),
    ("()", [""], ["a"]),
    ("ab|cd", ["ab", "cd"], ["abcd", "abd"]),
    ("a{2}", ["aa"], ["a", "aaa"]),
    ("a{2,}", ["aa", "aaaaa"], ["a"]),
    ("a{0}b{0,1}", ["", "b"], ["a", "bb"]),
    ("a{01,2}", ["a", "aa"], ["", "aaa"]),
    ("(a{2}){3}", ["aaaaaa"], ["aaaa", "aaaaaaa"]),
    ("(a{2,3}){2}", ["aaaa", "aaaaa", "aaaaaa"], ["aaa", "aaaaaaa"]),
    ("(ab?){2,3}a", ["aaa", "abaa", "ababa", "abababa"], ["aa", "abab", "aaaaa"]),
    ("(a|ab)(c|bcd)(d*)", ["abcd", "ac", "acd", "abcdd"], ["abd", "ab"]),
    ("^a$", ["^a$"], ["a"]),
    ("a-b/ #&&@", ["a-b/ #&&@"], ["ab"]),
    (".", ["a", "\U00010000", "\u2028", "\x85"], ["\n", "\r", ""]),
    (r"\.\\\|\?\*\+\(\)\{\}\-\[\]\^", [r".\|?*+(){}-[]^"], ["."]),
    (r"\n\r\t", ["\n\r\t"], ["nrt"]),
    (r"\s+", [" \t\n\r"], ["\xa0", "\x0b", "a"]),
    (r"\S", ["\xa0", "a"], [" "]),
    (r"\d", ["5", "٣", "\U0001d7ce"], ["²", "a"]),
    (r"\D", ["²", "a"], ["٣"]),
    (r"\w", ["é", "5", "$", "\u0301", "Ⅰ", "😀"], ["_", "-", " ", "\u0378", "\xa0"]),
    (r"\W", ["_", "-"], ["é", "$"]),
    (r"\i\c*", ["a1", ":", "_-.·", "ж"], ["1", "-", "", "Ⅰ"]),
    (r"\I\C", ["1 ", "--"[:1] + "!"], ["a ", "1a"]),
    (r"[\i-[:]][\c-[:]]*", ["ab", "_1"], ["a:b", ":", "1"]),
    (r"\p{Lu}\p{L}\P{L}", ["Aa1", "ЖЖ-"], ["aa1", "Aaa"]),
    (r"\p{C}\p{Cn}\p{Co}", ["\t\u0378\ue000"], ["a\u0378\ue000"]),
    (r"\p{IsCyrillic}+", ["жЖ"], ["z", "ԁ"]),
    (r"\P{IsBasicLatin}", ["ж"], ["a", "\t"]),
    (r"\p{IsGreek}\p{IsPrivateUse}\p{IsLatin-1Supplement}", ["α\U000f0000é"], ["aaa"]),
    ("[a-c]", ["a", "b", "c"], ["d", "-", ""]),
    ("[^a-c]", ["d", "\n", "\U00010000"], ["a", ""]),
    ("[a-z-[aeiou]]", ["b"], ["a", "-"]),
    ("[^a-z-[A]]", ["B", "1"], ["a", "A"]),
    ("[a-z-[^aeiou]]", ["a"], ["b"]),
    ("[a-z-[a-m-[c]]]", ["c", "n"], ["a"]),
    (r"[^\s,]+", ["ab"], ["a b", "a,"]),
    (r"[^\p{C}\p{Z}]+", ["слово", "a-b"], ["a b", "\u0378", "\t"]),
    (r"[\d\p{Lu}-]", ["5", "A", "-"], ["a"]),
    ("[.*+?(){}|$^]", [".", "*", "+", "?", "(", "}", "|", "$", "^"], ["a"]),
    ("[-a]", ["-", "a"], ["b"]),
    ("[a-]", ["-", "a"], ["b"]),
    ("[^-a]", ["b"], ["-", "a"]),
    ("[a--[b]]", ["a", "-"], ["b"]),
    (r"[a\-z]", ["a", "-", "z"], ["b"]),
    (r"[\--a]", ["-", "5", "a"], ["b"]),
    ("[\U00010000-\U00010005]+", ["\U00010003\U00010005"], ["\U00010006", "a"]),
]  # fmt: skip

WRONG = [
    ("[a", "the pattern '[a' is wrong at its end: a ] is missing"),
    ("(a", "the pattern '(a' is wrong at its end: a ) is missing"),
    ("a)", "the pattern 'a)' is wrong at character 2: ) has to be written \\) there"),
    ("a}", "the pattern 'a}' is wrong at character 2: } has to be written \\} there"),
    ("*a", "the pattern '*a' is wrong at character 1: there is nothing before * to repeat"),
    ("a**", "the pattern 'a**' is wrong at character 3: there is nothing before * to repeat"),
    ("a{,2}", "the pattern 'a{,2}' is wrong at character 3: a number is missing"),
    ("a{2,1}", "the pattern 'a{2,1}' is wrong at character 6: {2,1} counts backwards"),
    ("[z-a]", "the pattern '[z-a]' is wrong at character 4: z-a is a range backwards"),
    (r"\1", r"the pattern '\1' is wrong at character 2: there is no escape \1"),
    (r"\p{Lx}", r"the pattern '\p{Lx}' is wrong at character 6: there is no category of characters 'Lx'"),
    (r"\p{IsMartian}", r"the pattern '\p{IsMartian}' is wrong at character 13: there is no block of characters 'IsMartian'"),
]  # fmt: skip

ALSO_WRONG = [
    "a{1", "a{2}{3}", "a+?", "a?+", "(?:a)", "(?=a)", "(*a)", "a|*", "{1}", "+", "a]", "[]", "[]a]", "[^]", "[[a]]",
    "[a[b]", "[a-c-e]", "[a--]", "[--a]", "[+--]", r"[\d-z]", r"[a-\d]", "[ab-[b]c]", "[a-[b]-[c]]",
    "\\", r"\a", r"\$", r"\b", r"\x41", r"\u0041", r"\pL", r"\p{}", r"\p{L", r"\p{Is}", r"\p{BasicLatin}",
    r"\p{isCyrillic}", r"\p{Cs}", r"\p{L&}", r"\p{ Lu}", "x{1, 2}", "x{a}", "x{-1}",
]  # fmt: skip

# Patterns on which a matcher that goes back may be occupied until the end of days.
HARD = [
    ("(a*)*b", "a" * 3000, False),
    ("(a|aa)+", "a" * 3000 + "b", False),
    ("([a-z]+)*[0-9]", "abc" * 1000, False),
    ("(x+x+)+y", "x" * 3000, False),
    ("(a?){200}a{200}", "a" * 200, True),
    ("a{0,10000}", "a" * 10_000, True),
    ("a{0,10000}", "a" * 10_001, False),
    ("(((a{0,100}){0,100}){0,100}){0,100}", "a" * 3000, True),
    ("a?" * 500 + "a" * 500, "a" * 500, True),
    (".*a.{200}", "ab" * 150, False),
    ("(a|b)*a(a|b){50}", "ab" * 300, False),
    (r"\w+( \w+){0,1000000000}", "ab cd " * 500 + "x", True),
    ("(ab?){500,1000}(a|ab){500}", "ab" * 1000, True),
    ("(a{5,7}){3,9}|(a{2,3}){10,20}", "a" * 61, True),
    ("(a{5,7}){3,9}|(a{2,3}){10,20}", "a" * 64, False),
    ("|".join(f"word{number}" for number in range(200)), "word199", True),
    ("a" * 5000, "a" * 5000, True),
]  # fmt: skip

TOO_COMPLEX = ["((((((a{2,30}){2,30}b?){2,30})c?){2,30})d?){2,30}", "(" * 200 + ")" * 200]


@pytest.mark.parametrize(("pattern", "matching", "others"), MATCHES)
def test_matches(pattern: str, matching: list[str], others: list[str]) -> None:
    regex = Regex(pattern)
    assert [text for text in matching if not regex.matches(text)] == []
    assert [text for text in others if regex.matches(text)] == []


@pytest.mark.parametrize(("pattern", "message"), WRONG)
def test_wrong_patterns(pattern: str, message: str) -> None:
    with pytest.raises(DatatypeError) as caught:
        Regex(pattern)
    assert str(caught.value) == message


@pytest.mark.parametrize("pattern", ALSO_WRONG)
def test_other_wrong_patterns(pattern: str) -> None:
    with pytest.raises(DatatypeError, match="is wrong at"):
        Regex(pattern)


@pytest.mark.parametrize("pattern", TOO_COMPLEX)
def test_patterns_that_need_too_much(pattern: str) -> None:
    with pytest.raises(DatatypeError, match="is too complex"):
        Regex(pattern)


def test_hard_patterns() -> None:
    begin = time.perf_counter()
    for pattern, text, matches in HARD:
        assert Regex(pattern).matches(text) == matches, pattern
    assert time.perf_counter() - begin < 10


def test_all_of_unicode() -> None:
    """Many characters are no more trouble than few, and are not remembered without end."""
    text = "".join(map(chr, range(0x20, 0xD800, 3)))
    assert Regex(r"[\p{L}\P{L}]*").matches(text)


LETTERS = "ab1 "
ATOMS = st.sampled_from(["a", "b", "1", " ", ".", r"\d", r"\s", "[ab]", "[^a]", "[a-b1]", r"\D"])
COUNTS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,}", "{0,2}", "{1,3}", "{0}"])


def grown(patterns: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Longer patterns out of shorter ones."""
    lists = st.lists(patterns, min_size=1, max_size=3)
    groups = st.tuples(patterns, COUNTS).map(lambda pair: f"({pair[0]}){pair[1]}")
    return groups | lists.map("".join) | lists.map(lambda parts: f"({'|'.join(parts)})")


PATTERNS = st.recursive(st.tuples(ATOMS, COUNTS).map("".join), grown, max_leaves=6)


@given(PATTERNS, st.lists(st.text(LETTERS, max_size=7), max_size=8))
def test_agrees_with_python(pattern: str, texts: list[str]) -> None:
    """What both languages can say means the same in both."""
    ours, theirs = Regex(pattern), re.compile(pattern)
    for text in texts:
        assert ours.matches(text) == (theirs.fullmatch(text) is not None), (pattern, text)
