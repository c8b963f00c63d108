"""What files gave to an export is taken from an earlier run, and all is as if it were not."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spoiling import SPOILING
from teikit import export
from teikit.cli import main
from teikit.exporting import EXPORTERS, TextExporter
from teikit.keeping import states
from teikit.tei.documents import Document

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'
LETTER = f"""<TEI {NS} xml:id="{{}}"><teiHeader><profileDesc><correspDesc>
<correspAction type="sent"><persName ref="../authority/persons.xml#roe">R.</persName>
<date when="1800-01-1{{}}"/></correspAction><correspAction type="received">
<persName key="doe">D.</persName></correspAction></correspDesc></profileDesc></teiHeader>
<text><body><p>{{}} <persName ref="gnd:118540238">G.</persName><note n="1">N.</note></p></body>
</text></TEI>"""
MASTER = f"""<teiCorpus {NS} xmlns:xi="http://www.w3.org/2001/XInclude">
<xi:include href="l1.xml"/><xi:include href="parts/p.xml"/></teiCorpus>"""
PERSONS = f"""<listPerson {NS}><person xml:id="roe"><persName>{{}} Roe</persName>
<idno type="GND">118540238</idno></person><person xml:id="doe"><persName>Doe</persName></person>
</listPerson>"""
SETTINGS = """[publication]
publisher = "{}"
title = "Letters"
licence = "https://example.org/l"
date = "2020"
home = "https://example.org/"
publisher_home = "https://example.org/p"
address = "https://example.org/{{id}}"
editors = ["Ann Roe <roe@example.org>"]
cmif = "https://example.org/cmif.xml"
person_address = "https://example.org/{{gnd}}"
oai = "https://example.org/oai"
"""
COMMANDS = [
    ("csv",),
    ("csv", "--table", "names", "--authority", "more.xml"),
    ("text",),
    ("text", "--layer", "diplomatic", "--no-notes"),
    ("text", "--jobs", "2"),
    ("cmif",),
    ("gexf",),
    ("dublin-core",),
]


def set_up(folder: Path) -> None:
    """A project with letters, one of which no folder holds, and authority files."""
    write = {
        "teikit.toml": SETTINGS.format("Me"),
        "authority/persons.xml": PERSONS.format("Jane"),
        "more.xml": PERSONS.format("More"),
        "tei/parts/p.xml": LETTER.format("p", 9, "P."),
        "tei/all.xml": MASTER,
        **{f"tei/l{number}.xml": LETTER.format(f"l{number}", number, "L.") for number in range(4)},
    }
    for name, text in write.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_up(tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are asked for their text."""
    names: list[str] = []
    part = TextExporter.part

    def noted(self: TextExporter, document: Document, context: object) -> object:
        names.append(document.id)
        return part(self, document, context)  # type: ignore[arg-type]

    monkeypatch.setattr(TextExporter, "part", noted)
    return names


