"""The index of Pagefind: the same letters make the same bytes, and nothing of it stays behind."""

import gzip
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from strange_letters import strange_letters
from teikit.cli import main
from teikit.errors import TeikitError
from teikit.publishing import site
from teikit.publishing.index import Indexed
from teikit.publishing.pagefind import Pagefind, installed_pagefind
from teikit.publishing.searching import UNKNOWN, main_language, search_named

NEEDED = "Pagefind is not installed"
COUNT = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pytest.importorskip("pagefind", reason=NEEDED)
    strange_letters(tmp_path / "tei", COUNT)
    return tmp_path


def make(folder: Path, name: str = "site", search: str = "pagefind") -> dict[str, bytes]:
    site([folder / "tei"], folder / name, search=search, jobs=1)
    return {
        path.relative_to(folder / name).as_posix(): path.read_bytes()
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }


def replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "tei" / f"{name}.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def letter(number: int) -> Indexed:
    words = " ".join(f"word{number * step % 997} Élan 𝔘x ﬁn" for step in range(1, 100))
    return Indexed(f"letters/{number}.html", f"Letter {number}", "Ann", "Bob", "Lund", "", words)


def index(letters: list[Indexed], language: str = "en") -> dict[str, bytes]:
    pytest.importorskip("pagefind", reason=NEEDED)
    return dict(search_named("pagefind").files(letters, language))


# --- the files of the index ---


def test_the_same_letters_make_the_same_bytes() -> None:
    letters = [letter(number) for number in range(300)]
    assert index(letters) == index(letters)


def test_parts_are_known_by_their_first_words() -> None:
    files = index([letter(number) for number in range(300)])
    begins = json.loads(files["words.json"])
    parts = [gzip.decompress(data) for name, data in files.items() if name.endswith(".pf_index")]
    assert 1 < len(begins) == len(parts)
    assert begins == sorted(begins)
    for begin in begins:
        assert sum(begin.encode() in part[:64] for part in parts) >= 1


def test_all_letters_are_in_it_by_what_is_known_of_them() -> None:
    letters = [
        Indexed("letters/a.html", "First", "Ann; Bob", "", "Lund", "1920-05-04", "Some words."),
        Indexed("letters/b.html", "—", "", "Ann; Bob", "Lund", "", ""),
        Indexed("letters/c.html", "Third", "Ann; Bob", "", "", "", "\ufeffMore\u200b words"),
    ]
    files = index(letters)
    known = json.loads(files["letters.json"])
    assert known["values"] == {
        "from": [["Ann; Bob", [0, 2]]],
        "to": [["Ann; Bob", [1]]],
        "place": [["Lund", [0, 1]]],
        "date": [["1920-05-04", [0]]],
    }
    assert len({*known["ids"]}) == 3
    fragments = [
        json.loads(
            gzip.decompress(files[f"fragment/{name}.pf_fragment"]).removeprefix(b"pagefind_dcd")
        )
        for name in known["ids"]
    ]
    assert [each["url"] for each in fragments] == [each.address for each in letters]
    assert [each["content"] for each in fragments] == [
        "First — Some words.",
        "— — b",
        "Third — More words",
    ]


@pytest.mark.parametrize(
    ("language", "machine"), [("de", "de"), ("zu", UNKNOWN), (UNKNOWN, UNKNOWN)]
)
def test_only_what_the_search_loads_is_there(language: str, machine: str) -> None:
    files = index([letter(number) for number in range(3)], language)
    alone = {name for name in files if not name.endswith((".pf_fragment", ".pf_index", ".pf_meta"))}
    assert alone == {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        f"wasm.{machine}.pagefind",
        "letters.json",
        "words.json",
    }


def test_the_language_is_that_of_most_letters() -> None:
    assert main_language(["de-AT", "fr; deu", "en"]) == "de"
    assert main_language(["fr", "de", ""]) == "de"
    assert main_language(["", "what is this"]) == UNKNOWN
    assert main_language([]) == UNKNOWN


# --- a site with it ---


