"""The raw page is read again as it was read for the conversion, whatever its format."""

from pathlib import Path

import pytest

import teikit

LETTER = "Anna Roe to John Roe\n\nDear John,\n\nDéjà vu à Genève.\n\nAnna Roe\n"


def places(folder: Path) -> list[tuple[str, int | None]]:
    rows = teikit.review([folder / "tei"])
    return [(row.page, row.line) for row in rows if row.page]


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
