"""Note marks: which of the numbers in a text stand for its notes.

A mark is a number in running text that also holds other numbers, may be glued to a word, and may
stand out of order. Each number is used once, so the best assignment is chosen for the whole
document.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

from teikit.converting import dates
from teikit.converting.forms import citations
from teikit.converting.forms.prose import any_of, before, words
from teikit.converting.letter import CONVERTER, DECIDER, Block, Letter
from teikit.converting.overrides import MarkPlace
from teikit.converting.raw_rules import (
    DECISION_NEEDLESS,
    DECISION_REFUSED,
    MARK_WITHOUT_NOTE,
    NOTE_WITHOUT_MARK,
    NOTES_OUT_OF_ORDER,
)
from teikit.converting.recognise.context import TEXT_KINDS, Context, finding
from teikit.converting.recognise.decisions import PointsNowhereError, locate
from teikit.converting.recognise.lost_marks import lost_marks
from teikit.converting.source import Mark, Span
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import Profile

_NUMBER = re.compile(
    # It begins with a set of characters, so that all others are passed by at once.
    r"\d(?<![\d/:№-]\d)(?<!\d[,.]\d)\d?(?![\d/%°])(?!\[[^\W\d_])(?!-\d)(?![.,:]\d)"
)
_STOP = re.compile(r"\s*(?:[.,;:!?”\"»)]|$)")
_STRONG = 3.0
_WEAK = 1.0
_GLUED = 5.0
_OUT_OF_ORDER = 0.5
_DECIDED = 100.0
_BEYOND = 3
"""Numbers behind that of the last note, of which it is told that they look like marks."""
_AROUND = 100
"""Characters on each side of a number that say what it is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number in the text that may be the mark of the note with that number."""

    number: int
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class _Signs:
    """What around a number says that it is no mark, in the words of a profile."""

    counting: frozenset[str]
    counted: frozenset[str]
    abbreviation: re.Pattern[str]
    ordinal: re.Pattern[str]


@lru_cache(maxsize=8)
def _signs(profile: Profile) -> _Signs:
    archive, notes = profile.archive, profile.notes
    parts = (*(level.words for level in archive.levels), archive.volume, archive.page)
    words = [word for part in parts for word in part]
    numbers = any_of(word.rstrip(".") for word in (*notes.number, *words))
    return _Signs(
        frozenset(notes.counting),
        frozenset(notes.counted),
        re.compile(rf"(?<!\w)(?:{numbers})\.\s*$|№\s*$"),
        re.compile(rf"(?:{any_of(profile.dates.ordinal)})\b"),
    )


@lru_cache(maxsize=1)  # others ask where the marks stand
def note_marks(letter: Letter, context: Context) -> Sequence[Mark | Diagnostic]:
    """Link each note to its mark; list the notes whose mark is lost, and marks without note."""
    return tuple(_linking(letter, context))


def _linking(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    if any("place" in block.attributes for block in letter.of_kind("note")) or letter.links:
        yield from _read_links(letter, context)
        return
    notes = {int(block.attributes["n"]): block for block in letter.of_kind("note")}
    found = [
        candidate
        for block in letter.blocks
        if block.kind in TEXT_KINDS
        for candidate in _candidates(letter, block, context, max(notes, default=0) + _BEYOND)
    ]
    candidates = [candidate for candidate in found if candidate.number in notes]
    decided: dict[int, Candidate] = {}
    for place in context.decision.marks:
        try:
            decided[place.note] = _decided(letter, place, notes)
        except PointsNowhereError as error:
            message = f"the mark of note {place.note}: {error}"
            yield finding(letter, DECISION_REFUSED, letter.span, message)
    for candidate in assign(sorted(notes), candidates) if decided else ():
        known = decided.get(candidate.number)
        if known and candidate.score >= _STRONG and candidate.span == known.span:
            message = f"the mark of note {candidate.number} is found without it"
            yield finding(letter, DECISION_NEEDLESS, candidate.span, message)
    taken = {candidate.span for candidate in decided.values()}
    left = [c for c in candidates if c.number not in decided and c.span not in taken]
    chosen = [*decided.values(), *assign(sorted(set(notes) - set(decided)), left)]
    chosen.sort(key=lambda each: each.number)
    yield from _linked(letter, chosen, candidates)
    yield from _without_note(letter, found, notes)
    found_marks = {each.number: each.span for each in chosen}
    yield from lost_marks(letter, notes, found_marks, context)


def _read_links(letter: Letter, context: Context) -> Iterator[Mark | Diagnostic]:
    """The marks that reading the page found, those that the editor gives, and numbers that remain.

    A note with a plain number may have a mark that only the text around it can tell from a number
    that counts.
    """
    blocks = {block.key: block for block in letter.of_kind("note")}
    decided: dict[str, Mark] = {}
    for place in context.decision.marks:
        try:
            decided[str(place.note)] = _given(letter, place, blocks)
        except PointsNowhereError as error:
            message = f"the mark of note {place.note}: {error}"
            yield finding(letter, DECISION_REFUSED, letter.span, message)
    links = [link for link in letter.links if _key(link) not in decided]
    for link in letter.links:
        mark = decided.get(_key(link))
        if mark and mark.span == link.span and "cert" not in link.attributes:
            message = f"the mark of note {_key(link)} is found without it"
            yield finding(letter, DECISION_NEEDLESS, mark.span, message)
    marked = {_key(link) for link in letter.links} | set(decided)
    left = {
        int(key): block
        for key, block in blocks.items()
        if key not in marked and key.isdecimal() and len(key) < 3
    }
    taken = [link.span for link in (*links, *decided.values())]
    plain = assign(sorted(left), _plain_numbers(letter, context, left, taken))
    yield from (*links, *decided.values())
    yield from _linked(letter, plain, plain)
    marked |= {str(candidate.number) for candidate in plain}
    for key, block in blocks.items():
        if key not in marked and block.attributes["n"]:
            message = f"note {block.attributes['n']} has no mark in the text"
            yield finding(letter, NOTE_WITHOUT_MARK, block.span, message)


def _key(link: Mark) -> str:
    return link.attributes["target"].removeprefix("#n")


def _given(letter: Letter, place: MarkPlace, blocks: Mapping[str, Block]) -> Mark:
    """The mark of a note where the editor says that it stands."""
    key = str(place.note)
    if key not in blocks:
        raise PointsNowhereError("there is no such note")
    found = _decided(letter, place, {place.note: blocks[key]})
    attributes = {"type": "noteMark", "id": f"r{key}", "target": f"#n{key}", "resp": DECIDER}
    return Mark(found.span, "ref", attributes)


def _plain_numbers(
    letter: Letter, context: Context, notes: Mapping[int, Block], taken: Sequence[Span]
) -> list[Candidate]:
    """The numbers in the text that may be the marks of notes which have none yet."""
    if not notes:
        return []
    inside = sorted((*taken, *(m.span for b in letter.blocks for m in b.marks if m.kind == "note")))
    starts = [span.start for span in inside]
    return [
        candidate
        for block in letter.blocks
        if block.kind in TEXT_KINDS
        for candidate in _candidates(letter, block, context, max(notes))
        if candidate.number in notes
        and not (
            (place := bisect_right(starts, candidate.span.start))
            and candidate.span.start < inside[place - 1].end
        )
    ]


def _without_note(
    letter: Letter, found: Iterable[Candidate], notes: Mapping[int, Block]
) -> Iterator[Diagnostic]:
    """Numbers that stand as only marks do, and have no note."""
    for candidate in found:
        text, span = letter.source.text, candidate.span
        apart = text[span.start - 1].isspace() and re.compile(r"\s+[.,;:]").match(text, span.end)
        glued = candidate.score >= _GLUED
        if candidate.number not in notes and (glued or apart):
            message = f"“{before(text, span.end)}” looks like a mark, and there is no such note"
            yield finding(letter, MARK_WITHOUT_NOTE, span, message)


def placed(letter: Letter, context: Context) -> dict[str, Span]:
    """Where the mark of each note stands, as far as it was found: by the note's number."""
    return {
        mark.attributes["target"].removeprefix("#n"): mark.span
        for mark in note_marks(letter, context)
        if isinstance(mark, Mark)
    }


