"""Very many rows of numbers in order, of which the pages are in memory that are looked at."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from teikit.validating.index.spill import SpillFile

_ROWS = 512
"""Rows of a page."""
_AT_HAND = 512
"""Pages that are in memory, of all rows that share them."""

Columns = Sequence["array[int]"]
"""The rows of a page: an array for what is first in each, one for what is second, and so on."""


class NumberPages:
    """Pages of rows, on the disk but for those that were looked at last.

    Attributes:
        kinds: of the columns, as those of an `array`: "QI" for numbers of eight and of four bytes.
        size: the rows of a page.
    """

    def __init__(self, kinds: str) -> None:
        self.kinds = kinds
        self.size = _ROWS
        self._shelf = SpillFile()
        self.read = lru_cache(_AT_HAND)(self._read)

    def columns(self) -> Columns:
        """Those of a page on which there is nothing yet."""
        return [array(kind) for kind in self.kinds]

    def add(self, columns: Columns) -> int:
        """Put a page on the disk; its number."""
        self._shelf.add(b"".join(column.tobytes() for column in columns))
        return len(self._shelf) - 1

    def _read(self, number: int) -> Columns:
        piece = self._shelf[number]
        columns = self.columns()
        start = 0
        for column in columns:
            end = start + self.size * column.itemsize
            column.frombytes(piece[start:end])
            start = end
        return columns


class SortedRows:
    """Rows of numbers that come in the order of what is first in them, the key.

    In memory there are the first key of each page, and the last page.
    """

    def __init__(self, pages: NumberPages) -> None:
        """`pages` may have those of others, too."""
        self._pages = pages
        self._numbers = array("Q")
        self._firsts = array("Q")
        self._last = pages.columns()

    def add(self, *row: int) -> None:
        """Add a row, the key of which is not less than that of the one before."""
        last = self._last
        if not last[0]:
            self._firsts.append(row[0])
        for column, number in zip(last, row, strict=True):
            column.append(number)
        if len(last[0]) == self._pages.size:
            self._numbers.append(self._pages.add(last))
            self._last = self._pages.columns()

    def __len__(self) -> int:
        return len(self._numbers) * self._pages.size + len(self._last[0])

    def __getitem__(self, index: int) -> Sequence[int]:
        page, row = divmod(index, self._pages.size)
        return [column[row] for column in self._page(page)]

    def __iter__(self) -> Iterator[Sequence[int]]:
        for page in range(len(self._numbers)):
            yield from zip(*self._page(page), strict=True)
        yield from zip(*self._last, strict=True)

    def of(self, key: int) -> range:
        """The indices of the rows that have a key."""
        page = bisect_right(self._firsts, key) - 1
        if page < 0:
            return range(0)
        keys = self._page(page)[0]
        end = page * self._pages.size + bisect_right(keys, key)
        start = bisect_left(keys, key)
        while not start and page:  # they may begin on a page before
            page -= 1
            start = bisect_left(self._page(page)[0], key)
        return range(page * self._pages.size + start, end)

    def _page(self, page: int) -> Columns:
        return self._pages.read(self._numbers[page]) if page < len(self._numbers) else self._last
