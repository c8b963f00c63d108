"""The search of Pagefind: it finds what teikit's finds; on a disk it says what it needs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from searches import titles
from teikit.publishing import site
from teikit.publishing.index import Indexed
from teikit.publishing.searching import search_named
from teikit.publishing.serving import Server

Opening = Callable[..., Any]

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc>
<titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader>
<text><body><p>{text}</p></body></text></TEI>"""


@pytest.fixture
def page(sites: Callable[[str], Path], opening: Opening) -> Iterator[Any]:
    folder = sites("pagefind")
    server = Server(folder, 0)
    with server.running():
        opened = opening(folder, server.address)
        yield opened.go("index.html")
        opened.check()


@pytest.fixture
def searched(opening: Opening, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """The first page of a site of letters in a language: their texts, by their titles."""
    pytest.importorskip("pagefind", reason="Pagefind is not installed")
    with ExitStack() as servers:

        def start(language: str, letters: dict[str, str]) -> Any:
            (tmp_path / "tei").mkdir()
            for number, (title, text) in enumerate(letters.items()):
                words = LETTER.format(language=language, title=title, text=text)
                (tmp_path / "tei" / f"l{number}.xml").write_text(words, encoding="utf-8")
            site([tmp_path / "tei"], tmp_path / "site", search="pagefind", jobs=1)
            server = Server(tmp_path / "site", 0)
            servers.enter_context(server.running())
            return opening(server.folder, server.address).go("index.html")

        yield start


def part_of_site(source: Path, folder: Path) -> Path:
    """The first page of a site alone, without its index, in another folder."""
    for name in ("index.html", "static/search.js", "static/site.css", "static/pictures.css"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((source / name).read_bytes())
    return folder.resolve()


def test_from_a_disk_a_sentence_says_that_a_server_is_needed(
    sites: Callable[[str], Path], opening: Opening
) -> None:
    opened = opening(sites("pagefind"))
    page = opened.go("index.html")
    page.wait_for_selector(".from-disk", state="visible")
    assert "only on a web server" in page.inner_text(".search")
    assert page.query_selector("#search") is None
    page.click(".from-disk a")
    assert page.inner_text("h1") == "Letters"
    assert page.is_visible("#filter-words")
    opened.check()


def test_it_finds_what_the_other_finds(page: Any, corpus: Path, opening: Opening) -> None:
    other = opening(corpus).go("index.html")
    for words in (
        "wrangel",
        "ORDZHON",
        "baku soviet",
        "from:stalin",
        "to:stalin",
        "date:1920-05",
        "from:stalin date:1920",
        "place:kharkov wrangel",
        "nosuchword",
        '"nosuchword baku"',
        "place:nowhere",
    ):
        assert sorted(titles(page, words)) == sorted(titles(other, words)), words
    assert page.inner_text(".search .found") == "Nothing found."


def test_results_look_as_they_do_with_the_other(page: Any, corpus: Path, opening: Opening) -> None:
    other = opening(corpus).go("index.html")
    shown = []
    for each in (page, other):
        titles(each, "tukhachevsky")
        shown.append(
            [
                {
                    (
                        item.query_selector("a").inner_text(),
                        item.query_selector(".date").inner_text(),
                    )
                    for item in each.query_selector_all(".results li")
                },
                {mark.inner_text() for mark in each.query_selector_all(".results mark")},
            ]
        )
    assert shown[0] == shown[1]
    assert shown[0][1]


def test_a_phrase_stands_as_it_is(page: Any) -> None:
    words = titles(page, "soviet troops")
    phrase = titles(page, '"soviet troops"')
    assert phrase
    assert set(phrase) < set(words)
    assert [mark.inner_text() for mark in page.query_selector_all(".results mark")][:2] == [
        "Soviet",
        "troops",
    ]
    assert titles(page, '"troops soviet"') == []
    assert titles(page, 'date:1920 "soviet troops"') == phrase


def test_a_result_leads_to_the_letter(page: Any) -> None:
    (first, *_) = titles(page, "wrangel")
    page.click(".results a >> nth=0")
    assert page.inner_text("h1") == first


def test_nothing_is_fetched_before_somebody_searches(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_timeout(300)
    assert not any("/search/" in address for address in asked)
    titles(page, "wrangel")
    assert any("/search/index/" in address for address in asked)
    assert not any("ui" in address.rpartition("/")[2] for address in asked)


def test_in_a_folder_of_a_server_it_works_as_well(
    sites: Callable[[str], Path], opening: Opening
) -> None:
    folder = sites("pagefind")
    server = Server(folder.parent, 0)
    with server.running():
        opened = opening(folder.parent, server.address)
        page = opened.go(f"{folder.name}/index.html")
        (first, *_) = titles(page, "wrangel")
        page.click(".results a >> nth=0")
        assert page.inner_text("h1") == first
        opened.check()


def test_a_beginning_is_found_in_all_parts_of_the_index(
    sites: Callable[[str], Path], opening: Opening, tmp_path: Path
) -> None:
    folder = part_of_site(sites("pagefind"), tmp_path)
    letters = []
    for number in range(600):
        words = " ".join(f"word{(number * step) % 997:03} other" for step in range(1, 60))
        letters.append(Indexed(f"{number}.html", f"Letter {number}", "", "", "", "", words))
    letters.append(Indexed("x.html", "Last", "", "", "", "", "worldly"))
    for name, data in search_named("pagefind").files(letters, "en"):
        (folder / "search" / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / "search" / name).write_bytes(data)
    assert len([*folder.glob("search/index/*")]) > 2
    server = Server(folder, 0)
    with server.running():
        opened = opening(folder, server.address)
        page = opened.go("index.html")
        titles(page, "word")
        assert page.inner_text(".search .found") == "Found: 600"
        titles(page, "wor")
        assert page.inner_text(".search .found") == "Found: 601"
        opened.check()


def test_accents_and_forms_of_german_words(searched: Callable[..., Any]) -> None:
    page = searched(
        "de-AT",
        {
            "A": "Das hätte schon ein schöner Brief sein können.",
            "B": "Die Briefe hatten Größe, doch hätte ich hatte gesagt.",
            "C": "Rote-Armee-Straße",
        },
    )
    assert sorted(titles(page, "Briefes")) == ["A", "B"]
    assert titles(page, "schoner") == titles(page, "schön") == ["A"]
    assert titles(page, "grösse") == titles(page, "Größe") == ["B"]
    assert titles(page, '"ich hatte gesagt"') == ["B"]  # a word, and a like one with an accent
    assert titles(page, '"hätte schon"') == ["A"]
    assert titles(page, '"rote armee"') == titles(page, "armee") == ["C"]
    assert titles(page, "Strassen") == ["C"]


def test_forms_of_russian_words(searched: Callable[..., Any]) -> None:
    page = searched("ru", {"А": "Он читал новую книгу.", "Б": "Ёлка стояла у красного дома."})
    assert titles(page, "книгами") == titles(page, "КНИГА") == ["А"]
    assert titles(page, "елка") == ["Б"]
    assert titles(page, "красный") == ["Б"]
    assert titles(page, "ящик") == []


def test_nothing_of_a_stranger_runs_in_the_results(searched: Callable[..., Any]) -> None:
    script = "&lt;img src=x onerror='window.planted=1'&gt; &amp;lt;b&amp;gt; ___PAGEFIND_X word"
    page = searched("en", {f"Title {script}": script})
    assert titles(page, "onerror")
    assert "<img src=x" in page.inner_text(".results p")
    assert "&lt;b&gt;" in page.inner_text(".results p")
    for words in (
        "constructor",
        "__proto__",
        "from:__proto__",
        '"',
        "a:",
        ":",
        "(",
        "from:",
        "℃",
        "½",
    ):
        titles(page, words)
    assert page.evaluate("window.planted ?? 0") == 0


def test_an_index_that_cannot_be_loaded_is_told(
    sites: Callable[[str], Path], opening: Opening, tmp_path: Path
) -> None:
    folder = part_of_site(sites("pagefind"), tmp_path)
    server = Server(folder, 0)
    with server.running():
        page = opening(folder, server.address).go("index.html")
        page.fill("#search", "wrangel")
        page.wait_for_function(
            "() => document.querySelector('.found').textContent.includes('not be loaded')"
        )
