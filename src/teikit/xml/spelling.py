"""Names and words that are spelt nearly alike."""

import re
from collections.abc import Iterable
from itertools import takewhile

MAX_LENGTH = 40  # of a word that can be a slip of another; also bounds the work
MAX_ADDRESS = 100  # of a namespace that can be a slip of another


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` was most likely meant to be; None when none is near.

    Near are words with one letter in four wrong, missing, added or swapped; case and signs count
    least. If there are none, a word is near that begins alike, for half of its length at least.
    """
    if len(word) > MAX_LENGTH:
        return None
    others = [other for other in dict.fromkeys(words) if other != word]
    plain = _plain(word)
    limit = max(1, len(plain) // 4)
    if len(plain) > 2:
        ranked = [
            (steps, len(other), other)
            for other in others
            if abs(len(other) - len(word)) <= limit + 1
            and (steps := _steps(plain, _plain(other), limit)) <= limit
        ]
    else:  # two words of two letters are not alike for sharing one
        ranked = [(0, 0, other) for other in others if _plain(other) == plain]
    if not ranked:
        ranked = [
            (-alike, len(other), other)
            for other in others
            if (alike := _alike(plain, _plain(other))) >= 4
            and 2 * alike >= max(len(plain), len(other))
        ]
    return min(ranked)[2] if ranked else None


def nearest_namespace(name: str, names: Iterable[str]) -> str:
    """The one of `names` that the namespace `name` was most likely meant to be, else empty.

    Near are addresses that differ in their protocol, in "www.", case, spaces, signs or a slash at
    the end, and else in one letter of five at most.
    """
    plain = _plain_address(name)
    ranked = []
    for other in dict.fromkeys(names):
        against = _plain_address(other)
        limit = min(len(plain), len(against)) // 5
        steps = _steps(plain, against, limit) if len(name) <= MAX_ADDRESS else limit + 1
        if steps <= limit and against and other != name:
            ranked.append((steps, other))
    return min(ranked)[1] if ranked else ""


def _plain_address(name: str) -> str:
    return _plain(re.sub(r"^\s*(https?:?)?/*(www\.)?", "", name, flags=re.IGNORECASE))


def _alike(first: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, other, strict=False))
    )


def _plain(word: str) -> str:
    return re.sub(r"[\W_]", "", word).casefold()


def _steps(first: str, other: str, limit: int) -> int:
    """How many letters to change, add, drop or swap; more than `limit` is not counted out."""
    if first == other:
        return 0
    if len(set(first) ^ set(other)) > 2 * limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(first, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            swapped = (
                row > 1
                and column > 1
                and (letter, first[row - 2])
                == (
                    other[column - 2],
                    against,
                )
            )
            now.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(now) > limit:
            return limit + 1
        before, last = last, now
    return last[-1]
