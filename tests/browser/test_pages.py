"""Pages of each kind: nothing fails in them, they fit, and checkers have nothing to say of them."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from kinds_of_pages import kinds_of_pages

Opening = Callable[..., Any]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_ON_PAPER = (
    "header.site nav, .layers > label, .neighbours, .skip, .back, form.filters, form.search"
)
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120));
}"""


def test_no_page_fails_or_asks_for_anything_outside(folder: Path, opening: Opening) -> None:
    opened = opening(folder)
    for name in kinds_of_pages(folder):
        opened.go(name)
        opened.check()


def test_every_link_leads_somewhere(folder: Path) -> None:
    trees = {path: html.parse(str(path)).getroot() for path in sorted(folder.rglob("*.html"))}
    anchors = {path: {*tree.xpath("//@id")} for path, tree in trees.items()}
    found = 0
    for path, tree in trees.items():
        for address in tree.xpath("//@href | //@src | //@data-index"):
            if re.match("https?:", address):
                continue
            file, _, anchor = address.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path
            assert target.is_file(), (path, address)
            assert target.is_relative_to(folder), (path, address)
            assert not anchor or unquote(anchor) in anchors[target], (path, address)
            found += 1
    assert found > 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    folder: Path, opening: Opening, node_modules: Path, scheme: str
) -> None:
    axe = (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    opened = opening(folder, color_scheme=scheme)
    faults = []
    for name in kinds_of_pages(folder):
        page = opened.go(name)
        for box in page.query_selector_all("input[type=radio]") or [None]:
            if box:
                page.click(f"label[for={box.get_attribute('id')}]")
            page.evaluate(axe)
            rules = {"runOnly": WCAG, "preload": False, "resultTypes": ["violations"]}
            for fault in page.evaluate("(rules) => axe.run(rules)", rules)["violations"]:
                nodes = [node["html"][:200] for node in fault["nodes"][:3]]
                faults.append((name, fault["id"], fault["help"], nodes))
    assert faults == []


def test_the_html_is_valid(folder: Path, node_modules: Path) -> None:
    if which("java") is None:
        pytest.skip("needs Java, which runs the checker of HTML")
    jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = [folder / name for name in kinds_of_pages(folder)]
    asked = ["java", "-jar", jar, "--format", "json", "--exit-zero-always", *pages]
    output = subprocess.run(asked, capture_output=True, check=True).stderr
    messages = json.loads(output)["messages"]
    assert [
        (message["url"].rpartition("/")[2], message["lastLine"], message["message"])
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ] == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_the_window(folder: Path, opening: Opening, width: int) -> None:
    opened = opening(folder, viewport={"width": width, "height": 800})
    wide = {}
    for name in kinds_of_pages(folder):
        if parts := opened.go(name).evaluate(SIDEWAYS):
            wide[name] = parts
    assert wide == {}


def test_on_paper_there_is_only_what_is_read(folder: Path, opening: Opening) -> None:
    opened = opening(folder)
    for name in kinds_of_pages(folder):
        page = opened.go(name)
        page.emulate_media(media="print", color_scheme="dark")
        for each in page.query_selector_all(NOT_ON_PAPER):
            assert not each.is_visible(), (name, each.evaluate("e => e.outerHTML")[:100])
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), name
        assert page.is_visible("main")


def test_on_paper_a_letter_is_there_once(corpus: Path, opening: Opening) -> None:
    page = opening(corpus).go("letters/bl-0073.html")
    page.emulate_media(media="print")
    assert sum(each.is_visible() for each in page.query_selector_all(".layer")) == 1


def test_without_javascript_all_is_there_but_what_needs_it(folder: Path, opening: Opening) -> None:
    opened = opening(folder, java_script_enabled=False)
    for name in kinds_of_pages(folder):
        page = opened.go(name)
        for each in page.query_selector_all("form, button, select"):
            assert not each.is_visible(), (name, each.inner_text())
        assert page.is_visible("h1")
        first = page.query_selector(".layer")
        assert first is None or first.is_visible()
    rows = opened.go("letters.html").query_selector_all("table.letters tbody tr")
    assert len(rows) > 20
    assert all(row.is_visible() for row in rows)
    assert opened.faults == []


def test_the_ground_is_dark_in_the_dark(corpus: Path, opening: Opening) -> None:
    def brightness(scheme: str) -> int:
        page = opening(corpus, color_scheme=scheme).go("index.html")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", ground)[:3]))

    assert brightness("light") > 600
    assert brightness("dark") < 150


def test_the_first_stop_of_the_keyboard_skips_to_the_text(corpus: Path, opening: Opening) -> None:
    page = opening(corpus).go("letters/bl-0073.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.is_visible(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
