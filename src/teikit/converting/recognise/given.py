"""What the file's format says of its words: italics, deletions, pages, other languages.

These marks are not inferred. The marks of notes are left to `note_marks`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from teikit.converting.letter import Block, Letter
from teikit.converting.recognise.context import Context
from teikit.converting.source import Mark, Region, Span

_LABELS = frozenset({"label", "label-repaired", "label-lost"})


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """Changes that a word processor tracked: whose, and on which day, as far as it says so."""

    author: str
    day: str


def revisions(letter: Letter) -> list[Revision]:
    """The tracked changes in a letter by author and day, in order."""
    return sorted({_revision(mark) for mark in _marks(letter) if _is_tracked(mark)})


def authors(letter: Letter) -> list[str]:
    """Who made tracked changes or comments in a letter."""
    notes = (comment_author(letter, block) for block in letter.blocks if block.kind == "note")
    return sorted({*filter(None, notes), *(each.author for each in revisions(letter))})


def comment_author(letter: Letter, block: Block) -> str:
    """Who wrote the comment that a note is; nothing where it is none."""
    regions, start = letter.source.regions, block.span.start
    for place in range(bisect_left(regions, start, key=_start), len(regions)):
        if regions[place].span.start > start:
            break
        if regions[place].attributes.get("type") == "comment":
            return regions[place].attributes.get("author", "unknown")
    return ""


_LONGEST_MARK = 10_000
"""Characters. A mark does not go on into another paragraph."""


def _marks(letter: Letter) -> list[Mark]:
    """The marks of the page that stand in a letter, in order."""
    marks = letter.source.marks
    found: dict[int, Mark] = {}
    for block in letter.blocks:
        first = bisect_left(marks, block.span.start - _LONGEST_MARK, key=_start)
        for place in range(first, bisect_right(marks, block.span.end, key=_start)):
            if marks[place].span.end >= block.span.start:
                found[place] = marks[place]
    return [found[place] for place in sorted(found)]


def _start(mark: Mark | Region) -> int:
    return mark.span.start


def given(letter: Letter, context: Context) -> Iterator[Mark]:
    """The marks that the page was read with, each inside one block."""
    del context  # the format says it all
    blocks = sorted(letter.blocks, key=lambda block: block.span)
    starts = [block.span.start for block in blocks]
    by_author = {author: f"#rev{place}" for place, author in enumerate(authors(letter), 1)}
    changes = {each: f"#ch{place}" for place, each in enumerate(revisions(letter), 1)}
    for mark in _marks(letter):
        if mark.kind == "ref":
            continue
        attributes = dict(mark.attributes)
        if _is_tracked(mark):
            revision = _revision(mark)
            attributes.pop("author", None)
            attributes.pop("when", None)
            attributes["resp"] = by_author.get(revision.author, "")
            attributes["change"] = changes.get(revision, "")
        for span in _inside(letter, blocks, starts, mark.span):
            divisible = bool(span) and mark.kind not in _UNDIVIDED
            yield Mark(span, mark.kind, attributes, divisible=divisible)


_UNDIVIDED = frozenset({"date", "orgName", "persName", "placeName"})
"""What would be two things in two pieces."""


def _is_tracked(mark: Mark) -> bool:
    return "author" in mark.attributes or "when" in mark.attributes


def _revision(mark: Mark) -> Revision:
    return Revision(mark.attributes.get("author", ""), mark.attributes.get("when", "")[:10])


def _inside(letter: Letter, blocks: list[Block], starts: list[int], span: Span) -> Iterator[Span]:
    """The parts of a span in blocks, behind the labels of notes; a point is in one of them."""
    place = max(0, bisect_right(starts, span.start) - 1)
    while place < len(blocks) and blocks[place].span.start < max(span.end, span.start + 1):
        block = blocks[place]
        place += 1
        start = max((m.span.end for m in block.marks if m.kind in _LABELS), default=0)
        start = max(block.span.start, start)
        if not span:
            if block.span.start <= span.start <= block.span.end:
                point = max(span.start, min(start, block.span.end))
                yield Span(point, point)
            continue
        part = Span(max(start, span.start), min(span.end, block.span.end))
        if part and (trimmed := letter.source.trim(part)):
            yield trimmed
