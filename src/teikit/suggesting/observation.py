"""All that is seen of pages before a profile is made: what is the same for each of its keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from teikit.converting.source import Source
from teikit.profiles.profile import Beginning
from teikit.suggesting import edition
from teikit.suggesting.edition import TitleNames
from teikit.suggesting.headings import Headings, headings, openings, shapes_of
from teikit.suggesting.shapes import HeadingShape
from teikit.suggesting.traces import Appearance, traces
from teikit.suggesting.units import Unit, units
from teikit.suggesting.vocabulary import LanguageGuess, Vocabulary, guess_language, vocabulary

_ENOUGH_COVERED, _FEW_COVERED, _OPENED = 0.5, 0.3, 0.9
"""Shares of openings behind headings, from which letters begin with headings; and of headings."""
_COUNTED = 4
"""Numbers in a row that show that no letter stands between them."""
_MOST_TITLES = 60
"""Units before the first letter in which the collection's title is looked for."""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """With what letters begin, why that is thought, and where they do."""

    kind: Beginning
    reason: str
    sure: bool
    starts: tuple[int, ...]
    """Units."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What is seen of pages. `traces` and `shapes` go with `units`, `signed` with the starts."""

    paths: tuple[str, ...]
    guess: LanguageGuess
    words: Vocabulary
    units: tuple[Unit, ...]
    traces: tuple[Appearance, ...]
    shapes: tuple[HeadingShape | None, ...]
    openings: tuple[int, ...]
    headings: Headings
    beginnings: Beginnings
    signed: tuple[str, ...]
    title: TitleNames | None

    def texts(self, *wanted: Appearance) -> list[str]:
        """The texts of the units that look like one of these."""
        pairs = zip(self.units, self.traces, strict=True)
        return [unit.text for unit, trace in pairs if trace in wanted]


def observe(sources: Sequence[Source], titles: Sequence[str] = ()) -> Observation:
    """Look at pages, in the order in which they are given."""
    guess = guess_language(source.text for source in sources)
    words = vocabulary(guess.language)
    found = units(sources)
    seen = traces(found, words)
    shapes = shapes_of(found, seen, words)
    begun = openings(found, seen)
    headed = headings(found, seen, shapes, begun)
    beginnings = _beginnings(len(sources), found, seen, headed, begun)
    starts = beginnings.starts
    above = found[: min(starts[0], _MOST_TITLES) if starts else _MOST_TITLES]
    before = [unit.text for unit in above if unit.is_short]
    return Observation(
        tuple(source.path for source in sources),
        guess,
        words,
        tuple(found),
        tuple(seen),
        tuple(shapes),
        tuple(begun),
        headed,
        beginnings,
        tuple(edition.signatures(starts, found, seen, words)),
        edition.title_names([*titles, *before], words),
    )


def _beginnings(
    pages: int,
    found: Sequence[Unit],
    seen: Sequence[Appearance],
    headed: Headings,
    begun: Sequence[int],
) -> Beginnings:
    per_file = [0] * pages
    for index in headed.starts or begun:
        per_file[found[index].source] += 1
    if pages > 2 and median(per_file) <= 1 and sum(number > 1 for number in per_file) * 5 <= pages:
        alone = sum(number <= 1 for number in per_file)
        firsts = tuple(
            index
            for index, unit in enumerate(found)
            if index == 0 or found[index - 1].source != unit.source
        )
        reason = f"{alone} of {pages} files hold one letter"
        return Beginnings(Beginning.FILE, reason, alone == pages, firsts)
    count = len(headed.starts)
    strong = [each for each in headed.accepted if each.opened >= _OPENED and each.kind != "name"]
    enough = _FEW_COVERED if strong and count > 1 else _ENOUGH_COVERED
    if count and (headed.covered >= enough or _are_counted(headed)):
        reason = f"{count} headings; {headed.covered:.0%} of the openings stand behind one"
        return Beginnings(Beginning.HEADING, reason, headed.covered >= 0.8, headed.starts)
    dated = [index for index in begun if seen[index] is Appearance.DATELINE]
    ruled = _behind_rules(found, seen)
    if len(ruled) > max(2, len(dated) * 3 // 2):
        reason = f"{len(ruled)} rules with the end of a letter before them"
        return Beginnings(Beginning.RULE, reason, len(ruled) > 4, tuple(ruled))
    if len(dated) >= max(2, len(begun) // 3):
        reason = f"{len(dated)} datelines with a letter behind, and no headings that repeat"
        sure = len(dated) * 4 >= len(begun) * 3
        return Beginnings(Beginning.DATELINE, reason, sure, tuple(begun))
    if len(begun) > 1:
        reason = f"{len(begun)} salutations, neither headings nor datelines"
        return Beginnings(Beginning.SALUTATION, reason, False, tuple(begun))
    reason = f"{count} headings" if count else "nothing was seen that repeats"
    return Beginnings(Beginning.HEADING, reason, False, headed.starts)


def _are_counted(headed: Headings) -> bool:
    """Whether letters are counted without a gap: what opens between may be parts of one."""
    return any(
        each.kind == "number"
        and each.count >= _COUNTED
        and min(each.opened, each.rising) >= _OPENED
        for each in headed.accepted
    )


def _behind_rules(found: Sequence[Unit], seen: Sequence[Appearance]) -> list[int]:
    """The units behind rules, if most of these stand below a signature or a formula."""
    borders = [
        index
        for index in range(1, len(found))
        if seen[index - 1] is Appearance.RULE and seen[index] is not Appearance.RULE
    ]
    ended = 0
    for index in borders:
        before = index - 1
        while before > 0 and seen[before] is Appearance.RULE:
            before -= 1
        ended += seen[before] in {Appearance.NAME, Appearance.CLOSE, Appearance.DATELINE}
    first = next((i for i, trace in enumerate(seen) if trace is Appearance.PROSE), 0)
    return [first, *(i for i in borders if i > first)] if ended * 5 >= len(borders) * 3 else []