def test_made_again_is_as_made_anew(folder: Path) -> None:
    first = make(folder)
    replace(folder, "s7", "very long word", "very long sentence")
    (folder / "tei/s3.xml").unlink()
    again = make(folder)
    assert again == make(folder, "anew") != first
    assert sum(name.endswith(".pf_fragment") for name in again) == COUNT - 1


def test_an_index_that_would_be_the_same_is_not_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = make(folder)
    files = Pagefind.files
    made: list[int] = []
    monkeypatch.setattr(
        Pagefind, "files", lambda self, *asked: (made.append(1), files(self, *asked))[1]
    )
    assert make(folder) == before
    assert made == []
    next((folder / "site/search/fragment").iterdir()).write_bytes(b"mine")
    assert make(folder) == before
    assert made == [1]


def test_one_search_takes_the_place_of_the_other(folder: Path) -> None:
    pagefind, teikit = make(folder, "a"), make(folder, "b", "teikit")
    pages = {name: (folder / "a" / name).stat().st_mtime_ns for name in pagefind if "/s" in name}
    assert make(folder, "a", "teikit") == teikit
    assert not (folder / "a/search/fragment").exists()
    assert make(folder, "b", "pagefind") == pagefind
    letters = [name for name in pages if name.startswith("letters/")]
    assert len(letters) == COUNT
    assert all((folder / "a" / name).stat().st_mtime_ns == pages[name] for name in letters)


def test_only_the_page_that_searches_may_fetch(folder: Path) -> None:
    pages = {name: data for name, data in make(folder).items() if name.endswith(".html")}
    loose = {name for name, data in pages.items() if b"wasm-unsafe-eval" in data}
    assert loose == {"index.html"} == {name for name in pages if b"connect-src" in pages[name]}
    strict = make(folder, "other", "teikit")
    for words in (b"wasm-unsafe-eval", b"connect-src"):
        assert not any(words in data for data in strict.values())
    assert b"from-disk" not in strict["index.html"]
    for language, sentence in (("en", "only on a web server"), ("de", "nur auf einem Webserver")):
        site([folder / "tei"], folder / language, search="pagefind", language=language, jobs=1)
        assert sentence in (folder / language / "index.html").read_text("utf-8")


# --- what may be wrong ---


def test_without_pagefind_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tei = strange_letters(tmp_path / "tei", 1)
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    result = CliRunner().invoke(
        main, ["site", str(tei), "-o", str(tmp_path / "site"), "--search", "pagefind"]
    )
    assert result.exit_code == 2
    assert result.stderr == (
        "teikit: --search pagefind needs Pagefind, which is not installed: "
        "pip install 'teikit[pagefind]'\n"
    )
    assert not (tmp_path / "site").exists()


def program(path: Path, words: str) -> Path:
    path.write_text(f"#!{sys.executable}\nimport sys\n{words}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs scripts that can be started")


@posix
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("print('pagefind 1.4.0')", "Pagefind 1.4.0 is too old, 1.5.2 is needed"),
        ("sys.exit(3)", "Pagefind cannot be started"),
    ],
)
def test_a_program_that_will_not_do_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, reason: str
) -> None:
    pytest.importorskip("pagefind", reason=NEEDED)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program(tmp_path / "pagefind", words)))
    with pytest.raises(TeikitError, match=reason):
        installed_pagefind()


@posix
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("sys.exit('a panic\\nat line 7')", "made no index: at line 7"),
        ("sys.exit(3)", "made no index: .*(it has ended|Broken pipe)"),
        ("print('not Base64,', flush=True); sys.stdin.read(1)", "made no index: "),
        ("print('eyJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyByb29tIn19,'.strip(), "
         "end='', flush=True); sys.stdin.read(1)", "made no index: .*no room"),
    ],
)  # fmt: skip
def test_a_program_that_fails_is_told(tmp_path: Path, words: str, reason: str) -> None:
    failing = Pagefind(program(tmp_path / "pagefind", words), "1.5.2")
    with pytest.raises(TeikitError, match=reason):
        dict(failing.files([letter(1)], "en"))


def test_a_search_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match="no search is called 'lunr'"):
        site([tmp_path], tmp_path / "site", search="lunr")
