"""Dates in the edition's words: what they mean, and what is none."""

import pytest

from teikit.converting import dates
from teikit.converting.dates import FoundDate, Years
from teikit.profiles.profile import load

WORDS = load().dates
FROM_1912 = Years(1912, 1927, 1920)


def found(text: str, years: Years = FROM_1912) -> list[FoundDate]:
    return list(dates.find(text, WORDS, years))


def only(text: str, years: Years = FROM_1912) -> FoundDate:
    (date,) = found(text, years)
    return date


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("May 4, 1920", "1920-05-04"),
        ("JULY 23, 1920", "1920-07-23"),
        ("july 23 1920", "1920-07-23"),
        ("Sept. 3, 1918", "1918-09-03"),
        ("July 5 20", "1920-07-05"),
        ("March 21 [1919]", "1919-03-21"),
        ("[May] 4, 1919", "1919-05-04"),
        ("May [4], 1919", "1919-05-04"),
        ("20th of March.", "1920-03-20"),
        ("the 20th of March 1921", "1921-03-20"),
        ("4 May 1919", "1919-05-04"),
        ("6/VI-1919", "1919-06-06"),
        ("16/VII-20", "1920-07-16"),
        ("22/VI 1920.", "1920-06-22"),
        ("24/5 20", "1920-05-24"),
        ("24.V.1919", "1919-05-24"),
        ("24.V-19", "1919-05-24"),
        ("17/III", "1920-03-17"),
        ("10.IV.", "1920-04-10"),
        ("3/X", "1920-10-03"),
        ("3/Х", "1920-10-03"),
        ("10/1 1926", "1926-01-10"),
        ("3/XII-1917", "1917-12-03"),
        ("January 1918", "1918-01"),
        ("[1918]", "1918"),
        ("[January 1918]", "1918-01"),
    ],
)
def test_one_day_or_month(text: str, when: str) -> None:
    assert only(text).value == {"when": when}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13-14. VII 1920", ("from", "1920-07-13", "to", "1920-07-14")),
        ("May 4-6, 1919", ("from", "1919-05-04", "to", "1919-05-06")),
        ("May 4–6 [1919]", ("from", "1919-05-04", "to", "1919-05-06")),
        ("12-13 July 1920", ("from", "1920-07-12", "to", "1920-07-13")),
        ("April 30 - May 2, 1920", ("from", "1920-04-30", "to", "1920-05-02")),
        ("the night of April 27-28, 1920", ("from", "1920-04-27", "to", "1920-04-28")),
        ("July 12 or 13, 1920", ("notBefore", "1920-07-12", "notAfter", "1920-07-13")),
        ("[later May 4, 1920]", ("notBefore", "1920-05-04")),
        ("[not earlier than May 4, 1920]", ("notBefore", "1920-05-04")),
        ("[after May 4, 1920]", ("notBefore", "1920-05-04")),
        ("[previously May 4, 1918]", ("notAfter", "1918-05-04")),
        ("[no later than May 4, 1918]", ("notAfter", "1918-05-04")),
        ("[March - April 1922]", ("notBefore", "1922-03", "notAfter", "1922-04")),
        ("December - January 1922", ("notBefore", "1921-12", "notAfter", "1922-01")),
        ("[late January 1918]", ("notBefore", "1918-01-21", "notAfter", "1918-01-31")),
        ("late February 1920", ("notBefore", "1920-02-21", "notAfter", "1920-02-29")),
        ("early June 1918", ("notBefore", "1918-06-01", "notAfter", "1918-06-10")),
        ("[mid-June 1918]", ("notBefore", "1918-06-11", "notAfter", "1918-06-20")),
        ("[later than January 1918]", ("notBefore", "1918-01")),
        ("December 31, 1920 - January 2, 1921", ("from", "1920-12-31", "to", "1921-01-02")),
        ("[end of 1918]", ("notBefore", "1918-10", "notAfter", "1918-12")),
        ("[early 1918]", ("notBefore", "1918-01", "notAfter", "1918-03")),
    ],
)
def test_spans_and_limits(text: str, value: tuple[str, ...]) -> None:
    assert dict(only(text).value) == dict(zip(value[::2], value[1::2], strict=True))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("24/5 20 10 hours", "1920-05-24T10:00:00"),
        ("14/VIІ-1920 at 0:35", "1920-07-14T00:35:00"),
        ("13/VII-1920 at 23:30", "1920-07-13T23:30:00"),
        ("14 / VTI-1920, 2 hours 28 minutes", "1920-07-14T02:28:00"),
        ("May 4, 1920, 23.05", "1920-05-04T23:05:00"),
        ("6/VI-1920 at 25:00", "1920-06-06"),
        ("6/VI-1920 at 23:61", "1920-06-06"),
    ],
)
def test_times(text: str, when: str) -> None:
    assert only(text).value == {"when": when}


