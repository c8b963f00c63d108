"""When letters were written: what the lines of a letter and those beside it say together."""

from pathlib import Path

import pytest

from pages import Converted, Document, plain
from teikit.converting.encode import encode_pages
from teikit.errors import TeikitError
from teikit.profiles.profile import parse

LETTER = """Anna Roe to Carl Doe

{dateline}

Dear Carl,

{text}

Yours ever,

Anna Roe
"""


def converted(
    folder: Path, *datelines: str, text: str = "All is well.", keys: str = ""
) -> Converted:
    letters = [LETTER.format(dateline=each, text=text) for each in datelines]
    page = folder / "page.txt"
    page.write_text("\n".join(letters), encoding="utf-8")
    return Converted(list(encode_pages([page], profile=plain(keys, id="l"))))


def sent(document: Document) -> list[dict[str, str]]:
    """The dates of sending, without who says so."""
    dates = document.all("//t:correspAction[@type='sent']/t:date")
    return [
        {name: text for name, text in each.attrib.items() if name not in {"resp", "evidence"}}
        for each in dates
    ]


DATES = frozenset({"R014", "R019", "R070", "R071", "R072", "R073", "R074", "R075"})


@pytest.mark.parametrize(
    ("dateline", "date", "code"),
    [
        ("Ghent, 5 May 1851.", {"when": "1851-05-05", "cert": "medium"}, ""),
        ("Ghent, Monday, 5 May 1851.", {"when": "1851-05-05", "cert": "high"}, ""),
        ("Ghent, Sunday, 5 May 1851.", {"when": "1851-05-05", "cert": "low"}, "R072"),
        (
            "Ghent, about 5 May 1851.",
            {"when": "1851-05-05", "precision": "low", "cert": "low"},
            "",
        ),
        ("[Ghent, 5 May 1851]", {"when": "1851-05-05", "cert": "medium"}, ""),
        ("Ghent, 5 May.", {"when": "--05-05", "cert": "medium"}, "R019"),
        ("Ghent, 5/5/51", {"when": "--05-05", "cert": "low"}, "R070"),
        ("Ghent, 5 May 1851, 10 o'clock.", {"when": "1851-05-05", "cert": "medium"}, ""),
    ],
)
def test_one_dateline(tmp_path: Path, dateline: str, date: dict[str, str], code: str) -> None:
    found = converted(tmp_path, dateline)
    assert sent(found.only) == [date]
    assert found.codes() & DATES == ({code} if code else set())


def test_two_calendars(tmp_path: Path) -> None:
    found = converted(tmp_path, "Ghent, 12/24 January 1899.", "Ghent, Feb. 11, 1731/32, O.S.")
    first, second = found.documents
    (pair,) = sent(first)
    assert (pair["when"], pair["when-custom"]) == ("1899-01-24", "1899-01-12")
    assert pair["datingMethod"] == "#l-1899-01-24a-julian"
    (old,) = sent(second)
    assert (old["when"], old["calendar"]) == ("1732-02-11", "#l-1732-02-11a-julian")
    assert "when-custom" not in old
    for document in (first, second):
        assert document.all("//t:calendarDesc/t:calendar")


def test_days_that_are_not_one_day_in_two_calendars(tmp_path: Path) -> None:
    found = converted(tmp_path, "Ghent, 12/25 January 1899.")
    (pair,) = sent(found.only)
    assert (pair["when"], pair["when-custom"], pair["cert"]) == ("1899-01-25", "1899-01-12", "low")
    assert "R071" in found.codes()


def test_a_year_that_the_letters_beside_it_show(tmp_path: Path) -> None:
    found = converted(
        tmp_path, "Ghent, 1 December 1798.", "Ghent, 18 December.", "Ghent, 8 January 1799."
    )
    assert sent(found.documents[1]) == [{"when": "1798-12-18", "cert": "medium"}]
    assert "R019" in found.codes()


def test_a_year_of_two_figures_in_the_century_of_the_letters_beside_it(tmp_path: Path) -> None:
    found = converted(tmp_path, "Ghent, 1 December 1840.", "Ghent, 31/1 41")
    assert sent(found.documents[1])[0]["when"] == "1841-01-31"


