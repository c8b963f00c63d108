"""The store of schemas: brought over a real connection, used by checks, held to its sums."""

import os
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main
from teikit.validating.schemas.store import adding, bundle, fetching
from teikit.validating.schemas.store.layout import file_of, is_safe

RNG = "http://relaxng.org/ns/structure/1.0"
SIMPLE = f'<element name="{{}}" xmlns="{RNG}"><empty/></element>'
PAGE = "<!DOCTYPE html>\n<html><head><title>404</title></head></html>"


class Site:
    """A server on this machine: what it sends for which path, and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.types: dict[str, str] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                page = site.pages.get(self.path)
                if page is None:
                    self.send_error(404)
                elif callable(page):
                    page(self)
                else:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(page)))
                    self.send_header("Content-Type", site.types.get(self.path, "application/xml"))
                    self.end_headers()
                    self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.host = f"127.0.0.1+{self.server.server_address[1]}"

    def put(self, **pages: str) -> None:
        for name, text in pages.items():
            path = "/" + name.replace("__", "/").replace("_rn", ".rn").replace("_xsd", ".xsd")
            self.pages[path] = text.encode()

    def move(self, path: str, target: str, status: int = 302) -> None:
        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", target)
            handler.end_headers()

        self.pages[path] = page


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "edition").mkdir()
    monkeypatch.chdir(tmp_path / "edition")
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def schemas(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["schemas", *arguments])


def add(*arguments: str) -> str:
    result = schemas("add", *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: str) -> str:
    """What is said of what is refused; nothing is kept of it."""
    result = schemas("add", *arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "no schemas are kept" in schemas("list").stdout
    return result.stderr


def check(address: str, document: str = "<b/>") -> str:
    """The findings of schemas on a document that names one."""
    Path("a.xml").write_text(f'<?xml-model href="{address}"?>{document}', encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", "a.xml", "--select", "S", "--format", "concise"])
    assert result.exit_code in (0, 1)
    return result.stdout


def external(address: str) -> str:
    return f'<externalRef href="{address}" xmlns="{RNG}"/>'


def test_what_is_missing_is_brought_by_the_command_that_is_told(site: Site) -> None:
    site.put(s__a_rng=SIMPLE.format("a"))
    address = f"{site.url}/s/a.rng"
    assert f"`teikit schemas add {address}` brings it" in check(address)
    assert site.asked == []
    assert add(address).startswith(f"added {address}: no version (sha256 ")
    assert "S001" in check(address)
    for same in (address.replace("http:", "https:"), f"{site.url}/s/./a.rng#x"):
        assert "S001" in check(same)
    assert "S001" not in check(f"{address}?v=2")
    assert "S001" not in check(address, "<a/>")
    assert [path for path, _ in site.asked] == ["/s/a.rng"]


def test_the_lock_of_a_project(site: Site, tmp_path: Path) -> None:
    version = "<!-- TEI Edition: P5 Version 4.7.0. Last updated on 16th November 2023 -->"
    site.put(s__a_rng=version + external("parts/b.rng"), s__parts__b_rng=SIMPLE.format("a"))
    (tmp_path / "edition" / ".git").mkdir()
    (tmp_path / "edition" / "tei").mkdir()
    os.chdir("tei")
    add(f"{site.url}/s/a.rng", "--as", "urn:x:a.rng", "--project")
    root = tmp_path / "edition"
    text = (root / "teikit.lock").read_text(encoding="utf-8")
    lock = tomllib.loads(text)
    [schema], [include] = lock["schema"], lock["include"]
    assert schema["address"] == "urn:x:a.rng"
    assert schema["version"] == "TEI P5 4.7.0"
    assert schema["source"] == f"{site.url}/s/a.rng"
    assert schema["includes"] == [include["address"]] == [f"{site.url}/s/parts/b.rng"]
    for record in (schema, include):
        assert (root / ".teikit" / "schemas" / record["file"]).is_file()
        assert len(record["sha256"]) == 64
    assert not (tmp_path / "data").exists()
    assert "S001" in check("urn:x:a.rng")
    add(f"{site.url}/s/a.rng", "--as", "urn:x:a.rng", "--project")
    assert (root / "teikit.lock").read_text(encoding="utf-8") == text


INCLUDING: Mapping[str, str] = {
    "beside": "b.rng",
    "below": "x/y/b.rng",
    "above": "../b.rng",
    "of the root": "/other/b.rng",
    "of the host": "//{host}/other/b.rng",
    "absolute": "http://{host}/other/b.rng",
    "with a query": "b?name=x%20y",
    "odd": "my%20sch%C3%A9ma.rng",
    "of Windows": "con.rng",
    "higher than the root": "../../../../b.rng",
    "hidden": ".b.rng",
    "a folder": "x/",
}


@pytest.mark.parametrize("href", INCLUDING.values(), ids=INCLUDING)
@pytest.mark.parametrize("syntax", ["rng", "rnc"])
def test_all_that_is_included(site: Site, href: str, syntax: str) -> None:
    href = href.format(host=site.url.removeprefix("http://"))
    compact = f'start = external "{href}"'
    site.pages[f"/s/t/a.{syntax}"] = (external(href) if syntax == "rng" else compact).encode()
    for path in ("/s/t/b.rng", "/s/t/x/y/b.rng", "/s/b.rng", "/other/b.rng", "/b.rng", "/s/t/x/"):
        site.pages[path] = SIMPLE.format("a").encode()
    for path in ("b?name=x%20y", "my%20sch%C3%A9ma.rng", "con.rng", ".b.rng"):
        site.pages[f"/s/t/{path}"] = SIMPLE.format("a").encode()
    address = f"{site.url}/s/t/a.{syntax}"
    assert "with 1 further file" in add(address)
    assert "the schema has no element <b>" in check(address)


@pytest.mark.parametrize("address", ["/other/b.xsd", "../other/b.xsd", "//{host}/other/b.xsd"])
def test_all_that_a_schema_of_xsd_includes(site: Site, address: str) -> None:
    address = address.format(host=site.url.removeprefix("http://"))
    schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</xs:schema>'
    site.put(s__a_xsd=schema.format(f'<xs:include schemaLocation="{address}"/>'))
    site.put(other__b_xsd=schema.format('<xs:element name="a"/>'))
    assert "with 1 further file" in add(f"{site.url}/s/a.xsd")
    assert "a document cannot begin with this element" in check(f"{site.url}/s/a.xsd")


def test_where_a_server_sends_on_is_what_addresses_are_relative_to(site: Site) -> None:
    site.move("/latest/a.rng", "/v1/x/a.rng")
    site.move("/v1/b.rng", f"{site.url}/v2/b.rng", 301)
    site.put(v1__x__a_rng=external("../b.rng"), v2__b_rng=external("c.rng"))
    site.put(v2__c_rng=SIMPLE.format("a"))
    assert "with 2 further files" in add(f"{site.url}/latest/a.rng")
    assert "the schema has no element <b>" in check(f"{site.url}/latest/a.rng")


def test_xml_base(site: Site) -> None:
    inner = f'<group xml:base="x/" xmlns="{RNG}"><externalRef href="b.rng"/><text/></group>'
    site.put(s__a_rng=f'<element name="r" xmlns="{RNG}">{inner}</element>')
    site.put(s__x__b_rng=SIMPLE.format("a"))
    add(f"{site.url}/s/a.rng")
    assert "<b>" in check(f"{site.url}/s/a.rng", "<r><b/></r>")


def test_a_schema_of_xsd(site: Site) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema"
    site.put(
        s__a_xsd=f'<s:schema xmlns:s="{xsd}" version="2.1"><s:include schemaLocation="x/b.xsd"/>'
        "</s:schema>",
        s__x__b_xsd=f'<s:schema xmlns:s="{xsd}"><s:element name="a" type="s:int"/></s:schema>',
    )
    assert ": 2.1 (sha256" in add(f"{site.url}/s/a.xsd")
    assert "S002" in check(f"{site.url}/s/a.xsd", "<a>x</a>")


def test_the_schema_of_xml_itself_may_be_missing(site: Site) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema"
    site.put(
        a_xsd=f'<s:schema xmlns:s="{xsd}"><s:import schemaLocation="xml.xsd"'
        ' namespace="http://www.w3.org/XML/1998/namespace"/><s:element name="a"><s:complexType>'
        '<s:attribute ref="xml:lang"/></s:complexType></s:element></s:schema>',
    )
    add(f"{site.url}/a.xsd")
    assert "S002" in check(f"{site.url}/a.xsd", "<a><b/></a>")


def test_what_is_not_as_it_was_brought_is_not_used(site: Site, tmp_path: Path) -> None:
    address = f"{site.url}/s/a.rng"
    site.put(s__a_rng=external("b.rng"), s__b_rng=SIMPLE.format("a"))
    add(address, "--project")
    stored = Path(".teikit", "schemas", site.host, "s")
    for name in ("a.rng", "b.rng"):
        old = (stored / name).read_bytes()
        (stored / name).write_bytes(old + b"<!-- changed -->")
        found = check(address)
        assert "is not what teikit.lock says; `teikit schemas update" in found
        assert "S001" not in found
        listed = schemas("list")
        assert (listed.exit_code, "is not what teikit.lock says" in listed.stdout) == (1, True)
        (stored / name).unlink()
        assert "is not there" in check(address)
        (stored / name).symlink_to("/etc/passwd")
        assert "a link, which the store has none of" in check(address)
        (stored / name).unlink()
        assert "is again" in schemas("update", address).stdout
        assert "S001" in check(address)
        assert (stored / name).read_bytes() == old
    assert schemas("list").exit_code == 0
    (stored / "c.rng").write_text(SIMPLE.format("c"))
    assert "is not in" in check(f".teikit/schemas/{site.host}/s/c.rng")


def test_update_says_what_has_changed(site: Site) -> None:
    site.put(s__a_rng="<!-- version 1.0 -->" + external("b.rng"), s__b_rng=SIMPLE.format("a"))
    site.put(s__c_rng=external("b.rng"))
    address = f"{site.url}/s/a.rng"
    add(address)
    add(f"{site.url}/s/c.rng")
    assert schemas("update").stdout.count("unchanged") == 2
    site.put(s__a_rng="<!-- version 1.1 -->" + external("b.rng"))
    found = schemas("update", address).stdout
    assert found.startswith(f"updated {address}: 1.0 (sha256 ")
    assert " is now 1.1 (sha256 " in found
    site.put(s__b_rng=SIMPLE.format("z"))
    found = schemas("update", address).stdout
    assert "what it includes has changed" in found
    assert f"also changes {site.url}/s/c.rng" in found
    assert schemas("list").exit_code == 0
    site.put(s__a_rng=PAGE)
    result = schemas("update")
    assert result.exit_code == 2
    assert "1 schema could not be updated, and is as it was" in result.stderr
    assert "unchanged" in result.stdout
    assert "S001" in check(address)
    assert "is not in the store" in schemas("update", "urn:absent").stderr


def test_remove_leaves_what_others_need(site: Site, tmp_path: Path) -> None:
    site.put(s__a_rng=external("x/b.rng"), s__c_rng=external("x/b.rng"))
    site.put(s__x__b_rng=SIMPLE.format("a"))
    for name in "ac":
        add(f"{site.url}/s/{name}.rng")
    folder = tmp_path / "data" / "teikit" / "schemas"
    assert schemas("remove", f"https{site.url[4:]}/s/a.rng").exit_code == 0
    assert sorted(path.name for path in folder.rglob("*.rng")) == ["b.rng", "c.rng"]
    assert "S001" in check(f"{site.url}/s/c.rng")
    assert schemas("remove", f"{site.url}/s/c.rng").exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["teikit.lock"]
    assert schemas("remove", f"{site.url}/s/c.rng").exit_code == 2


def test_a_project_comes_before_the_user(site: Site) -> None:
    site.put(a_rng=SIMPLE.format("a"))
    add(f"{site.url}/a.rng")
    site.put(a_rng=SIMPLE.format("b"))
    add(f"{site.url}/a.rng", "--project")
    assert "S001" in check(f"{site.url}/a.rng", "<a/>")
    assert "S001" not in check(f"{site.url}/a.rng", "<b/>")


def test_a_file_by_the_address_of_others(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "edition" / "odd" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.rng").write_text(external("../b.rng"))
    (folder.parent / "b.rng").write_text(SIMPLE.format("a"))
    for address in ("urn:x:a.rng", "https://example.org/s/t/a.rng"):
        add("odd/deep/a.rng", "--as", address, "--project")
    lock = Path("teikit.lock").read_text()
    assert str(tmp_path) not in lock
    assert 'source = "odd/deep/a.rng"' in lock
    before = sorted(folder.parent.rglob("*"))
    for path in [*before]:
        path.rename(path.with_suffix(".gone")) if path.is_file() else None
    for address in ("urn:x:a.rng", "http://example.org/s/t/a.rng", "http://example.org/s/b.rng"):
        assert "S001" in check(address)
    assert "no such file" in schemas("add", "absent.rng", "--as", "urn:x").stderr
    assert site.asked == []


def test_a_file_includes_nothing_from_elsewhere(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.rng").write_text(SIMPLE.format("a"))
    for href in ("../secret.rng", (tmp_path / "secret.rng").as_uri(), str(tmp_path / "secret.rng")):
        Path("a.rng").write_text(external(href))
        assert "lies outside" in refused("a.rng", "--as", "urn:x")


@pytest.mark.parametrize("href", ["file:///etc/passwd", "urn:absent", "ftp://h/b.rng", "data:,x"])
def test_what_is_on_the_web_includes_no_files(site: Site, href: str) -> None:
    site.put(a_rng=external(href))
    refused(f"{site.url}/a.rng")


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"<!-- -->" * 10000)
    except OSError:
        pass


def slow(handler: BaseHTTPRequestHandler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for number in range(1000):
            handler.wfile.write(f"X-{number}: x\r\n".encode())
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(SIMPLE.format("a").encode())


def squeezed(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(b"\x1f\x8b")


def claims_much(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()


HOSTILE: Mapping[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "endless": (endless, "larger than 32 MB"),
    "much": (claims_much, "larger than 32 MB"),
    "slow": (slow, "it is not there after 1 seconds"),
    "silent": (silent, "the server was silent"),
    "broken off": (broken_off, "the connection broke off"),
    "compressed": (squeezed, "compressed, which was not asked for"),
}


@pytest.mark.parametrize(("page", "words"), HOSTILE.values(), ids=HOSTILE)
def test_limits(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    page: Callable[[BaseHTTPRequestHandler], None],
    words: str,
) -> None:
    if words.startswith("it is not there"):
        monkeypatch.setattr(fetching, "SECONDS", 1.0)
    monkeypatch.setattr(fetching, "SILENCE", 0.5)
    site.pages["/a.rng"] = page
    assert words in refused(f"{site.url}/a.rng")
    assert site.asked[0][1]["Accept-Encoding"] == "identity"


def test_not_too_many_files(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_FILES", 10)
    for number in range(12):
        site.pages[f"/{number}.rng"] = external(f"{number + 1}.rng").encode()
    assert "more than 10 files" in refused(f"{site.url}/0.rng")
    monkeypatch.setattr(bundle, "MAX_TOTAL", 10)
    assert "larger than" in refused(f"{site.url}/0.rng")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("file:///etc/passwd", "not to http or https"),
        ("ftp://127.0.0.1/a.rng", "not to http or https"),
        ("data:text/xml,<a/>", "not to http or https"),
        ("/a.rng", "sends on more than 5 times"),
        ("http://user:secret@127.0.0.1/a.rng", "names and passwords"),
        ("http://[", "cannot be fetched"),
    ],
)
def test_redirects_that_are_not_followed(site: Site, target: str, words: str) -> None:
    site.move("/a.rng", target)
    assert words in refused(f"{site.url}/a.rng")
    assert len(site.asked) <= 6


def test_five_redirects(site: Site) -> None:
    for number in range(5):
        site.move(f"/{number}.rng", f"{number + 1}.rng", (301, 302, 303, 307, 308)[number])
    site.pages["/5.rng"] = SIMPLE.format("a").encode()
    add(f"{site.url}/0.rng")


def test_never_from_https_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_asked", lambda *_: "http://h/a.rng")
    with pytest.raises(Exception, match="without encryption"):
        fetching.fetch("https://h/a.rng")


@pytest.mark.parametrize(
    ("page", "media_type", "words"),
    [
        (PAGE, "application/xml", "page of HTML"),
        (SIMPLE.format("a"), "text/html; charset=utf-8", "page of HTML"),
        ("<!-- x --><html xmlns='http://www.w3.org/1999/xhtml'/>", "text/xml", "page of HTML"),
        ("version https://git-lfs.github.com/spec/v1\noid x", "text/plain", "Git LFS"),
        ("", "application/xml", "is empty"),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "text/xml", "begins with <TEI>"),
        ("<element", "text/xml", "not well-formed"),
        ("no schema at all", "text/plain", "cannot be used as a schema"),
        (SIMPLE.format("a:b"), "text/xml", "cannot be used as a schema"),
        (external("absent.rng"), "text/xml", "404"),
        (
            "<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'><s:element name='a' type='b'/>"
            "</s:schema>",
            "text/xml",
            "cannot be used as a schema",
        ),
    ],
)
def test_what_is_no_schema_is_not_kept(site: Site, page: str, media_type: str, words: str) -> None:
    site.put(a_rng=page)
    site.types["/a.rng"] = media_type
    assert words in refused(f"{site.url}/a.rng")


def test_schematron_is_kept_if_it_can_be_used(site: Site) -> None:
    start = '<schema xmlns="http://purl.oclc.org/dsdl/schematron">'
    site.pages["/a.sch"] = f"{start}<pattern><rule/></pattern></schema>".encode()
    assert "cannot be used" in refused(f"{site.url}/a.sch")
    site.pages["/a.sch"] = f"{start}<pattern/></schema>".encode()
    add(f"{site.url}/a.sch")


def test_schematron_is_kept_with_all_that_it_includes(site: Site) -> None:
    namespace = 'xmlns="http://purl.oclc.org/dsdl/schematron"'
    site.pages["/a.sch"] = (
        f"<schema {namespace}><include href='parts/b.sch'/><pattern><rule context='a'>"
        "<extends href='parts/c.sch'/></rule></pattern></schema>"
    ).encode()
    site.pages["/parts/b.sch"] = (
        f"<pattern {namespace}><rule context='b'><assert test='@x'>b</assert></rule></pattern>"
    ).encode()
    site.pages["/parts/c.sch"] = (f"<rule {namespace}><assert test='@x'>a</assert></rule>").encode()
    assert "with 2 further files" in add(f"{site.url}/a.sch", "--project")
    site.pages.clear()
    output = check(f"{site.url}/a.sch", "<a><b/></a>")
    assert [line.rpartition(" ")[2] for line in output.splitlines() if "S100" in line] == ["a", "b"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["http://127.0.0.1:1/a.rng"], "cannot be fetched"),
        (["http:///a.rng"], "names no server"),
        (["http://u:p@127.0.0.1/a"], "names and passwords"),
        (["ftp://h/a.rng"], "cannot be fetched; save the schema"),
        (["urn:x"], "cannot be fetched; save the schema"),
        (["absent.rng"], "no such file"),
        (["."], "say with --as"),
        ([".", "--as", "urn:x"], "not a file"),
        (["a.rng", "--as", "b.rng"], "name an address as documents do"),
    ],
)
def test_what_cannot_be_added(site: Site, arguments: list[str], words: str) -> None:
    assert words in refused(*arguments)


def test_a_lock_that_is_broken_is_a_finding(site: Site) -> None:
    record = '[[schema]]\naddress = "urn:x.rng"\nsha256 = "0"\nfile = {}'
    for text, words in [
        ("form = 1\nwhat = 2", "unknown key what"),
        ("form = 99", "another version of teikit"),
        ("form = 1\n" + record.format('"../../../../etc/passwd"'), "outside of the store"),
        ("form = 1\n" + record.format('"/etc/passwd"'), "outside of the store"),
        ("\0", "is not TOML"),
    ]:
        Path("teikit.lock").write_text(text)
        assert words in check("urn:x.rng")


def test_two_at_once(site: Site) -> None:
    for number in range(6):
        site.pages[f"/{number}.rng"] = SIMPLE.format(f"a{number}").encode()
    with ThreadPoolExecutor(6) as pool:
        found = pool.map(lambda n: adding.add(f"{site.url}/{n}.rng", project=True), range(6))
        assert len([*found]) == 6
    assert len(tomllib.loads(Path("teikit.lock").read_text())["schema"]) == 6
    assert schemas("list").exit_code == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://h/../../etc/passwd",
        "http://h/%2e%2e/%2e%2e/etc/passwd",
        "http://h/..%2f..%2fetc%2fpasswd",
        "http://../x",
        "http://h/a\\..\\b",
        "http://h/C:/x",
        "http://h/a%00b",
        "http://h/con/aux.rng/NUL",
        "http://h/a./b%20",
        "http://h/.git/config",
        f"http://h/{'x' * 5000}",
        f"http://h/{'x/' * 5000}",
        "http://h/a//b",
        "file:///../../x",
        "urn:x:../../y",
        "http://local/x",
    ],
)
def test_no_name_leads_out_of_the_store(address: str) -> None:
    file = file_of(address, ".rng")
    assert is_safe(file), file
    assert file.endswith(".rng")
    assert len(file) < 5000
    for name in file.split("/"):
        assert len(name) <= 130
        assert name[0] != "."
        assert name[-1] not in ". "
        assert name.partition(".")[0].lower() not in ("con", "aux", "nul")
        assert not set(name) & set('<>:"\\|?*\0 ')


def test_no_two_addresses_have_one_file() -> None:
    addresses = [
        *("http://h/a.rng", "http://h/A.rng", "http://h/a.rng/b.rng", "http://h/A.rng/b.rng"),
        *("http://h/x/c.rng", "http://h/X/d.rng", "http://h/x", "http://h/a.rng?b", "urn:h"),
        *("http://h/a=3Fb.rng", "http://h/a%3Fb.rng", "http://h:81/a.rng", "http://local/a.rng"),
        *("file:///a.rng", "http://h/x/", "http://h/x//c.rng"),
    ]
    files: list[str] = []
    for address in addresses:
        files.append(file_of(address, ".rng", files))
    lower = [file.lower() for file in files]
    assert len(set(lower)) == len(addresses)
    assert not any(other.startswith(f"{file}/") for file in lower for other in lower)
