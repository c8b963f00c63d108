"""Dates: what is found, and what is left alone."""

from pathlib import Path

import pytest
from lxml import etree

from samples import document
from teikit.validating import Settings, validate
from teikit.validating.finding import Finding
from teikit.validating.index.document import CheckedDocument
from teikit.validating.lexicon.date_words import read
from teikit.validating.lexicon.day import Day, day, otherwise_reckoned
from teikit.validating.rules.file import dates
from teikit.validating.settings import RuleOptions
from teikit.xml.names import Element


def all_found(rule, sample: str, **options: object) -> list[Finding[Element]]:
    data = document(sample).encode()
    tree = etree.fromstring(data).getroottree()
    return [*rule.find(CheckedDocument(Path("a.xml"), data, tree), RuleOptions(**options))]


def found(rule, sample: str, **options: object) -> list[str]:
    return [finding.message for finding in all_found(rule, sample, **options)]


def disagreements(sample: str) -> list[str]:
    return found(dates.date_disagrees, sample)


def impossible(sample: str) -> list[str]:
    return found(dates.impossible_date, sample)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("13 July 1920", (1920, 7, 13)),
        ("July 13th, 1920", (1920, 7, 13)),
        ("13. 7. 1920", (1920, 7, 13)),
        ("13/7 1920", (1920, 7, 13)),
        ("7/13/1920", (1920, 7, 13)),
        ("13.VII.1920", (1920, 7, 13)),
        ("14/VIІ-1920 at 0:35", (1920, 7, 14)),  # one of the letters is Cyrillic
        ("14/УП-1920", (1920, 7, 14)),  # all of them are
        ("1920-07-13", (1920, 7, 13)),
        ("[16. 8. 1891]", (1891, 8, 16)),
        ("July 22 [1920]", (1920, 7, 22)),
        ("July 1920", (1920, 7, None)),
        ("18[91]", (1891, None, None)),
        ("26 of May", (None, 5, 26)),
        ("4/V", (None, 5, 4)),
        ("le 1er août 1914", (1914, 8, 1)),
        ("Paris, ce 13 juillet 1920", (1920, 7, 13)),
        ("Wien, den 13. Jänner 1920", (1920, 1, 13)),
        ("13 июля 1920 г.", (1920, 7, 13)),
        ("13 lipca 1920 r.", (1920, 7, 13)),
        ("3. července 1920", (1920, 7, 3)),
        ("13 luglio 1920", (1920, 7, 13)),
        ("13 de julio de 1920", (1920, 7, 13)),
        ("13 Julij 1620", (1620, 7, 13)),
        ("Xber 3d 1780", (1780, 12, 3)),
        ("Monday evening, 13 July 1920", (1920, 7, 13)),
        ("13. Juli 1920, abends 9 Uhr", (1920, 7, 13)),
    ],
)
def test_words_are_read(words: str, date: tuple[int | None, ...]) -> None:
    dates = read(words)
    assert dates
    assert {tuple(reading.day[:3]) for reading in dates.readings} == {date}


@pytest.mark.parametrize(
    "words",
    [
        "1/13 July 1920",
        "13 (26) июля 1920",
        "13–14 July 1920",
        "[16. 8. 1891 – 17. 8. 1891?]",
        "July 13 and 14, 1920",
        "vor dem 13. Juli 1920",
        "later May 4, 1920",
        "early July 1920",
        "winter 1920",
        "1914-18",
        "1920/21",
        "1920s",
        "VI Kal. Julii 1520",
        "13 vendémiaire an IV",
        "5. 3. 50 v. Chr.",
        "8. d. M.",
        "13 listopada 1920",  # November in Polish, October in Croatian
        "30 February 1920",
        "yesterday",
        "Easter Monday",
        "July 13 –",
        "",
        "1" * 200,
    ],
)
def test_unclear_words_are_not_read(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("1920-07-31", "13 July 1920"),
        ("1920-07-14T10:00:00", "13/VII-1920"),
        ("1920-06-13", "July 13"),
        ("1921", "13 July 1920"),
        ("1920-08", "13 July 1920"),
        ("1920-08-13", "16/VII-20"),
        ("--07-14", "13 July"),
        ("1920-05-04", "03/04/1920"),  # in neither order
        ("1920-03-04", "3. 4. 1920"),  # spaces: the day comes first
        ("1984", "1894"),
        ("1890-06-13", "13 мая 1890"),
        ("1920-07-13", "Monday, 13 July 1920"),  # a Tuesday
    ],
)
def test_words_and_attribute_disagree(when: str, words: str) -> None:
    (message,) = disagreements(f'<p><date when="{when}">{words}</date></p>')
    assert words in message
    assert when in message


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('when="1920-07-13"', "13 July 1920"),
        ('when="1920-07-13"', "July 1920"),
        ('when="1920"', "13 July 1920"),
        ('when="1920-07-13T23:30:00"', "13 July"),
        ('when="1920-07-13T23:30:00Z"', "14 July 1920"),
        ('when="1920-04-03"', "03/04/1920"),
        ('when="1920-03-04"', "03/04/1920"),
        ('when="1920-05-06"', "5/6 1920"),
        ('when="1916-07-20"', "20.7.16"),
        ('when="1920-07-16"', "20.7.16"),  # the year first
        ('when="1907-03-05"', "5. IV. 16"),  # 16 can be the hour
        ('when="1890-02-25"', "13 февраля 1890"),  # twelve days: the Julian calendar
        ('when="1918-01-05"', "December 1917"),
        ('when="1711-02-13"', "13 February 1710"),  # the year began in March
        ('when="1920-07-13"', "27 Shawwal 1338"),
        ('when="1920-07-13"', "1338"),
        ('when="1711-08-02" calendar="#julian"', "23 July 1711"),
        ('when="1920-07-13"', "Tuesday, 13 July 1920"),
        ('when="1890-02-13"', "Tuesday, 13 February 1890"),  # in the Gregorian calendar a Thursday
        ('when="1920-07-13" calendar="#hebrew"', "3 May 1920"),
        ('when-custom="13-7"', "3 May 1920"),
        ('when=""', "3 May 1920"),
        ('notBefore="1920-07-01" notAfter="1920-07-31"', "13 July 1920"),
        ('notBefore="1920-07-20"', "13 July 1920"),  # within what calendars can differ by
        ('notAfter="1920-07-13"', "before 1 August 1920"),
    ],
)
def test_words_and_attribute_may_agree(attributes: str, words: str) -> None:
    assert disagreements(f"<p><date {attributes}>{words}</date></p>") == []


