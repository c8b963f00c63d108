"""Patterns of files mean what people expect, and take no time."""

import glob
import time
from pathlib import Path

import pytest

from teikit.validating.patterns import PathPatterns

MEANT = [
    ("letters/*.xml", "letters/a.xml"),
    ("./letters/*.xml", "letters/a.xml"),
    ("letters", "letters/deep/a.xml"),
    ("letters/", "letters/a.xml"),
    ("letters/**", "letters/deep/a.xml"),
    ("**/a.xml", "a.xml"),
    ("**/a.xml", "x/y/a.xml"),
    ("**/old/**", "x/old/y/a.xml"),
    ("x/**/y/**/a.xml", "x/y/y/z/a.xml"),
    ("vol-[1-3]/*", "vol-2/a.xml"),
    ("vol-[!1]/*", "vol-2/a.xml"),
    ("?.xml", "ü.xml"),
    ("[a.xml", "[a.xml"),
    ("a[]].xml", "a].xml"),
    ("*a*b*", "xaxbx"),
    ("letters/../notes/*", "notes/a.xml"),
    ("../*/a.xml", "a.xml"),
]
NOT_MEANT = [
    ("*.xml", "letters/a.xml"),
    ("letters/*.xml", "letters/a.XML"),
    ("letters/*.xml", "other/letters/a.xml"),
    ("a", "ab"),
    ("a.xml", "axxml"),
    ("vol-[1-3]", "vol-4/a.xml"),
    ("**/b.xml", "a.xml"),
    ("*a*b", "xbxa"),
    ("ab*ba", "aba"),
    ("x/**/y/**/z", "x/y"),
]


@pytest.mark.parametrize(("pattern", "path"), MEANT)
def test_what_is_meant(pattern: str, path: str) -> None:
    assert PathPatterns([pattern]).match(path)


@pytest.mark.parametrize(("pattern", "path"), NOT_MEANT)
def test_what_is_not_meant(pattern: str, path: str) -> None:
    assert not PathPatterns([pattern]).match(path)


def test_a_folder_with_signs_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "[a]*"
    assert PathPatterns([f"{glob.escape(str(folder))}/*.xml"]).match(str(folder / "a.xml"))
    assert not PathPatterns([f"{glob.escape(str(folder))}/*.xml"]).match(str(tmp_path / "a/a.xml"))


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 400 + "b", "a" * 250),
        ("**/" * 300 + "b", "a/" * 1000 + "a"),
        ("**/a/" * 150 + "b", "a/" * 1000 + "a"),
        ("[" * 900, "[" * 250),
    ],
)
def test_bad_patterns_take_no_time(pattern: str, path: str) -> None:
    start = time.perf_counter()
    PathPatterns([pattern]).match(path)
    assert time.perf_counter() - start < 1