def test_a_year_that_the_weekday_contradicts_is_not_taken(tmp_path: Path) -> None:
    found = converted(tmp_path, "Ghent, 1 May 1851.", "Ghent, Sunday 5 May.", "Ghent, 8 June 1851.")
    assert sent(found.documents[1])[0]["when"] == "--05-05"


def test_a_misprinted_year_is_kept_and_told(tmp_path: Path) -> None:
    days = ("1 March 1836.", "8 March 1836.", "8 April 1856.", "29 April 1836.", "3 May 1836.")
    found = converted(tmp_path, *(f"Ghent, {day}" for day in days))
    dates = [sent(document)[0] for document in found.documents]
    assert [date["when"][:4] for date in dates] == ["1836", "1836", "1856", "1836", "1836"]
    assert [date["cert"] for date in dates] == ["medium", "medium", "low", "medium", "medium"]
    assert "R073" in found.codes()


def test_a_second_date_that_contradicts(tmp_path: Path) -> None:
    text = "All is well.\n\nGhent, 9 June 1851."
    found = converted(tmp_path, "Ghent, 5 May 1851.", text=text)
    assert sent(found.only) == [{"when": "1851-05-05", "cert": "low"}]
    assert "R014" in found.codes()


def test_a_date_that_ends_the_last_sentence(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Anna Roe to Carl Doe\n\nDear Carl,\n\nAll is well. Ghent on 5 May 1851.\n\nAnna Roe\n"
    )
    found = Converted(list(encode_pages([page], profile=plain("", id="l"))))
    assert sent(found.only) == [{"when": "1851-05-05", "cert": "medium"}]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("[Postmark May 7, 1851.]", {"when": "1851-05-07", "precision": "low", "cert": "low"}),
        ("Ghent, 5 May 1851. Postmark 7 May 1851", {"when": "1851-05-05", "cert": "medium"}),
    ],
)
def test_a_postmark_is_not_the_date_of_writing(
    tmp_path: Path, line: str, date: dict[str, str]
) -> None:
    assert sent(converted(tmp_path, line).only)[:1] in ([date], [])


def test_dates_in_the_text(tmp_path: Path) -> None:
    text = "Yours of May 1st came. On 8 June 1849 he left; 3/4 of them, and may 5 go. In 1848 not."
    found = converted(tmp_path, "Ghent, 5 May 1851.", text=text)
    marked = [
        (each.text, each.get("when"), each.get("cert"), each.get("evidence"))
        for each in found.only.all("//t:p//t:date")
    ]
    assert marked == [
        ("May 1st", "1851-05-01", "medium", "internal"),
        ("8 June 1849", "1849-06-08", None, None),
    ]


def test_a_day_in_the_text_is_of_the_year_that_is_nearest(tmp_path: Path) -> None:
    found = converted(tmp_path, "Ghent, 5 January 1851.", text="Yours of December 30th came.")
    assert [each.get("when") for each in found.only.all("//t:p//t:date")] == ["1850-12-30"]


def test_dates_in_the_text_can_be_left_alone(tmp_path: Path) -> None:
    keys = "[dates]\nin_text = false\n"
    found = converted(tmp_path, "Ghent, 5 May 1851.", text="On 8 June 1849 he left.", keys=keys)
    assert not found.only.all("//t:p//t:date")


def test_a_letter_that_is_said_to_have_no_date(tmp_path: Path) -> None:
    found = converted(tmp_path, "n.d.")
    assert sent(found.only) == []
    assert "R013" in found.codes()


RUSSIAN = """extends = "plain-letters"
[edition]
id = "l"
language = "ru"
sender = "Анна Роева"
first_year = 1850
last_year = 1920
[page]
headings = ["К {{receiver}}"]
[dates]
{dates}
"""
RUSSIAN_LETTER = "К Ивану Петрову\n\n{dateline}\n\nУ нас всё хорошо, чего и вам желаем.\n"


def russian(folder: Path, *datelines: str, dates: str = "") -> Converted:
    page = folder / "page.txt"
    letters = [RUSSIAN_LETTER.format(dateline=each) for each in datelines]
    page.write_text("\n".join(letters), encoding="utf-8")
    return Converted(
        list(encode_pages([page], profile=parse(RUSSIAN.format(dates=dates), "own.toml")))
    )


