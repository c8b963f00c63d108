"""The search of a site that lies on the disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searches import titles
from teikit.publishing.edition import folded

Opening = Callable[..., Any]


@pytest.fixture
def page(corpus: Path, opening: Opening) -> Any:
    opened = opening(corpus)
    yield opened.go("index.html")
    opened.check()


def test_words_and_their_beginnings_are_found(page: Any) -> None:
    found = titles(page, "ordzhonikidze")
    assert found
    assert set(found) <= set(titles(page, "ORDZHON"))
    assert titles(page, "nosuchword") == []
    assert page.inner_text(".search .found") == "Nothing found."
    assert len(titles(page, "baku")) > len(titles(page, "baku soviet")) > 0


def test_marks_show_what_was_found(page: Any) -> None:
    titles(page, "wrangel")
    marks = [each.inner_text().lower() for each in page.query_selector_all(".results mark")]
    assert marks
    assert all(mark.startswith("wrangel") for mark in marks)


def test_a_phrase_stands_as_it_is(page: Any) -> None:
    words = titles(page, "soviet troops")
    phrase = titles(page, '"soviet troops"')
    assert phrase
    assert set(phrase) < set(words)
    assert set(titles(page, '"troops soviet"')) < set(words)


def test_fields_are_searched_alone(page: Any) -> None:
    sent = titles(page, "from:stalin")
    received = titles(page, "to:stalin")
    assert sent
    assert received
    assert set(sent).isdisjoint(received)
    year = titles(page, "date:1920")
    assert year
    assert set(titles(page, "date:1920-05")) < set(year)
    assert set(titles(page, "from:stalin date:1920")) == set(sent) & set(year)


def test_accents_do_not_matter(sites: Callable[[str], Path], opening: Opening) -> None:
    opened = opening(sites("strange"))
    page = opened.go("index.html")
    plain = titles(page, "eleve tromso")
    assert plain
    assert titles(page, "élève Tromsø") == plain
    assert titles(page, "tromsö") == plain
    assert titles(page, "aero") == titles(page, "ærø") == plain
    assert titles(page, "עולם")
    assert titles(page, "известия")
    assert titles(page, "from:emilie")
    opened.check()


def test_nothing_of_a_stranger_runs_in_the_results(
    sites: Callable[[str], Path], opening: Opening
) -> None:
    opened = opening(sites("strange"))
    page = opened.go("index.html")
    assert titles(page, "script")
    assert "<script>" in page.inner_text(".results")
    assert titles(page, "onerror")
    for words in (
        "constructor",
        "__proto__",
        "from:__proto__",
        "toString:x",
        '"',
        "a:",
        ":",
        "(",
        "from:",
    ):
        titles(page, words)
    opened.check()


def test_a_result_leads_to_the_letter(page: Any) -> None:
    (first, *_) = titles(page, "wrangel")
    page.click(".results a >> nth=0")
    assert page.inner_text("h1") == first


def test_the_index_is_loaded_when_somebody_searches(corpus: Path, opening: Opening) -> None:
    opened = opening(corpus)
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    page = opened.go("index.html")
    page.wait_for_load_state("networkidle")
    assert not any("/search/" in address for address in asked)
    page.focus("#search")
    page.wait_for_function("() => window.teikit !== undefined")
    assert any("/search/" in address for address in asked)


def test_letters_are_folded_in_one_way(page: Any, root: Path) -> None:
    script = (root / "src/teikit/publishing/static/search.js").read_text(encoding="utf-8")
    start = script.index("const LETTERS")
    source = script[start : script.index("const WORD")]
    page.evaluate(f"(() => {{ {source} window.folded = folded; }})()")
    signs = [sign for sign in map(chr, range(0x20, 0x2FFF)) if sign.isalpha()]
    found = page.evaluate("(signs) => signs.map((sign) => window.folded(sign))", signs)
    other = [(sign, js) for sign, js in zip(signs, found, strict=True) if js != folded(sign)]
    assert other == []


def test_parts_of_the_index_are_loaded_when_they_are_needed(
    sites: Callable[[str], Path], opening: Opening
) -> None:
    opened = opening(sites("letters"))
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = opened.go("index.html")
    assert titles(page, "theater")
    words = [name for name in asked if name.startswith("words-")]
    there = [*sites("letters").glob("search/words-*.js")]
    assert 0 < len(words) < len(there)
    every = len(titles(page, "e"))
    assert every > 10
    opened.check()
