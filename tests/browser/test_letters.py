"""What can be done on the list of letters and on the page of a letter."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Opening = Callable[..., Any]


@pytest.fixture
def letters(corpus: Path, opening: Opening) -> Any:
    opened = opening(corpus)
    yield opened.go("letters.html")
    opened.check()


def shown(page: Any, column: int) -> list[str]:
    """What stands in a column of the rows that are shown, from top to bottom."""
    return [
        row.query_selector_all("td")[column].inner_text()
        for row in page.query_selector_all("table.letters tbody tr")
        if row.is_visible()
    ]


def test_filters_filter(letters: Any) -> None:
    every = shown(letters, 2)
    person = letters.eval_on_selector("#filter-person", "e => e.options[1].value")
    letters.select_option("#filter-person", person)
    some = shown(letters, 2)
    assert 0 < len(some) < len(every)
    assert all(
        person in f"{a} {b}" for a, b in zip(shown(letters, 3), shown(letters, 4), strict=True)
    )
    assert str(len(some)) in letters.inner_text(".filters .found")
    letters.fill("#filter-words", "nosuchword")
    assert shown(letters, 2) == []
    letters.fill("#filter-words", "")
    letters.select_option("#filter-person", "")
    assert shown(letters, 2) == every


def test_years_and_words_go_together(sites: Callable[[str], Path], opening: Opening) -> None:
    opened = opening(sites("strange"))
    page = opened.go("letters.html")
    every = shown(page, 2)
    page.select_option("#filter-year", "1903")
    days = shown(page, 1)
    assert days
    assert all(day.startswith("1903") for day in days)
    page.fill("#filter-words", "LONG")
    assert 0 < len(shown(page, 2)) < len(days) < len(every)
    assert all("long" in title for title in shown(page, 2))
    opened.check()


def test_columns_sort_up_and_down(letters: Any) -> None:
    every = shown(letters, 2)
    head = letters.query_selector_all("table.letters thead th")[1]
    head.query_selector("button").click()
    days = shown(letters, 1)
    assert [day for day in days if day] == sorted(day for day in days if day)
    assert head.get_attribute("aria-sort") == "ascending"
    head.query_selector("button").click()
    assert [day for day in shown(letters, 1) if day] == sorted(filter(None, days), reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    letters.query_selector("table.letters thead th button").click()
    assert shown(letters, 2) == every


def test_the_keyboard_sorts(letters: Any) -> None:
    letters.focus("table.letters thead th:nth-child(3) button")
    letters.keyboard.press("Enter")
    found = shown(letters, 2)
    assert found[0].casefold() <= found[-1].casefold()


def test_switches_change_the_layer(corpus: Path, opening: Opening) -> None:
    opened = opening(corpus)
    page = opened.go("letters/bl-0073.html")
    assert page.is_visible(".layer-reading")
    for name in ("diplomatic", "reading", "source"):
        if page.query_selector(f"#layer-{name}"):
            page.click(f"label[for=layer-{name}]")
            seen = [each for each in page.query_selector_all(".layer") if each.is_visible()]
            assert [f"layer-{name}" in each.get_attribute("class") for each in seen] == [True]
    page.focus(".layers input:checked")
    page.keyboard.press("ArrowLeft")
    assert page.eval_on_selector(".layers input:checked", "e => e.id") != "layer-source"
    opened.check()


def test_notes_lead_there_and_back(folder: Path, opening: Opening) -> None:
    opened = opening(folder)
    noted = next(
        path
        for path in sorted(folder.glob("letters/*.html"))
        if 'class="mark" ' in path.read_text(encoding="utf-8")
    )
    page = opened.go(f"letters/{noted.name}")
    mark = page.query_selector(".text a.mark")
    mark.click()
    note = page.query_selector(":target")
    assert note.is_visible()
    assert note.get_attribute("id") == mark.get_attribute("href")[1:]
    note.query_selector("a.back").click()
    assert page.eval_on_selector(":target", "e => e.id") == mark.get_attribute("id")
    opened.check()


def test_readers_go_from_letter_to_letter(folder: Path, opening: Opening) -> None:
    opened = opening(folder)
    page = opened.go("letters.html")
    page.click("table.letters a >> nth=0")
    first = page.url
    page.click(".neighbours a[rel=next]")
    assert page.url != first
    page.click(".neighbours a[rel=prev]")
    assert page.url == first
    opened.check()


def test_a_name_leads_to_its_letters(corpus: Path, opening: Opening) -> None:
    opened = opening(corpus)
    page = opened.go("letters/bl-0073.html")
    page.click(".facts dd a >> nth=0")
    assert "/persons.html#" in page.url
    assert page.query_selector(":target").is_visible()
    page.click(":target .role a >> nth=0")
    assert "/letters/" in page.url
    opened.check()


def test_other_texts_stand_below_the_letters(letters: Any) -> None:
    assert len(shown(letters, 2)) == 24
    assert "24" in letters.inner_text(".filters .found")
    letters.click("#other-texts a")
    assert letters.url.endswith("bl-section-1.html")
