"""Headings: the genre, and the groups of names with the words that lead them in."""

import pytest

from teikit.converting.reading import heading
from teikit.profiles.profile import load

WORDS = load().heading
CASES = [
    (
        "Telegram of L. D. Trotsky to I. V. Stalin",
        "telegram",
        [("of", ["L. D. Trotsky"]), ("to", ["I. V. Stalin"])],
    ),
    (
        "Telegram from I. V. Stalin to L. D. Trotsky.",
        "telegram",
        [("from", ["I. V. Stalin"]), ("to", ["L. D. Trotsky"])],
    ),
    (
        "Telegram to G. K. Ordzhonikidze V. I. Lenin, I. V. Stalin",
        "telegram",
        [("to", ["G. K. Ordzhonikidze"]), ("", ["V. I. Lenin", "I. V. Stalin"])],
    ),
    (
        "Telegram to G. K. Ordzhonikidze, S. M. Kirov to V. I. Lenin",
        "telegram",
        [("to", ["G. K. Ordzhonikidze", "S. M. Kirov"]), ("to", ["V. I. Lenin"])],
    ),
    (
        "G. K. Ordzhonikidze - V. I. Lenin, I. V. Stalin",
        "",
        [("", ["G. K. Ordzhonikidze"]), ("-", ["V. I. Lenin", "I. V. Stalin"])],
    ),
    (
        "G. K. Ordzhonikidze — V. I. Lenin and I. V. Stalin",
        "",
        [("", ["G. K. Ordzhonikidze"]), ("—", ["V. I. Lenin", "I. V. Stalin"])],
    ),
    (
        "I. S. Unshlikht to V. I. Lenin",
        "",
        [("", ["I. S. Unshlikht"]), ("to", ["V. I. Lenin"])],
    ),
    (
        "g. v. chicherin to n. n. krestinsky",
        "",
        [("", ["g. v. chicherin"]), ("to", ["n. n. krestinsky"])],
    ),
    (
        "G.V.Chicherin to N.N.Krestinsky",
        "",
        [("", ["G.V.Chicherin"]), ("to", ["N.N.Krestinsky"])],
    ),
    (
        "G. V. Chicherin - Politburo of the Central Committee of the RCP (b)",
        "",
        [("", ["G. V. Chicherin"]), ("-", ["Politburo of the Central Committee of the RCP (b)"])],
    ),
    (
        "Letter from the Politburo of the Central Committee to L. D. Trotsky",
        "letter",
        [("from", ["Politburo of the Central Committee"]), ("to", ["L. D. Trotsky"])],
    ),
    (
        "Letter from V. I. Lenin to the Council of Labor and Defense",
        "letter",
        [("from", ["V. I. Lenin"]), ("to", ["Council of Labor and Defense"])],
    ),
    (
        "Encrypted telegram from K. E. Voroshilov and I. V. Stalin to V. I. Lenin",
        "telegram",
        [("from", ["K. E. Voroshilov", "I. V. Stalin"]), ("to", ["V. I. Lenin"])],
    ),
    (
        "Note by V. A. Antonov-Ovseenko to E. D. Stasova",
        "note",
        [("by", ["V. A. Antonov-Ovseenko"]), ("to", ["E. D. Stasova"])],
    ),
    (
        "Telegram from A. B. Cde, F. G. Hij and K. L. Mno to P. Q. Rst",
        "telegram",
        [("from", ["A. B. Cde", "F. G. Hij", "K. L. Mno"]), ("to", ["P. Q. Rst"])],
    ),
]


@pytest.mark.parametrize(("line", "genre", "groups"), CASES, ids=[case[0] for case in CASES])
def test_headings(line: str, genre: str, groups: list[tuple[str, list[str]]]) -> None:
    found = heading.read(line, WORDS)
    assert found is not None
    assert found.genre == genre
    assert [(group.lead, list(group.names)) for group in found.groups] == groups


@pytest.mark.parametrize(
    ("line", "genre"),
    [
        ("Telephone message from I. V. Stalin to V. I. Lenin", "telephone-message"),
        ("Minutes of the Politburo of the Central Committee", "protocol"),
        ("Resolution of the Politburo of the Central Committee", "resolution"),
        ("TELEGRAM FROM I. V. STALIN TO V. I. LENIN", "telegram"),
        ("A letter from I. V. Stalin to V. I. Lenin", "letter"),
        ("Recording of a conversation between I. V. Stalin and V. I. Lenin", "conversation"),
    ],
)
def test_genres(line: str, genre: str) -> None:
    found = heading.read(line, WORDS)
    assert found is not None
    assert found.genre == genre


@pytest.mark.parametrize(
    "line",
    [
        "March 21 [1920]",
        "Dear Vladimir Ilyich!",
        "Trotsky.",
        "Letters",
        "I send Tukhachevsky the following request:",
        "Lenin, Chicherin, Stalin.",
        "Moscow Kremlin.",
        "V. I. Lenin",
        "",
        "Telegram",
        "word " * 50,
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert heading.read(line, WORDS) is None


@pytest.mark.parametrize(
    "line",
    [
        "Letter received. I agree with V. I. Lenin, and ask you to send it to Baku.",
        "Order the commander to attack.",
    ],
)
def test_prose_that_begins_like_a_heading(line: str) -> None:
    assert heading.read(line, WORDS) is None


@pytest.mark.parametrize("border", [" - ", " – ", " — ", " to "])
@pytest.mark.parametrize("end", ["", ".", ":"])
def test_every_border_means_the_same(border: str, end: str) -> None:
    found = heading.read(f"Letter from I. V. Stalin{border}V. I. Lenin{end}", WORDS)
    assert found is not None
    assert [group.names for group in found.groups] == [("I. V. Stalin",), ("V. I. Lenin",)]
