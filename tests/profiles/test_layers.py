"""Profiles over each other."""

import tomllib
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.profiles.layers import over, toml
from teikit.profiles.profile import layered, load, names, parse, source

PLAIN = 'extends = "plain-letters"\n[edition]\nlanguage = "en"\n'


def test_dots_stand_for_the_words_below() -> None:
    plain, own = parse(PLAIN, "a"), parse(f'{PLAIN}[letter]\ngreeting = ["...", "ever most"]', "b")
    assert own.letter.greeting == (*plain.letter.greeting, "ever most")


def test_without_dots_a_list_replaces_the_list_below() -> None:
    own = parse(f'{PLAIN}[letter]\ngreeting = ["ever most"]', "b")
    assert own.letter.greeting == ("ever most",)


def test_dots_reach_through_the_profile_between(tmp_path: Path) -> None:
    between = f'{PLAIN}[letter]\ngreeting = ["...", "as before"]\n'
    (tmp_path / "between.toml").write_text(between, "utf-8")
    text = 'extends = "between.toml"\n[letter]\ngreeting = ["ever most", "..."]\n'
    (tmp_path / "own.toml").write_text(text, "utf-8")
    words = load(str(tmp_path / "own.toml")).letter.greeting
    assert (words[0], words[-1]) == ("ever most", "as before")
    assert "..." not in words
    assert len(words) == len(parse(PLAIN, "a").letter.greeting) + 2


def test_lists_in_a_list_take_in_the_one_of_their_place() -> None:
    below = {"dates": {"months": [["January", "Jan"], ["February"]]}}
    above = {"dates": {"months": [["..."], ["...", "Feb"]]}}
    assert over(below, above)["dates"]["months"] == [["January", "Jan"], ["February", "Feb"]]


def test_a_word_that_is_below_too_is_not_doubled() -> None:
    assert over({"a": ["x", "y"]}, {"a": ["y", "..."]}) == {"a": ["y", "x"]}


@pytest.mark.parametrize("words", ['["...", "x"]', '["..."]'])
def test_dots_over_nothing_are_refused(words: str) -> None:
    text = f'extends = "plain-letters"\n[edition]\nlanguage = "xx"\n[letter]\noffice = {words}\n'
    with pytest.raises(TeikitError, match=r"own\.toml: letter\.office: .*there are none"):
        parse(text, "own.toml")


@pytest.mark.parametrize("name", names())
def test_what_a_profile_amounts_to_is_a_file_of_toml(name: str) -> None:
    tables = layered(source(name), name)
    assert tomllib.loads(toml(tables)) == tables


def test_texts_and_keys_of_any_signs() -> None:
    tables = {"a b": 'x\n"\\\x7f', "c": {"d": [{"e": True, "f": ["g" * 70, "h" * 70]}], "i": 3}}
    assert tomllib.loads(toml(tables)) == tables
