"""Where notes behind all letters begin that stand in groups, each headed like its letter.

These lines have the shapes of headings, and no letters behind them: counted with the headings they
would make these doubtful.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from teikit.suggesting.shapes import HeadingShape
from teikit.suggesting.traces import Appearance
from teikit.suggesting.units import Unit
from teikit.suggesting.vocabulary import Vocabulary, begins_with, folded

_FEW, _FEWEST = 2, 3
"""Lines that repeat headings, and that repeat numbers alone or stand under no known title."""
_OPENED = 0.3
"""The share of them that may have a dateline or a salutation behind."""
_REACH = 3
_LONGEST_TITLE = 8
_OPENING = {Appearance.DATELINE, Appearance.SALUTE, Appearance.RUN_IN}


class RepeatedHeadings(NamedTuple):
    """Notes in groups: the unit with which they begin, how many groups, and the title above."""

    first: int
    groups: int
    title: str
    known: bool
    """Whether the title is one of notes by its words."""


def grouped_notes(
    units: Sequence[Unit],
    traces: Sequence[Appearance],
    shapes: Sequence[HeadingShape | None],
    words: Vocabulary,
) -> RepeatedHeadings | None:
    """The notes behind all letters whose groups repeat the headings of the letters."""
    repeated = _repeated(units, shapes)
    titles = [index for index in range(1, len(units)) if _is_title(units[index], words)]
    for index in titles:
        named = [place for place in repeated if place > index]
        if _are_groups(named, units, traces, shapes, _FEW, index):
            return RepeatedHeadings(index, len(named), units[index].text, known=True)
    spoken = [place for place in repeated if any(map(str.isalpha, units[place].text))]
    if not spoken:
        return None
    first = spoken[0]
    headed = [i for i in range(first, len(units)) if (s := shapes[i]) and s.number]
    if not set(headed) <= set(repeated) or not _are_groups(
        spoken, units, traces, shapes, _FEWEST, first - 1
    ):
        return None
    above = units[first - 1]
    titled = above.is_short and above.words <= _LONGEST_TITLE
    if titled and (above.level or above.text.isupper()):
        return RepeatedHeadings(first - 1, len(spoken), above.text, known=False)
    return RepeatedHeadings(first, len(spoken), "", known=False)


def _is_title(unit: Unit, words: Vocabulary) -> bool:
    """Whether a unit is a title of notes, or begins with one."""
    if not unit.is_short or unit.words > _LONGEST_TITLE:
        return False
    return bool(begins_with(folded(unit.text).strip("[]().:—–- "), words.notes))


def _repeated(units: Sequence[Unit], shapes: Sequence[HeadingShape | None]) -> list[int]:
    """The units with a number whose text, or whose number alone, a unit before has."""
    texts: set[tuple[int, str]] = set()
    numbers: set[tuple[int, int]] = set()
    found = []
    for index, (unit, shape) in enumerate(zip(units, shapes, strict=True)):
        if shape is None or shape.number <= 0:
            continue
        text, number = (unit.source, folded(unit.text).strip(" .")), (unit.source, shape.number)
        if text in texts or (shape.kind == "number" and number in numbers):
            found.append(index)
        texts.add(text)
        numbers.add(number)
    return found


def _are_groups(
    named: Sequence[int],
    units: Sequence[Unit],
    traces: Sequence[Appearance],
    shapes: Sequence[HeadingShape | None],
    few: int,
    title: int,
) -> bool:
    """Whether lines are enough, rise, and have no letters behind them."""
    if title < 0:
        return False
    found = [shape for index in named if (shape := shapes[index])]
    rises = all(before.number < after.number for before, after in pairwise(found))
    bare = all(shape.kind == "number" for shape in found)
    if not rises or len(found) < (_FEWEST if bare else few):
        return False
    opened = sum(
        any(trace in _OPENING for trace in traces[index + 1 : index + 1 + _REACH])
        for index in named
    )
    return opened <= _OPENED * len(named)
