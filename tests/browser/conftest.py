"""A browser, sites to open in it, and what asks about their pages.

`make test-browser` installs what is needed: Playwright, and from npm axe-core and the checker of
HTML. The browser is Chromium as the machine has it. What is not there skips, with a reason.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import pytest

from strange_letters import strange_letters
from teikit.publishing import site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SITES = ("corpus", "strange", "letters", "pagefind")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Opened:
    """A page of a site in the browser, and what went wrong while it was looked at."""

    page: "Page"
    folder: Path
    base: str
    """The address of the folder."""
    faults: list[str] = field(default_factory=list)

    def go(self, name: str) -> "Page":
        """Open a page of the site by its name, which may have an anchor."""
        path, _, anchor = name.partition("#")
        address = f"{self.base}{quote(path)}"
        self.page.goto(f"{address}#{anchor}" if anchor else address)
        return self.page

    def check(self) -> None:
        """Nothing went wrong: no error, no request out of the folder, nothing forbidden."""
        self.faults += self.page.evaluate("window.violations ?? []")
        assert self.page.evaluate("window.planted ?? 0") == 0
        assert self.faults == []


Opening = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs Playwright (`make test-browser` installs it)"
    )
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("needs Chromium (on Debian: apt-get install chromium)")
    flags = [*_FLAGS, "--no-sandbox"] if os.getuid() == 0 else _FLAGS
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def opening(browser: "Browser") -> Iterator[Opening]:
    """Opens a site: its folder, its address if a server has one, and how the browser is set."""
    contexts: list[BrowserContext] = []
    opened: list[Opened] = []

    def start(folder: Path, server: str = "", **settings: object) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | settings)
        contexts.append(context)
        context.add_init_script(_WATCH)
        page = context.new_page()
        found = Opened(page, folder, server or f"{folder.as_uri()}/")
        opened.append(found)
        page.on("console", lambda message: _note(found, message.type, message.text))
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        page.on("dialog", lambda dialog: (found.faults.append("dialog"), dialog.dismiss()))
        page.on("requestfailed", lambda request: _failed(found, request.url))

        def within(address: str) -> bool:
            if server:
                return address.startswith(server)
            parts = urlsplit(address)
            return parts.scheme == "file" and Path(unquote(parts.path)).is_relative_to(folder)

        def pass_on(route, request) -> None:
            if within(request.url):
                route.continue_()
            else:
                found.faults.append(f"left the folder: {request.url}")
                route.abort()

        context.route("**/*", pass_on)
        return found

    yield start
    for each in contexts:
        each.close()


def _note(found: Opened, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        found.faults.append(f"{kind}: {text}")


def _failed(found: Opened, address: str) -> None:
    if "/.teikit/changes" not in address:  # this one ends when the page does
        found.faults.append(f"failed: {address}")


@pytest.fixture(scope="session")
def sites(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a site by its name; made when it is first asked for."""
    made: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            if name == "pagefind":
                pytest.importorskip("pagefind", reason="Pagefind is not installed")
            if name in ("corpus", "pagefind"):
                source = root / "corpus" / "tei"
            elif name == "strange":
                source = strange_letters(folder / "tei")
            else:
                source = root.parent / "shared" / "letters"
                if not source.is_dir():
                    pytest.skip("needs letters by other hands, in a folder beside the project")
            site([source], folder / "site", search="pagefind" if name == "pagefind" else "teikit")
            made[name] = (folder / "site").resolve()
        return made[name]

    return make


@pytest.fixture(params=SITES)
def folder(request: pytest.FixtureRequest, sites: Callable[[str], Path]) -> Path:
    """The folder of each site in turn."""
    return sites(request.param)


@pytest.fixture(scope="session")
def corpus(sites: Callable[[str], Path]) -> Path:
    return sites("corpus")


@pytest.fixture(scope="session")
def node_modules(root: Path) -> Path:
    folder = root / "build" / "browser" / "node_modules"
    if not folder.is_dir():
        pytest.skip("needs axe-core and vnu-jar from npm (`make test-browser` installs them)")
    return folder
