"""Dates as a reader reads them, in the language of a site."""

import re
from collections.abc import Mapping
from datetime import date

from teikit.publishing.labels import Labels
from teikit.tei.dates import extended

_FORM = re.compile(
    r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
)
_YEARLESS = re.compile(r"--(?P<month>\d\d)(?:-(?P<day>\d\d))?")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ENDS = (("from", "to"), ("notBefore", "notAfter"))
_FORMS = {
    ("from", True, True): "range",
    ("from", True, False): "since",
    ("from", False, True): "until",
    ("notBefore", True, True): "between",
    ("notBefore", True, False): "after",
    ("notBefore", False, True): "before",
}


def in_words(attributes: Mapping[str, str], labels: Labels) -> str:
    """What the attributes of a `date` say: `4 May 1920`, `not before May 1920`; or nothing."""
    found = _in_words(attributes, labels)
    if not found:
        return ""
    if attributes.get("precision") in ("low", "medium"):
        found = labels["dates_about"].format(date=found)
    printed = _day(attributes.get("when-custom", ""), labels)
    if printed and printed != found:
        return labels["dates_other_calendar"].format(date=found, other=printed)
    if "julian" in attributes.get("calendar", "").casefold():
        return labels["dates_julian"].format(date=found)
    return found


def _in_words(attributes: Mapping[str, str], labels: Labels) -> str:
    if when := _day(_given(attributes, "when"), labels):
        return when
    for names in _ENDS:
        first, last = (_day(_given(attributes, name), labels) for name in names)
        if first and first == last:
            return first
        if form := _FORMS.get((names[0], bool(first), bool(last))):
            return labels[f"dates_{form}"].format(first=first, last=last)
    return ""


def _given(attributes: Mapping[str, str], name: str) -> str:
    value = attributes.get(name, "").strip()
    return value or extended(attributes.get(f"{name}-iso", "").strip())


def _day(value: str, labels: Labels) -> str:
    """A day, month or year in words; what is none of the calendar is none."""
    yearless = _YEARLESS.fullmatch(value)
    found = yearless or _FORM.fullmatch(value)
    if found is None:
        return ""
    parts = found.groupdict()
    number, month, day = (parts.get(name) or "" for name in ("year", "month", "day"))
    before_christ = number.startswith("-")
    try:  # 2000 has all days that any year has
        date(2000 if yearless or before_christ else int(number), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    year = str(int(number.removeprefix("-"))) if number else ""
    if before_christ:
        year = labels["dates_before_christ"].format(year=year)
    return _with_time(_parts(year, month, day, labels), parts.get("time") or "", labels)


def _parts(year: str, month: str, day: str, labels: Labels) -> str:
    if not month:
        return year
    name = labels[f"month_in_date_{int(month)}" if day else f"month_{int(month)}"]
    if not day:
        return f"{name} {year}".strip()
    first = labels["dates_first"] if int(day) == 1 else labels["dates_day"]
    return first.format(day=int(day), month=name, year=year).strip()


def _with_time(day: str, time: str, labels: Labels) -> str:
    return labels["dates_time"].format(date=day, time=time.removeprefix("0")) if time else day


def machine(attributes: Mapping[str, str]) -> str:
    """The same for machines, as `time` of HTML has it: a day, month or year of this era."""
    found = _FORM.fullmatch(_given(attributes, "when"))
    if found is None or found["year"] < "0001":
        return ""
    year, month, day, time = (found[name] or "" for name in ("year", "month", "day", "time"))
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    written = "-".join(filter(None, (year, month, day)))
    return f"{written}T{time}" if time and day and time < "24:00" else written


def says_more(printed: str, words: str, attributes: Mapping[str, str]) -> bool:
    """Whether the printed form of a date tells what the words do not: doubts of its editors, say.

    A month in figures and a year without its century say the same.
    """
    known = _tokens(words)
    if found := _FORM.fullmatch(_given(attributes, "when")):
        known |= _tokens(" ".join(filter(None, (found["month"], found["year"][-2:]))))
    return "[" in printed or "?" in printed or not _tokens(printed) <= known


def _tokens(text: str) -> set[str]:
    found = (word.casefold() for word in _WORD.findall(text))
    return {word.lstrip("0") or word for word in found}
