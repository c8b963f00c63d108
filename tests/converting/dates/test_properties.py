"""Whatever stands in a text: what is found is a date, and stands there."""

import datetime
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.converting import dates
from teikit.profiles.profile import DateWords, languages, load, parse

LANGUAGES = languages()
WORDS = {
    language: parse(f'extends = "plain-letters"\n[edition]\nlanguage = "{language}"\n', "x").dates
    for language in LANGUAGES
}
W3C = re.compile(r"(?:-?\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d:00)?)?)?|--\d\d-\d\d)")
PIECES = st.sampled_from(
    [
        *("5", "12", "25", "31", "1899", "1731/32", "51", "'51", "[", "]", "(", ")", "?", "/", "-"),
        *(".", ",", "–", "of", "the", "or", "ca.", "about", "May", "Feb.", "мая", "5th", "XII"),
        *(
            "Spring",
            "Easter",
            "Monday",
            "O.S.",
            "9 p.m.",
            "Kal.",
            "an VIII",
            "brumaire",
            "30",
            "29",
        ),
        *("Received", "n.d.", "to", "not before", "end of", "London", "_", "VTI", "111", "1-1"),
    ]
)
DAYS = st.dates(datetime.date(1500, 1, 1), datetime.date(2000, 12, 31))


def is_real(value: str) -> bool:
    if not W3C.fullmatch(value):
        return False
    day = value.partition("T")[0]
    if day.startswith("--"):
        day = f"2000{day[1:]}"
    numbers = [int(number) for number in day.split("-")]
    datetime.date(*(*numbers, 1, 1)[:3])
    return True


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_what_is_found_is_a_date_in_the_text(text: str, language: str, line: bool) -> None:
    end = 0
    for found in dates.find(text, WORDS[language], dates.Years(1500, 2000, near=1850), line=line):
        assert end <= found.span.start < found.span.end <= len(text)
        assert found.value
        assert all(map(is_real, found.value.values()))
        end = found.span.end


FORMS = {
    "en": ("{month} {day}, {year}", "{day} {month} {year}", "{day}th of {month}, {year}"),
    "de": ("den {day}. {month} {year}", "{day}ten {month} {year}", "{day}. {number}. {year}"),
    "fr": ("le {day} {month} {year}", "ce {day}e {month} {year}"),
    "ru": ("{day} {month} {year} г.", "{day}-го {month} {year} года", "{day}/{roman} {year}"),
    "it": ("{day} {month} {year}", "addì {day} di {month} {year}"),
    "es": ("{day} de {month} de {year}", "a {day} de {month}, {year}"),
    "la": ("die {day} {month} {year}", "{day}. {month} anno {year}"),
}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def printed(form: str, day: datetime.date, words: DateWords) -> str:
    return form.format(
        day=day.day,
        month=words.months[day.month - 1][0],
        year=day.year,
        number=day.month,
        roman=ROMAN[day.month - 1],
    )


@pytest.mark.parametrize(
    ("language", "form"), [(language, form) for language, forms in FORMS.items() for form in forms]
)
def test_every_day_of_five_hundred_years_is_read(language: str, form: str) -> None:
    words, years = WORDS[language], dates.Years(1500, 2000)
    first = datetime.date(1500, 1, 1)
    for shift in range(0, 366 * 501 - 400, 211):
        day = first + datetime.timedelta(shift)
        (found,) = dates.find(f"London, {printed(form, day, words)}", words, years, line=True)
        assert found.value == {"when": day.isoformat()}


@pytest.mark.parametrize(
    "piece", ["1 [", "May ", "5/", "the ", "[", "1851 ", "5 May ", "(", "XII "]
)
def test_the_time_grows_with_the_text(piece: str) -> None:
    words, years = load("plain-letters").dates, dates.Years(1500, 2000)
    begun = time.process_time()
    for line in (False, True):
        list(dates.find(piece * (20_000 // len(piece)), words, years, line=line))
    assert time.process_time() - begun < 8
