"""Numbers that stand in a row, and those among them that are something else.

A year that stands alone in its line is no number of a letter, nor is a number from the text, nor
"DI", which is not 501. It is known by the numbers before and behind it.
"""

from collections.abc import Sequence

_ROW, _FAR = 8, 2
"""Numbers that make a row, and how many times its length another may be from its middle."""
_NEAR = 3
"""Numbers that may be left out between two of a row."""
_SMALLEST_YEAR = 1000


def out_of_row(values: Sequence[int], years: range) -> list[int]:
    """The places of values that are no numbers of letters; `years` are those of the edition."""
    strays = _strays(values)
    found = []
    for place, value in enumerate(values):
        before = values[place - 1] if place else None
        behind = values[place + 1] if place + 1 < len(values) else None
        near = any(
            other is not None and abs(other - value) <= _NEAR and other != value
            for other in (before, behind)
        )
        year = value in years and value >= _SMALLEST_YEAR
        jumps = (
            before is not None
            and behind is not None
            and before < behind <= before + _NEAR
            and not before <= value <= behind
        )
        if jumps or ((year or value in strays) and not near):
            found.append(place)
    return found


def _strays(values: Sequence[int]) -> set[int]:
    """The numbers far from all others, where most stand in a row."""
    row = sorted(set(values))
    if len(row) < _ROW:
        return set()
    middle = row[len(row) // 2]
    return {value for value in row if abs(value - middle) > _FAR * len(row)}
