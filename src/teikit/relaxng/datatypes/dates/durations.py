"""Lengths of time, as P1Y2M3DT4H5M6.7S.

A length of time has six members, and two are equal when all six are: a year is not twelve months,
though neither is shorter. One is shorter if it ends earlier wherever the two begin together; four
beginnings tell. The members may have any number of digits.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from teikit.relaxng.datatypes.dates.calendar import day_number
from teikit.relaxng.datatypes.numbers import Number, number

if TYPE_CHECKING:
    from decimal import Decimal

DURATION = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]*)?|\.[0-9]+)S)?)?"
)
_BEGINNINGS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
_CYCLE = 400 * 12
"""Months after which the calendar repeats itself."""
_CYCLE_DAYS = 146097


class Duration(NamedTuple):
    """A length of time: years, months, days, hours, minutes and seconds, all of one sign."""

    members: tuple[Number, ...]

    def precedes(self, other: "Duration") -> bool:
        """Whether this is the shorter one for certain."""
        pairs = zip(self._seconds(), other._seconds(), strict=True)
        return all(first < second for first, second in pairs)

    def _seconds(self) -> "list[Decimal]":
        """The seconds from each of the beginnings to the end."""
        from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal  # noqa: PLC0415  # seldom needed

        width = sum(len(member.integral) + len(member.fraction) for member in self.members)
        exact = Context(prec=width + 50, Emax=MAX_EMAX, Emin=MIN_EMIN)
        years, months, days, hours, minutes, seconds = (
            exact.create_decimal(f"{member.integral or '0'}.{member.fraction}")
            for member in self.members
        )
        sign = Decimal(-1 if any(member.negative for member in self.members) else 1)
        cycles, rest = exact.divmod(exact.fma(years, Decimal(12), months), Decimal(_CYCLE))
        fixed = exact.fma(cycles, Decimal(_CYCLE_DAYS), days)
        times = ((hours, 3600), (minutes, 60))
        for member, length in times:
            seconds = exact.fma(member, Decimal(length), seconds)
        ends = []
        for year, month in _BEGINNINGS:
            varying = day_number(year, month + int(rest)) - day_number(year, month)
            total = exact.fma(exact.add(fixed, Decimal(varying)), Decimal(86400), seconds)
            ends.append(exact.multiply(sign, total))
        return ends


def duration(text: str) -> Duration:
    """The length of time that a string of the type stands for."""
    found = DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    return Duration(tuple(number(found[1] + (member or "0")) for member in found.groups()[1:]))


def why_no_duration(text: str) -> str:
    """What is wrong with a string that is not a length of time."""
    if not re.match("-?P", text):
        return "it begins with P, as in P1Y2M3DT4H5M6S"
    if text.endswith("T"):
        return "nothing follows the T"
    if text.endswith("P"):
        return "nothing follows the P"
    if "T" not in text and re.search("[HS]", text):
        return "hours, minutes and seconds stand behind a T, as in PT5H"
    if "W" in text:
        return "it cannot count weeks; count days"
    return "write it as in P1Y2M3DT4H5M6S"
