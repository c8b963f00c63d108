"""Names and whom they stand for: one entry, several, or none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import KNOWN, converted, page
from teikit.converting.authority import PERSON, Authority, AuthorityEntry, Spellings, key
from teikit.converting.writing.authorities import load_authority
from teikit.errors import TeikitError

FILE = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson>
<person xml:id="lenin"><persName>V. I.
  Lenin</persName><persName type="variant"><surname>Lenin</surname></persName></person>
<person xml:id="nameless"/>
</listPerson></standOff></TEI>
"""


@pytest.mark.parametrize(
    ("name", "kinds", "expected"),
    [
        ("Lenin", (), ["lenin"]),
        ("LENIN", (), ["lenin"]),
        ("V.I. Lenin", (), ["lenin"]),
        ("V. I.  Lenin", ("person",), ["lenin"]),
        ("V. Lenin", (), ["lenin"]),
        ("N. Lenin", (), []),
        ("Kamenev", (), ["kamenev-lb", "kamenev-ss"]),
        ("S. Kamenev", (), ["kamenev-ss"]),
        ("L. B. Kamenev", (), ["kamenev-lb"]),
        ("Lenin", ("place",), []),
        ("Moscow", ("place",), ["moscow"]),
        ("Moscow", ("person",), []),
        ("RTsKhIDNI", ("org",), ["rtskhidni"]),
        ("nobody", (), []),
        ("", (), []),
    ],
)
def test_find(name: str, kinds: tuple[str, ...], expected: list[str]) -> None:
    assert [entry.id for entry in KNOWN.find(name, *kinds)] == expected


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("J. V. Stalin", "Stalin"),
        ("A.V.Kvashonkin", "Kvashonkin"),
        ("V. A. Antonov-Ovseenko", "Antonov-Ovseenko"),
        ("G. K. Ordzhonikidze", "Ordzhonikidze"),
        ("Л. Д. Троцкий", "Троцкий"),
    ],
)
def test_names_with_initials(text: str, surname: str) -> None:
    found = PERSON.fullmatch(text)
    assert found is not None
    assert found["surname"] == surname


def test_a_key_ignores_capitals_and_spaces() -> None:
    assert key("V. I.  LENIN") == key("v.i.lenin")


def test_the_longest_spelling_is_found_first() -> None:
    assert KNOWN.places is not None
    assert [m.group() for m in KNOWN.places.finditer("in Moscow Kremlin, MOSCOW, Moscowers")] == [
        "Moscow Kremlin",
        "MOSCOW",
    ]


def test_nothing_is_known_without_entries() -> None:
    nothing = Authority()
    assert not nothing.anything or list(nothing.anything.finditer("Lenin")) == []
    assert nothing.find("Lenin") == []


def test_references(tmp_path: Path) -> None:
    assert KNOWN.ref(KNOWN.find("Lenin")[0]) == "../authority/persons.xml#lenin"


def test_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "persons.xml").write_text(FILE, encoding="utf-8")
    found = load_authority(tmp_path, "a/")
    assert found.entries == (
        AuthorityEntry("lenin", "person", "V. I. Lenin", ("V. I. Lenin", "Lenin")),
    )
    assert found.ref(found.entries[0]) == "a/persons.xml#lenin"


def test_a_folder_without_files_knows_nothing(tmp_path: Path) -> None:
    assert load_authority(tmp_path).entries == ()


def test_a_broken_file_stops_the_work(tmp_path: Path) -> None:
    (tmp_path / "orgs.xml").write_text("<TEI", encoding="utf-8")
    with pytest.raises(TeikitError, match=r"orgs\.xml"):
        load_authority(tmp_path)


# --- names in a text ---


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Lenin went to Baku.", [("persName", "lenin", "Lenin"), ("placeName", "baku", "Baku")]),
        (
            "the Politburo of the Central Committee",
            [
                ("orgName", "politburo", "Politburo of the Central Committee"),
            ],
        ),
        ("Lenin's letter", [("persName", "lenin", "Lenin")]),
        ("Leninist and Bakuvian", []),
        ("Kamenev came", []),
        ("S. S. Kamenev came", [("persName", "kamenev-ss", "S. S. Kamenev")]),
        ("STALIN and LENIN", [("persName", "stalin", "STALIN"), ("persName", "lenin", "LENIN")]),
        ("lenin and baku", []),
    ],
)
def test_names_are_marked_where_they_are_certain(
    tmp_path: Path, words: str, expected: list[tuple[str, str, str]]
) -> None:
    found = converted(tmp_path, page(f"We say that {words} so it is.", "Trotsky.")).only
    path = "//t:body//t:p/*[self::t:persName or self::t:placeName or self::t:orgName]"
    elements, texts = found.all(path), found.texts(path)
    assert [
        (str(e.tag).rpartition("}")[2], str(e.get("ref")).rpartition("#")[2], text)
        for e, text in zip(elements, texts, strict=True)
    ] == expected


@pytest.mark.parametrize("words", ["N. Lenin", "A. F. Stalin", "N. I. Trotsky"])
def test_initials_that_contradict_are_not_linked(tmp_path: Path, words: str) -> None:
    found = converted(tmp_path, page(f"We say that {words} is here.", "Trotsky.")).only
    assert found.values("//t:body//t:p/t:persName/@ref") == []


@pytest.mark.xfail(strict=True, reason="a place inside a longer name is linked as the place")
def test_a_place_in_a_name_is_not_the_place(tmp_path: Path) -> None:
    found = converted(tmp_path, page("We say that the Baku Commune fell.", "Trotsky.")).only
    assert found.values("//t:body//t:p/t:placeName/@ref") == []


WORDS = st.text("abA1. ", min_size=1, max_size=8)


@given(spellings=st.lists(WORDS, max_size=6), text=st.text("abA1. _", max_size=30))
def test_spellings_are_found_as_if_each_were_tried_at_each_word(
    spellings: list[str], text: str
) -> None:
    forms = {form for spelling in spellings for form in (spelling, spelling.upper())}
    forms = {form.lstrip(" .").rstrip() for form in forms} - {""}
    expected, end = [], 0
    for word in re.finditer(r"[^\W\d_]+|\d+(?:[^\W\d_]+)?", text):
        ends = [
            match.end()
            for form in forms
            if re.match(r"[^\W\d_]+|\d+(?:[^\W\d_]+)?", form)[0] == word[0]  # type: ignore[index]
            and (match := re.compile(pattern(form)).match(text, word.start()))
            and not text[match.end() : match.end() + 1].isalpha()
        ]
        if ends and word.start() >= end:
            end = max(ends)
            expected.append((word.start(), end))
    found = [(each.start(), each.end()) for each in Spellings(spellings).finditer(text)]
    assert found == expected


def pattern(form: str) -> str:
    """A regular expression for a spelling, with one white space or none for its spaces."""
    return r"\s?".join(map(re.escape, form.split()))
