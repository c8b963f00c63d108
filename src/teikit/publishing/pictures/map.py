"""Where letters were written and received, as a map of coasts, degrees and circles.

Degrees are all of one width (plate carrée about the middle of the window), which is true enough for
a part of the earth and for all of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from teikit.publishing.labels import Labels
from teikit.publishing.pictures.coast import within
from teikit.publishing.pictures.svg import (
    Picture,
    element,
    joined,
    linked,
    nice_step,
    number,
    short,
    text,
    words_width,
)
from teikit.publishing.pictures.where import Locality

Address = Callable[[Locality], str]
"""Where a place leads to."""

_WIDTH, _LEAST, _HIGHEST = 960, 420, 640
_SIZE = 13
_SMALLEST = 2.0
"""Degrees to the north: a single place has a country around it."""
_LONGEST = 24
"""Signs of a name."""
_NAMED = 60
"""Places whose names are tried; all have circles."""
_DRAWN = 600
_NEAR = (0.98, 0.95, 0.9, 0.85)
"""Parts of the letters that make a map of their own, where the others are from far away."""
_MUCH_LARGER = 2.5


@dataclass(frozen=True, slots=True)
class _Window:
    west: float
    south: float
    east: float
    north: float
    scale: float
    narrow: float
    """How much narrower a degree to the east is than one to the north."""

    def x(self, longitude: float) -> float:
        return (longitude - self.west) * self.scale * self.narrow

    def y(self, latitude: float) -> float:
        return (self.north - latitude) * self.scale

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale


@dataclass(frozen=True, slots=True)
class _Room:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Room") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def maps(
    found: Sequence[Locality], labels: Labels, address: Address = lambda _: ""
) -> Sequence[Picture]:
    """The map; of letters of which a few are from far away, first one of where most are from.

    None where no place is known to lie anywhere.
    """
    placed = [each for each in found if each.where]
    if not placed:
        return ()
    rest = len(found) - len(placed)
    everything = _map("map", placed, labels, address, rest)
    for part in _NEAR:
        near = _near(placed, part)
        if _size(near) * _MUCH_LARGER <= _size(placed):
            return (_map("map-near", near, labels, address, len(found) - len(near)), everything)
    return (everything,)


def _near(placed: Sequence[Locality], part: float) -> Sequence[Locality]:
    """The places next to the middle one that have this part of the letters."""
    middle = (_middle(placed, 0), _middle(placed, 1))

    def far(each: Locality) -> float:
        assert each.where is not None
        dy, dx = each.where[0] - middle[0], each.where[1] - middle[1]
        return dy * dy + dx * dx / 3

    total = sum(each.letters for each in placed)
    counted = 0
    near = set[str]()
    for each in sorted(placed, key=far):
        if counted >= total * part:
            break
        near.add(each.identity)
        counted += each.letters
    return [each for each in placed if each.identity in near]


def _middle(placed: Sequence[Locality], axis: int) -> float:
    """The degree that half of the letters are on either side of."""
    degrees = sorted((each.where[axis], each.letters) for each in placed if each.where)
    half = sum(count for _, count in degrees) / 2
    for degree, count in degrees:
        half -= count
        if half <= 0:
            return degree
    return degrees[-1][0]


def _size(placed: Sequence[Locality]) -> float:
    window = _window(placed)
    return window.north - window.south


def _window(placed: Sequence[Locality]) -> _Window:
    """The window around places, as wide as the picture."""
    points = [each.where for each in placed if each.where]
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    narrow = max(0.2, _cosine((south + north) / 2))
    high = max((north - south) * 1.3, _SMALLEST)
    wide = max((east - west) * 1.3 * narrow, _SMALLEST)
    # As high as the picture may be, or as low.
    high = max(high, wide * _LEAST / _WIDTH)
    wide = max(wide, high * _WIDTH / _HIGHEST)
    wide = min(wide, 360 * narrow)
    middle = (south + north) / 2
    across = (west + east) / 2
    half = wide / narrow / 2
    return _Window(
        across - half, middle - high / 2, across + half, middle + high / 2, _WIDTH / wide, narrow
    )


def _cosine(degrees: float) -> float:
    """The cosine by its series: that of the machine may differ in the last digit."""
    x = degrees * 3.141592653589793 / 180
    square = x * x
    result = term = 1.0
    for step in range(1, 12):
        term *= -square / ((2 * step - 1) * (2 * step))
        result += term
    return result


def _map(
    name: str, placed: Sequence[Locality], labels: Labels, address: Address, rest: int
) -> Picture:
    window = _window(placed)
    shapes = [_land(window), *_degrees(window, labels), *_places(placed, window, address)]
    words = labels["pictures_map_text"]
    if rest:
        words += " " + labels["pictures_rest_places"].format(count=rest)
    title = labels["pictures_map" if name == "map" else "pictures_map_near"]
    return Picture(
        name, _WIDTH, window.height, title, words, joined(shapes), any(map(address, placed))
    )


def _land(window: _Window) -> Markup:
    """The land; what is cut off by the window is cut a little outside of it."""
    edge = (window.north - window.south) / 20
    rings = []
    # To the west of -180 the earth goes on as it does in the east.
    for turn in (-360, 0, 360):
        for ring in within(
            window.west - edge - turn,
            window.south - edge,
            window.east + edge - turn,
            window.north + edge,
        ):
            written = _path([(window.x(x + turn), window.y(y)) for x, y in ring])
            if written:
                rings.append(written)
    sea = element("rect", width=_WIDTH, height=window.height, class_="sea")
    return sea + element("path", d="".join(rings), class_="land", fill_rule="evenodd")


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A ring as steps from point to point, in tenths; points that fall together are left out."""
    rounded = [(round(x * 10), round(y * 10)) for x, y in points]
    (x, y), *others = rounded
    parts = [f"M{number(x / 10)} {number(y / 10)}l"]
    steps = []
    for right, below in others:
        dx, dy = right - x, below - y
        if dx * dx + dy * dy < 36:
            continue
        steps.append(f"{number(dx / 10)} {number(dy / 10)}")
        x, y = right, below
    return f"{parts[0]}{' '.join(steps)}z" if len(steps) > 1 else ""


