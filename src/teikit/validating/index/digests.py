"""What is known of very many names without keeping them: a sum of each.

In one process Python's own sums of names (`hash`) are different for different names, as long as all
64 bits are looked at.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable

from teikit.validating.index.parted import Parted

_MASK = (1 << 32) - 1
_PARTS = 64
"""A part is small enough to be counted or sorted, when all would take too much memory."""
_SHIFT = 58
"""Bits of a sum of 64 that are the same in a part."""


class RepeatedNames:
    """Which names may be there more than once: a sum of four bytes tells most apart.

    The sums lie on the disk, and one part of them is looked at after the other.

    Attributes:
        others: how many others there are, each of them once.
    """

    def __init__(self, names: Iterable[Hashable]) -> None:
        sums = Parted(_PARTS, "I")
        for name in names:
            digest = hash(name) & _MASK
            sums.add(digest % _PARTS, digest)
        self.others = 0
        self._sums: set[int] = set()
        for part in sums.parts():
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
        # To sort all sums at once would take ten times the memory that they do.
        parts = [(array("q"), array("I")) for _ in range(_PARTS)]
        for number, name in enumerate(names):
            digest = hash(name)
            sums, numbers = parts[(digest >> _SHIFT) + _PARTS // 2]
            sums.append(digest)
            numbers.append(number)
        self._sums, self._numbers = array("q"), array("I")
        parts.reverse()
        while parts:
            sums, numbers = parts.pop()
            order = sorted(range(len(sums)), key=sums.__getitem__)
            self._sums.extend(map(sums.__getitem__, order))
            self._numbers.extend(map(numbers.__getitem__, order))

    def get(self, name: Hashable) -> int | None:
        """The number of a name, if it has one."""
        digest = hash(name)
        at = bisect_right(self._sums, digest) - 1
        return self._numbers[at] if at >= 0 and self._sums[at] == digest else None
