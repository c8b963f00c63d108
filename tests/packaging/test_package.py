"""Packages for deposit: what is in them, that they are the same each time, and what goes wrong."""

import csv
import errno
import json
import os
import random
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bagit
import pytest

from editions import SETTINGS, edition, letter
from tei_texts import tei
from teikit import package, validate
from teikit.errors import TeikitError
from teikit.packaging import NotSound, check, targets
from teikit.validating.settings import Settings


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return edition(tmp_path)


def unpacked(path: Path, folder: Path) -> Path:
    """The bag in a zip file, taken out of it."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / path.stem


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def valid(folder: Path) -> bool:
    """What a program for bags by other hands says."""
    return bool(bagit.Bag(str(folder)).validate())


def packed(project: Path, tmp_path: Path, **options: Any) -> tuple[Path, list[str]]:
    """The bag that is made of a project, in a folder, and what was told."""
    heard: list[TeikitError] = []
    package([project], tmp_path / "out" / "bag", report=heard.append, **options)
    return tmp_path / "out" / "bag", [str(error) for error in heard]


CONTENTS = {
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "bag-info.txt",
    "bagit.txt",
    "data/authority/persons.xml",
    "data/cmif.xml",
    "data/metadata/datacite.json",
    "data/metadata/dublin-core/a.xml",
    "data/metadata/dublin-core/b.xml",
    "data/schema/any.rnc",
    "data/schema/catalog.xml",
    "data/schema/letters.rnc",
    "data/tables/actions.csv",
    "data/tables/citations.csv",
    "data/tables/documents.csv",
    "data/tables/names.csv",
    "data/tables/notes.csv",
    "data/tables/shelfmarks.csv",
    "data/tei/a.xml",
    "data/tei/b.xml",
    "data/text/a.txt",
    "data/text/b.txt",
    "manifest-sha256.txt",
    "manifest-sha512.txt",
    "tagmanifest-sha256.txt",
    "tagmanifest-sha512.txt",
}


def test_what_is_in_a_package(project: Path, tmp_path: Path) -> None:
    done = package([project], tmp_path / "deposit.zip")
    bag = unpacked(tmp_path / "deposit.zip", tmp_path / "x")
    assert files(bag) == CONTENTS
    assert done.complete
    assert done.files == len(CONTENTS)
    for name in ("tei/a.xml", "authority/persons.xml"):
        assert (bag / "data" / name).read_bytes() == (project / name).read_bytes()
    rows = list(csv.DictReader((bag / "data/tables/documents.csv").open(encoding="utf-8")))
    assert [(row["id"], row["senders"], row["date"]) for row in rows] == [
        ("a", "Roe", "1920-05-01"),
        ("b", "Roe", "1920-05-01"),
    ]
    assert "118540238" in (bag / "data/cmif.xml").read_text(encoding="utf-8")
    assert json.loads((bag / "data/metadata/datacite.json").read_bytes())["doi"] == "10.1234/town"
    assert valid(bag)
    assert list(check(bag)) == list(check(tmp_path / "deposit.zip")) == []


def test_a_folder_holds_the_same_as_a_zip_file(project: Path, tmp_path: Path) -> None:
    package([project], tmp_path / "bag.zip")
    zipped = unpacked(tmp_path / "bag.zip", tmp_path / "x")
    package([project], tmp_path / "bag")
    assert files(tmp_path / "bag") == files(zipped) == CONTENTS
    for name in CONTENTS:
        assert (tmp_path / "bag" / name).read_bytes() == (zipped / name).read_bytes()
    assert valid(tmp_path / "bag")


def test_what_the_bag_says_of_itself(project: Path, tmp_path: Path) -> None:
    bag, _ = packed(project, tmp_path)
    info = (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    assert info[:8] == [
        "Source-Organization: Town Press",
        "Contact-Name: Roe, Ann",
        "Contact-Email: roe@example.org",
        "Contact-Name: Eva Poe",
        "External-Description: Letters of a town. 2 letters from 1920-05-01 to 1920-05-01, by and"
        " to 2 correspondents, encoded in TEI P5.",
        "External-Identifier: https://doi.org/10.1234/town",
        "Bagging-Date: 2026-01-02",
        info[7],
    ]
    assert info[7].startswith("Bag-Software-Agent: teikit ")
    payload = [bag / name for name in files(bag) if name.startswith("data/")]
    assert info[8] == f"Payload-Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}"


def test_without_a_day_there_is_no_bagging_date(project: Path, tmp_path: Path) -> None:
    text = SETTINGS.replace('"2026-01-02"', '"2026"')
    (project / "teikit.toml").write_text(text, encoding="utf-8")
    bag, _ = packed(project, tmp_path)
    assert "Bagging-Date" not in (bag / "bag-info.txt").read_text(encoding="utf-8")


# --- the same bytes ---


def test_the_same_bytes_at_another_hour_and_place(project: Path, tmp_path: Path) -> None:
    package([project], tmp_path / "1" / "deposit.zip")
    other = tmp_path / "elsewhere" / "deep"
    for name in ("schemas", "town"):
        source = tmp_path / name
        paths = sorted(path for path in source.rglob("*") if path.is_file())
        random.Random(1).shuffle(paths)
        for path in paths:
            target = other / name / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (0, 0))
            target.chmod(0o600)
    before = os.umask(0o077)
    try:
        package([os.path.relpath(other / "town")], tmp_path / "2" / "deposit.zip")
    finally:
        os.umask(before)
    first, second = ((tmp_path / n / "deposit.zip").read_bytes() for n in ("1", "2"))
    assert first == second


def test_the_order_of_the_disk_does_not_matter(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package([project], tmp_path / "1" / "deposit.zip")
    walk, iterdir = os.walk, Path.iterdir

    def backwards(*arguments: Any, **options: Any) -> Iterator[Any]:
        for folder, subfolders, names in walk(*arguments, **options):
            subfolders.reverse()
            yield folder, subfolders, sorted(names, reverse=True)

    monkeypatch.setattr(os, "walk", backwards)
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(sorted(iterdir(path), reverse=True)))
    package([project], tmp_path / "2" / "deposit.zip")
    first, second = ((tmp_path / n / "deposit.zip").read_bytes() for n in ("1", "2"))
    assert first == second


def test_nothing_in_the_zip_file_is_of_the_hour_or_packed(project: Path, tmp_path: Path) -> None:
    package([project], tmp_path / "Briefe à Töpfer.zip")
    with zipfile.ZipFile(tmp_path / "Briefe à Töpfer.zip") as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {stat.S_IFREG | 0o644}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert {info.filename.partition("/")[0] for info in infos} == {"Briefe à Töpfer"}
    payload = [info.filename for info in infos if "/data/" in info.filename]
    assert payload == sorted(payload)


# --- what cannot be made, or is not taken ---


def test_missing_settings_stop_the_work(project: Path, tmp_path: Path) -> None:
    (project / "teikit.toml").write_text('[publication]\ntitle = "T"\n', encoding="utf-8")
    with pytest.raises(TeikitError, match=r"^these settings are missing: editors .*licence .*; "):
        package([project], tmp_path / "out" / "deposit.zip")
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_made_is_told(project: Path, tmp_path: Path) -> None:
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(("cmif", "date"))]
    (project / "teikit.toml").write_text("\n".join(lines), encoding="utf-8")
    bag, heard = packed(project, tmp_path)
    cmif = (
        "data/cmif.xml is not made: the setting publication.cmif, the address of this file, is"
        " missing"
    )
    datacite = (
        "data/metadata/datacite.json is not made: these settings are missing: date (the year or day"
        " of publication); write them into teikit.toml under [publication]"
    )
    beside = "not taken, as it is neither TEI nor authority: raw/, teikit.toml"
    assert [words for words in heard if "not made" in words] == [cmif, datacite]
    assert heard[-1] == beside
    readme = (bag / "README.md").read_text(encoding="utf-8")
    assert f"- {cmif}.\n- {datacite}.\n" in readme
    assert "`raw/`" in readme
    assert CONTENTS - files(bag) == {"data/cmif.xml", "data/metadata/datacite.json"}


def test_settings_of_the_project_or_those_that_are_named(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(SETTINGS.replace("Town Press", "Other Press"), encoding="utf-8")
    bag, _ = packed(project, tmp_path, config=other)
    info = (bag / "bag-info.txt").read_text(encoding="utf-8")
    assert info.startswith("Source-Organization: Other Press\n")


def test_files_with_errors_are_not_packed(project: Path, tmp_path: Path) -> None:
    (project / "tei" / "c.xml").write_text("<TEI>", encoding="utf-8")
    with pytest.raises(NotSound, match=r"^no package was made: 1 error in 1 file; ") as raised:
        package([project], tmp_path / "out" / "deposit.zip")
    assert [finding.rule.code for finding in raised.value.findings] == ["X001"]
    assert not (tmp_path / "out").exists()


def test_files_with_errors_are_packed_where_that_is_wanted(project: Path, tmp_path: Path) -> None:
    (project / "tei" / "c.xml").write_text("<TEI>", encoding="utf-8")
    bag, heard = packed(project, tmp_path, even_if_invalid=True)
    assert (bag / "data/tei/c.xml").read_text(encoding="utf-8") == "<TEI>"
    assert heard[0].startswith("packed with 1 error in 1 file; ")
    readme = (bag / "README.md").read_text(encoding="utf-8")
    assert "- What was found in them: 1 error, " in readme
    assert "- Errors that were not corrected, 1 of X001: " in readme
    assert "- data/tei/c.xml:1:6: the file ends before all its elements are closed." in readme
    assert str(tmp_path) not in readme
    assert valid(bag)


def test_a_document_that_cannot_be_exported(project: Path, tmp_path: Path) -> None:
    """Two documents of one name: the TEI of both is there, and what is missing is told once."""
    for folder in ("1919", "1920"):
        (project / "tei" / folder).mkdir()
        text = letter("x").replace(' xml:id="x"', "")
        (project / "tei" / folder / "letter.xml").write_text(text, encoding="utf-8")
    heard: list[TeikitError] = []
    done = package([project], tmp_path / "bag", report=heard.append, even_if_invalid=True)
    assert not done.complete
    assert {"data/tei/1919/letter.xml", "data/tei/1920/letter.xml"} < files(tmp_path / "bag")
    twice = [str(error) for error in heard if "letter" in str(error) and "already" in str(error)]
    assert len(twice) == 1
    readme = (tmp_path / "bag" / "README.md").read_text(encoding="utf-8")
    assert "- data/tei/1920/letter.xml: a document named 'letter' was already exported" in readme


def test_links_out_of_the_folder_are_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(letter("secret"), encoding="utf-8")
    (project / "tei" / "s.xml").symlink_to(tmp_path / "secret.xml")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "m.xml").write_text(letter("m"), encoding="utf-8")
    (project / "tei" / "more").symlink_to(tmp_path / "more")
    heard: list[str] = []
    done = package([project], tmp_path / "bag", report=lambda error: heard.append(str(error)))
    assert files(tmp_path / "bag") == CONTENTS
    assert not done.complete
    assert any("s.xml: is a link out of the folder: it is left out" in words for words in heard)
    assert any("links to folders" in words and "more" in words for words in heard)


def test_other_files_beside_the_tei_are_told(project: Path, tmp_path: Path) -> None:
    (project / "tei" / "page.jpg").write_bytes(b"x")
    (project / "tei" / "other.jpg").write_bytes(b"x")
    (project / "tei" / ".hidden.xml").write_bytes(b"x")
    bag, heard = packed(project, tmp_path)
    assert heard[-1] == (
        "not taken, as it is neither TEI nor authority: raw/, teikit.toml, tei/*.jpg (2)"
    )
    assert any(words.startswith("left out (hidden): 1: ") for words in heard)
    readme = (bag / "README.md").read_text(encoding="utf-8")
    assert "stood beside the TEI: `raw/`, `teikit.toml`, `tei/*.jpg (2)`." in readme


# --- anybody's TEI ---


def test_files_and_folders_of_tei(project: Path, tmp_path: Path) -> None:
    config = project / "teikit.toml"
    package([project / "tei"], tmp_path / "1", config=config)
    assert files(tmp_path / "1") == CONTENTS  # the folder `authority` is found
    package([project / "tei" / "a.xml"], tmp_path / "2", config=config)
    assert {name for name in files(tmp_path / "2") if name.startswith("data/te")} == {
        "data/tei/a.xml",
        "data/text/a.txt",
    }


def test_authority_files_that_pointers_lead_to(project: Path, tmp_path: Path) -> None:
    """They get a place in which the pointers of the TEI still lead to them, if there is one."""
    (project / "authority").rename(project / "register")
    shutil.copy(project / "register" / "persons.xml", tmp_path / "far.xml")
    for name, there in (("a", "../register/persons.xml"), ("b", "../../far.xml")):
        path = project / "tei" / f"{name}.xml"
        text = path.read_text(encoding="utf-8").replace("../authority/persons.xml", there)
        path.write_text(text, encoding="utf-8")
    bag, _ = packed(project, tmp_path)
    assert {"data/register/persons.xml", "data/authority/far.xml"} < files(bag)


def test_files_that_are_included_belong_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "tei"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "a.xml").write_text(letter("a"), encoding="utf-8")
    (folder / "parts" / "note.txt").write_text("a note", encoding="utf-8")
    include = '<include xmlns="http://www.w3.org/2001/XInclude" href='
    volume = (
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{include}"parts/note.txt"'
        f' parse="text"/></teiHeader>{include}"parts/a.xml"/></teiCorpus>'
    )
    (folder / "volume.xml").write_text(volume, encoding="utf-8")
    (tmp_path / "teikit.toml").write_text(SETTINGS, encoding="utf-8")
    config = tmp_path / "teikit.toml"
    package([folder / "volume.xml"], tmp_path / "bag", config=config, even_if_invalid=True)
    assert {name for name in files(tmp_path / "bag") if name.startswith("data/te")} == {
        "data/tei/parts/a.xml",
        "data/tei/parts/note.txt",
        "data/tei/volume.xml",
        "data/text/a.txt",
    }


NAMES = [
    "a b.xml",
    "Müller.xml",
    "Mu\u0308ller.xml",
    "50%.xml",
    "line\nbreak.xml",
    "con.xml",
    "A.XML",
    "Aux.Old.xml",
    "tab\t.xml",
    "a:b?.xml",
    "..xml",
]


def test_names_of_all_kinds(project: Path, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        (project / "tei" / name).write_text(letter(f"n{number}"), encoding="utf-8")
    with_bytes = os.fsdecode(b"\xff.xml")
    (project / "tei" / with_bytes).write_text(letter("bytes"), encoding="utf-8")
    for number, name in enumerate(("Doc", "doc", "nul", "e\u0301", "é")):
        text = tei("<p>x</p>", name=name)
        (project / "tei" / f"x{number}.xml").write_text(text, encoding="utf-8")
    heard: list[TeikitError] = []
    package([project], tmp_path / "deposit.zip", report=heard.append, even_if_invalid=True)
    bag = unpacked(tmp_path / "deposit.zip", tmp_path / "x")
    assert valid(bag)
    assert list(check(bag)) == list(check(tmp_path / "deposit.zip")) == []
    there = files(bag)
    assert "data/tei/a b.xml" in there
    assert {"data/tei/50_.xml", "data/tei/line_break.xml", "data/tei/_con.xml"} < there
    tei_files = [name for name in there if name.startswith("data/tei/")]
    assert len(tei_files) == 2 + len(NAMES) - 1 + 1 + 5  # `..xml` is hidden
    assert len({name.casefold() for name in there}) == len(there)
    renamed = [str(error) for error in heard if "is called" in str(error)]
    assert (
        "'tei/50%.xml' is called 'tei/50_.xml' in the package: not all systems could hold the name"
        " beside the others" in renamed
    )
    assert "`tei/50%.xml` | `tei/50_.xml`" in (bag / "README.md").read_text(encoding="utf-8")


# --- written whole or not at all ---


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["deposit.zip", "deposit"])
def test_what_is_stopped_leaves_nothing(
    project: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out" / name
    package([project], output)
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}

    def stopping(kind: type[Any], error: BaseException) -> Callable[..., None]:
        write = kind.write

        def until_text(self: Any, name: str, pieces: Any, size: int) -> None:
            if name.startswith("data/text/b"):
                raise error
            write(self, name, pieces, size)

        return until_text

    full = OSError(errno.ENOSPC, "No space left on device")
    for error, seen in ((KeyboardInterrupt(), KeyboardInterrupt), (full, TeikitError)):
        with monkeypatch.context() as patch:
            for kind in (targets._ZipTarget, targets._FolderTarget):
                patch.setattr(kind, "write", stopping(kind, error))
            with pytest.raises(seen) as raised:
                package([project], output)
        if seen is TeikitError:
            words = f"cannot write {output}: the disk is full; free some space"
            assert str(raised.value) == words
        assert left(tmp_path / "out") == {name}
        now = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
        assert now == before


def test_a_folder_that_is_a_package_is_replaced(project: Path, tmp_path: Path) -> None:
    package([project], tmp_path / "out" / "bag")
    (project / "tei" / "b.xml").unlink()
    package([project], tmp_path / "out" / "bag")
    assert "data/tei/b.xml" not in files(tmp_path / "out" / "bag")
    assert left(tmp_path / "out") == {"bag"}
    assert valid(tmp_path / "out" / "bag")


def test_a_folder_with_other_files_is_left_alone(project: Path, tmp_path: Path) -> None:
    package([project], tmp_path / "bag")
    (tmp_path / "bag" / "data" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TeikitError, match="the folder holds other files, or a package that was"):
        package([project], tmp_path / "bag")
    assert (tmp_path / "bag" / "data" / "mine.txt").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TeikitError, match="the folder holds other files"):
        package([project], tmp_path / "other")
    (tmp_path / "empty").mkdir()
    package([project], tmp_path / "empty")
    assert files(tmp_path / "empty") == CONTENTS


def test_a_place_that_cannot_be_one(project: Path, tmp_path: Path) -> None:
    with pytest.raises(TeikitError, match=r"name a file that ends in \.zip, or a folder"):
        package([project], tmp_path / "deposit.tar.gz")
    for name in ("bag", "bag.zip"):
        with pytest.raises(TeikitError, match="whose files go into the package; name another"):
            package([project], project / "tei" / name)
    with pytest.raises(TeikitError, match="name the folder of a project, or files of TEI"):
        package([], tmp_path / "deposit.zip")
    package([project], project / "deposit.zip")
    first = (project / "deposit.zip").read_bytes()
    package([project], project / "deposit.zip")  # that of before is not in it, nor in its README
    assert (project / "deposit.zip").read_bytes() == first


def test_a_file_that_is_read_only_is_not_replaced(project: Path, tmp_path: Path) -> None:
    output = tmp_path / "deposit.zip"
    output.write_bytes(b"old")
    output.chmod(0o444)
    with pytest.raises(TeikitError, match="the file is read-only"):
        package([project], output)
    assert output.read_bytes() == b"old"


# --- a package is enough ---


def test_the_tei_in_a_package_is_valid_by_the_schemas_in_it(project: Path, tmp_path: Path) -> None:
    package([project], tmp_path / "out" / "deposit.zip")
    bag = unpacked(tmp_path / "out" / "deposit.zip", tmp_path / "x")
    shutil.rmtree(tmp_path / "schemas")
    shutil.rmtree(project)
    catalogs = (str(bag / "data" / "schema" / "catalog.xml"),)
    run = validate([bag / "data" / "tei"], settings=Settings(catalogs=catalogs))
    assert [finding for finding in run if finding.rule.code.startswith("S")] == []
    assert run.summary.held == {"letters.rnc": 2}
    broken = bag / "data" / "tei" / "a.xml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("<TEI ", "<tei ").replace("</TEI>", "</tei>"), encoding="utf-8")
    run = validate([broken], settings=Settings(catalogs=catalogs))
    assert "S001" in {finding.rule.code for finding in run}