def run(*options: str) -> tuple[str, str, int]:
    result = CliRunner().invoke(main, ["export", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout, result.stderr, result.exit_code


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def written(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".teikit_cache" not in path.parts
    }


def same(folder: Path, *options: str) -> tuple[str, str, int]:
    """What an export says and writes; in a copy of the folder it is the same without cache."""
    copy = folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    with inside(copy):
        out, err, status = run(*options, "tei", "-o", "out", "--no-cache")
    expected = (out, err.replace(f"{copy}/", f"{folder}/"), status)
    with inside(folder):
        assert run(*options, "tei", "-o", "out") == expected
    assert written(folder) == written(copy)
    return expected


@pytest.mark.parametrize("name", EXPORTERS)
def test_each_format_is_the_same_from_what_is_kept(
    name: str, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    assert same(work, name)[2] == 0
    shutil.rmtree(work / "out")
    kind = EXPORTERS[name]
    before, parts = kind.part, []  # type: ignore[attr-defined]

    def noted(self: object, document: Document, context: object) -> object:
        parts.append(document.id)
        return before(self, document, context)

    monkeypatch.setattr(kind, "part", noted)
    run(name, "tei", "-o", "out")
    assert parts == []
    same(work, name)


def test_a_changed_file_alone_is_read_again(work: Path, asked: list[str]) -> None:
    (work / "tei/all.xml").unlink()
    same(work, "text")
    asked.clear()
    (work / "tei/l2.xml").write_text(LETTER.format("l2", 2, "Now."), "utf-8")
    run("text", "tei", "-o", "out")
    assert asked == ["l2"]
    assert "Now." in (work / "out/l2.txt").read_text("utf-8")
    asked.clear()
    run("text", "--layer", "diplomatic", "tei", "-o", "out")
    assert len(asked) == 5


def test_what_a_letter_names_counts(work: Path) -> None:
    assert "Jane" in _names(work)
    (work / "authority/persons.xml").write_text(PERSONS.format("June"), "utf-8")
    assert "June" in _names(work)
    (work / "authority/persons.xml").write_text("<", "utf-8")
    first = same(work, "cmif")
    assert "persons.xml" in first[1]
    assert same(work, "cmif") == first
    shutil.rmtree(work / "authority")
    (work / "tei/authority").mkdir()
    (work / "tei/authority/a.xml").write_text(PERSONS.format("Jill"), "utf-8")
    assert "Jill" in _names(work)


def _names(work: Path) -> str:
    same(work, "csv")
    return (work / "out/names.csv").read_text("utf-8")


def test_files_of_which_there_is_something_to_tell_are_read_again(work: Path) -> None:
    (work / "tei/l1.xml").write_text("<TEI", "utf-8")
    (work / "tei/l2.xml").write_text(LETTER.format("l0", 2, "Twice."), "utf-8")
    first = same(work, "text")
    assert first[2] == 1
    assert same(work, "text") == first


def test_nothing_is_kept_where_that_is_not_wanted(work: Path) -> None:
    run("text", "tei", "--no-cache")
    [*export([work / "tei/l1.xml"], "text")]
    (work / "teikit.toml").write_text("cache = false\n")
    run("text", "tei")
    (work / "teikit.toml").write_text("cache = ")
    assert run("text", "tei")[2] == 0
    assert not [*work.rglob(".teikit_cache")]
    (work / "teikit.toml").unlink()
    [*export([work / "tei"], "text", keep=work)]
    assert (work / ".teikit_cache").is_dir()


@pytest.mark.parametrize("spoil", SPOILING)
def test_a_database_that_is_spoilt_does_no_harm(work: Path, spoil: Callable[[Path], None]) -> None:
    same(work, "csv")
    spoil(next((work / ".teikit_cache").glob("*.sqlite")))
    same(work, "csv")
    same(work, "csv")


# Any changes

_NAMES = st.sampled_from(["tei/l0.xml", "tei/l1.xml", "tei/new.xml", "tei/parts/p.xml"])
_CONTENTS = {
    "tei/all.xml": [MASTER, MASTER.replace("parts/p", "absent"), "<TEI"],
    "authority/persons.xml": [PERSONS.format("Ann"), PERSONS.format("Jo"), "<"],
    "more.xml": [PERSONS.format("Bea"), "<"],
    "teikit.toml": [SETTINGS.format("You"), SETTINGS.format("Me")],
}


@st.composite
def edits(draw: st.DrawFn) -> Callable[[Path], object]:
    """A change of a project as people make it."""
    kind = draw(st.sampled_from(["letter", "letter", "gone", "other", "out"]))
    name = draw(_NAMES)
    if kind == "gone":
        return lambda folder: (folder / name).unlink(missing_ok=True)
    if kind == "out":
        return lambda folder: shutil.rmtree(folder / "out", ignore_errors=True)
    if kind == "letter":
        named = draw(st.sampled_from(["l0", "l9", "x"]))
        text = draw(st.sampled_from([LETTER.format(named, 3, "New."), "<TEI", MASTER]))
    else:
        name, text = draw(
            st.sampled_from([(each, text) for each, texts in _CONTENTS.items() for text in texts])
        )
    return lambda folder: (folder / name).write_text(text, "utf-8")


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(st.tuples(edits(), st.sampled_from(COMMANDS)), min_size=1, max_size=6),
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
    set_up(folder)
    for command in COMMANDS[:5:2]:
        same(folder, *command)
    for edit, command in steps:
        edit(folder)
        same(folder, *command)
