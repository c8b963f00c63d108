"""Coordinates as editions write them, and what is none."""

import pytest

from teikit.tei.coordinates import coordinates


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("48.2 16.37", (48.2, 16.37)),
        ("48,208333 16,373056", (48.208333, 16.373056)),
        ("48.2, 16.37", (48.2, 16.37)),
        ("48.2,16.37", (48.2, 16.37)),
        (" -33.9\n 18.4 ", (-33.9, 18.4)),
        ("\u221233.9; 18.4", (-33.9, 18.4)),
        ("33.9S 18.4E", (-33.9, 18.4)),
        ("40.7°N 74.0°W", (40.7, -74.0)),
        ("51 0", (51, 0)),
    ],
)
def test_a_place(words: str, expected: tuple[float, float]) -> None:
    assert coordinates(words) == pytest.approx(expected)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Wien",
        "48.2",
        "48.2 16.37 3",
        "0 0",
        "91 10",
        "10 181",
        "48.2 x",
        "48 2 16 3",
        "nan nan",
    ],
)
def test_no_place(words: str) -> None:
    assert coordinates(words) is None