def _decided(letter: Letter, place: MarkPlace, notes: Mapping[int, Block]) -> Candidate:
    """The place that the editor gives a mark: a number that stands there is the mark."""
    if place.note not in notes:
        raise PointsNowhereError("there is no such note")
    end = locate(letter, place.after).end
    printed = re.compile(rf"\s*(?P<number>{place.note})(?!\d)").match(letter.source.text, end)
    span = Span(*printed.span("number")) if printed else Span(end, end)
    return Candidate(place.note, span, _DECIDED)


def _linked(
    letter: Letter, chosen: Sequence[Candidate], candidates: Sequence[Candidate]
) -> Iterator[Mark | Diagnostic]:
    furthest = 0
    for index, candidate in enumerate(chosen):
        attributes = {
            "type": "noteMark",
            "id": f"r{candidate.number}",
            "target": f"#n{candidate.number}",
        }
        around = (*chosen[max(0, index - 1) : index], *chosen[index + 1 : index + 2])
        if candidate.score == _DECIDED:
            attributes["resp"] = DECIDER
        elif candidate.score < _STRONG and not _in_turn(candidate, around, candidates):
            attributes |= {"resp": CONVERTER, "cert": "medium"}
        if candidate.span.start < furthest:
            message = f"mark {candidate.number} stands before an earlier number's mark"
            yield finding(letter, NOTES_OUT_OF_ORDER, candidate.span, message)
        furthest = max(furthest, candidate.span.start)
        yield Mark(candidate.span, "ref", attributes)


