"""Candidates from a service of reconciliation, here one of our own on 127.0.0.1."""

import csv
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result

import teikit
from teikit.cli import main
from teikit.suggesting.authorities.service import Answers, Manifest, candidates_of, load_answers
from teikit.validating.schemas.store import fetching

PERSONS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson>
  <person xml:id="goethe"><persName>Johann Wolfgang Goethe</persName><birth when="1749"/></person>
  <person xml:id="roe"><persName>Ann Roe</persName></person>
  <person xml:id="known"><persName>X</persName><idno type="GND">118607626</idno></person>
</listPerson></standOff></TEI>"""
MANIFEST = {
    "versions": ["0.2"],
    "name": "A service",
    "identifierSpace": "https://d-nb.info/gnd/",
    "schemaSpace": "https://d-nb.info/standards/elementset/gnd#",
    "view": {"url": "https://lobid.org/gnd/{{id}}"},
}
GOETHE = {
    "id": "118540238",
    "name": "Goethe, Johann Wolfgang von",
    "score": 99.5,
    "match": True,
    "description": "Dichter, 1749-1832",
    "type": [{"id": "Person", "name": "Person"}, "AuthorityResource"],
}
OTHER = {"id": "118540246", "name": "Another", "score": 12, "match": False, "type": []}


class Site(ThreadingHTTPServer):
    """A service: what it answers to a name, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.manifest: Any = MANIFEST
        self.results: dict[str, Any] = {"Johann Wolfgang Goethe": [OTHER, GOETHE], "Ann Roe": []}
        self.asked: list[tuple[Mapping[str, str], Mapping[str, Any]]] = []
        self.instead: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.url = f"http://127.0.0.1:{self.server_address[1]}/reconcile"

    def handle_error(self, *_: object) -> None:
        """That a client has had enough is what some tests want."""


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.answer(self.server.manifest)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        queries = json.loads(form["queries"][0])
        self.server.asked.append((dict(self.headers), queries))
        if self.server.instead:
            self.server.instead(self)
            return
        results = self.server.results
        self.answer({key: {"result": results[each["query"]]} for key, each in queries.items()})

    def answer(self, content: Any) -> None:
        self.send(json.dumps(content).encode())

    def send(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "persons.xml").write_text(PERSONS, encoding="utf-8")
    return tmp_path


def reconciled(site: Site, *options: str) -> Result:
    words = ["authority", "reconcile", "--service", site.url, "-o", "c.csv", "--pause", "0"]
    return CliRunner().invoke(main, [*words, *options])


