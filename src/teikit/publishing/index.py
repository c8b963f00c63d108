"""The index of the search, as a script: which words are in which letters, and what is shown."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from teikit.publishing.edition import folded

_WORD = re.compile(r"[^\W_]+")

FIELDS = ("address", "title", "from", "to", "place", "date", "text")
"""What is kept of a letter, in this order; those between title and text can be searched alone."""


class Indexed(NamedTuple):
    """A letter as the search knows it, each in words."""

    address: str
    title: str
    sender: str
    receiver: str
    place: str
    date: str
    text: str


def script(letters: Iterable[Indexed]) -> str:
    """The index of letters, as a script that the search loads.

    `words` are sorted; the `postings` of each are pairs: how far on the next letter is in the
    list, and how often the word is in it.
    """
    listed = [*letters]
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, letter in enumerate(listed):
        for word in _WORD.findall(folded(f"{letter.title} {letter.text}")):
            counts[word][number] += 1
    words = sorted(counts)
    postings = []
    for word in words:
        last, pairs = 0, []
        for number, count in sorted(counts[word].items()):
            pairs += [number - last, count]
            last = number
        postings.append(pairs)
    index = {
        "fields": {name: at for at, name in enumerate(FIELDS)},
        "letters": listed,
        "words": words,
        "postings": postings,
    }
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"window.teikit = {written};\n"
