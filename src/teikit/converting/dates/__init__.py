"""Dates in the words of an edition, as the attributes of TEI's `att.datable.w3c`.

`tokens` divides a text and knows the words of the profile; `grammar` reads what stands beside each
other ("12/25 January 1899"); `values` says what it means, by the `calendars`; `find` looks for
dates in a text and at what stands around each: a day of the week, "Postmark".
"""

from teikit.converting.dates.calendars import distance, falls_on, far, iso_year, parsed, year_of
from teikit.converting.dates.find import FoundDate, find, in_calendar, is_undated
from teikit.converting.dates.values import Problem, Years

__all__ = [
    "FoundDate",
    "Problem",
    "Years",
    "distance",
    "falls_on",
    "far",
    "find",
    "in_calendar",
    "is_undated",
    "iso_year",
    "parsed",
    "year_of",
]
