"""Profiles: loading them, and refusing by name what is wrong in them."""

import dataclasses
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from teikit.errors import TeikitError
from teikit.profiles import profile

TEXT = resources.files("teikit.profiles").joinpath("bolshevik-leadership.toml").read_text("utf-8")


def changed(old: str, new: str) -> str:
    assert re.search(old, TEXT, re.M)
    return re.sub(old, new, TEXT, count=1, flags=re.M)


def names() -> Iterator[str]:
    for entry in resources.files("teikit.profiles").iterdir():
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml")


@pytest.mark.parametrize("name", sorted(names()))
def test_every_profile_that_comes_with_teikit_loads(name: str) -> None:
    loaded = profile.load(name)
    assert loaded.edition.first_year <= loaded.edition.last_year
    assert len(loaded.dates.months) == 12


def test_a_profile_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(changed('^id = "bl"', 'id = "own"'), encoding="utf-8")
    assert profile.load(str(path)).edition.id == "own"


def test_the_same_profile_is_equal() -> None:
    assert profile.load() == profile.load(profile.DEFAULT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT + "\n[more]\n", "unknown key more; known are"),
        (changed(r"^\[heading\]$", "[heading]\nsendr = []"), r"unknown key heading\.sendr"),
        (changed(r"^published = .*$", ""), r"key edition\.published is missing"),
        (changed(r"^title = .*$", "title = 3"), r"edition\.title must be a text"),
        (
            changed(r"^first_year = .*$", 'first_year = "x"'),
            r"edition\.first_year must be a number",
        ),
        (
            changed(r"^first_year = .*$", "first_year = true"),
            r"edition\.first_year must be a number",
        ),
        (changed(r"^receiver = .*$", 'receiver = "to"'), r"heading\.receiver must be a list"),
        (changed(r"^receiver = .*$", "receiver = [1]"), r"heading\.receiver\[1\] must be a text"),
        (changed(r"^one = 1$", 'one = "1"'), r"notes\.numerals\.one must be a number"),
        (changed(r'"No\. \{number\}"', '"No. {number"'), r"page\.number\[1\].*unbalanced brace"),
        (changed(r'"No\. \{number\}"', '"{n}"'), r"page\.number\[1\].*unknown placeholder"),
        (changed(r'^  \["May"\],\n', ""), "dates.months has 11 entries, not 12"),
        ("x", "is not TOML"),
        ("", r"key edition is missing"),
        ("a = " + "[" * 5000 + "]" * 5000, "is not TOML"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(TeikitError, match=words) as error:
        profile.parse(text, "own.toml")
    assert str(error.value).startswith("own.toml: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "name", ["absent", "", "../profiles/bolshevik-leadership", "Bolshevik-Leadership"]
)
def test_a_name_that_no_profile_has(name: str) -> None:
    with pytest.raises(TeikitError, match=r"known are .*bolshevik-leadership"):
        profile.load(name)


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match=r"absent\.toml: .*No such file"):
        profile.load(str(tmp_path / "absent.toml"))
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(TeikitError, match=r"folder\.toml: "):
        profile.load(str(tmp_path / "folder.toml"))
    (tmp_path / "latin.toml").write_bytes(b"x = '\xe9'")
    with pytest.raises(TeikitError, match="not UTF-8"):
        profile.load(str(tmp_path / "latin.toml"))
    (tmp_path / "large.toml").write_bytes(b"#" * 2_000_000)
    with pytest.raises(TeikitError, match=r"too (large|many)"):
        profile.load(str(tmp_path / "large.toml"))


def test_a_profile_cannot_be_changed() -> None:
    loaded = profile.load()
    with pytest.raises(dataclasses.FrozenInstanceError):
        loaded.edition.id = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        loaded.notes.numerals["one"] = 2  # type: ignore[index]


def test_a_profile_says_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        'extends = "plain-letters"\n[edition]\nid = "base"\nsender = "Anna Roe"\n', "utf-8"
    )
    (tmp_path / "own.toml").write_text(
        'extends = "base.toml"\n[edition]\nid = "own"\n[heading.genres]\nletter = ["To"]\n', "utf-8"
    )
    loaded = profile.load(str(tmp_path / "own.toml"))
    assert (loaded.edition.id, loaded.edition.sender) == ("own", "Anna Roe")
    assert loaded.heading.genres["letter"] == ("To",)
    assert loaded.heading.genres["telegram"][0] == "Telegram"
    assert loaded.dates.months[4][0] == "May"


def test_the_words_are_those_of_the_language() -> None:
    for language in profile.languages():
        text = f'extends = "plain-letters"\n[edition]\nlanguage = "{language}"\n'
        assert len(profile.parse(text, "own.toml").dates.months) == 12


@pytest.mark.parametrize(
    ("extends", "words"),
    [
        ("3", "extends must be"),
        ('"absent"', "no profile is called"),
        ('"own.toml"', "extends must"),
    ],
)
def test_a_profile_that_cannot_be_extended(tmp_path: Path, extends: str, words: str) -> None:
    (tmp_path / "own.toml").write_text(f"extends = {extends}\n", encoding="utf-8")
    with pytest.raises(TeikitError, match=words):
        profile.load(str(tmp_path / "own.toml"))
