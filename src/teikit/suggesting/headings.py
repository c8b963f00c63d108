"""Which lines of pages head letters: shapes that repeat, judged by what stands around them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.suggesting.edition import surname
from teikit.suggesting.shapes import STAR, HeadingShape, shape
from teikit.suggesting.traces import Appearance
from teikit.suggesting.units import Unit
from teikit.suggesting.vocabulary import Vocabulary, folded

BARE_NAME = "{receiver}"
"""The template of names alone in their lines."""
_GREETED, _LEVELLED = 0.4, 0.9
"""The shares of such lines whose names are greeted, or that the format calls headings."""
_GREETING = 60
"""Characters of a salutation in which a name is looked for."""
_LED = {"to", "of", "both"}
"""Kinds of headings behind which a name is none, but a remark: "[Autograph in Ghent]"."""
_STRONG = {"number", "to", "of", "both", "genre"}
"""Kinds of shapes that say by a word or a number that they head something."""
_RARE = 0.03
"""The share of all headings below which a shape must have letters behind it to be one."""
_COUNTED, _SURELY = 5, 0.9
"""Numbers in a row that head letters whatever opens these; the share of them that must fit."""
_FEWEST_BEHIND = 20
"""The part of all numbers behind which a shape must stand at the least."""
_REACH = 5
"""Units behind a heading in which its letter should show that it begins."""
_CAPITAL = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_LATER_CAPITAL = re.compile(r"(?<=[.\s\[(—–-])[^\W\d_](?=.* $)")
"""The first letter of a word: behind a number only of the one that leads a name in."""
_OPENING = {Appearance.DATELINE, Appearance.SALUTE, Appearance.RUN_IN}
_NO_OPENING = {Appearance.CLOSE, Appearance.RULE, Appearance.NOTES}
_ENDING = {Appearance.CLOSE, Appearance.NAME, Appearance.LABEL, Appearance.RULE, Appearance.NOTES}


@dataclass(frozen=True, slots=True)
class ShapeStatistics:
    """A shape and what stands around the lines that have it."""

    template: str
    kind: str
    places: tuple[int, ...]
    """Indices of units."""
    opened: float
    """The share behind which a dateline or a salutation stands."""
    adjacent: float
    """The share behind which one stands at once."""
    ended: float
    """The share before which a letter ends, or more space than usual stands."""
    rising: float
    """The share of numbers that are the next after the one before."""
    signed: float
    """The share that stands behind a closing formula, and so is rather a signature."""
    followed: float
    """The share behind which prose stands at once, or a letter begins."""
    levelled: float
    """The share that the file's format knows as headings."""
    greeted: float = 0.0
    """The share of names that the salutation behind them has, too."""

    @property
    def count(self) -> int:
        """How many lines have the shape."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Headings:
    """The shapes that head letters, the others that nearly do, and where letters begin."""

    accepted: tuple[ShapeStatistics, ...]
    doubtful: tuple[ShapeStatistics, ...]
    starts: tuple[int, ...]
    """Units with which a letter begins, by its heading."""
    covered: float
    """The share of datelines and salutations at beginnings that stand behind a heading."""


def shapes_of(
    units: Sequence[Unit], traces: Sequence[Appearance], words: Vocabulary
) -> list[HeadingShape | None]:
    """The shape of each unit, where it has one."""
    return [
        shape(unit.text, words)
        if unit.is_short and trace not in {Appearance.LABEL, Appearance.NOTES, Appearance.RULE}
        else None
        for unit, trace in zip(units, traces, strict=True)
    ]


def openings(units: Sequence[Unit], traces: Sequence[Appearance]) -> list[int]:
    """The first unit of each run of datelines and salutations that prose follows."""
    found: list[int] = []
    start: int | None = None
    for index, trace in enumerate(traces):
        if trace is Appearance.RUN_IN:
            found.append(index if start is None else start)
            start = None
        elif trace in {Appearance.DATELINE, Appearance.SALUTE}:
            start = index if start is None else start
        elif trace is Appearance.PROSE:
            if start is not None:
                found.append(start)
            start = None
        elif (trace in _ENDING and trace is not Appearance.NAME) or units[index].gap > 2:
            start = None
    return found


def headings(
    units: Sequence[Unit],
    traces: Sequence[Appearance],
    shapes: Sequence[HeadingShape | None],
    begun: Sequence[int],
) -> Headings:
    """The shapes of the lines that head letters."""
    keys = [
        (_general(found.template), found.kind) if found and found.kind != "dateline" else None
        for found in shapes
    ]
    places: dict[tuple[str, str], list[int]] = {}
    for index, key in enumerate(keys):
        if key and not _is_listed(index, keys, traces):
            places.setdefault(key, []).append(index)
    strong = {index for key, at in places.items() if key[1] in _STRONG for index in at}
    page = _Page(units, traces, shapes, strong)
    bare = page.bare_names(places.pop((BARE_NAME, "name"), ()))
    measured = [page.measure(template, kind, at) for (template, kind), at in places.items()]
    measured = [each for each in measured if is_template(each.template)]
    measured += [page.measure(BARE_NAME, "name", bare)] if bare else []
    accepted = [each for each in measured if _is_good(each)]
    numbers = {index for each in accepted if each.kind == "number" for index in each.places}
    kinds = {each.kind for each in accepted}
    families = {_family(each.template) for each in accepted if each.kind in _STRONG}
    accepted += [
        each
        for each in measured
        if each not in accepted
        and (
            (_share_behind(each, numbers) >= 0.7 and each.count * _FEWEST_BEHIND >= len(numbers))
            or _family(each.template) in families
            or (each.kind in kinds & {"to", "of", "both"} and each.opened * each.ended >= 0.5)
        )
    ]
    named = {index for each in accepted if each.kind == "both" for index in each.places}
    led = {index for each in accepted if each.kind in _LED for index in each.places}
    accepted = [each for each in accepted if each.kind != "name" or _share_behind(each, led) < 0.5]
    accepted = [
        each
        for each in _without_minor(accepted, units)
        if each.kind not in {"to", "of", "name"} or _share_behind(each, named) < 0.7
    ]
    taken = _taken(accepted, units, shapes)
    starts = sorted(index for index in taken if not _goes_on(index, taken, units))
    doubtful = [
        each
        for each in measured
        if each not in accepted
        and each.count > 1
        and each.opened >= 0.3
        and (each.kind != "name" or each.adjacent >= 0.5)
        and (each.template != BARE_NAME or each.greeted >= _GREETED / 2)
    ]
    return Headings(
        tuple(sorted(accepted, key=lambda each: ("{date}" not in each.template, -each.count))),
        tuple(sorted(doubtful, key=lambda each: -each.count)[:5]),
        tuple(starts),
        _covered(starts, begun),
    )


def _is_listed(
    index: int, keys: Sequence[tuple[str, str] | None], traces: Sequence[Appearance]
) -> bool:
    """Whether a line stands among others of its shape, with no letter between: in a list."""
    if index + 1 < len(traces) and traces[index + 1] in {Appearance.PROSE, *_OPENING}:
        return False
    near = 0
    for step in (-1, 1):
        for distance in (1, 2):
            other = index + step * distance
            if not 0 <= other < len(keys) or traces[other] in {Appearance.PROSE, *_OPENING}:
                break
            if keys[other] == keys[index]:
                near += 1
                break
    return near > 0


def _general(template: str) -> str:
    """The template with capitals as names have them: a profile does not tell them apart."""
    pieces = re.split(r"(\{\w+\})", template)
    named = False
    for place, piece in enumerate(pieces):
        if not piece.startswith("{"):
            small = piece.lower()
            capital = _CAPITAL if not place else _LATER_CAPITAL
            pieces[place] = small if named else capital.sub(lambda word: word[0].upper(), small, 1)
        elif piece not in {"{number}", "{roman}"}:
            named = True
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _Page:
    """The units of pages, to be looked at around lines that may be headings."""

    units: Sequence[Unit]
    traces: Sequence[Appearance]
    shapes: Sequence[HeadingShape | None]
    strong: Collection[int]
    """The units that have a shape of a strong kind."""

    def measure(self, template: str, kind: str, places: Sequence[int]) -> ShapeStatistics:
        """What stands around the lines of a shape."""
        count = len(places)
        values = [found.number for index in places if (found := self.shapes[index])]
        steps = [after - before for before, after in pairwise(values)]
        rising = sum(0 < step <= 2 for step in steps) / len(steps) if steps else 0.0
        dated = "{date}" in template
        return ShapeStatistics(
            template,
            kind,
            tuple(places),
            opened=sum(self._opens(index, dated=dated) for index in places) / count,
            adjacent=sum(self._follows(index) in _OPENING for index in places) / count,
            ended=sum(self._is_after_end(index) for index in places) / count,
            rising=rising if any(values) else 0.0,
            signed=sum(self._precedes(index) is Appearance.CLOSE for index in places) / count,
            followed=sum(map(self._goes_into_text, places)) / count,
            levelled=sum(self.units[index].level > 0 for index in places) / count,
            greeted=sum(map(self._is_greeted, places)) / count if kind == "name" else 0.0,
        )

    def bare_names(self, places: Sequence[int]) -> list[int]:
        """The names alone in their lines behind which a letter begins at once.

        Signatures look the same: the two are told apart by whom the letters greet.
        """
        heading = [index for index in places if self._follows(index) in _OPENING]
        names = {self.units[index].text.casefold() for index in heading}
        return heading if len(names) > 1 else []  # "ABSTRACT"

    def _is_greeted(self, index: int) -> bool:
        """Whether the salutation behind a name has its last long word."""
        shape = self.shapes[index]
        name = surname(shape.receiver) if shape else ""
        for after in range(index + 1, index + 1 + _REACH):
            if not self._same_page(index, after) or self.traces[after] is Appearance.PROSE:
                return False
            if self.traces[after] in {Appearance.SALUTE, Appearance.RUN_IN}:
                greeting = folded(self.units[after].text[:_GREETING])
                return len(name) > 1 and name in re.findall(r"\w+", greeting)
        return False

    def _goes_into_text(self, index: int) -> bool:
        """Whether prose stands behind a line, or a letter begins: at once, or below a heading."""
        text = {Appearance.PROSE, *_OPENING}
        behind = self._follows(index)
        return behind in text or (
            behind is not None and index + 1 in self.strong and self._follows(index + 1) in text
        )

    def _follows(self, index: int) -> Appearance | None:
        return self.traces[index + 1] if self._same_page(index, index + 1) else None

    def _precedes(self, index: int) -> Appearance | None:
        return self.traces[index - 1] if self._same_page(index, index - 1) else None

    def _same_page(self, index: int, other: int) -> bool:
        return 0 <= other < len(self.units) and self.units[other].source == self.units[index].source

    def _opens(self, index: int, *, dated: bool) -> bool:
        """Whether a letter begins behind a line: prose may stand between only as a summary."""
        if dated and self._follows(index) is Appearance.PROSE:
            return True
        prose = 0
        for after in range(index + 1, index + 1 + _REACH):
            if not self._same_page(index, after):
                return False
            if self.traces[after] in _OPENING:
                return True
            if self.traces[after] in _NO_OPENING and after not in self.strong:
                return False
            if prose and (after in self.strong or self.traces[after] is Appearance.NAME):
                return False  # the letter ends here, and the next begins
            prose += self.traces[after] is Appearance.PROSE
            if prose > 1:
                return False
        return False

    def _is_after_end(self, index: int) -> bool:
        before, unit = self._precedes(index), self.units[index]
        return before is None or before in _ENDING or unit.gap >= 3 or unit.level > 0


def _is_good(each: ShapeStatistics) -> bool:
    """Whether the lines of a shape head letters."""
    if each.template == BARE_NAME:
        return each.count >= 3 and (each.greeted >= _GREETED or each.levelled >= _LEVELLED)
    if each.kind == "name":
        if each.rising >= 0.6 and each.count >= 3:
            return each.opened >= 0.3 or each.levelled >= 0.5
        unsigned = each.signed <= 0.3 or each.template.startswith("[")
        return each.count >= 3 and each.adjacent >= 0.7 and unsigned
    if each.count < 2:
        return False
    if "{date}" in each.template and max(each.ended, each.levelled, each.rising) < 0.5:
        return False
    if each.kind == "number":
        rises = each.rising >= 0.7 or (each.count == 2 and each.rising == 1)
        text_behind = each.followed >= 0.5 and (each.levelled >= 0.5 or each.ended >= 0.7)
        counted = each.count >= _COUNTED and min(each.followed, each.rising) >= _SURELY
        return rises and (each.opened >= 0.3 or text_behind or counted)
    if each.levelled >= 0.7 and each.opened >= 0.2:
        return True
    return each.opened >= 0.6 or (each.opened >= 0.35 and each.ended >= 0.6)


def _without_minor(
    accepted: Sequence[ShapeStatistics], units: Sequence[Unit]
) -> list[ShapeStatistics]:
    """Shapes without such as are few beside others, or are cases of another."""
    most = max((each.count for each in accepted), default=0)
    all_lines = sum(each.count for each in accepted)
    left: list[ShapeStatistics] = []
    for each in sorted(accepted, key=lambda each: -each.count):
        texts = [STAR.sub("", units[index].text) for index in each.places]
        if each.count * 50 < most or (each.count == 1 and each.opened < 1):
            continue
        if each.count < all_lines * _RARE and each.opened <= 0.5:
            continue  # titles of books and parts, lines of running text
        dated = "{date}" in each.template
        if not any(
            all(map(lines_of(other.template).fullmatch, texts))
            for other in left
            if other.template != BARE_NAME
            if not dated or "{date}" in other.template
        ):
            left.append(each)
    return left


def _taken(
    accepted: Sequence[ShapeStatistics],
    units: Sequence[Unit],
    shapes: Sequence[HeadingShape | None],
) -> set[int]:
    """The units that the shapes fit, also where the line alone was taken for another."""
    taken = {index for each in accepted for index in each.places}
    patterns = [lines_of(each.template) for each in accepted if each.kind != "name"]
    for index, found in enumerate(shapes):
        if not found or found.kind == "dateline":
            continue
        if any(pattern.fullmatch(STAR.sub("", units[index].text)) for pattern in patterns):
            taken.add(index)
    return taken


def lines_of(template: str) -> re.Pattern[str]:
    """The lines that a template fits, roughly: short ones, without note marks."""
    pieces = re.split(r"(\{\w+\})", template)
    forms = {"{number}": r"\d{1,4}[a-z]?", "{roman}": "[IVXLCDM]{1,9}"}
    pattern = "".join(
        forms.get(piece, ".+") if piece.startswith("{") else re.escape(piece) for piece in pieces
    )
    return re.compile(rf"{pattern}[.\s]*", re.IGNORECASE)


def is_template(template: str) -> bool:
    """Whether something stands beside the pieces that take any text, as a profile asks."""
    plain = re.sub(r"\{\w+\}", "", template)
    beside = re.sub(r"\{(?!number|roman|year)\w+\}|[\s*.,:]", "", template)
    return bool(beside) and not re.search(r"[{}*]", plain)


def _family(template: str) -> str:
    """The template without place and date at its end."""
    return re.sub(r"[\s.,;:]*(?:\{place\}[\s.,;:]*)?\{date\}$", "", template)


def _share_behind(each: ShapeStatistics, others: Collection[int]) -> float:
    """The share of lines that stand directly behind one of others."""
    return sum(index - 1 in others for index in each.places) / each.count


def _goes_on(index: int, taken: set[int], units: Sequence[Unit]) -> bool:
    """Whether a line is the second of a heading."""
    return index - 1 in taken and units[index - 1].source == units[index].source


def _covered(starts: Sequence[int], begun: Sequence[int]) -> float:
    """The share of openings that are the first behind a heading, and near it."""
    if not begun:
        return 1.0 if starts else 0.0
    place, covered, last = -1, 0, -1
    for index in begun:
        while place + 1 < len(starts) and starts[place + 1] <= index:
            place += 1
        if place >= 0 and place != last and index - starts[place] <= _REACH + 1:
            covered += 1
            last = place
    return covered / len(begun)


_LIFE = re.compile(r"\D{0,4}1\d{3}\D{1,4}1\d{3}\D{0,2}")
GROUP = "{sender} {year}-{year}"


def groups(units: Sequence[Unit], traces: Sequence[Appearance], starts: Sequence[int]) -> list[int]:
    """The names with the years of a life below them that head several letters of one writer."""
    begun = set(starts)
    return [
        index
        for index in range(len(units) - 2)
        if traces[index] is Appearance.NAME
        and _LIFE.fullmatch(units[index + 1].text)
        and begun & {index + 2, index + 3}
    ]
