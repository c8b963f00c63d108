"""Pages shown on this machine: to it alone, from one folder, and again when they change."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from strange_letters import strange_letters
from teikit.errors import TeikitError
from teikit.publishing.serving import Server, reloading, seen, serve

PAGE = b"""<!DOCTYPE html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
</head><body>Hello</body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "letters").mkdir(parents=True)
    (site / "index.html").write_bytes(PAGE)
    (site / "letters" / "a b.html").write_bytes(PAGE)
    (site / "style.css").write_bytes(b"body {}")
    (site / "a.js").write_bytes(b"1;")
    (site / ".teikit-site.json").write_bytes(b"{}")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder, 0)
    with server.running():
        yield server


@contextmanager
def served(
    tei: Path, site: Path, *options: str | Path, folder: Path
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command as it runs in a folder, once it shows the pages; and its port."""
    command = [sys.executable, "-m", "teikit", "site", tei, "-o", site, "--serve", *options]
    with subprocess.Popen(
        [*command, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(2)]
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", lines[1])
            assert found, lines
            yield process, int(found[1])
        finally:
            process.kill()


def ask(
    server: Server, path: str, method: str = "GET", host: str | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", urlsplit(server.address).port, timeout=30)
    connection.putrequest(method, path, skip_host=host is not None)
    if host:
        connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response, data


@pytest.mark.parametrize("path", ["/", "/index.html", "/letters/a%20b.html", "/index.html?x=1"])
def test_pages_are_sent_with_what_loads_them_again(server: Server, path: str) -> None:
    response, data = ask(server, path)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert data == reloading(PAGE) != PAGE
    assert b"default-src 'none'; connect-src 'self'; script-src 'self'" in data
    assert (server.folder / "index.html").read_bytes() == PAGE


def test_other_files_are_sent_as_they_are(server: Server) -> None:
    response, data = ask(server, "/style.css")
    assert (response.status, data) == (200, b"body {}")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    response, data = ask(server, "/a.js", "HEAD")
    assert (response.status, data) == (200, b"")
    assert response.headers["Content-Length"] == "2"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_page_that_may_ask_is_not_allowed_to_twice() -> None:
    policy = b"default-src 'none'; connect-src 'self'; script-src 'self'"
    page = PAGE.replace(b"default-src 'none'; script-src 'self'", policy)
    assert page != PAGE
    assert reloading(page).count(b"connect-src") == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("wasm.de.pagefind", "application/octet-stream"),
        ("pagefind.de_1.pf_meta", "application/octet-stream"),
        ("de_1.pf_index", "application/octet-stream"),
        ("de_1.pf_fragment", "application/octet-stream"),
        ("words.json", "application/json"),
        ("a.wasm", "application/wasm"),
    ],
)
def test_what_is_no_text_is_sent_as_it_is(server: Server, name: str, kind: str) -> None:
    (server.folder / name).write_bytes(b"\x1f\x8b\x00\xff")
    response, data = ask(server, f"/{name}")
    assert (response.status, data) == (200, b"\x1f\x8b\x00\xff")
    assert response.headers["Content-Type"] == kind


@pytest.mark.parametrize(
    "path",
    [
        "/letters/",
        "/letters",
        "/absent.html",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/letters/..%2f..%2fsecret.txt",
        "/letters/../../secret.txt",
        "/link.txt",
        "/.teikit-site.json",
        "/%2eteikit-site.json",
        "//etc/passwd",
        "/%00",
        "/..\\secret.txt",
        "/" + "a" * 5000,
    ],
)
def test_nothing_else_is_sent(server: Server, path: str) -> None:
    response, data = ask(server, path)
    assert response.status in (400, 404)
    assert b"secret" not in data
    assert b"a b" not in data


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:1", "evil.org:{port}", ""])
def test_a_page_of_the_web_is_refused(server: Server, host: str) -> None:
    port = urlsplit(server.address).port
    response, data = ask(server, "/", host=host.format(port=port) or "x")
    assert response.status == 403
    assert b"Hello" not in data
    assert ask(server, "/", host=f"localhost:{port}")[0].status == 200


def test_nothing_can_be_sent_to_it(server: Server) -> None:
    assert ask(server, "/", "POST")[0].status == 501
    assert ask(server, "/index.html", "DELETE")[0].status == 501


def test_it_listens_to_this_machine_alone(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    port = urlsplit(server.address).port
    with pytest.raises(TeikitError, match=f"port {port} of this machine cannot be used"):
        Server(server.folder, port)


def test_a_browser_that_goes_away_is_no_news(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    port = urlsplit(server.address).port
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x")
    assert ask(server, "/")[0].status == 200
    assert capsys.readouterr().err == ""


def test_changes_are_told_when_they_come(server: Server) -> None:
    _, version = ask(server, "/.teikit/changes?")
    answers: list[bytes] = []
    path = f"/.teikit/changes?{version.decode()}"
    thread = Thread(target=lambda: answers.append(ask(server, path)[1]))
    thread.start()
    server.change()
    thread.join(10)
    assert answers
    assert answers != [version]
    assert b"location.reload" in ask(server, "/.teikit/reload.js")[1]


def test_a_file_that_changes_makes_the_site_again(folder: Path, tmp_path: Path) -> None:
    watched = tmp_path / "tei"
    watched.mkdir()
    (watched / "a.xml").write_text("a", encoding="utf-8")
    server, end, made = Server(folder, 0), Event(), Event()
    before = seen([watched], server.folder)
    thread = Thread(target=serve, args=(server, [watched], before, made.set, end))
    thread.start()
    try:
        _, version = ask(server, "/.teikit/changes?")
        (watched / "b.xml").write_text("b", encoding="utf-8")
        assert ask(server, f"/.teikit/changes?{version.decode()}")[1] != version
        assert made.is_set()
    finally:
        end.set()
        thread.join()


def test_what_is_watched_may_grow(folder: Path, tmp_path: Path) -> None:
    watched = [tmp_path / "a.xml"]
    picture = tmp_path / "a.png"
    picture.write_bytes(b"1")
    server, end = Server(folder, 0), Event()
    made: list[int] = []

    def remake() -> None:
        watched[1:] = [picture]
        made.append(len(made))

    thread = Thread(target=serve, args=(server, watched, seen(watched, folder), remake, end))
    thread.start()
    try:
        _, version = ask(server, "/.teikit/changes?")
        for file in (watched[0], picture):
            file.write_bytes(b"22")
            _, version = ask(server, f"/.teikit/changes?{version.decode()}")
        assert version == b"2"
        assert made == [0, 1]  # that the picture was added is no change
    finally:
        end.set()
        thread.join()


def test_the_pages_themselves_are_not_watched_nor_what_is_kept(tmp_path: Path) -> None:
    for name in ("site/index.html", ".teikit_cache/results.sqlite"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "a.xml").write_text("x", encoding="utf-8")
    assert [*seen([tmp_path, tmp_path / "absent"], tmp_path / "site")] == [tmp_path / "a.xml"]


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs signals as POSIX has them")
def test_all_that_pages_are_made_of_is_watched(tmp_path: Path) -> None:
    tei = strange_letters(tmp_path / "tei", 1)
    letter = tei / "s1.xml"
    words = letter.read_text("utf-8").replace("<body>", '<body><pb facs="../pictures/p.png"/>', 1)
    letter.write_text(words, "utf-8")
    templates = tmp_path / "own" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "profile.toml").write_text('[publication]\ntitle = "First"\n', "utf-8")
    (tmp_path / "teikit.toml").write_text('profile = "profile.toml"\n', "utf-8")
    about = "{% extends 'base.html' %}{% block title %}Mine{% endblock %}"
    person = "<TEI><standOff><listPerson/></standOff></TEI>"
    changes = [
        (tmp_path / "profile.toml", b'[publication]\ntitle = "Second"\n'),
        (tmp_path / "pictures" / "p.png", PNG),
        (tmp_path / "pictures" / "p.png", PNG * 2),
        (templates / "about.html", about.encode()),
        (tmp_path / "about.md", b"# On it\n"),
        (tmp_path / "authority" / "persons.xml", person.encode()),
    ]
    (tmp_path / "authority").mkdir()
    options = ("--own", tmp_path / "own")
    with served(letter, tmp_path / "site", *options, folder=tmp_path) as (process, port):
        for number, (file, data) in enumerate(changes):
            file.write_bytes(data)
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", f"/.teikit/changes?{number}")
            assert connection.getresponse().read() == str(number + 1).encode(), file
        assert (tmp_path / "site/facsimiles/s1-1.png").read_bytes() == PNG * 2
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert "Second" in (tmp_path / "site/index.html").read_text("utf-8")
    assert "Mine" in (tmp_path / "site/about.html").read_text("utf-8")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs signals as POSIX has them")
def test_the_command_shows_and_ends_quietly(tmp_path: Path) -> None:
    tei = strange_letters(tmp_path / "tei", 3)
    with served(tei, tmp_path / "site", folder=tmp_path) as (process, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/letters/s1.html")
        assert b"reload.js" in connection.getresponse().read()
        connection.request("GET", "/.teikit/changes?0")
        letter = tei / "s1.xml"
        letter.write_text(letter.read_text("utf-8").replace("<title>", "<title>Again "), "utf-8")
        assert connection.getresponse().read() == b"1"
        connection.request("GET", "/letters/s1.html")
        assert b"Again" in connection.getresponse().read()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert errors == ""
        assert output.count("3 letters") == 1
