"""Pages that have not changed are not converted again, and all is as if they were."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages import page
from spoiling import SPOILING
from teikit import convert
from teikit.cli import main
from teikit.converting import encode
from teikit.converting.outcome import Outcome
from teikit.keeping import states

AUTHORITY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><listPerson>
<person xml:id="{}"><persName>L. D. Trotsky</persName><persName>Trotsky</persName></person>
</listPerson></body></text></TEI>
"""
WORDS = [
    "I ask you to answer.",
    "See Document No. 13 and note 1 to Document No. 12.",
    "I was in Baku on 5 May.[1]",
    "Stalin said: wait.",
]
OPTIONS = [
    (),
    (),
    ("--check",),
    ("--verbose",),
    ("--jobs", "1", "--encoding", "windows-1252"),
    ("--profile", "own.toml"),
]
OVERRIDES = ["", '[documents.12]\ndate = "1920-05-04"\n', '[documents.99]\ndate = "1920"\n']


def raw(words: str, number: int) -> str:
    return page(words, "Trotsky.", number=f"No. {number}")


def set_up(folder: Path) -> None:
    """A project with three pages, one with a note, and a profile of its own."""
    write = {
        "teikit.toml": "",
        "own.toml": 'extends = "bolshevik-leadership"\n[edition]\nid = "own"\n',
        "authority/persons.xml": AUTHORITY.format("trotsky"),
        "raw/a.txt": raw(WORDS[0], 12),
        "raw/b.txt": raw(WORDS[1], 13),
        "raw/c.txt": raw(WORDS[2], 15) + "\nNotes:\n\n1. A town.\n",
    }
    for name, text in write.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_up(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are encoded."""
    names: list[str] = []
    before = encode._page

    def noted(cut: encode.reading.CutPage, *rest: object) -> object:
        names.append(Path(cut.source.path).name)
        return before(cut, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(encode, "_page", noted)
    return names


def run(*options: str) -> tuple[str, str, int]:
    result = CliRunner().invoke(main, ["convert", "raw", "-o", "tei", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout, result.stderr, result.exit_code


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".teikit_cache" not in path.parts
    }


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def same(folder: Path, *options: str) -> tuple[str, str, int]:
    """What a run says and writes in a folder; a copy of it is the same after one without cache."""
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    with inside(copy):
        expected = run(*options, "--no-cache")
    with inside(folder):
        assert run(*options) == expected
    assert contents(folder) == contents(copy)
    return expected


# What is converted again


def test_unchanged_pages_are_not_converted_again(work: Path, encoded: list[str]) -> None:
    first = same(work)
    encoded.clear()
    again = run()
    assert encoded == []
    assert again[0] == first[0].replace("4 files written, 0 already", "0 files written, 4 already")
    assert [*(work / ".teikit_cache").glob("*.sqlite")]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("raw/a.txt", raw(WORDS[3], 12), ["a.txt"]),
        ("raw/d.txt", raw(WORDS[0] + " Now.", 40), ["d.txt"]),
        # It is now the neighbour of two others.
        ("raw/d.txt", raw(WORDS[0] + " Now.", 14), ["b.txt", "c.txt", "d.txt"]),
        ("overrides.toml", OVERRIDES[1], ["a.txt"]),
        ("authority/persons.xml", AUTHORITY.format("leon"), ["a.txt", "b.txt", "c.txt"]),
        ("teikit.toml", '[publication]\npublisher = "Me"\n', ["a.txt", "b.txt", "c.txt"]),
        ("tei/bl-0012.xml", "old", ["a.txt"]),
    ],
)
def test_what_counts_for_a_page_has_it_converted_again(
    name: str, text: str, expected: list[str], work: Path, encoded: list[str]
) -> None:
    same(work)
    (work / name).write_text(text, encoding="utf-8")
    encoded.clear()
    run()
    assert encoded == expected
    encoded.clear()
    run()
    assert encoded == []


def test_a_document_that_is_named_counts_for_who_names_it(work: Path, encoded: list[str]) -> None:
    (work / "raw/z.txt").write_text(raw("See Document No. 15.", 30), encoding="utf-8")
    same(work)
    encoded.clear()
    (work / "raw/c.txt").unlink()
    same(work, "--jobs", "1")
    assert "z.txt" in encoded


def test_files_of_editors_are_left_and_those_that_are_gone_are_written(
    work: Path, encoded: list[str]
) -> None:
    same(work)
    path = work / "tei/bl-0012.xml"
    path.write_text(path.read_text("utf-8").replace('status="draft"', 'status="final"'), "utf-8")
    encoded.clear()
    assert "1 edited and left as they are" in run()[0]
    assert encoded == []
    same(work)
    (work / "tei/bl-0013.xml").unlink()
    assert "1 file written" in run()[0]
    shutil.rmtree(work / "tei")
    assert "4 files written" in run()[0]
    same(work)


def test_in_python_only_where_it_is_asked_for(work: Path) -> None:
    for keep in (None, work, work):
        found = [*convert(["raw"], "tei", keep=keep)]
    files = [file for each in found for file in each.files]
    assert {file.outcome for file in files} == {Outcome.UNCHANGED}
    assert [file.letter for file in files] == [None] * 4
    assert [file.notes for file in files] == [0, 0, 1, None]


def test_nothing_is_kept_where_that_is_not_wanted(work: Path) -> None:
    run("--no-cache")
    (work / "teikit.toml").write_text("cache = false\n")
    run()
    assert not (work / ".teikit_cache").exists()
    (work / "teikit.toml").unlink()
    CliRunner().invoke(main, ["convert", "raw/a.txt", "-o", "tei"])
    assert not [*work.rglob(".teikit_cache")]
    same(work)
    assert (work / "raw/.teikit_cache").is_dir()


# What may be wrong with the database


@pytest.mark.parametrize("spoil", SPOILING)
def test_a_database_that_is_spoilt_does_no_harm(work: Path, spoil: Callable[[Path], None]) -> None:
    same(work)
    spoil(next((work / ".teikit_cache").glob("*.sqlite")))
    same(work)
    same(work)


def test_pages_of_several_files_and_in_several_processes(work: Path, encoded: list[str]) -> None:
    region = (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page>'
        '<TextRegion id="r"><TextLine id="l"><TextEquiv><Unicode>{}</Unicode></TextEquiv>'
        "</TextLine></TextRegion></Page></PcGts>"
    )
    (work / "raw/scan").mkdir()
    for number, words in enumerate(("No. 20", "Dear friend,")):
        (work / f"raw/scan/p{number}.xml").write_text(region.format(words))
    same(work, "--jobs", "2")
    encoded.clear()
    run()
    assert encoded == []
    (work / "raw/scan/p1.xml").write_text(region.format("Dear Sir,"))
    run("--jobs", "1")
    assert encoded == ["scan"]
    (work / "authority/persons.xml").write_text(AUTHORITY.format("leon"))
    same(work, "--jobs", "2")


def test_what_others_encode_is_kept_and_taken_as_well(work: Path, encoded: list[str]) -> None:
    same(work)
    (work / "authority/persons.xml").write_text(AUTHORITY.format("leon"), "utf-8")
    expected = [*convert(["raw"], "other")]
    with ThreadPoolExecutor(1) as executor:
        found = [*convert(["raw"], "tei", executor=executor, keep=work)]
        assert [each.findings for each in found] == [each.findings for each in expected]
        encoded.clear()
        convert(["raw"], "tei", executor=executor, keep=work).grade()
    run()
    assert encoded == []
    assert contents(work / "tei") == contents(work / "other")


# Any changes

_PLACES = st.integers(0, 3)


@st.composite
def edits(draw: st.DrawFn) -> Callable[[Path], object]:
    """A change of a project as people make it."""
    kind = draw(st.sampled_from(["page", "more", "less", "twin", "bad", "file", "tei", "edited"]))
    words, place = draw(st.sampled_from(WORDS)), draw(_PLACES)
    pages = ["raw/a.txt", "raw/b.txt", "raw/c.txt", "raw/d.txt"]
    files = ["bl-0012.xml", "bl-0013.xml", "bl-0015.xml", "bl.xml"]
    name = pages[place]
    match kind:
        case "page":
            return lambda folder: (folder / name).write_text(raw(words, 12 + place), "utf-8")
        case "more":
            return lambda folder: (folder / name).write_text(
                f"{raw(words, 14)}\n{raw(WORDS[0], 16 + place)}", "utf-8"
            )
        case "less":
            return lambda folder: (folder / name).unlink(missing_ok=True)
        case "twin":
            return lambda folder: (folder / name).write_text(raw(WORDS[0], 12), "utf-8")
        case "bad":
            data = draw(st.sampled_from([b"", b"\0", b"caf\xe9 \x80", b"No. 12"]))
            return lambda folder: (folder / name).write_bytes(data)
        case "tei":
            return lambda folder: (folder / "tei" / files[place]).unlink(missing_ok=True)
        case "edited":
            status = draw(st.sampled_from(["draft", "final"]))
            return lambda folder: _edit(folder / "tei" / files[place], status)
    name, text = draw(
        st.sampled_from(
            [
                *(("overrides.toml", each) for each in OVERRIDES),
                *(("authority/persons.xml", AUTHORITY.format(each)) for each in ("a", "b")),
                ("authority/persons.xml", "<"),
                ("own.toml", 'extends = "bolshevik-leadership"\n'),
                ("own.toml", 'extends = "letters"\n[edition]\nid = "x"\n'),
                ("teikit.toml", '[publication]\npublisher = "Me"\n'),
            ]
        )
    )
    return lambda folder: (folder / name).write_text(text, "utf-8")


def _edit(path: Path, status: str) -> None:
    if path.exists():
        text = path.read_text("utf-8").replace('status="draft"', f'status="{status}"')
        path.write_text(text.replace("I ", "We "), "utf-8")


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(st.tuples(edits(), st.sampled_from(OPTIONS)), min_size=1, max_size=6),
    is_old=st.booleans(),
)
def test_it_is_the_same_as_without(
    steps: list[tuple[Callable[[Path], object], tuple[str, ...]]],
    is_old: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Where no file is old enough to be known by its state, all are read.
    monkeypatch.setattr(states, "_FRESH", 0 if is_old else 2 * 10**9)
    folder = tmp_path / "project"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    set_up(folder)
    same(folder)
    for edit, options in steps:
        if (folder / "raw").is_dir():
            edit(folder)
        same(folder, *options)
