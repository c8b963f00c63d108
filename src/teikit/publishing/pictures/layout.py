"""Where the nodes of a network stand: forces first, then room for the words of each.

After Fruchterman and Reingold, from a start that is always the same. Only the four operations and
square roots are used, which give the same on every machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

_ROUNDS, _PUSHES = 240, 400
_GRAVITY = 0.06


@dataclass(slots=True)
class Box:
    """The room of a node: where its middle is, how far it reaches to each side, up and down."""

    x: float
    y: float
    across: float
    up: float
    down: float

    def overlap(self, other: "Box") -> tuple[float, float]:
        """How far two reach into each other, across and up; not at all where one is 0 or less."""
        upper, lower = (self, other) if self.y <= other.y else (other, self)
        return (
            self.across + other.across - abs(self.x - other.x),
            upper.down + lower.up - (lower.y - upper.y),
        )


def forces(
    count: int, edges: Mapping[tuple[int, int], float], width: float, height: float
) -> Sequence[tuple[float, float]]:
    """Places for so many nodes that fill a room; `edges` have strengths up to 1."""
    xs, ys = _start(count, width, height)
    apart = 0.8 * sqrt(width * height / count)
    pulls = [(first, second, strength) for (first, second), strength in edges.items()]
    for turn in range(_ROUNDS):
        heat = width / 10 * (1 - turn / _ROUNDS)
        # All strive to the middle; the room is wider than high, so they do so less across.
        across = [-x * _GRAVITY * apart / width * 4 for x in xs]
        up = [-y * _GRAVITY * apart / height * 4 for y in ys]
        for first in range(count):
            x, y = xs[first], ys[first]
            for second in range(first + 1, count):
                dx, dy = x - xs[second], y - ys[second]
                square = dx * dx + dy * dy or 0.01
                push = apart * apart / square
                across[first] += dx * push
                up[first] += dy * push
                across[second] -= dx * push
                up[second] -= dy * push
        for first, second, strength in pulls:
            dx, dy = xs[first] - xs[second], ys[first] - ys[second]
            pull = sqrt(dx * dx + dy * dy) / apart * strength
            across[first] -= dx * pull
            up[first] -= dy * pull
            across[second] += dx * pull
            up[second] += dy * pull
        for node in range(count):
            dx, dy = across[node], up[node]
            length = sqrt(dx * dx + dy * dy)
            if length > heat:
                dx, dy = dx / length * heat, dy / length * heat
            xs[node] += dx
            ys[node] += dy
    return [*zip(_filling(xs, width), _filling(ys, height), strict=True)]


def _filling(places: Sequence[float], room: float) -> Sequence[float]:
    """Places that reach from one end of a room to the other; those on a line stay on it."""
    first, reach = min(places), max(places) - min(places)
    return [(place - first) * room / reach if reach > 1 else room / 2 for place in places]


def _start(count: int, width: float, height: float) -> tuple[list[float], list[float]]:
    """Places on two ellipses, in turn: the first nodes are nearer to the middle."""
    xs, ys = [], []
    for node in range(count):
        # The way around a circle by fractions: sine and cosine differ from machine to machine.
        turn = 4 * node / count
        quarter, rest = int(turn), turn - int(turn)
        half = 1 + rest * rest
        x, y = (1 - rest * rest) / half, 2 * rest / half
        for _ in range(quarter):
            x, y = -y, x
        far = 0.25 + 0.2 * node / count
        xs.append(x * far * width)
        ys.append(y * far * height)
    return xs, ys


def parted(boxes: Sequence[Box]) -> None:
    """Move boxes until none overlaps another, each time by the shorter way."""
    for _ in range(_PUSHES):
        moved = False
        for first, box in enumerate(boxes):
            for other in boxes[first + 1 :]:
                across, up = box.overlap(other)
                if across <= 0 or up <= 0:
                    continue
                moved = True
                if across < up:
                    step = across / 2 + 0.5
                    sign = 1 if box.x >= other.x else -1
                    box.x += step * sign
                    other.x -= step * sign
                else:
                    step = up / 2 + 0.5
                    sign = 1 if box.y > other.y else -1
                    box.y += step * sign
                    other.y -= step * sign
        if not moved:
            return
    # A crowd may never come to rest: then each goes below those that stand already.
    standing: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.y, box.x)):
        while below := [other for other in standing if min(box.overlap(other)) > 0]:
            box.y = max(other.y + other.down for other in below) + box.up + 0.1
        standing.append(box)
