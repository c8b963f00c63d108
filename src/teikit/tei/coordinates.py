"""Where on the earth a place is: `geo`, in decimal degrees, the latitude first."""

import re
from typing import NamedTuple

_DEGREES = re.compile(r"([-+\u2212]?)(\d{1,3}(?:[.,]\d+)?)\u00b0?([NSEW]?)")
_BETWEEN = re.compile(r"[\s;]+")


class Coordinates(NamedTuple):
    """Degrees to the north and to the east; the south and the west are less than 0."""

    latitude: float
    longitude: float


def coordinates(words: str) -> Coordinates | None:
    """What `geo` says: `48.2 16.37`, `48,2 16,37`, `48.2, 16.37`, `48.2N 16.37E`.

    None where it does not say two numbers, or where these are no place on the earth. A pair of
    zeros stands in registers where nobody has looked yet.
    """
    parts = [part.rstrip(",") for part in _BETWEEN.split(words.strip())]
    if len(parts) == 1 and parts[0].count(",") == 1:
        parts = parts[0].split(",")
    matches = [_DEGREES.fullmatch(part) for part in parts]
    if len(matches) != 2 or None in matches:
        return None
    latitude, longitude = (_degrees(match) for match in matches if match)
    if abs(latitude) > 90 or abs(longitude) > 180 or not (latitude or longitude):
        return None
    return Coordinates(latitude, longitude)


def _degrees(match: re.Match[str]) -> float:
    sign, figures, side = match.groups()
    value = float(figures.replace(",", "."))
    return -value if sign in {"-", "\u2212"} or side in {"S", "W"} else value
