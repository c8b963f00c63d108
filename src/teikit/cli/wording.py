"""The words of the command line's summaries."""

from collections.abc import Sequence

from teikit.diagnostic import Severity


def some(number: int, noun: str) -> str:
    """`1 file`, `2 files`; but `2 info`: that noun has no plural."""
    plural = "" if number == 1 or noun == Severity.INFO else "s"
    return f"{number} {noun}{plural}"


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
