"""The page of who wrote to whom: two pictures, and a table of all pairs with their letters."""

from collections.abc import Callable, Mapping
from typing import Any

from teikit.exporting.network import Network
from teikit.publishing.edition import SiteEdition, folded
from teikit.publishing.facts import register_of
from teikit.publishing.labels import Labels
from teikit.publishing.pictures.matrix import matrix
from teikit.publishing.pictures.network import network


def correspondents(found: SiteEdition, labels: Labels) -> Mapping[str, Any]:
    """What the template is filled with."""
    known = found.network
    address = _addresses(found, known)
    ranked = sorted(
        known.edges.items(),
        key=lambda item: (-item[1].letters, *(folded(known.name(each)) for each in item[0])),
    )
    return {
        "pictures": [
            picture
            for picture in (network(known, labels, address), matrix(known, labels, address))
            if picture
        ],
        "pairs": [
            {
                "who": [(known.name(each), address(each)) for each in pair],
                "count": line.letters,
                "first": line.first,
                "last": line.last if line.last != line.first else "",
                "letters": [
                    {
                        "address": f"letters/{found.by_id[letter.id].name}.html",
                        "text": found.by_id[letter.id].day or letter.key or letter.id,
                        "title": letter.title or letter.id,
                    }
                    for letter in line.of
                ],
            }
            for pair, line in ranked
        ],
    }


def _addresses(found: SiteEdition, known: Network) -> Callable[[str], str]:
    def address(identity: str) -> str:
        agent = known.nodes[identity]
        anchor = found.entry(agent.kind, agent.key, agent.name)
        return f"{register_of(agent.kind)}#{anchor}" if anchor else ""

    return address
