"""Small readings of a line: its sentences, its words, its numbers that may be note marks."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from teikit.converting.source import Source, Span, collapse

WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_STOP = re.compile(r"(?<![.!?])[.!?]++[”\"»)]*+(?=\s+[\"“«(]?[^\W\d_a-zа-яё])")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_LONGEST_ABBREVIATION = 12
_NEAR = 300
"""Characters: more than a few words have."""
_DIGIT = re.compile(r"\d")
LOOSE_NUMBER = re.compile(
    # It begins with a set of characters, so that all others are passed by at once.
    r"[\s\d](?<![\w/.,:-][\s\d])(?:(?<=\s)\s*\d{1,2}|(?<=\d)\d?)(?=\s*(?:[.,;:!?)]|$))"
)
"""A number that stands before punctuation or at the end, as note marks do."""


def words(text: str) -> list[str]:
    """The words of a text, without numbers; a full stop stays with an abbreviation."""
    return WORD.findall(text)


def sentences(source: Source, span: Span, abbreviations: tuple[str, ...]) -> Iterator[Span]:
    """The sentences of a line, trimmed. An abbreviation or an initial ends none."""
    text = source[span]
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group()[0] == "." and is_abbreviated(text, stop.start(), abbreviations):
            continue
        yield source.trim(Span(span.start + start, span.start + stop.end()))
        start = stop.end()
    if rest := source.trim(Span(span.start + start, span.end)):
        yield rest


def is_abbreviated(text: str, end: int, abbreviations: tuple[str, ...]) -> bool:
    """Whether the word that ends here is an initial or one of the abbreviations."""
    last = _LAST_WORD.search(text, max(0, end - _LONGEST_ABBREVIATION), end)
    if last is None:
        return False
    word = last.group()
    # "HON. SECRETARY": a line in capitals
    return (
        len(word) == 1
        or word in abbreviations
        or (word.isupper() and word.capitalize() in abbreviations)
    )


def around(text: str, position: int, count: int = 4) -> str:
    """The words around a place, whole: some before it and as many behind."""
    left, right = max(0, position - _NEAR), position + _NEAR
    before, after = text[left:position].split(" "), text[position:right].split(" ")
    start = "…" if len(before) > count or left else ""
    end = "…" if len(after) > count or right < len(text) else ""
    middle = collapse(" ".join(before[-count:]) + " ".join(after[:count]))
    return f"{start}{middle}{end}"


def before(text: str, end: int, count: int = 5) -> str:
    """The last words before a place, whole."""
    start = max(0, end - _NEAR)
    words = text[start:end].split()
    return ("…" if len(words) > count or start else "") + " ".join(words[-count:])


def without_marks(text: str) -> str:
    """The text without numbers that stand as note marks do, and without asterisks."""
    bare = LOOSE_NUMBER.sub("", text) if _DIGIT.search(text) else text
    return bare.replace("*", "").strip()


def endorsement_kind(text: str, words: Mapping[str, Sequence[str]]) -> str:
    """Which kind of endorsement a line is, by its first word."""
    start = text.lstrip("[(_ ").casefold()
    return next(
        (
            kind
            for kind, phrases in words.items()
            if start.startswith(tuple(p.casefold() for p in phrases))
        ),
        "",
    )


def is_textual(text: str, phrases: Sequence[str]) -> bool:
    """Whether a note speaks of the manuscript, not of the matter."""
    folded = collapse(text).casefold()
    return any(phrase in folded for phrase in _folded(tuple(phrases)))


@lru_cache(maxsize=32)
def _folded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phrase.casefold() for phrase in phrases)


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; white space is as it comes."""
    return _any_of(tuple(words))


@lru_cache(maxsize=256)  # those of a profile are asked for with each document
def _any_of(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
