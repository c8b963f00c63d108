"""The page of the map: where letters were written and received, as pictures and as a table."""

from collections.abc import Mapping
from typing import Any

from teikit.publishing.edition import SiteEdition
from teikit.publishing.labels import Labels
from teikit.publishing.pictures.map import maps
from teikit.publishing.pictures.where import Locality


def gazetteer(found: SiteEdition, labels: Labels) -> Mapping[str, Any]:
    """What the template is filled with."""

    def address(place: Locality) -> str:
        anchor = found.entry("place", place.key, place.name)
        return f"places.html#{anchor}" if anchor else ""

    rows = [
        {
            "name": place.name,
            "address": address(place),
            "sent": len(place.sent),
            "received": len(place.received),
            "letters": place.letters,
            "placed": place.where is not None,
        }
        for place in found.localities
    ]
    return {
        "pictures": maps(found.localities, labels, address),
        "rows": [row for row in rows if row["placed"]],
        "unplaced": [row for row in rows if not row["placed"]],
    }
