"""Names that are spelt nearly alike."""

from collections.abc import Iterable

MAX_LENGTH = 40  # of a word that can be a slip of another; also bounds the work


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` was most likely meant to be; None when none is near.

    Case counts least. Near are words with one letter in four wrong, missing, added or swapped.
    """
    if len(word) > MAX_LENGTH:
        return None
    folded = word.casefold()
    limit = max(1, len(word) // 4)
    best: tuple[int, int, str] | None = None
    for other in words:
        if abs(len(other) - len(word)) > limit or other == word:
            continue
        steps = _steps(folded, other.casefold(), limit)
        if steps <= limit:
            # Two words of two letters are not alike for sharing one.
            if steps >= len(word) or (steps and len(word) < 3):
                continue
            best = min(best or (steps, len(other), other), (steps, len(other), other))
    return best and best[2]


def _steps(one: str, other: str, limit: int) -> int:
    """How many letters to change, add, drop or swap; more than `limit` is not counted out."""
    if one == other:
        return 0
    if len(set(one) ^ set(other)) > 2 * limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            swapped = (
                row > 1
                and column > 1
                and (letter, one[row - 2])
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
