"""What notes and descriptions tell of the manuscript: deletions, underlining, hands, a missing end.

The page has lost strokes and italics. A note that quotes the words it speaks of is followed; a
deletion can also be placed where the space went that stood before the italics ("general,with which
…"). What cannot be placed is a finding.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from teikit.converting.letter import CONVERTER, DECIDER, EDITORS, Block, Letter
from teikit.converting.overrides import Deletion
from teikit.converting.raw_rules import (
    DECISION_NEEDLESS,
    DECISION_REFUSED,
    DELETION_PLACED,
    DELETION_UNPLACED,
    HAND_PLACED,
    WRITING_UNPLACED,
)
from teikit.converting.recognise.context import TEXT_KINDS, Context, finding
from teikit.converting.recognise.decisions import PointsNowhereError, locate
from teikit.converting.recognise.note_marks import placed
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic

_GLUED = re.compile(r"[,;.:](?=[^\W\d_])")
_QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]{3,300})[”\"»]")
_LONGEST_STATEMENT = 15
UNKNOWN_HAND = "h-unknown"


def missing_end(letter: Letter, context: Context) -> Iterator[Mark]:
    """A gap behind the last words of a document whose end a note calls missing."""
    text = [block for block in letter.blocks if block.kind in TEXT_KINDS]
    for block in letter.of_kind("note"):
        if text and _says(letter, block, context.profile.notes.missing_end):
            end = text[-1].span.end
            attributes = {
                "reason": "lost",
                "extent": "unknown",
                "unit": "unknown",
                "resp": EDITORS,
                "source": f"#n{block.key}",
            }
            yield Mark(Span(end, end), "gap", attributes, _statement(letter, block))
            return  # a text has one end


def deletions(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """The words that a note calls crossed out."""
    notes = [b for b in letter.of_kind("note") if _says(letter, b, context.profile.notes.deletion)]
    decided = {str(each.note): each for each in context.decision.deletions}
    if not notes and not decided:
        return
    marks = placed(letter, context)
    by_number = {block.key: block for block in letter.of_kind("note")}
    for number, deletion in decided.items():
        try:
            mark = _decided_deletion(letter, context, deletion, marks.get(number))
            yield mark
            found = _deletion(letter, context, by_number[number], marks)
            if any(isinstance(each, Mark) and each.span == mark.span for each in found):
                message = f"the deletion of note {number} is found without it"
                yield finding(letter, DECISION_NEEDLESS, mark.span, message)
        except PointsNowhereError as error:
            message = f"the deletion of note {number}: {error}"
            yield finding(letter, DECISION_REFUSED, letter.span, message)
    for note in notes:
        if note.key not in decided:
            yield from _deletion(letter, context, note, marks)


def _decided_deletion(
    letter: Letter, context: Context, deletion: Deletion, mark: Span | None
) -> Mark:
    notes = {block.key: block for block in letter.of_kind("note")}
    if str(deletion.note) not in notes:
        raise PointsNowhereError("there is no such note")
    start = locate(letter, deletion.begins).start
    end = locate(letter, deletion.ends).end if deletion.ends else mark.start if mark else None
    if end is None:
        raise PointsNowhereError("the note has no mark; say where the deletion ends")
    block = next(block for block in letter.blocks if Span(start, start) in block.span)
    if not start < end <= block.span.end:
        raise PointsNowhereError("it does not end behind its beginning, in the same paragraph")
    hand = _hand(letter, notes[str(deletion.note)], context)
    span = letter.source.trim(Span(start, end))
    return Mark(span, "del", _deleted(str(deletion.note), hand) | {"resp": DECIDER})


def _deleted(number: str, hand: str) -> dict[str, str]:
    return {
        "rend": "strikethrough",
        "id": f"del{number}",
        "corresp": f"#n{number}",
        "hand": hand,
    }


def _deletion(
    letter: Letter, context: Context, note: Block, marks: dict[str, Span]
) -> Iterator[Mark | Diagnostic]:
    number = note.key
    hand = _hand(letter, note, context)
    span = _quoted(letter, note)
    inferred = {"resp": CONVERTER, "cert": "high", "evidence": "external", "source": f"#n{number}"}
    mark = marks.get(number)
    if span is None and mark and len(_statement(letter, note).split()) <= _LONGEST_STATEMENT:
        span = _set_off(letter, mark, _CROSSED_OUT) or _by_lost_space(letter, mark, marks)
        inferred = {"resp": CONVERTER, "cert": "medium", "evidence": "internal"}
    if span:
        yield Mark(span, "del", _deleted(number, hand) | inferred)
        words = " ".join(letter.source[span].split()[:5])
        message = f"the deletion of note {number} is taken to begin at “{words} …”"
        yield finding(letter, DELETION_PLACED, span, message)
        return
    if mark:
        attributes = {"function": "deletion", "spanTo": f"#r{number}"}
        place = Span(mark.start, mark.start)
        inferred = {"resp": CONVERTER, "cert": "low", "corresp": f"#n{number}"}
        yield Mark(place, "metamark", attributes | inferred)
    message = f"where the deletion of note {number} begins is not seen"
    yield finding(letter, DELETION_UNPLACED, mark or note.span, message)


_CROSSED_OUT = frozenset({("del", "strikethrough"), ("hi", "italic")})
_UNDERLINED = frozenset({("hi", "underline"), ("hi", "double-underline"), ("hi", "italic")})
_INSERTED = frozenset({("add", ""), ("hi", "italic")})
"""How words look on a page of which a note says so: as in the manuscript, or in italics."""

_NEAR = 3
"""Characters between such words and the mark of the note: a space, a stop."""
_MOST_LOOKS = 8


def _set_off(letter: Letter, mark: Span, looks: frozenset[tuple[str, str]]) -> Span | None:
    """The words before the mark of a note that the page itself sets off in one of some ways."""
    source = letter.source
    place = bisect_left(source.marks, mark.start, key=lambda each: each.span.start)
    for each in reversed(source.marks[max(0, place - _MOST_LOOKS) : place]):
        between = source.text[each.span.end : mark.start]
        near = each.span.end <= mark.start and len(between) <= _NEAR
        apart = any(map(str.isalnum, between))
        if near and not apart and (each.kind, each.attributes.get("rend", "")) in looks:
            return each.span
    return None


def _by_lost_space(letter: Letter, mark: Span, marks: dict[str, Span]) -> Span | None:
    """From where a space is missing up to a mark, if it is missing in one place only."""
    block = next(block for block in letter.blocks if mark in block.span)
    earlier = [each.end for each in marks.values() if each in block.span and each.end <= mark.start]
    region = Span(max(earlier, default=block.span.start), mark.start)
    starts = [region.start + match.end() for match in _GLUED.finditer(letter.source[region])]
    return letter.source.trim(Span(starts[0], mark.start)) if len(starts) == 1 else None


def writing(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """What notes call underlined or inserted, where they quote the words."""
    words = context.profile.notes
    notes = letter.of_kind("note")
    telling = any(_says(letter, note, (*words.underlining, *words.addition)) for note in notes)
    marks = placed(letter, context) if telling and letter.source.marks else {}
    for note in notes:
        number = note.key
        for kind, phrases, looks in (
            ("hi", words.underlining, _UNDERLINED),
            ("add", words.addition, _INSERTED),
        ):
            if not _says(letter, note, phrases):
                continue
            attributes = {
                "rend": "underline" if kind == "hi" else "",
                "hand": _hand(letter, note, context),
                "corresp": f"#n{number}",
                "resp": CONVERTER,
                "cert": "high",
                "source": f"#n{number}",
            }
            if span := _quoted(letter, note):
                yield Mark(span, kind, attributes)
            elif number in marks and (span := _set_off(letter, marks[number], looks)):
                yield Mark(span, kind, {**attributes, "cert": "medium"})
            else:
                message = f"note {number} tells of writing whose place the page does not show"
                yield finding(letter, WRITING_UNPLACED, note.span, message)


def hands(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """Where another hand begins, as the printed description of the manuscript tells."""
    words = context.profile.manuscript
    for block in letter.of_kind("source"):
        text = letter.text(block)
        folded = text.casefold()
        place: Span | None = None
        if any(phrase in folded for phrase in words.last_paragraph):
            paragraphs = letter.of_kind("p")
            place = paragraphs[-1].span if paragraphs else None
            hand = UNKNOWN_HAND if any(phrase in folded for phrase in words.unknown) else ""
        elif any(phrase in folded for phrase in words.from_words):
            place, hand = _quoted(letter, block), _sender_hand(letter, context)
        else:
            continue
        if place is None or not hand:
            message = f"“{' '.join(text.split())}” tells of a hand whose place is not clear"
            yield finding(letter, WRITING_UNPLACED, block.span, message)
            continue
        start = Span(place.start, place.start)
        attributes = {"new": f"#{hand}", "resp": CONVERTER, "cert": "medium", "source": "#x1"}
        yield Mark(start, "handShift", attributes)
        begin = " ".join(letter.source[place].split()[:5])
        yield finding(letter, HAND_PLACED, start, f"another hand is taken to begin at “{begin} …”")


def _sender_hand(letter: Letter, context: Context) -> str:
    """The hand of the one who signs."""
    for block in letter.of_kind("signed"):
        if hand := _hand(letter, block, context):
            return hand.removeprefix("#")
    return ""


def _says(letter: Letter, block: Block, phrases: tuple[str, ...]) -> bool:
    text = _folded(letter.text(block))
    return any(phrase in text for phrase in phrases)


@lru_cache(maxsize=64)  # of each note several things are asked
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _quoted(letter: Letter, block: Block) -> Span | None:
    """The place in the text of the first words that a block quotes, if they stand there once."""
    match = _QUOTED.search(letter.text(block))
    if match is None:
        return None
    try:
        return locate(letter, match["words"].strip(" .,;:"))
    except PointsNowhereError:
        return None


def _statement(letter: Letter, block: Block) -> str:
    """The note's words without its number."""
    start = max((mark.span.end for mark in block.marks), default=block.span.start)
    return " ".join(letter.source[Span(start, block.span.end)].split())


def _hand(letter: Letter, block: Block, context: Context) -> str:
    """A pointer to the hand of the first person whom a block names."""
    for match in context.authority.persons.finditer(letter.text(block)):
        found = context.authority.find(match.group(), "person")
        if len(found) == 1:
            return f"#h-{found[0].id}"
    return ""
