"""Who wrote to whom, as a table of squares: a line for each sender, a column for each receiver."""

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from teikit.exporting.network import Network
from teikit.publishing.labels import Labels
from teikit.publishing.pictures.svg import (
    Picture,
    element,
    joined,
    level,
    linked,
    short,
    text,
    words_width,
)
from teikit.publishing.pictures.who import Address, busiest, nowhere, shown_of

_MOST = 24
"""Senders, and receivers."""
_CELL, _SIZE, _LONGEST = 30, 13, 26


def matrix(found: Network, labels: Labels, address: Address = nowhere) -> Picture | None:
    """The picture; None where nobody is known to have written to anybody."""
    if not found.edges:
        return None
    senders = busiest({sender: found.sent(sender) for sender, _ in found.edges}, found, _MOST)
    from_these = Counter[str]()
    for (sender, receiver), line in found.edges.items():
        from_these[receiver] += line.letters if sender in senders else 0
    receivers = busiest(+from_these, found, _MOST)
    left = max(words_width(short(found.name(each), _LONGEST), _SIZE) for each in senders) + 10
    above = max(words_width(short(found.name(each), _LONGEST), _SIZE) for each in receivers) + 10
    width = left + _CELL * len(receivers) + 46
    height = above + _CELL * len(senders) + 34
    return Picture(
        "matrix",
        width,
        height,
        labels["pictures_matrix"],
        labels["pictures_matrix_text"] + shown_of(found, {*senders}, {*receivers}, labels),
        joined(_shapes(found, (senders, receivers), (left, above), labels, address)),
        any(address(each) for each in (*senders, *receivers)),
    )


def _shapes(
    found: Network,
    who: tuple[Sequence[str], Sequence[str]],
    corner: tuple[float, float],
    labels: Labels,
    address: Address,
) -> Iterator[Markup]:
    senders, receivers = who
    left, above = corner
    right, foot = left + _CELL * len(receivers), above + _CELL * len(senders)
    counts = {pair: line.letters for pair, line in found.edges.items()}
    most = max(counts.get((each, other), 0) for each in senders for other in receivers)
    for place, receiver in enumerate(receivers):
        x = left + _CELL * (place + 0.5)
        name = found.name(receiver)
        written = text(
            short(name, _LONGEST), 0, 4, transform=f"translate({x:.1f} {above - 8:.1f}) rotate(-90)"
        )
        yield linked(written, address(receiver), name, written=short(name, _LONGEST))
        yield text(str(found.received(receiver)), x, foot + 20, "scale", anchor="middle")
    for place, sender in enumerate(senders):
        y = above + _CELL * place
        name = found.name(sender)
        written = text(short(name, _LONGEST), left - 8, y + _CELL / 2 + 4, anchor="end")
        yield linked(written, address(sender), name, written=short(name, _LONGEST))
        yield text(str(found.sent(sender)), right + 10, y + _CELL / 2 + 4, "scale")
        for column, receiver in enumerate(receivers):
            count = counts.get((sender, receiver), 0)
            yield _cell(
                (left + _CELL * column, y),
                count,
                level(count, most),
                f"{name} → {found.name(receiver)}: {count}",
            )
    yield text(labels["pictures_from"], left - 8, above - 8, "scale", anchor="end")


def _cell(corner: tuple[float, float], count: int, strength: int, words: str) -> Markup:
    x, y = corner
    square = element(
        "rect", x=x + 1, y=y + 1, width=_CELL - 2, height=_CELL - 2, class_=f"cell level-{strength}"
    )
    if not count:
        return square
    written = text(
        str(count), x + _CELL / 2, y + _CELL / 2 + 4, f"in-cell over-{strength}", anchor="middle"
    )
    return linked(square + written, "", words)
