"""Numbers that stand in a row, and what among them is none."""

from collections.abc import Sequence

import pytest

from teikit.converting.reading.beginnings.number_row import out_of_row

YEARS = range(1848, 1860)
ROW = list(range(1, 11))


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([], []),
        ([1, 2, 3], []),
        ([1, 2, 5], []),  # two are left out
        ([1, 2, 1850, 3, 4], [2]),  # a year alone in its line
        ([1850, 1851, 1852], []),  # as many letters, or all of them years
        ([1, 7, 2, 3], [1]),  # a number from the text
        ([1, 1, 2], []),  # printed twice
        ([40, 90], []),  # two make no row
        ([*ROW, 501], [10]),  # "DI"
        ([*ROW, 501, 502], []),  # a row of their own
        ([1860, 1, 2, 3], []),  # no year of the edition
    ],
)
def test_what_is_out_of_the_row(values: Sequence[int], places: list[int]) -> None:
    assert out_of_row(values, YEARS) == places
