"""What is known of very many names without keeping them: a sum of each, of four bytes.

Two names can have one sum, so that what is found is to be looked at; nothing is overlooked.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

_BITS = 32
_MASK = (1 << _BITS) - 1
_PARTS = 64
"""A part is small enough to be counted, when all of them would take too much memory."""


class Repeated:
    """Which names may be there more than once.

    Attributes:
        others: how many others there are, each of them once.
    """

    def __init__(self, names: Iterable[Hashable]) -> None:
        parts = [array("I") for _ in range(_PARTS)]
        for name in names:
            one = hash(name) & _MASK
            parts[one % _PARTS].append(one)
        self.others = 0
        self._sums: set[int] = set()
        for part in parts:
            counts = Counter(part)
            several = {one for one, count in counts.items() if count > 1}
            self.others += len(counts) - len(several)
            self._sums |= several

    def __bool__(self) -> bool:
        return bool(self._sums)

    def __contains__(self, name: Hashable) -> bool:
        return hash(name) & _MASK in self._sums


class Positions:
    """Where names may be: numbers of up to 32 bits."""

    def __init__(self, names: Iterable[tuple[int, Hashable]]) -> None:
        found = ((hash(name) & _MASK) << _BITS | at for at, name in names)
        self._found = array("Q", sorted(found))

    def last_first(self, name: Hashable) -> Iterator[int]:
        """The positions that a name may have, the last of them first."""
        one = hash(name) & _MASK
        at = bisect_left(self._found, one + 1 << _BITS)
        while at and self._found[at - 1] >> _BITS == one:
            at -= 1
            yield self._found[at] & _MASK