def _in_turn(
    candidate: Candidate, around: Iterable[Candidate], candidates: Iterable[Candidate]
) -> bool:
    """Whether a number stands between its neighbours and is the only one of its kind."""
    rivals = [each for each in candidates if each.number == candidate.number]
    return len(rivals) == 1 and all(
        (each.number < candidate.number) == (each.span.start < candidate.span.start)
        for each in around
    )


def _candidates(letter: Letter, block: Block, context: Context, most: int) -> Iterator[Candidate]:
    """The numbers of a block, up to one, that may be marks and stand in no date and citation."""
    text, profile = letter.text(block), context.profile
    scored = [*_scored(text, most, _signs(profile))]
    if not scored:
        return
    found_dates = dates.find(text, profile.dates, context.some_year(letter))
    cited = citations.find(text, profile.archive, profile.notes.numerals, context.authority)
    taken = {
        offset
        for span in chain((date.span for date in found_dates), (each.span for each in cited))
        for offset in range(span.start, span.end)
    }
    for span, score in scored:
        if taken.isdisjoint(range(span.start, span.end)):
            place = Span(block.span.start + span.start, block.span.start + span.end)
            yield Candidate(int(text[span.start : span.end]), place, score)


def _scored(text: str, most: int, signs: _Signs) -> Iterator[tuple[Span, float]]:
    """The numbers of a text, up to one, that look like marks, and how much they do."""
    parentheses = position = 0
    for match in _NUMBER.finditer(text):
        span = Span(*match.span())
        parentheses += _parentheses(text, position, span.start)
        position = span.start
        if int(match[0]) > most:
            continue
        score = _score(text, span, signs, inside=parentheses > 0)
        if score >= _WEAK:
            yield span, score


def _parentheses(text: str, start: int, end: int) -> int:
    """How many more are opened than closed."""
    return text.count("(", start, end) - text.count(")", start, end)


