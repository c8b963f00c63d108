"""The place beside a date, by its form alone."""

import pytest

from teikit.converting import dates
from teikit.converting.forms import places
from teikit.profiles.profile import parse

YEARS = dates.Years(1700, 1950, 1850)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Ghent, 5 May 1851.", "Ghent"),
        ("en", "December 17, 1863, Washington", "Washington"),
        ("en", "War Office, Roetown, D. C., May 5, 1863.", "War Office, Roetown, D. C."),
        ("en", "5 Cheyne Row, Chelsea, London, 13 February, 1837", "5 Cheyne Row, Chelsea, London"),
        ("en", "Steventon, Saturday, January 21.", "Steventon"),
        ("en", "13 Queen's Square, Friday, May 17.", "13 Queen's Square"),
        ("en", "London, Saturday night, 12 o'clock, Nov. 27, 1841", "London"),
        ("en", "Monday.", ""),
        ("en", "Half past 4, Friday", ""),
        ("en", "To my sister, 5 May 1851", ""),
        ("en", "Received 9 May 1851", ""),
        ("en", "It rained on 5 May 1851 all day", ""),
        ("de", "Weimar, den 5. Mai 1798.", "Weimar"),
        ("de", "Jena d. 8. April 1795", "Jena"),
        ("de", "[Manchester], 25. November 1850.", "Manchester"),
        ("de", "Berlin, Dienstag den 5ten Mai 1801 früh 8 Uhr", "Berlin"),
        ("fr", "À Landshut, le 18 avril 1760.", "Landshut"),
        ("fr", "5 mai 1851, Gand", "Gand"),
        ("fr", "Croisset, mardi soir, 5 mai 1851", "Croisset"),
        ("en", "27 and 28 May, 1853. Ghent", "Ghent"),
        ("en", "1520 Broadway, 5 May 1851", "1520 Broadway"),
        ("fr", "Décembre, lundi matin.", ""),
        ("ru", "25 января 1899 г. Ялта.", "Ялта"),
        ("ru", "Москва, Кудрино, д. Корнеева. 25 января 1899 г.", "Москва, Кудрино, д. Корнеева"),
        ("it", "Recanati 5 Maggio 1828", "Recanati"),
    ],
)  # fmt: skip
def test_the_place_beside_a_date(language: str, text: str, expected: str) -> None:
    text_of = f'extends = "plain-letters"\n[edition]\nlanguage = "{language}"\n'
    words = parse(text_of, "own.toml")
    spans = [date.span for date in dates.find(text, words.dates, YEARS, line=True)]
    found = places.find(text, spans, words)
    assert (text[found.start : found.end] if found else "") == expected
