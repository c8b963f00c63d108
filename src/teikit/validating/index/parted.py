"""Very many numbers, divided by a key, of which one part at a time is in memory."""

from array import array
from collections.abc import Iterator
from typing import Literal

from teikit.validating.index.spill import SpillFile

_AT_ONCE = 1 << 18
"""Numbers that are held before they are put on the disk."""


class Parted:
    """Very many numbers, in parts, on the disk but for the last of them."""

    def __init__(self, parts: int, kind: Literal["I", "Q"]) -> None:
        """`kind` is that of an `array`: numbers of four bytes, or of eight."""
        self._held = [array(kind) for _ in range(parts)]
        self._shelf = SpillFile()
        self._places: list[list[int]] = [[] for _ in range(parts)]
        self._count = 0

    def add(self, part: int, number: int) -> None:
        """Put a number into a part."""
        self._held[part].append(number)
        self._count += 1
        if self._count >= _AT_ONCE:
            for held, places in zip(self._held, self._places, strict=True):
                if held:
                    places.append(len(self._shelf))
                    self._shelf.add(held.tobytes())
                    del held[:]
            self._count = 0

    def part(self, part: int) -> Iterator[int]:
        """The numbers of a part, in the order in which they came."""
        for place in self._places[part]:
            yield from array(self._held[part].typecode, self._shelf[place])
        yield from self._held[part]

    def parts(self) -> Iterator["array[int]"]:
        """Each part; it is gone then."""
        for number, held in enumerate(self._held):
            yield array(held.typecode, self.part(number))
            del held[:]
        self._shelf.close()