def _score(text: str, span: Span, signs: _Signs, *, inside: bool) -> float:
    """How much a number looks like a note mark, by what stands around it; 0 where it does not.

    `inside` is whether more parentheses are opened before it than closed.
    """
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    if not before.strip() or signs.abbreviation.search(before):
        return 0  # "3. Comrade Eristov": the number of a paragraph
    glued_before = before[-1].isalpha()
    glued_after = after[:1].isalpha()
    if glued_before and glued_after:
        return 0
    opened = inside and not before.rstrip().endswith("(")
    if re.match(r"\s?\)(?:\s|$)", after) and not opened:
        return 0  # "2) If only", "(1)": the number of a point
    previous = words(before[-40:])[-1:] if not before[-1:].isalpha() else []
    last = previous[0].casefold() if previous and before.rstrip()[-1:].isalpha() else ""
    following = [word.casefold() for word in words(after[:60])[:2]]
    if not glued_after and set(following) & signs.counted and not _STOP.match(after):
        return 0
    if glued_before or glued_after:
        return 0 if signs.ordinal.match(after) else _GLUED
    if last in signs.counting or before[-40:].split()[-1].casefold() in signs.counting:
        return 0
    if _STOP.match(after):
        return 4
    if before.rstrip()[-1] in '.,;:!?”"»)]':
        return 2
    return 2 if previous and previous[0][:1].isupper() else _WEAK


def assign(numbers: Iterable[int], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Choose at most one candidate for each number, so that the sum of the scores is the largest.

    A choice that stands before the one of a smaller number costs a little. Where two choices for a
    number are equally good it gets none: a wrong link is worse than a missing one.
    """
    options: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        options[candidate.number].append(candidate)
    choices = [_Choice()]
    for number in numbers:
        choices += _extended(choices, options[number])
    chosen = max(choices, key=lambda choice: choice.total).candidates()
    return [candidate for candidate in chosen if not _rivalled(candidate, chosen, options)]


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """The best choice that ends with a candidate: its sum, and what was chosen before."""

    total: float = 0.0
    last: Candidate | None = None
    before: "_Choice | None" = None

    @property
    def start(self) -> int:
        return self.last.span.start if self.last else -1

    def candidates(self) -> list[Candidate]:
        """All that is chosen, in the order of the numbers."""
        found = []
        choice: _Choice | None = self
        while choice and choice.last:
            found.append(choice.last)
            choice = choice.before
        return found[::-1]


def _extended(choices: Sequence[_Choice], options: Sequence[Candidate]) -> list[_Choice]:
    """For each option the best of the choices that it may follow; of equal ones the first."""
    if not options:
        return []
    order = sorted(range(len(choices)), key=lambda index: choices[index].start)
    starts = [choices[index].start for index in order]
    # The best of all that stand before a place: many numbers have thousands of places.
    in_order = [*accumulate(order, lambda a, b: _better(choices, a, b))]
    any_order = in_order[-1]
    found = []
    for option in options:
        index = in_order[bisect_right(starts, option.span.start) - 1]
        least = choices[any_order].total - _OUT_OF_ORDER
        if (least, -any_order) > (choices[index].total, -index):
            found.append(_Choice(least + option.score, option, choices[any_order]))
        else:
            found.append(_Choice(choices[index].total + option.score, option, choices[index]))
    return found


def _better(choices: Sequence[_Choice], first: int, second: int) -> int:
    return max(first, second, key=lambda index: (choices[index].total, -index))


def _rivalled(
    candidate: Candidate, chosen: Sequence[Candidate], options: Mapping[int, Sequence[Candidate]]
) -> bool:
    """Whether another place for the number fits as well between the marks around it."""
    before = max((c.span.start for c in chosen if c.number < candidate.number), default=-1)
    after = min((c.span.start for c in chosen if c.number > candidate.number), default=1 << 60)

    def fits(option: Candidate) -> bool:
        return before < option.span.start < after

    return any(
        rival != candidate
        and rival.score >= candidate.score
        and (fits(rival) or not fits(candidate))
        for rival in options[candidate.number]
    )
