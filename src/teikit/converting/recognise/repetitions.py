"""Passages that the translation repeats word for word, one copy behind the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.converting.letter import CONVERTER, Letter
from teikit.converting.raw_rules import NEAR_REPETITION, REPETITION
from teikit.converting.recognise.context import NOTE_KINDS, Context, finding
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
SHORTEST = 15
"""Tokens. Shorter repetitions ("by telegraph, by telegraph") may be the writer's own."""
_SHINGLE = 8
_SENTENCE = re.compile(r"[^.!?]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_FEWEST_WORDS = 8
_SHORTEST_SENTENCE = _FEWEST_WORDS * len("long ") - 1
_NEARLY = 0.75
_LOOK_BACK = 30


@dataclass(frozen=True, slots=True)
class Repetition:
    """A passage and its verbatim copies right behind it."""

    first: Span
    copies: tuple[Span, ...]


def repetitions(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark the first copy, and each of the others as surplus."""
    number = 0
    for block in letter.blocks:
        if block.kind not in NOTE_KINDS | {"p"}:
            continue
        for repeated in find(letter.text(block)):
            number += 1
            start = block.span.start
            first = Span(start + repeated.first.start, start + repeated.first.end)
            # The number of a note is said of the note: it stands before what is repeated.
            label = max((mark.span.end for mark in block.marks if mark.span), default=start)
            if first.start < label < first.end:
                first = letter.source.trim(Span(label, first.end))
            yield Mark(first, "seg", {"type": "repeated", "id": f"rep{number}"})
            for copy in repeated.copies:
                yield Mark(
                    Span(start + copy.start, start + copy.end),
                    "surplus",
                    {"reason": "repeated", "corresp": f"#rep{number}", "resp": CONVERTER},
                )
            words = " ".join(letter.source[first].split()[:6])
            yield finding(
                letter,
                REPETITION,
                first,
                f"“{words} …” stands {len(repeated.copies) + 1} times in a row",
            )


def near_repetitions(letter: Letter, context: Context) -> Iterator[Diagnostic]:
    """Sentences of one paragraph that share nearly all their words, but are not the same."""
    for block in letter.blocks:
        if block.kind not in NOTE_KINDS | {"p"}:
            continue
        copies: list[Span] | None = None
        text = letter.text(block)
        sentences: list[tuple[frozenset[str], re.Match[str]]] = []
        for match in _SENTENCE.finditer(text):
            if match.end() - match.start() < _SHORTEST_SENTENCE:
                continue
            words = frozenset(map(str.casefold, _LONG_WORD.findall(match.group())))
            if len(words) < _FEWEST_WORDS:
                continue
            for others, earlier in sentences[-_LOOK_BACK:]:
                if len(words & others) >= _NEARLY * min(len(words), len(others)):
                    if copies is None:
                        copies = [copy for found in find(text) for copy in found.copies]
                    span = Span(*match.span())
                    if any(span.overlaps(copy) for copy in copies):
                        break  # a verbatim copy is reported already
                    place = Span(block.span.start + span.start, block.span.start + span.end)
                    start, other = _start(match), _start(earlier)
                    message = f"“{start} …” nearly repeats “{other} …” in the same paragraph"
                    yield finding(letter, NEAR_REPETITION, place, message)
                    break
            sentences.append((words, match))


def _start(sentence: re.Match[str]) -> str:
    return " ".join(sentence.group().split()[:6])


def find(text: str) -> Iterator[Repetition]:
    """Verbatim repetitions, white space apart, from left to right; they do not overlap."""
    words = _WORD.findall(text)
    if len(words) < SHORTEST * 2:
        return
    shingles = list(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
    if len(set(shingles)) == len(shingles):
        return
    tokens: list[Span] = []
    last_seen: dict[tuple[str, ...], int] = {}
    end = 0
    for index, shingle in enumerate(shingles):
        earlier = last_seen.get(shingle)
        last_seen[shingle] = index
        if earlier is None or earlier < end or index - earlier < SHORTEST:
            continue
        length = index - earlier
        copies = _copies(words, earlier, length)
        if not copies:
            continue
        tokens = tokens or [Span(*match.span()) for match in _WORD.finditer(text)]
        start = _sentence_start(words, earlier, length * copies, length)
        end = start + length * (copies + 1)
        borders = range(start, end + 1, length)
        first, *others = (_span(tokens, a, b) for a, b in pairwise(borders))
        yield Repetition(first, tuple(others))


def _copies(words: Sequence[str], start: int, length: int) -> int:
    """How many whole copies of `length` words follow the ones at `start`."""
    original = words[start : start + length]
    copies = 0
    while words[start + (copies + 1) * length : start + (copies + 2) * length] == original:
        copies += 1
    return copies


def _sentence_start(words: Sequence[str], start: int, distance: int, length: int) -> int:
    """The start, moved to where a sentence begins as far as the last copy allows.

    A repetition can be cut at any of its words when the text behind it goes on in the same way:
    "). This fact … 1-3). This fact … 1-3)." is better cut before "This".
    """
    for moved in range(start, start + length):
        if moved > start and words[moved - 1] != words[moved - 1 + distance + length]:
            break
        if words[moved][:1].isupper() and (moved == 0 or words[moved - 1] in {".", "!", "?"}):
            return moved
        if moved + distance + length >= len(words):
            break
    return start


def _span(tokens: Sequence[Span], first: int, end: int) -> Span:
    return Span(tokens[first].start, tokens[end - 1].end)
