"""Encodings: marked, named, or refused with the one that is likely."""

from pathlib import Path

import pytest

from teikit.converting.readers import read
from teikit.errors import TeikitError

RUSSIAN = "Дорогой друг, пишу тебе из Москвы. " * 3
FRENCH = "Cher ami, je suis arrivé à Genève. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_needs_no_word(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(RUSSIAN.encode(encoding))
    source = read(path)
    assert source.text == RUSSIAN
    assert source.encoding == ""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "windows-1252"),
    ],
)
def test_the_likely_encoding_is_named(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(TeikitError, match=f"--encoding {encoding}, or save") as caught:
        read(path)
    assert "not UTF-8" in str(caught.value)
    source = read(path, encoding)
    assert source.text == text
    assert source.encoding == encoding


def test_a_name_that_is_none_and_one_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(FRENCH.encode("cp1252"))
    for name in ("klingon", "base64", "", "utf-8"):
        with pytest.raises(TeikitError):
            read(path, name)
    assert read(path, "latin-1").text == FRENCH


def test_binary_files_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"abc\0\0\1\2def\0\7" * 20)
    with pytest.raises(TeikitError, match="binary"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.txt", b"{\\rtf1", "old format"),
        ("a.pdf", b"%PDF-1.4", "PDF"),
        ("a.txt", b"PK\3\4", "archive"),
        ("a.epub", b"PK\3\4", "e-book"),
        ("a.jpg", b"\xff\xd8\xff", "picture"),
        ("a.xlsx", b"PK\3\4", "table"),
        ("a.xml", b"<TEI/>", "TEI needs no conversion"),
        ("a.mht", b"MIME-Version: 1.0", "web archive"),
    ],
)
def test_formats_that_are_not_read(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data + b"more")
    with pytest.raises(TeikitError, match=words):
        read(path)
