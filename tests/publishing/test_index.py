"""The index of the search: all words and texts are in its parts, and none is large."""

import json
import re
from collections import defaultdict

from teikit.publishing.edition import folded
from teikit.publishing.index import MANY, Indexed, scripts, slow_search

COUNT = 300


def made(letters: list[Indexed]) -> tuple[dict[str, object], dict[str, list]]:
    """The index, and its parts."""
    found = {
        name: json.loads(script[script.index(" = ") + 3 :].rstrip(";\n"))
        for name, script in scripts(letters)
    }
    return found.pop("index.js"), found


def letter(number: int) -> Indexed:
    words = " ".join(f"word{number * step % 997} Élan 𝔘x ﬁn" for step in range(1, 100))
    return Indexed(f"letters/{number}.html", f"Letter {number}", "Ann", "Bob", "Lund", "", words)


def test_parts_hold_all_words_and_texts() -> None:
    letters = [letter(number) for number in range(COUNT)]
    index, parts = made(letters)
    assert index["letters"] == [[*each[:6]] for each in letters]
    texts = [text for number in range(len(index["texts"])) for text in parts[f"texts-{number}.js"]]
    assert texts == [each.text for each in letters]
    assert len(index["texts"]) > 3
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    rows = [row for number in range(len(index["words"])) for row in parts[f"words-{number}.js"]]
    for word, *postings in rows:
        at = 0
        for step, count in zip(postings[::2], postings[1::2], strict=True):
            at += step
            counts[word][at] = count
    for number, each in enumerate(letters):
        for word in set(re.findall(r"[^\W_]+", folded(f"{each.title} {each.text}"))):
            assert counts[word][number] > 0
    assert counts["elan"][7] == 99
    assert counts["fin"][7] == 99
    assert [row[0] for row in rows] == sorted(counts, key=lambda word: word.encode("utf-16-be"))
    assert index["words"] == [parts[f"words-{n}.js"][0][0] for n in range(len(index["words"]))]


def test_an_edition_without_words_has_an_index() -> None:
    index, parts = made([Indexed("letters/a.html", "", "", "", "", "", "")])
    assert index["words"] == []
    assert parts == {"texts-0.js": [""]}


def test_of_a_search_that_grows_slow_it_is_told() -> None:
    assert [*slow_search(MANY)] == []
    (sentence,) = slow_search(MANY + 1)
    assert sentence.startswith("5001 letters: the search is made for up to 5000")
    assert "--search pagefind" in sentence
