"""A site that is made again is the same as one that is made anew, and little of it is written."""

import json
import random
from pathlib import Path

import pytest

from strange_letters import strange_letters
from teikit.errors import TeikitError
from teikit.publishing import ledger, site
from teikit.publishing.maker import PageMaker

COUNT = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    strange_letters(tmp_path / "tei", COUNT)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make(folder: Path, name: str = "site", keep: Path | None = None) -> dict[str, bytes]:
    site([folder / "tei"], folder / name, jobs=1, keep=keep)
    return files(folder / name)


def written(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "tei" / f"{name}.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


TEXTS = [
    ("</div></body>", "<p>w{}</p></div></body>"),
    ("Anna Roe", "Anna {}"),
    ('ref="#Karl Moe"', 'ref="#k{}"'),
    ("<title>", "<title>{} "),
    ("-05-0", "-06-0"),
    ("Lund", "Malmö"),
    ('target="#s', 'target="#s1'),
    ('xml:id="', 'xml:id="b'),
]
"""What may be changed in a letter."""


def edit(folder: Path, dice: random.Random) -> str:
    """Change something at random in what a site is made of, or in the site; what it was."""
    letters = sorted((folder / "tei").glob("*.xml"))
    letter, other = dice.sample(letters, 2)
    text = letter.read_text(encoding="utf-8")
    page = dice.choice(sorted((folder / "site").rglob("*.html")))
    number = dice.randrange(1000)
    kind = dice.choice(["text"] * 6 + ["add", "remove", "swap", "page", "no page", "ledger"])
    match kind:
        case "add":
            new = folder / "tei" / f"a{number}.xml"
            new.write_text(text.replace('xml:id="', f'xml:id="a{number}'), encoding="utf-8")
        case "remove" if len(letters) > 3:
            letter.unlink()
        case "swap":
            letter.write_bytes(other.read_bytes())
            other.write_text(text, encoding="utf-8")
        case "page":
            page.write_text("mine", encoding="utf-8")
        case "no page":
            page.unlink()
        case "ledger":
            broken = dice.choice(["", "[]", "{}", '{"version":1}'])
            (folder / "site" / ledger.NAME).write_text(broken, encoding="utf-8")
        case _:
            old, new_text = dice.choice(TEXTS)
            letter.write_text(text.replace(old, new_text.format(number), 1), encoding="utf-8")
    return kind


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_made_again_is_as_made_anew(folder: Path, seed: int, keeps: bool) -> None:
    dice = random.Random(seed)
    keep = folder if keeps else None
    make(folder, keep=keep)
    done = []
    for number in range(10):
        done += [edit(folder, dice) for _ in range(dice.randrange(1, 3))]
        assert make(folder, keep=keep) == make(folder, f"new{number}"), done


def test_only_what_changes_is_written(folder: Path) -> None:
    make(folder)
    before = written(folder / "site")
    replace(folder, "s7", "very long word", "very long sentence")
    make(folder)
    after = written(folder / "site")
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if name.startswith(("letters/", "text/", "tei/"))} == {
        "letters/s7.html",
        "text/s7.txt",
        "tei/s7.xml",
    }
    assert not any(name.endswith(".html") and "/" not in name for name in changed)


def test_only_pages_that_change_are_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = PageMaker.letter
    monkeypatch.setattr(
        PageMaker,
        "letter",
        lambda self, document, *others: (
            made.append(document.name),
            real(self, document, *others),
        )[1],
    )

    def names() -> set[str]:
        made.clear()
        make(folder)
        return {*made}

    assert len(names()) == COUNT
    assert names() == set()
    replace(folder, "s7", "very long word", "very long sentence")
    assert names() == {"s7"}
    replace(folder, "s4", "<title>", "<title>New ")
    assert {"s3", "s4", "s5"} <= names() < {f"s{number}" for number in range(1, COUNT + 1)}
    (folder / "site/letters/s2.html").write_text("mine")
    (folder / "site/text/s3.txt").unlink()
    assert names() == {"s2", "s3"}


def test_what_is_gone_is_taken_away_but_nothing_else(folder: Path) -> None:
    make(folder)
    foreign = folder / "site/letters/mine.html"
    foreign.write_text("mine", encoding="utf-8")
    edited = folder / "site/text/s4.txt"
    edited.write_text("mine", encoding="utf-8")
    (folder / "tei/s4.xml").unlink()
    (folder / "tei/s3.xml").unlink()
    there = make(folder)
    assert not any(name.startswith(("letters/s3", "text/s3", "tei/s3")) for name in there)
    assert "letters/s4.html" not in there
    assert there["letters/mine.html"] == b"mine"
    assert there["text/s4.txt"] == b"mine"


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside", "link/outside.txt", "a\\b"])
def test_a_ledger_by_others_takes_nothing_away_outside(folder: Path, name: str) -> None:
    make(folder)
    outside = folder / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    (folder / "site/link").symlink_to(folder)
    path = folder / "site" / ledger.NAME
    planted = json.loads(path.read_text(encoding="utf-8"))
    digest = ledger.digest(b"mine")
    planted["others"][name] = digest
    planted["answers"].append(['["__class__"]', "x"])
    path.write_text(json.dumps(planted), encoding="utf-8")
    make(folder)
    assert outside.read_text(encoding="utf-8") == "mine"


def test_as_many_processes_as_there_are_make_the_same(folder: Path) -> None:
    strange_letters(folder / "tei", 40)
    alone = make(folder)
    site([folder / "tei"], folder / "other", jobs=3)
    assert files(folder / "other") == alone
    replace(folder, "s7", "very long word", "very long sentence")
    site([folder / "tei"], folder / "other", jobs=3)
    assert files(folder / "other") == make(folder)


def test_letters_of_a_corpus_file_are_made_again(folder: Path) -> None:
    inner = [path.read_text(encoding="utf-8") for path in sorted((folder / "tei").glob("*.xml"))]
    text = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{"".join(inner[:3])}</teiCorpus>'
    (folder / "tei" / "corpus.xml").write_text(text.replace('xml:id="s', 'xml:id="c'))
    first = make(folder)
    assert {"letters/c1.html", "letters/s1.html"} <= first.keys()
    path = folder / "tei" / "corpus.xml"
    path.write_text(path.read_text().replace("Dear", "Oh"), encoding="utf-8")
    assert make(folder) == make(folder, "anew")


def test_another_design_makes_all_pages_anew(folder: Path) -> None:
    make(folder)
    own = folder / "own"
    (own / "templates").mkdir(parents=True)
    (own / "templates" / "about.html").write_text("about", encoding="utf-8")
    (own / "labels.toml").write_text('notes = "Remarks"', encoding="utf-8")
    site([folder / "tei"], folder / "site", own=own, jobs=1)
    site([folder / "tei"], folder / "other", own=own, jobs=1)
    assert files(folder / "site") == files(folder / "other")


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "site" / "letters").write_text("a file", encoding="utf-8")
    with pytest.raises(TeikitError, match="letters"):
        make(folder)
