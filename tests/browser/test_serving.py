"""A page that is shown while one works on it loads itself again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from strange_letters import strange_letters
from teikit.publishing import site
from teikit.publishing.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_page_loads_itself_again(browser: "Browser", tmp_path: Path) -> None:
    tei = strange_letters(tmp_path / "tei", 3)
    make: Callable[[], object] = lambda: site([tei], tmp_path / "site", jobs=1)  # noqa: E731
    make()
    server = Server(tmp_path / "site", 0)
    with server.running():
        page = browser.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        with page.expect_request("**/changes?0"):
            page.goto(f"{server.address}letters/s1.html")
        letter = tei / "s1.xml"
        letter.write_text(letter.read_text("utf-8").replace("<title>", "<title>Again "), "utf-8")
        make()
        server.change()
        page.wait_for_function("() => document.querySelector('h1').textContent.includes('Again')")
        page.close()
    assert faults == []
