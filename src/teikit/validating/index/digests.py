"""What is known of very many names without keeping them: a sum of each.

In one process Python's own sums of names (`hash`) are different for different names, as long as all
64 bits are looked at.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable

_MASK = (1 << 32) - 1
_PARTS = 64
"""A part is small enough to be counted, when all of them would take too much memory."""


class RepeatedNames:
    """Which names may be there more than once: four bytes are kept of each, and tell most apart.

    Attributes:
        others: how many others there are, each of them once.
    """

    def __init__(self, names: Iterable[Hashable]) -> None:
        parts = [array("I") for _ in range(_PARTS)]
        for name in names:
            digest = hash(name) & _MASK
            parts[digest % _PARTS].append(digest)
        self.others = 0
        self._sums: set[int] = set()
        for part in parts:
            counts = Counter(part)
            several = {digest for digest, count in counts.items() if count > 1}
            self.others += len(counts) - len(several)
            self._sums |= several

    def __bool__(self) -> bool:
        return bool(self._sums)

    def __contains__(self, name: Hashable) -> bool:
        return hash(name) & _MASK in self._sums


class Numbers:
    """The numbers of names, in twelve bytes each; of one that is there again, the last."""

    def __init__(self, names: Iterable[Hashable]) -> None:
        sums = array("q", map(hash, names))
        self._numbers = array("I", sorted(range(len(sums)), key=sums.__getitem__))
        self._sums = array("q", map(sums.__getitem__, self._numbers))

    def get(self, name: Hashable) -> int | None:
        """The number of a name, if it has one."""
        digest = hash(name)
        at = bisect_right(self._sums, digest) - 1
        return self._numbers[at] if at >= 0 and self._sums[at] == digest else None