def test_a_calendar_that_nothing_tells_is_one_finding_and_less_certain(tmp_path: Path) -> None:
    found = russian(tmp_path, "Орёл, 28 августа 1882 г.", "Орёл, 3 мая 1883 г.", "Орёл, 1883 г.")
    assert sent(found.documents[0]) == [{"when": "1882-08-28", "cert": "low"}]
    (told,) = [each for each in found.findings if each.rule.code == "R074"]
    assert "2 letters" in told.message
    assert "28 августа 1882" in told.message


def test_an_edition_by_the_julian_calendar(tmp_path: Path) -> None:
    keys = 'calendar = "julian"'
    dated = ("Орёл, 28 августа 1882 г.", "Орёл, 3 мая 1883 г. н. ст.", "Орёл, 3 мая 1919 г.")
    found = russian(tmp_path, *dated, dates=keys)
    old, new, late = (sent(each)[0] for each in found.documents)
    assert (old["when"], old["when-custom"], old["cert"]) == ("1882-09-09", "1882-08-28", "medium")
    assert old["calendar"] == old["datingMethod"] == "#l-1882-09-09a-julian"
    assert found.documents[0].all("//t:calendarDesc/t:calendar")
    assert new == {"when": "1883-05-03", "cert": "medium"}
    assert late == {"when": "1919-05-03", "cert": "medium"}
    assert "R074" not in found.codes()


def test_an_edition_by_the_gregorian_calendar(tmp_path: Path) -> None:
    found = russian(tmp_path, "Орёл, 28 августа 1882 г.", dates='calendar = "gregorian"')
    assert sent(found.only) == [{"when": "1882-08-28", "cert": "medium"}]
    assert "R074" not in found.codes()


@pytest.mark.parametrize(
    ("dateline", "calendar", "when", "cert", "code"),
    [
        ("1879 г. февраля 28. Париж. Среда.", "auto", "1879-02-28", "medium", ""),
        ("1879 г. февраля 28. Париж. Среда.", "julian", "1879-03-12", "high", ""),
        ("1879 г. марта 12. Париж. Среда.", "auto", "1879-03-12", "high", ""),
        ("1879 г. марта 12. Париж. Среда.", "julian", "1879-03-12", "low", "R072"),
    ],
)
def test_a_day_of_the_week_tells_the_calendar(
    tmp_path: Path, dateline: str, calendar: str, when: str, cert: str, code: str
) -> None:
    found = russian(tmp_path, dateline, dates=f'calendar = "{calendar}"')
    (date,) = sent(found.only)
    assert (date["when"], date["cert"]) == (when, cert)
    assert found.codes() & {"R072", "R074"} == ({code} if code else set())


def test_a_julian_calendar_that_ended_before_the_edition_is_refused() -> None:
    text = 'extends = "plain-letters"\n[edition]\nfirst_year = 1850\n[dates]\ncalendar = "julian"'
    with pytest.raises(TeikitError, match="julian_until"):
        parse(text, "own.toml")


@pytest.mark.parametrize(
    ("above", "below", "when", "code"),
    [
        ("14 (26) ноября 1853. Орёл", "14-го ноября 1853", {"when": "1853-11-26"}, ""),
        ("14 (26) ноября 1853. Орёл", "26-го ноября 1853", {"when": "1853-11-26"}, ""),
        ("14 (26) ноября 1853. Орёл", "15-го ноября 1853", {"when": "1853-11-26"}, "R014"),
        (
            "25, 27, 28 ноября (7, 9, 10 декабря) 1853. Орёл",
            "27-го ноября 1853",
            {"from": "1853-12-07", "to": "1853-12-10"},
            "",
        ),
    ],
)
def test_a_day_of_either_calendar_agrees_with_both(
    tmp_path: Path, above: str, below: str, when: dict[str, str], code: str
) -> None:
    found = russian(tmp_path, f"{above}\n\n{below}")
    (date,) = sent(found.only)
    assert when.items() <= date.items()
    assert found.codes() & {"R014"} == ({code} if code else set())


def test_two_days_without_year_that_contradict(tmp_path: Path) -> None:
    found = converted(tmp_path, "Ghent, 13 June.\n\nGhent, 15 June.")
    assert "R014" in found.codes()
    assert sent(found.only) == [{"when": "--06-13", "cert": "low"}]