def test_a_day_of_the_week_that_is_only_the_julian_one_is_no_fault() -> None:
    # 13 July 1900 was a Friday; in the Julian calendar, twelve days behind, a Wednesday.
    for weekday, count in (("Friday", 0), ("Wednesday", 0), ("Monday", 1)):
        sample = f'<p><date when="1900-07-13">{weekday}, 13 July</date></p>'
        assert len(disagreements(sample)) == count


def test_a_single_day_outside_of_its_range_is_found() -> None:
    sample = '<p><date notBefore="1920-08-01" notAfter="1920-08-31">13 July 1920</date></p>'
    assert disagreements(sample) == ["'13 July 1920' is before @notBefore, 1920-08-01"]
    sample = '<p><date from="1920-06-01" to="1920-06-15">13 July 1920</date></p>'
    assert disagreements(sample) == ["'13 July 1920' is after @to, 1920-06-15"]


def test_the_words_of_a_date_are_those_that_are_its_own() -> None:
    note = "<note>recte 14 July</note>"
    assert disagreements(f'<p><date when="1920-07-14">13 {note}July 1920</date></p>')
    assert disagreements('<p><date when="1920-07-14">13<lb/><hi>July</hi> 1920</date></p>')
    corrected = "<choice><sic>13</sic><corr>14</corr></choice>"
    assert not disagreements(f'<p><date when="1920-07-15">{corrected} July 1920</date></p>')
    assert not disagreements('<p><date when="1920-07-15"><gap/>3 July 1920</date></p>')


def test_a_calendar_may_be_named_above() -> None:
    sample = '<p><date calendar="{}"><date when="1920-01-02">3 May 1920</date></date></p>'
    assert not disagreements(sample.format("#julian"))
    assert len(disagreements(sample.format("#gregorian"))) == 1


def test_the_same_disagreement_is_told_once() -> None:
    sample = "<p>" + 3 * '<date when="1920-07-18">13 July 1920</date> ' + "</p>"
    (message,) = disagreements(sample)
    assert message.endswith("(3 in this file)")


def test_what_is_told_once_is_fixed_everywhere() -> None:
    sample = "<p>" + 3 * '<date when="1920-7-3">3 July 1920</date> ' + "</p>"
    (finding,) = all_found(dates.impossible_date, sample)
    assert finding.message.endswith("(3 in this file)")
    assert [fix.text for fix in finding.fixes] == 3 * ["1920-07-03"]
    assert len({fix.range.node for fix in finding.fixes}) == 3


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('when="1920-02-30"', "February 1920 has 29 days"),
        ('when="1920-13-01"', "month 13"),
        ('when="1920-00-00"', "month 00"),
        ('when="1920-7-3"', "is no date"),
        ('when="13.7.1920"', "1920-07-13"),
        ('when="July 1920"', "is no date"),
        ('when="19200713"', "1920-07-13"),
        ('when="192007"', "YYYY-MM"),
        ('when="1920?"', "is no date"),
        ('when=""', "is empty"),
        ('when-iso="19200230"', "is no date"),
        ('when-iso="1920-02-30"', "February 1920 has 29 days"),
        ('from="1920-07-13" to="1920-07-03"', "later than @to"),
        ('from="1921" to="1920-07"', "later than @to"),
        ('notBefore="1920-08" notAfter="1920-07-31"', "later than @notAfter"),
        ('notBefore-iso="1921" notAfter-iso="1920"', "later than @notAfter-iso"),
        ('when="1920-06-30" notBefore="1920-07"', "later than @when"),
        ('when="1920-08-01" notAfter="1920-07"', "later than @notAfter"),
        ('from="-0043" to="-0044"', "later than @to"),
    ],
)
def test_impossible_dates_are_found(attributes: str, reason: str) -> None:
    (message,) = impossible(f"<p><date {attributes}/></p>")
    assert reason in message


