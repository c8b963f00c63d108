"""The index of the search, as scripts: which words are in which letters, and what is shown.

Pages that lie on a disk can load scripts and nothing else. The first has what is known of each
letter and says which part has which words and texts; a part is loaded when it is needed.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from teikit.publishing.edition import folded

_WORD = re.compile(r"[^\W_]+")
_PART = 150_000
"""About as many characters are in a part."""

MANY = 5_000
"""The search is measured with so many letters; with more of them it is slower still."""

FIELDS = ("address", "title", "from", "to", "place", "date")
"""What is kept of a letter, in this order; those behind the title can be searched alone."""


class Indexed(NamedTuple):
    """A letter as the search knows it, each in words."""

    address: str
    title: str
    sender: str
    receiver: str
    place: str
    date: str
    text: str


def scripts(letters: Iterable[Indexed]) -> Iterator[tuple[str, str]]:
    """The scripts of the index of letters, by their names.

    In the parts of words these are sorted; the postings of each are pairs: how far on the next
    letter is in the list, and how often the word is in it.
    """
    listed = [*letters]
    words = _parts([[word, *postings] for word, postings in _postings(listed)])
    texts = _parts([letter.text for letter in listed])
    starts = [0]
    for part in texts:
        starts.append(starts[-1] + len(part))
    index = {
        "fields": {name: at for at, name in enumerate(FIELDS)},
        "letters": [letter[: len(FIELDS)] for letter in listed],
        "words": [part[0][0] for part in words],
        "texts": starts[:-1],
        "parts": {},
    }
    yield "index.js", f"window.teikit = {_json(index)};\n"
    for kind, parts in (("words", words), ("texts", texts)):
        for number, part in enumerate(parts):
            name = f"{kind}-{number}"
            yield f"{name}.js", f'window.teikit.parts["{name}"] = {_json(part)};\n'


def slow_search(count: int) -> Iterator[str]:
    """What to know of the search of so many letters, if there is something."""
    if count > MANY:
        yield (
            f"{count} letters: the search is made for up to {MANY}; with more, its first answer "
            "takes some seconds (--search pagefind loads far less, but works only on a web server)"
        )


def _postings(letters: Sequence[Indexed]) -> Iterator[tuple[str, list[int]]]:
    """The words in the order that JavaScript compares them in, with their postings."""
    found: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for number, letter in enumerate(letters):
        counts = Counter(_WORD.findall(folded(f"{letter.title} {letter.text}")))
        for word, count in counts.items():
            found[word] += (number - last.get(word, 0), count)
            last[word] = number
    for word in sorted(found, key=lambda word: word.encode("utf-16-be")):
        yield word, found[word]


def _parts(items: Sequence[Any]) -> list[list[Any]]:
    """The items in parts of about the same size."""
    parts: list[list[Any]] = []
    room = 0
    for item in items:
        size = len(item) if isinstance(item, str) else 4 * len(item)
        if room < size or not parts:
            parts.append([])
            room = _PART
        parts[-1].append(item)
        room -= size
    return parts


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
