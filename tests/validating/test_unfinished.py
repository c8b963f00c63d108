"""A fault of teikit with one file is told, and the others are done."""

import os
from pathlib import Path

import pytest

from samples import document
from teikit.exporting import csv, export, text
from teikit.exporting.tables import TABLES
from teikit.reviewing import review
from teikit.validating import validate
from teikit.validating.engine import checker
from teikit.validating.settings import Settings
from teikit.xml.files import opened


def _fails(*_: object, **__: object) -> None:
    raise RecursionError("too deep")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("1", "2"):
        tei = document("<p>a</p>").replace("<TEI ", f'<TEI xml:id="l{name}" ', 1)
        (tmp_path / f"{name}.xml").write_text(tei, encoding="utf-8")
    return tmp_path


def test_in_validate(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = checker.ignores
    monkeypatch.setattr(
        checker, "ignores", lambda found: _fails() if found.path.stem == "1" else real(found)
    )
    found = [*validate([folder], settings=Settings(schema=(), select=("X", "C")))]
    assert [(Path(each.location.path).name, each.rule.code) for each in found] == [
        ("1.xml", "X012")
    ]
    assert "RecursionError: too deep" in found[0].message


@pytest.mark.parametrize(("module", "name"), [(text, "render"), (csv, "line")])
def test_in_export(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    errors: list[str] = []
    pieces = export(
        [folder],
        "text" if module is text else "csv",
        report=lambda error: errors.append(str(error)),
    )
    if module is csv:
        for _ in TABLES:  # their heads
            next(pieces)
    monkeypatch.setattr(module, name, _fails)
    assert [*pieces] == []
    assert len(errors) == 2
    assert all("could not finish with this file (RecursionError" in error for error in errors)


def test_in_review(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[str] = []
    monkeypatch.setattr("teikit.reviewing.rows", _fails)
    assert [*review([folder], report=lambda error: errors.append(str(error)))] == []
    assert len(errors) == 2


def test_a_long_identifier_makes_a_name_that_disks_take(tmp_path: Path) -> None:
    for number in (1, 2):
        tei = document("<p>a</p>").replace("<TEI ", f'<TEI xml:id="{"ж" * 300}{number}" ', 1)
        (tmp_path / f"{number}.xml").write_text(tei, encoding="utf-8")
    names = [piece.file for piece in export([tmp_path])]
    assert len(set(names)) == 2
    assert all(len(name.encode()) < 210 for name in names)


def test_what_is_no_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where a pipe takes the place of a file that was there a moment ago."""
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.touch()
    regular = file.stat()
    for path in (pipe, tmp_path):
        with pytest.raises((ValueError, OSError)), opened(path):
            pass
    monkeypatch.setattr("teikit.xml.files.os.stat", lambda _: regular)
    with pytest.raises(ValueError, match="not a file"), opened(pipe):
        pass


@pytest.mark.parametrize("address", ["%00", "x" * 5000, "http://[", "../" * 2000 + "a.xml"])
def test_addresses_that_are_none(tmp_path: Path, address: str) -> None:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}"/>'
    tei = document(f'<p><ref target="{address}">a</ref></p>').replace("<text>", f"{include}<text>")
    path = tmp_path / "1.xml"
    path.write_text(tei, encoding="utf-8")
    codes = {each.rule.code for each in validate([tmp_path], settings=Settings(schema=()))}
    assert "X012" not in codes