@pytest.mark.parametrize(
    "attributes",
    [
        'when="1920"',
        'when="1920-02-29"',
        'when="--02-29"',
        'when="---31"',
        'when="14:30:00"',
        'when="1920-07-13T02:28:00+03:00"',
        'when="-0044-03-15"',
        'when-iso="1920-W29-2"',
        'when-iso="1920-07-13/1920-07-20"',
        'when-iso="19200713"',
        'when-iso="1920-07-13T14:30"',
        'when-custom="the ides"',
        'from-custom="9" to-custom="3"',
        'from="1920-07" to="1920-07-03"',
        'from="1920-07-13" to="1920-07-13"',
        'from="--12-20" to="--01-05"',
        'notBefore="1920" notAfter="1920-01-05"',
        'when="1920" notBefore="1920-07-13"',
        'from="1920-07-14T00:30:00+02:00" to="1920-07-13T23:00:00Z"',
        'from="-0044" to="0014"',
    ],
)
def test_possible_dates_are_left_alone(attributes: str) -> None:
    assert impossible(f"<p><date {attributes}/></p>") == []


def test_from_and_to_of_other_things_are_no_dates() -> None:
    assert impossible('<bibl><biblScope unit="page" from="12" to="9">12–9</biblScope></bibl>') == []


def test_a_date_without_zeros_is_fixed(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(document('<p><date when="1920-7-3">3 July</date></p>'), encoding="utf-8")
    settings = Settings(select=("T011",), schema=())
    (finding,) = validate([tmp_path], settings=settings)
    assert [edit.text for edit in finding.edits] == ["1920-07-03"]


YEARS = (1912, 1927)


@pytest.mark.parametrize(
    ("sample", "count"),
    [
        ('<opener><dateline><date when="1902-07-13"/></dateline></opener>', 1),
        ('<opener><dateline><date when="1920-07-13"/></dateline></opener>', 0),
        ('<closer><dateline><date notBefore="1928" notAfter="1929"/></dateline></closer>', 1),
        ('<closer><dateline><date notAfter="1928"/></dateline></closer>', 0),
        ('<closer><dateline><date from="1911" to="1913"/></dateline></closer>', 0),
        ('<p>as in <date when="1848">1848</date></p>', 0),
        ('<quote><dateline><date when="1848">1848</date></dateline></quote>', 0),
        (
            '<correspDesc><correspAction type="sent"><date when="1290-07-13"/></correspAction>'
            '<correspAction type="received"><date when="1290-07-13"/></correspAction>'
            "</correspDesc>",
            1,
        ),
        (
            '<correspDesc><correspAction type="received"><date when="1928-01-02"/>'
            "</correspAction></correspDesc>",
            0,
        ),
        ('<profileDesc><creation><date when="1930"/></creation></profileDesc>', 1),
    ],
)
def test_years_of_the_edition(sample: str, count: int) -> None:
    assert len(found(dates.date_outside_edition, sample, years=YEARS)) == count
    assert found(dates.date_outside_edition, sample) == []


def test_days_compare_as_far_as_they_are_known() -> None:
    assert day("1920-07").agrees(day("1920-07-13"))
    assert not day("1920-07").precedes(day("1920-07-13"))
    assert day("1920").precedes(day("1921-01"))
    assert day("1920-07-13", iso=True) == day("19200713", iso=True)
    assert day("tomorrow") is None


def test_calendars_are_as_far_apart_as_they_were() -> None:
    assert otherwise_reckoned(Day(1890, 2, 13), Day(1890, 2, 25))
    assert not otherwise_reckoned(Day(1890, 2, 13), Day(1890, 2, 26))
    assert otherwise_reckoned(Day(1917, 10, 25), Day(1917, 11, 7))


def test_letters_by_other_hands_are_mostly_right(shared: Path) -> None:
    files = sorted((shared / "letters").glob("*.xml"))
    settings = Settings(select=("T010", "T011"), schema=())
    assert 0 < sum(1 for _ in validate(files, settings=settings)) < len(files) / 10
