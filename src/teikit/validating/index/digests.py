"""What is known of very many names without keeping them: a sum of each.

In one process Python's own sums of names (`hash`) are different for different names, as long as all
64 bits are looked at.
"""

from collections import Counter
from collections.abc import Hashable, Iterable

from teikit.validating.index.pages import NumberPages, SortedRows
from teikit.validating.index.parted import Parted

_MASK = (1 << 64) - 1
_PARTS = 64
"""A part is small enough to be counted or sorted, when all would take too much memory."""
_SHIFT = 58
"""Bits of a sum of 64 that are the same in a part."""


class RepeatedNames:
    """Which names are there again and again, and how often.

    The sums of names lie on the disk, and one part of them is looked at after the other.

    Attributes:
        others: how many others there are, each of them counted once.
    """

    def __init__(self, names: Iterable[Hashable], few: int = 1) -> None:
        """`few` is how often a name may be there without being one of these."""
        sums = Parted(_PARTS, "Q")
        for name in names:
            digest = hash(name) & _MASK
            sums.add(digest >> _SHIFT, digest)
        self.others = 0
        self._times: dict[int, int] = {}
        for part in sums.parts():
            counts = Counter(part)
            several = {digest: count for digest, count in counts.items() if count > few}
            self.others += len(counts) - len(several)
            self._times |= several

    def __bool__(self) -> bool:
        return bool(self._times)

    def __contains__(self, name: Hashable) -> bool:
        return hash(name) & _MASK in self._times

    def times(self, name: Hashable) -> int:
        """How often such a name is there; 0 for others."""
        return self._times.get(hash(name) & _MASK, 0)


class Numbers:
    """The numbers of names, which lie on the disk; of a name that is there again, the last."""

    def __init__(self, names: Iterable[Hashable], parts: int = _PARTS) -> None:
        """Names have the numbers from 0; their sums are sorted in `parts`, one after the other."""
        sums = Parted(parts, "Q")
        for number, name in enumerate(names):
            digest = hash(name) & _MASK
            part = digest * parts >> 64
            sums.add(part, digest)
            sums.add(part, number)
        self._rows = SortedRows(NumberPages("QI"))
        for found in sums.parts():
            digests, numbers = found[::2], found[1::2]
            for at in sorted(range(len(digests)), key=digests.__getitem__):
                self._rows.add(digests[at], numbers[at])

    def get(self, name: Hashable) -> int | None:
        """The number of a name, if it has one."""
        found = self._rows.of(hash(name) & _MASK)
        return self._rows[found[-1]][1] if found else None
