"""Lost note marks: placed by the trace that they left.

Where a mark stood, the page has a space before the full stop behind it ("from Petrovsk . In"), or
the full stop twice, or an asterisk.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from teikit.converting.forms.prose import any_of, before
from teikit.converting.letter import CONVERTER, Block, Letter
from teikit.converting.raw_rules import MARK_RECOVERED, NOTE_WITHOUT_MARK, ORPHAN_ASTERISK
from teikit.converting.recognise.context import TEXT_KINDS, Context, finding
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import NoteWords

# A space before a stop, or a stop twice: what is left where a mark stood between word and stop.
_TRACE = re.compile(
    r"(?<=[\w)\]”\"’])(?P<gap>\s+)(?=\.\.?(?!\.)|[,;:])|(?<=[\w)\]”\"’])(?=\.\.(?!\.))"
)
_STAR = re.compile(r"(?<!\*)\*(?!\*)|(?<=[^\s*])\*\*(?!\*)")
_ORNAMENT = re.compile(r"(?<!\S)\*(?:\s+\*)+(?!\S)")
_GAP = "the space before the stop"
_ASTERISK = "the asterisk there"
_WORD = "the word for its number there"


def lost_marks(
    letter: Letter, notes: Mapping[int, Block], placed: Mapping[int, Span], context: Context
) -> Iterator[Mark | Diagnostic]:
    """Place the marks of the notes that have none, where there are as many traces as lost marks.

    A single note whose number is itself inferred, and which speaks of what stands elsewhere in the
    text, gets no place: one guess would rest on another.
    """
    words = context.profile.notes
    blocks = [block for block in letter.blocks if block.kind in TEXT_KINDS]
    stars = _stars(letter, blocks)
    used: set[Span] = set()
    region = Span(blocks[0].span.start, blocks[-1].span.end) if blocks else letter.span
    for run in _runs(sorted(notes), placed):
        start = placed[run[0] - 1].end if run[0] - 1 in placed else region.start
        end = placed[run[-1] + 1].start if run[-1] + 1 in placed else region.end
        region = Span(start, max(start, end))
        near = [b for b in blocks if b.span.start <= region.end and region.start <= b.span.end]
        numerals = _numerals(letter, near, region, run, words)
        taken = [*placed.values(), *numerals]
        kinds = (
            (_GAP, _traces(letter, near, region, taken)),
            (_ASTERISK, [star for star in stars if star in region]),
            (_WORD, numerals),
        )
        how, places = next((each for each in kinds if len(each[1]) == len(run)), ("", []))
        used |= set(places)
        for number, place in zip(run, places, strict=False):
            alone = len(run) == 1
            if alone and _speaks_of_elsewhere(letter, notes[number], region, context):
                message = (
                    f"note {number} has no mark in the text; the one trace of a mark is not"
                    " taken, since the note speaks of what stands elsewhere"
                )
                yield finding(letter, NOTE_WITHOUT_MARK, notes[number].span, message)
                continue
            yield Mark(place, "ref", _recovered(number))
            only = "the only such trace" if alone else "as many such traces as lost marks"
            message = (
                f"mark of note {number} placed after “{_left(letter, place)}” by {how}, {only}"
            )
            yield finding(letter, MARK_RECOVERED, place, message)
        for number in run if not places else ():
            message = f"note {number} has no mark in the text"
            yield finding(letter, NOTE_WITHOUT_MARK, notes[number].span, message)
    for star in stars:
        if star not in used:
            message = f"the asterisk after “{_left(letter, star)}” has no note"
            yield finding(letter, ORPHAN_ASTERISK, star, message)


def _speaks_of_elsewhere(letter: Letter, note: Block, region: Span, context: Context) -> bool:
    """Whether a note of inferred number names what the text has, but not between these places."""
    if not any(mark.kind == "label-lost" for mark in note.marks):
        return False
    pattern = context.authority.anything
    named = {match.group().casefold() for match in pattern.finditer(letter.text(note))}
    places = [
        Span(block.span.start + match.start(), block.span.start + match.end())
        for block in letter.blocks
        if named and block.kind in TEXT_KINDS - {"heading"}
        for match in pattern.finditer(letter.text(block))
        if match.group().casefold() in named
    ]
    return bool(places) and not any(place in region for place in places)


def _stars(letter: Letter, blocks: Iterable[Block]) -> list[Span]:
    """The asterisks that may be marks: none for a name, no ornament, none around words."""
    found: list[Span] = []
    opened: Span | None = None
    for block in blocks:
        text = letter.text(block)
        if "*" not in text:
            continue
        ornaments = [Span(*match.span()) for match in _ORNAMENT.finditer(text)]
        at = 0
        for match in _STAR.finditer(text):
            while at < len(ornaments) and ornaments[at].end <= match.start():
                at += 1
            if at < len(ornaments) and ornaments[at].start <= match.start():
                continue
            star = Span(block.span.start + match.start(), block.span.start + match.end())
            opens = (
                not text[max(0, match.start() - 1) : match.start()].strip()
                and text[match.end() : match.end() + 1].isalnum()
            )
            if opens and opened is None:
                opened = star
            elif opened and not opens and (opened in block.span or star.end == block.span.end):
                opened = None  # the stars are around words, or around whole paragraphs
            else:
                found.append(star)
    return sorted([*found, opened]) if opened else found


def _left(letter: Letter, place: Span) -> str:
    """The words to the left of a place."""
    return before(letter.source.text, place.start)


def _numerals(
    letter: Letter, blocks: Sequence[Block], region: Span, run: Sequence[int], words: NoteWords
) -> list[Span]:
    """Where a word for the one lost number ends a sentence: what translation makes of a figure.

    A word that counts is none: "the only one", "number one".
    """
    forms = [word for word, value in words.numerals.items() if value == run[0]]
    if len(run) != 1 or not forms:
        return []
    pattern = re.compile(
        rf"(?<![^\W\d_])(?P<last>[^\W\d_]++)[\s,;]++(?P<word>{any_of(forms)})(?=\s?(?:[.;!?]|$))"
    )
    spans = [
        Span(block.span.start + match.start("word"), block.span.start + match.end("word"))
        for block in blocks
        for match in pattern.finditer(letter.text(block))
        if match["last"].casefold() not in words.counting
    ]
    return [span for span in spans if span in region]


def _recovered(number: int) -> dict[str, str]:
    return {
        "type": "noteMark",
        "id": f"r{number}",
        "target": f"#n{number}",
        "resp": CONVERTER,
        "cert": "low",
    }


def _runs(numbers: Sequence[int], placed: Mapping[int, Span]) -> Iterator[list[int]]:
    """Neighbouring numbers without a place, as lists."""
    run: list[int] = []
    for number in numbers:
        if number in placed:
            if run:
                yield run
            run = []
        else:
            run.append(number)
    if run:
        yield run


def _traces(
    letter: Letter, blocks: Sequence[Block], region: Span, marks: Iterable[Span]
) -> list[Span]:
    """Where in a region a mark may have stood; empty spans, right behind the word."""
    taken = list(marks)
    traces = []
    for block in blocks:
        if block.kind in {"heading", "edition-date"}:
            continue
        for match in _TRACE.finditer(letter.text(block)):
            place = Span(block.span.start + match.start(), block.span.start + match.start())
            behind_mark = any(mark.end == place.start for mark in taken)
            if place in region and not behind_mark:
                traces.append(place)
    return traces
