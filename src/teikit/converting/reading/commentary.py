"""What the editors say of a letter in brackets: before it, or behind its signature.

It stands in square brackets, over one paragraph or several, and is longer than what editors supply
in a text. It belongs to no letter's text.
"""

from collections.abc import Sequence

_FEWEST = 12
"""Words: what is shorter is a direction, or supplied."""
_MOST = 60
"""Paragraphs."""


def bracketed_end(texts: Sequence[str], first: int, end: int) -> int:
    """The index behind a comment that begins at a paragraph; `first` where none does."""
    if not texts[first].lstrip("_").startswith("["):
        return first
    depth = words = 0
    for index in range(first, min(end, first + _MOST)):
        text = texts[index]
        depth += text.count("[") - text.count("]")
        words += len(text.split())
        if depth <= 0:
            closed = text.rstrip("_. ").endswith("]")
            return index + 1 if closed and words >= _FEWEST else first
    return first


def comment_before(texts: Sequence[str], end: int) -> int:
    """The index of the comment that ends just before `end`; `end` where none does."""
    if not end or not texts[end - 1].rstrip("_. ").endswith("]"):
        return end
    depth = 0
    for index in range(end - 1, max(-1, end - 1 - _MOST), -1):
        depth += texts[index].count("]") - texts[index].count("[")
        if depth <= 0:
            return index if bracketed_end(texts, index, end) == end else end
    return end


def comments_behind(texts: Sequence[str], first: int, end: int) -> int:
    """The index from which on nothing but comments stand, up to `end`; `end` where none do."""
    start = end
    while start > first and (before := comment_before(texts, start)) < start:
        if before < first:
            break
        start = before
    return start
