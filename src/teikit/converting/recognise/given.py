"""What the file's format says of its words: italics, deletions, pages, other languages.

These marks are not inferred. The marks of notes are left to `note_marks`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from teikit.converting.letter import Block, Letter
from teikit.converting.recognise.context import Context
from teikit.converting.source import Mark, Span

_LABELS = frozenset({"label", "label-repaired", "label-lost"})


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """Changes that a word processor tracked: whose, and on which day, as far as it says so."""

    author: str
    day: str


def revisions(letter: Letter) -> list[Revision]:
    """The tracked changes in a letter by author and day, in order."""
    span = letter.span
    found = {_revision(m) for m in letter.source.marks if m.span in span and _is_tracked(m)}
    return sorted(found)


def authors(letter: Letter) -> list[str]:
    """Who made tracked changes in a letter."""
    return sorted({revision.author for revision in revisions(letter)})


def given(letter: Letter, context: Context) -> Iterator[Mark]:
    """The marks that the page was read with, each inside one block."""
    del context  # the format says it all
    blocks = sorted(letter.blocks, key=lambda block: block.span)
    starts = [block.span.start for block in blocks]
    by_author = {author: f"#rev{place}" for place, author in enumerate(authors(letter), 1)}
    changes = {each: f"#ch{place}" for place, each in enumerate(revisions(letter), 1)}
    for mark in letter.source.marks:
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
            yield Mark(span, mark.kind, attributes, divisible=bool(span))


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