def _degrees(window: _Window, labels: Labels) -> Iterator[Markup]:
    step = max(1, nice_step(int(window.north - window.south), 5))
    step = 30 if step == 20 and window.north - window.south > 90 else min(step, 30)
    for degree in _steps(window.south, window.north, step, 89):
        y = window.y(degree)
        yield element("line", x1=0, x2=_WIDTH, y1=y, y2=y, class_="degree")
        side = labels["pictures_north" if degree >= 0 else "pictures_south"]
        yield text(f"{abs(degree)}° {side}" if degree else "0°", 6, y - 4, "scale degrees")
    wide = step if window.narrow > 0.6 else step * 2
    for degree in _steps(window.west, window.east, wide, 400):
        x = window.x(degree)
        yield element("line", x1=x, x2=x, y1=0, y2=window.height, class_="degree")
        turned = (degree + 180) % 360 - 180
        side = labels["pictures_east" if turned >= 0 else "pictures_west"]
        words = f"{abs(turned)}° {side}" if turned % 180 else f"{abs(turned)}°"
        if 30 < x < _WIDTH - 60:
            yield text(words, x + 4, window.height - 6, "scale degrees")


def _steps(first: float, last: float, step: int, limit: int) -> Iterator[int]:
    degree = int(first // step) * step
    while degree < last:
        if degree > first and abs(degree) <= limit:
            yield degree
        degree += step


def _places(placed: Sequence[Locality], window: _Window, address: Address) -> Iterator[Markup]:
    """Circles, the larger ones below; then the names that have room."""
    drawn = placed[:_DRAWN]
    most = max(each.letters for each in drawn)
    spots = [(each, *_spot(each, window), _radius(each, most)) for each in drawn]
    height = window.height
    taken = [_Room(x - r, y - r, x + r, y + r) for _, x, y, r in spots]
    named: dict[str, Markup] = {}
    for place, (each, x, y, radius) in enumerate(spots[:_NAMED]):
        words = short(each.name, _LONGEST)
        others = taken[:place] + taken[place + 1 :]
        for room, (at, below, anchor) in _rooms(words, x, y, radius):
            inside = room.left > 2 and room.top > 2 and room.right < _WIDTH - 2
            if inside and room.bottom < height - 2 and not any(map(room.meets, others)):
                named[each.identity] = text(words, at, below, "name", anchor=anchor)
                taken.append(room)
                break
    for each, x, y, radius in spots:
        circle = element("circle", cx=x, cy=y, r=radius, class_="spot" if each.sent else "spot got")
        words = f"{each.name}: {len(each.sent)} → · → {len(each.received)}"
        name = named.get(each.identity)
        written = short(each.name, _LONGEST) if name else ""
        yield linked(circle + (name or Markup()), address(each), words, written=written)


def _spot(each: Locality, window: _Window) -> tuple[float, float]:
    assert each.where is not None
    return window.x(each.where.longitude), window.y(each.where.latitude)


def _radius(each: Locality, most: int) -> float:
    return 3.5 + 13.5 * sqrt(each.letters / most)


def _rooms(
    words: str, x: float, y: float, radius: float
) -> Iterator[tuple[_Room, tuple[float, float, str]]]:
    """Where the name of a circle may stand, the best first; and from where it is written."""
    wide = words_width(words, _SIZE)
    off = radius + 4
    slant = radius * 0.7 + 3
    for left, below, anchor in (
        (x + off, y + 4, "start"),
        (x - off, y + 4, "end"),
        (x, y - off, "middle"),
        (x, y + off + 10, "middle"),
        (x + slant, y - slant, "start"),
        (x + slant, y + slant + 9, "start"),
        (x - slant, y - slant, "end"),
        (x - slant, y + slant + 9, "end"),
    ):
        start = {"start": left, "end": left - wide, "middle": left - wide / 2}[anchor]
        yield _Room(start, below - 11, start + wide, below + 4), (left, below, anchor)
