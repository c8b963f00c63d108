"""Raw pages as TEI in memory."""

from pathlib import Path

import pytest

from pages import page
from teikit.converting import encode, readers
from teikit.converting.encode import encode_pages
from teikit.converting.source import Source


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(page("I ask you to answer.", "Trotsky."), encoding="utf-8")
    return path


def test_nothing_is_written(raw: Path, tmp_path: Path) -> None:
    assert list(encode_pages([raw]))
    assert list(tmp_path.iterdir()) == [raw]


def test_pages_may_be_named_as_text_or_path(raw: Path) -> None:
    assert list(encode_pages([raw])) == list(encode_pages([str(raw)]))


def test_a_page_that_cannot_be_read_is_a_finding(raw: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent.txt"
    bad, good, _ = encode_pages([raw, absent])
    assert (bad.path, bad.files) == (str(absent), ())
    assert [finding.rule.code for finding in bad.findings] == ["R001"]
    assert good.files


def test_pages_are_encoded_as_they_are_asked_for(raw: Path, tmp_path: Path) -> None:
    other = tmp_path / "z.txt"
    other.write_text(page("I answer.", "Trotsky.", number="No. 13"), encoding="utf-8")
    assert next(encode_pages([raw, other])).files[0].name == "bl-0012.xml"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that were read, in order."""
    names: list[str] = []
    read = readers.read

    def counting(path: Path, encoding: str = "") -> Source:
        names.append(path.name)
        return read(path, encoding)

    monkeypatch.setattr(readers, "read", counting)
    return names


def test_a_page_is_read_once(raw: Path, reads: list[str]) -> None:
    assert list(encode_pages([raw]))
    assert reads == [raw.name]


def test_pages_that_are_long_together_are_read_again_and_encoded_alike(
    raw: Path, tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "z.txt"
    other.write_text(page("I answer.", "Trotsky.", number="No. 13"), encoding="utf-8")
    usual = list(encode_pages([raw, other]))
    reads.clear()
    monkeypatch.setattr(encode, "_MOST_WAITING", len(raw.read_text(encoding="utf-8")))
    assert list(encode_pages([raw, other])) == usual
    assert reads == [raw.name, other.name, other.name]
