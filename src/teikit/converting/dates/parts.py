"""What is printed of a date, before it is weighed."""

from enum import StrEnum
from typing import NamedTuple


class Join(StrEnum):
    """How a second day, month or year belongs to the first."""

    NONE = ""
    RANGE = "range"
    ALTERNATIVE = "alternative"
    PAIR = "pair"
    """The same day in two calendars."""


class Parts(NamedTuple):
    """What is printed of a date. Numbers are as printed; `month` counts from 1."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    day2: int | None = None
    month2: int | None = None
    year2: int | None = None
    join: Join = Join.NONE
    qualifiers: frozenset[str] = frozenset()
    short: bool = False
    """Whether `year` is of two figures."""
    apostrophe: bool = False
    """Whether an apostrophe stands before them."""
    dual: bool = False
    """Whether the year is given by two ways to begin it: "1731/32"; `year` is the later one."""
    year_at: int = -1
    """The index of the token where the year begins, with what leads to it."""
    clock: tuple[int, int] | None = None
    style: str = ""
    """`old` or `new`, where the calendar is named."""
    season: int | None = None
    feast: str = ""
    republican: bool = False
    mark: int | None = None
    """Kalends, Nones or Ides; `day` is then the number of days before."""
    swapped: bool = False
    """Whether the month may stand before the day in figures: "5/13/51"."""
    figures: bool = False
    """Whether the month is in Arabic figures."""
    numeral: str = ""
    """The numeral of the month as printed, where it is one."""
    doubt: bool = False
    """Whether a question mark stands by it."""
    listed: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Several days, each as day and month, or two of them where both calendars are given."""
    exact: bool = True
    """Whether its words have the capitals that such words have."""


Step = tuple[Parts, int]
"""What was read, and the index of the token behind it."""
