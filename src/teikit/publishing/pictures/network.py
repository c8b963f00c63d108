"""Who wrote to whom, as a network: a circle for each, arrows as wide as the letters are many."""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from markupsafe import Markup

from teikit.exporting.network import Network
from teikit.publishing.labels import Labels
from teikit.publishing.pictures.layout import Box, forces, parted
from teikit.publishing.pictures.svg import (
    Picture,
    element,
    hovering,
    joined,
    linked,
    number,
    short,
    text,
    words_width,
)
from teikit.publishing.pictures.who import Address, busiest, nowhere, shown_of

_MOST = 40
"""Persons and bodies."""
_WIDTH, _HEIGHT = 860, 560
"""The room that forces have at most; words may need more."""
_LEAST = 480
"""The width of the picture of two."""
_HUB = 10
"""The radius from which on names are larger."""
_SIZE, _LONGEST = 13, 26
_EDGE = 16
_BEND = 0.14


def network(found: Network, labels: Labels, address: Address = nowhere) -> Picture | None:
    """The picture; None where nobody is known to have written to another."""
    busy = busiest(
        {each: found.sent(each) + found.received(each) for each in found.agents}, found, _MOST
    )
    between = {
        pair: line.letters
        for pair, line in found.edges.items()
        if pair[0] != pair[1] and {*pair} <= {*busy}
    }
    nodes = [each for each in busy if any(each in pair for pair in between)]
    if not nodes:
        return None
    places = {each: place for place, each in enumerate(nodes)}
    radii = _radii(found, nodes)
    boxes = _placed(
        found, radii, {(places[a], places[b]): count for (a, b), count in between.items()}
    )
    width = max(box.x + box.across for box in boxes) + _EDGE
    height = max(box.y + box.down for box in boxes) + _EDGE
    arrows = _arrows(found, between, dict(zip(nodes, boxes, strict=True)), radii)
    dots = (
        _node(found, each, box, radii[each], address(each))
        for each, box in zip(nodes, boxes, strict=True)
    )
    return Picture(
        "network",
        max(width, _LEAST),
        height,
        labels["pictures_network"],
        labels["pictures_network_text"] + shown_of(found, nodes, nodes, labels),
        joined([*arrows, *dots]),
        any(map(address, nodes)),
    )


def _placed(
    found: Network, radii: Mapping[str, float], between: Mapping[tuple[int, int], int]
) -> list[Box]:
    """The boxes of nodes and their words, from the upper left corner on."""
    most = max(between.values())
    strengths: dict[tuple[int, int], float] = {}
    for (first, second), count in between.items():
        pair = (min(first, second), max(first, second))
        strengths[pair] = min(1, strengths.get(pair, 0.35) + 0.65 * sqrt(count / most))
    boxes = []
    part = min(1, sqrt(len(radii) / _MOST) + 0.15)
    places = forces(len(radii), strengths, _WIDTH * part, _HEIGHT * part)
    for (x, y), (each, radius) in zip(places, radii.items(), strict=True):
        size = _SIZE * (1.1 if radius >= _HUB else 1)
        across = max(words_width(short(found.name(each), _LONGEST), size) / 2, radius) + 5
        boxes.append(Box(x, y, across, radius + 4, radius + _SIZE + 9))
    parted(boxes)
    left = min(box.x - box.across for box in boxes) - _EDGE
    top = min(box.y - box.up for box in boxes) - _EDGE
    right = max(box.x + box.across for box in boxes) + _EDGE
    left -= max(0, _LEAST - (right - left)) / 2
    for box in boxes:
        box.x -= left
        box.y -= top
    return boxes


def _radii(found: Network, nodes: Sequence[str]) -> Mapping[str, float]:
    """How large the circle of each is; its area grows with the letters."""
    counts = {each: found.sent(each) + found.received(each) for each in nodes}
    most = max(counts.values())
    return {each: 4 + 14 * sqrt(count / most) for each, count in counts.items()}


def _arrows(
    found: Network,
    between: Mapping[tuple[str, str], int],
    boxes: Mapping[str, Box],
    radii: Mapping[str, float],
) -> Iterator[Markup]:
    """Arrows bent to their right, so that there and back are two; the weaker ones first."""
    most = max(between.values())
    for (sender, receiver), count in sorted(between.items(), key=lambda item: (item[1], item[0])):
        start, end = boxes[sender], boxes[receiver]
        dx, dy = end.x - start.x, end.y - start.y
        x = (start.x + end.x) / 2 - dy * _BEND
        y = (start.y + end.y) / 2 + dx * _BEND
        width = 0.8 + 5.2 * sqrt(count / most)
        head = 5 + width * 1.1
        # The tip touches the circle; it points where the curve comes from.
        tx, ty = end.x - x, end.y - y
        far = sqrt(tx * tx + ty * ty) or 1
        tx, ty = tx / far, ty / far
        radius = radii[receiver] + 1
        tip = end.x - tx * radius, end.y - ty * radius
        neck = tip[0] - tx * head, tip[1] - ty * head
        side = head * 0.45
        words = f"{found.name(sender)} → {found.name(receiver)}: {count}"
        curve = (
            f"M{number(start.x)} {number(start.y)}"
            f"Q{number(x)} {number(y)} {number(neck[0])} {number(neck[1])}"
        )
        points = (
            tip,
            (neck[0] - ty * side, neck[1] + tx * side),
            (neck[0] + ty * side, neck[1] - tx * side),
        )
        yield element(
            "g",
            hovering(words)
            + element("path", d=curve, stroke_width=width, class_="edge")
            + element(
                "polygon",
                points=" ".join(f"{number(a)},{number(b)}" for a, b in points),
                class_="head",
            ),
        )


def _node(found: Network, each: str, box: Box, radius: float, address: str) -> Markup:
    kind = found.nodes[each].kind
    name = found.name(each)
    if kind == "org":
        half = radius * 0.9
        shape = element(
            "rect",
            x=box.x - half,
            y=box.y - half,
            width=2 * half,
            height=2 * half,
            rx=2,
            class_="node org",
        )
    else:
        shape = element("circle", cx=box.x, cy=box.y, r=radius, class_="node")
    shape += text(
        short(name, _LONGEST),
        box.x,
        box.y + radius + _SIZE + 2,
        "name hub" if radius >= _HUB else "name",
        anchor="middle",
    )
    counts = f"{name}: {found.sent(each)} → · → {found.received(each)}"
    return linked(shape, address, counts, written=short(name, _LONGEST))