def rows(work: Path) -> list[dict[str, str]]:
    with (work / "c.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def accepted(work: Path, *numbers: str) -> Result:
    found = rows(work)
    for row in found:
        row["accept"] = "x" if row["number"] in numbers else ""
    with (work / "c.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, found[0])
        writer.writeheader()
        writer.writerows(found)
    return CliRunner().invoke(main, ["authority", "accept", "c.csv", "--format", "concise"])


def test_candidates_and_their_acceptance(site: Site, work: Path) -> None:
    result = reconciled(site)
    assert result.output == (
        "c.csv: candidates of GND for 1 of 2 entries without a number; for 1 there is none\n"
    )
    first, second = rows(work)
    assert first == {
        "accept": "", "file": "persons.xml", "kind": "person", "id": "goethe",
        "entry": "Johann Wolfgang Goethe", "birth": "1749", "death": "", "registry": "GND",
        "number": "118540238", "candidate": "Goethe, Johann Wolfgang von",
        "description": "Dichter, 1749-1832", "types": "Person; AuthorityResource",
        "score": "99.5", "match": "yes", "address": "https://lobid.org/gnd/118540238",
    }  # fmt: skip
    assert second["number"] == "118540246"
    assert (work / "authority" / "persons.xml").read_text(encoding="utf-8") == PERSONS
    result = accepted(work)
    assert (result.exit_code, result.output) == (0, "nothing changed\n")
    result = accepted(work, "118540238")
    assert (result.exit_code, result.output) == (0, "authority/persons.xml: 1 change made\n")
    assert (work / "authority" / "persons.xml").read_text(encoding="utf-8") == PERSONS.replace(
        '<birth when="1749"/>', '<birth when="1749"/><idno type="GND">118540238</idno>'
    )
    assert accepted(work, "118540238").output == "nothing changed\n"


def test_the_page_shows_what_happens(site: Site, work: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "authority.md").read_text(encoding="utf-8")
    shown = {
        name: re.findall(rf"^```text {name}\n(?:\$[^\n]*\n)?(.*?)^```$", page, re.M | re.S)
        for name in ("reconcile", "candidates", "accept")
    }
    assert [reconciled(site, "-o", "candidates.csv").output] == shown["reconcile"]
    table = (work / "candidates.csv").read_bytes().decode()
    assert [table.replace("\r\n", "\n")] == shown["candidates"]
    (work / "candidates.csv").rename(work / "c.csv")
    accepted(work, "118540238")
    (work / "authority" / "persons.xml").write_text(PERSONS, encoding="utf-8")
    result = CliRunner().invoke(main, ["authority", "accept", "c.csv"])
    assert [result.output] == shown["accept"]


def test_the_service_is_asked_politely(site: Site, work: Path) -> None:
    site.manifest = {**MANIFEST, "batchSize": 1}
    reconciled(site, "--type", "person=Person", "--property", "birth=dateOfBirth", "--limit", "3")
    assert len(site.asked) == 2
    headers, queries = site.asked[0]
    assert headers["User-Agent"] == f"teikit/{teikit.__version__}"
    assert queries == {
        "q0": {
            "query": "Johann Wolfgang Goethe", "limit": 3, "type": "Person",
            "properties": [{"pid": "dateOfBirth", "v": "1749"}],
        }
    }  # fmt: skip


def test_nothing_is_asked_twice(site: Site, work: Path) -> None:
    reconciled(site)
    table, answers = (work / "c.csv").read_bytes(), (work / "c.answers.jsonl").read_bytes()
    assert [json.loads(line)["query"] for line in answers.splitlines()] == [
        None,
        {"limit": 5, "query": "Ann Roe"},
        {"limit": 5, "query": "Johann Wolfgang Goethe"},
    ]
    site.shutdown()
    site.server_close()
    for options in ([], ["--offline"]):
        assert reconciled(site, *options).exit_code == 0
        assert (work / "c.csv").read_bytes() == table
        assert (work / "c.answers.jsonl").read_bytes() == answers
    result = reconciled(site, "--offline", "--limit", "7")
    assert result.stderr.endswith(f"2 entries without an answer of {site.url}\n")
    result = reconciled(site, "--offline", "--answers", "other.jsonl")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert site.url in result.stderr


def silent(handler: BaseHTTPRequestHandler) -> None:
    threading.Event().wait(1.5)


def failed(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.send(b"oh", 500)


def broken(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.send(b'{"q0": {"result": [')


def nested(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.send(b"[" * 100_000)


def huge(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.send(b" " * 5_000_000)


def listed(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.answer([1, 2])


def wordless(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.answer({"status": "error"})


def sends_on(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Handler)
    handler.send(b"", 307, Location="file:///etc/passwd")


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        (silent, "the server was silent"),
        (failed, "the server says 500"),
        (broken, "its answer is no JSON"),
        (nested, "its answer is no JSON"),
        (huge, "it is larger than 4 MB"),
        (listed, "its answer is no object of JSON"),
        (wordless, "its answer has no results"),
        (sends_on, "not to http or https"),
    ],
)
def test_a_service_that_fails_is_one_line(
    site: Site,
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    instead: Callable[[BaseHTTPRequestHandler], None],
    words: str,
) -> None:
    if instead is silent:
        monkeypatch.setattr(fetching, "SILENCE", 0.5)
    site.instead = instead
    result = reconciled(site)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"teikit: {site.url}")
    assert words in result.stderr
    assert not (work / "c.csv").exists()


def test_a_second_run_keeps_what_was_accepted(site: Site, work: Path) -> None:
    reconciled(site)
    text = (work / "c.csv").read_text(encoding="utf-8")
    (work / "c.csv").write_text(text.replace(",persons", "x,persons", 1), encoding="utf-8")
    site.results["Ann Roe"] = [OTHER]
    reconciled(site, "--answers", "new.jsonl")
    assert [row["accept"] for row in rows(work)] == ["x", "", ""]


def test_another_file_is_not_written_over(site: Site, work: Path) -> None:
    (work / "c.csv").write_text("my,table\n", encoding="utf-8")
    result = reconciled(site)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "it is not written over: name another file" in result.stderr
    assert not site.asked


def test_a_service_that_is_not_there(site: Site, work: Path) -> None:
    site.shutdown()
    site.server_close()
    result = reconciled(site)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"{site.url} cannot be fetched" in result.stderr


def test_what_was_answered_is_kept(site: Site, work: Path) -> None:
    def second_fails(handler: BaseHTTPRequestHandler) -> None:
        assert isinstance(handler, Handler)
        if len(site.asked) > 1:
            failed(handler)
        else:
            handler.answer({"q0": {"result": [GOETHE]}})

    site.instead = second_fails
    result = reconciled(site, "--batch", "1")
    assert result.exit_code == 2
    assert "(1 new answer kept in c.answers.jsonl; run it again to go on)" in result.stderr
    site.instead = None
    assert reconciled(site, "--batch", "1").exit_code == 0
    assert [*site.asked[-1][1].values()] == [{"limit": 5, "query": "Ann Roe"}]
    assert len(site.asked) == 3


def test_hostile_answers(site: Site, work: Path) -> None:
    site.results["Ann Roe"] = [
        {"id": "118540238", "name": "=HYPERLINK(\"http://x\")\x1b[2J\u202e", "score": 1},
        {"id": "118607626", "name": "n" * 100_000, "score": float("inf"), "description": ["x"]},
        {"id": "javascript:alert(1)", "name": "x", "score": "high"},
        {"id": 7, "type": {"a": 1}, "match": "yes"},
        {"name": "nobody"},
        "text",
        None,
    ]  # fmt: skip
    result = reconciled(site)
    assert "2 candidates left out, whose ids are no numbers of GND" in result.stderr
    table = (work / "c.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in table
    assert "\x1b" not in table
    assert "\u202e" not in table
    found = [row for row in rows(work) if row["id"] == "roe"]
    assert {len(row["candidate"]) for row in found} == {300, len('\'=HYPERLINK("http://x") [2J')}
    assert {row["score"] for row in found} == {"1", "0"}


def test_whose_numbers_a_service_gives(site: Site, work: Path) -> None:
    site.manifest = {**MANIFEST, "identifierSpace": "http://example.org/", "view": "x"}
    result = reconciled(site)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "name the registry: --registry GND" in result.stderr
    assert reconciled(site, "--registry", "gnd").exit_code == 0
    assert "no registry is called 'x'" in reconciled(site, "--registry", "x").stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--type", "person"], "--type person: write person=…"),
        (["--property", "mood=x"], "--property mood=x: write birth=…"),
        (["--service", "ftp://x/"], "begins with https://"),
        (["--service", "http://[/"], "cannot be fetched"),
    ],
)
def test_options_that_mean_nothing(site: Site, work: Path, options: list[str], words: str) -> None:
    result = reconciled(site, *options)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert words in result.stderr


def test_a_file_that_holds_no_answers_is_not_written_over(site: Site, work: Path) -> None:
    (work / "notes.txt").write_text("my notes\n", encoding="utf-8")
    result = reconciled(site, "--answers", "notes.txt")
    assert "notes.txt:1: this is no answer of a service" in result.stderr
    assert (work / "notes.txt").read_text(encoding="utf-8") == "my notes\n"


def test_two_candidates_of_one_entry(site: Site, work: Path) -> None:
    reconciled(site)
    result = accepted(work, "118540238", "118540246")
    assert result.exit_code == 1
    assert "error I015 'goethe' is given two numbers of GND; the first is in line 2" in (
        result.output
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("maybe,goethe,GND,118540238", "I011 'maybe' in the column accept is neither yes nor no"),
        ("x,nobody,GND,118540238", "I011 there is no entry 'nobody'"),
        ("x,goethe,ABC,118540238", "I015 no registry is called 'ABC'"),
        ("x,goethe,GND,118540283", "I015 'goethe', GND: '118540283': its check digit"),
        ("x,known,GND,118540238", "I015 'known' has a number of GND already: 118607626"),
        ("x,goethe", "I011 the row has not one cell for each column"),
    ],
)
def test_rows_that_cannot_be_accepted(work: Path, row: str, words: str) -> None:
    (work / "c.csv").write_text(f"accept,id,registry,number\r\n{row}\r\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["authority", "accept", "c.csv", "--format", "concise"])
    assert words in result.output
    assert result.exit_code == 1
    assert (work / "authority" / "persons.xml").read_text(encoding="utf-8") == PERSONS


def test_numbers_of_two_registries_for_one_entry(work: Path) -> None:
    lines = ("accept,id,registry,number", "YES,roe,GND,118540238", "yes,roe,Wikidata,Q5879")
    (work / "c.csv").write_text("\r\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(main, ["authority", "accept", "c.csv"])
    assert (result.exit_code, result.output) == (0, "authority/persons.xml: 2 changes made\n")
    assert (
        '<idno type="GND">118540238</idno>'
        '<idno type="Wikidata">https://www.wikidata.org/entity/Q5879</idno>'
    ) in (work / "authority" / "persons.xml").read_text(encoding="utf-8")


def test_answers_there_and_back(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "a.jsonl")
    answers.keep("http://b", {"query": "ü"}, [])
    answers.keep("http://a", None, {"name": "x"})
    answers.save()
    assert load_answers(answers.path).known == answers.known
    assert answers.path.read_bytes().startswith(b'{"answer": {"name": "x"}, "query": null')
    kept = candidates_of([GOETHE])
    assert candidates_of([{**kept[0]._asdict(), "type": list(kept[0].types)}]) == kept


def test_addresses_of_candidates() -> None:
    assert Manifest(view="https://x/{{id}}").address("a/b c") == "https://x/a%2Fb%20c"
    assert Manifest(identifiers="https://x/").address("Q1") == "https://x/Q1"
