"""The raw page is read again as it was read for the conversion, whatever its format."""

from pathlib import Path

import pytest

import teikit
from transcriptions import page, region

LETTER = "Anna Roe to John Roe\n\nDear John,\n\nDéjà vu à Genève.\n\nAnna Roe\n"


def places(folder: Path) -> list[tuple[str, int | None]]:
    rows = teikit.review([folder / "tei"])
    return [(row.page, row.line) for row in rows if row.page]


def test_a_page_in_several_files_is_its_folder(tmp_path: Path) -> None:
    letter = region("Anna Roe to John Roe", "Dear John,", "I was in Genève.", "Anna Roe")
    for folder in (tmp_path / "a" / "raw", tmp_path / "b" / "raw" / "letter"):
        folder.mkdir(parents=True)
        (folder / "1.xml").write_bytes(page(letter))
        raw, tei = folder, folder.parents[0 if folder.name == "raw" else 1] / "tei"
        assert teikit.convert([raw], tei, profile="plain-letters").grade() == 0
        found = places(tei.parent)
        assert found
        assert all(name == folder.name and line for name, line in found)


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("a.txt", LETTER.encode("cp1252"), "windows-1252"),
        ("a.html", LETTER.replace("\n\n", "<p>").encode("utf-8"), ""),
        ("a.html", LETTER.replace("\n\n", "<p>").encode("cp1252"), ""),
    ],
)
def test_questions_have_their_place(tmp_path: Path, name: str, data: bytes, encoding: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / name).write_bytes(data)
    run = teikit.convert([raw], tmp_path / "tei", profile="plain-letters", encoding=encoding)
    assert run.grade() == 0
    found = places(tmp_path)
    assert found
    assert all(page == name and line for page, line in found)