@pytest.mark.parametrize(
    ("text", "month", "when"),
    [
        ("16/11 21", 2, "1921-02-16"),
        ("16/11 21", 11, "1921-11-16"),
        ("16/11 21", None, "1921-11-16"),
        ("10/1 1926", 1, "1926-01-10"),
        ("10/111 1926", 3, "1926-03-10"),
        ("21/ПІ", 3, "1920-03-21"),
        ("14/VTI-1920", 7, "1920-07-14"),
        ("3/lI 1919", 2, "1919-02-03"),
    ],
)
def test_damaged_numerals(text: str, month: int | None, when: str) -> None:
    assert only(text, Years(1912, 1927, 1920, month)).value == {"when": when}


@pytest.mark.parametrize("text", ["16/11 21", "21/ПІ", "14/VTI-1920"])
def test_what_was_repaired_is_doubtful(text: str) -> None:
    assert only(text, Years(1912, 1927, 1920, 2)).doubtful


@pytest.mark.parametrize("text", ["6/VI-1920", "16/7 20", "May 4, 1920"])
def test_what_is_printed_well_is_not_doubtful(text: str) -> None:
    assert not only(text).doubtful


@pytest.mark.parametrize(
    ("text", "conjecture", "year_printed"),
    [
        ("March 21 [1920]", True, True),
        ("[later May 4, 1920]", True, True),
        ("[1918]", True, True),
        ("[May] 4, 1919", True, True),
        ("March 21, 1920", False, True),
        ("20th of March", False, False),
        ("17/III", False, False),
        ("1) on May 4, 1920 [the text]", False, True),
    ],
)
def test_what_the_editors_supplied(text: str, conjecture: bool, year_printed: bool) -> None:
    date = only(text)
    assert (date.conjecture, date.year_printed) == (conjecture, year_printed)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Kharkiv 22/7 1", "22/7"),
        ("May 4, 1920 1", "May 4, 1920"),
        ("May 4 1 , we", "May 4"),
        ("26 of May. Trotsky 3 .", "26 of May"),
        ("JULY 3, 20 2", "JULY 3, 20"),
        ("24/5 20 10 hours Baku.", "24/5 20 10 hours"),
        ("Baku, May 4, 1920. I answer 1 for", "May 4, 1920"),
        ("[later May 4, 1920]", "[later May 4, 1920]"),
    ],
)
def test_a_note_mark_is_no_part_of_a_date(text: str, printed: str) -> None:
    span = only(text).span
    assert text[span.start : span.end] == printed


@pytest.mark.parametrize(
    "text",
    [
        "take 3 rifle divisions",
        "February 30, 1920",
        "May 32, 1920",
        "31/VI-1920",
        "99/99 9999",
        "0/0 00",
        "Gegechkori 2. I repeat",
        "RTSKHIDNI. F. 85. Op. 3/S. D. 1. L. 2-6",
        "PSS. T. 51. S. 237-238",
        "documents No. 22-24, 104, 105",
        "1911-1937",
        "55 people were beaten",
        "no later than the twelfth",
        "1/2 of the army",
        "2/S",
        "In the end of 11 days",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


def test_a_day_without_any_year_is_no_date() -> None:
    assert found("17/III", Years(1912, 1927)) == []


@pytest.mark.parametrize("year", ["1911", "1928"])
def test_short_years_outside_of_the_edition_are_none(year: str) -> None:
    (date,) = found(f"May 4, {year[2:]}")
    assert not date.year_printed


def test_dates_come_from_left_to_right() -> None:
    text = "On July 11, 1920, and on 13/VII-1920 at 23:30; 14/VII-1920 at 0:35."
    assert [date.day for date in found(text)] == ["1920-07-11", "1920-07-13", "1920-07-14"]


def test_long_texts_take_no_long_time() -> None:
    assert found("1 [" * 8_000) == []
    assert len(found("May " * 8_000 + "the 1")) == 1
    assert found("not earlier than " * 2_000) == []
