"""Square brackets: words that the editors supplied, abbreviations they filled up, ellipses.

A machine translation may leave a letter of the original in its brackets ("[c]to formulate"): what
it makes a word with stands nowhere else, and the rest is a word of its own.
"""

import re
from collections.abc import Container, Iterator

from teikit.converting.forms.prose import around
from teikit.converting.letter import CONVERTER, EDITORS, Block, Letter
from teikit.converting.raw_rules import BRACKET_UNBALANCED, LETTER_LEFT_OVER
from teikit.converting.recognise.context import NOTE_KINDS, TEXT_KINDS, Context, finding
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic

_BRACKET = re.compile(r"[\[\]]")
_WORD_END = re.compile(r"\w*$")
_WORD_START = re.compile(r"\w*")
_REST_OF_WORD = re.compile(r"[^\W\d_]*")
"""What of a word stands behind its bracket: a number there is the mark of a note."""
_LONGEST_WORD = 60
_ABBREVIATED = re.compile(r"/\s?(?P<letter>[^\W\d_])\s$")
"""The "D " of "n / D [on]", in front of its bracket."""
_DOTS = re.compile(r"\s*(?:\.\s?){2,3}\.?\s*|\s*…\s*")


def brackets(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Mark each pair of brackets; a bracket without partner is a finding.

    A bracket inside a word fills up an abbreviation ("T[ovari]sch"), a bracket between words
    supplies ("[with]"), and one around dots alone is an ellipsis.
    """
    marked = {span for link in letter.links for span in _inside(letter, link)}
    labelled = {m.span.start for b in letter.blocks for m in b.marks if m.kind == "label"}
    in_note = False
    for block in letter.blocks:
        if block.kind not in TEXT_KINDS | NOTE_KINDS:
            continue
        text = letter.text(block)
        pairs, alone = _pairs(text, block.span.start, labelled)
        if in_note and alone and text[alone[-1] :].strip() == "]":
            alone.pop()  # the note ends that an earlier paragraph began
            in_note = False
        of_text = [position for position in alone if block.span.start + position not in labelled]
        in_note = in_note or len(of_text) < len(alone)
        for position in of_text:
            place = Span(block.span.start + position, block.span.start + position + 1)
            words = around(text, position)
            yield finding(
                letter, BRACKET_UNBALANCED, place, f"no partner for the bracket in “{words}”"
            )
        for start, end in pairs:
            span = Span(block.span.start + start, block.span.start + end)
            if span.start in labelled or span in marked:
                continue  # the number of a note, or the note itself
            if context.profile.edition.translation and _is_left_over(letter, span):
                words = around(letter.text(block), start)
                message = f"“{letter.source[span]}” in “{words}” is no letter of the word behind it"
                yield finding(letter, LETTER_LEFT_OVER, span, message)
                surplus = {"reason": "left-over", "resp": CONVERTER, "cert": "medium"}
                yield Mark(span, "surplus", surplus)
                continue
            yield from _mark(letter, block, span)


def _inside(letter: Letter, link: Mark) -> Iterator[Span]:
    """The brackets of a mark: around it, or in it."""
    text = letter.source[link.span]
    if "[" in text:
        yield Span(link.span.start + text.index("["), link.span.end)
    yield Span(link.span.start - 1, link.span.end + 1)


def _is_left_over(letter: Letter, span: Span) -> bool:
    """Whether a bracket before a word holds one letter that makes no word of the page with it."""
    text = letter.source.text
    behind = _WORD_START.match(text, span.end, span.end + _LONGEST_WORD)
    alone = text[span.start - 1 : span.start].isspace()
    if behind is None or not behind[0] or not alone or span.end - span.start != len("[c]"):
        return False
    words = letter.source.words
    return text[span.start + 1] + behind[0] not in words and behind[0] in words


def _pairs(
    text: str, offset: int, notes: Container[int]
) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs of brackets as (start, end), and the positions of those without partner.

    Brackets are not nested in print, but within a note in brackets; `notes` has where
    these begin in the page, in which the text begins at `offset`.
    """
    opened: list[int] = []
    pairs, alone = [], []
    for match in _BRACKET.finditer(text):
        if match.group() == "[":
            if opened and offset + opened[-1] not in notes:
                alone.append(opened.pop())
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.end()))
        else:
            alone.append(match.start())
    return pairs, sorted(alone + opened)


def _mark(letter: Letter, block: Block, span: Span) -> Iterator[Mark]:
    text = letter.source.text
    inner = Span(span.start + 1, span.end - 1)
    content = text[inner.start : inner.end]
    if _DOTS.fullmatch(content):
        yield Mark(span, "ellipsis")
        return
    if block.kind in {"edition-date", "heading"} or not content.strip():
        return  # the editors' own brackets in their own lines: the date says what they mean
    start = max(
        (mark.span.end for mark in block.marks if mark.kind != "note"), default=block.span.start
    )
    before = text[span.start - 1] if span.start > start else " "
    nearest = max(min(start, span.start), span.start - _LONGEST_WORD)
    word = Span(
        span.start - len(_WORD_END.search(text, nearest, span.start)[0]),  # type: ignore[index]
        _REST_OF_WORD.match(text, span.end, block.span.end).end(),  # type: ignore[union-attr]
    )
    if shortened := _ABBREVIATED.search(text, nearest, span.start):
        yield Mark(Span(shortened.start("letter"), span.end), "expan")
        yield Mark(span, "ex", {"resp": EDITORS}, inner=inner)
        return
    printed = span.start - word.start
    # "T[ovari]sch" fills up a letter or two; "South[o]-Western" mends a word that lacks a letter.
    if printed and content.isalpha() and len(content) >= max(printed, 4 if before.isdigit() else 1):
        yield Mark(word, "expan")
        yield Mark(span, "ex", {"resp": EDITORS}, inner=inner)
    else:
        yield Mark(
            span, "supplied", {"reason": "omitted-in-original", "resp": EDITORS}, inner=inner
        )
