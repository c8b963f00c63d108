"""Whom the pictures of a network show: those with most letters; the rest is told in words."""

from collections.abc import Callable, Collection, Mapping, Sequence

from teikit.exporting.network import Network
from teikit.publishing.edition import folded
from teikit.publishing.labels import Labels

Address = Callable[[str], str]
"""Where a person or a body leads to."""


def nowhere(_: str) -> str:
    """Of a picture without links."""
    return ""


def busiest(counts: Mapping[str, int], found: Network, most: int) -> Sequence[str]:
    """Those with the highest counts; those with the same by their names."""
    ranked = sorted(counts, key=lambda each: (-counts[each], folded(found.name(each)), each))
    return ranked[:most]


def shown_of(
    found: Network, senders: Collection[str], receivers: Collection[str], labels: Labels
) -> str:
    """What a picture does not show, as a sentence; empty where it shows all."""
    shown = {*senders, *receivers}
    total = sum(line.letters for line in found.edges.values())
    count = sum(
        line.letters
        for (sender, receiver), line in found.edges.items()
        if sender in senders and receiver in receivers
    )
    rest = [
        labels[name].format(count=number)
        for name, number in (
            ("pictures_rest_persons", len(found.agents - shown)),
            ("pictures_rest_letters", total - count),
            ("pictures_rest_unknown", len(found.left_out)),
        )
        if number
    ]
    return "".join(f" {sentence}" for sentence in rest)
