"""Which lines of a transcribed page go on in the next one, by where they stand on the picture.

A line goes on if the first word of the next would not have fitted behind it. Where the file has no
coordinates, the lengths of the lines stand for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

_FULL = 0.86
"""How much of the width a line and the word behind it must take for its end to be the page's."""
_FULL_SENTENCE = 0.94
"""The same where a sentence ends with the line, and another begins: a paragraph may end there."""
_INDENT = 0.05
"""The share of the width from which on a line is set in."""
_FAR = 0.2
_FEWEST = 4
"""Lines that have a width of their own."""
_MOST_FULL = 0.6
_HYPHENS = frozenset("-¬⸗=\u2010")
_SOFT = frozenset("¬⸗")
_ENDS = frozenset(".!?:;…")
_BEHIND = "\"'”’»)]"
_BEFORE = "\"'“‘«„(["
PLAIN = ""
"""The kind of a line that is text and nothing else."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its words, where it begins and ends on the picture, and what it is.

    `page` and `region` count these in the document. `kind` is the type that the file gives it
    (`heading`, `page-number` …), or nothing.
    """

    text: str
    custom: str = ""
    left: float = 0.0
    right: float = 0.0
    page: int = 0
    region: int = 0
    kind: str = PLAIN
    look: tuple[tuple[str, str], ...] = ()
    """What the element `TextStyle` says of it."""

    @property
    def part(self) -> tuple[int, str]:
        """The region and the kind: what lines share that stand together."""
        return self.region, self.kind

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return self.text.rstrip().rstrip(_BEHIND)[-1:] in _ENDS

    @property
    def first_word(self) -> float:
        """About how wide its first word is."""
        return (self.right - self.left) * len(self.text.split()[0]) / len(self.text)


def going_on(lines: Sequence[PageLine]) -> set[int]:
    """The indices of the lines that go on with the line before; `lines` have words, in order."""
    found: set[int] = set()
    first = 0
    before: list[PageLine] = []
    for _, page in groupby(lines, key=lambda line: line.page):
        of_page = list(page)
        found |= {first + place for place in _in_page(of_page)}
        if (
            first
            and _runs_on(lines[first - 1], lines[first])
            and (lines[first].text[:1].islower() or _are_full(before, of_page))
        ):
            found.add(first)
        before = of_page
        first += len(of_page)
    return found


def _in_page(lines: Sequence[PageLine]) -> set[int]:
    measured = [_measured(line) for line in lines] if _has_no_places(lines) else list(lines)
    widest = _Measure.of(measured)
    found: set[int] = set()
    first = 0
    for _, region in groupby(measured, key=lambda line: line.part):
        of_region = list(region)
        found |= {first + place for place in _in_region(of_region, widest)}
        before = lines[first - 1] if first else None
        if before and before.text[-1] in _SOFT and before.kind == lines[first].kind:
            found.add(first)
        first += len(of_region)
    return found


def _are_full(before: Sequence[PageLine], page: Sequence[PageLine]) -> bool:
    """Whether the last line of a page and the first of the next are as wide as these are."""
    if _has_no_places(before) or _has_no_places(page) or len(page) < 2:
        return False
    last, first = _Measure.of(before), _Measure.of(page)
    is_set_in = page[0].left > first.left + first.width * _INDENT
    return not is_set_in and last.is_full(before[-1], page[0]) and first.is_full(page[0], page[1])


def _has_no_places(lines: Sequence[PageLine]) -> bool:
    return any(line.right <= line.left for line in lines)


def _measured(line: PageLine) -> PageLine:
    """The line with its length in place of coordinates."""
    return PageLine(line.text, left=0, right=len(line.text), region=line.region, kind=line.kind)


@dataclass(frozen=True, slots=True)
class _Measure:
    """Where lines begin and end, but for a few."""

    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[PageLine]) -> "_Measure":
        lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
        few = len(lines) // 10
        return cls(lefts[few], rights[-1 - few])

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)

    def is_full(self, line: PageLine, behind: PageLine) -> bool:
        """Whether the word behind would not have fitted into the line, or hardly."""
        text = behind.text.lstrip(_BEFORE)
        parted = line.ends_sentence and text[:1].isupper()
        share = _FULL_SENTENCE if parted else _FULL
        return line.right - self.left + behind.first_word >= self.width * share


def _in_region(lines: Sequence[PageLine], page: _Measure) -> set[int]:
    """The lines of a region that go on with the line before."""
    own = _Measure.of(lines)
    pairs = list(pairwise(lines))
    full = sum(own.is_full(line, behind) for line, behind in pairs)
    has_width = len(lines) >= _FEWEST and full >= _MOST_FULL * len(pairs)
    measure = own if has_width else _Measure(own.left, max(page.right, own.right))
    found = set()
    for place, (line, behind) in enumerate(pairs, 1):
        breaks = line.text[-1] in _HYPHENS and behind.text[:1].islower()
        if breaks or (measure.is_full(line, behind) and not _is_set_in(lines, place, measure)):
            found.add(place)
    return found


def _is_set_in(lines: Sequence[PageLine], place: int, measure: _Measure) -> bool:
    """Whether a line stands further to the right than those around it: a paragraph begins."""
    step = measure.width * _INDENT
    line, before = lines[place], lines[place - 1]
    if line.left < before.left + step:
        return False
    if line.left > before.left + measure.width * _FAR:
        return True
    behind = lines[place + 1] if place + 1 < len(lines) else None
    return behind is not None and behind.left < line.left - step


def _runs_on(before: PageLine, behind: PageLine) -> bool:
    """Whether a sentence may go on from one page to the next."""
    return before.kind == behind.kind and not before.ends_sentence
