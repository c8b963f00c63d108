"""What notes tell of the manuscript: crossed-out words, a missing end.

The page has lost italics and strokes. A deletion is placed where the page still shows where it
began: where the space went that stood before the italics ("general,with which …").
"""

import re
from collections.abc import Iterator

from teikit.diagnostic import Diagnostic
from teikit.letter import CONVERTER, EDITORS, Block, Letter, Mark
from teikit.raw_rules import DELETION_PLACED, DELETION_UNPLACED
from teikit.recognise.context import TEXT_KINDS, Context, finding
from teikit.source import Span

_GLUED = re.compile(r"[,;.:](?=[^\W\d_])")


def missing_end(letter: Letter, context: Context) -> Iterator[Mark]:
    """A gap behind the last words of a document whose end a note calls missing."""
    text = [block for block in letter.blocks if block.kind in TEXT_KINDS]
    for block in letter.of_kind("note"):
        if text and _says(letter, block, context.profile.notes.missing_end):
            end = text[-1].span.end
            yield Mark(
                Span(end, end),
                "gap",
                {
                    "reason": "lost",
                    "extent": "unknown",
                    "unit": "unknown",
                    "resp": EDITORS,
                    "source": f"#n{block.attributes['n']}",
                },
                _sentence(letter, block),
            )


def deletions(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """The words that a note calls crossed out, where the page shows where they began."""
    from teikit.recognise.note_marks import note_marks  # noqa: PLC0415

    told = [b for b in letter.of_kind("note") if _says(letter, b, context.profile.notes.deletion)]
    if not told:
        return
    placed = {
        mark.attributes["target"].removeprefix("#n"): mark.span
        for mark in note_marks(letter, context)
        if isinstance(mark, Mark)
    }
    for note in told:
        number = note.attributes["n"]
        end = placed.get(number)
        if end is None or not _is_whole_statement(letter, note):
            continue
        block = next(b for b in letter.blocks if end in b.span)
        earlier = [
            span.end for span in placed.values() if span in block.span and span.end <= end.start
        ]
        region = Span(max(earlier, default=block.span.start), end.start)
        starts = [region.start + match.end() for match in _GLUED.finditer(letter.source[region])]
        hand = _hand(letter, note, context)
        shared = {"resp": CONVERTER, "corresp": f"#n{number}"} | ({"hand": hand} if hand else {})
        if len(starts) == 1:
            span = letter.source.trim(Span(starts[0], end.start))
            yield Mark(
                span,
                "del",
                {
                    "rend": "strikethrough",
                    "id": f"del{number}",
                    "cert": "medium",
                    "evidence": "internal",
                    **shared,
                },
            )
            words = " ".join(letter.source[span].split()[:5])
            yield finding(
                letter,
                DELETION_PLACED,
                span,
                f"the deletion of note {number} begins at “{words} …”",
            )
        else:
            yield Mark(
                Span(end.start, end.start),
                "metamark",
                {"function": "deletion", "spanTo": f"#r{number}", **shared},
            )
            yield finding(
                letter,
                DELETION_UNPLACED,
                end,
                f"where the deletion of note {number} begins is not seen",
            )


def _says(letter: Letter, block: Block, phrases: tuple[str, ...]) -> bool:
    text = " ".join(letter.text(block).casefold().split())
    return any(phrase in text for phrase in phrases)


def _sentence(letter: Letter, block: Block) -> str:
    """The note's words without its number."""
    start = max((mark.span.end for mark in block.marks), default=block.span.start)
    return " ".join(letter.source[Span(start, block.span.end)].split())


def _is_whole_statement(letter: Letter, block: Block) -> bool:
    """Whether the note says nothing else; a longer one may tell of words that it quotes."""
    return len(_sentence(letter, block).split()) <= 15


def _hand(letter: Letter, block: Block, context: Context) -> str:
    pattern = context.authority.persons
    for match in pattern.finditer(letter.text(block)) if pattern else ():
        found = context.authority.find(match.group(), "person")
        if len(found) == 1:
            return f"#h-{found[0].id}"
    return ""
