"""The coasts of the earth, for maps without a network.

`coast.txt` has a ring of points on each line: the first as longitude and latitude in hundredths of
a degree, each other as its distance from the one before it. A ring over 180° goes on beyond it; a
ring in a ring is a sea. It is made from the land of Natural Earth (1 : 10 million, version 4.1),
which is in the public domain; Europe is finer than the rest, small islands and Antarctica are left
out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

_NUMBER = re.compile(r"-?\d+")

Point = tuple[float, float]
"""A longitude and a latitude, in degrees."""


@cache
def coast() -> tuple[tuple[Point, ...], ...]:
    """The rings of the coasts."""
    file = resources.files("teikit.publishing.pictures").joinpath("coast.txt")
    return tuple(_ring(line) for line in file.read_text(encoding="ascii").splitlines())


def _ring(line: str) -> tuple[Point, ...]:
    numbers = [*map(int, _NUMBER.findall(line))]
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points)


def within(west: float, south: float, east: float, north: float) -> Iterator[Sequence[Point]]:
    """What of the rings is in a window, closed along its edges."""
    for ring in coast():
        points: Sequence[Point] = ring
        for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
            points = _cut(points, axis, limit, sign)
            if not points:
                break
        else:
            yield points


def _cut(points: Sequence[Point], axis: int, limit: float, sign: int) -> Sequence[Point]:
    """A ring without what is beyond a line (Sutherland and Hodgman)."""
    if not points:
        return points
    found: list[Point] = []
    before = points[-1]
    before_in = (before[axis] - limit) * sign >= 0
    for point in points:
        point_in = (point[axis] - limit) * sign >= 0
        if point_in != before_in:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
            found.append((limit, other) if axis == 0 else (other, limit))
        if point_in:
            found.append(point)
        before, before_in = point, point_in
    return found
