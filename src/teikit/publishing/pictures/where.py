"""The places of letters: how many were sent from each, and how many received there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from teikit.exporting.records import Record
from teikit.tei.coordinates import Coordinates


@dataclass(slots=True)
class Locality:
    """A place: the spelling most often used, where it lies, and its letters each way."""

    identity: str
    where: Coordinates | None = None
    sent: list[Record] = field(default_factory=list)
    received: list[Record] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    key: str = ""

    @property
    def name(self) -> str:
        """What it is called most often."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def letters(self) -> int:
        """How many letters it sent and received."""
        return len(self.sent) + len(self.received)


def localities(letters: Iterable[Record]) -> Sequence[Locality]:
    """The places of letters, those with most letters first; a letter may have several."""
    found: dict[str, Locality] = {}
    for letter in letters:
        if not letter.is_letter:
            continue
        for received, places in enumerate((letter.sent.places, letter.received.places)):
            for place in places:
                identity = place.address or place.key or place.name
                locality = found.setdefault(identity, Locality(identity))
                (locality.received if received else locality.sent).append(letter)
                locality.names[place.name] += 1
                locality.where = locality.where or place.where
                locality.key = locality.key or place.key
    return sorted(found.values(), key=lambda each: (-each.letters, each.name, each.identity))
